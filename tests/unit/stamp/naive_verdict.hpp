#pragma once

#include <ocop/stamp/verdict.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

// The table of architecture §6 written a second time, as plainly as it can be: one list of
// conditions from top to bottom, sharing nothing with the program but the type of the facts.
namespace ocop::naive {

struct Line {
    std::string code;
    std::string colour;

    friend bool operator==(Line const&, Line const&) = default;
};

// Years, months and days as one number that sorts; no calendar but month lengths.
inline int number(Day day) {
    auto const text = to_text(day);
    return std::stoi(text.substr(0, 4)) * 10'000 + std::stoi(text.substr(5, 2)) * 100 +
           std::stoi(text.substr(8, 2));
}

inline int end_number(stamp::CertificateTerm const& term) {
    int end = number(term.issued) + 3 * 10'000;
    int const year = end / 10'000;
    bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (end % 10'000 == 229 && !leap) {
        end -= 1;
    }
    return term.extended_until ? std::max(end, number(*term.extended_until)) : end;
}

struct CertificateFacts {
    bool withdrawn = false;
    bool grave = false;
    bool late = false;
    bool ended = false;
    bool begun = false;
};

inline CertificateFacts certificate_facts(stamp::Facts const& f, bool active) {
    CertificateFacts out;
    if (!f.certificate) {
        return out;
    }
    auto const& c = *f.certificate;
    int const today = number(f.today);
    out.begun = today >= number(c.issued);
    out.ended = today > end_number(c);
    out.late = (f.lot_made && number(*f.lot_made) > end_number(c)) ||
               (active && number(*f.activated) > end_number(c));
    if (out.begun && c.withdrawal && today >= number(c.withdrawal->effective)) {
        auto const& w = *c.withdrawal;
        out.withdrawn = !w.reinstated || today < number(*w.reinstated);
        out.grave = w.ground <= 4 || (active && number(*f.activated) > number(w.effective));
    }
    return out;
}

inline std::vector<Line> standing_alone(stamp::Facts const& f) {
    using namespace stamp;
    if (f.register_unreadable) {
        return {{"unavailable", "grey"}};
    }
    if (f.host != HostClass::ours) {
        bool const red = f.host == HostClass::look_alike || f.stamp_shaped;
        return {{"foreign_link", red ? "red" : "grey"}};
    }
    if (f.malformed_slug != "") {
        return {{"malformed", "grey"}};
    }
    return {};
}

inline std::vector<Line> verdicts(stamp::Facts const& f) {
    using namespace stamp;
    if (auto alone = standing_alone(f); !alone.empty()) {
        return alone;
    }
    bool const link = f.asked == Asked::link;
    bool const typed = f.asked == Asked::typed_serial;
    bool const with_signature = link && f.signature != SignatureFact::none;
    bool const good = f.signature == SignatureFact::good;
    bool const stamp = f.issue == IssueFact::issued && (typed || with_signature);
    bool const active = stamp && f.activated;
    int const today = number(f.today);
    auto const [withdrawn, grave, late, ended, begun] = certificate_facts(f, active);
    bool const not_logged_in_time =
        f.key_revoked_at_size &&
        (!f.order_entry_index || *f.order_entry_index >= *f.key_revoked_at_size);
    bool const elsewhere = f.issue == IssueFact::no_order || f.issue == IssueFact::other_order;
    std::vector<std::pair<bool, Line>> const table{
        {f.signature == SignatureFact::bad, {"signature_invalid", "red"}},
        {good && not_logged_in_time, {"key_revoked", "red"}},
        {f.lot_recalled, {"recalled", "red"}},
        {f.product_missing || ((typed || with_signature) && elsewhere), {"not_issued", "red"}},
        {stamp && f.stamp_copied, {"copied", "red"}},
        {stamp && f.voided, {"void", "red"}},
        {stamp && f.order_has_pins && f.pin == PinFact::wrong, {"pin_wrong", "red"}},
        {withdrawn && grave, {"certificate_withdrawn", "red"}},
        {f.lot_held || (stamp && f.stamp_held), {"held", "amber"}},
        {withdrawn && !grave, {"certificate_withdrawn", "amber"}},
        {late, {"certificate_expired", "amber"}},
        {stamp && !f.activated, {"not_activated", "amber"}},
        {f.lot_best_before && today > number(*f.lot_best_before), {"past_best_before", "amber"}},
        {active && ended && !late, {"certificate_lapsed", "indigo"}},
        {stamp && f.order_has_pins && f.pin == PinFact::used_before, {"pin_used_before", "amber"}},
        {link && !with_signature, {"unsigned", "grey"}},
        {typed && f.issue == IssueFact::issued, {"listed", "blue"}},
        {good && stamp && f.order_has_pins && f.pin == PinFact::none, {"pin_pending", "blue"}}};
    std::vector<Line> out;
    bool calm = true;
    for (auto const& [applies, line] : table) {
        if (applies) {
            out.push_back(line);
            calm = calm && (line.colour == "indigo" || line.colour == "blue");
        }
    }
    if (calm && link && good && active && begun) {
        if (!f.order_has_pins) {
            out.push_back({"valid", "green_outline"});
        } else if (f.pin == PinFact::first_use) {
            out.push_back({"pin_confirmed", "green"});
        }
    }
    if (out.empty()) {
        out.push_back({"unavailable", "grey"});
    }
    return out;
}

}  // namespace ocop::naive
