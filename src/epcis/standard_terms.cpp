#include "epcis/standard_terms.hpp"

#include "epcis/event_rules.hpp"

#include <ocop/epcis/event.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>
#include <iterator>

namespace ocop::epcis {

namespace {

constexpr std::string_view document_terms[] = {
    "baseURL",
    "children",
    "Collection",
    "creationDate",
    "EPCISDocument",
    "EPCISQueryDocument",
    "epcisBody",
    "epcisHeader",
    "epcisMasterData",
    "eventList",
    "id",
    "instanceIdentifier",
    "masterData",
    "member",
    "queryName",
    "queryResults",
    "receiver",
    "resultsBody",
    "schemaVersion",
    "sender",
    "subscriptionID",
    "vocabularyElementList",
    "vocabularyList",
};

// Members of what events hold.
constexpr std::string_view inner_terms[] = {
    "bizRules",
    "bizTransaction",
    "booleanValue",
    "chemicalSubstance",
    "component",
    "coordinateReferenceSystem",
    "correctiveEventIDs",
    "dataProcessingMethod",
    "declarationTime",
    "destination",
    "deviceID",
    "deviceMetadata",
    "endTime",
    "epcClass",
    "exception",
    "hexBinaryValue",
    "maxValue",
    "meanValue",
    "microorganism",
    "minValue",
    "percRank",
    "percValue",
    "quantity",
    "rawData",
    "reason",
    "sDev",
    "sensorMetadata",
    "sensorReport",
    "set",
    "source",
    "startTime",
    "stringValue",
    "time",
    "unset",
    "uom",
    "uriValue",
    "value",
};

constexpr Vocabulary vocabularies[] = {
    Vocabulary::biz_step,
    Vocabulary::disposition,
    Vocabulary::biz_transaction_type,
    Vocabulary::source_destination_type,
    Vocabulary::error_reason,
    Vocabulary::measurement_type,
    Vocabulary::sensor_alert_type,
    Vocabulary::component,
};

struct StandardPrefix {
    std::string_view name;
    std::string_view meaning;
};

// EPCIS 2.0 §10.
constexpr StandardPrefix standard_prefixes[] = {
    {"epcis", "https://ref.gs1.org/epcis/"},
    {"cbv", "https://ref.gs1.org/cbv/"},
    {"cbvmda", "urn:epcglobal:cbv:mda:"},
    {"gs1", "https://gs1.org/voc/"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"owl", "http://www.w3.org/2002/07/owl#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
    {"dcterms", "http://purl.org/dc/terms/"},
};

// The web vocabulary has moved, and the published contexts with it.
constexpr std::string_view web_vocabularies[] = {
    "https://ref.gs1.org/voc/",
    "https://www.gs1.org/voc/",
    "http://gs1.org/voc/",
    "http://www.gs1.org/voc/",
};

constexpr std::string_view schemes[] = {"http", "https", "ni", "urn"};

template <class Names>
bool holds(Names const& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

bool is_standard_term(std::string_view term) {
    if (is_event_member(term) || type_of(term) != EventType::extended ||
        holds(document_terms, term) || holds(inner_terms, term)) {
        return true;
    }
    return std::any_of(std::begin(vocabularies), std::end(vocabularies), [&](auto vocabulary) {
        return is_word(vocabulary, term);
    });
}

bool is_standard_prefix(std::string_view term) {
    return std::any_of(
        std::begin(standard_prefixes),
        std::end(standard_prefixes),
        [&](auto const& p) { return p.name == term; }
    );
}

bool says_the_standard(std::string_view term, std::string_view meaning) {
    return std::any_of(
        std::begin(standard_prefixes),
        std::end(standard_prefixes),
        [&](auto const& p) { return p.name == term && p.meaning == meaning; }
    );
}

bool may_mean(std::string_view term, std::string_view meaning) {
    return term == "cbvmda" || !is_standard_prefix(term) || says_the_standard(term, meaning) ||
           (term == "gs1" && holds(web_vocabularies, meaning));
}

bool is_scheme(std::string_view term) {
    return holds(schemes, term);
}

}  // namespace ocop::epcis
