#pragma once

#include "epcis/check.hpp"

namespace ocop::epcis {

// An element of sensorElementList (EPCIS 2.0 §7.3.7).
void check_sensor_element(Check& c, json::value& v);

}  // namespace ocop::epcis
