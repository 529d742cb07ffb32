#include "verdicts/answering.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/stamp/answer.hpp>

namespace ocop::verdicts {

std::string facts_hash(Answer const& answer) {
    auto const whole = json::write(answer).as_object();
    json::object told;
    for (auto const* name :
         {"stamp", "product", "producer", "certificate", "certificate_now", "lot"}) {
        if (auto const* member = whole.if_contains(name)) {
            told[name] = *member;
        }
    }
    return to_hex(crypto::sha256(as_bytes(json::canonical(told))));
}

Result<std::optional<std::string>> sign(signer::Signer& signer, Judgement const& judged) {
    auto const& stamp = judged.answer.stamp;
    if (!judged.position || !stamp || !stamp->order || !stamp->position) {
        return std::optional<std::string>();
    }
    stamp::SignedAnswer answer;
    answer.verdict = judged.answer.verdict;
    answer.gtin = stamp->gtin;
    answer.lot = stamp->lot;
    answer.serial = stamp->serial;
    answer.order = *stamp->order;
    answer.position = *stamp->position;
    answer.entry = stamp->entry.value_or(0);
    answer.facts = facts_hash(judged.answer);
    answer.at = judged.answer.at;
    answer.log_size = static_cast<std::int64_t>(judged.ledger_size);
    auto text =
        stamp::sign_answer(answer, [&](ByteView bytes) { return signer.sign_answer(bytes); });
    if (!text) {
        return text.error();
    }
    return std::optional(std::move(*text));
}

}  // namespace ocop::verdicts
