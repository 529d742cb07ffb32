#include "epcis/query_fields.hpp"

#include <algorithm>

// Conditions on the user's own fields.
namespace ocop::epcis {

namespace {

enum class Part : std::uint8_t {
    event,
    ilmd,
    error_declaration,
    sensor_element,
    sensor_metadata,
    sensor_report,
    read_point,
    biz_location,
};

constexpr std::pair<std::string_view, Part> parts[] = {
    {"ILMD_", Part::ilmd},
    {"ERROR_DECLARATION_", Part::error_declaration},
    {"SENSORELEMENT_", Part::sensor_element},
    {"SENSORMETADATA_", Part::sensor_metadata},
    {"SENSORREPORT_", Part::sensor_report},
    {"readPoint_", Part::read_point},
    {"bizLocation_", Part::biz_location},
};

template <class Test>
bool any_in_list(json::array const* list, Test const& test) {
    return list != nullptr && std::any_of(list->begin(), list->end(), [&](json::value const& v) {
               return v.is_object() && test(v.get_object());
           });
}

// The objects of an event that are such a part, until one says yes.
template <class Test>
bool any_part(Event const& event, Part part, Test const& test) {
    auto const in = [&test](json::object const& o, std::string_view name) {
        auto const* found = object_in(o, name);
        return found != nullptr && test(*found);
    };
    auto const* elements = list_in(event.body, "sensorElementList");
    switch (part) {
        case Part::event:
            return test(event.body);
        case Part::ilmd:
            return in(event.body, "ilmd");
        case Part::error_declaration:
            return in(event.body, "errorDeclaration");
        case Part::read_point:
            return in(event.body, "readPoint");
        case Part::biz_location:
            return in(event.body, "bizLocation");
        case Part::sensor_element:
            return any_in_list(elements, test);
        case Part::sensor_metadata:
            return any_in_list(elements, [&](json::object const& element) {
                return in(element, "sensorMetadata");
            });
        case Part::sensor_report:
            return any_in_list(elements, [&](json::object const& element) {
                return any_in_list(list_in(element, "sensorReport"), test);
            });
    }
    return false;
}

}  // namespace

bool read_extension(QueryReader& reader, Given const& given) {
    auto rest = given.name();
    auto const relation = take_relation(rest);
    if (!relation) {
        return false;
    }
    bool const inner = take(rest, "INNER_");
    auto part = Part::event;
    for (auto const& [start, one] : parts) {
        if (part == Part::event && take(rest, start)) {
            part = one;
        }
    }
    auto name = field_name(reader, rest);
    if (!name) {
        return false;
    }
    Operands operands;
    if (*relation != Relation::exists) {
        operands = given.operands(*relation);
    } else if (!given.existence().value_or(false)) {
        return true;
    }
    reader.add_plain(
        given,
        [name = std::move(*name),
         operands = std::move(operands),
         relation = *relation,
         inner,
         part](Event const& event) {
            Fields const fields(event, name);
            auto const test = [&](json::value const& v) { return relates(v, relation, operands); };
            return any_part(event, part, [&](json::object const& o) {
                return inner ? fields.any_inside(o, test) : fields.any_at_top(o, test);
            });
        }
    );
    return true;
}

}  // namespace ocop::epcis
