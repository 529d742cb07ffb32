#include "epcis/epc_urn.hpp"

#include "epcis/key_link.hpp"
#include "gs1/percent.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/gs1/ai.hpp>
#include <ocop/gs1/check_digit.hpp>

#include <algorithm>
#include <cstdint>

namespace ocop::epcis {

namespace {

// What follows a scheme's company prefix and reference.
enum class Serial : std::uint8_t {
    none,
    of_key,     // runs on with the key's digits
    qualifier,  // the value of an AI of its own
};

struct Scheme {
    std::string_view name;
    std::string_view ai;
    // Of company prefix and reference together, without the check digit; 0: the reference is text.
    std::uint8_t digits = 0;
    Serial serial = Serial::none;
    std::string_view qualifier;
    // The reference's first digit (indicator, extension digit) goes before the company prefix.
    bool moves_digit = false;
    std::string_view lead;      // before all digits
    std::uint8_t pieces = 0;    // components of two digits each, after the check digit
    bool zero_is_none = false;  // a serial "0" says that there is none
};

constexpr Scheme schemes[] = {
    {"sgtin", "01", 13, Serial::qualifier, "21", true, "", 0, false},
    {"sscc", "00", 17, Serial::none, "", true, "", 0, false},
    {"sgln", "414", 12, Serial::qualifier, "254", false, "", 0, true},
    {"pgln", "417", 12, Serial::none, "", false, "", 0, false},
    {"grai", "8003", 12, Serial::of_key, "", false, "0", 0, false},
    {"giai", "8004", 0, Serial::none, "", false, "", 0, false},
    {"gdti", "253", 12, Serial::of_key, "", false, "", 0, false},
    {"sgcn", "255", 12, Serial::of_key, "", false, "", 0, false},
    {"gsrn", "8018", 17, Serial::none, "", false, "", 0, false},
    {"gsrnp", "8017", 17, Serial::none, "", false, "", 0, false},
    {"cpi", "8010", 0, Serial::qualifier, "8011", false, "", 0, false},
    {"ginc", "401", 0, Serial::none, "", false, "", 0, false},
    {"gsin", "402", 16, Serial::none, "", false, "", 0, false},
    {"itip", "8006", 13, Serial::qualifier, "21", true, "", 2, false},
    {"upui", "01", 13, Serial::qualifier, "235", true, "", 0, false},
};

// Of a class only: "urn:epc:class:lgtin:…".
constexpr Scheme lot = {"lgtin", "01", 13, Serial::qualifier, "10", true, "", 0, false};

// EPCs of other people's numbers: good URNs, but no Digital Link says the same.
constexpr std::string_view foreign[] = {"gid", "usdod", "adi", "bic", "imovn"};

enum class Urn : std::uint8_t { id, klass, pattern };

Error malformed(std::string_view reason) {
    return {Errc::malformed, "identifier_malformed", "", std::string(reason)};
}

Error gs1_malformed(Error const& error) {
    return malformed(error.faults.empty() ? "is no GS1 identifier" : error.faults.front().reason);
}

bool take(std::string_view& text, std::string_view head) {
    if (!text.starts_with(head)) {
        return false;
    }
    text.remove_prefix(head.size());
    return true;
}

// Cuts a component and its dot off the front; false without a dot.
bool take_component(std::string_view& rest, std::string_view& out) {
    auto const dot = rest.find('.');
    if (dot == std::string_view::npos) {
        return false;
    }
    out = rest.substr(0, dot);
    rest.remove_prefix(dot + 1);
    return true;
}

struct Components {
    std::string_view company;
    std::string_view reference;
    std::array<std::string_view, 2> pieces{};
    std::string_view serial;
};

bool is_any(std::string_view component) {
    return component == "*";
}

// Splits a body into as many components as its scheme has; the last may hold dots of its own.
bool split(Scheme const& scheme, std::string_view body, Components& out) {
    if (!take_component(body, out.company)) {
        return false;
    }
    if (scheme.serial == Serial::none) {
        out.reference = body;
        return true;
    }
    if (!take_component(body, out.reference)) {
        return false;
    }
    for (std::size_t i = 0; i < scheme.pieces; ++i) {
        if (!take_component(body, out.pieces[i])) {
            return false;
        }
    }
    out.serial = body;
    return !body.empty();
}

bool is_company(std::string_view text) {
    return text.size() >= 6 && text.size() <= 12 && all_digits(text);
}

std::string link_start(Scheme const& scheme) {
    std::string out;
    out.reserve(80);
    out += link_base;
    out += scheme.ai;
    out.push_back('/');
    return out;
}

// The digits of a key, with what its AI puts before and behind them.
void append_digits(Scheme const& scheme, Components const& parts, std::string& out) {
    auto const from = out.size();
    auto reference = parts.reference;
    out += scheme.lead;
    if (scheme.moves_digit) {
        out.push_back(reference.front());
        reference.remove_prefix(1);
    }
    out += parts.company;
    out += reference;
    out.push_back(gs1::check_digit(std::string_view(out).substr(from)));
    for (std::size_t i = 0; i < scheme.pieces; ++i) {
        out += parts.pieces[i];
    }
}

bool has_good_digits(Scheme const& scheme, Components const& parts) {
    if (parts.company.size() + parts.reference.size() != scheme.digits ||
        (!parts.reference.empty() && !all_digits(parts.reference))) {
        return false;
    }
    return std::all_of(
        parts.pieces.begin(),
        parts.pieces.begin() + scheme.pieces,
        [](std::string_view piece) { return piece.size() == 2 && all_digits(piece); }
    );
}

// What a URN may not hold unescaped, though a URI of other schemes may.
bool is_component_text(std::string_view text) {
    return text.find_first_of("/?#&@~$") == std::string_view::npos;
}

bool decode(std::string_view text, std::string& out) {
    return is_component_text(text) && gs1::percent_decode(text, gs1::UriPart::path, out);
}

std::optional<Error> value_fault(std::string_view ai, std::string_view value) {
    if (auto const good = gs1::check_ai_value(ai, value); !good) {
        return gs1_malformed(good.error());
    }
    return std::nullopt;
}

// Key, check digit and serial of a URN without wildcards; `serial` is empty for a class.
Result<std::string> make_link(Scheme const& scheme, Components const& parts) {
    auto out = link_start(scheme);
    std::string key;
    std::string serial;
    if (!decode(parts.serial, serial)) {
        return malformed("has an escape or a character that no EPC URN may hold");
    }
    if (scheme.digits != 0) {
        if (!has_good_digits(scheme, parts)) {
            return malformed("has not the digits that its scheme asks for");
        }
        append_digits(scheme, parts, key);
    } else if (!decode(parts.reference, key)) {
        return malformed("has an escape or a character that no EPC URN may hold");
    } else {
        if (key.empty()) {
            return malformed("names nothing behind its company prefix");
        }
        key.insert(0, parts.company);
    }
    if (scheme.serial == Serial::of_key) {
        key += serial;
    }
    if (auto error = value_fault(scheme.ai, key)) {
        return *std::move(error);
    }
    append_percent_encoded(out, key);
    bool const has_qualifier = scheme.serial == Serial::qualifier && !serial.empty() &&
                               !(scheme.zero_is_none && serial == "0");
    if (has_qualifier) {
        if (auto error = value_fault(scheme.qualifier, serial)) {
            return *std::move(error);
        }
        out.push_back('/');
        out += scheme.qualifier;
        out.push_back('/');
        append_percent_encoded(out, serial);
    }
    return out;
}

// "C.*.*", "*.*.*", or "C.*" of a scheme without serials.
Result<ReadUrn> make_pattern(Scheme const& scheme, Components const& parts) {
    bool const rest_any =
        std::all_of(parts.pieces.begin(), parts.pieces.begin() + scheme.pieces, is_any) &&
        (scheme.serial == Serial::none || is_any(parts.serial));
    if (!rest_any) {
        return malformed("has a '*' before something that is none");
    }
    ReadUrn out;
    out.many = true;
    out.prefix = link_start(scheme);
    if (is_any(parts.company)) {
        return out;
    }
    if (!is_company(parts.company)) {
        return malformed("has no company prefix of 6 to 12 digits");
    }
    if (scheme.moves_digit) {
        out.digits = parts.company;
    } else {
        out.prefix += scheme.lead;
        out.prefix += parts.company;
    }
    return out;
}

// An ITIP of any piece: its trade item, as what its canonical forms start with.
Result<ReadUrn> make_piece_pattern(Scheme const& scheme, Components const& parts) {
    if (!is_any(parts.pieces[0]) || !is_any(parts.pieces[1]) || !is_any(parts.serial) ||
        !is_company(parts.company) || !all_digits(parts.reference) ||
        parts.company.size() + parts.reference.size() != scheme.digits) {
        return malformed("has a '*' before something that is none");
    }
    ReadUrn out;
    out.many = true;
    out.prefix = link_start(scheme);
    auto whole = scheme;
    whole.pieces = 0;
    append_digits(whole, parts, out.prefix);
    return out;
}

Result<ReadUrn> read_body(Scheme const& scheme, Urn urn, std::string_view body) {
    Components parts;
    if (!split(scheme, body, parts)) {
        return malformed("has too few components for its scheme");
    }
    bool const pattern = urn == Urn::pattern;
    if (pattern && is_any(parts.reference)) {
        return make_pattern(scheme, parts);
    }
    if (pattern && scheme.pieces != 0 && is_any(parts.pieces[0])) {
        return make_piece_pattern(scheme, parts);
    }
    if (!is_company(parts.company)) {
        return malformed("has no company prefix of 6 to 12 digits");
    }
    if (pattern && is_any(parts.serial)) {
        parts.serial = {};
    }
    auto link = make_link(scheme, parts);
    if (!link) {
        return link.error();
    }
    ReadUrn out;
    out.canonical = *std::move(link);
    return out;
}

Scheme const* find_scheme(std::string_view name, Urn urn) {
    if (urn != Urn::id && name == lot.name) {
        return &lot;
    }
    auto const* const found =
        std::find_if(std::begin(schemes), std::end(schemes), [name](Scheme const& scheme) {
            return scheme.name == name;
        });
    return urn == Urn::klass || found == std::end(schemes) ? nullptr : found;
}

}  // namespace

bool take_epc(std::string_view& uri) {
    constexpr std::string_view head = "urn:epc:";
    if (uri.size() < head.size()) {
        return false;
    }
    for (std::size_t i = 0; i < head.size(); ++i) {
        auto const lower =
            uri[i] >= 'A' && uri[i] <= 'Z' ? static_cast<char>(uri[i] | 0x20) : uri[i];
        if (lower != head[i]) {
            return false;
        }
    }
    uri.remove_prefix(head.size());
    return true;
}

Result<ReadUrn> read_epc_urn(std::string_view uri, std::string_view rest) {
    auto urn = Urn::id;
    if (take(rest, "class:")) {
        urn = Urn::klass;
    } else if (take(rest, "idpat:")) {
        urn = Urn::pattern;
    } else if (!take(rest, "id:")) {
        return malformed("is an EPC URN, but not of id, class or idpat");
    }
    auto const colon = rest.find(':');
    auto const name = rest.substr(0, colon);
    auto const body = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    if (auto const* scheme = find_scheme(name, urn)) {
        return read_body(*scheme, urn, body);
    }
    bool const known = std::find(std::begin(foreign), std::end(foreign), name) != std::end(foreign);
    if (!known || urn == Urn::klass || body.empty()) {
        return malformed("is of a scheme that there is not");
    }
    ReadUrn out;
    out.canonical = uri;
    out.opaque = true;
    return out;
}

}  // namespace ocop::epcis
