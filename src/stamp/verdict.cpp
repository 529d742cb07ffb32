#include <ocop/stamp/verdict.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <array>

namespace ocop::stamp {

namespace {

constexpr int gravest_ground_last = 4;  // grounds 1 to 4 are the producer's wrong

bool is_found(Facts const& f) {
    return f.issue == IssueFact::issued;
}

// The serial was asked about: signed, well or badly, or typed. In an unsigned link it is only text.
bool is_serial_asked(Facts const& f) {
    return f.asked == Asked::typed_serial || f.signature != SignatureFact::none;
}

bool is_stamp(Facts const& f) {
    return is_serial_asked(f) && is_found(f);
}

bool is_after(std::optional<Day> day, Day limit) {
    return day && *day > limit;
}

bool order_was_logged_before(Facts const& f, std::uint64_t ledger_size) {
    return f.order_entry_index && *f.order_entry_index < ledger_size;
}

bool is_withdrawn(Facts const& f) {
    return f.certificate && state_on(*f.certificate, f.today) == CertificateState::withdrawn;
}

bool is_gravely_withdrawn(Facts const& f) {
    auto const& w = *f.certificate->withdrawal;
    return w.ground <= gravest_ground_last || (is_stamp(f) && is_after(f.activated, w.effective));
}

bool is_pin(Facts const& f, PinFact pin) {
    return is_stamp(f) && f.order_has_pins && f.pin == pin;
}

// What promise 1 asks of a green answer before it looks at PINs.
bool is_positive(Facts const& f) {
    return f.asked == Asked::link && f.signature == SignatureFact::good && is_found(f) &&
           f.activated && f.certificate &&
           state_on(*f.certificate, f.today) != CertificateState::not_yet;
}

bool foreign_link(Facts const& f) {
    return f.host != HostClass::ours;
}

bool malformed(Facts const& f) {
    return !f.malformed_slug.empty();
}

bool signature_invalid(Facts const& f) {
    return f.signature == SignatureFact::bad;
}

bool key_revoked(Facts const& f) {
    return f.signature == SignatureFact::good && f.key_revoked_at_size &&
           !order_was_logged_before(f, *f.key_revoked_at_size);
}

bool recalled(Facts const& f) {
    return f.lot_recalled;
}

bool not_issued(Facts const& f) {
    bool const elsewhere = f.issue == IssueFact::no_order || f.issue == IssueFact::other_order;
    return f.product_missing || (is_serial_asked(f) && elsewhere);
}

bool copied(Facts const& f) {
    return is_stamp(f) && f.stamp_copied;
}

bool void_stamp(Facts const& f) {
    return is_stamp(f) && f.voided;
}

bool pin_wrong(Facts const& f) {
    return is_pin(f, PinFact::wrong);
}

bool certificate_withdrawn_red(Facts const& f) {
    return is_withdrawn(f) && is_gravely_withdrawn(f);
}

bool held(Facts const& f) {
    return f.lot_held || (is_stamp(f) && f.stamp_held);
}

bool certificate_withdrawn_amber(Facts const& f) {
    return is_withdrawn(f) && !is_gravely_withdrawn(f);
}

bool certificate_expired(Facts const& f) {
    if (!f.certificate) {
        return false;
    }
    auto const last = last_day(*f.certificate);
    return is_after(f.lot_made, last) || (is_stamp(f) && is_after(f.activated, last));
}

bool not_activated(Facts const& f) {
    return is_stamp(f) && !f.activated;
}

bool past_best_before(Facts const& f) {
    return f.lot_best_before && f.today > *f.lot_best_before;
}

bool certificate_lapsed(Facts const& f) {
    return f.certificate && f.today > last_day(*f.certificate) && is_stamp(f) && f.activated &&
           !certificate_expired(f);
}

bool pin_used_before(Facts const& f) {
    return is_pin(f, PinFact::used_before);
}

bool unsigned_link(Facts const& f) {
    return !is_serial_asked(f);
}

bool listed(Facts const& f) {
    return f.asked == Asked::typed_serial && is_found(f);
}

bool pin_pending(Facts const& f) {
    return f.signature == SignatureFact::good && is_pin(f, PinFact::none);
}

bool pin_confirmed(Facts const& f) {
    return is_positive(f) && is_pin(f, PinFact::first_use);
}

bool valid(Facts const& f) {
    return is_positive(f) && !f.order_has_pins;
}

struct Row {
    Verdict verdict;
    std::string_view code;
    Colour colour;
    bool (*applies)(Facts const&);
    bool alone = false;  // stands alone: nothing below is looked at
};

bool register_unreadable(Facts const& f) {
    return f.register_unreadable;
}

constexpr std::array<Row, verdict_count> rows{{
    {Verdict::unavailable, "unavailable", Colour::grey, register_unreadable, true},
    {Verdict::foreign_link, "foreign_link", Colour::grey, foreign_link, true},
    {Verdict::malformed, "malformed", Colour::grey, malformed, true},
    {Verdict::signature_invalid, "signature_invalid", Colour::red, signature_invalid},
    {Verdict::key_revoked, "key_revoked", Colour::red, key_revoked},
    {Verdict::recalled, "recalled", Colour::red, recalled},
    {Verdict::not_issued, "not_issued", Colour::red, not_issued},
    {Verdict::copied, "copied", Colour::red, copied},
    {Verdict::void_stamp, "void", Colour::red, void_stamp},
    {Verdict::pin_wrong, "pin_wrong", Colour::red, pin_wrong},
    {Verdict::certificate_withdrawn_red,
     "certificate_withdrawn",
     Colour::red,
     certificate_withdrawn_red},
    {Verdict::held, "held", Colour::amber, held},
    {Verdict::certificate_withdrawn_amber,
     "certificate_withdrawn",
     Colour::amber,
     certificate_withdrawn_amber},
    {Verdict::certificate_expired, "certificate_expired", Colour::amber, certificate_expired},
    {Verdict::not_activated, "not_activated", Colour::amber, not_activated},
    {Verdict::past_best_before, "past_best_before", Colour::amber, past_best_before},
    {Verdict::certificate_lapsed, "certificate_lapsed", Colour::indigo, certificate_lapsed},
    {Verdict::pin_used_before, "pin_used_before", Colour::amber, pin_used_before},
    {Verdict::unsigned_link, "unsigned", Colour::grey, unsigned_link},
    {Verdict::listed, "listed", Colour::blue, listed},
    {Verdict::pin_pending, "pin_pending", Colour::blue, pin_pending},
    {Verdict::pin_confirmed, "pin_confirmed", Colour::green, pin_confirmed},
    {Verdict::valid, "valid", Colour::green_outline, valid},
}};

constexpr bool rows_are_in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].verdict != static_cast<Verdict>(i)) {
            return false;
        }
    }
    return true;
}

static_assert(rows_are_in_order());

Row const& row_of(Verdict verdict) {
    return rows[static_cast<std::size_t>(verdict)];
}

bool is_green(Colour c) {
    return c == Colour::green || c == Colour::green_outline;
}

bool is_warning(Colour c) {
    return c == Colour::red || c == Colour::amber || c == Colour::grey;
}

// All rows that apply, in order; of the green ones none beside a warning.
std::vector<Verdict> applying(Facts const& facts) {
    std::vector<Verdict> out;
    bool warned = false;
    for (auto const& row : rows) {
        if ((warned && is_green(row.colour)) || !row.applies(facts)) {
            continue;
        }
        out.push_back(row.verdict);
        warned = warned || is_warning(row.colour);
        if (row.alone) {
            break;
        }
    }
    return out;
}

std::string_view reason_of(Verdict verdict, Facts const& f) {
    switch (verdict) {
        case Verdict::foreign_link:
            return f.host == HostClass::look_alike ? "look_alike"
                   : f.stamp_shaped                ? "stamp_shaped"
                                                   : "";
        case Verdict::malformed:
            return f.malformed_slug;
        case Verdict::not_issued:
            return f.product_missing                   ? "product_missing"
                   : f.issue == IssueFact::other_order ? "other_order"
                                                       : "no_order";
        case Verdict::void_stamp:
            return to_text(*f.voided);
        default:
            return "";
    }
}

}  // namespace

std::string_view code_of(Verdict verdict) {
    return row_of(verdict).code;
}

std::string_view to_text(Colour colour) {
    return boost::describe::enum_to_string(colour, "?");
}

std::string_view to_text(VoidReason reason) {
    return boost::describe::enum_to_string(reason, "?");
}

int http_status(Verdict verdict) {
    if (verdict == Verdict::malformed) {
        return 400;
    }
    return verdict == Verdict::unavailable ? 503 : 200;
}

Colour colour_of(Verdict verdict, Facts const& facts) {
    bool const imitates = facts.host == HostClass::look_alike || facts.stamp_shaped;
    if (verdict == Verdict::foreign_link && imitates) {
        return Colour::red;
    }
    return row_of(verdict).colour;
}

Decision decide(Facts const& facts) {
    Decision out;
    auto all = applying(facts);
    if (all.empty()) {
        return out;
    }
    out.headline = all.front();
    out.also.assign(all.begin() + 1, all.end());
    out.colour = colour_of(out.headline, facts);
    out.reason = reason_of(out.headline, facts);
    return out;
}

}  // namespace ocop::stamp
