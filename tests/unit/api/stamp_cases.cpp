#include "route_cases.hpp"

namespace ocop::test {

void add_inspections(std::vector<RouteCase>& out) {
    std::string const v = "/api/v1/";
    out.push_back({"POST /api/v1/inspections", true, [v](Things const& things) {
                       return Ask{
                           v + "inspections",
                           R"({"device":"may-1","sequence":1,"at":"2026-11-20T03:00:00Z",)"
                           R"("lot":"L1","place":"Chợ","findings":"Không có gì","verified":[],)"
                           R"("action":{"kind":"warn","reason":"Nhắc nhở"},"gtin":")" +
                               things.gtin + "\"}"};
                   }});
    out.push_back({"GET /api/v1/inspections", false, fixed(v + "inspections")});
    for (std::string const rest : {"", "/minutes"}) {
        out.push_back(
            {"GET /api/v1/inspections/{id}" + rest,
             true,
             at(v + "inspections/", &Things::inspection, rest)}
        );
    }
    auto const photo =
        [&](std::string const& noun, std::string Things::*thing, std::string Things::*sha256) {
            out.push_back(
                {"GET /api/v1/" + noun + "/{id}/photos/{sha256}",
                 true,
                 [=](Things const& things) {
                     return Ask{v + noun + '/' + things.*thing + "/photos/" + things.*sha256, ""};
                 }}
            );
        };
    photo("inspections", &Things::inspection, &Things::inspection_photo);
    photo("reports", &Things::report, &Things::report_photo);
    auto const lift = [&](std::string const& rest, std::string body) {
        out.push_back(
            {"POST /api/v1/inspections/{id}/lift" + rest,
             true,
             at(v + "inspections/", &Things::inspection, "/lift" + rest, std::move(body))}
        );
    };
    lift("", R"({"reason":"Đối chiếu lại: không phải bản sao"})");
    lift("/confirm", "");
    out.back().ask = after_reading(std::move(out.back().ask));
    out.push_back({"GET /api/v1/bundle", false, fixed(v + "bundle")});
    auto const filters = v + "bundle/lots/" + std::string(64, '0');
    out.push_back({"GET /api/v1/bundle/lots/{hash}", false, fixed(filters)});
    // The point that the curve is given with.
    std::string const point =
        "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";
    out.push_back(
        {"POST /api/v1/devices",
         false,
         fixed(v + "devices", R"({"name":"Máy","public_key":")" + point + "\"}")}
    );
    out.push_back({"GET /api/v1/devices", false, fixed(v + "devices")});
    out.push_back(
        {"POST /api/v1/devices/{id}/revoke",
         true,
         at(v + "devices/", &Things::device, "/revoke", R"({"reason":"Mất máy"})")}
    );
    out.push_back({"GET /api/v1/holds", false, fixed(v + "holds")});
    auto const hold = [&](std::string const& method, std::string const& rest, std::string body) {
        out.push_back(
            {method + " /api/v1/holds/{id}" + rest,
             true,
             at(v + "holds/", &Things::hold, rest, std::move(body))}
        );
    };
    hold("GET", "", "");
    hold("POST", "/confirm", "");
    hold("POST", "/lift", R"({"reason":"Không có vi phạm"})");
    auto const recall = [&](std::string const& method, std::string const& rest, std::string body) {
        out.push_back(
            {method + " /api/v1/lots/{gtin}/{lot}/recall" + rest,
             true,
             at(v + "lots/", &Things::gtin, "/L1/recall" + rest, std::move(body))}
        );
    };
    recall("POST", "", R"({"reason":"Hỏng bao bì"})");
    recall("GET", "", "");
    recall("POST", "/confirm", "{" + decision + "}");
    out.back().ask = after_reading(std::move(out.back().ask));
    recall("POST", "/drop", R"({"reason":"Chưa đủ căn cứ"})");
    out.back().ask = after_reading(std::move(out.back().ask));
    recall("POST", "/lift", "{" + decision + R"(,"reason":"Đã khắc phục"})");
    recall("POST", "/lift/confirm", R"({"decision":"9/QĐ-UBND"})");
    out.back().ask = after_reading(std::move(out.back().ask));
    recall("POST", "/reply", R"({"text":"Đã đổi nhà cung cấp"})");
}

void add_quotas(std::vector<RouteCase>& out) {
    std::string const v = "/api/v1/quotas";
    out.push_back({"POST /api/v1/quotas", true, [v](Things const& things) {
                       return Ask{
                           v,
                           R"({"season":"2027","from":"2027-01-01","to":"2027-12-31",)"
                           R"("declared":{"value":5,"unit":"kg"},"product":")" +
                               things.product + "\"}"};
                   }});
    out.push_back({"GET /api/v1/quotas/{id}", true, at(v + "/", &Things::quota, "")});
    auto const act = [&](std::string const& rest, std::string const& body) {
        out.push_back(
            {"POST /api/v1/quotas/{id}" + rest, true, at(v + "/", &Things::quota, rest, body)}
        );
    };
    act("/attest",
        R"({"area_m2":5000,"yield_per_ha":{"value":2000,"unit":"kg"},"basis":"đo tại vườn"})");
    act("/raise", R"({"limit":{"value":900000,"unit":"kg"},"reason":"được mùa"})");
    act("/raise/confirm", "");
    out.back().ask = after_reading(std::move(out.back().ask));
    out.push_back(
        {"GET /api/v1/quotas/{id}/reconciliation",
         true,
         at(v + "/", &Things::quota, "/reconciliation")}
    );
}

void add_stamps(std::vector<RouteCase>& out) {
    std::string const v = "/api/v1/stamp-orders";
    out.push_back({"POST /api/v1/stamp-orders", true, [v](Things const& things) {
                       return Ask{v, R"({"lot":"L1","count":5,"gtin":")" + things.gtin + "\"}"};
                   }});
    auto const order = [&](std::string const& method,
                           std::string Things::*thing,
                           std::string const& rest,
                           std::string const& body = {}) {
        out.push_back(
            {method + " /api/v1/stamp-orders/{id}" + rest, true, at(v + "/", thing, rest, body)}
        );
    };
    order("GET", &Things::issued, "");
    order("POST", &Things::requested, "/approve");
    out.push_back({"POST /api/v1/stamp-orders/approve", true, [](Things const& things) {
                       return Ask{
                           "/api/v1/stamp-orders/approve",
                           R"({"orders":[{"id":")" + things.requested + "\"}]}"};
                   }});
    order("POST", &Things::approved, "/issue");
    order("POST", &Things::requested, "/cancel");
    order("POST", &Things::issued, "/activate", R"({"first":1,"last":2})");
    order("POST", &Things::issued, "/moves", R"({"to":"received","count":1})");
    order("POST", &Things::issued, "/void", R"({"positions":"1","reason":"in sai"})");
    order("GET", &Things::issued, "/moves");
    order("GET", &Things::issued, "/segments");
    order("GET", &Things::issued, "/reconciliation");
    order("POST", &Things::issued, "/stocktakes", R"({"on_hand":0})");
    out.push_back({"POST /api/v1/destructions", true, [](Things const& things) {
                       return Ask{
                           "/api/v1/destructions",
                           R"({"positions":"1","reason":"in sai","method":"đốt","order":")" +
                               things.issued + "\"}"};
                   }});
    std::string const destroyed = "/api/v1/destructions/";
    out.push_back({"GET /api/v1/destructions/{id}", true, at(destroyed, &Things::destruction, "")});
    out.push_back(
        {"POST /api/v1/destructions/{id}/confirm",
         true,
         at(destroyed, &Things::destruction, "/confirm")}
    );
    add_prints(out);
    out.push_back({"GET /api/v1/keys/{kid}", false, fixed("/api/v1/keys/0001")});
    out.push_back(
        {"POST /api/v1/keys/{kid}/revoke",
         false,
         fixed("/api/v1/keys/0001/revoke", R"({"reason":"drill"})")}
    );
    std::string const closing = R"({"outcome":"harmless","reason":"Mẫu"})";
    std::string const reports = "/api/v1/reports/";
    auto const add = [&](std::string const& path, std::string Things::*thing) {
        out.push_back({"GET " + path + "{id}", true, at(path, thing, "")});
        out.push_back({"POST " + path + "{id}/close", true, at(path, thing, "/close", closing)});
    };
    add("/api/v1/alerts/", &Things::alert);
    add(reports, &Things::report);
    auto const forget = at(reports, &Things::report, "/erase-contact");
    out.push_back({"POST " + reports + "{id}/erase-contact", true, forget});
}

}  // namespace ocop::test
