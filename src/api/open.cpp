#include "api/pins.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "checks/checks.hpp"

namespace ocop::api {

namespace {

// What is asked about a stamp: one of the two.
struct Asked {
    std::optional<std::string> uri;     // what the camera read
    std::optional<std::string> serial;  // typed from the stamp, with its check characters
};
BOOST_DESCRIBE_STRUCT(Asked, (), (uri, serial))

// A check may bring the number under the scratch layer; a look-up, which writes nothing, may not.
struct AskedToCheck : Asked {
    std::optional<std::string> pin;
};
BOOST_DESCRIBE_STRUCT(AskedToCheck, (Asked), (pin))

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
    return services.verdicts.judge(question);
}

http::Handler verify(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_asked<Asked>(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        auto const judged = judge(services, *asked);
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
    stamp::Position position;
    std::string token;
    verdicts::Answer answer;
};

Result<http::Response> count(store::Transaction& tx, Check const& check) {
    checks::Receipt receipt;
    receipt.gtin = check.answer.stamp->gtin;
    receipt.lot = check.answer.stamp->lot;
    receipt.serial = check.answer.stamp->serial;
    receipt.verdict = check.answer.verdict;
    auto const written = checks::record_check(tx, check.position, check.token, receipt);
    if (!written) {
        return written.error();
    }
    auto const summary = checks::summary_of(tx, check.position);
    if (!summary) {
        return summary.error();
    }
    auto answer = check.answer;
    answer.checks = *summary;
    json::object body;
    body["receipt"] = "https://" + check.host + "/v/receipts/" + check.token;
    body["token"] = check.token;
    body["answer"] = json::write(answer);
    return http::json_response(201, json::serialize(body))
        .with("Location", "/api/v1/receipts/" + check.token);
}

// Takes no Idempotency-Key: without an account, who guesses another's key would get their receipt.
http::Handler check(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_asked<AskedToCheck>(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        auto judged = judge(services, *asked);
        if (asked->pin) {
            return check_with_pin(services, request, std::move(judged), *asked->pin);
        }
        if (!judged.position || !judged.answer.stamp) {
            bool const unread = judged.decision.headline == stamp::Verdict::unavailable;
            return problem(
                unread ? Error(Errc::unavailable, "register_unreadable")
                       : Error(
                             Errc::refused,
                             "check_not_countable",
                             "",
                             "the verdict is " + judged.answer.verdict
                         ),
                request
            );
        }
        return commit(
            services.store,
            request.id,
            [check =
                 Check{
                     services.host,
                     *judged.position,
                     checks::new_receipt_token(services.random),
                     std::move(judged.answer)}](store::Transaction& tx) { return count(tx, check); }
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
