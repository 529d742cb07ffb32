#include "epcis/query_reader.hpp"
#include "epcis/times.hpp"

#include <ocop/epcis/identifier.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>

// Conditions on words and texts: of the event itself, its error declaration, its sensor reports.
namespace ocop::epcis {

namespace {

// Words of the standard in any form, and a custom value as it is and expanded.
Alternatives words_of(QueryReader const& reader, Given const& given, Vocabulary vocabulary) {
    std::vector<std::string> out;
    for (auto const& text : given.texts()) {
        auto const word = bare_word(vocabulary, text);
        if (!is_word(vocabulary, word) && !is_custom(vocabulary, word)) {
            given.fault("has a value that is neither a word of the CBV nor a URI of another");
        }
        for (auto& form : with_expansion(reader, word)) {
            out.push_back(std::move(form));
        }
    }
    return Alternatives(std::move(out));
}

// URIs as they are, and in canonical form if they identify something.
Alternatives uris_of(Given const& given) {
    std::vector<std::string> out;
    for (auto& text : given.texts()) {
        if (!is_uri(text)) {
            given.fault("must be a URI");
        } else if (auto id = read_identifier(text)) {
            out.push_back(std::move(id->canonical));
        }
        out.push_back(std::move(text));
    }
    return Alternatives(std::move(out));
}

void add_member(
    QueryReader& reader,
    Given const& given,
    IndexTerm term,
    Alternatives const& wanted,
    std::string_view (*member)(Event const&)
) {
    auto const values = term == IndexTerm::none ? std::vector<std::string>() : wanted.texts();
    reader
        .add(given, term, values, [wanted, member](Event const& event, Instant, MasterData const&) {
            auto const text = member(event);
            return !text.empty() && wanted.contains(text);
        });
}

Alternatives event_types_of(QueryReader const& reader, Given const& given) {
    constexpr std::string_view known[] = {
        "ObjectEvent",
        "AggregationEvent",
        "TransactionEvent",
        "TransformationEvent",
        "AssociationEvent",
    };
    std::vector<std::string> out;
    for (auto const& text : given.texts()) {
        bool const standard =
            std::find(std::begin(known), std::end(known), text) != std::end(known);
        if (!standard && !is_uri(text)) {
            given.fault("must be a type of event, or the URI of an extended one");
        }
        for (auto& form : with_expansion(reader, text)) {
            out.push_back(std::move(form));
        }
    }
    return Alternatives(std::move(out));
}

Alternatives actions_of(Given const& given) {
    auto texts = given.texts();
    for (auto const& text : texts) {
        if (text != "ADD" && text != "OBSERVE" && text != "DELETE") {
            given.fault("must be ADD, OBSERVE or DELETE");
        }
    }
    return Alternatives(std::move(texts));
}

json::object const* declaration_of(Event const& event) {
    return object_in(event.body, "errorDeclaration");
}

std::string_view transformation_id(Event const& event) {
    return text_in(event.body, "transformationID");
}

std::string_view error_reason(Event const& event) {
    auto const* declaration = declaration_of(event);
    return declaration != nullptr ? text_in(*declaration, "reason") : std::string_view();
}

// Whether GE_ or LT_ holds of a time in an event.
bool time_relates(std::string_view text, Relation relation, Instant bound) {
    auto const time = text.empty() ? std::optional<Instant>() : read_time(text);
    return time && relates(*time, relation, bound);
}

// An attribute of the report, or of the metadata beside it, to which `test` says yes.
template <class Test>
bool either(json::object const* report, json::object const* metadata, Test const& test) {
    return (report != nullptr && test(*report)) || (metadata != nullptr && test(*metadata));
}

void add_report_test(QueryReader& reader, Given const& given, std::string member, auto test) {
    reader.sensors.which.push_back(
        {std::string(given.name()),
         [member = std::move(member),
          test = std::move(test)](json::object const* report, json::object const* metadata) {
             return either(report, metadata, [&](json::object const& o) {
                 auto const* found = o.if_contains(member);
                 return found != nullptr && test(*found);
             });
         }}
    );
}

void add_report_texts(
    QueryReader& reader, Given const& given, std::string_view member, Alternatives wanted
) {
    add_report_test(
        reader,
        given,
        std::string(member),
        [wanted = std::move(wanted)](json::value const& v) {
            return v.is_string() && wanted.contains(view_of(v));
        }
    );
}

std::string folded_hex(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

// GE_ and LT_ of time, startTime and endTime.
bool read_sensor_time(QueryReader& reader, Given const& given) {
    auto member = given.name();
    auto const relation = take_relation(member);
    if ((relation != Relation::ge && relation != Relation::lt) ||
        (member != "time" && member != "startTime" && member != "endTime")) {
        return false;
    }
    if (auto const bound = given.instant()) {
        add_report_test(
            reader,
            given,
            std::string(member),
            [relation = *relation, bound = *bound](json::value const& v) {
                return time_relates(view_of(v), relation, bound);
            }
        );
    }
    return true;
}

bool has_sensors(Event const& event) {
    return event.body.contains("sensorElementList");
}

bool is_uri_attribute(std::string_view member) {
    constexpr std::string_view names[] = {
        "deviceID",
        "dataProcessingMethod",
        "microorganism",
        "chemicalSubstance",
        "bizRules",
        "uriValue",
    };
    return std::find(std::begin(names), std::end(names), member) != std::end(names);
}

// hexBinaryValue: the case of the digits tells nothing.
void add_hex_test(QueryReader& reader, Given const& given, std::string_view member) {
    auto texts = given.texts();
    std::transform(texts.begin(), texts.end(), texts.begin(), folded_hex);
    auto const test = [wanted = Alternatives(std::move(texts))](json::value const& v) {
        return v.is_string() && wanted.contains(folded_hex(view_of(v)));
    };
    add_report_test(reader, given, std::string(member), test);
}

void add_boolean_test(QueryReader& reader, Given const& given, std::string_view member) {
    if (auto const wanted = given.boolean()) {
        auto const test = [wanted = *wanted](json::value const& v) {
            return v.is_bool() && v.get_bool() == wanted;
        };
        add_report_test(reader, given, std::string(member), test);
    }
}

// EQ_ of an attribute of sensor reports.
bool read_sensor_equality(QueryReader& reader, Given const& given, std::string_view member) {
    if (member == "type") {
        auto const wanted = words_of(reader, given, Vocabulary::measurement_type);
        add_report_texts(reader, given, member, wanted);
    } else if (member == "stringValue") {
        add_report_texts(reader, given, member, Alternatives(given.texts()));
    } else if (member == "hexBinaryValue") {
        add_hex_test(reader, given, member);
    } else if (member == "booleanValue") {
        add_boolean_test(reader, given, member);
    } else if (is_uri_attribute(member)) {
        add_report_texts(reader, given, member, uris_of(given));
    } else {
        return false;
    }
    return true;
}

}  // namespace

bool read_identifiers(QueryReader& reader, Given const& given) {
    if (given.name() == "EQ_eventID") {
        auto texts = given.texts();
        if (!std::all_of(texts.begin(), texts.end(), is_uri)) {
            given.fault("must be a URI");
        }
        add_member(reader, given, IndexTerm::event_id, Alternatives(std::move(texts)), event_id);
        return true;
    }
    if (given.name() == "EQ_transformationID") {
        add_member(reader, given, IndexTerm::none, uris_of(given), transformation_id);
        return true;
    }
    return false;
}

bool read_words(QueryReader& reader, Given const& given) {
    auto const name = given.name();
    if (name == "eventType") {
        add_member(reader, given, IndexTerm::event_type, event_types_of(reader, given), type_name);
    } else if (name == "EQ_action") {
        add_member(reader, given, IndexTerm::none, actions_of(given), action_of);
    } else if (name == "EQ_bizStep") {
        auto const wanted = words_of(reader, given, Vocabulary::biz_step);
        add_member(reader, given, IndexTerm::biz_step, wanted, biz_step);
    } else if (name == "EQ_disposition") {
        auto const wanted = words_of(reader, given, Vocabulary::disposition);
        add_member(reader, given, IndexTerm::disposition, wanted, disposition);
    } else if (name == "EQ_persistentDisposition_set" || name == "EQ_persistentDisposition_unset") {
        auto const wanted = words_of(reader, given, Vocabulary::disposition);
        std::string_view const side = name.ends_with("_set") ? "set" : "unset";
        reader.add_plain(given, [wanted, side](Event const& event) {
            auto const* both = object_in(event.body, "persistentDisposition");
            return both != nullptr && wanted.contains_any(list_in(*both, side));
        });
    } else {
        return false;
    }
    return true;
}

bool read_error_declaration(QueryReader& reader, Given const& given) {
    auto const name = given.name();
    if (name == "EXISTS_errorDeclaration") {
        if (given.existence().value_or(false)) {
            reader.add_plain(given, has_error_declaration);
        }
        return true;
    }
    if (name == "EQ_errorReason") {
        auto const wanted = words_of(reader, given, Vocabulary::error_reason);
        add_member(reader, given, IndexTerm::none, wanted, error_reason);
        return true;
    }
    if (name == "EQ_correctiveEventID") {
        reader.add_plain(given, [wanted = uris_of(given)](Event const& event) {
            auto const* declaration = declaration_of(event);
            return declaration != nullptr &&
                   wanted.contains_any(list_in(*declaration, "correctiveEventIDs"));
        });
        return true;
    }
    auto rest = name;
    auto const relation = take_relation(rest);
    if ((relation != Relation::ge && relation != Relation::lt) ||
        (rest != "errorDeclarationTime" && rest != "errorDeclaration_Time")) {
        return false;
    }
    if (auto const bound = given.instant()) {
        reader.add_plain(given, [relation = *relation, bound = *bound](Event const& event) {
            auto const* declaration = declaration_of(event);
            return declaration != nullptr &&
                   time_relates(text_in(*declaration, "declarationTime"), relation, bound);
        });
    }
    return true;
}

bool read_sensor(QueryReader& reader, Given const& given) {
    auto const name = given.name();
    if (name == "EXISTS_sensorElementList") {
        if (given.existence().value_or(false)) {
            reader.add_plain(given, has_sensors);
        }
        return true;
    }
    return name.starts_with("EQ_") ? read_sensor_equality(reader, given, name.substr(3))
                                   : read_sensor_time(reader, given);
}

}  // namespace ocop::epcis
