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

constexpr int ticket_refresh_s = 30;

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

// What both kinds of receipt show; `change` is a key of the texts.
mustache::data receipt_data(
    Texts const& words,
    checks::Receipt const& receipt,
    verdicts::Judgement const& now,
    std::string const& change
) {
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
    auto const heading = heading_of(words, stamp::code_of(now.decision.headline), now.answer);
    page.set("change", words.filled(change, {{"heading", heading}}));
    page.set("sections", sections_data(words, now.answer));
    return page;
}

// Of a receipt whose link was judged again.
std::string pin_change_key(std::string_view then, stamp::Decision const& now) {
    if (now.headline == Verdict::unavailable) return "receipt_unknown";
    return stamp::code_of(now.headline) == then ? "receipt_same" : "receipt_changed";
}

// Where the signed answer is, for a receipt that has one.
void set_answer(mustache::data& page, Frame const& frame, checks::Receipt const& receipt) {
    if (receipt.answer) {
        page.set("answer_url", frame.path + "/answer?" + with_language("", frame.language));
    }
}

}  // namespace

http::Response receipt_page(
    Frame frame, checks::Receipt const& receipt, verdicts::Judgement const& now
) {
    auto const& words = frame.words();
    frame.demo = now.answer.demo;
    frame.title = words.text("receipt_title");
    auto page = receipt_data(words, receipt, now, change_key(receipt.verdict, now.decision));
    page.set("signature", words.text("receipt_signature"));
    set_answer(page, frame, receipt);
    return respond(frame, 200, "receipt", std::move(page));
}

http::Response pin_receipt_page(
    Frame frame,
    checks::Receipt const& receipt,
    pins::PinReceipt const& pin,
    verdicts::Judgement const& now
) {
    auto const& words = frame.words();
    frame.demo = now.answer.demo;
    frame.title = words.text("receipt_title");
    bool const waited = pin.ripe_at != pin.at;
    auto const change =
        waited ? std::string("receipt_pin_waited") : pin_change_key(receipt.verdict, now.decision);
    auto page = receipt_data(words, receipt, now, change);
    set_answer(page, frame, receipt);
    bool const read = now.decision.headline != Verdict::unavailable;
    if (pin.outcome == pins::Outcome::first_use) {
        page.set(
            "confirmed", words.filled("receipt_confirmed", {{"time", time_words(words, pin.at)}})
        );
        auto const* const stamp = read && now.answer.stamp ? &*now.answer.stamp : nullptr;
        if (stamp != nullptr && !stamp->opened_at) {
            page.set("opened_url", frame.path + "/opened?" + with_language("", frame.language));
        } else if (stamp != nullptr && change != "receipt_changed") {
            auto const time = time_words(words, *stamp->opened_at);
            page.set("change", words.filled("receipt_opened", {{"time", time}}));
        }
    }
    auto response = respond(frame, 200, "receipt", std::move(page));
    // The button's request must carry our Origin, which no-referrer would hide.
    response.with("Referrer-Policy", "same-origin");
    return response;
}

http::Response ticket_page(Frame frame, pins::PinReceipt const& pin) {
    auto const& words = frame.words();
    frame.title = words.text("ticket_title");
    auto const self = frame.path + '?' + with_language("", frame.language);
    mustache::data page(mustache::data::type::object);
    page.set("heading", words.text("ticket_title"));
    page.set("text", words.filled("ticket_text", {{"time", time_words(words, pin.ripe_at)}}));
    page.set("again_url", self);
    return respond(frame, 200, "ticket", std::move(page))
        .with("Refresh", std::to_string(ticket_refresh_s));
}

}  // namespace ocop::pages
