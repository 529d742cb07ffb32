#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ocop::verdicts {

// What was asked, in the forms it comes in.
struct Question {
    enum class Kind : std::uint8_t { uri, target, typed_serial };
    Kind kind = Kind::uri;
    std::string text;   // the URI, the raw path, or the typed serial
    std::string query;  // of a target, raw, without '?'
    std::string host;   // of a target: the Host header
};

// The question behind a URI that was copied from the address of one of our own pages: they show a
// stamp under /v/01/… and look up under /v?serial=… and /v?uri=…. Any other URI, and any on a host
// that is not ours, is the question itself.
Question read_question(std::string_view uri, std::span<std::string const> our_hosts);

}  // namespace ocop::verdicts
