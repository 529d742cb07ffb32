#include "dashboards/boards.hpp"

#include "api/read.hpp"
#include "api/routes.hpp"
#include "dashboards/pdf.hpp"
#include "tlog/health.hpp"

// What officials look at as a whole: dashboards, and how the ledger stands.
namespace ocop::api {

namespace {

Result<dashboards::Overview> load_overview(
    dashboards::Boards& boards, http::Request const& request
) {
    auto const query = read_query(request, {"days"});
    if (!query) {
        return query.error();
    }
    auto const days = read_number(*query, {"days", 1, dashboards::days_max, dashboards::days_max});
    if (!days) {
        return days.error();
    }
    auto const reading = boards.reading();
    if (!reading) {
        return reading.error();
    }
    return dashboards::overview_of(**reading, static_cast<int>(*days));
}

http::Handler shows_overview(std::shared_ptr<dashboards::Boards> const& boards) {
    return [boards](http::Request const& request) -> http::Answer {
        auto const overview = load_overview(*boards, request);
        if (!overview) {
            return problem(overview.error(), request);
        }
        return http::json_response(200, json::serialize(json::write(*overview)));
    };
}

Result<std::string> draw(dashboards::Boards& boards, http::Request const& request) {
    auto const overview = load_overview(boards, request);
    if (!overview) {
        return overview.error();
    }
    auto const font = sheets::Font::load(sheets::font_path);
    if (!font) {
        return Error(Errc::unavailable, "font_missing");
    }
    return dashboards::draw_overview(*overview, *font);
}

http::Handler draws_overview(std::shared_ptr<dashboards::Boards> const& boards) {
    return [boards](http::Request const& request) -> http::Answer {
        auto pdf = draw(*boards, request);
        if (!pdf) {
            return problem(pdf.error(), request);
        }
        return http::text_response(200, "application/pdf", std::move(*pdf))
            .with("Content-Disposition", "attachment; filename=\"tong-quan.pdf\"")
            .with("Cache-Control", "no-store");
    };
}

Result<json::value> load_ledger(Services& services) {
    auto const witnessed = services.log.witnessed();
    auto const health = tlog::load_health(*services.store.snapshot(), witnessed.get());
    if (!health) {
        return health.error();
    }
    auto out = json::write(*health);
    auto& object = out.as_object();
    object["accepts_writes"] = services.store.ready();
    if (auto const room = services.disk_room ? services.disk_room() : std::nullopt) {
        object["disk"] = json::write(*room);
    }
    return out;
}

http::Handler shows_ledger(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto const health = load_ledger(services);
        if (!health) {
            return problem(health.error(), request);
        }
        return http::json_response(200, json::serialize(*health));
    };
}

}  // namespace

std::vector<http::Route> board_routes(Services& s) {
    auto const boards = std::make_shared<dashboards::Boards>(s.store, s.clock);
    return {
        get("/api/v1/dashboards/overview", shows_overview(boards)),
        get("/api/v1/dashboards/overview.pdf", draws_overview(boards)),
        get("/api/v1/ledger/health", shows_ledger(s)),
    };
}

}  // namespace ocop::api
