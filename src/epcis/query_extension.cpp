#include "epcis/query_reader.hpp"

#include <ocop/epcis/identifier.hpp>

#include <algorithm>

// Conditions on the user's own fields, and on master data's attributes.
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

// The name of an extension field in a query.
struct FieldName {
    std::string given;
    std::vector<std::string> joined;  // namespace and local name, in each way they may be written
    bool any_namespace = false;       // the query leaves the prefix to the event

    std::string_view local() const {
        return std::string_view(given).substr(given.find_last_of(":/#") + 1);
    }

    bool names(Event const& event, std::string_view key) const {
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
};

// "prefix:local", or a full URI, whose last '#' may stand between a namespace and a name that are
// written without one in the event.
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
    auto const* elements = array_in(event.body, "sensorElementList");
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
                return any_in_list(array_in(element, "sensorReport"), test);
            });
    }
    return false;
}

bool take(std::string_view& text, std::string_view start) {
    if (!text.starts_with(start)) {
        return false;
    }
    text.remove_prefix(start.size());
    return true;
}

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
                return v.is_string() && test(text_of(v));
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
            auto const* list = field.name == name ? array_in(event.body, field.list) : nullptr;
            return list != nullptr && std::any_of(list->begin(), list->end(), [&](auto const& v) {
                       auto const* o = v.if_object();
                       return test(o != nullptr ? text_in(*o, field.member) : text_of(v));
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
    out = operand_of(text_of(*v));
    if (out.number) {
        return 0;
    }
    return out.instant ? 1 : 2;
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
    std::vector<Operand> operands;
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

bool read_attribute(QueryReader& reader, Given const& given) {
    auto rest = given.name();
    if (take(rest, "HASATTR_")) {
        auto field = described(reader, rest);
        if (!field) {
            return false;
        }
        std::vector<std::string> names;
        for (auto const& text : given.texts()) {
            for (auto& form : with_expansion(reader, text)) {
                names.push_back(std::move(form));
            }
        }
        auto const holds = [field = std::move(*field), names = std::move(names)](
                               Event const& event, Instant, MasterData const& master_data
                           ) {
            return field.any_value(event, [&](std::string_view element) {
                return std::any_of(names.begin(), names.end(), [&](std::string const& name) {
                    return !master_data.attribute(element, name).empty();
                });
            });
        };
        reader.add(given, IndexTerm::none, {}, holds);
        return true;
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
        auto const meets = [&](std::string const& text) {
            return relates(json::value(text), Relation::eq, operands);
        };
        return field.any_value(event, [&](std::string_view element) {
            return std::any_of(names.begin(), names.end(), [&](std::string const& name) {
                auto const values = master_data.attribute(element, name);
                return std::any_of(values.begin(), values.end(), meets);
            });
        });
    };
    reader.add(given, IndexTerm::none, {}, holds);
    return true;
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
