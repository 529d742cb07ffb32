#include "service.hpp"

#include <chrono>

namespace ocop::test {

namespace {

std::string const producer_body =
    R"({"name":{"vi":"Hộ Mẫu"},"legal_form":"household","commune_code":"08620",)"
    R"("address":"Xóm Mẫu"})";

Headers keyed(std::string key) {
    return {{"Idempotency-Key", std::move(key)}};
}

Headers if_match(std::string tags) {
    return {{"If-Match", std::move(tags)}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write)

BOOST_AUTO_TEST_CASE(what_is_created_has_a_location_and_an_entity_tag) {
    Service service;
    auto const made = service.post("/api/v1/producers", producer_body);
    BOOST_TEST(made.status() == 201);
    BOOST_TEST(made.header("Location") == "/api/v1/producers/" + made.string_at("/id"));
    BOOST_TEST(made.header("ETag") == "\"1\"");
    BOOST_TEST(made.header("Content-Type") == "application/json");
    auto const read = service.get(std::string(made.header("Location")));
    BOOST_TEST(read.text() == made.text());
    BOOST_TEST(read.header("ETag") == "\"1\"");
}

BOOST_AUTO_TEST_CASE(every_location_leads_to_the_record) {
    RegisteredService service;
    auto const made = service.post(
        "/api/v1/lots",
        R"({"gtin":")" + service.gtin +
            R"(","lot":"a-7","made_on":"2026-10-01","quantity":{"value":1,"unit":"kg"}})"
    );
    BOOST_TEST(made.header("Location") == "/api/v1/lots/" + service.gtin + "/A-7");
    BOOST_TEST(service.get(std::string(made.header("Location"))).text() == made.text());
    auto const order = service.try_order("5");
    BOOST_TEST(service.get(std::string(order.header("Location"))).text() == order.text());
    for (auto const& path :
         {"/api/v1/products/" + service.product,
          "/api/v1/certificates/" + service.certificate,
          "/api/v1/trade-items/" + service.gtin,
          std::string("/api/v1/authorities/phu-tho")}) {
        BOOST_TEST(service.get(path).status() == 200, path);
    }
    auto const place = service.post(
        "/api/v1/places",
        R"({"kind":"plot","name":{"vi":"Đồi chè"},"producer":")" + service.producer +
            R"(","commune_code":"08620"})"
    );
    BOOST_TEST(service.get(std::string(place.header("Location"))).text() == place.text());
}

BOOST_AUTO_TEST_CASE(a_gtin_is_allocated_from_the_authoritys_own_prefix) {
    RegisteredService service;
    BOOST_TEST(service.gtin == "09521234000006");
    auto const next = service.create(
        "/api/v1/trade-items",
        R"({"product":")" + service.product +
            R"(","name":{"vi":"Chè 200 g"},"net_content":{"value":200,"unit":"g"}})",
        "gtin"
    );
    BOOST_TEST(next == "09521234000013");
    auto const taken = service.post(
        "/api/v1/trade-items",
        R"({"gtin":"9521234000013","product":")" + service.product +
            R"(","name":{"vi":"Chè"},"net_content":{"value":200,"unit":"g"}})"
    );
    BOOST_TEST(taken.status() == 409);
    BOOST_TEST(taken.problem() == "trade_item_exists");
}

BOOST_AUTO_TEST_CASE(the_same_key_and_request_get_the_first_answer_again_and_change_nothing) {
    Service service;
    auto const first = service.post("/api/v1/producers", producer_body, keyed("k1"));
    BOOST_TEST(first.status() == 201);
    auto const after = service.contents();
    auto const again = service.post("/api/v1/producers", producer_body, keyed("k1"));
    BOOST_TEST(again.status() == 201);
    BOOST_TEST(again.text() == first.text());
    for (auto const* name : {"Location", "ETag", "Content-Type"}) {
        BOOST_TEST(again.header(name) == first.header(name), name);
    }
    BOOST_TEST((service.contents() == after));
    auto const other = service.post("/api/v1/producers", producer_body, keyed("k2"));
    BOOST_TEST(other.string_at("/id") != first.string_at("/id"));
}

BOOST_AUTO_TEST_CASE(a_key_used_for_another_request_is_refused) {
    RegisteredService service;
    auto const id = service.try_order("5").string_at("/id");
    BOOST_TEST(service.post("/api/v1/producers", producer_body, keyed("k")).status() == 201);
    auto const before = service.contents();
    auto const changed_body = producer_body.substr(0, producer_body.size() - 1) + " }";
    for (auto const& reply :
         {service.post("/api/v1/producers", changed_body, keyed("k")),
          service.put("/api/v1/producers/x", producer_body, keyed("k")),
          service.post("/api/v1/stamp-orders/" + id + "/approve", {}, keyed("k"))}) {
        BOOST_TEST(reply.status() == 422);
        BOOST_TEST(reply.problem() == "idempotency_key_reused");
    }
    BOOST_TEST((service.contents() == before));
    auto const steps = "/api/v1/stamp-orders/" + id;
    std::swap(service.token, service.second_token);
    BOOST_TEST(service.post(steps + "/approve", {}, keyed("step")).status() == 200);
    BOOST_TEST(
        service.post(steps + "/cancel", {}, keyed("step")).problem() == "idempotency_key_reused"
    );
    auto const bad = service.post("/api/v1/producers", producer_body, keyed(std::string(201, 'k')));
    BOOST_TEST(bad.problem() == "idempotency_key_malformed");
}

BOOST_AUTO_TEST_CASE(a_key_belongs_to_its_account) {
    Service service;
    auto const mine = service.post("/api/v1/producers", producer_body, keyed("k"));
    service.token = service.add_administrator("other", "Chi cục");
    auto const theirs = service.post("/api/v1/producers", producer_body, keyed("k"));
    BOOST_TEST(theirs.status() == 201);
    BOOST_TEST(theirs.string_at("/id") != mine.string_at("/id"));
}

BOOST_AUTO_TEST_CASE(a_refusal_is_not_remembered_and_a_step_is_taken_once_per_key) {
    RegisteredService service;
    auto const id = service.try_order("5").string_at("/id");
    auto const path = "/api/v1/stamp-orders/" + id;
    BOOST_TEST(service.post(path + "/issue", {}, keyed("k")).problem() == "order_state");
    BOOST_TEST(service.approve(id).status() == 200);
    auto const issued = service.post(path + "/issue", {}, keyed("k"));
    BOOST_TEST(issued.status() == 200);
    auto const again = service.post(path + "/issue", {}, keyed("k"));
    BOOST_TEST(again.status() == 200);
    BOOST_TEST(again.text() == issued.text());
    BOOST_TEST(service.post(path + "/issue").problem() == "order_state");
}

BOOST_AUTO_TEST_CASE(a_change_against_an_old_revision_is_refused) {
    Service service;
    auto const made = service.post("/api/v1/producers", producer_body);
    auto const path = std::string(made.header("Location"));
    auto body = producer_body;
    body.replace(body.find("Xóm Mẫu"), std::string("Xóm Mẫu").size(), "Xóm Hai");

    auto const second = service.put(path, body, if_match("\"1\""));
    BOOST_TEST(second.status() == 200);
    BOOST_TEST(second.header("ETag") == "\"2\"");
    BOOST_TEST(second.string_at("/address") == "Xóm Hai");
    auto const before = service.contents();
    for (auto const* tags : {"\"1\"", "\"3\"", "W/\"2\"", "2", "\"\"", "\"x\"", ","}) {
        auto const stale = service.put(path, producer_body, if_match(tags));
        BOOST_TEST(stale.status() == 412, tags);
        BOOST_TEST(stale.problem() == "revision_stale");
    }
    BOOST_TEST((service.contents() == before));
    BOOST_TEST(service.put(path, producer_body, if_match("\"1\", \"2\"")).status() == 200);
    BOOST_TEST(service.put(path, producer_body).header("ETag") == "\"4\"");
    BOOST_TEST(service.put("/api/v1/producers/none", body).problem() == "producer_not_found");
}

BOOST_AUTO_TEST_CASE(if_match_holds_for_every_change_and_for_no_creation) {
    RegisteredService service;
    auto const path = "/api/v1/stamp-orders/" + service.try_order("5").string_at("/id");
    auto const before = service.contents();
    std::swap(service.token, service.second_token);
    BOOST_TEST(service.post(path + "/approve", {}, if_match("\"2\"")).status() == 412);
    BOOST_TEST(service.post("/api/v1/producers", producer_body, if_match("\"1\"")).status() == 412);
    BOOST_TEST(service.post("/api/v1/producers", producer_body, if_match("*")).status() == 412);
    BOOST_TEST((service.contents() == before));
    BOOST_TEST(service.post(path + "/approve", {}, if_match("\"1\"")).header("ETag") == "\"2\"");
    BOOST_TEST(service.post(path + "/issue", {}, if_match("*")).header("ETag") == "\"3\"");
}

BOOST_AUTO_TEST_CASE(an_authority_names_its_successor_and_chains_do_not_close) {
    RegisteredService service;
    service.create(
        "/api/v1/authorities",
        R"({"id":"hoa-binh","name":{"vi":"Hòa Bình"},"level":"province","province_code":"17"})",
        "id"
    );
    auto const path = std::string("/api/v1/authorities/");
    auto const named = service.post(path + "hoa-binh/successor", ask("successor", "phu-tho"));
    BOOST_TEST(named.status() == 200);
    BOOST_TEST(named.string_at("/successor") == "phu-tho");
    for (auto const* successor : {"hoa-binh", "phu-tho", "none"}) {
        auto const reply = service.post(path + "phu-tho/successor", ask("successor", successor));
        BOOST_TEST(reply.problem() == "successor_invalid");
    }
    BOOST_TEST(
        service.post("/api/v1/authorities", R"({"id":"x","name":{"vi":""},"level":"province"})")
            .string_at("/errors/1/pointer") == "/id"
    );
}

BOOST_AUTO_TEST_CASE(asvs_1_5_3_bad_bodies_get_a_clear_problem_and_leave_nothing) {
    RegisteredService service;

    struct Bad {
        std::string body;
        int status;
        std::string_view problem;
        std::string_view pointer;
    };

    std::string const head = R"({"name":{"vi":"A"},"legal_form":"farm","commune_code":"08620",)";
    std::vector<Bad> const table{
        {head + R"("address":"B","colour":"red"})", 400, "json_invalid", "/colour"},
        {head + R"("address":"B","address":"C"})", 400, "json_duplicate_key", "/address"},
        {head + R"("address":{"x":{"y/z":1,"y/z":2}}})",
         400,
         "json_duplicate_key",
         "/address/x/y~1z"},
        {head + R"("address":7})", 400, "json_invalid", "/address"},
        {R"({"name":{"vi":"A","fr":"B"}})", 400, "json_invalid", "/name/fr"},
        {head + "\"address\":\"\xC3\x28\"}", 400, "json_malformed", "/address"},
        {head + R"("address":"B"} x)", 400, "json_malformed", ""},
        {head + R"("address":"B)", 400, "json_malformed", "/address"},
        {"[]", 400, "json_invalid", ""},
        {"null", 400, "json_invalid", ""},
        {std::string(100'000, '['), 400, "json_too_deep", "/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"},
        {'"' + std::string(1 << 20, 'x') + '"', 413, "body_too_large", ""},
    };
    auto const before = service.contents();
    for (auto const& bad : table) {
        auto const start = std::chrono::steady_clock::now();
        auto const reply = service.post("/api/v1/producers", bad.body);
        auto const took = std::chrono::steady_clock::now() - start;
        auto const shown = bad.body.substr(0, 90);
        BOOST_TEST(reply.status() == bad.status, shown);
        BOOST_TEST(reply.problem() == bad.problem, shown << reply.text());
        auto const errors = reply.string_at("/errors");
        auto const wanted = "\"pointer\":\"" + std::string(bad.pointer) + '"';
        BOOST_TEST(errors.find(wanted) != std::string::npos, shown << errors);
        BOOST_TEST(reply.text().size() < 4096U);
        BOOST_TEST((took < std::chrono::seconds(1)), shown);
    }
    BOOST_TEST((service.contents() == before));
}

BOOST_AUTO_TEST_CASE(all_faults_of_a_body_are_told_at_once) {
    Service service;
    auto const reply = service.post("/api/v1/producers", R"({"name":{},"legal_form":"guild"})");
    auto const errors = reply.string_at("/errors");
    for (auto const* pointer : {"/name/vi", "/legal_form", "/commune_code", "/address"}) {
        BOOST_TEST(errors.find(pointer) != std::string::npos, errors);
    }
}

BOOST_AUTO_TEST_CASE(a_body_must_be_said_to_be_json) {
    Service service;
    auto const send = [&](std::string type) {
        auto request = service.make(http::Method::post, "/api/v1/producers", producer_body, {});
        request.headers.back().value = std::move(type);
        return service.send(request);
    };
    for (auto const* type : {"text/plain", "", "application/jsonx", "application/x"}) {
        auto const reply = send(type);
        BOOST_TEST(reply.status() == 415, type);
        BOOST_TEST(reply.problem() == "unsupported_media_type");
    }
    for (auto const* type : {"application/json", "Application/JSON ; charset=utf-8"}) {
        BOOST_TEST(send(type).status() == 201, type);
    }
}

BOOST_AUTO_TEST_CASE(a_step_without_particulars_takes_no_body_or_an_empty_object) {
    RegisteredService service;
    auto const path = "/api/v1/stamp-orders/" + service.try_order("5").string_at("/id");
    BOOST_TEST(service.post(path + "/approve", R"({"x":1})").problem() == "json_invalid");
    BOOST_TEST(service.post_as_second(path + "/approve", "{}").status() == 200);
    BOOST_TEST(service.post(path + "/issue?x=1").problem() == "query_unknown");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
