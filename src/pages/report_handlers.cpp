#include "http/addresses.hpp"
#include "http/cross_site.hpp"
#include "http/multipart.hpp"
#include "pages/handlers.hpp"
#include "reports/allowance.hpp"
#include "verdicts/reporting.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>
#include <utility>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

// More than the longest field, in UTF-8 and escaped for a form.
constexpr std::size_t field_bytes_max = 4 * 1024;
constexpr std::size_t fields_bytes_max = 16 * 1024;

struct SentPhoto {
    std::string content_type;
    std::string bytes;
};

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

// A page whose body is made when it is sent: the store's thread renders nothing.
http::Response later(int status, std::function<http::Response()> render) {
    http::Response out;
    out.status = status;
    out.with("Content-Type", "text/html; charset=utf-8").with("Cache-Control", "no-store");
    out.body = [render = std::move(render),
                sent = false]() mutable -> Result<std::optional<std::string>> {
        if (std::exchange(sent, true)) return std::optional<std::string>();
        return std::optional(std::get<std::string>(render().body));
    };
    return out;
}

http::Response respond_failed(Frame const& frame, bool full) {
    auto const& words = frame.words();
    auto const* const text = full ? "tell_full" : "tell_failed";
    return respond_notice(frame, full ? 429 : 503, words.text("failed_heading"), words.text(text));
}

http::Response respond_done(Frame frame, std::string const& id, bool lost) {
    frame.title = frame.words().text("tell_title");
    mustache::data page(mustache::data::type::object);
    page.set("id", id);
    page.set("lost", lost);
    return respond(frame, 201, "reported", std::move(page));
}

// What a form says: fields, each once, and photos.
struct Told {
    http::Parameters form;
    std::vector<SentPhoto> photos;  // at most reports::photos_max: no more are looked at
    bool more = false;              // more were sent
};

Result<Told> read_parts(http::Request const& request) {
    auto const parts = http::parse_multipart(request.header("Content-Type"), request.body);
    if (!parts) return parts.error();
    Told out;
    for (auto const& part : *parts) {
        // A browser sends an empty file where none was chosen.
        bool const photo = part.file && !part.body.empty();
        if (photo && out.photos.size() < reports::photos_max) {
            out.photos.push_back({part.content_type, std::string(part.body)});
        } else if (photo) {
            out.more = true;
        }
        if (part.file) continue;
        bool const text = part.body.size() <= field_bytes_max && is_utf8(part.body) &&
                          part.body.find('\0') == std::string_view::npos &&
                          !http::find_parameter(out.form, part.name);
        if (!text) return Error(Errc::malformed, "multipart_malformed", part.name, "is no text");
        out.form.emplace_back(part.name, std::string(part.body));
    }
    return out;
}

Result<Told> read_told(http::Request const& request) {
    if (http::is_multipart(request.header("Content-Type"))) return read_parts(request);
    if (request.body.size() > fields_bytes_max) return Error(Errc::too_large, "body_too_large");
    auto form = http::parse_parameters(request.body);
    if (!form) return form.error();
    return Told{std::move(*form), {}, false};
}

Result<reports::NewReport> read_report(http::Parameters const& form, bool with_contact) {
    reports::NewReport asked;
    asked.stamp = text_of(form, "stamp");
    asked.wrong = wrong_of(text_of(form, "wrong"));
    asked.bought = optional_of(form, "bought");
    asked.text = optional_of(form, "text");
    asked.contact = with_contact ? optional_of(form, "contact") : std::nullopt;
    return reports::check_report(std::move(asked));
}

}  // namespace

// A report on its way in. Its steps come one after the other, on several threads.
struct Handlers::Filing {
    Frame frame;
    reports::NewReport report;
    reports::Judged judged;
    std::vector<SentPhoto> sent;
    std::vector<reports::KeptPhoto> kept;
    std::string id;
    bool more = false;  // photos were sent that are not in `sent`
    bool lost = false;  // of what was sent, not all was kept
    reports::Sender sender;
    std::function<void(http::Response)> complete;
};

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
    auto told = read_told(request);
    if (!told) return respond_form(std::move(frame), 400, {}, words.text("tell_unread"));
    auto const asked = read_report(told->form, services_.vault != nullptr);
    if (!asked) return respond_form(std::move(frame), 400, told->form, words.text("tell_unread"));
    auto const filing = std::make_shared<Filing>();
    filing->frame = std::move(frame);
    filing->report = *asked;
    filing->judged = verdicts::judge_reported(services_.verdicts, asked->stamp, services_.unissued);
    filing->sent = std::move(told->photos);
    filing->more = told->more;
    filing->sender = {http::client_of(request.peer), checks::new_day_key(services_.random)};
    return http::Pending{[self = shared_from_this(), filing](auto complete) {
        filing->complete = std::move(complete);
        auto const keep = [self, filing] {
            self->keep_photos(*filing);
            self->commit_report(filing);
        };
        auto const* const desk = self->services_.photos;
        bool const posted = !filing->sent.empty() && desk != nullptr && desk->try_post(keep);
        if (!posted) self->commit_report(filing);
    }};
}

// A photo that cannot be kept is no reason to lose a report.
void Handlers::keep_photos(Filing& filing) const {
    auto const& desk = *services_.photos;
    auto const snapshot = services_.store.snapshot();
    for (auto const& sent : filing.sent) {
        auto kept = reports::keep_photo(
            desk.blobs, *snapshot, sent.content_type, sent.bytes, desk.quota_bytes
        );
        if (kept) filing.kept.push_back(std::move(*kept));
    }
}

void Handlers::commit_report(std::shared_ptr<Filing> const& filing) const {
    auto work = [self = shared_from_this(), filing](store::Transaction& tx) -> Result<void> {
        auto const& services = self->services_;
        auto const vault = services.vault == nullptr ? accounts::VaultKey() : *services.vault;
        auto const taken = reports::admit(tx, filing->sender, filing->kept.size());
        if (!taken) return taken.error();
        auto filed =
            reports::file_report(tx, services.random, vault, filing->report, filing->judged);
        filing->kept.resize(std::min(filing->kept.size(), *taken));
        if (filed && !filing->kept.empty()) {
            auto const quota = services.photos->quota_bytes;
            filed = reports::attach_photos(tx, std::move(*filed), filing->kept, quota);
        }
        if (!filed) return filed.error();
        filing->id = filed->id;
        filing->lost = filing->more || filed->photos.size() < filing->sent.size();
        return {};
    };
    services_.store.transact(std::move(work), [filing](auto const& commit) {
        auto const done = [filing] {
            return respond_done(filing->frame, filing->id, filing->lost);
        };
        bool const full = !commit && commit.error().code == Errc::too_many;
        auto const failed = [filing, full] { return respond_failed(filing->frame, full); };
        filing->complete(commit ? later(201, done) : later(full ? 429 : 503, failed));
    });
}

}  // namespace ocop::pages
