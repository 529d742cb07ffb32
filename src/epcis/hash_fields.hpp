#pragma once

#include <ocop/epcis/vocabulary.hpp>

#include <cstdint>
#include <string_view>

// The order of members within a part of an event, as hashed (CBV 2.0 §8.9.2).
namespace ocop::epcis {

enum class Form : std::uint8_t {
    value,
    raw,
    time,
    word,
};

struct Field {
    std::string_view name;
    Form form = Form::value;
    Vocabulary vocabulary = Vocabulary::biz_step;
};

inline constexpr Field metadata_fields[] = {
    {"time", Form::time},
    {"startTime", Form::time},
    {"endTime", Form::time},
    {"deviceID"},
    {"deviceMetadata"},
    {"rawData"},
    {"dataProcessingMethod"},
    {"bizRules"},
};

// In the order of the standard. bizRules, which the schema has here too, is not in it.
inline constexpr Field report_fields[] = {
    {"type", Form::word, Vocabulary::measurement_type},
    {"exception", Form::word, Vocabulary::sensor_alert_type},
    {"deviceID"},
    {"deviceMetadata"},
    {"rawData"},
    {"dataProcessingMethod"},
    {"time", Form::time},
    {"microorganism"},
    {"chemicalSubstance"},
    {"value"},
    {"component", Form::word, Vocabulary::component},
    {"stringValue"},
    {"booleanValue"},
    {"hexBinaryValue"},
    {"uriValue"},
    {"minValue"},
    {"maxValue"},
    {"meanValue"},
    {"sDev"},
    {"percRank"},
    {"percValue"},
    {"uom"},
    {"coordinateReferenceSystem"},
};

inline constexpr Field quantity_fields[] = {{"epcClass"}, {"quantity"}, {"uom"}};

}  // namespace ocop::epcis
