#include "api/pins.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "checks/checks.hpp"
#include "http/addresses.hpp"
#include "verdicts/answering.hpp"
#include "verdicts/counting.hpp"

namespace ocop::api {

namespace {

// What is asked about a stamp: one of the two.
struct Asked {
    std::optional<std::string> uri;     // what the camera read
    std::optional<std::string> serial;  // typed from the stamp, with its check characters
};
BOOST_DESCRIBE_STRUCT(Asked, (), (uri, serial))

// The same, to be counted. It may bring the number under the scratch layer, which a look-up, which
// writes nothing, may not; and what the buyer chooses to say of where they are.
struct AskedCheck : Asked {
    std::optional<std::string> pin;
    std::optional<checks::SaidPlace> place;
};
BOOST_DESCRIBE_STRUCT(AskedCheck, (Asked), (pin, place))

template <class Body>
Result<Body> read_asked(http::Request const& request) {
    if (auto const query = read_query(request, {}); !query) {
        return query.error();
    }
    auto asked = read_body<Body>(request);
    if (asked && asked->uri.has_value() == asked->serial.has_value()) {
        return Error(
            Errc::malformed, "request_invalid", "", "must have either uri or serial, and not both"
        );
    }
    return asked;
}

verdicts::Judgement judge(Services& services, Asked const& asked) {
    using Kind = verdicts::Question::Kind;
    verdicts::Question question;
    question.kind = asked.uri ? Kind::uri : Kind::typed_serial;
    question.text = asked.uri ? *asked.uri : *asked.serial;
    auto out = services.verdicts.judge(question);
    if (services.unissued != nullptr) {
        verdicts::note_unissued(*services.unissued, out);
    }
    return out;
}

// A store that keeps no log, and an order that is not yet published, have none.
void add_proof(Services& services, verdicts::Answer& answer) {
    if (!answer.stamp || !answer.stamp->entry) {
        return;
    }
    auto const proof = services.prover.prove(static_cast<std::uint64_t>(*answer.stamp->entry));
    if (proof) {
        answer.proof = **proof;
    }
}

http::Handler verify(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_asked<Asked>(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        auto judged = judge(services, *asked);
        add_proof(services, judged.answer);
        auto const status = stamp::http_status(judged.decision.headline);
        auto response = http::json_response(status, json::serialize(json::write(judged.answer)));
        if (status == 503) {
            response.with("Retry-After", "5");
        }
        return response;
    };
}

// A check as it is counted; the answer then tells of this one too.
struct Check {
    std::string host;
    checks::NewCheck counted;
    verdicts::Answer answer;
};

Result<http::Response> count(store::Transaction& tx, Check const& check) {
    auto const written = checks::record_check(tx, check.counted);
    if (!written) {
        return written.error();
    }
    auto const summary = checks::summary_of(tx, check.counted.position);
    if (!summary) {
        return summary.error();
    }
    auto const& receipt = check.counted.receipt;
    auto const line = verdicts::lot_line(tx, receipt.gtin, receipt.lot);
    if (!line) {
        return line.error();
    }
    auto answer = check.answer;
    answer.checks = *summary;
    answer.lot_stamps = *line;
    auto const& token = check.counted.token;
    json::object body;
    body["receipt"] = "https://" + check.host + "/v/receipts/" + token;
    body["token"] = token;
    body["answer"] = json::write(answer);
    if (receipt.answer) {
        body["signed_answer"] = *receipt.answer;
    }
    return http::json_response(201, json::serialize(body))
        .with("Location", "/api/v1/receipts/" + token);
}

Error not_countable(verdicts::Judgement const& judged) {
    if (judged.decision.headline == stamp::Verdict::unavailable) {
        return {Errc::unavailable, "register_unreadable"};
    }
    return {Errc::refused, "check_not_countable", "", "the verdict is " + judged.answer.verdict};
}

// Takes no Idempotency-Key: without an account, who guesses another's key would get their receipt.
http::Handler check(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_asked<AskedCheck>(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        auto const place = checks::read_place(asked->place.value_or(checks::SaidPlace()), "/place");
        if (!place) {
            return problem(place.error(), request);
        }
        auto judged = judge(services, *asked);
        checks::Visitor visitor{
            http::client_of(request.peer), std::string(request.header("User-Agent"))};
        if (asked->pin) {
            return check_with_pin(
                services, request, std::move(judged), {*asked->pin, std::move(visitor), *place}
            );
        }
        if (!judged.position || !judged.answer.stamp) {
            return problem(not_countable(judged), request);
        }
        Check check;
        check.host = services.host;
        check.counted = verdicts::check_of(judged, std::move(visitor), *place, services.random);
        auto answer = verdicts::sign(services.signer, judged);
        if (!answer) {
            return problem(answer.error(), request);
        }
        check.counted.receipt.answer = std::move(*answer);
        add_proof(services, judged.answer);
        check.answer = std::move(judged.answer);
        return commit(
            services.store,
            request.id,
            [check = std::move(check)](store::Transaction& tx) { return count(tx, check); }
        );
    };
}

http::Handler trust_list(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto list = services.trust.current();
        if (!list) {
            return problem(list.error(), request);
        }
        return http::json_response(200, std::move(*list))
            .with("Cache-Control", "public, max-age=60");
    };
}

http::Answer alive(http::Request const&) {
    return http::json_response(200, R"({"status":"alive"})");
}

http::Handler ready(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (!services.store.ready()) {
            return problem(Error(Errc::unavailable, "not_ready"), request);
        }
        return http::json_response(200, R"({"status":"ready"})");
    };
}

}  // namespace

std::vector<http::Route> open_routes(Services& s) {
    return {
        open(post("/api/v1/verify", verify(s))),
        open(post("/api/v1/check", check(s))),
        open(get("/api/v1/receipts/{token}", show_receipt(s))),
        open(post("/api/v1/receipts/{token}/opened", tell_opened(s))),
        open(get("/.well-known/ocop-trust.json", trust_list(s))),
        open(get("/healthz", alive)),
        open(get("/readyz", ready(s))),
    };
}

}  // namespace ocop::api
