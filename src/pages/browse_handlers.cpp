#include "catalogue/sheets.hpp"
#include "events/journey.hpp"
#include "pages/address_page.hpp"
#include "pages/catalogue_page.hpp"
#include "pages/handlers.hpp"
#include "pages/journey_section.hpp"
#include "pages/linkset.hpp"
#include "pages/product_page.hpp"
#include "registry/authority.hpp"

#include <ocop/epcis/identifier.hpp>
#include <ocop/stamp/link.hpp>

// Pages of no pack in hand: the catalogue, products, producers, addresses, and what a Digital Link
// leads to.
namespace ocop::pages {

namespace {

constexpr std::size_t producer_page_items = 20;

http::Response respond_failed(Frame const& frame, Error const& error) {
    auto const& words = frame.words();
    auto out = respond_notice(frame, 503, words.text("failed_heading"), words.text("failed_text"));
    out.log_detail = describe(error);
    return out;
}

// A page for what the register does not have, or cannot tell.
http::Response respond_missing(Frame const& frame, Error const& error, std::string const& noun) {
    if (error.code != Errc::not_found) return respond_failed(frame, error);
    auto const& words = frame.words();
    return respond_notice(
        frame, 404, words.text(noun + "_missing_heading"), words.text("missing_text")
    );
}

}  // namespace

http::Response Handlers::show_catalogue(http::Request const& request) const {
    auto frame = make_frame(request);
    auto const listing = services_.catalogue.listing();
    if (!listing) return respond_failed(frame, listing.error());
    auto const demo = registry::is_demo(*services_.store.snapshot());
    if (!demo) return respond_failed(frame, demo.error());
    frame.demo = *demo;
    auto const today = legal_day(services_.clock.now());
    auto const search = read_catalogue_search(request.query);
    auto const found = (*listing)->find(search.query, today);
    if (!found) return respond_failed(frame, found.error());
    return catalogue_page(std::move(frame), search, *found, (*listing)->communes(today), today);
}

http::Response Handlers::show_product(http::Request const& request) const {
    return respond_product(request, request.capture("code"));
}

http::Response Handlers::respond_product(http::Request const& request, std::string_view code)
    const {
    auto frame = make_frame(request);
    auto const today = legal_day(services_.clock.now());
    auto const sheet = catalogue::load_product_sheet(*services_.store.snapshot(), code, today);
    if (!sheet) return respond_missing(frame, sheet.error(), "product");
    return product_page(std::move(frame), *sheet);
}

http::Response Handlers::show_producer(http::Request const& request) const {
    auto frame = make_frame(request);
    auto const today = legal_day(services_.clock.now());
    auto const query = http::parse_parameters(request.query);
    auto const after = query ? http::find_parameter(*query, "after") : std::nullopt;
    catalogue::ProducerPage const page{std::string(after.value_or("")), producer_page_items};
    auto const sheet = catalogue::load_producer_sheet(
        *services_.store.snapshot(), request.capture("id"), page, today
    );
    if (!sheet) return respond_missing(frame, sheet.error(), "producer");
    return producer_page(std::move(frame), *sheet);
}

http::Response Handlers::show_address(http::Request const& request) const {
    auto frame = make_frame(request);
    auto const demo = registry::is_demo(*services_.store.snapshot());
    frame.demo = demo && *demo;
    auto const query = http::parse_parameters(request.query);
    auto const asked = query ? http::find_parameter(*query, "address") : std::nullopt;
    return address_page(std::move(frame), asked.value_or(""), services_.verdicts.hosts());
}

// Of a product link with neither lot nor serial: then its page is the product's.
std::optional<std::string> Handlers::product_of_bare_link(
    Enquiry const& enquiry, verdicts::Judgement const& judgement
) const {
    auto const& asked = enquiry.question;
    bool const target = asked.kind == verdicts::Question::Kind::target;
    bool const bare = judgement.decision.headline == stamp::Verdict::unsigned_link && target;
    if (!bare || !judgement.answer.product) return std::nullopt;
    auto const link = stamp::read_link_target(asked.text, asked.query, asked.host);
    if (!link || link->lot || link->serial) return std::nullopt;
    return judgement.answer.product->code;
}

std::optional<events::Journey> Handlers::journey_of(verdicts::Answer const& answer) const {
    auto const lot = epcis::lot_identifier(answer.lot->gtin, answer.lot->lot);
    auto const producer = answer.producer ? answer.producer->id : std::string();
    auto journey =
        events::journey_of_lot(*services_.store.snapshot(), lot, producer, journey_steps_max);
    if (!journey) return std::nullopt;
    return std::move(*journey);
}

Result<Linked> Handlers::linked_by(http::Request const& request, stamp::StampLink link) const {
    auto const snapshot = services_.store.snapshot();
    auto item = registry::load<registry::TradeItem>(*snapshot, link.gtin);
    if (!item) return item.error();
    Linked out;
    out.host = services_.host;
    out.path = request.path;
    if (out.path.ends_with('/')) out.path.pop_back();
    out.link = std::move(link);
    out.product = std::move(item->product);
    auto const language = choose_language(request.query, request.header("Accept-Language"));
    bool const english = language == Language::en && item->name.en;
    out.title = english ? *item->name.en : std::move(item->name.vi);
    return out;
}

http::Response Handlers::resolve(
    http::Request const& request, LinkWish const& wish, stamp::StampLink link
) const {
    auto const linked = linked_by(request, std::move(link));
    auto const frame = make_frame(request);
    if (!linked) return respond_missing(frame, linked.error(), "product");
    if (wish.linkset) return linkset_response(*linked);
    auto const href = find_link(*linked, wish.type);
    if (!href) {
        auto const& words = frame.words();
        return respond_notice(
            frame, 404, words.text("link_missing_heading"), words.text("missing_text")
        );
    }
    // A fragment stays at the end: the query goes before it (RFC 3986 §3).
    auto const fragment = std::min(href->find('#'), href->size());
    auto const location = href->substr(0, fragment) + "?" + request.query + href->substr(fragment);
    http::Response out;
    out.status = 307;
    out.with("Location", location)
        .with("Vary", "Accept, Accept-Language")
        .with("Cache-Control", "no-store");
    return out;
}

}  // namespace ocop::pages
