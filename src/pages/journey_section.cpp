#include "pages/journey_section.hpp"

#include "pages/rows.hpp"

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

using mustache::data;

data step_data(Texts const& words, events::JourneyStep const& step) {
    auto const name = name_words(words, step.name);
    auto out = make_object();
    out.set("step", name.text);
    out.set("step_vi", name.vi_instead);
    out.set("step_day", day_words(words, legal_day(step.happened)));
    if (step.place) {
        auto const place = name_words(words, *step.place);
        out.set("step_place", place.text);
        out.set("step_place_vi", place.vi_instead);
    }
    if (step.by) {
        auto const by = name_words(words, *step.by);
        out.set("step_by", by.text);
        out.set("step_by_vi", by.vi_instead);
    }
    out.set("step_after_order", step.after_order);
    out.set("step_wrong", step.declared_wrong);
    return out;
}

// What this service itself looked at.
data system_values(Texts const& words, verdicts::Judgement const& judgement) {
    data out(data::type::list);
    switch (judgement.facts.signature) {
        case stamp::SignatureFact::good:
            out.push_back(make_value(words.text("checked_signature")));
            break;
        case stamp::SignatureFact::bad:
            out.push_back(make_value(words.text("checked_signature_bad")));
            break;
        case stamp::SignatureFact::none:
            out.push_back(make_value(words.text("checked_no_signature")));
    }
    if (judgement.facts.issue == stamp::IssueFact::issued) {
        out.push_back(make_value(words.text("checked_issued")));
    }
    return out;
}

}  // namespace

data journey_data(Texts const& words, std::optional<events::Journey> const& journey) {
    auto out = make_object();
    data steps(data::type::list);
    if (journey) {
        for (auto const& step : journey->steps) {
            steps.push_back(step_data(words, step));
        }
    }
    auto const* const nothing = journey ? "journey_none" : "journey_unread";
    out.set("has_steps", steps.is_non_empty_list());
    out.set("steps", steps);
    out.set("journey_note", words.text(steps.is_non_empty_list() ? "journey_by" : nothing));
    if (journey && journey->more > 0) {
        auto const count = number_words(words, journey->more);
        out.set("journey_more", words.filled("journey_more", {{"count", count}}));
    }
    return out;
}

data checkers_data(Texts const& words, verdicts::Judgement const& judgement) {
    auto const& answer = judgement.answer;
    Rows rows(words);
    rows.add("checker_system", system_values(words, judgement));
    if (auto const& certificate = answer.certificate) {
        rows.add_named(
            name_words(words, certificate->authority).text,
            make_value(words.filled("checked_stars", {{"decision", certificate->decision}}))
        );
    }
    if (answer.producer) rows.add("checker_producer", words.text("checked_by_producer"));
    return rows.rows();
}

}  // namespace ocop::pages
