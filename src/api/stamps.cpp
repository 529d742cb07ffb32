#include "api/caller.hpp"
#include "api/request.hpp"
#include "api/routes.hpp"
#include "prints/issued.hpp"
#include "qr/draw.hpp"

#include <algorithm>
#include <array>

namespace ocop::api {

namespace {

using prints::IssuedOrder;

constexpr std::int64_t slice = 500;  // stamps signed and sent at a time: some 150 KB

enum class Format : std::uint8_t { json_lines, csv };

struct MediaType {
    std::string_view name;
    Format format;
};

constexpr std::array media_types{
    MediaType{"application/jsonl", Format::json_lines},
    MediaType{"application/x-ndjson", Format::json_lines},
    MediaType{"text/csv", Format::csv},
};

// The query decides; else the first type of Accept that we write; else JSON lines.
Result<Format> read_format(http::Parameters const& query, std::string_view accept) {
    if (auto const format = http::find_parameter(query, "format")) {
        if (*format == "jsonl") {
            return Format::json_lines;
        }
        if (*format == "csv") {
            return Format::csv;
        }
        return query_invalid("format", "must be jsonl or csv");
    }
    auto const* const first = std::min_element(
        media_types.begin(),
        media_types.end(),
        [&](MediaType const& a, MediaType const& b) {
            return accept.find(a.name) < accept.find(b.name);
        }
    );
    return accept.find(first->name) == std::string_view::npos ? Format::json_lines : first->format;
}

// A run of an order's stamps as text, slice by slice. Each call signs one slice.
class LinkSource {
  public:
    LinkSource(Services& services, Caller caller, IssuedOrder order, Format format)
        : services_(services),
          caller_(std::move(caller)),
          order_(std::move(order)),
          format_(format) {}

    void set_positions(std::int64_t first, std::int64_t last) {
        next_ = first;
        last_ = last;
    }

    Result<std::optional<std::string>> operator()() {
        if (next_ > last_) {
            return std::optional<std::string>();
        }
        // A right that is taken away ends the download where it is.
        auto const now = services_.clock.now();
        if (auto ok = check_still(*services_.store.snapshot(), caller_, now); !ok) {
            return ok.error();
        }
        std::string text;
        if (!begun_ && format_ == Format::csv) {
            text = "position,serial,typed,url\r\n";
        }
        auto const count = std::min(slice, last_ - next_ + 1);
        auto const sign = services_.signer.sign_range(
            order_.approved(),
            order_.counter_of(next_),
            static_cast<std::uint64_t>(count),
            [&](signer::SignedStamp const& stamp) {
                append(text, stamp);
                return true;
            }
        );
        if (!sign) {
            return sign.error();
        }
        begun_ = true;
        next_ += count;
        return std::optional(std::move(text));
    }

  private:
    // No value holds a quote, comma, backslash or control, so nothing needs escaping in either
    // format.
    void append(std::string& text, signer::SignedStamp const& stamp) const {
        auto const position = std::to_string(order_.position_of(stamp.counter));
        auto const serial = stamp::format_serial(stamp.serial);
        auto const typed = stamp::format_typed_serial(stamp.serial);
        auto const url = order_.url_of(services_.host, stamp);
        if (format_ == Format::csv) {
            text += position + ',' + serial + ',' + typed + ',' + url + "\r\n";
            return;
        }
        text += R"({"position":)" + position + R"(,"serial":")" + serial + R"(","typed":")" +
                typed + R"(","url":")" + url + "\"}\n";
    }

    Services& services_;
    Caller caller_;
    IssuedOrder order_;
    Format format_;
    std::int64_t next_ = 1;
    std::int64_t last_ = 0;
    bool begun_ = false;
};

Result<IssuedOrder> load_printable(Services& services, http::Request const& request) {
    auto const snapshot = services.store.snapshot();
    auto order = IssuedOrder::load(*snapshot, who_of(request), request.capture("id"));
    if (!order) {
        return order;
    }
    if (auto ok = order->check_printable(*snapshot, services.clock.now()); !ok) {
        return ok.error();
    }
    return order;
}

Result<http::Response> list_links(Services& services, http::Request const& request) {
    auto const query = read_query(request, {"format", "first", "last"});
    if (!query) {
        return query.error();
    }
    auto const format = read_format(*query, request.header("Accept"));
    if (!format) {
        return format.error();
    }
    auto order = load_printable(services, request);
    if (!order) {
        return order.error();
    }
    auto const first = read_number(*query, {"first", 1, order->count(), 1});
    if (!first) {
        return first.error();
    }
    auto const last = read_number(*query, {"last", *first, order->count(), order->count()});
    if (!last) {
        return last.error();
    }
    // Signs nothing, but claims the range: a signer that refuses says so while the status is open.
    auto const claimed = services.signer.sign_range(
        order->approved(), order->counter_of(*first), 0, [](auto const&) { return false; }
    );
    if (!claimed) {
        return claimed.error();
    }
    bool const csv = *format == Format::csv;
    LinkSource source(services, caller_of(request), std::move(*order), *format);
    source.set_positions(*first, *last);
    auto const name = "stamps-" + std::string(request.capture("id")) + (csv ? ".csv" : ".jsonl");
    return http::Response{200, {}, http::BodySource(std::move(source))}
        .with("Content-Type", csv ? "text/csv; charset=utf-8; header=present" : "application/jsonl")
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
}

Result<signer::SignedStamp> sign_one(
    Services& services, IssuedOrder const& order, std::string_view text
) {
    Error const not_found(Errc::not_found, "stamp_not_found");
    auto const serial = stamp::parse_serial(text);
    auto const position = serial ? services.serials.position_of(*serial) : std::nullopt;
    auto const& range = order.range();
    if (!position || position->epoch != range.epoch || position->counter < range.first ||
        position->counter - range.first >= range.count) {
        return not_found;
    }
    Result<signer::SignedStamp> out = not_found;
    auto const ok = services.signer.sign_range(
        order.approved(),
        position->counter,
        1,
        [&](signer::SignedStamp const& stamp) {
            out = stamp;
            return true;
        }
    );
    return ok ? out : ok.error();
}

struct Print {
    qr::Symbol symbol;
    qr::PrintSize size;
};

Result<Print> plan(Services& services, http::Request const& request) {
    auto const query = read_query(request, {"profile", "dpi"});
    if (!query) {
        return query.error();
    }
    auto const dpi = read_number(*query, {"dpi", qr::dpi_min, qr::dpi_max, 300});
    if (!dpi) {
        return dpi.error();
    }
    auto const profile = http::find_parameter(*query, "profile").value_or("phone");
    if (profile != "phone" && profile != "pos") {
        return query_invalid("profile", "must be phone or pos");
    }
    auto const order = load_printable(services, request);
    if (!order) {
        return order.error();
    }
    auto const signed_stamp = sign_one(services, *order, request.capture("serial"));
    if (!signed_stamp) {
        return signed_stamp.error();
    }
    auto const version = order->symbol_version(services.host, qr::Level::m);
    if (!version) {
        return version.error();
    }
    auto symbol = qr::encode(order->url_of(services.host, *signed_stamp), {qr::Level::m, *version});
    if (!symbol) {
        return symbol.error();
    }
    auto const size = qr::plan_print(
        *symbol, profile == "pos" ? qr::Profile::pos : qr::Profile::phone, static_cast<int>(*dpi)
    );
    if (!size) {
        return size.error();
    }
    return Print{std::move(*symbol), *size};
}

Result<http::Response> show_svg(Services& services, http::Request const& request) {
    auto const print = plan(services, request);
    if (!print) {
        return print.error();
    }
    return http::text_response(200, "image/svg+xml", qr::draw_svg(print->symbol, print->size));
}

Result<http::Response> show_png(Services& services, http::Request const& request) {
    auto const print = plan(services, request);
    if (!print) {
        return print.error();
    }
    auto const bytes = qr::draw_png(print->symbol, print->size);
    return http::text_response(200, "image/png", std::string(as_text(bytes)));
}

http::Handler answers(
    Services& services, Result<http::Response> (*answer)(Services&, http::Request const&)
) {
    return [&services, answer](http::Request const& request) -> http::Answer {
        auto response = answer(services, request);
        return response ? std::move(*response) : problem(response.error(), request);
    };
}

}  // namespace

std::vector<http::Route> stamp_routes(Services& s) {
    return {
        get("/api/v1/stamp-orders/{id}/stamps", answers(s, list_links)),
        get("/api/v1/stamp-orders/{id}/stamps/{serial}/qr.svg", answers(s, show_svg)),
        get("/api/v1/stamp-orders/{id}/stamps/{serial}/qr.png", answers(s, show_png)),
    };
}

}  // namespace ocop::api
