#include <ocop/base/encoding.hpp>
#include <ocop/gs1/digital_link.hpp>
#include <ocop/stamp/link.hpp>
#include <ocop/stamp/payload.hpp>
#include <ocop/stamp/serial.hpp>

#include <algorithm>

namespace ocop::stamp {

namespace {

Error malformed(std::string_view slug, std::string pointer, std::string reason) {
    return {Errc::malformed, slug, std::move(pointer), std::move(reason)};
}

char to_upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_stamp_digits(std::string_view text) {
    return text.size() == stamp_digits &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What the path says; the query's `s` comes after.
Result<StampLink> read_path(gs1::DigitalLink const& link) {
    StampLink out;
    if (link.key.ai != "01") {
        return malformed("stamp_key_wrong", "path", "names no trade item (01)");
    }
    if (!link.stem.empty()) {
        return malformed("stamp_path_wrong", "path", "must start with /01/");
    }
    out.gtin = link.key.value;
    if (auto const* lot = link.find("10")) {
        out.lot = *lot;
        std::transform(lot->begin(), lot->end(), out.lot->begin(), to_upper);
        if (!is_lot(*out.lot)) {
            return malformed("stamp_lot_malformed", "10", "must be 1 to 20 of 0-9, A-Z and '-'");
        }
    }
    if (auto const* serial = link.find("21")) {
        auto const value = parse_serial(*serial);
        if (!value) {
            return malformed(
                "stamp_serial_malformed", "21", "must be ten of 0-9 and A-Z without U"
            );
        }
        out.serial = *value;
    }
    return out;
}

Result<StampLink> read(gs1::DigitalLink const& link) {
    auto out = read_path(link);
    if (!out) {
        return out;
    }
    auto const is_signature = [](gs1::Parameter const& p) { return p.name == "s"; };
    auto const& parameters = link.parameters;
    auto const found = std::find_if(parameters.begin(), parameters.end(), is_signature);
    if (found == parameters.end()) {
        return out;
    }
    if (std::find_if(found + 1, parameters.end(), is_signature) != parameters.end()) {
        return malformed("stamp_digits_duplicated", "query s", "is there twice");
    }
    if (!is_stamp_digits(found->value)) {
        return malformed(
            "stamp_digits_malformed",
            "query s",
            "must be 159 digits, is " + std::to_string(found->value.size()) + " characters"
        );
    }
    if (!out->lot || !out->serial) {
        return malformed(
            "stamp_incomplete", "path", "a signed link has a lot (10) and a serial (21)"
        );
    }
    if (link.qualifiers.size() != 2) {
        return malformed("stamp_path_wrong", "path", "holds a qualifier that is not signed");
    }
    out->digits = found->value;
    return out;
}

// "%hh" to its byte; other text as it is.
std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && text.size() - i > 2) {
            if (auto const byte = from_hex(text.substr(i + 1, 2))) {
                out.push_back(static_cast<char>(byte->front()));
                i += 2;
                continue;
            }
        }
        out.push_back(text[i]);
    }
    return out;
}

bool is_stamp_parameter(std::string_view raw) {
    // Longer than every digit escaped: nothing that could be one.
    if (raw.size() > 3 * (stamp_digits + 2)) {
        return false;
    }
    auto const text = unescape(raw);
    return text.starts_with("s=") && is_stamp_digits(std::string_view(text).substr(2));
}

}  // namespace

Result<StampLink> read_link(std::string_view uri) {
    auto const link = gs1::parse_digital_link(uri);
    if (!link) {
        return link.error();
    }
    auto out = read(*link);
    if (out) {
        bool const own_port = link->port.empty() || link->port == "443";
        out->host = own_port ? link->host : link->host + ":" + link->port;
    }
    return out;
}

Result<StampLink> read_link_target(
    std::string_view path, std::string_view query, std::string_view host
) {
    auto const link = gs1::parse_digital_link_path(path, query);
    if (!link) {
        return link.error();
    }
    auto out = read(*link);
    if (out) {
        host = host.ends_with(":443") ? host.substr(0, host.size() - 4) : host;
        out->host.resize(host.size());
        std::transform(host.begin(), host.end(), out->host.begin(), to_lower);
    }
    return out;
}

bool is_stamp_shaped(std::string_view uri) {
    uri = uri.substr(0, uri.find('#'));
    auto const mark = uri.find('?');
    if (mark == std::string_view::npos) {
        return false;
    }
    for (auto rest = uri.substr(mark + 1);;) {
        auto const end = rest.find_first_of("&;");
        if (is_stamp_parameter(rest.substr(0, end))) {
            return true;
        }
        if (end == std::string_view::npos) {
            return false;
        }
        rest.remove_prefix(end + 1);
    }
}

}  // namespace ocop::stamp
