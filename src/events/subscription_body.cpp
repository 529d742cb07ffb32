#include "events/subscription.hpp"

#include <array>
#include <string>

namespace ocop::events {

namespace {

// As the standard spells it: a token by the name of its list of properties, or of those required.
struct Body {
    std::string dest;
    std::optional<std::string> signatureToken;  // NOLINT(readability-identifier-naming)
    std::optional<std::string> secret;
    std::optional<std::string> initialRecordTime;  // NOLINT(readability-identifier-naming)
    std::optional<bool> stream;
    std::optional<ScheduleText> schedule;
    std::optional<bool> reportIfEmpty;  // NOLINT(readability-identifier-naming)
};
BOOST_DESCRIBE_STRUCT(
    Body, (), (dest, signatureToken, secret, initialRecordTime, stream, schedule, reportIfEmpty)
)

constexpr std::string_view controls = "subscription_invalid";

Error invalid(std::string_view slug, std::string pointer, std::string reason) {
    return {Errc::malformed, slug, std::move(pointer), std::move(reason)};
}

// Exactly one of stream and schedule says when to notify.
Result<void> check_controls(Body const& body) {
    if (body.stream && !*body.stream) {
        return invalid(controls, "/stream", "must be true or absent");
    }
    if (body.stream.has_value() == body.schedule.has_value()) {
        return invalid(
            controls,
            body.stream ? "/schedule" : "",
            "exactly one of \"stream\": true and \"schedule\" must be there"
        );
    }
    if (body.stream && body.reportIfEmpty.value_or(false)) {
        return invalid(
            controls, "/reportIfEmpty", "is for schedules: a stream has no empty report"
        );
    }
    if (!body.schedule) {
        return {};
    }
    auto const schedule = parse_schedule(*body.schedule);
    return schedule ? Result<void>() : schedule.error();
}

Result<std::optional<std::string>> take_token(Body& body) {
    constexpr std::string_view slug = "subscription_malformed";
    if (body.signatureToken && body.secret) {
        return invalid(slug, "/secret", "is another name of signatureToken: give one of them");
    }
    auto& token = body.secret ? body.secret : body.signatureToken;
    if (token && (token->empty() || token->size() > token_bytes_max)) {
        return invalid(
            slug,
            body.secret ? "/secret" : "/signatureToken",
            "must be 1 to " + std::to_string(token_bytes_max) + " bytes"
        );
    }
    return std::move(token);
}

}  // namespace

Result<NewSubscription> read_subscription(json::value const& value) {
    auto body = json::read<Body>(value, json::Mode::strict);
    if (!body) {
        return Error(Errc::malformed, "subscription_malformed", body.error().faults);
    }
    if (auto const ok = check_controls(*body); !ok) {
        return ok.error();
    }
    NewSubscription out;
    auto token = take_token(*body);
    if (!token) {
        return token.error();
    }
    if (body->initialRecordTime) {
        auto const at = parse_instant(*body->initialRecordTime);
        if (!at) {
            return invalid("subscription_malformed", "/initialRecordTime", "must be a date-time");
        }
        out.initial_record_time = *at;
    }
    out.dest = std::move(body->dest);
    out.signature_token = std::move(*token);
    out.stream = body->stream.value_or(false);
    out.schedule = std::move(body->schedule);
    out.report_if_empty = body->reportIfEmpty.value_or(false);
    return out;
}

}  // namespace ocop::events
