#include "events/token.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <set>

namespace ocop::events {

namespace {

constexpr std::uint8_t form = 1;
constexpr std::size_t check_bytes = 8;
constexpr std::size_t text_max = 128;

void add(ByteWriter& out, std::string_view text) {
    out.u64(text.size()).text(text);
}

void add(ByteWriter& out, std::optional<std::uint64_t> number) {
    out.u8(number ? 1 : 0).u64(number.value_or(0));
}

void add(ByteWriter& out, std::optional<Instant> time) {
    out.u8(time ? 1 : 0).u64(static_cast<std::uint64_t>(time.value_or(Instant{}).ms));
}

std::string check_of(std::string_view body, Hash const& binding) {
    auto const hash = crypto::Sha256().add(binding).add(as_bytes(body)).finish();
    return std::string(as_text(hash).substr(0, check_bytes));
}

}  // namespace

Hash query_binding(epcis::Query const& query, std::string_view query_text) {
    ByteWriter out;
    add(out, query_text);
    out.u64(query.conditions.size());
    // Parameters in another order are the same query.
    std::set<std::string> conditions;
    for (auto const& condition : query.conditions) {
        ByteWriter one;
        add(one, condition.parameter);
        one.u8(static_cast<std::uint8_t>(condition.term)).u64(condition.values.size());
        for (auto const& value : condition.values) {
            add(one, value);
        }
        conditions.insert(one.take());
    }
    for (auto const& condition : conditions) {
        out.text(condition);
    }
    add(out, query.event_time_from);
    add(out, query.event_time_before);
    add(out, query.record_time_from);
    add(out, query.record_time_before);
    out.u8(static_cast<std::uint8_t>(query.order_by)).u8(query.descending ? 1 : 0);
    add(out, query.order_field);
    add(out, query.event_count_limit);
    add(out, query.max_event_count);
    return crypto::sha256(as_bytes(out.view()));
}

std::string write_token(PageToken const& token, Hash const& binding) {
    auto body = ByteWriter()
                    .u8(form)
                    .u64(token.as_of)
                    .u64(token.given)
                    .u64(token.after.number)
                    .u64(static_cast<std::uint64_t>(token.after.time.ms))
                    .take();
    body += check_of(body, binding);
    return to_base64url(as_bytes(body));
}

Result<PageToken> read_token(std::string_view text, Hash const& binding) {
    auto const bytes = from_base64url(text.substr(0, text_max));
    if (!bytes) {
        return bad_token();
    }
    auto const all = as_text(*bytes);
    ByteReader in(all);
    PageToken token;
    bool const known = in.u8() == form;
    token.as_of = in.u64();
    token.given = in.u64();
    token.after.number = in.u64();
    token.after.time.ms = static_cast<std::int64_t>(in.u64());
    auto const check = in.take(check_bytes);
    if (!known || !in.done() || text.size() > text_max ||
        check != check_of(all.substr(0, all.size() - check_bytes), binding)) {
        return bad_token();
    }
    return token;
}

Error bad_token() {
    return {
        Errc::malformed,
        "page_token_invalid",
        "nextPageToken",
        "is not one that a page of this query gave",
    };
}

}  // namespace ocop::events
