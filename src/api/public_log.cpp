#include "api/read.hpp"
#include "api/routes.hpp"
#include "tlog/publisher.hpp"

#include <ocop/base/encoding.hpp>

// The public log, for anyone: C2SP tlog-tiles below /log, and proofs.
namespace ocop::api {

namespace {

http::Answer absent(http::Request const& request) {
    // A cached 404 of a tile that is there a second later would break its readers.
    return http::problem_response(Error(Errc::not_found, "tile_not_found"), request.id)
        .with("Cache-Control", "no-store");
}

http::Handler checkpoint(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const head = services.log.current();
        if (!head) {
            return problem(head.error(), request);
        }
        return http::text_response(200, "text/plain; charset=utf-8", (*head)->note)
            .with("Cache-Control", "no-cache");
    };
}

// Of what is published: a reader never meets a tile that no checkpoint is for.
http::Handler tile(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const path = ledger::parse_tile_path("tile/" + std::string(request.capture("path")));
        auto const head = services.log.current();
        if (!head) {
            return problem(head.error(), request);
        }
        if (!path || path->width > ledger::width_at(path->tile, (*head)->tree.size)) {
            return absent(request);
        }
        auto const snapshot = services.store.snapshot();
        auto bytes = path->kind == ledger::TilePath::Kind::entries
                         ? tlog::read_bundle(*snapshot, path->tile.index, path->width)
                         : tlog::read_tile(*snapshot, path->tile, path->width);
        if (!bytes) {
            return problem(bytes.error(), request);
        }
        return http::text_response(200, "application/octet-stream", std::move(*bytes))
            .with("Cache-Control", "public, max-age=31536000, immutable");
    };
}

// A file that says that an entry is in the log. With ?witnessed=true under the last checkpoint that
// witnesses cosigned, else under the newest.
http::Handler proof(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const query = read_query(request, {"index", "witnessed"});
        if (!query) {
            return problem(query.error(), request);
        }
        auto const index = read_number(*query, {"index", 0, INT64_MAX, -1});
        if (!index) {
            return problem(index.error(), request);
        }
        if (*index < 0) {
            return problem(query_invalid("index", "must be given"), request);
        }
        auto const witnessed = http::find_parameter(*query, "witnessed").value_or("false");
        if (witnessed != "true" && witnessed != "false") {
            return problem(query_invalid("witnessed", "must be true or false"), request);
        }
        auto const snapshot = services.store.snapshot();
        auto head = tlog::load_head(*snapshot);
        if (witnessed == "true") {
            auto const cosigned = services.log.witnessed();
            head = cosigned ? Result<tlog::Head>(*cosigned)
                            : Error(Errc::not_found, "checkpoint_not_witnessed");
        }
        auto const made = head ? tlog::prove(*snapshot, static_cast<std::uint64_t>(*index), *head)
                               : Result<ledger::LogProof>(head.error());
        if (!made) {
            return problem(made.error(), request);
        }
        auto const name = std::to_string(*index) + ".tlog-proof";
        return http::text_response(
                   200, "text/plain; charset=utf-8", ledger::encode_log_proof(*made)
        )
            .with("Content-Disposition", "attachment; filename=\"" + name + "\"")
            .with("Cache-Control", "no-store");
    };
}

}  // namespace

std::vector<http::Route> public_log_routes(Services& s) {
    return {
        open(get("/log/checkpoint", checkpoint(s))),
        open(get("/log/tile/{path...}", tile(s))),
        open(get("/api/v1/proof", proof(s))),
    };
}

}  // namespace ocop::api
