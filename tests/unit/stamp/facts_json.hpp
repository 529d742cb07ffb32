#pragma once

#include "vectors/load.hpp"

#include <ocop/stamp/verdict.hpp>

#include <boost/describe.hpp>

namespace ocop::vectors {

// Facts as verdicts.json writes them.
struct FactsText {
    Day today;
    stamp::Asked asked = stamp::Asked::link;
    stamp::HostClass host = stamp::HostClass::ours;
    bool stamp_shaped = false;
    std::string malformed_slug;
    bool register_unreadable = false;
    stamp::SignatureFact signature = stamp::SignatureFact::none;
    std::optional<std::uint64_t> key_revoked_at_size;
    std::optional<std::uint64_t> order_entry_index;
    bool product_missing = false;
    bool lot_recalled = false;
    bool lot_held = false;
    std::optional<Day> lot_made;
    std::optional<Day> lot_best_before;
    std::optional<stamp::CertificateTerm> certificate;
    stamp::IssueFact issue = stamp::IssueFact::unknown;
    std::optional<Day> activated;
    bool stamp_copied = false;
    bool stamp_held = false;
    std::optional<stamp::VoidReason> voided;
    bool order_has_pins = false;
    stamp::PinFact pin = stamp::PinFact::none;
};

BOOST_DESCRIBE_STRUCT(
    FactsText,
    (),
    (today,
     asked,
     host,
     stamp_shaped,
     malformed_slug,
     register_unreadable,
     signature,
     key_revoked_at_size,
     order_entry_index,
     product_missing,
     lot_recalled,
     lot_held,
     lot_made,
     lot_best_before,
     certificate,
     issue,
     activated,
     stamp_copied,
     stamp_held,
     voided,
     order_has_pins,
     pin)
)

// `text` must outlive the result, which points at its slug.
inline stamp::Facts to_facts(FactsText const& text) {
    stamp::Facts out;
    out.today = text.today;
    out.asked = text.asked;
    out.host = text.host;
    out.stamp_shaped = text.stamp_shaped;
    out.malformed_slug = text.malformed_slug;
    out.register_unreadable = text.register_unreadable;
    out.signature = text.signature;
    out.key_revoked_at_size = text.key_revoked_at_size;
    out.order_entry_index = text.order_entry_index;
    out.product_missing = text.product_missing;
    out.lot_recalled = text.lot_recalled;
    out.lot_held = text.lot_held;
    out.lot_made = text.lot_made;
    out.lot_best_before = text.lot_best_before;
    out.certificate = text.certificate;
    out.issue = text.issue;
    out.activated = text.activated;
    out.stamp_copied = text.stamp_copied;
    out.stamp_held = text.stamp_held;
    out.voided = text.voided;
    out.order_has_pins = text.order_has_pins;
    out.pin = text.pin;
    return out;
}

// Unknown members are faults, missing ones keep their default.
inline FactsText read_facts(json::value const& v) {
    json::Reading strict(json::Mode::strict);
    std::vector<std::string_view> known;
    boost::mp11::mp_for_each<json::Members<FactsText>>([&](auto d) { known.push_back(d.name); });
    json::check_unknown(strict, v.as_object(), known);
    BOOST_TEST_REQUIRE(strict.faults().empty(), "a fact that is none");
    auto const facts = json::read<FactsText>(v, json::Mode::lenient);
    BOOST_TEST_REQUIRE(facts.has_value(), (facts ? "" : describe(facts.error())));
    return *facts;
}

}  // namespace ocop::vectors
