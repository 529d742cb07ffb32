#include "pages/receipt_page.hpp"

#include "pages/details.hpp"
#include "pages/verdict_box.hpp"
#include "pages/words.hpp"

#include <algorithm>
#include <array>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

using stamp::Verdict;

// What the register alone can say of a serial, so that its end can be seen without a signature.
constexpr std::array register_states{
    Verdict::recalled,
    Verdict::copied,
    Verdict::void_stamp,
    Verdict::certificate_withdrawn_red,
    Verdict::held,
    Verdict::certificate_expired,
    Verdict::not_activated,
    Verdict::past_best_before,
    Verdict::certificate_lapsed,
};

std::string change_key(std::string_view then, stamp::Decision const& now) {
    if (now.headline == Verdict::unavailable) return "receipt_unknown";
    if (now.headline != Verdict::listed) {
        return stamp::code_of(now.headline) == then ? "receipt_same" : "receipt_changed";
    }
    bool const over =
        std::any_of(register_states.begin(), register_states.end(), [&](Verdict verdict) {
            return stamp::code_of(verdict) == then;
        });
    return over ? "receipt_changed" : "receipt_same";
}

}  // namespace

http::Response receipt_page(
    Frame frame, checks::Receipt const& receipt, verdicts::Judgement const& now
) {
    auto const& words = frame.words();
    frame.demo = now.answer.demo;
    frame.title = words.text("receipt_title");
    mustache::data page(mustache::data::type::object);
    page.set(
        "number",
        words.filled(
            "receipt_number",
            {{"number", number_words(words, receipt.number)},
             {"time", time_words(words, receipt.at)}}
        )
    );
    // In words only: an old answer in its colour could be taken for today's.
    auto const then = heading_of(words, receipt.verdict, now.answer);
    page.set("then", words.filled("receipt_then", {{"heading", then}}));
    page.set("now", box_data(words, now));
    page.set("change", words.text(change_key(receipt.verdict, now.decision)));
    page.set("sections", sections_data(words, now.answer));
    return respond(frame, 200, "receipt", std::move(page));
}

}  // namespace ocop::pages
