#include "epcis/epc_urn.hpp"
#include "epcis/key_link.hpp"
#include "epcis/web_link.hpp"
#include "gs1/percent.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/epcis/identifier.hpp>

#include <algorithm>

namespace ocop::epcis {

namespace {

IdentifierKind kind_of_link(std::string_view canonical) {
    auto const link = split_link(canonical);
    return link ? kind_of(*link) : IdentifierKind::opaque;
}

Error no_uri() {
    return {Errc::malformed, "identifier_malformed", "", "is no URI"};
}

Identifier opaque(std::string_view uri) {
    return {std::string(uri), IdentifierKind::opaque};
}

// Escapes that the hash leaves out: of what GS1 CSET 82 has beside letters and digits, its rules
// escape ! " % & ( ) * + , / : < > ? and no more, where the canonical form escapes all.
char unescaped(std::string_view escape) {
    if (escape == "27") {
        return '\'';
    }
    if (escape == "3B") {
        return ';';
    }
    return escape == "3D" ? '=' : '\0';
}

void append_hash_value(std::string& out, std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        char const plain = value[i] == '%' ? unescaped(value.substr(i + 1, 2)) : '\0';
        if (plain == '\0') {
            out.push_back(value[i]);
        } else {
            out.push_back(plain);
            i += 2;
        }
    }
}

void append_pair(std::string& out, std::string_view ai, std::string_view value) {
    out += ai;
    out.push_back('/');
    append_hash_value(out, value);
}

// The one qualifier that tells things apart, empty when the key does alone.
Pair finest_qualifier(KeyLink const& link) {
    constexpr std::string_view ranked[] = {"235", "21", "10", "8011", "254"};
    for (auto const ai : ranked) {
        auto const value = link.qualifier(ai);
        if (!value.empty() && !(ai == "254" && value == "0")) {
            return {ai, value};
        }
    }
    return {};
}

bool has_escape(std::string_view text) {
    return text.find('%') != std::string_view::npos;
}

std::string start_of(KeyLink const& link) {
    std::string out;
    out.reserve(80);
    out += link_base;
    out += link.key.ai;
    out.push_back('/');
    out += link.key.value;
    return out;
}

std::string class_with(KeyLink const& link, std::string_view ai, std::string_view value) {
    auto out = start_of(link);
    out.push_back('/');
    out += ai;
    out.push_back('/');
    out += value;
    return out;
}

}  // namespace

Result<Identifier> read_identifier(std::string_view uri) {
    if (auto const link = plain_link(uri)) {
        return Identifier{std::string(uri), kind_of(*link)};
    }
    if (!is_uri(uri)) {
        return no_uri();
    }
    auto rest = uri;
    if (take_epc(rest)) {
        auto urn = read_epc_urn(uri, rest);
        if (!urn) {
            return urn.error();
        }
        if (urn->many) {
            return Error(
                Errc::malformed, "identifier_malformed", "", "is a pattern of more than one class"
            );
        }
        auto const kind = urn->opaque ? IdentifierKind::opaque : kind_of_link(urn->canonical);
        return Identifier{std::move(urn->canonical), kind};
    }
    auto link = read_web_link(uri);
    if (!link) {
        return link.error();
    }
    if (!*link) {
        return opaque(uri);
    }
    auto const kind = kind_of_link(**link);
    return Identifier{**std::move(link), kind};
}

std::string finest_key(std::string_view canonical) {
    auto const link = split_link(canonical);
    if (!link) {
        return std::string(canonical);
    }
    auto const finest = finest_qualifier(*link);
    bool const whole = link->count == 0 || (link->count == 1 && !finest.ai.empty());
    if (whole && !has_escape(canonical)) {
        return std::string(canonical);
    }
    std::string out;
    out.reserve(canonical.size());
    out += link_base;
    append_pair(out, link->key.ai, link->key.value);
    if (!finest.ai.empty()) {
        out.push_back('/');
        append_pair(out, finest.ai, finest.value);
    }
    return out;
}

std::vector<std::string> classes_of(std::string_view canonical) {
    std::vector<std::string> out;
    auto const link = split_link(canonical);
    if (!link) {
        return out;
    }
    auto const digits = class_digits(link->key.ai);
    if (digits != 0 && link->key.value.size() > digits) {
        std::string base(link_base);
        base += link->key.ai;
        base.push_back('/');
        base += link->key.value.substr(0, digits);
        out.push_back(std::move(base));
        return out;
    }
    auto const lot = link->qualifier("10");
    bool const is_lot =
        link->count != 0 && link->qualifiers().back().ai == "10" && link->qualifier("22").empty();
    if (!lot.empty() && !is_lot) {
        out.push_back(class_with(*link, "10", lot));
    }
    if (link->count != 0) {
        out.push_back(start_of(*link));
    }
    return out;
}

std::optional<TradeItemParts> trade_item_parts(std::string_view canonical) {
    auto const link = split_link(canonical);
    if (!link || link->key.ai != "01") {
        return std::nullopt;
    }
    TradeItemParts out;
    out.gtin = link->key.value;
    bool const good = gs1::percent_decode(link->qualifier("10"), gs1::UriPart::path, out.lot) &&
                      gs1::percent_decode(link->qualifier("21"), gs1::UriPart::path, out.serial);
    return good ? std::optional(std::move(out)) : std::nullopt;
}

std::string lot_identifier(std::string_view gtin, std::string_view lot) {
    std::string out;
    out.reserve(link_base.size() + gtin.size() + lot.size() + 8);
    out += link_base;
    out += "01/";
    out += gtin;
    out += "/10/";
    append_percent_encoded(out, lot);
    return out;
}

}  // namespace ocop::epcis
