#pragma once

#include <ocop/base/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Identifiers of EPCIS events: EPC URNs (GS1 EPC Tag Data Standard), GS1 Digital Link URIs, and the
// private URIs of those without a GS1 prefix (CBV 2.0 §8). Pure; any thread.
namespace ocop::epcis {

enum class IdentifierKind : std::uint8_t {
    instance,  // names one thing: 01/21, 00, 8003 with serial, 8004, …
    klass,     // names a class: 01, 01/10, 8003 without serial, …
    place,     // 414, 254
    party,     // 417
    document,  // 253, 255, 401, 402 …
    other,     // another GS1 key
    opaque,    // not of GS1: told apart by its text alone
};

struct Identifier {
    std::string canonical;
    IdentifierKind kind = IdentifierKind::opaque;
};

// A URI to the form it is stored and compared in. A GS1 identifier becomes a Digital Link on
// https://id.gs1.org with every qualifier and no query; a URN (urn:epc:id:…, urn:epc:class:…,
// urn:epc:idpat:… whose serial is '*') likewise, with the check digit put in. GTINs get 14 digits.
// All else that is a URI stays as it is, and is opaque.
// Errors: malformed "identifier_malformed" (no URI; a urn:epc: that is not of its scheme's form; a
// Digital Link path with a bad value), "check_digit_wrong"; the pointer is empty.
Result<Identifier> read_identifier(std::string_view uri);

// The finest key alone, as in the event hash and as events are compared: 01/…/21/… without the
// lot, 8006 …, 414 without an extension "0". Opaque ones as they are.
std::string finest_key(std::string_view canonical);

// Classes that hold what `canonical` names, finest first, itself not among them:
// 01/G/10/L/21/S → 01/G/10/L, 01/G; 01/G/21/S → 01/G. Empty for opaque ones.
std::vector<std::string> classes_of(std::string_view canonical);

// A pattern of a query (urn:epc:idpat:sgtin:0614141.107346.*, or an identifier in any form) to the
// class that it stands for; an empty optional for a pattern that is no one class
// (urn:epc:idpat:sgtin:0614141.*.*): then `prefix` is what every canonical form under it starts
// with. A GTIN and an SSCC have one digit before the company prefix, which such a pattern leaves
// open: `digits` are those behind it, empty for other keys. in_pattern() knows both.
struct Pattern {
    std::optional<std::string> klass;
    std::string prefix;
    std::string digits;
};

// Errors as of read_identifier().
Result<Pattern> read_pattern(std::string_view uri);

// Whether a canonical identifier is the pattern's class, is of it, or has its prefix and digits.
bool in_pattern(Pattern const& pattern, std::string_view canonical);

// The parts of a trade item's canonical link; empty where absent.
struct TradeItemParts {
    std::string gtin;
    std::string lot;
    std::string serial;
};

std::optional<TradeItemParts> trade_item_parts(std::string_view canonical);

// The canonical link of a lot, as in an epcClass.
std::string lot_identifier(std::string_view gtin, std::string_view lot);

// RFC 3986 with a scheme, ASCII, no spaces: what schema format "uri" asks.
bool is_uri(std::string_view text);

}  // namespace ocop::epcis
