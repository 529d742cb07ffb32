#include "events/short_form.hpp"

#include "events/story.hpp"

#include <ocop/base/time.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(short_form)

using namespace ocop;
using namespace ocop::events;

namespace {

AboutLot const about{"09520001100017", "L1"};
Instant const now = *parse_instant("2026-11-22T05:00:00Z");
std::string const hash(64, 'a');
std::string const own_lot = "https://id.gs1.org/01/09520001100017/10/L1";

Resolved everything_known() {
    return {std::string("9520000100001"), Party{"htx1", "kho1"}, Party{"ho2", ""}};
}

ShortEvent form_of(std::string const& text) {
    auto const value = json::parse(text);
    BOOST_TEST_REQUIRE(value.has_value());
    auto form = json::read<ShortEvent>(*value, json::Mode::strict);
    BOOST_TEST_REQUIRE(form.has_value(), describe(form.error()) << text);
    return std::move(*form);
}

BuildResult built(std::string const& text, Resolved const& names = everything_known()) {
    return build_event(form_of(text), about, names, now);
}

// "/quantity/unit /place", the pointers of all faults.
std::string faults_of(std::string const& text, Resolved const& names = everything_known()) {
    std::string out;
    for (auto const& fault : built(text, names).faults) {
        BOOST_TEST((!fault.vi.empty() && !fault.en.empty()));
        out += (out.empty() ? "" : " ") + (fault.pointer.empty() ? "\"\"" : fault.pointer);
    }
    return out;
}

epcis::Event event_of(BuildResult result) {
    for (auto const& fault : result.faults) {
        BOOST_TEST(false, fault.pointer << " " << fault.en);
    }
    auto event = epcis::read_event(std::move(result.built.event), {.now = now});
    BOOST_TEST_REQUIRE(event.has_value(), describe(event.error()));
    return std::move(*event);
}

std::string body_of(std::string const& text, Resolved const& names = everything_known()) {
    auto body = event_of(built(text, names)).body;
    body.erase("eventID");
    return json::canonical(body);
}

std::string canonical(std::string const& text) {
    return json::canonical(*json::parse(text));
}

// The least form that a step is taken with.
ShortEvent least(ValueChain const& chain, StepTemplate const& step) {
    ShortEvent form;
    form.step = step.key;
    form.chain = chain.key;
    if (has(step.must, Ask::quantity)) {
        form.quantity = Amount{{12.5}, std::string(step.unit)};
    }
    if (has(step.must, Ask::inputs)) {
        ShortItem item;
        item.gtin = "09520001100024";
        item.lot = "RAW-1";
        item.quantity = Amount{{std::int64_t{60}}, "kg"};
        form.inputs = {item};
    }
    if (has(step.must, Ask::to)) {
        form.to = "htx1";
    }
    if (has(step.must, Ask::temperature)) {
        form.measurements = {{"temperature", {4.5}, std::nullopt}};
    }
    if (has(step.must, Ask::material)) {
        form.material = "Chế phẩm";
    }
    if (has(step.must, Ask::phi_days)) {
        form.phi_days = 14;
    }
    if (has(step.must, Ask::documents)) {
        form.documents = {hash};
    }
    return form;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_step_of_the_catalogue_makes_an_event_that_is_read) {
    for (auto const& chain : value_chains()) {
        for (auto const& step : chain.steps) {
            BOOST_TEST_CONTEXT(full_key({&chain, &step})) {
                auto const event =
                    event_of(build_event(least(chain, step), about, everything_known(), now));
                BOOST_TEST(epcis::type_name(event) == type_name(step.form));
                BOOST_TEST(epcis::biz_step(event) == step.biz_step);
                BOOST_TEST(epcis::disposition(event) == step.disposition);
                BOOST_TEST(extension_text(event, "step") == full_key({&chain, &step}));
                BOOST_TEST((epcis::event_time(event) == now));
                auto const items = epcis::items_of(event);
                BOOST_TEST(std::any_of(items.begin(), items.end(), [](epcis::Item const& item) {
                    return item.id == own_lot;
                }));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_step_is_refused_without_what_it_must_have) {
    for (auto const& chain : value_chains()) {
        for (auto const& step : chain.steps) {
            BOOST_TEST_CONTEXT(full_key({&chain, &step})) {
                ShortEvent form;
                form.step = full_key({&chain, &step});
                auto const result = build_event(form, about, everything_known(), now);
                std::size_t musts = 0;
                for (unsigned bit = 1; bit <= static_cast<unsigned>(Ask::documents); bit *= 2) {
                    musts += has(step.must, static_cast<Ask>(bit)) ? 1U : 0U;
                }
                BOOST_TEST(result.faults.size() == musts);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_observation_is_whole) {
    BOOST_TEST(
        body_of(
            R"({"step":"wither","chain":"tea","place":"p","time":"2026-11-22T10:30:00+07:00",
            "quantity":{"value":45.5,"unit":"kg"},"notes":" héo \n\n đều ","photos":[")" +
            hash + R"("],"measurements":[{"type":"Độ ẩm","value":70},
            {"type":"Mass","value":2,"unit":"kg"}]})"
        ) ==
        canonical(
            R"({"type":"ObjectEvent","action":"OBSERVE",
            "eventTime":"2026-11-22T03:30:00.000Z","eventTimeZoneOffset":"+07:00",
            "bizStep":"other","disposition":"in_progress",
            "quantityList":[{"epcClass":")" +
            own_lot + R"(","quantity":45.5,"uom":"KGM"}],
            "readPoint":{"id":"https://id.gs1.org/414/9520000100001"},
            "bizLocation":{"id":"https://id.gs1.org/414/9520000100001"},
            "sensorElementList":[{"sensorReport":[
                {"type":"RelativeHumidity","value":70,"uom":"P1"},
                {"type":"Mass","value":2,"uom":"KGM"}]}],
            "ocop:step":"tea/wither","ocop:notes":"héo\n\nđều","ocop:photos":[")" +
            hash + R"("]})"
        )
    );
}

BOOST_AUTO_TEST_CASE(a_transformation_takes_lots_classes_and_single_things) {
    BOOST_TEST(
        body_of(R"({"step":"tea/dry","quantity":{"value":10,"unit":"kg"},"inputs":[
            {"gtin":"9520001100024","lot":"T/1","quantity":{"value":45,"unit":"kg"}},
            {"id":"https://a.example/leaf"},
            {"id":"urn:epc:id:sgtin:9520001.010001.7"}]})") == canonical(
                                                                   R"({"type":"TransformationEvent",
            "eventTime":"2026-11-22T05:00:00.000Z","eventTimeZoneOffset":"+07:00",
            "bizStep":"creating_class_instance","disposition":"in_progress",
            "inputEPCList":["https://id.gs1.org/01/09520001100017/21/7"],
            "inputQuantityList":[
                {"epcClass":"https://id.gs1.org/01/09520001100024/10/T%2F1",
                 "quantity":45,"uom":"KGM"},
                {"epcClass":"https://a.example/leaf"}],
            "outputQuantityList":[{"epcClass":")" + own_lot + R"(","quantity":10,"uom":"KGM"}],
            "ocop:step":"tea/dry"})"
                                                               )
    );
}

BOOST_AUTO_TEST_CASE(a_lot_that_becomes_others_is_the_input) {
    auto const event = event_of(built(
        R"({"step":"other","quantity":{"value":100,"unit":"piece"},"outputs":[
        {"gtin":"09520001100024","lot":"A","quantity":{"value":60,"unit":"piece"}},
        {"gtin":"09520001100024","lot":"B","quantity":{"value":40,"unit":"piece"}}]})"
    ));
    auto const items = epcis::items_of(event);
    BOOST_TEST_REQUIRE(items.size() == 3U);
    BOOST_TEST(items[0].id == own_lot);
    BOOST_TEST((items[0].role == epcis::ItemRole::input));
    BOOST_TEST(items[0].uom == "");
}

BOOST_AUTO_TEST_CASE(handing_over_names_both_parties_and_the_place) {
    BOOST_TEST(
        body_of(R"({"step":"tea/ship","place":"p","to":"kho1","from":"ho2",
            "quantity":{"value":5,"unit":"piece"}})") ==
        canonical(
            R"({"type":"ObjectEvent","action":"OBSERVE",
            "eventTime":"2026-11-22T05:00:00.000Z","eventTimeZoneOffset":"+07:00",
            "bizStep":"shipping","disposition":"in_transit",
            "quantityList":[{"epcClass":")" +
            own_lot + R"(","quantity":5}],
            "readPoint":{"id":"https://id.gs1.org/414/9520000100001"},
            "destinationList":[
                {"type":"possessing_party","destination":"urn:ocop:producer:htx1"},
                {"type":"owning_party","destination":"urn:ocop:producer:htx1"},
                {"type":"location","destination":"urn:ocop:place:kho1"}],
            "sourceList":[
                {"type":"possessing_party","source":"urn:ocop:producer:ho2"},
                {"type":"owning_party","source":"urn:ocop:producer:ho2"}],
            "ocop:step":"tea/ship"})"
        )
    );
}

BOOST_AUTO_TEST_CASE(the_zone_is_that_of_the_time_and_vietnams_for_utc) {
    auto const zone = [](std::string const& members) {
        auto const event = event_of(built(R"({"step":"tea/roll")" + members + "}"));
        return std::string(event.body.at("eventTimeZoneOffset").as_string());
    };
    BOOST_TEST(zone("") == "+07:00");
    BOOST_TEST(zone(R"(,"time":"2026-11-22T01:00:00Z")") == "+07:00");
    BOOST_TEST(zone(R"(,"time":"2026-11-22T01:00:00+09:00")") == "+09:00");
    BOOST_TEST(zone(R"(,"time":"2026-11-22T01:00:00Z","time_zone":"-03:30")") == "-03:30");
}

BOOST_AUTO_TEST_CASE(each_fault_points_into_the_form) {
    std::string const step = R"({"step":"tea/roll",)";
    std::string const many(501, 'x');
    std::vector<std::pair<std::string, std::string>> const table{
        {R"({"step":"no such"})", "/step"},
        {R"({"step":"ship"})", "/step"},
        {R"({"step":"roll","chain":"no such"})", "/chain"},
        {R"({"step":"shipping"})", ""},
        {step + R"("time":"22/11/2026"})", "/time"},
        {step + R"("time_zone":"7"})", "/time_zone"},
        {step + R"("time_zone":"+15:00"})", "/time_zone"},
        {step + R"("quantity":{"value":0,"unit":"kg"}})", "/quantity/value"},
        {step + R"("quantity":{"value":-1,"unit":"tấn"}})", "/quantity/value /quantity/unit"},
        {step + R"("inputs":[]})", "/inputs"},
        {step + R"("outputs":[]})", "/outputs"},
        {step + R"("measurements":[]})", "/measurements"},
        {step + R"("measurements":[{"type":"heat","value":1,"unit":"°C"}]})",
         "/measurements/0/type"},
        {step + R"("measurements":[{"type":"Mass","value":1}]})", "/measurements/0/unit"},
        {step + R"("measurements":[{"type":"Mass","value":1,"unit":"stone"}]})",
         "/measurements/0/unit"},
        {step + R"("phi_days":366})", "/phi_days"},
        {step + R"("phi_days":-1})", "/phi_days"},
        {step + R"("notes":" \n "})", "/notes"},
        {step + "\"notes\":\"a\\u202Eb\"}", "/notes"},
        {step + R"("material":""})", "/material"},
        {step + R"("photos":[]})", "/photos"},
        {step + R"("photos":["abc"]})", "/photos/0"},
        {step + R"("documents":[")" + hash + R"(",")" + std::string(64, 'A') + R"("]})",
         "/documents/1"},
        {R"({"step":"other","inputs":[{"gtin":"09520001100017","lot":"L1"}]})", "/inputs"},
        {R"({"step":"other","inputs":[{"id":"urn:a:b"}],"outputs":[{"id":"urn:a:c"}]})",
         "/outputs"},
        {R"({"step":"other","inputs":[{"id":"urn:a:b"},{"id":"urn:a:b"}]})", "/inputs/1"},
        {R"({"step":"other","inputs":[{"gtin":"09520001100017"}]})", "/inputs/0"},
        {R"({"step":"other","inputs":[{"gtin":"09520001100017","lot":"A","id":"urn:a:b"}]})",
         "/inputs/0"},
        {R"({"step":"other","inputs":[{"gtin":"09520001100016","lot":"A"}]})", "/inputs/0/gtin"},
        {R"({"step":"other","inputs":[{"gtin":"09520001100017","lot":"ạ"}]})", "/inputs/0/lot"},
        {R"({"step":"other","inputs":[{"id":"not a uri"}]})", "/inputs/0/id"},
        {R"({"step":"other","inputs":[{"id":"https://id.gs1.org/01/09520001100017/21/7",
            "quantity":{"value":1,"unit":"piece"}}]})",
         "/inputs/0/quantity"},
        {R"({"step":"sour_pork/cold_store"})", "/measurements"},
    };
    for (auto const& [text, want] : table) {
        BOOST_TEST(faults_of(text) == want, text << " → " << faults_of(text));
    }
}

BOOST_AUTO_TEST_CASE(ids_that_the_register_does_not_know_are_faults) {
    BOOST_TEST(
        faults_of(R"({"step":"shipping","place":"x","to":"y","from":"z"})", {}) ==
        "/place /to /from"
    );
}

BOOST_AUTO_TEST_CASE(what_is_said_of_the_event_is_said_of_the_form) {
    auto const result = built(
        R"({"step":"tea/dry","time":"2026-11-23T05:00:00Z","quantity":{"value":1,"unit":"kg"},
        "inputs":[{"id":"urn:epc:id:sgtin:9520001.010001.7"},{"id":"urn:a:b"}],"place":"p"})"
    );
    auto const in_form = [&](std::string const& pointer) {
        auto const error =
            in_form_terms({Errc::malformed, "validation_failed", pointer, "why"}, result.built);
        return error.faults.front().pointer;
    };
    BOOST_TEST(in_form("/eventTime") == "/time");
    BOOST_TEST(in_form("/inputEPCList/0") == "/inputs/0");
    BOOST_TEST(in_form("/inputQuantityList/0/epcClass") == "/inputs/1");
    BOOST_TEST(in_form("/outputQuantityList/0/epcClass") == "/quantity");
    BOOST_TEST(in_form("/readPoint/id") == "/place");
    BOOST_TEST(in_form("/eventID") == "");
    BOOST_TEST(in_form("/eventTimeZoneOffset") == "/time");
    auto value = result.built.event;
    auto const read = epcis::read_event(std::move(value), {.now = now});
    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST(in_form_terms(read.error(), result.built).faults.front().pointer == "/time");
}

BOOST_AUTO_TEST_CASE(a_form_of_another_shape_is_not_read) {
    for (auto const* text :
         {R"({"step":"tea/roll","colour":"green"})",
          R"({"place":"p"})",
          R"({"step":"tea/roll","quantity":{"value":"1","unit":"kg"}})",
          R"({"step":"tea/roll","quantity":{"value":1}})"}) {
        auto const value = json::parse(text);
        BOOST_TEST_REQUIRE(value.has_value(), text);
        BOOST_TEST(!json::read<ShortEvent>(*value, json::Mode::strict).has_value(), text);
    }
    // No number of ours: whichever reader says so.
    auto const value = json::parse(R"({"step":"tea/roll","quantity":{"value":1e400,"unit":"kg"}})");
    BOOST_TEST((!value || !json::read<ShortEvent>(*value, json::Mode::strict)));
}

BOOST_AUTO_TEST_CASE(units_go_to_codes_and_back) {
    for (auto const* unit : {"g", "kg", "ml", "l", "piece"}) {
        BOOST_TEST_REQUIRE(uom_of(unit).has_value());
        BOOST_TEST(unit_of(*uom_of(unit)) == unit);
    }
    BOOST_TEST(!uom_of("KGM").has_value());
    BOOST_TEST(unit_of("TNE") == "TNE");
}

BOOST_AUTO_TEST_CASE(extensions_are_found_under_any_prefix) {
    auto result = built(R"({"step":"tea/spray","material":"Nano bạc","phi_days":7})");
    auto text = json::serialize(result.built.event);
    for (auto at = text.find("ocop"); at != std::string::npos; at = text.find("ocop", at + 1)) {
        if (text.substr(at, 9) != "ocoptrace") {
            text.replace(at, 4, "theirs");
        }
    }
    auto const event = epcis::read_event(*json::parse(text), {.now = now});
    BOOST_TEST_REQUIRE(event.has_value(), text);
    BOOST_TEST(extension_text(*event, "material") == "Nano bạc");
    BOOST_TEST((extension_number(*event, "phiDays") == std::optional<std::int64_t>(7)));
    BOOST_TEST(extension_text(*event, "notes") == "");
    BOOST_TEST(extension_hashes(*event, "photos").empty());
}

BOOST_AUTO_TEST_CASE(files_are_read_from_lists_of_hashes_alone) {
    std::string const head =
        R"({"@context":{"o":"https://ocoptrace.vn/ns/"},"type":"ObjectEvent","action":"OBSERVE",)"
        R"("eventTime":"2026-11-22T05:00:00Z","eventTimeZoneOffset":"+07:00","epcList":[],)";
    auto const texts_of = [&](std::string const& files) {
        auto const event = epcis::read_event(
            *json::parse(head + R"("o:photos":)" + files + R"(,"o:documents":)" + files + "}"),
            {.now = now}
        );
        BOOST_TEST_REQUIRE(event.has_value(), files);
        BOOST_TEST(
            (extension_hashes(*event, "photos") == extension_hashes(*event, "documents")), files
        );
        std::string out;
        for (auto const& found : extension_hashes(*event, "photos")) {
            out += photo_path(found) + " ";
        }
        return out;
    };
    std::string const path = "/api/v1/photos/" + hash + " ";
    BOOST_TEST(texts_of("[\"" + hash + "\"]") == path);
    BOOST_TEST(texts_of("\"" + hash + "\"") == "");
    BOOST_TEST(texts_of(R"("../../../v?x=1")") == "");
    BOOST_TEST(texts_of(R"({"a":")" + hash + "\"}") == "");
    BOOST_TEST(texts_of(R"(["../../../v?x=1",1,null,[],")" + hash + "\"]") == path);
    BOOST_TEST(texts_of("[\"" + std::string(64, 'A') + "\"]") == "");
    BOOST_TEST(texts_of("[\"" + hash + "/..\"]") == "");
}

BOOST_AUTO_TEST_SUITE_END()
