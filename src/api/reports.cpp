#include "api/photos.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "http/addresses.hpp"
#include "reports/allowance.hpp"
#include "reports/photos.hpp"
#include "verdicts/reporting.hpp"

namespace ocop::api {

namespace {

Result<http::Response> write_report(
    Services& services,
    store::Transaction& tx,
    reports::NewReport const& report,
    reports::Judged const& judged,
    reports::Sender const& sender
) {
    if (auto const taken = reports::admit(tx, sender, 0); !taken) {
        return taken.error();
    }
    auto const filed = reports::file_report(tx, services.random, services.vault, report, judged);
    if (!filed) {
        return filed.error();
    }
    json::object out;
    out["id"] = filed->id;
    out["received_at"] = to_text(filed->received_at);
    out["verdict"] = filed->verdict;
    return http::json_response(201, json::serialize(out));
}

// Takes no Idempotency-Key, as a check does not.
http::Handler file(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto body = read_body<reports::NewReport>(request);
        auto const checked = body ? reports::check_report(std::move(*body)) : body;
        if (!checked) {
            return problem(checked.error(), request);
        }
        auto judged =
            verdicts::judge_reported(services.verdicts, checked->stamp, services.unissued);
        reports::Sender const sender{
            http::client_of(request.peer), checks::new_day_key(services.random)};
        auto decide = [&services, report = *checked, judged = std::move(judged), sender](auto& tx) {
            return write_report(services, tx, report, judged, sender);
        };
        return commit(services.store, request.id, std::move(decide));
    };
}

http::Handler list_reports(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const query = read_query(request, {"state", "limit", "after"});
        if (!query) {
            return problem(query.error(), request);
        }
        auto const word = http::find_parameter(*query, "state");
        std::optional<reports::State> state;
        if (word == "open" || word == "closed") {
            state = word == "open" ? reports::State::open : reports::State::closed;
        } else if (word) {
            return problem(query_invalid("state", "must be open or closed"), request);
        }
        auto const limit = read_number(*query, {"limit", 1, page_limit_max, page_limit_default});
        if (!limit) {
            return problem(limit.error(), request);
        }
        auto const after = http::find_parameter(*query, "after").value_or(std::string_view());
        PageRequest const page{std::string(after), static_cast<std::size_t>(*limit)};
        auto const snapshot = services.store.snapshot();
        auto const found = reports::list(*snapshot, who_of(request), state, page.after, page.limit);
        if (!found) {
            return problem(found.error(), request);
        }
        auto response = respond_page(request, page, listed(found->reports, {}));
        if (found->next) {
            auto const filter = word ? "state=" + std::string(*word) + '&' : std::string();
            response.with(
                "Link",
                '<' + request.path + '?' + filter + "limit=" + std::to_string(page.limit) +
                    "&after=" + *found->next + R"(>; rel="next")"
            );
        }
        return response;
    };
}

Result<http::Response> load_report(store::Reader const& reader, Call const& call) {
    auto const report = reports::load_for(reader, call.services.vault, call.who, call.subject());
    return report ? Result<http::Response>(show(call.request, json::write(*report)))
                  : report.error();
}

// It may hold how to reach a buyer, so its reading is itself an audit entry.
http::Handler show_report(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        return queue_read(services, request, load_report);
    };
}

Result<http::Response> photo(Services& services, store::Reader const& reader, Call const& call) {
    auto const report = reports::load_for(reader, services.vault, call.who, call.subject());
    if (!report) {
        return report.error();
    }
    auto const name = reports::name_of_photo(*report, call.request.capture("sha256"));
    return name ? send_photo(services, *name) : name.error();
}

http::Handler show_photo(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        return queue_read(services, request, [&services](auto const& reader, Call const& call) {
            return photo(services, reader, call);
        });
    };
}

}  // namespace

std::vector<http::Route> report_routes(Services& s) {
    return {
        open(post("/api/v1/reports", file(s))),
        get("/api/v1/reports", list_reports(s)),
        get("/api/v1/reports/{id}", show_report(s)),
        get("/api/v1/reports/{id}/photos/{sha256}", show_photo(s)),
        post("/api/v1/reports/{id}/close", changes(s, reports::close)),
        post("/api/v1/reports/{id}/erase-contact", changes(s, reports::erase_contact)),
    };
}

}  // namespace ocop::api
