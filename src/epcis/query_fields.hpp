#pragma once

#include "epcis/query_reader.hpp"

#include <ocop/epcis/event.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The user's own fields: their names in a query, and their places in an event.
namespace ocop::epcis {

// The name of an extension field in a query.
struct FieldName {
    std::string given;
    std::vector<std::string> joined;  // namespace and local name, in each way they may be written
    bool any_namespace = false;       // the query leaves the prefix to the event

    std::string_view local() const {
        return std::string_view(given).substr(given.find_last_of(":/#") + 1);
    }

    // Whether a member of the event is this field.
    bool names(Event const& event, std::string_view key) const;
};

// "prefix:local", or a full URI, whose last '#' may stand between a namespace and a name that are
// written without one in the event.
std::optional<FieldName> field_name(QueryReader const& reader, std::string_view text);

// Members of `o` that are extensions, at its top or anywhere below them, until one says yes.
class Fields {
  public:
    Fields(Event const& event, FieldName const& name) : event_(event), name_(name) {}

    template <class Test>
    bool any_at_top(json::object const& o, Test const& test) const {
        return std::any_of(o.begin(), o.end(), [&](auto const& member) {
            return name_.names(event_, view(member.key())) && test(member.value());
        });
    }

    template <class Test>
    bool any_inside(json::object const& o, Test const& test) const {
        return std::any_of(o.begin(), o.end(), [&](auto const& member) {
            return view(member.key()).find(':') != std::string_view::npos &&
                   any_below(member.value(), test);
        });
    }

  private:
    static std::string_view view(boost::json::string_view key) { return {key.data(), key.size()}; }

    template <class Test>
    bool any_below(json::value const& v, Test const& test) const {
        if (auto const* list = v.if_array()) {
            return std::any_of(list->begin(), list->end(), [&](json::value const& element) {
                return any_below(element, test);
            });
        }
        auto const* o = v.if_object();
        return o != nullptr &&
               (any_at_top(*o, test) || std::any_of(o->begin(), o->end(), [&](auto const& member) {
                    return any_below(member.value(), test);
                }));
    }

    Event const& event_;
    FieldName const& name_;
};

inline bool take(std::string_view& text, std::string_view start) {
    if (!text.starts_with(start)) {
        return false;
    }
    text.remove_prefix(start.size());
    return true;
}

}  // namespace ocop::epcis
