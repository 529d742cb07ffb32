#include "two_producers.hpp"

#include <algorithm>

// Imports through router and gate.
namespace ocop::test {

namespace {

std::string const header = "ten;loai_hinh;ma_xa;dia_chi\n";

struct World : TwoProducers {
    World() : TwoProducers(false) {}

    Reply upload(
        std::string const& who,
        std::string const& query,
        std::string const& text,
        Headers const& more = {}
    ) {
        auto request = ask_as(people.at(who), http::Method::post, "/api/v1/imports?" + query, text);
        for (auto& each : request.headers) {
            if (each.name == "Content-Type") {
                each.value = "text/csv; charset=utf-8";
            }
        }
        request.headers.insert(request.headers.end(), more.begin(), more.end());
        return send(std::move(request));
    }

    Reply producers(std::string const& lines, std::string const& query = "") {
        return upload("officer", "kind=producers" + query, header + lines);
    }

    std::size_t producers_now() {
        auto const list = get_as(*this, people.at("officer"), "/api/v1/producers?limit=500");
        return list.body().at("items").as_array().size();
    }
};

// "3 ma_xa /commune_code code; …"
std::string errors_of(Reply const& reply) {
    std::string out;
    auto const body = reply.body();
    for (auto const& error : body.at("errors").as_array()) {
        out += (out.empty() ? "" : "; ") + std::to_string(error.at("line").to_number<int>()) + " " +
               text_of(error, "column") + " " + text_of(error, "pointer") + " " +
               text_of(error, "code");
    }
    return out + " of " + std::to_string(body.at("errors_total").to_number<int>());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(imports)

BOOST_FIXTURE_TEST_CASE(a_dry_run_tells_what_would_be_and_stores_nothing, World) {
    auto const entries = disk.store->snapshot()->ledger_size();
    auto const before = producers_now();
    auto const good = producers("Hộ Lan;hộ;08620;Xóm 1\nHộ Mai;hộ;8620;Xóm 2\n", "&dry_run=true");
    BOOST_TEST_REQUIRE(good.status() == 200, good.text());
    BOOST_TEST(good.body().at("good").as_bool());
    auto const records = good.body().at("records").as_array();
    BOOST_TEST_REQUIRE(records.size() == 2U);
    BOOST_TEST(text_of(records[1], "title") == "Hộ Mai");
    BOOST_TEST(records[1].at("line").to_number<int>() == 3);
    BOOST_TEST(!records[1].as_object().contains("id"));
    // Faults of the file, of a line, and between lines, all in one answer but the first.
    auto const bad =
        producers("Hộ Lan;hộ;x;Xóm 1\nHTX Lam;htx;08620;A\nHTX 1am;htx;08620;A\n", "&dry_run=true");
    BOOST_TEST_REQUIRE(bad.status() == 200, bad.text());
    BOOST_TEST(!bad.body().at("good").as_bool());
    BOOST_TEST(
        errors_of(bad) ==
        "2 ma_xa /commune_code request_invalid; 4 ten /name/vi name_confusable of 2"
    );
    BOOST_TEST(disk.store->snapshot()->ledger_size() == entries);
    BOOST_TEST(producers_now() == before);
}

BOOST_FIXTURE_TEST_CASE(a_file_with_a_wrong_line_is_refused_whole, World) {
    auto const before = producers_now();
    auto const bad = producers("Hộ Lan;hộ;08620;Xóm 1\nHộ Mai;hộ;x;Xóm 2\n");
    BOOST_TEST(bad.status() == 422);
    BOOST_TEST(bad.problem() == "import_lines_wrong");
    BOOST_TEST(errors_of(bad) == "3 ma_xa /commune_code request_invalid of 1");
    auto const unread = producers("Hộ \xEA;hộ;08620;Xóm 1\n");
    BOOST_TEST(unread.status() == 422);
    BOOST_TEST(errors_of(unread) == "1   csv_not_utf8 of 1");
    BOOST_TEST(producers_now() == before);
}

BOOST_FIXTURE_TEST_CASE(a_file_is_imported_listed_shown_and_undone, World) {
    auto const before = producers_now();
    disk.clock.advance_ms(1);  // after those that the world came with
    auto const made = producers("Hộ Lan;hộ;08620;Xóm 1\nHộ Mai;hộ;08620;Xóm 2\n");
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const id = made.string_at("/id");
    BOOST_TEST(made.header("Location") == "/api/v1/imports/" + id);
    BOOST_TEST(!made.header("Ledger-Index").empty());
    BOOST_TEST(producers_now() == before + 2);
    auto const list = get_as(*this, people.at("approver"), "/api/v1/imports");
    BOOST_TEST_REQUIRE(list.status() == 200, list.text());
    BOOST_TEST(list.string_at("/items/0/id") == id);
    BOOST_TEST(!list.body().at("items").at(0).as_object().contains("made"));
    auto const one = get_as(*this, people.at("auditor"), "/api/v1/imports/" + id);
    BOOST_TEST_REQUIRE(one.status() == 200, one.text());
    BOOST_TEST(one.text() == made.text());
    auto const undo = "/api/v1/imports/" + id + "/undo";
    auto const undone = post_as(*this, people.at("officer"), undo);
    BOOST_TEST_REQUIRE(undone.status() == 200, undone.text());
    BOOST_TEST(undone.body().as_object().contains("undone_at"));
    BOOST_TEST(producers_now() == before);
    BOOST_TEST(post_as(*this, people.at("officer"), undo).problem() == "import_undone");
    auto const gone =
        get_as(*this, people.at("officer"), "/api/v1/producers/" + made.string_at("/made/0"));
    BOOST_TEST(gone.problem() == "producer_not_found");
}

BOOST_FIXTURE_TEST_CASE(what_is_in_use_is_named_and_stays, World) {
    auto const made = producers("Hộ Lan;hộ;08620;Xóm 1\n");
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const producer = made.string_at("/made/0");
    create(
        "/api/v1/places",
        R"({"kind":"plot","name":{"vi":"Đồi"},"commune_code":"08620","producer":")" + producer +
            "\"}",
        "id"
    );
    auto const undone =
        post_as(*this, people.at("officer"), "/api/v1/imports/" + made.string_at("/id") + "/undo");
    BOOST_TEST(undone.status() == 409);
    BOOST_TEST(undone.problem() == "import_in_use");
    BOOST_TEST(undone.string_at("/errors/0/pointer") == producer);
    BOOST_TEST(undone.string_at("/errors/0/detail") == "has places");
}

BOOST_FIXTURE_TEST_CASE(what_an_event_named_stays, World) {
    auto const undo = [&](Reply const& made) {
        return post_as(
            *this, people.at("officer"), "/api/v1/imports/" + made.string_at("/id") + "/undo"
        );
    };
    auto const items = upload(
        "officer",
        "kind=trade-items",
        "product,name,net_content.value,net_content.unit\n" + a.product + ",Gói,100,g\n"
    );
    BOOST_TEST_REQUIRE(items.status() == 201, items.text());
    auto things = a;
    things.gtin = items.string_at("/made/0");
    auto const told =
        post_as(*this, people.at("owner_a"), "/epcis/v2/events", event_of(things, "storing"));
    BOOST_TEST_REQUIRE(told.status() == 201, told.text());
    auto const item = undo(items);
    BOOST_TEST(item.problem() == "import_in_use");
    BOOST_TEST(item.string_at("/errors/0/detail") == "has events");

    auto const made = producers("Hộ Lan;hộ;08620;Xóm 1\n");
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto event = event_of(a, "shipping");
    event.insert(
        event.find("\"readPoint\""),
        R"("destinationList":[{"type":"owning_party","destination":"urn:ocop:producer:)" +
            made.string_at("/made/0") + R"("}],)"
    );
    auto const shipped = post_as(*this, people.at("owner_a"), "/epcis/v2/events", event);
    BOOST_TEST_REQUIRE(shipped.status() == 201, shipped.text());
    auto const producer = undo(made);
    BOOST_TEST(producer.problem() == "import_in_use");
    BOOST_TEST(producer.string_at("/errors/0/detail") == "has events");
}

BOOST_FIXTURE_TEST_CASE(undoing_takes_a_step_up_and_no_program_does_it, World) {
    auto const made = producers("Hộ Lan;hộ;08620;Xóm 1\n");
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const undo = "/api/v1/imports/" + made.string_at("/id") + "/undo";
    BOOST_TEST(post(undo).status() == 403);  // by an API key
    disk.clock.advance_ms(11 * 60'000);
    BOOST_TEST(post_as(*this, people.at("officer"), undo).problem() == "step_up_required");
}

BOOST_FIXTURE_TEST_CASE(an_upload_that_is_sent_again_gets_the_same_answer, World) {
    auto const text = header + "Hộ Lan;hộ;08620;Xóm 1\n";
    Headers const key{{"Idempotency-Key", "k1"}};
    auto const first = upload("officer", "kind=producers", text, key);
    BOOST_TEST_REQUIRE(first.status() == 201, first.text());
    auto const again = upload("officer", "kind=producers", text, key);
    BOOST_TEST(again.status() == 201);
    BOOST_TEST(again.text() == first.text());
    // The kind is part of what was asked.
    auto const other = upload("officer", "kind=products", text, key);
    BOOST_TEST(other.status() == 422);
    auto const products =
        "code,producer,name,criteria_set\n25-08620-78-2026," + a.producer + ",Trà,1\n";
    BOOST_TEST(
        upload("officer", "kind=products", products, key).problem() == "idempotency_key_reused"
    );
    BOOST_TEST(
        upload("officer", "kind=producers&dry_run=false", text, key).problem() ==
        "idempotency_key_reused"
    );
    BOOST_TEST(upload("officer", "kind=producers", text).problem() == "import_exists");
    auto const dry = upload("officer", "kind=producers&dry_run=true", text);
    BOOST_TEST(dry.problem() == "import_exists");
}

BOOST_FIXTURE_TEST_CASE(the_answer_to_the_longest_file_is_remembered_whole, World) {
    constexpr int lines = 2'000;
    constexpr int ordinals = 999;
    std::string text = "code,producer,name,criteria_set\n";
    for (int i = 0; i < lines; ++i) {
        auto const ordinal = std::to_string(1'001 + i % ordinals).substr(1);
        text += "25-08620-" + ordinal + "-" + std::to_string(2'020 + i / ordinals) + "," +
                a.producer + ",Sản phẩm số " + std::to_string(i) + ",1\n";
    }
    Headers const key{{"Idempotency-Key", "long"}};
    auto const made = upload("officer", "kind=products", text, key);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text().substr(0, 500));
    BOOST_TEST(made.body().at("made").as_array().size() == 2'000U);
    BOOST_TEST(upload("officer", "kind=products", text, key).text() == made.text());
    auto const undone =
        post_as(*this, people.at("officer"), "/api/v1/imports/" + made.string_at("/id") + "/undo");
    BOOST_TEST(undone.status() == 200);
}

BOOST_FIXTURE_TEST_CASE(what_is_asked_wrongly_is_told, World) {
    BOOST_TEST(upload("officer", "kind=places", "x\n").problem() == "query_invalid");
    BOOST_TEST(upload("officer", "dry_run=true", "x\n").problem() == "query_invalid");
    BOOST_TEST(upload("officer", "kind=producers&dry_run=1", "x\n").problem() == "query_invalid");
    BOOST_TEST(upload("officer", "kind=producers&x=1", "x\n").problem() == "query_unknown");
    auto const json = post_as(*this, people.at("officer"), "/api/v1/imports?kind=producers", "{}");
    BOOST_TEST(json.problem() == "unsupported_media_type");
}

BOOST_FIXTURE_TEST_CASE(an_officer_s_own_authority_stands_in_for_an_empty_one, World) {
    auto const products = "code,producer,name,criteria_set\n25-08620-78-2026,HTX Chè A,Trà,1\n";
    auto const made = upload("officer", "kind=products", products);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const product = get_as(*this, people.at("officer"), "/api/v1/products/25-08620-78-2026");
    BOOST_TEST(product.string_at("/authority") == province);
    BOOST_TEST(product.string_at("/producer") == a.producer);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
