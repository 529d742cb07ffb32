#pragma once

#include <ocop/base/time.hpp>
#include <ocop/stamp/certificate.hpp>
#include <ocop/stamp/host.hpp>

#include <boost/describe.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// The verdict on a scan: which of the 23 rows apply to what is known. This is the only place where
// a verdict is decided; gathering the facts is elsewhere. Pure functions; any thread.
namespace ocop::stamp {

// In the order of the table: of the rows that apply the first is the headline. Two rows share the
// code "certificate_withdrawn".
enum class Verdict : std::uint8_t {
    unavailable,
    foreign_link,
    malformed,
    signature_invalid,
    key_revoked,
    recalled,
    not_issued,
    copied,
    void_stamp,  // code "void"
    pin_wrong,
    certificate_withdrawn_red,  // both: code "certificate_withdrawn"
    held,
    certificate_withdrawn_amber,
    certificate_expired,
    not_activated,
    past_best_before,
    certificate_lapsed,
    pin_used_before,
    unsigned_link,  // code "unsigned"
    listed,
    pin_pending,
    pin_confirmed,
    valid,
};

inline constexpr std::size_t verdict_count = 23;

enum class Colour : std::uint8_t { red, amber, grey, blue, indigo, green_outline, green };

BOOST_DESCRIBE_ENUM(Colour, red, amber, grey, blue, indigo, green_outline, green)

std::string_view code_of(Verdict verdict);  // stable; what APIs and pages carry
std::string_view to_text(Colour colour);    // "red", …, "green_outline", "green"
int http_status(Verdict verdict);           // malformed 400, unavailable 503, else 200

enum class Asked : std::uint8_t { link, typed_serial };

BOOST_DESCRIBE_ENUM(Asked, link, typed_serial)

enum class SignatureFact : std::uint8_t { none, good, bad };  // none: the link has no `s`

BOOST_DESCRIBE_ENUM(SignatureFact, none, good, bad)

// Of the serial asked for, if it was signed or typed.
enum class IssueFact : std::uint8_t {
    unknown,  // not looked up
    issued,   // in an issued order of this product and lot, and of this kid if signed
    no_order,
    other_order,  // in an order of another product, lot or kid
};

BOOST_DESCRIBE_ENUM(IssueFact, unknown, issued, no_order, other_order)

enum class PinFact : std::uint8_t { none, wrong, first_use, used_before };

BOOST_DESCRIBE_ENUM(PinFact, none, wrong, first_use, used_before)

enum class VoidReason : std::uint8_t {
    damaged,
    lost,
    returned,
    destroyed,
    seized,
    lapsed,
    cancelled,
};

BOOST_DESCRIBE_ENUM(VoidReason, damaged, lost, returned, destroyed, seized, lapsed, cancelled)

std::string_view to_text(VoidReason reason);

// Everything a verdict depends on, and nothing that a stranger can raise by scanning: no counts.
// A member left as it is says nothing for or against; a Facts left as it is gives `unsigned`.
// What belongs to a stamp counts only when it was found in an issued order; what belongs to a lot
// or product counts for any well-formed link of ours, signed or not.
struct Facts {
    Day today;
    Asked asked = Asked::link;

    // Known from the text alone.
    HostClass host = HostClass::ours;
    bool stamp_shaped = false;        // is_stamp_shaped(); matters on a host that is not ours
    std::string_view malformed_slug;  // of the reader's Error; empty when well formed

    // What the register could not say now. The members below it are then without meaning.
    bool register_unreadable = false;

    // Signature and key.
    SignatureFact signature = SignatureFact::none;
    std::optional<std::uint64_t> key_revoked_at_size;  // of the kid in the link
    std::optional<std::uint64_t> order_entry_index;    // ledger index of the order's issue

    // Product and lot.
    bool product_missing = false;  // the GTIN is of no trade item in the register
    bool lot_recalled = false;
    bool lot_held = false;
    std::optional<Day> lot_made;
    std::optional<Day> lot_best_before;  // inclusive
    // The one stored with the order; for a link without stamp, the product's latest.
    std::optional<CertificateTerm> certificate;

    // The stamp.
    IssueFact issue = IssueFact::unknown;
    std::optional<Day> activated;
    bool stamp_copied = false;
    bool stamp_held = false;
    std::optional<VoidReason> voided;
    bool order_has_pins = false;
    PinFact pin = PinFact::none;  // counts only when the order has PINs
};

struct Decision {
    Verdict headline = Verdict::unavailable;
    std::vector<Verdict> also;  // the others that apply, in order
    Colour colour = Colour::grey;
    // A stable word on why, where the row has several reasons: the malformed slug, "look_alike",
    // "no_order", "other_order", "product_missing", a void reason; else empty. Static lifetime.
    std::string_view reason;

    friend bool operator==(Decision const&, Decision const&) = default;
};

// `unavailable`, `foreign_link` and `malformed` stand alone: what was not read, is not ours or has
// no form has no other properties. `valid` and `pin_confirmed` need a good signature, an issued
// order, an activation and a certificate, all known, and no row of red, amber or grey beside them.
// When no row applies the headline is `unavailable`.
Decision decide(Facts const& facts);

// The colour of a row; facts matter for foreign_link alone.
Colour colour_of(Verdict verdict, Facts const& facts);

}  // namespace ocop::stamp
