#include "verdicts/reporting.hpp"

#include "verdicts/counting.hpp"

namespace ocop::verdicts {

reports::Judged judge_reported(
    Verdicts const& verdicts, std::string_view stamp, checks::Unissued* unissued
) {
    Question question;
    question.text = std::string(stamp);
    bool const whole = stamp.find("://") != std::string_view::npos;
    if (!whole && stamp.find('/') != std::string_view::npos) {
        question.text.insert(0, "https://");
    } else if (!whole) {
        question.kind = Question::Kind::typed_serial;
    }
    auto const judged = verdicts.judge(question);
    if (unissued != nullptr) {
        note_unissued(*unissued, judged);
    }
    auto const& answer = judged.answer;
    reports::Judged out;
    out.verdict = answer.verdict;
    if (judged.position && answer.stamp) {
        out.gtin = answer.stamp->gtin;
        out.lot = answer.stamp->lot;
        out.serial = answer.stamp->serial;
        out.producer = answer.producer ? answer.producer->id : std::string();
    }
    return out;
}

}  // namespace ocop::verdicts
