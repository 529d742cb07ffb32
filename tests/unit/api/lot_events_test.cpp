#include "api/lot_events.hpp"

#include "two_producers.hpp"

#include <ocop/epcis/document.hpp>

#include <algorithm>

// Events of a lot as people tell and read them, through router and gate.
namespace ocop::test {

namespace {

struct World : TwoProducers {
    Reply ask(
        std::string const& who,
        http::Method method,
        std::string const& target,
        std::string const& body = {},
        std::string const& type = "application/json"
    ) {
        auto request = ask_as(people.at(who), method, target, body);
        for (auto& header : request.headers) {
            if (header.name == "Content-Type") {
                header.value = type;
            }
        }
        return send(std::move(request));
    }

    static std::string lot_path(Things const& things) {
        return "/api/v1/lots/" + things.gtin + "/L1";
    }

    Reply tell(std::string const& who, Things const& things, std::string const& form) {
        return ask(who, http::Method::post, lot_path(things) + "/events", form);
    }

    Reply upload(std::string const& who, std::string const& text, std::string const& query = "") {
        return ask(
            who,
            http::Method::post,
            lot_path(a) + "/events/csv" + query,
            text,
            "text/csv; charset=utf-8"
        );
    }

    Reply story(std::string const& who, Things const& things, std::string const& query = "") {
        return ask(who, http::Method::get, lot_path(things) + "/events" + query);
    }

    // "tea/roll tea/dry", the steps of a story in its order.
    std::string steps(Reply const& reply) {
        BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
        std::string out;
        auto const body = reply.body();
        for (auto const& item : body.at("items").as_array()) {
            auto const& step = item.at("step").as_object();
            auto const* key = step.if_contains("key");
            out += (out.empty() ? "" : " ") +
                   std::string((key != nullptr ? *key : step.at("biz_step")).as_string());
        }
        return out;
    }

    std::string at(std::int64_t hours_from_now) {
        return to_text(Instant{disk.clock.now().ms + hours_from_now * 3'600'000});
    }

    // A declaration that the event of this id was wrong, by its writer.
    Reply declare_wrong(std::string const& who, std::string const& id) {
        auto const found = ask(who, http::Method::get, lot_path(a) + "/epcis");
        BOOST_TEST_REQUIRE(found.status() == 200, found.text());
        auto const document = found.body();
        for (auto const& event : document.at("epcisBody").at("eventList").as_array()) {
            if (event.at("eventID").as_string() == std::string_view(id)) {
                auto wrong = event.as_object();
                wrong.erase("recordTime");
                wrong["@context"] = document.at("@context");
                wrong["errorDeclaration"] = json::object{
                    {"declarationTime", at(0)},
                    {"reason", "incorrect_data"},
                    {"correctiveEventIDs",
                     json::array{"urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341"}}};
                return ask(who, http::Method::post, "/epcis/v2/events", json::serialize(wrong));
            }
        }
        BOOST_TEST_REQUIRE(false, "no event " << id);
        return {};
    }
};

// "2 Ngày: why; …" of an answer with lines.
std::string lines_of(Reply const& reply) {
    std::string out;
    auto const body = reply.body();
    for (auto const& line : body.at("lines").as_array()) {
        BOOST_TEST(!line.at("reason").at("vi").as_string().empty());
        out += (out.empty() ? "" : "; ") + std::to_string(line.at("line").to_number<int>()) + " " +
               std::string(line.at("column").as_string()) + ": " +
               std::string(line.at("reason").at("en").as_string());
    }
    return out;
}

std::string pointers_of(Reply const& reply) {
    std::string out = reply.problem();
    auto const body = reply.body();
    auto const* const errors = body.as_object().if_contains("errors");
    BOOST_TEST_REQUIRE(errors != nullptr, reply.text());
    for (auto const& error : errors->as_array()) {
        out += " " + std::string(error.at("pointer").as_string());
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lot_events)

BOOST_FIXTURE_TEST_CASE(a_form_becomes_an_event_that_epcis_clients_read, World) {
    auto const reply = tell(
        "owner_a",
        a,
        R"({"step":"tea/wither","place":")" + a.place + R"(","time":")" + at(-1) +
            R"(","quantity":{"value":45.5,"unit":"kg"},"notes":"héo đều"})"
    );
    BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    BOOST_TEST(reply.string_at("/step/name/vi") == "Làm héo");
    BOOST_TEST(reply.string_at("/happened") == at(-1));
    BOOST_TEST(reply.string_at("/apart_minutes") == "60");
    BOOST_TEST(reply.string_at("/late") == "false");
    BOOST_TEST(reply.string_at("/after_order") == "true");
    BOOST_TEST(reply.string_at("/producer/id") == a.producer);
    BOOST_TEST(reply.string_at("/place/name/vi") == "Đồi chè");
    BOOST_TEST(reply.string_at("/items/0/quantity") == "45.5");
    auto const event = ask("owner_a", http::Method::get, std::string(reply.header("Location")));
    BOOST_TEST_REQUIRE(event.status() == 200, event.text());
    BOOST_TEST(
        (event.text().find("\"ocop:step\":\"tea/wither\"") != std::string::npos), event.text()
    );
}

BOOST_FIXTURE_TEST_CASE(faults_point_into_the_form, World) {
    auto const refused = [&](std::string const& who, std::string const& form) {
        auto const reply = tell(who, a, form);
        BOOST_TEST(reply.status() >= 400, form);
        return pointers_of(reply);
    };
    BOOST_TEST(refused("owner_a", R"({"step":"tea/wither","colour":1})") == "json_invalid /colour");
    BOOST_TEST(refused("owner_a", R"({"step":"brew"})") == "event_form_invalid /step");
    BOOST_TEST(
        refused("owner_a", R"({"step":"tea/wither","place":")" + b.place + R"(","to":"nobody"})") ==
        "event_form_invalid /place /to"
    );
    BOOST_TEST(
        refused("owner_a", R"({"step":"tea/wither","time":")" + at(2) + "\"}") ==
        "validation_failed /time"
    );
    BOOST_TEST(
        refused(
            "owner_a",
            R"({"step":"other","inputs":[{"id":"urn:a:x"},{"gtin":")" + b.gtin +
                R"(","lot":"L1"}]})"
        ) == "thing_of_another /inputs/1"
    );
    BOOST_TEST(
        refused("owner_a", R"({"step":"tea/wither","photos":[")" + std::string(64, 'a') + "\"]}") ==
        "blob_not_found /photos/0"
    );
    BOOST_TEST(refused("grower_a", R"({"step":"tea/wither"})") == "thing_of_another /place");
}

BOOST_FIXTURE_TEST_CASE(an_official_is_told_which_files_nobody_uploaded, World) {
    auto const form =
        R"({"step":"tea/wither","photos":[")" + a.photo + R"(",")" + std::string(64, 'a') + "\"]}";
    auto const reply = tell("admin", a, form);
    BOOST_TEST(reply.status() == 404);
    BOOST_TEST(pointers_of(reply) == "blob_not_found /photos/1");
    BOOST_TEST(reply.string_at("/errors/0/detail") == "was not uploaded");
    auto const foreign = tell("owner_b", b, form);
    BOOST_TEST(pointers_of(foreign) == "blob_not_found /photos/0 /photos/1");
    BOOST_TEST(foreign.string_at("/errors/0/detail") == "was not uploaded by you");
}

BOOST_FIXTURE_TEST_CASE(a_record_of_a_file_that_cannot_be_read_is_no_missing_file, World) {
    must_run(*disk.store, [&](store::Transaction& tx) {
        auto const hash = *blobs::parse_hash(a.photo);
        auto const key = ByteWriter().u8('b').bytes(hash).text(a.producer).take();
        tx.put(store::Space::events, key, "{");
        return Result<bool>(true);
    });
    events::ShortEvent form;
    form.step = "tea/wither";
    form.photos = std::vector<std::string>{a.photo};
    auto const built = events::build_event(form, {a.gtin, "L1"}, {}, disk.clock.now());
    BOOST_TEST_REQUIRE(built.faults.empty());
    auto const event = epcis::read_event(json::value(built.built.event), {.now = disk.clock.now()});
    BOOST_TEST_REQUIRE(reason_of(event) == "");
    accounts::Principal who;
    for (auto const& producer : {a.producer, std::string()}) {
        who.producer = producer;
        Error error(Errc::not_found, "blob_not_found");
        auto const pointed = api::point_at_files(*disk.store->snapshot(), who, *event, error);
        BOOST_TEST(slug_of(pointed) == "store_corrupt", producer);
    }
}

// More than one page of the register holds.
BOOST_FIXTURE_TEST_CASE(a_place_is_found_by_its_name_among_any_number, World) {
    constexpr int plots = 505;
    must_run(*disk.store, [&](store::Transaction& tx) -> Result<bool> {
        registry::NewPlace place;
        place.producer = a.producer;
        place.commune_code = a.commune;
        for (int i = 0; i < plots; ++i) {
            place.name = {i == 1 ? "Nương 0" : "Nương " + std::to_string(i), {}};
            auto const made =
                registry::register_place(tx, accounts::system_principal(), disk.random, place);
            if (!made) {
                return made.error();
            }
        }
        return true;
    });
    accounts::Principal who;
    who.reach = accounts::Reach::own;
    who.producer = a.producer;
    auto const all = registry::list<registry::Place>(*disk.store->snapshot(), who, {}, SIZE_MAX);
    BOOST_TEST_REQUIRE(all->records.size() == plots + 1U);
    // Behind the first page whichever it is: two of all have the name that stands aside.
    auto const behind = std::find_if(all->records.rbegin(), all->records.rend(), [](auto const& p) {
        return p.name.vi != "Nương 0";
    });
    auto const last = behind->name.vi;
    auto const told = tell("owner_a", a, R"({"step":"tea/wither","place":")" + last + "\"}");
    BOOST_TEST(told.status() == 201, told.text());
    auto const table = upload(
        "owner_a",
        "step,date,place\ntea/roll,1/10/2026," + last + "\ntea/roll,2/10/2026,Nương 0\n",
        "?dry_run=true"
    );
    BOOST_TEST(lines_of(table) == "3 place: no such place in your register");
}

BOOST_FIXTURE_TEST_CASE(a_repeated_form_is_one_event, World) {
    auto const form = R"({"step":"tea/roll","time":")" + at(-2) + "\"}";
    auto request = ask_as(people.at("owner_a"), http::Method::post, lot_path(a) + "/events", form);
    request.headers.push_back({"Idempotency-Key", "k1"});
    auto const first = send(request);
    auto const again = send(request);
    BOOST_TEST(first.status() == 201, first.text());
    BOOST_TEST(again.text() == first.text());
    auto const other = tell("owner_a", a, form);
    BOOST_TEST(other.status() == 409, other.text());
    BOOST_TEST(other.problem() == "event_exists");
}

BOOST_FIXTURE_TEST_CASE(a_lot_of_another_is_not_there_until_it_is_handed_over, World) {
    auto const form = R"({"step":"receiving","time":")" + at(-1) + "\"}";
    BOOST_TEST(tell("owner_b", a, form).problem() == "lot_not_found");
    BOOST_TEST(tell("owner_b", missing, form).problem() == "lot_not_found");
    BOOST_TEST(story("owner_b", a).problem() == "lot_not_found");
    auto const ship = tell(
        "owner_a",
        a,
        R"({"step":"tea/ship","time":")" + at(-3) + R"(","to":")" + b.producer +
            R"(","quantity":{"value":10,"unit":"piece"}})"
    );
    BOOST_TEST_REQUIRE(ship.status() == 201, ship.text());
    BOOST_TEST(ship.string_at("/to/0/name/vi") == "HTX Chè B");
    BOOST_TEST(tell("owner_a", a, R"({"step":"tea/roll"})").status() == 201);
    BOOST_TEST(tell("owner_b", a, form).status() == 201);
    // What was handed over is seen, and what the other did before is not.
    BOOST_TEST(steps(story("owner_b", a)) == "tea/ship receiving");
    BOOST_TEST(steps(story("inspector", a)) == "tea/ship receiving tea/roll");
    BOOST_TEST(ask("owner_b", http::Method::get, lot_path(a) + "/tt02").status() == 200);
}

BOOST_FIXTURE_TEST_CASE(a_story_is_in_the_order_of_happening_with_what_came_late, World) {
    for (auto const& [step, hours] : std::vector<std::pair<std::string, std::int64_t>>{
             {"roll", -1}, {"pick", -60}, {"fix", -30}}) {
        auto const reply = tell(
            "staff_a",
            a,
            R"({"step":"tea/)" + step + R"(","time":")" + at(hours) +
                R"(","quantity":{"value":1,"unit":"kg"}})"
        );
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    }
    auto const whole = story("owner_a", a);
    BOOST_TEST(steps(whole) == "tea/pick tea/fix tea/roll");
    BOOST_TEST(whole.string_at("/items/0/late") == "true");
    BOOST_TEST(whole.string_at("/items/0/apart_minutes") == "3600");
    BOOST_TEST(whole.string_at("/items/1/late") == "false");
    auto const first = story("owner_a", a, "?limit=2");
    BOOST_TEST(steps(first) == "tea/pick tea/fix");
    auto const link = std::string(first.header("Link"));
    auto const target = link.substr(1, link.find('>') - 1);
    BOOST_TEST(steps(ask("owner_a", http::Method::get, target)) == "tea/roll");
    BOOST_TEST(story("owner_a", a, "?after=999").problem() == "story_page_invalid");
    BOOST_TEST(story("owner_a", a, "?after=x").problem() == "query_invalid");
}

BOOST_FIXTURE_TEST_CASE(a_correction_stands_beside_its_event, World) {
    auto const wrong = tell("owner_a", a, R"({"step":"tea/roll","time":")" + at(-5) + "\"}");
    BOOST_TEST_REQUIRE(wrong.status() == 201, wrong.text());
    auto const declared = declare_wrong("owner_a", wrong.string_at("/event_id"));
    BOOST_TEST_REQUIRE(declared.status() == 201, declared.text());
    auto const told = story("owner_a", a);
    BOOST_TEST(steps(told) == "tea/roll");
    BOOST_TEST(told.string_at("/items/0/declared_wrong") == "true");
    BOOST_TEST(told.string_at("/items/0/corrections/0/reason") == "incorrect_data");
    BOOST_TEST(
        told.string_at("/items/0/corrections/0/corrective_events/0") ==
        "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341"
    );
    // What was declared wrong is no step of the ten items.
    auto const sheet = ask("owner_a", http::Method::get, lot_path(a) + "/tt02");
    BOOST_TEST(sheet.string_at("/items/4/value") == "null");
}

BOOST_FIXTURE_TEST_CASE(a_table_is_rehearsed_and_then_stored_whole, World) {
    std::string const table =
        "Công đoạn;Ngày;Giờ;Địa điểm;Số lượng;Đơn vị\n"
        "tea/pick;1/11/2026;6h;Đồi chè;45,5;kg\n"
        "tea/roll;1/11/2026;9:00;" +
        a.place + ";;\n";
    auto const before = contents();
    auto const dry = upload("owner_a", table, "?dry_run=true");
    BOOST_TEST_REQUIRE(dry.status() == 200, dry.text());
    BOOST_TEST(dry.string_at("/good") == "true");
    BOOST_TEST(dry.string_at("/events/1/line") == "3");
    BOOST_TEST(dry.string_at("/events/0/event/eventTime") == "2026-10-31T23:00:00.000Z");
    BOOST_TEST((contents() == before), "a dry run stored something");
    auto const real = upload("owner_a", table);
    BOOST_TEST_REQUIRE(real.status() == 201, real.text());
    BOOST_TEST(real.string_at("/stored") == "2");
    BOOST_TEST(steps(story("owner_a", a)) == "tea/pick tea/roll");
    auto const again = upload("owner_a", table, "?dry_run=false");
    BOOST_TEST(again.status() == 400);
    BOOST_TEST(again.problem() == "csv_invalid");
    BOOST_TEST(lines_of(again).find("2 : ni:///sha-256;") == 0U, lines_of(again));
    auto const rehearsed = upload("owner_a", table, "?dry_run=true");
    BOOST_TEST(rehearsed.string_at("/good") == "false");
    BOOST_TEST(lines_of(rehearsed) == lines_of(again));
}

BOOST_FIXTURE_TEST_CASE(one_bad_line_keeps_the_whole_table_out, World) {
    auto const before = contents();
    auto const refused = [&](std::string const& table) {
        auto const reply = upload("owner_a", table);
        BOOST_TEST(reply.status() == 400, reply.text());
        BOOST_TEST(reply.problem() == "csv_invalid");
        return lines_of(reply);
    };
    BOOST_TEST(
        refused("step,date,place\ntea/roll,1/11/2026,\ntea/brew,32/11/2026,\n") ==
        "3 date: must be 22/11/2026 or 2026-11-22"
    );
    BOOST_TEST(
        refused("step,date,place\ntea/roll,1/11/2026,\nbrew,2/11/2026,nowhere\n") ==
        "3 step: no such step, or several chains have it: name the chain; "
        "3 place: no such place in your register"
    );
    BOOST_TEST(
        refused(
            "step,date,input gtin,input lot\ntea/roll,1/11/2026,,\nother,2/11/2026," + b.gtin +
            ",L1\n"
        ) == "3 input gtin: belongs to another and was not handed to you"
    );
    BOOST_TEST(refused("step,date\ntea/roll,1/11/2030\n").substr(0, 7) == "2 date:");
    BOOST_TEST((contents() == before), "something was stored");
    BOOST_TEST(
        ask("owner_a", http::Method::post, lot_path(a) + "/events/csv", "step,date\n").problem() ==
        "unsupported_media_type"
    );
    BOOST_TEST(upload("owner_a", "x", "?dry_run=maybe").problem() == "query_invalid");
    BOOST_TEST(upload("owner_b", "step,date\ntea/roll,1/11/2026\n").problem() == "lot_not_found");
}

BOOST_FIXTURE_TEST_CASE(five_hundred_lines_are_one_transaction, World) {
    std::string table = "step,date,time,notes,quantity,unit\n";
    for (int i = 0; i < 500; ++i) {
        table += "tea/roll,1/11/2026," + std::to_string(i / 60) + ":" + (i % 60 < 10 ? "0" : "") +
                 std::to_string(i % 60) + ",\"" + std::string(200, 'x') + "\",1,kg\n";
    }
    auto const reply = upload("owner_a", table);
    BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    BOOST_TEST(reply.string_at("/stored") == "500");
    BOOST_TEST(steps(story("owner_a", a, "?limit=1")) == "tea/roll");
}

BOOST_FIXTURE_TEST_CASE(a_document_holds_what_the_lot_was_made_of, World) {
    auto const raw = create("/api/v1/trade-items", item_of(a.product), "gtin");
    create("/api/v1/lots", lot_of(raw, "RAW"), "lot");
    auto const picked =
        ask("owner_a",
            http::Method::post,
            "/api/v1/lots/" + raw + "/RAW/events",
            R"({"step":"tea/pick","time":")" + at(-9) + R"(","quantity":{"value":50,"unit":"kg"}})"
        );
    BOOST_TEST_REQUIRE(picked.status() == 201, picked.text());
    auto const dried = tell(
        "owner_a",
        a,
        R"({"step":"tea/dry","time":")" + at(-2) + R"(","quantity":{"value":10,"unit":"kg"},)" +
            R"("inputs":[{"gtin":")" + raw +
            R"(","lot":"RAW","quantity":{"value":50,"unit":"kg"}}]})"
    );
    BOOST_TEST_REQUIRE(dried.status() == 201, dried.text());
    auto const document = ask("owner_a", http::Method::get, lot_path(a) + "/epcis");
    BOOST_TEST_REQUIRE(document.status() == 200, document.text());
    BOOST_TEST(document.header("OCOP-Cut") == "");
    BOOST_TEST(document.string_at("/type") == "EPCISDocument");
    BOOST_TEST(
        document.string_at("/epcisBody/eventList/0/eventID") == picked.string_at("/event_id")
    );
    BOOST_TEST(
        document.string_at("/epcisBody/eventList/1/eventID") == dried.string_at("/event_id")
    );
    // The story of the lot itself is its own.
    BOOST_TEST(steps(story("owner_a", a)) == "tea/dry");
}

BOOST_FIXTURE_TEST_CASE(the_ten_items_say_where_from_or_why_not, World) {
    auto const path = lot_path(a) + "/tt02";
    auto const empty = ask("inspector", http::Method::get, path);
    BOOST_TEST_REQUIRE(empty.status() == 200, empty.text());
    BOOST_TEST(empty.string_at("/complete") == "false");
    auto const items = empty.body().at("items").as_array();
    BOOST_TEST_REQUIRE(items.size() == 10U);
    std::string gaps;
    for (auto const& item : items) {
        bool const is_null = item.at("value").is_null();
        BOOST_TEST(is_null == (item.as_object().if_contains("missing") != nullptr));
        BOOST_TEST(is_null == item.at("sources").as_array().empty());
        gaps += is_null ? " " + std::to_string(item.at("number").to_number<int>()) : "";
    }
    BOOST_TEST(gaps == " 2 5 8");
    tell("owner_a", a, R"({"step":"tea/roll","place":")" + a.place + "\"}");
    auto const told = ask("inspector", http::Method::get, path);
    BOOST_TEST(told.string_at("/items/0/value/product/vi") == "Chè A");
    BOOST_TEST(told.string_at("/items/2/sources/0") == "producer:" + a.producer);
    BOOST_TEST(told.string_at("/items/4/value/0/name/vi") == "Vò chè");
    BOOST_TEST(told.string_at("/items/4/value/0/place") == "urn:ocop:place:" + a.place);
    BOOST_TEST(told.string_at("/items/4/sources/0").starts_with("event:"));
    BOOST_TEST(told.string_at("/items/6/value") == "https://id.gs1.org/01/" + a.gtin + "/10/L1");
    BOOST_TEST(told.string_at("/items/9/sources/0") == "certificate:" + a.certificate);
}

BOOST_FIXTURE_TEST_CASE(the_catalogue_of_steps_is_for_everybody_signed_in, World) {
    auto const reply = ask("partner_a", http::Method::get, "/api/v1/step-templates");
    BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
    BOOST_TEST(reply.body().at("items").as_array().size() == 8U);
    BOOST_TEST(reply.string_at("/items/1/steps/0/key") == "tea/fertilise");
    BOOST_TEST(reply.string_at("/items/1/steps/6/type") == "TransformationEvent");
    BOOST_TEST(reply.string_at("/items/1/steps/6/must") == R"(["quantity","inputs"])");
    BOOST_TEST(reply.string_at("/csv_columns/0/vi") == "công đoạn");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
