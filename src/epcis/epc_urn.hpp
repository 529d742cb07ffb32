#pragma once

#include <ocop/base/result.hpp>
#include <ocop/epcis/identifier.hpp>

#include <string>
#include <string_view>

// EPC URNs (EPC Tag Data Standard, "EPC URI"): "urn:epc:id:sgtin:8935012.034567.S1".
namespace ocop::epcis {

// Takes "urn:epc:" in any case off the front.
bool take_epc(std::string_view& uri);

struct ReadUrn {
    // The canonical link, or the URN itself where its scheme has none (gid, usdod, …).
    std::string canonical;
    bool opaque = false;
    // Of a pattern that is no one class: see Pattern.
    bool many = false;
    std::string prefix;
    std::string digits;
};

// `rest` is what follows "urn:epc:", the whole being a URI. Error: malformed
// "identifier_malformed".
Result<ReadUrn> read_epc_urn(std::string_view uri, std::string_view rest);

}  // namespace ocop::epcis
