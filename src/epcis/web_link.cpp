#include "epcis/web_link.hpp"

#include "epcis/key_link.hpp"
#include "gs1/percent.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/gs1/check_digit.hpp>
#include <ocop/gs1/digital_link.hpp>

#include <algorithm>
#include <utility>

namespace ocop::epcis {

namespace {

constexpr auto npos = std::string_view::npos;

Error malformed(std::string_view reason) {
    return {Errc::malformed, "identifier_malformed", "", std::string(reason)};
}

// The short names of older Digital Link standards, no longer to be written but still read.
constexpr std::pair<std::string_view, std::string_view> short_names[] = {
    {"gtin", "01"},   {"lot", "10"},    {"ser", "21"},     {"cpv", "22"},    {"sscc", "00"},
    {"gln", "414"},   {"glnx", "254"},  {"party", "417"},  {"payTo", "415"}, {"itip", "8006"},
    {"cpid", "8010"}, {"cpsn", "8011"}, {"gmn", "8013"},   {"gsrn", "8018"}, {"gsrnp", "8017"},
    {"srin", "8019"}, {"gcn", "255"},   {"gdti", "253"},   {"ginc", "401"},  {"gsin", "402"},
    {"grai", "8003"}, {"giai", "8004"}, {"refno", "8020"},
};

std::string_view ai_of(std::string_view segment) {
    for (auto const& [name, ai] : short_names) {
        if (segment == name) {
            return ai;
        }
    }
    return segment;
}

bool all_plain(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-' || c == '.' || c == '_';
    });
}

// A lot, serial or extension of GS1 CSET 82 that is written without escapes.
bool is_plain_text(std::string_view value) {
    return !value.empty() && value.size() <= 20 && all_plain(value);
}

bool has_plain_qualifiers(KeyLink const& link) {
    auto const rest = link.qualifiers();
    if (rest.empty()) {
        return true;
    }
    bool const order_good = link.key.ai == "414" ? rest.size() == 1 && rest[0].ai == "254"
                            : rest.size() == 1
                                ? rest[0].ai == "10" || rest[0].ai == "21"
                                : rest.size() == 2 && rest[0].ai == "10" && rest[1].ai == "21";
    bool const may_be = link.key.ai == "01" || link.key.ai == "414";
    return may_be && order_good && std::all_of(rest.begin(), rest.end(), [](Pair const& pair) {
               return is_plain_text(pair.value);
           });
}

std::size_t fixed_length(std::string_view ai) {
    if (ai == "01") {
        return 14;
    }
    if (ai == "00" || ai == "8006" || ai == "8017" || ai == "8018") {
        return 18;
    }
    if (ai == "414" || ai == "415" || ai == "417") {
        return 13;
    }
    return ai == "402" ? 17 : 0;
}

// Pairs of a path from the key on, as views, the AIs' names made numbers.
struct Path {
    std::array<Pair, 4> pairs{};
    std::size_t count = 0;

    Pair const& key() const { return pairs[count - 1]; }  // they are found from the back
};

// Walks backwards to the last primary key, as gs1::parse_digital_link does.
bool find_key(std::string_view path, Path& out) {
    if (path.size() > 1 && path.back() == '/') {
        path.remove_suffix(1);
    }
    while (out.count < out.pairs.size()) {
        auto const value_at = path.rfind('/');
        if (value_at == npos || value_at == 0) {
            return false;
        }
        auto const ai_at = path.rfind('/', value_at - 1);
        if (ai_at == npos) {
            return false;
        }
        auto const ai = ai_of(path.substr(ai_at + 1, value_at - ai_at - 1));
        auto const* row = gs1::find_ai(ai);
        if (row == nullptr) {
            return false;
        }
        out.pairs[out.count++] = {ai, path.substr(value_at + 1)};
        if (row->key) {
            return true;
        }
        path = path.substr(0, ai_at);
    }
    return false;
}

// Zeros that a GTIN of 8, 12 or 13 digits lacks of 14.
std::size_t missing_zeros(Pair const& key) {
    auto const size = key.value.size();
    bool const shorter = key.ai == "01" && (size == 8 || size == 12 || size == 13);
    return shorter && all_digits(key.value) ? 14 - size : 0;
}

// An ITIP has a consumer product variant by its list of qualifiers, but the rules between AIs of
// the same dictionary refuse it. We take it, as the standard's hash does.
bool is_piece_variant(Path const& path, Pair const& pair) {
    return path.key().ai == "8006" && pair.ai == "22";
}

std::string rebuild(Path const& path, std::string_view query) {
    std::string out;
    out.reserve(96);
    out += "https://id.gs1.org";
    for (auto i = path.count; i-- > 0;) {
        auto const& pair = path.pairs[i];
        if (is_piece_variant(path, pair)) {
            continue;
        }
        out.push_back('/');
        out += pair.ai;
        out.push_back('/');
        out.append(i + 1 == path.count ? missing_zeros(pair) : 0, '0');
        out += pair.value;
    }
    if (!query.empty()) {
        out.push_back('?');
        out += query;
    }
    return out;
}

Error link_error(Error const& error) {
    auto const& slug =
        error.slug == "check_digit_wrong" ? error.slug : std::string_view("identifier_malformed");
    std::string reason = "is no GS1 Digital Link";
    if (!error.faults.empty()) {
        reason = error.faults.front().pointer + ": " + error.faults.front().reason;
    }
    return {Errc::malformed, slug, "", std::move(reason)};
}

// Puts the variant of an ITIP back in its place, which is the first.
std::optional<Error> restore_variant(Path const& path, gs1::DigitalLink& link) {
    for (std::size_t i = 0; i < path.count; ++i) {
        if (!is_piece_variant(path, path.pairs[i])) {
            continue;
        }
        gs1::Element variant{"22", {}};
        bool const in_place = i + 2 == path.count;
        if (!in_place ||
            !gs1::percent_decode(path.pairs[i].value, gs1::UriPart::path, variant.value)) {
            return malformed("22: stands in the wrong place or has a bad escape");
        }
        if (auto const good = gs1::check_ai_value("22", variant.value); !good) {
            return link_error(good.error());
        }
        link.qualifiers.insert(link.qualifiers.begin(), std::move(variant));
    }
    return std::nullopt;
}

Result<std::string> canonical_of(Path const& path, std::string_view query) {
    auto link = gs1::parse_digital_link(rebuild(path, query));
    if (!link) {
        return link_error(link.error());
    }
    if (auto error = restore_variant(path, *link)) {
        return *std::move(error);
    }
    // Nothing of the query tells one thing from another.
    link->attributes.clear();
    return gs1::canonical_digital_link(*link);
}

bool is_gs1_host(std::string_view host) {
    constexpr std::string_view ours = "id.gs1.org";
    return host.size() == ours.size() &&
           std::equal(host.begin(), host.end(), ours.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == b;
           });
}

// Takes "http://" or "https://" in any case off the front.
bool take_web_scheme(std::string_view& uri) {
    constexpr std::string_view scheme = "http";
    if (uri.size() < 8) {
        return false;
    }
    for (std::size_t i = 0; i < scheme.size(); ++i) {
        if ((uri[i] | 0x20) != scheme[i]) {
            return false;
        }
    }
    auto rest = uri.substr(scheme.size());
    if (rest.front() == 's' || rest.front() == 'S') {
        rest.remove_prefix(1);
    }
    if (!rest.starts_with("://")) {
        return false;
    }
    uri = rest.substr(3);
    return true;
}

}  // namespace

std::optional<KeyLink> plain_link(std::string_view uri) {
    auto const link = split_link(uri);
    if (!link || uri.back() == '/' || !has_plain_qualifiers(*link)) {
        return std::nullopt;
    }
    auto const& [ai, value] = link->key;
    bool const known = ai == "01" || ai == "00" || ai == "414" || ai == "417";
    bool const good = known && value.size() == fixed_length(ai) && gs1::has_check_digit(value);
    return good ? link : std::nullopt;
}

Result<std::optional<std::string>> read_web_link(std::string_view uri) {
    auto rest = uri.substr(0, uri.find('#'));
    if (!take_web_scheme(rest)) {
        return std::optional<std::string>();
    }
    auto const mark = rest.find('?');
    auto const query = mark == npos ? std::string_view() : rest.substr(mark + 1);
    rest = rest.substr(0, mark);
    auto const host = rest.substr(0, rest.find('/'));
    bool const strict = is_gs1_host(host);
    Path path;
    if (!find_key(rest.substr(host.size()), path)) {
        if (strict) {
            return malformed("is on id.gs1.org, but has no GS1 key followed by its value");
        }
        return std::optional<std::string>();
    }
    auto canonical = canonical_of(path, query);
    if (canonical) {
        return std::optional<std::string>(*std::move(canonical));
    }
    auto const& key = path.key();
    bool const unmistakable = key.value.size() == fixed_length(key.ai) && all_digits(key.value);
    if (strict || unmistakable) {
        return canonical.error();
    }
    return std::optional<std::string>();
}

}  // namespace ocop::epcis
