#include "epcis/check.hpp"

#include "epcis/members.hpp"

#include <ocop/epcis/identifier.hpp>
#include <ocop/gs1/check_digit.hpp>

#include <algorithm>

namespace ocop::epcis {

namespace {

// Notes that a URI leans on the context when its scheme is a prefix of it.
void note_prefix(Check& c, std::string_view uri) {
    auto const colon = uri.find(':');
    if (c.uses_context || c.terms.empty() || colon == std::string_view::npos) {
        return;
    }
    c.uses_context = c.terms.contains(uri.substr(0, colon));
}

void replace(Check& c, json::value& v, std::string_view with) {
    c.changes.changed.push_back({&v, std::string(view_of(v))});
    v.get_string().assign(with);
}

// The schema's own refusals tell which word is meant.
std::string word_reason(Vocabulary vocabulary, std::string_view text) {
    auto const bare = bare_word(vocabulary, text);
    if (is_word(vocabulary, bare)) {
        return "must be the bare word: " + bare;
    }
    return is_uri(text) ? "must be a word of the standard, or a URI outside its namespaces"
                        : "must be a word of the standard, or a URI of your own";
}

// How many digits of a GS1 key its last one checks (GS1 General Specifications §3).
struct CheckedKey {
    std::string_view ai;
    std::size_t size;  // 0: all of the value
};

constexpr CheckedKey checked_keys[] = {
    {"/00/", 18},
    {"/01/", 0},
    {"/253/", 13},
    {"/255/", 13},
    {"/402/", 17},
    {"/414/", 13},
    {"/417/", 13},
    {"/8003/", 14},
    {"/8006/", 14},
    {"/8017/", 18},
    {"/8018/", 18},
};

// The digit that a Digital Link's key should end in; '\0' where it is not seen.
char expected_digit(std::string_view link) {
    auto const path = link.substr(0, link.find_first_of("?#"));
    for (auto const& key : checked_keys) {
        auto const at = path.find(key.ai);
        if (at == path.npos) {
            continue;
        }
        auto value = path.substr(at + key.ai.size());
        value = value.substr(0, value.find('/'));
        value = key.size != 0 ? value.substr(0, key.size) : value;
        bool const digits = value.find_first_not_of("0123456789") == value.npos;
        if (value.size() > 1 && digits && !gs1::has_check_digit(value)) {
            return gs1::check_digit(value.substr(0, value.size() - 1));
        }
    }
    return '\0';
}

std::string identifier_reason(std::string_view text, Error const& error) {
    auto reason = error.faults.empty() ? "is no identifier" : error.faults.front().reason;
    auto const digit = error.slug == "check_digit_wrong" ? expected_digit(text) : '\0';
    if (digit != '\0' && reason.find("expected") == reason.npos) {
        reason.append(", expected ").push_back(digit);
    }
    return reason;
}

void check_depth(Check& c, json::value const& v, std::size_t depth);

void check_depth_of_member(
    Check& c, std::string_view token, json::value const& v, std::size_t depth
) {
    if (v.is_structured()) {
        Step step(c.at, token);
        check_depth(c, v, depth);
    }
}

void check_depth(Check& c, json::value const& v, std::size_t depth) {
    if (depth > extension_depth_max) {
        c.at.fault("is nested deeper than " + std::to_string(extension_depth_max));
        return;
    }
    if (auto const* list = v.if_array()) {
        for (std::size_t i = 0; i < list->size(); ++i) {
            check_depth_of_member(c, std::to_string(i), (*list)[i], depth + 1);
        }
    } else if (auto const* o = v.if_object()) {
        for (auto const& member : *o) {
            check_depth_of_member(c, member.key(), member.value(), depth + 1);
        }
    }
}

}  // namespace

void check_text(Check& c, json::value& v) {
    if (!v.is_string()) {
        c.at.fault("must be a string");
    }
}

void check_number(Check& c, json::value& v) {
    if (!v.is_number()) {
        c.at.fault("must be a number");
    }
}

void check_boolean(Check& c, json::value& v) {
    if (!v.is_bool()) {
        c.at.fault("must be true or false");
    }
}

void check_hex(Check& c, json::value& v) {
    auto const text = view_of(v);
    if (text.empty() || text.find_first_not_of("0123456789abcdefABCDEF") != text.npos) {
        c.at.fault("must be hexadecimal digits");
    }
}

void check_uri(Check& c, json::value& v) {
    auto const text = view_of(v);
    if (!is_uri(text)) {
        c.at.fault("must be a URI with a scheme, RFC 3986");
        return;
    }
    note_prefix(c, text);
}

void check_time(Check& c, json::value& v) {
    if (!parse_instant(view_of(v))) {
        c.at.fault("must be a time with an offset, RFC 3339");
    }
}

void check_sensor_time(Check& c, json::value& v) {
    auto const time = parse_instant(view_of(v));
    if (!time) {
        check_time(c, v);
    } else if (c.event_time && *c.event_time < *time) {
        c.at.fault("is after the event's time");
    }
}

void check_identifier(Check& c, json::value& v) {
    if (!v.is_string()) {
        c.at.fault("must be a URI with a scheme, RFC 3986");
        return;
    }
    auto const text = view_of(v);
    auto const read = read_identifier(text);
    if (!read) {
        c.at.fault(identifier_reason(text, read.error()));
        return;
    }
    if (read->canonical != text) {
        replace(c, v, read->canonical);
    } else if (read->kind == IdentifierKind::opaque) {
        note_prefix(c, text);
    } else {
        c.changes.kept.push_back(&v);
    }
}

void check_word(Check& c, json::value& v, Vocabulary vocabulary) {
    auto const text = view_of(v);
    if (is_word(vocabulary, text)) {
        c.changes.kept.push_back(&v);
        return;
    }
    if (!is_custom(vocabulary, text)) {
        c.at.fault(word_reason(vocabulary, text));
        return;
    }
    auto const bare = bare_word(vocabulary, text);
    if (bare != text) {
        replace(c, v, bare);
    } else {
        note_prefix(c, text);
    }
}

void check_extension(Check& c, json::value& v) {
    if (v.is_structured()) {
        check_depth(c, v, 1);
    }
}

void check_list(Check& c, json::value& v, std::size_t size_min, Rule rule) {
    auto* list = v.if_array();
    if (list == nullptr) {
        c.at.fault("must be an array");
        return;
    }
    if (list->size() < size_min) {
        c.at.fault("must have at least one entry");
    }
    for (std::size_t i = 0; i < list->size() && !c.at.is_full(); ++i) {
        Step step(c.at, std::to_string(i));
        rule(c, (*list)[i]);
    }
}

void check_unique(Check& c, json::value const& v) {
    auto const* list = v.if_array();
    if (list == nullptr || list->size() < 2) {
        return;
    }
    std::vector<std::pair<std::string_view, std::size_t>> seen;
    seen.reserve(list->size());
    for (std::size_t i = 0; i < list->size(); ++i) {
        if ((*list)[i].is_string()) {
            seen.emplace_back(view_of((*list)[i]), i);
        }
    }
    std::sort(seen.begin(), seen.end());
    for (std::size_t i = 1; i < seen.size() && !c.at.is_full(); ++i) {
        if (seen[i - 1].first == seen[i].first) {
            Step step(c.at, std::to_string(seen[i].second));
            c.at.fault("is there twice");
        }
    }
}

void check_extension_member(Check& c, std::string_view key, json::value& v) {
    if (!is_uri(key)) {
        c.at.fault("is not known here; an extension's key is a URI or prefix:name");
        return;
    }
    c.uses_context = true;
    check_extension(c, v);
}

void check_object(Check& c, json::value& v, std::span<MemberRule const> members, Others others) {
    auto* o = v.if_object();
    if (o == nullptr) {
        c.at.fault("must be an object");
        return;
    }
    for (auto const& member : members) {
        if (member.required) {
            require(c, *o, member.name);
        }
    }
    for (auto& member : *o) {
        if (c.at.is_full()) {
            return;
        }
        std::string_view const key(member.key().data(), member.key().size());
        Step step(c.at, key);
        auto const known = std::find_if(members.begin(), members.end(), [&](auto const& m) {
            return m.name == key;
        });
        if (known != members.end()) {
            known->rule(c, member.value());
        } else if (others == Others::none) {
            c.at.fault("is not known here");
        } else if (others == Others::extensions) {
            check_extension_member(c, key, member.value());
        } else {
            check_extension(c, member.value());
        }
    }
}

void require(Check& c, json::object const& o, std::string_view name) {
    if (!o.contains(name)) {
        Step step(c.at, name);
        c.at.fault("is required");
    }
}

}  // namespace ocop::epcis
