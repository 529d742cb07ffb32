#include "http/cross_site.hpp"
#include "pages/handlers.hpp"
#include "verdicts/reporting.hpp"

#include <utility>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

std::string text_of(http::Parameters const& form, std::string_view name) {
    return std::string(http::find_parameter(form, name).value_or(std::string_view()));
}

std::optional<std::string> optional_of(http::Parameters const& form, std::string_view name) {
    auto text = text_of(form, name);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

// A word that the form does not offer is "other": what was told is worth more than its heading.
reports::Wrong wrong_of(std::string_view word) {
    auto out = reports::Wrong::other;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<reports::Wrong>>([&](auto d) {
        out = word == d.name ? d.value : out;
    });
    return out;
}

http::Response respond_form(
    Frame frame, int status, http::Parameters const& form, std::string const& note
) {
    frame.title = frame.words().text("tell_title");
    mustache::data page(mustache::data::type::object);
    if (!note.empty()) page.set("note", note);
    for (auto const* name : {"stamp", "bought", "text"}) {
        page.set(name, text_of(form, name));
    }
    page.set("action", "/report?lang=" + std::string(frame.language == Language::vi ? "vi" : "en"));
    auto out = respond(frame, status, "report", std::move(page));
    // The form's request must carry our Origin, which no-referrer would hide.
    out.with("Referrer-Policy", "same-origin");
    return out;
}

// A notice whose body is made when it is sent: the store's thread renders nothing.
http::Response notice_later(Frame frame, int status, std::string heading, std::string text) {
    http::Response out;
    out.status = status;
    out.with("Content-Type", "text/html; charset=utf-8").with("Cache-Control", "no-store");
    out.body = [frame = std::move(frame),
                status,
                heading = std::move(heading),
                text = std::move(text),
                sent = false]() mutable -> Result<std::optional<std::string>> {
        if (std::exchange(sent, true)) return std::optional<std::string>();
        auto page = respond_notice(frame, status, heading, text);
        return std::optional(std::get<std::string>(std::move(page.body)));
    };
    return out;
}

}  // namespace

http::Response Handlers::show_report_form(http::Request const& request) const {
    auto const form = http::parse_parameters(request.query);
    return respond_form(make_frame(request), 200, form ? *form : http::Parameters(), {});
}

http::Answer Handlers::file_report(http::Request const& request) const {
    auto frame = make_frame(request);
    auto const& words = frame.words();
    if (http::is_cross_site(request)) {
        return respond_notice(
            frame, 403, words.text("cross_site_heading"), words.text("tell_cross_site")
        );
    }
    auto const form = http::parse_parameters(request.body);
    if (!form) return respond_form(std::move(frame), 400, {}, words.text("tell_unread"));
    reports::NewReport asked;
    asked.stamp = text_of(*form, "stamp");
    asked.wrong = wrong_of(text_of(*form, "wrong"));
    asked.bought = optional_of(*form, "bought");
    asked.text = optional_of(*form, "text");
    asked.contact = services_.vault == nullptr ? std::nullopt : optional_of(*form, "contact");
    auto const report = reports::check_report(std::move(asked));
    if (!report) return respond_form(std::move(frame), 400, *form, words.text("tell_unread"));
    auto const judged = verdicts::judge_reported(services_.verdicts, report->stamp);
    auto const id = std::make_shared<std::string>();
    auto work = [self = shared_from_this(), id, report = *report, judged](store::Transaction& tx) {
        auto const& services = self->services_;
        auto const vault = services.vault == nullptr ? accounts::VaultKey() : *services.vault;
        auto const filed = reports::file_report(tx, services.random, vault, report, judged);
        if (filed) *id = filed->id;
        return filed ? Result<void>() : Result<void>(filed.error());
    };
    return http::Pending{[self = shared_from_this(), frame, id, work](auto complete) {
        self->services_.store.transact(work, [frame, id, complete](auto const& commit) {
            auto const& said = frame.words();
            complete(
                commit ? notice_later(
                             frame,
                             201,
                             said.text("tell_done_heading"),
                             said.filled("tell_done", {{"id", *id}})
                         )
                       : notice_later(
                             frame, 503, said.text("failed_heading"), said.text("tell_failed")
                         )
            );
        });
    }};
}

}  // namespace ocop::pages
