#include "epcis/query_fields.hpp"

#include <ocop/epcis/identifier.hpp>
#include <ocop/epcis/order_key.hpp>

namespace ocop::epcis {

namespace {

bool is_alnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name_text(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_alnum(c) || c == '_' || c == '-' || c == '.' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

}  // namespace

bool FieldName::names(Event const& event, std::string_view key) const {
    if (!key.ends_with(local()) || key.find(':') == std::string_view::npos) {
        return false;
    }
    if (any_namespace && key == given) {
        return true;
    }
    auto const name = expand_name(event, key);
    return std::any_of(joined.begin(), joined.end(), [&](std::string_view one) {
        return one.size() == name.ns.size() + name.local.size() && one.starts_with(name.ns) &&
               one.ends_with(name.local);
    });
}

std::optional<FieldName> field_name(QueryReader const& reader, std::string_view text) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) {
        return std::nullopt;
    }
    auto const prefix = text.substr(0, colon);
    auto const ns = namespace_of(reader, prefix);
    FieldName out;
    out.given = text;
    if (!ns.empty() || is_name_text(text.substr(colon + 1))) {
        if (!is_name_text(prefix) || !is_name_text(text.substr(colon + 1))) {
            return std::nullopt;
        }
        if (ns.empty() && prefix.find('_') != std::string_view::npos) {
            return std::nullopt;  // rather a mistyped ILMD_ and the like
        }
        out.any_namespace = ns.empty();
        out.joined.push_back(out.given);  // an event that does not define the prefix either
        if (!ns.empty()) {
            out.joined.push_back(std::string(ns) + std::string(text.substr(colon + 1)));
        }
        return out;
    }
    if (!is_uri(text) || out.local().empty()) {
        return std::nullopt;
    }
    out.joined.push_back(out.given);
    auto const hash = out.given.rfind('#');
    if (hash != std::string::npos) {
        out.joined.push_back(out.given.substr(0, hash) + out.given.substr(hash + 1));
    }
    return out;
}

std::function<json::value const*(Event const&)> read_order_field(
    QueryReader const& reader, std::string_view text
) {
    auto name = field_name(reader, text);
    if (!name) {
        return {};
    }
    return [name = std::move(*name)](Event const& event) -> json::value const* {
        json::value const* found = nullptr;
        Fields(event, name).any_at_top(event.body, [&](json::value const& v) {
            found = &v;
            return true;
        });
        return found;
    };
}

OrderKey order_key(json::value const* v) {
    OrderKey out;
    if (v == nullptr) {
        return out;
    }
    if (v->is_number()) {
        out.kind = OrderKey::Kind::number;
        out.number = v->to_number<double>();
    } else if (v->is_string()) {
        auto const text = view_of(*v);
        if (auto const number = number_in_text(text)) {
            out.kind = OrderKey::Kind::number;
            out.number = *number;
        } else if (auto const instant = instant_in_text(text)) {
            out.kind = OrderKey::Kind::time;
            out.time = *instant;
        } else {
            out.kind = OrderKey::Kind::text;
            out.text = text.substr(0, order_text_max);
        }
    }
    return out;
}

int compare_order_keys(OrderKey const& a, OrderKey const& b) {
    auto const sign = [](auto const& one, auto const& other) {
        return one < other ? -1 : (other < one ? 1 : 0);
    };
    if (a.kind != b.kind) {
        return sign(a.kind, b.kind);
    }
    switch (a.kind) {
        case OrderKey::Kind::number:
            return sign(a.number, b.number);
        case OrderKey::Kind::time:
            return sign(a.time, b.time);
        case OrderKey::Kind::text:
            return sign(a.text, b.text);
        case OrderKey::Kind::none:
            break;
    }
    return 0;
}

}  // namespace ocop::epcis
