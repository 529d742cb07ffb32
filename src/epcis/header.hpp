#pragma once

#include "epcis/check.hpp"

namespace ocop::epcis {

// The header of a document (EPCIS 2.0 §7.2, schema 2.0.1 epcisHeader).
void check_header(Check& c, json::value& v);
// Master data (CBV 2.0 §10): each entry a vocabulary with its elements and their attributes.
void check_vocabularies(Check& c, json::value& v);

}  // namespace ocop::epcis
