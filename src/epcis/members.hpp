#pragma once

#include <ocop/base/json.hpp>

#include <string_view>

// Members of JSON objects as views; what is absent or of another type is empty or null.
namespace ocop::epcis {

inline std::string_view view_of(json::value const& v) {
    auto const* text = v.if_string();
    return text != nullptr ? std::string_view(text->data(), text->size()) : std::string_view();
}

inline std::string_view text_in(json::object const& o, std::string_view name) {
    auto const* found = o.if_contains(name);
    return found != nullptr ? view_of(*found) : std::string_view();
}

inline json::array const* list_in(json::object const& o, std::string_view name) {
    auto const* found = o.if_contains(name);
    return found != nullptr ? found->if_array() : nullptr;
}

inline json::object const* object_in(json::object const& o, std::string_view name) {
    auto const* found = o.if_contains(name);
    return found != nullptr ? found->if_object() : nullptr;
}

// What an event's context says a prefix stands for.
inline std::string_view namespace_in(json::array const& context, std::string_view prefix) {
    // From the last: what an event defines itself stands after what its document does.
    for (auto at = context.rbegin(); at != context.rend(); ++at) {
        auto const* prefixes = at->if_object();
        auto const ns = prefixes != nullptr ? text_in(*prefixes, prefix) : std::string_view();
        if (!ns.empty()) {
            return ns;
        }
    }
    return {};
}

}  // namespace ocop::epcis
