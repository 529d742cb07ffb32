#include "pages/verdict_box.hpp"

#include "pages/words.hpp"

#include <array>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

using stamp::Colour;
using stamp::Verdict;

// {"colour": …, "icon_octagon": true}: the template holds a drawing for each.
void set_look(mustache::data& box, Verdict verdict, Colour colour) {
    box.set("colour", std::string(stamp::to_text(colour)));
    box.set("icon_" + std::string(icon_of(verdict, colour)), true);
}

mustache::data also_data(
    Texts const& words, std::vector<Verdict> const& also, verdicts::Answer const& answer
) {
    mustache::data out(mustache::data::type::list);
    for (auto const verdict : also) {
        out.push_back(heading_of(words, verdict, answer));
    }
    return out;
}

}  // namespace

std::string_view icon_of(Verdict verdict, Colour colour) {
    switch (colour) {
        case Colour::red:
            return "octagon";
        case Colour::amber:
            return "triangle";
        case Colour::indigo:
        case Colour::blue:
            return "circle_i";
        case Colour::green:
        case Colour::green_outline:
            return "circle_check";
        case Colour::grey:
            break;
    }
    return verdict == Verdict::unsigned_link ? "circle_i" : "question";
}

std::string heading_of(Texts const& words, Verdict verdict, verdicts::Answer const& answer) {
    std::string decision = "…";
    std::string last_day = "…";
    if (auto const& certificate = answer.certificate) {
        decision = certificate->withdrawal_decision.value_or(decision);
        last_day = day_words(words, certificate->last_day);
    }
    std::string pin_day = "…";
    if (answer.pin_used_at) pin_day = day_words(words, legal_day(*answer.pin_used_at));
    return words.filled(
        "heading_" + std::string(stamp::code_of(verdict)),
        {{"decision", decision}, {"last_day", last_day}, {"pin_day", pin_day}}
    );
}

std::string last_four(verdicts::Answer const& answer) {
    if (!answer.stamp || answer.stamp->serial_typed.size() < 4) return {};
    return answer.stamp->serial_typed.substr(answer.stamp->serial_typed.size() - 4);
}

mustache::data box_data(Texts const& words, verdicts::Judgement const& judgement) {
    auto const& decision = judgement.decision;
    auto const& answer = judgement.answer;
    mustache::data box(mustache::data::type::object);
    set_look(box, decision.headline, decision.colour);
    box.set("heading", heading_of(words, decision.headline, answer));
    box.set("advice", words.text("advice_" + answer.verdict));
    auto const reason = "reason_" + std::string(decision.reason);
    if (words.has(reason)) box.set("reason", words.text(reason));
    auto also = also_data(words, decision.also, answer);
    box.set("has_also", also.is_non_empty_list());
    box.set("also", also);
    box.set("checked_at", words.filled("checked_at", {{"time", time_words(words, answer.at)}}));
    if (auto const four = last_four(answer); !four.empty()) {
        box.set("serial_ends", words.filled("serial_ends", {{"last_four", four}}));
    }
    return box;
}

std::string heading_of(Texts const& words, std::string_view code, verdicts::Answer const& answer) {
    for (std::size_t i = 0; i < stamp::verdict_count; ++i) {
        auto const verdict = static_cast<Verdict>(i);
        if (stamp::code_of(verdict) == code) return heading_of(words, verdict, answer);
    }
    return heading_of(words, Verdict::unavailable, answer);
}

mustache::data legend_data(Texts const& words) {
    struct Line {
        Colour colour;
        Verdict verdict;  // one of that colour
        char const* text;
    };

    constexpr std::array lines{
        Line{Colour::green_outline, Verdict::valid, "legend_green"},
        Line{Colour::indigo, Verdict::certificate_lapsed, "legend_indigo"},
        Line{Colour::blue, Verdict::listed, "legend_blue"},
        Line{Colour::amber, Verdict::held, "legend_amber"},
        Line{Colour::red, Verdict::signature_invalid, "legend_red"},
        Line{Colour::grey, Verdict::unavailable, "legend_grey"},
    };
    mustache::data out(mustache::data::type::list);
    for (auto const& line : lines) {
        mustache::data item(mustache::data::type::object);
        set_look(item, line.verdict, line.colour);
        item.set("text", words.text(line.text));
        out.push_back(item);
    }
    return out;
}

}  // namespace ocop::pages
