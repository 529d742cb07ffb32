#include "verdicts/counting.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>

namespace ocop::verdicts {

namespace {

bool says(stamp::Decision const& decision, stamp::Verdict verdict) {
    return decision.headline == verdict ||
           std::find(decision.also.begin(), decision.also.end(), verdict) != decision.also.end();
}

checks::Standing standing_of(stamp::Decision const& decision) {
    if (says(decision, stamp::Verdict::void_stamp)) {
        return checks::Standing::voided;
    }
    return says(decision, stamp::Verdict::not_activated) ? checks::Standing::not_active
                                                         : checks::Standing::good;
}

}  // namespace

checks::NewCheck check_of(
    Judgement const& judged, checks::Visitor visitor, checks::Place place, Random& random
) {
    OCOP_ASSERT(judged.position && judged.answer.stamp);
    auto const& stamp = *judged.answer.stamp;
    checks::NewCheck out;
    out.position = *judged.position;
    out.standing = standing_of(judged.decision);
    out.token = checks::new_receipt_token(random);
    out.receipt.gtin = stamp.gtin;
    out.receipt.lot = stamp.lot;
    out.receipt.serial = stamp.serial;
    out.receipt.verdict = judged.answer.verdict;
    out.place = place;
    out.visitor = std::move(visitor);
    out.fresh_key = checks::new_day_key(random);
    return out;
}

void count_opening(
    checks::Openings& openings, Judgement const& judged, checks::Visitor const& visitor
) {
    if (judged.position && judged.answer.stamp) {
        auto const& stamp = *judged.answer.stamp;
        openings.opened(judged.answer.at, stamp.gtin + ':' + stamp.lot, visitor);
        if (standing_of(judged.decision) == checks::Standing::not_active) {
            openings.opened_inactive(*judged.position);
        }
    }
}

void note_unissued(checks::Unissued& unissued, Judgement const& judged) {
    auto const& facts = judged.facts;
    bool const in_order = facts.issue == stamp::IssueFact::other_order;
    bool const elsewhere = in_order || facts.issue == stamp::IssueFact::no_order;
    auto const& met = judged.answer.stamp;
    if (facts.signature == stamp::SignatureFact::good && elsewhere && met && met->kid) {
        unissued.met({*met->kid, met->gtin, met->lot, met->serial}, in_order);
    }
}

}  // namespace ocop::verdicts
