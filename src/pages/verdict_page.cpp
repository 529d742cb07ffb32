#include "pages/verdict_page.hpp"

#include "pages/details.hpp"
#include "pages/journey_section.hpp"
#include "pages/slip_box.hpp"
#include "pages/verdict_box.hpp"
#include "pages/words.hpp"

#include <ocop/stamp/host.hpp>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

using stamp::Colour;
using stamp::Verdict;

constexpr std::size_t address_bytes_max = 100;

// The host that a link leads to, short enough for a screen.
std::string address_of(verdicts::Question const& question) {
    auto const target = question.kind == verdicts::Question::Kind::target;
    std::string out = target ? question.host : std::string(stamp::authority_of(question.text));
    if (out.size() <= address_bytes_max) return out;
    auto end = address_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80)
        --end;
    return out.substr(0, end) + "…";
}

bool is_worth_comparing(Colour colour) {
    return colour != Colour::red && colour != Colour::grey;
}

// The choices of the form beside the check button.
mustache::data province_data() {
    mustache::data out(mustache::data::type::list);
    for (auto const& province : checks::provinces()) {
        mustache::data one(mustache::data::type::object);
        one.set("code", checks::province_text(province.code));
        one.set("name", std::string(province.name));
        out.push_back(one);
    }
    return out;
}

// Fills the form of a report: a serial needs no escapes.
std::string report_query(verdicts::Answer const& answer) {
    return answer.stamp ? "stamp=" + answer.stamp->serial_typed + '&' : std::string();
}

// Nothing was found, so that typing again may help.
bool may_be_mistyped(Verdict verdict) {
    return verdict == Verdict::malformed || verdict == Verdict::not_issued ||
           verdict == Verdict::foreign_link;
}

}  // namespace

http::Response verdict_page(
    Frame frame,
    Enquiry const& enquiry,
    verdicts::Judgement const& judgement,
    VerdictNotes const& notes
) {
    auto const& words = frame.words();
    auto const& answer = judgement.answer;
    auto const headline = judgement.decision.headline;
    frame.path = enquiry.path;
    frame.query = enquiry.query;
    frame.demo = answer.demo;
    if (answer.product) frame.title = name_words(words, answer.product->name).text;

    mustache::data page(mustache::data::type::object);
    page.set("first", true);
    page.set("box", box_data(words, judgement));
    if (!notes.note.empty()) page.set("note", notes.note);
    if (headline == Verdict::foreign_link) page.set("address_asked", address_of(enquiry.question));
    page.set("sections", sections_data(words, answer));
    if (answer.lot) page.set("journey", journey_data(words, notes.journey));
    if (answer.product) {
        page.set("has_checkers", true);
        page.set("checkers", checkers_data(words, judgement));
    }
    auto const self = enquiry.path + (enquiry.query.empty() ? "" : "?" + enquiry.query);
    if (headline == Verdict::unavailable) page.set("retry_url", self);
    if (answer.checks) page.set("checks", checks_words(words, *answer.checks));
    if (answer.lot_stamps) page.set("lot_line", lot_line_words(words, *answer.lot_stamps));
    if (judgement.position && headline != Verdict::unsigned_link) {
        page.set("check_url", self);
        page.set("provinces", province_data());
    }
    if (judgement.facts.order_has_pins && judgement.position && !judgement.digits.empty()) {
        page.set("pin_url", self);
    }
    if (answer.stamp && answer.stamp->entry) {
        auto const index = std::to_string(*answer.stamp->entry);
        page.set("ledger", words.filled("ledger_entry", {{"index", index}}));
        page.set("proof_url", "/api/v1/proof?index=" + index);
    }
    if (is_worth_comparing(judgement.decision.colour)) {
        auto const compare = compare_data(words, answer);
        page.set("has_compare", compare.is_non_empty_list());
        page.set("compare", compare);
    }
    page.set("report_url", "/report?" + report_query(answer) + with_language("", frame.language));
    page.set("lookup", may_be_mistyped(headline));
    page.set("typed", enquiry.typed);
    bool const serial = enquiry.question.kind == verdicts::Question::Kind::typed_serial;
    if (serial && headline == Verdict::malformed) {
        page.set("slips", slip_data(words, enquiry.typed));
        page.set("has_slip", !enquiry.typed.empty());
    }

    auto response = respond(frame, stamp::http_status(headline), "verdict", std::move(page));
    // The check button's request must carry our Origin, which no-referrer would hide.
    response.with("Referrer-Policy", "same-origin");
    if (headline == Verdict::unavailable) response.with("Retry-After", "30");
    return response;
}

}  // namespace ocop::pages
