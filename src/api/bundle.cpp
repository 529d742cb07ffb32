#include "api/read.hpp"
#include "api/routes.hpp"
#include "http/codings.hpp"

// What an inspector's device fetches to work without a network: bundle/FORMAT.md, Routes.
namespace ocop::api {

namespace {

constexpr std::size_t piece_bytes = std::size_t{256} * 1024;

// The bytes that `served` keeps, a piece at a time: a slow reader holds no copy of them.
http::BodySource pieces_of(std::shared_ptr<bundles::Served const> served, bool packed) {
    return [served = std::move(served), packed, at = std::size_t{0}](
           ) mutable -> Result<std::optional<std::string>> {
        auto const& bytes = packed ? served->gzip : served->file;
        if (at == bytes.size()) {
            return std::optional<std::string>();
        }
        auto piece = bytes.substr(at, piece_bytes);
        at += piece.size();
        return std::optional<std::string>(std::move(piece));
    };
}

// Two encodings are two representations, each with a tag of its own (RFC 9110 §8.8.3.3).
std::string tag_of(bundles::Served const& served, bool packed) {
    return '"' + served.tag + (packed ? "-gzip\"" : "\"");
}

bool knows(http::Request const& request, bundles::Served const& served) {
    auto const known = request.header("If-None-Match");
    return http::names_tag(known, tag_of(served, false)) ||
           http::names_tag(known, tag_of(served, true));
}

http::Handler bundle(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto served = services.bundle.current();
        if (!served) {
            return problem(served.error(), request);
        }
        bool const packed = http::accepts_coding(request.header("Accept-Encoding"), "gzip");
        http::Response out;
        out.with("Cache-Control", "private, no-cache")
            .with("Vary", "Accept-Encoding")
            .with("ETag", tag_of(**served, packed));
        // While a new one is made the one before is given, however old it is by then.
        auto const age = services.clock.now().ms - (*served)->issued_at.ms;
        if (age < bundles::head_ms_max && knows(request, **served)) {
            out.status = 304;
            return out;
        }
        out.with("Content-Type", "application/octet-stream");
        if (packed) {
            out.with("Content-Encoding", "gzip");
        }
        out.body = pieces_of(std::move(*served), packed);
        return out;
    };
}

// The hash names the bytes: they never change.
http::Handler lot_filters(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto bytes = services.bundle.files().read(request.capture("hash"));
        if (!bytes) {
            return problem(bytes.error(), request);
        }
        return http::text_response(200, "application/octet-stream", std::move(*bytes))
            .with("Cache-Control", "private, immutable, max-age=31536000");
    };
}

}  // namespace

std::vector<http::Route> bundle_routes(Services& s) {
    return {
        get("/api/v1/bundle", bundle(s)),
        get("/api/v1/bundle/lots/{hash}", lot_filters(s)),
    };
}

}  // namespace ocop::api
