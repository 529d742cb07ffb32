#include "epcis/query_fields.hpp"

#include <algorithm>
#include <iterator>

// Conditions on the attributes that master data gives to what an event names.
namespace ocop::epcis {

namespace {

// Fields of events whose values master data may describe.
constexpr std::string_view place_fields[] = {"readPoint", "bizLocation"};
constexpr std::string_view text_fields[] = {"bizStep", "disposition", "parentID"};

struct ListField {
    std::string_view name;
    std::string_view list;
    std::string_view member;  // empty: the entries are texts
};

constexpr ListField list_fields[] = {
    {"source", "sourceList", "source"},
    {"destination", "destinationList", "destination"},
    {"bizTransaction", "bizTransactionList", "bizTransaction"},
    {"epc", "epcList", {}},
    {"epc", "childEPCs", {}},
    {"epc", "inputEPCList", {}},
    {"epc", "outputEPCList", {}},
    {"epcClass", "quantityList", "epcClass"},
    {"epcClass", "childQuantityList", "epcClass"},
    {"epcClass", "inputQuantityList", "epcClass"},
    {"epcClass", "outputQuantityList", "epcClass"},
};

template <class Range, class Value>
bool is_in(Range const& range, Value const& value) {
    return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

bool is_list_field(std::string_view name) {
    return std::any_of(std::begin(list_fields), std::end(list_fields), [&](ListField const& f) {
        return f.name == name;
    });
}

// The field whose values' attributes are asked for.
struct Described {
    std::string name;
    std::optional<FieldName> extension;

    // Each value of the field in an event, until one says yes.
    template <class Test>
    bool any_value(Event const& event, Test const& test) const {
        if (extension) {
            return Fields(event, *extension).any_at_top(event.body, [&](json::value const& v) {
                return v.is_string() && test(view_of(v));
            });
        }
        if (is_in(place_fields, name)) {
            auto const* place = object_in(event.body, name);
            return place != nullptr && test(text_in(*place, "id"));
        }
        if (is_in(text_fields, name)) {
            return test(text_in(event.body, name));
        }
        return std::any_of(std::begin(list_fields), std::end(list_fields), [&](auto const& field) {
            auto const* list = field.name == name ? list_in(event.body, field.list) : nullptr;
            return list != nullptr && std::any_of(list->begin(), list->end(), [&](auto const& v) {
                       auto const* o = v.if_object();
                       return test(o != nullptr ? text_in(*o, field.member) : view_of(v));
                   });
        });
    }
};

std::optional<Described> described(QueryReader const& reader, std::string_view name) {
    if (is_in(place_fields, name) || is_in(text_fields, name) || is_list_field(name)) {
        return Described{std::string(name), {}};
    }
    auto extension = field_name(reader, name);
    if (!extension) {
        return std::nullopt;
    }
    return Described{std::string(name), std::move(extension)};
}

// field_attribute: a field of the standard has no '_'; of a name of the user's own the last '_'
// parts it from the attribute, or the one before an attribute that is prefix:local itself.
std::optional<std::pair<Described, std::string>> described_attribute(
    QueryReader const& reader, std::string_view text
) {
    auto const first = text.find('_');
    if (first == std::string_view::npos || first + 1 == text.size()) {
        return std::nullopt;
    }
    auto cut = first;
    if (text.substr(0, first).find(':') != std::string_view::npos) {
        auto const colon = text.rfind(':');
        cut = colon > first ? text.rfind('_', colon) : text.rfind('_');
    }
    auto field = described(reader, text.substr(0, cut));
    if (!field || cut + 1 == text.size()) {
        return std::nullopt;
    }
    return std::pair(std::move(*field), std::string(text.substr(cut + 1)));
}

using Names = std::vector<std::string>;

bool has_any(MasterData const& master_data, std::string_view element, Names const& names) {
    return std::any_of(names.begin(), names.end(), [&](std::string const& name) {
        return !master_data.attribute(element, name).empty();
    });
}

bool has_value(
    MasterData const& master_data,
    std::string_view element,
    Names const& names,
    Operands const& operands
) {
    return std::any_of(names.begin(), names.end(), [&](std::string const& name) {
        auto const values = master_data.attribute(element, name);
        return std::any_of(values.begin(), values.end(), [&](std::string const& text) {
            return operands.is_met_by(std::string_view(text), Relation::eq);
        });
    });
}

bool read_has_attribute(QueryReader& reader, Given const& given, std::string_view rest) {
    auto field = described(reader, rest);
    if (!field) {
        return false;
    }
    Names names;
    for (auto const& text : given.texts()) {
        auto forms = with_expansion(reader, text);
        std::move(forms.begin(), forms.end(), std::back_inserter(names));
    }
    reader.walked += names.size();
    auto const holds = [field = std::move(*field), names = std::move(names)](
                           Event const& event, Instant, MasterData const& master_data
                       ) {
        return field.any_value(event, [&](std::string_view element) {
            return has_any(master_data, element, names);
        });
    };
    reader.add(given, IndexTerm::none, {}, holds);
    return true;
}

}  // namespace

bool read_attribute(QueryReader& reader, Given const& given) {
    auto rest = given.name();
    if (take(rest, "HASATTR_")) {
        return read_has_attribute(reader, given, rest);
    }
    if (!take(rest, "EQATTR_") && !take(rest, "EQ_ATTR_")) {
        return false;
    }
    auto wanted = described_attribute(reader, rest);
    if (!wanted) {
        return false;
    }
    auto const holds = [field = std::move(wanted->first),
                        names = with_expansion(reader, wanted->second),
                        operands = given.operands(Relation::eq
                        )](Event const& event, Instant, MasterData const& master_data) {
        return field.any_value(event, [&](std::string_view element) {
            return has_value(master_data, element, names, operands);
        });
    };
    reader.add(given, IndexTerm::none, {}, holds);
    return true;
}

}  // namespace ocop::epcis
