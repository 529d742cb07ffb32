#pragma once

#include "events/journey.hpp"
#include "http/message.hpp"
#include "pages/frame.hpp"
#include "pages/linkset.hpp"
#include "pages/question.hpp"
#include "pages/services.hpp"
#include "pages/site.hpp"

#include <memory>
#include <string>

namespace ocop::pages {

// The handlers behind routes(). `services` must outlive it. Any thread; block on store reads only.
class Handlers : public std::enable_shared_from_this<Handlers> {
  public:
    // Throws std::runtime_error when the files of the pages are not as they must be.
    explicit Handlers(Services& services);

    http::Response home(http::Request const& request) const;
    // /01/…: to the verdict page with the query as it came, byte for byte; 400 when malformed. To
    // who asks for it (linkset.hpp) the set of links, or one of them; 404 where there is none.
    http::Response redirect(http::Request const& request) const;
    // The other GS1 keys: 404 when well formed, 400 when not.
    http::Response other_key(http::Request const& request) const;
    // A product link without lot and serial shows the product's page.
    http::Response show_link(http::Request const& request) const;
    http::Response show_typed(http::Request const& request) const;
    // Counts a check and answers 303 to its receipt; with a `pin` in the form, of that PIN: a slip
    // of the finger gets the verdict page again and costs nothing, a busy stamp 429. 403 from
    // another site; what is in no issued order is not counted and gets its verdict page again.
    http::Answer check_link(http::Request const& request) const;
    http::Answer check_typed(http::Request const& request) const;
    // The page of a ticket that has not matured refreshes itself.
    // A buyer's report of a stamp that looks wrong: the form (?stamp= fills it), and its filing,
    // which answers 201 with the evidence id; 400 with the form again, 403 from another site.
    http::Response show_report_form(http::Request const& request) const;
    http::Answer file_report(http::Request const& request) const;
    http::Response show_receipt(http::Request const& request) const;
    // The signed answer of a receipt, as a file; 404 where there is none.
    http::Response show_answer(http::Request const& request) const;
    // The buyer who confirmed the PIN says that the pack is open: 303 to the receipt.
    http::Answer tell_opened(http::Request const& request) const;
    // What a print link opens, with the button that opens it; 404, 409, 422 and why not.
    http::Response show_print_link(http::Request const& request) const;
    // In browse_handlers.cpp. 404 for what the register does not have, 503 when it cannot be read.
    http::Response show_catalogue(http::Request const& request) const;
    http::Response show_product(http::Request const& request) const;
    http::Response show_producer(http::Request const& request) const;
    http::Response show_address(http::Request const& request) const;
    http::Response style(http::Request const& request) const;
    http::Response robots(http::Request const& request) const;
    http::Response icon(http::Request const& request) const;

  private:
    // A scan and what was made of it.
    struct Scan {
        Frame frame;
        Enquiry enquiry;
        verdicts::Judgement judged;
    };

    Frame make_frame(http::Request const& request) const;
    struct Filing;
    void keep_photos(Filing& filing) const;
    void commit_report(std::shared_ptr<Filing> const& filing) const;
    // Keeps in mind what is well signed and was never issued.
    verdicts::Judgement judge(verdicts::Question const& question) const;
    http::Response show(http::Request const& request, Enquiry const& enquiry) const;
    http::Response show_verdict(Scan scan, std::string const& note = {}) const;
    http::Response respond_product(http::Request const& request, std::string_view code) const;
    std::optional<std::string> product_of_bare_link(
        Enquiry const& enquiry, verdicts::Judgement const& judgement
    ) const;
    // Of the answer's lot; none: it could not be read.
    std::optional<events::Journey> journey_of(verdicts::Answer const& answer) const;
    http::Response resolve(
        http::Request const& request, LinkWish const& wish, stamp::StampLink link
    ) const;
    Result<Linked> linked_by(http::Request const& request, stamp::StampLink link) const;
    http::Answer check(http::Request const& request, Enquiry const& enquiry) const;
    http::Answer check_pin(Scan scan, http::Request const& request, std::string_view pin) const;
    http::Answer redirect_after(Frame const& frame, std::string location, store::Work work) const;

    Services& services_;
    SiteSource const source_;
};

}  // namespace ocop::pages
