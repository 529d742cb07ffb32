#pragma once

#include "epcis/check.hpp"

// The rules of an event's members (EPCIS 2.0 §7.3 and §7.4, schema 2.0.1), each by itself.
namespace ocop::epcis {

void check_event_time(Check& c, json::value& v);  // not after Check::latest
void check_zone_offset(Check& c, json::value& v);
void check_action(Check& c, json::value& v);
void check_biz_step(Check& c, json::value& v);
void check_disposition(Check& c, json::value& v);
void check_persistent_disposition(Check& c, json::value& v);
void check_place(Check& c, json::value& v);  // readPoint, bizLocation
void check_identifiers(Check& c, json::value& v);
void check_quantities(Check& c, json::value& v);
void check_biz_transactions(Check& c, json::value& v);
void check_sources(Check& c, json::value& v);
void check_destinations(Check& c, json::value& v);
void check_sensor_elements(Check& c, json::value& v);
void check_ilmd(Check& c, json::value& v);
void check_certification_info(Check& c, json::value& v);
void check_error_declaration(Check& c, json::value& v);

}  // namespace ocop::epcis
