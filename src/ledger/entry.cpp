#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/ledger/entry.hpp>

#include <algorithm>
#include <cmath>

namespace ocop::ledger {

namespace {

// RFC 8785 §3.2.2.3: beyond these an IEEE double, and so another implementation, loses digits.
constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;
constexpr std::size_t clear_depth_max = 8;
constexpr std::size_t name_bytes_max = 256;
constexpr std::size_t text_bytes_likely = 768;
constexpr std::int64_t at_ms_max = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

bool is_kind(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

bool is_hex(std::string_view text, std::size_t digits) {
    return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9');
           });
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= name_bytes_max && is_utf8(text);
}

bool is_clear(json::value const& v, std::size_t depth);

bool is_clear(json::object const& o, std::size_t depth) {
    return depth <= clear_depth_max && std::all_of(o.begin(), o.end(), [depth](auto const& member) {
               return is_name(member.key()) && is_clear(member.value(), depth + 1);
           });
}

bool is_clear(json::value const& v, std::size_t depth) {
    switch (v.kind()) {
        case boost::json::kind::int64:
            return v.get_int64() >= -integer_max && v.get_int64() <= integer_max;
        case boost::json::kind::uint64:
            return v.get_uint64() <= static_cast<std::uint64_t>(integer_max);
        case boost::json::kind::string:
            return is_utf8(v.get_string());
        case boost::json::kind::object:
            return is_clear(v.get_object(), depth);
        case boost::json::kind::array:
            return depth <= clear_depth_max &&
                   std::all_of(
                       v.get_array().begin(),
                       v.get_array().end(),
                       [depth](json::value const& element) { return is_clear(element, depth + 1); }
                   );
        case boost::json::kind::null:
        case boost::json::kind::bool_:
        case boost::json::kind::double_:
            break;
    }
    return false;
}

std::vector<Fault> find_faults(Entry const& entry) {
    std::vector<Fault> faults;
    auto check = [&faults](bool good, char const* pointer, char const* reason) {
        if (!good) {
            faults.push_back({pointer, reason});
        }
    };
    check(is_kind(entry.kind), "/kind", "must be 1 to 64 of a-z, 0-9, _ and .");
    check(is_hex(entry.id, 32), "/id", "must be 32 lower-case hexadecimal digits");
    check(entry.at.ms >= 0 && entry.at.ms <= at_ms_max, "/at", "must be in the years 1970 to 9999");
    check(is_name(entry.actor), "/actor", "must be 1 to 256 bytes of UTF-8");
    check(is_name(entry.subject), "/subject", "must be 1 to 256 bytes of UTF-8");
    check(entry.prev >= -1 && entry.prev <= integer_max, "/prev", "must be an index or -1");
    check(is_clear(entry.clear, 1), "/clear", "must hold short integers and strings only");
    return faults;
}

// The members as RFC 8785 orders them. An object of them would be built, sorted and copied for each
// entry.
std::string encode(Entry const& entry) {
    std::string out;
    out.reserve(text_bytes_likely);
    auto const text = [&out](std::string_view head, std::string_view value) {
        out.append(head);
        json::append_canonical_string(out, value);
    };
    text(R"({"actor":)", entry.actor);
    text(R"(,"at":)", to_text(entry.at));
    out.append(R"(,"clear":)");
    json::append_canonical(out, entry.clear);
    text(R"(,"id":)", entry.id);
    text(R"(,"kind":)", entry.kind);
    out.append(R"(,"prev":)").append(std::to_string(entry.prev));
    text(R"(,"state":)", to_hex(entry.state));
    text(R"(,"subject":)", entry.subject);
    out.append(R"(,"v":1})");
    return out;
}

// The members as they stand; whether they were all there, and of the right kind and form, shows
// when the entry is encoded again.
Entry read_members(json::object const& o) {
    auto text = [&o](char const* key) {
        auto const* v = o.if_contains(key);
        return v != nullptr && v->is_string() ? std::string(v->get_string()) : std::string();
    };
    Entry entry;
    entry.kind = text("kind");
    entry.id = text("id");
    entry.actor = text("actor");
    entry.subject = text("subject");
    if (auto const at = parse_instant(text("at"))) {
        entry.at = *at;
    }
    if (auto const* prev = o.if_contains("prev"); prev != nullptr && prev->is_int64()) {
        entry.prev = prev->get_int64();
    }
    if (auto const state = from_hex(text("state")); state && state->size() == entry.state.size()) {
        std::copy(state->begin(), state->end(), entry.state.begin());
    }
    if (auto const* clear = o.if_contains("clear"); clear != nullptr && clear->is_object()) {
        entry.clear = clear->get_object();
    }
    return entry;
}

}  // namespace

Result<std::string> write_entry(Entry const& entry) {
    auto faults = find_faults(entry);
    if (!faults.empty()) {
        return Error(Errc::malformed, "entry_malformed", std::move(faults));
    }
    auto bytes = encode(entry);
    if (bytes.size() > entry_bytes_max) {
        return Error(
            Errc::too_large,
            "entry_too_large",
            "",
            "must have at most " + std::to_string(entry_bytes_max) + " bytes, not " +
                std::to_string(bytes.size())
        );
    }
    return bytes;
}

Result<void> check_entry(Entry const& entry) {
    auto const bytes = write_entry(entry);
    return bytes ? Result<void>() : bytes.error();
}

std::string encode_entry(Entry const& entry) {
    OCOP_ASSERT(find_faults(entry).empty());
    auto bytes = encode(entry);
    OCOP_ASSERT(bytes.size() <= entry_bytes_max);
    return bytes;
}

Result<Entry> parse_entry(std::string_view bytes) {
    json::Limits limits;
    limits.bytes_max = entry_bytes_max;
    limits.depth_max = clear_depth_max + 1;
    auto const parsed = json::parse(bytes, limits);
    if (!parsed) {
        return Error(Errc::malformed, "entry_malformed", parsed.error().faults);
    }
    if (!parsed->is_object()) {
        return Error(Errc::malformed, "entry_malformed", "", "must be an object");
    }
    auto entry = read_members(parsed->get_object());
    auto faults = find_faults(entry);
    if (faults.empty() && encode(entry) != bytes) {
        faults.push_back({"", "must be the canonical form of an entry"});
    }
    if (!faults.empty()) {
        return Error(Errc::malformed, "entry_malformed", std::move(faults));
    }
    return entry;
}

bool has_canonical_form(json::value const& record) {
    if (auto const* o = record.if_object()) {
        return std::all_of(o->begin(), o->end(), [](auto const& member) {
            return has_canonical_form(member.value());
        });
    }
    if (auto const* a = record.if_array()) {
        return std::all_of(a->begin(), a->end(), has_canonical_form);
    }
    return !record.is_double() || std::isfinite(record.get_double());
}

Hash record_state(Salt const& salt, json::value const& record) {
    return text_state(salt, json::canonical(record));
}

Hash text_state(Salt const& salt, std::string_view canonical) {
    return crypto::Sha256().add(salt).add(as_bytes(canonical)).finish();
}

}  // namespace ocop::ledger
