#include "pages/handlers.hpp"
#include "pages/words.hpp"
#include "prints/links.hpp"
#include "prints/maker.hpp"

#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <array>

// The page of a print link. It opens nothing: its button does (api/prints.cpp), so that previews
// and prefetches may look.
namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

struct Refusal {
    std::string_view slug;
    std::string_view heading;
    std::string_view text;
};

constexpr std::array refusals{
    Refusal{"link_not_found", "print_missing_heading", "print_missing_text"},
    Refusal{"link_used", "print_used_heading", "print_used_text"},
    Refusal{"link_replaced", "print_replaced_heading", "print_replaced_text"},
    Refusal{"link_expired", "print_expired_heading", "print_expired_text"},
    Refusal{"print_file_gone", "print_gone_heading", "print_gone_text"},
    Refusal{"stamp_state", "print_void_heading", "print_void_text"},
    Refusal{"orders_frozen", "print_frozen_heading", "print_frozen_text"},
};

// Without the stamp's form of a notice: who comes here looks for a file.
http::Response refuse(Frame const& frame, Error const& error) {
    auto const& words = frame.words();
    auto const at = std::find_if(refusals.begin(), refusals.end(), [&](Refusal const& one) {
        return one.slug == error.slug;
    });
    bool const known = at != refusals.end();
    mustache::data page(mustache::data::type::object);
    page.set("heading", words.text(known ? std::string(at->heading) : "failed_heading"));
    page.set("text", words.text(known ? std::string(at->text) : "failed_text"));
    return respond(frame, known ? http::status_of(error.code) : 503, "print", std::move(page));
}

// "1.240 KB" on one line: rounded up, so that nothing is 0.
std::string size_words(Texts const& words, std::int64_t bytes) {
    constexpr std::int64_t kilobyte = 1000;
    auto const size = static_cast<std::uint64_t>((bytes + kilobyte - 1) / kilobyte);
    return number_words(words, size) + "\u00a0KB";
}

mustache::data rows_of(Texts const& words, prints::LinkedRun const& seen) {
    auto const& run = seen.run;
    auto const positions = number_words(words, static_cast<std::uint64_t>(run.first)) + "–" +
                           number_words(words, static_cast<std::uint64_t>(run.last));
    auto const labels = words.filled(
        "print_labels_value",
        {{"count", number_words(words, static_cast<std::uint64_t>(run.count()))},
         {"positions", positions}}
    );
    mustache::data rows(mustache::data::type::list);
    auto const add = [&](std::string const& label, std::string const& text) {
        mustache::data value(mustache::data::type::object);
        value.set("text", text);
        mustache::data values(mustache::data::type::list);
        values << value;
        mustache::data row(mustache::data::type::object);
        row.set("label", words.text(label));
        row.set("values", values);
        rows << row;
    };
    add("print_run", run.label);
    add("print_lot", run.lot);
    add("print_labels", labels);
    add("print_recipient", run.recipient.name);
    add("print_file", run.file->name + " (" + size_words(words, run.file->bytes) + ")");
    add("print_until", time_words(words, seen.open_until()));
    return rows;
}

}  // namespace

http::Response Handlers::show_print_link(http::Request const& request) const {
    auto frame = make_frame(request);
    auto const& words = frame.words();
    frame.title = words.text("print_title");
    auto const token = crypto::sha256(as_bytes(request.capture("token")));
    auto const seen = prints::see_link(*services_.store.snapshot(), token, services_.clock.now());
    if (!seen) return refuse(frame, seen.error());
    std::error_code ignored;
    if (services_.desk == nullptr ||
        !std::filesystem::exists(prints::file_of(*services_.desk, seen->run.id), ignored)) {
        return refuse(frame, Error(Errc::not_found, "print_file_gone"));
    }
    mustache::data page(mustache::data::type::object);
    page.set("heading", words.text("print_title"));
    page.set("rows", rows_of(words, *seen));
    page.set("note", words.text(seen->link.used_at ? "print_broken" : "print_once"));
    page.set("action", frame.path + '?' + with_language("", frame.language));
    auto out = respond(frame, 200, "print", std::move(page));
    // The button's request must carry our Origin, which no-referrer would hide.
    out.with("Referrer-Policy", "same-origin");
    return out;
}

}  // namespace ocop::pages
