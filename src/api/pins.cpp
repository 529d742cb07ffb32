#include "api/pins.hpp"

#include "api/read.hpp"
#include "api/write.hpp"

#include <algorithm>

namespace ocop::api {

namespace {

std::string seconds_until(Instant then, Instant now) {
    return std::to_string(std::max<std::int64_t>((then.ms - now.ms + 999) / 1000, 1));
}

json::object describe(pins::PinReceipt const& receipt, Services& services) {
    json::object out;
    if (!pins::is_ripe(receipt, services.clock.now())) {
        out["state"] = "waiting";
        out["ripe_at"] = to_text(receipt.ripe_at);
        return out;
    }
    auto const now = verdicts::judge_again(services.verdicts, receipt, services.host);
    out["state"] = "judged";
    out["outcome"] = boost::describe::enum_to_string(receipt.outcome, "");
    out["answer"] = json::write(now.answer);
    return out;
}

Result<http::Response> respond_checked(
    store::Transaction& tx, verdicts::PinCheck const& check, std::string const& host
) {
    auto const done = verdicts::record_pin_check(tx, check);
    if (!done) {
        return done.error();
    }
    auto const& token = check.request.token;
    json::object body;
    body["receipt"] = "https://" + host + "/v/receipts/" + token;
    body["token"] = token;
    body["answer"] = json::write(done->judged.answer);
    bool const told = pins::is_ripe(done->pin, tx.now());
    if (!told) {
        body["ripe_at"] = to_text(done->pin.ripe_at);
    }
    auto response = http::json_response(told ? 201 : 202, json::serialize(body))
                        .with("Location", "/api/v1/receipts/" + token);
    if (!told) {
        response.with("Retry-After", seconds_until(done->pin.ripe_at, tx.now()));
    }
    return response;
}

Result<http::Response> respond_opened(store::Transaction& tx, std::string const& token) {
    auto const at = pins::record_opened(tx, token);
    if (!at) {
        return at.error();
    }
    json::object body;
    body["opened_at"] = to_text(*at);
    return http::json_response(200, json::serialize(body));
}

}  // namespace

http::Answer check_with_pin(
    Services& services,
    http::Request const& request,
    verdicts::Judgement judged,
    verdicts::GivenPin given
) {
    auto check = verdicts::prepare_pin_check(
        services.signer, services.random, std::move(judged), std::move(given)
    );
    if (!check) {
        return problem(check.error(), request);
    }
    return commit(
        services.store,
        request.id,
        [check = std::move(*check), host = services.host](store::Transaction& tx) {
            return respond_checked(tx, check, host);
        }
    );
}

http::Handler show_receipt(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto const snapshot = services.store.snapshot();
        auto const token = request.capture("token");
        auto const receipt = checks::load_receipt(*snapshot, token);
        auto const pin = pins::find_receipt(*snapshot, token);
        if (!receipt) {
            return problem(receipt.error(), request);
        }
        if (!pin) {
            return problem(pin.error(), request);
        }
        auto body = json::write(*receipt);
        if (*pin) {
            body.as_object()["pin"] = describe(**pin, services);
        }
        return show(request, body);
    };
}

http::Handler tell_opened(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        if (auto const nothing = read_body<Nothing>(request); !nothing) {
            return problem(nothing.error(), request);
        }
        std::string const token(request.capture("token"));
        return commit(services.store, request.id, [token](store::Transaction& tx) {
            return respond_opened(tx, token);
        });
    };
}

}  // namespace ocop::api
