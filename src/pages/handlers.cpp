#include "pages/handlers.hpp"

#include "checks/checks.hpp"
#include "http/addresses.hpp"
#include "http/cross_site.hpp"
#include "pages/receipt_page.hpp"
#include "pages/verdict_box.hpp"
#include "pages/verdict_page.hpp"
#include "registry/authority.hpp"
#include "verdicts/answering.hpp"
#include "verdicts/counting.hpp"
#include "verdicts/pin_check.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/gs1/digital_link.hpp>
#include <ocop/stamp/link.hpp>
#include <ocop/stamp/serial.hpp>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

http::Response redirect_to(int status, std::string location) {
    http::Response out;
    out.status = status;
    out.with("Location", std::move(location)).with("Cache-Control", "no-store");
    return out;
}

verdicts::Question typed_again(checks::Receipt const& receipt) {
    auto const serial = stamp::parse_serial(receipt.serial);
    OCOP_ASSERT(serial);  // we wrote it
    return {verdicts::Question::Kind::typed_serial, stamp::format_typed_serial(*serial), {}, {}};
}

std::string receipt_location(std::string_view token, Frame const& frame) {
    return "/v/receipts/" + std::string(token) + '?' + with_language("", frame.language);
}

struct FailureWords {
    std::string_view heading = "failed_heading";
    std::string_view text = "note_commit_failed";
};

FailureWords failure_words(Error const& error) {
    if (error.slug == "pin_busy") return {"pin_busy_heading", "pin_busy_text"};
    if (error.slug == "pin_not_confirmed") return {"failed_heading", "pin_not_confirmed_text"};
    if (error.code == Errc::not_found) return {"receipt_missing_heading", "receipt_missing_text"};
    return {};
}

checks::Visitor visitor_of(http::Request const& request) {
    return {http::client_of(request.peer), std::string(request.header("User-Agent"))};
}

// What a person chose in the form of the check button. What the form does not offer was not said:
// a check counts whatever comes with it.
checks::Place read_said(http::Request const& request) {
    checks::Place out;
    auto const said = http::parse_parameters(request.body);
    if (!said) return out;
    auto const word = [&](std::string_view name) {
        return http::find_parameter(*said, name).value_or(std::string_view());
    };
    out.province = checks::parse_province(word("province")).value_or(std::uint8_t{0});
    out.kind = checks::parse_place_kind(word("kind")).value_or(checks::PlaceKind::unsaid);
    return out;
}

// Its body is made when it is sent: the store's thread, which says that a commit failed, renders
// nothing.
http::Response commit_failed(Frame frame, Error const& error) {
    http::Response out;
    out.status = http::status_of(error.code);
    out.log_detail = describe(error);
    out.with("Content-Type", "text/html; charset=utf-8");
    // With an unknown outcome the check may have been counted: a second try would count it again.
    if (error.code == Errc::unavailable || error.code == Errc::too_many) {
        out.with("Retry-After", "30");
    }
    out.body = [frame = std::move(frame), told = failure_words(error), sent = false](
               ) mutable -> Result<std::optional<std::string>> {
        if (std::exchange(sent, true)) return std::optional<std::string>();
        auto const& words = frame.words();
        auto page = respond_notice(
            frame, 503, words.text(std::string(told.heading)), words.text(std::string(told.text))
        );
        return std::optional(std::get<std::string>(std::move(page.body)));
    };
    return out;
}

}  // namespace

Handlers::Handlers(Services& services)
    : services_(services),
      source_(services.web_dir ? SiteSource(*services.web_dir / "pages") : SiteSource()) {}

Frame Handlers::make_frame(http::Request const& request) const {
    Frame frame;
    frame.site = source_.site();
    frame.language = choose_language(request.query, request.header("Accept-Language"));
    frame.host = services_.host;
    frame.path = request.path;
    frame.query = request.query;
    return frame;
}

http::Response Handlers::home(http::Request const& request) const {
    auto frame = make_frame(request);
    auto const demo = registry::is_demo(*services_.store.snapshot());
    frame.demo = demo && *demo;
    frame.index = true;
    mustache::data page(mustache::data::type::object);
    page.set("legend", legend_data(frame.words()));
    return respond(frame, 200, "home", std::move(page));
}

http::Response Handlers::redirect(http::Request const& request) const {
    auto const link = stamp::read_link_target(request.path, request.query, request.header("Host"));
    if (!link) return show(request, read_link_enquiry(request));
    auto const wish = read_link_wish(request);
    if (wish.linkset || !wish.type.empty()) return resolve(request, wish, *link);
    auto const query = request.query.empty() ? "" : "?" + request.query;
    auto const set = "<https://" + services_.host + request.path + "?linkType=linkset>";
    auto out = redirect_to(307, "/v" + request.path + query);
    out.with("Link", set + "; rel=\"linkset\"").with("Vary", "Accept");
    return out;
}

http::Response Handlers::other_key(http::Request const& request) const {
    auto const frame = make_frame(request);
    auto const& words = frame.words();
    auto const link = gs1::parse_digital_link_path(request.path, request.query);
    if (!link || !link->stem.empty()) {
        return respond_notice(
            frame, 400, words.text("heading_malformed"), words.text("advice_malformed")
        );
    }
    return respond_notice(
        frame,
        404,
        words.text("nothing_here_heading"),
        words.filled("nothing_here_text", {{"key", link->key.ai}})
    );
}

verdicts::Judgement Handlers::judge(verdicts::Question const& question) const {
    auto out = services_.verdicts.judge(question);
    if (services_.unissued != nullptr) verdicts::note_unissued(*services_.unissued, out);
    return out;
}

http::Response Handlers::show(http::Request const& request, Enquiry const& enquiry) const {
    auto const judgement = judge(enquiry.question);
    if (services_.openings != nullptr) {
        verdicts::count_opening(*services_.openings, judgement, visitor_of(request));
    }
    if (auto const product = product_of_bare_link(enquiry, judgement)) {
        return respond_product(request, *product);
    }
    return show_verdict({make_frame(request), enquiry, judgement});
}

http::Response Handlers::show_verdict(Scan scan, std::string const& note) const {
    VerdictNotes notes{note, {}};
    if (scan.judged.answer.lot) notes.journey = journey_of(scan.judged.answer);
    return verdict_page(std::move(scan.frame), scan.enquiry, scan.judged, notes);
}

http::Response Handlers::show_link(http::Request const& request) const {
    return show(request, read_link_enquiry(request));
}

http::Response Handlers::show_typed(http::Request const& request) const {
    auto const enquiry = read_typed_enquiry(request);
    if (!enquiry) {
        return redirect_to(303, "/?" + with_language("", make_frame(request).language));
    }
    return show(request, *enquiry);
}

http::Answer Handlers::check_link(http::Request const& request) const {
    return check(request, read_link_enquiry(request));
}

http::Answer Handlers::check_typed(http::Request const& request) const {
    auto const enquiry = read_typed_enquiry(request);
    if (!enquiry) return show_typed(request);
    return check(request, *enquiry);
}

http::Answer Handlers::check(http::Request const& request, Enquiry const& enquiry) const {
    auto frame = make_frame(request);
    auto const& words = frame.words();
    if (http::is_cross_site(request)) {
        return respond_notice(
            frame, 403, words.text("cross_site_heading"), words.text("cross_site_text")
        );
    }
    auto const judgement = judge(enquiry.question);
    auto const form = http::parse_parameters(request.body);
    if (auto const pin = form ? http::find_parameter(*form, "pin") : std::nullopt) {
        return check_pin({std::move(frame), enquiry, judgement}, request, *pin);
    }
    if (!judgement.position) {
        auto const note = words.text("note_not_counted");
        return show_verdict({std::move(frame), enquiry, judgement}, note);
    }
    auto check =
        verdicts::check_of(judgement, visitor_of(request), read_said(request), services_.random);
    auto answer = verdicts::sign(services_.signer, judgement);
    if (!answer) return commit_failed(std::move(frame), answer.error());
    check.receipt.answer = std::move(*answer);
    auto const token = check.token;
    auto work = [check = std::move(check)](store::Transaction& tx) {
        auto const recorded = checks::record_check(tx, check);
        return recorded ? Result<void>() : Result<void>(recorded.error());
    };
    return redirect_after(frame, receipt_location(token, frame), std::move(work));
}

// What was written is shown where it is read.
http::Answer Handlers::redirect_after(Frame const& frame, std::string location, store::Work work)
    const {
    return http::Pending{[self = shared_from_this(), frame, work, location](auto complete) {
        self->services_.store.transact(work, [frame, location, complete](auto const& commit) {
            complete(commit ? redirect_to(303, location) : commit_failed(frame, commit.error()));
        });
    }};
}

http::Answer Handlers::check_pin(Scan scan, http::Request const& request, std::string_view pin)
    const {
    auto const check = verdicts::prepare_pin_check(
        services_.signer,
        services_.random,
        scan.judged,
        {pin, visitor_of(request), read_said(request)}
    );
    if (!check) {
        // What keeps the verdict from being read is on the page itself.
        bool const slip = check.error().code == Errc::malformed;
        auto const& words = scan.frame.words();
        auto const note = slip ? words.text("note_pin_slip") : words.text("note_pin_not_taken");
        return show_verdict(std::move(scan), note);
    }
    auto work = [check = *check](store::Transaction& tx) {
        auto const recorded = verdicts::record_pin_check(tx, check);
        return recorded ? Result<void>() : Result<void>(recorded.error());
    };
    return redirect_after(
        scan.frame, receipt_location(check->request.token, scan.frame), std::move(work)
    );
}

http::Answer Handlers::tell_opened(http::Request const& request) const {
    auto const frame = make_frame(request);
    auto const& words = frame.words();
    if (http::is_cross_site(request)) {
        return respond_notice(
            frame, 403, words.text("cross_site_heading"), words.text("cross_site_text")
        );
    }
    auto const token = std::string(request.capture("token"));
    auto work = [token](store::Transaction& tx) {
        auto const at = pins::record_opened(tx, token);
        return at ? Result<void>() : Result<void>(at.error());
    };
    return redirect_after(frame, receipt_location(token, frame), std::move(work));
}

http::Response Handlers::show_receipt(http::Request const& request) const {
    auto const frame = make_frame(request);
    auto const& words = frame.words();
    auto const token = request.capture("token");
    auto const snapshot = services_.store.snapshot();
    auto const receipt = checks::load_receipt(*snapshot, token);
    auto const pin = pins::find_receipt(*snapshot, token);
    if (receipt && pin && *pin) {
        if (!pins::is_ripe(**pin, services_.clock.now())) return ticket_page(frame, **pin);
        return pin_receipt_page(
            frame, *receipt, **pin, verdicts::judge_again(services_.verdicts, **pin, services_.host)
        );
    }
    if (receipt && pin)
        return receipt_page(frame, *receipt, services_.verdicts.judge(typed_again(*receipt)));
    if (!receipt && receipt.error().code == Errc::not_found) {
        return respond_notice(
            frame, 404, words.text("receipt_missing_heading"), words.text("receipt_missing_text")
        );
    }
    return respond_notice(frame, 503, words.text("failed_heading"), words.text("failed_text"));
}

http::Response Handlers::show_answer(http::Request const& request) const {
    auto const frame = make_frame(request);
    auto const& words = frame.words();
    auto const receipt =
        checks::load_receipt(*services_.store.snapshot(), request.capture("token"));
    if (receipt && receipt->answer) {
        return http::json_response(200, *receipt->answer)
            .with("Content-Disposition", "attachment; filename=\"ocop-answer.json\"")
            .with("Cache-Control", "no-store");
    }
    if (receipt || receipt.error().code == Errc::not_found) {
        return respond_notice(
            frame, 404, words.text("receipt_missing_heading"), words.text("receipt_missing_text")
        );
    }
    return respond_notice(frame, 503, words.text("failed_heading"), words.text("failed_text"));
}

http::Response Handlers::style(http::Request const& request) const {
    auto const site = source_.site();
    auto const tag = '"' + site->style_tag() + '"';
    auto out = http::text_response(200, "text/css; charset=utf-8", site->style());
    if (request.header("If-None-Match") == tag) {
        out.status = 304;
        out.body = std::string();
    }
    out.with("ETag", tag).with("Cache-Control", "public, max-age=31536000, immutable");
    return out;
}

http::Response Handlers::robots(http::Request const&) const {
    return http::text_response(
        200, "text/plain; charset=utf-8", "User-agent: *\nDisallow: /v\nDisallow: /p/\n"
    );
}

http::Response Handlers::icon(http::Request const&) const {
    http::Response out;
    out.status = 204;
    return std::move(out).with("Cache-Control", "public, max-age=86400");
}

}  // namespace ocop::pages
