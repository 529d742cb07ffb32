#include "verdicts/pin_check.hpp"

#include "verdicts/answering.hpp"

#include <ocop/stamp/pin.hpp>

namespace ocop::verdicts {

namespace {

std::vector<pins::Outcome> outcomes_of(bool right) {
    using pins::Outcome;
    return right ? std::vector{Outcome::first_use, Outcome::used_before}
                 : std::vector{Outcome::wrong};
}

}  // namespace

Result<PinCheck> prepare_pin_check(
    signer::Signer& signer, Random& random, Judgement judged, GivenPin given
) {
    if (judged.facts.register_unreadable) {
        return Error(Errc::unavailable, "register_unreadable");
    }
    auto const& stamp = judged.answer.stamp;
    if (!judged.position || judged.digits.empty() || !stamp || !judged.facts.order_has_pins) {
        return Error(
            Errc::refused, "pin_not_taken", "pin", "the verdict is " + judged.answer.verdict
        );
    }
    auto const serial = stamp::parse_serial(stamp->serial);
    auto const pin = stamp::parse_pin(given.pin);
    if (!serial) {
        return serial.error();
    }
    if (!pin) {
        return pin.error();
    }
    auto const right = signer.check_pin(*serial, *pin);
    if (!right) {
        return right.error();
    }
    PinCheck out;
    out.request.position = *judged.position;
    out.request.right = *right;
    out.request.client = {given.visitor.address, given.visitor.agent};
    out.counted = check_of(judged, std::move(given.visitor), given.place, random);
    out.request.token = out.counted.token;
    random.fill(out.request.fresh_key);
    out.request.gtin = stamp->gtin;
    out.request.lot = stamp->lot;
    out.request.serial = stamp->serial;
    out.request.digits = judged.digits;
    out.judged = std::move(judged);
    for (auto const outcome : outcomes_of(*right)) {
        auto answer = sign(signer, with_pin(out.judged, fact_of(outcome), {}));
        if (!answer) {
            return answer.error();
        }
        if (*answer) {
            out.answers.emplace(outcome, std::move(**answer));
        }
    }
    return out;
}

Result<PinChecked> record_pin_check(store::Transaction& tx, PinCheck const& check) {
    PinChecked out;
    auto const tried = pins::record_try(tx, check.request);
    if (!tried) {
        return tried.error();
    }
    out.pin = *tried;
    bool const told = pins::is_ripe(out.pin, tx.now());
    out.judged =
        told ? with_pin(check.judged, fact_of(out.pin.outcome), out.pin.used_at) : check.judged;
    auto counted = check.counted;
    counted.receipt.verdict = out.judged.answer.verdict;
    if (auto const answer = check.answers.find(out.pin.outcome);
        told && answer != check.answers.end()) {
        counted.receipt.answer = answer->second;
    }
    auto const written = checks::record_check(tx, counted);
    if (!written) {
        return written.error();
    }
    out.check = *written;
    auto const summary = checks::summary_of(tx, check.request.position);
    if (!summary) {
        return summary.error();
    }
    out.judged.answer.checks = *summary;
    return out;
}

stamp::PinFact fact_of(pins::Outcome outcome) {
    switch (outcome) {
        case pins::Outcome::first_use:
            return stamp::PinFact::first_use;
        case pins::Outcome::used_before:
            return stamp::PinFact::used_before;
        case pins::Outcome::wrong:
            break;
    }
    return stamp::PinFact::wrong;
}

Judgement judge_again(Verdicts const& verdicts, pins::PinReceipt const& receipt, std::string host) {
    Question question;
    question.kind = Question::Kind::target;
    // None of it needs escaping: digits, and letters of a lot and a serial.
    question.text = "/01/" + receipt.gtin + "/10/" + receipt.lot + "/21/" + receipt.serial;
    question.query = "s=" + receipt.digits;
    question.host = std::move(host);
    auto judged = verdicts.judge(question);
    // A receipt's link can be printed on other packs: its answer is green for as long as the buyer
    // looks at it, and dated afterwards.
    bool const old = judged.answer.at.ms - receipt.ripe_at.ms > pins::same_use_ms;
    auto const outcome = old && receipt.outcome == pins::Outcome::first_use
                             ? pins::Outcome::used_before
                             : receipt.outcome;
    auto const used_at = receipt.used_at ? receipt.used_at : std::optional(receipt.at);
    return with_pin(
        std::move(judged),
        fact_of(outcome),
        outcome == pins::Outcome::used_before ? used_at : receipt.used_at
    );
}

}  // namespace ocop::verdicts
