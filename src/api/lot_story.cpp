#include "api/lot_events.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "events/lot_export.hpp"
#include "events/story.hpp"
#include "events/templates.hpp"
#include "events/tt02.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/epcis/identifier.hpp>

#include <array>

namespace ocop::api {

namespace {

using events::Ask;

constexpr std::array<std::pair<Ask, std::string_view>, 11> asks{{
    {Ask::quantity, "quantity"},
    {Ask::inputs, "inputs"},
    {Ask::outputs, "outputs"},
    {Ask::to, "to"},
    {Ask::from, "from"},
    {Ask::temperature, "temperature"},
    {Ask::humidity, "humidity"},
    {Ask::material, "material"},
    {Ask::phi_days, "phi_days"},
    {Ask::photos, "photos"},
    {Ask::documents, "documents"},
}};

json::object words(events::Words const& text) {
    return {{"vi", text.vi}, {"en", text.en}};
}

json::array names_of(Ask set) {
    json::array out;
    for (auto const& [ask, name] : asks) {
        if (events::has(set, ask)) {
            out.emplace_back(name);
        }
    }
    return out;
}

json::object show_step(events::ValueChain const& chain, events::StepTemplate const& step) {
    json::object out{
        {"key", events::full_key({&chain, &step})},
        {"name", words(step.name)},
        {"type", events::type_name(step.form)},
        {"action", nullptr},
        {"biz_step", step.biz_step},
        {"disposition", step.disposition},
        {"asks", names_of(step.asks)},
        {"must", names_of(step.must)},
        {"unit", nullptr}};
    if (step.form != events::StepForm::transforms) {
        out["action"] = step.form == events::StepForm::adds ? "ADD" : "OBSERVE";
    }
    if (!step.unit.empty()) {
        out["unit"] = step.unit;
    }
    return out;
}

http::Answer list_templates(http::Request const& request) {
    if (auto const query = read_query(request, {}); !query) {
        return problem(query.error(), request);
    }
    json::array chains;
    for (auto const& chain : events::value_chains()) {
        json::array steps;
        for (auto const& step : chain.steps) {
            steps.push_back(show_step(chain, step));
        }
        chains.push_back(json::object{
            {"key", chain.key}, {"name", words(chain.name)}, {"steps", std::move(steps)}});
    }
    json::array columns;
    for (auto const& column : events::csv_columns()) {
        columns.push_back(words(column.name));
    }
    return http::json_response(
        200,
        json::serialize(json::object{
            {"items", std::move(chains)}, {"csv_columns", std::move(columns)}})
    );
}

Result<http::Response> story(store::Reader const& reader, http::Request const& request) {
    auto const page = read_page(request);
    if (!page) {
        return page.error();
    }
    auto const after = parse_decimal(page->after.empty() ? "0" : page->after, UINT64_MAX);
    if (!after) {
        return query_invalid("after", "must be an event's number");
    }
    auto const lot = load_told_lot(reader, request);
    if (!lot) {
        return lot.error();
    }
    auto const found = events::lot_story(
        reader, who_of(request), {epcis::lot_identifier(lot->gtin, lot->lot), *after, page->limit}
    );
    if (!found) {
        return found.error();
    }
    json::object body{{"items", json::write(found->events)}, {"cut", found->cut}};
    auto response = http::json_response(200, json::serialize(body));
    if (found->next) {
        response.with(
            "Link",
            "<" + request.path + "?limit=" + std::to_string(page->limit) +
                "&after=" + std::to_string(*found->next) + ">; rel=\"next\""
        );
    }
    return response;
}

Result<http::Response> tt02(
    store::Reader const& reader, http::Request const& request, Instant now
) {
    if (auto const query = read_query(request, {}); !query) {
        return query.error();
    }
    auto const lot = load_told_lot(reader, request);
    if (!lot) {
        return lot.error();
    }
    auto const sheet = events::tt02_of(reader, who_of(request), *lot, legal_day(now));
    if (!sheet) {
        return sheet.error();
    }
    return http::json_response(200, json::serialize(json::write(*sheet)));
}

Result<http::Response> document(
    store::Reader const& reader, http::Request const& request, Instant now
) {
    if (auto const query = read_query(request, {}); !query) {
        return query.error();
    }
    auto const lot = load_told_lot(reader, request);
    if (!lot) {
        return lot.error();
    }
    auto const found =
        events::export_lot(reader, who_of(request), epcis::lot_identifier(lot->gtin, lot->lot));
    if (!found) {
        return found.error();
    }
    auto response = http::text_response(
        200,
        "application/ld+json",
        json::serialize(events::document_of(*found, epcis::EpcFormat::digital_link, now))
    );
    response.with(
        "Content-Disposition", "attachment; filename=\"" + lot->gtin + "-" + lot->lot + ".jsonld\""
    );
    std::string cut;
    for (auto const& bound : found->cut) {
        cut += (cut.empty() ? "" : ", ") + bound;
    }
    if (!cut.empty()) {
        response.with("OCOP-Cut", cut);
    }
    return response;
}

template <class Make>
http::Handler reads(Services& services, Make make) {
    return [&services, make](http::Request const& request) -> http::Answer {
        auto answer = make(*services.store.snapshot(), request);
        return answer ? std::move(*answer) : problem(answer.error(), request);
    };
}

template <class Make>
http::Handler reads_now(Services& services, Make make) {
    return reads(services, [&services, make](auto const& reader, auto const& request) {
        return make(reader, request, services.clock.now());
    });
}

}  // namespace

std::vector<http::Route> lot_story_routes(Services& services) {
    return {
        get("/api/v1/step-templates", list_templates),
        get("/api/v1/lots/{gtin}/{lot}/events", reads(services, story)),
        get("/api/v1/lots/{gtin}/{lot}/epcis", reads_now(services, document)),
        get("/api/v1/lots/{gtin}/{lot}/tt02", reads_now(services, tt02)),
    };
}

}  // namespace ocop::api
