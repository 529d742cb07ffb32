#include "epcis/sensors.hpp"

namespace ocop::epcis {

namespace {

void check_measurement_type(Check& c, json::value& v) {
    check_word(c, v, Vocabulary::measurement_type);
}

void check_alert_type(Check& c, json::value& v) {
    check_word(c, v, Vocabulary::sensor_alert_type);
}

void check_component(Check& c, json::value& v) {
    check_word(c, v, Vocabulary::component);
}

constexpr MemberRule metadata_members[] = {
    {"time", check_sensor_time},
    {"startTime", check_sensor_time},
    {"endTime", check_sensor_time},
    {"deviceID", check_uri},
    {"deviceMetadata", check_uri},
    {"rawData", check_uri},
    {"dataProcessingMethod", check_uri},
    {"bizRules", check_uri},
};

constexpr MemberRule report_members[] = {
    {"type", check_measurement_type, true},
    {"value", check_number},
    {"uom", check_text},
    {"time", check_sensor_time},
    {"minValue", check_number},
    {"maxValue", check_number},
    {"meanValue", check_number},
    {"sDev", check_number},
    {"percRank", check_number},
    {"percValue", check_number},
    {"component", check_component},
    {"exception", check_alert_type},
    {"stringValue", check_text},
    {"booleanValue", check_boolean},
    {"hexBinaryValue", check_hex},
    {"uriValue", check_uri},
    {"deviceID", check_uri},
    {"deviceMetadata", check_uri},
    {"rawData", check_uri},
    {"dataProcessingMethod", check_uri},
    {"bizRules", check_uri},
    {"microorganism", check_uri},
    {"chemicalSubstance", check_uri},
    {"coordinateReferenceSystem", check_uri},
};

void check_metadata(Check& c, json::value& v) {
    check_object(c, v, metadata_members, Others::extensions);
}

void check_report(Check& c, json::value& v) {
    check_object(c, v, report_members, Others::extensions);
}

void check_reports(Check& c, json::value& v) {
    check_list(c, v, 1, check_report);
}

constexpr MemberRule element_members[] = {
    {"sensorMetadata", check_metadata},
    {"sensorReport", check_reports, true},
};

}  // namespace

void check_sensor_element(Check& c, json::value& v) {
    check_object(c, v, element_members, Others::extensions);
}

}  // namespace ocop::epcis
