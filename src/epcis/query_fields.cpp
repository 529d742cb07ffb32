#include "epcis/query_fields.hpp"

#include <ocop/epcis/identifier.hpp>

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

int rank(json::value const* v, Operand& out) {
    if (v == nullptr) {
        return 3;
    }
    if (v->is_number()) {
        out.number = v->to_number<double>();
        return 0;
    }
    if (!v->is_string()) {
        return 3;
    }
    out = operand_of(view_of(*v));
    if (out.number) {
        return 0;
    }
    return out.instant ? 1 : 2;
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

int compare_order_values(json::value const* a, json::value const* b) {
    Operand left;
    Operand right;
    auto const left_rank = rank(a, left);
    auto const right_rank = rank(b, right);
    auto const sign = [](auto const& one, auto const& other) {
        return one < other ? -1 : (other < one ? 1 : 0);
    };
    if (left_rank != right_rank) {
        return left_rank - right_rank;
    }
    switch (left_rank) {
        case 0:
            return sign(*left.number, *right.number);
        case 1:
            return sign(*left.instant, *right.instant);
        case 2:
            return sign(left.text, right.text);
        default:
            return 0;
    }
}

}  // namespace ocop::epcis
