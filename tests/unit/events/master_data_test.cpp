#include "events.hpp"
#include "events/capture.hpp"

// Master data as documents bring it, and what queries make of it.
namespace ocop::test {

namespace {

using events::Behaviour;
using events::Captured;
using events::StoredMasterData;

std::string quoted(std::string const& text) {
    return "\"" + text + "\"";
}

std::string place(std::string const& name) {
    return "urn:private:place:" + name;
}

// An element as JSON; children by their names.
std::string element(
    std::string const& id,
    std::vector<std::string> const& children = {},
    std::string const& attributes = {}
) {
    std::string list;
    for (auto const& child : children) {
        list += (list.empty() ? "" : ",") + quoted(child);
    }
    return R"({"id":)" + quoted(id) + R"(,"attributes":[)" + attributes + R"(],"children":[)" +
           list + "]}";
}

std::string attribute(std::string const& id, std::string const& json) {
    return R"({"id":)" + quoted(id) + R"(,"attribute":)" + json + "}";
}

std::string joined(std::vector<std::string> const& parts) {
    std::string out;
    for (auto const& part : parts) {
        out += (out.empty() ? "" : ",") + part;
    }
    return out;
}

std::string event_at(std::string const& where, std::string const& id) {
    return R"({"type":"ObjectEvent","action":"OBSERVE","eventTime":"2026-10-01T00:00:00Z",)"
           R"("eventTimeZoneOffset":"+07:00","eventID":"urn:private:event:)" +
           id + R"(","epcList":["urn:private:thing:)" + id + R"("],"readPoint":{"id":)" +
           quoted(where) + "}}";
}

std::string document_of(
    std::vector<std::string> const& elements, std::vector<std::string> const& events = {}
) {
    return R"({"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",)"
           R"("type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-10-01T00:00:00Z",)"
           R"("epcisHeader":{"epcisMasterData":{"vocabularyList":[{)"
           R"("type":"urn:epcglobal:epcis:vtype:BusinessLocation","vocabularyElementList":[)" +
           joined(elements) + R"(]}]}},"epcisBody":{"eventList":[)" + joined(events) + "]}}";
}

std::string const list_pointer =
    "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/";

Result<events::Candidates> candidates_of(std::string const& text) {
    auto value = json::parse(text, {std::size_t{4} * 1024 * 1024, epcis::depth_max});
    BOOST_TEST_REQUIRE(reason_of(value) == "");
    epcis::Reading reading;
    reading.now = first_time;
    auto document = epcis::read_document(std::move(*value), reading);
    BOOST_TEST_REQUIRE(reason_of(document) == "");
    return events::prepare(std::move(*document));
}

struct World : EventsFixture {
    Result<Captured> try_send(
        std::string const& producer,
        std::string const& text,
        Behaviour behaviour = Behaviour::rollback
    ) {
        auto candidates = candidates_of(text);
        BOOST_TEST_REQUIRE(reason_of(candidates) == "");
        Result<Captured> out = Captured();
        auto const done = transact_now(store(), [&](store::Transaction& tx) -> Result<void> {
            out =
                events::capture(tx, caller(accounts::Reach::own, producer), *candidates, behaviour);
            return out ? Result<void>() : out.error();
        });
        BOOST_TEST((done.has_value() == out.has_value()));
        return out;
    }

    // What was refused: the pointers.
    std::vector<std::string> send(
        std::string const& producer,
        std::string const& text,
        Behaviour behaviour = Behaviour::rollback
    ) {
        auto const captured = try_send(producer, text, behaviour);
        BOOST_TEST_REQUIRE(reason_of(captured) == "");
        std::vector<std::string> out;
        for (auto const& refusal : captured->refusals) {
            BOOST_TEST(refusal.error.slug == "thing_of_another");
            for (auto const& fault : refusal.error.faults) {
                out.push_back(refusal.pointer + fault.pointer);
            }
        }
        return out;
    }

    std::vector<EventNumber> found(epcis::QueryParameters const& parameters) {
        auto const snapshot = store().snapshot();
        auto const whom = caller(accounts::Reach::all);
        StoredMasterData const master_data(*snapshot, whom);
        auto const page =
            events::find_events(*snapshot, whom, query_of(parameters), {}, master_data);
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        BOOST_TEST(reason_of(master_data.outcome()) == "");
        auto out = numbers_of(page->events);
        std::sort(out.begin(), out.end());
        return out;
    }

    bool within(std::string const& here, std::string const& ancestor) {
        auto const snapshot = store().snapshot();
        auto const whom = caller(accounts::Reach::all);
        StoredMasterData const master_data(*snapshot, whom);
        bool const out = master_data.within(here, ancestor);
        BOOST_TEST(reason_of(master_data.outcome()) == "");
        return out;
    }

    std::vector<std::string> values(std::string const& id, std::string const& name) {
        auto const snapshot = store().snapshot();
        auto const whom = caller(accounts::Reach::all);
        return StoredMasterData(*snapshot, whom).attribute(id, name);
    }
};

using Numbers = std::vector<EventNumber>;
using Texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(master_data)

BOOST_FIXTURE_TEST_CASE(a_place_finds_the_events_of_places_levels_below, World) {
    auto const refused = send(
        "p1",
        document_of(
            {element(place("farm"), {place("hall"), place("shed")}),
             element(place("hall"), {place("bench")})},
            {event_at(place("bench"), "1"),
             event_at(place("shed"), "2"),
             event_at(place("market"), "3"),
             event_at(place("farm"), "4")}
        )
    );
    BOOST_TEST_REQUIRE(refused == Texts{});
    BOOST_TEST((found({{"WD_readPoint", place("farm")}}) == Numbers{1, 2, 4}));
    BOOST_TEST((found({{"WD_readPoint", place("hall")}}) == Numbers{1}));
    BOOST_TEST((found({{"WD_readPoint", place("market")}}) == Numbers{3}));
    BOOST_TEST((found({{"EQ_readPoint", place("farm")}}) == Numbers{4}));
}

BOOST_FIXTURE_TEST_CASE(identifiers_of_any_form_and_extensions_meet, World) {
    // urn:epc:id:sgln:952000.200001.0 is GLN 9520002000014 bare; its extension 7 lies within it.
    auto const gln = gtin_of("952000200001");
    auto const link = std::string(gs1_domain) + "414/" + gln;
    auto const text = document_of(
        {element(place("estate"), {"urn:epc:id:sgln:952000.200001.0"})},
        {event_at(link + "/254/7", "1"), event_at(link, "2")}
    );
    BOOST_TEST_REQUIRE(send("p1", text) == Texts{});
    BOOST_TEST((found({{"WD_readPoint", place("estate")}}) == Numbers{1, 2}));
    BOOST_TEST((found({{"WD_readPoint", link}}) == Numbers{1, 2}));
    BOOST_TEST((found({{"WD_readPoint", link + "/254/7"}}) == Numbers{1}));
}

BOOST_FIXTURE_TEST_CASE(attributes_are_found_by_name_and_value, World) {
    auto const text = document_of(
        {element(
            place("hall"),
            {},
            joined({
                attribute("cbvmda:site", R"("Xưởng chè")"),
                attribute("https://example.org/beds", "12.5"),
                attribute("https://example.org/beds", "14"),
                attribute("https://example.org/empty", R"({"a":[1]})"),
            })
        )},
        {event_at(place("hall"), "1"), event_at(place("shed"), "2")}
    );
    BOOST_TEST_REQUIRE(send("p1", text) == Texts{});
    BOOST_TEST((found({{"HASATTR_readPoint", "urn:epcglobal:cbv:mda:site"}}) == Numbers{1}));
    BOOST_TEST((found({{"HASATTR_readPoint", "ex:beds"}}) == Numbers{1}));
    BOOST_TEST((found({{"HASATTR_readPoint", "cbvmda:city"}}) == Numbers{}));
    BOOST_TEST((found({{"EQATTR_readPoint_cbvmda:site", "Xưởng chè"}}) == Numbers{1}));
    BOOST_TEST((found({{"EQATTR_readPoint_cbvmda:site", "Xưởng"}}) == Numbers{}));
    BOOST_TEST((found({{"EQATTR_readPoint_ex:beds", "14"}}) == Numbers{1}));
    BOOST_TEST((values(place("hall"), "https://example.org/beds") == Texts{"12.5", "14"}));
    BOOST_TEST((values(place("hall"), "https://example.org/empty") == Texts{R"({"a":[1]})"}));
    BOOST_TEST((values(place("shed"), "cbvmda:site") == Texts{}));
}

BOOST_FIXTURE_TEST_CASE(attributes_answer_those_alone_who_reach_their_producer, World) {
    auto const own = attribute("cbvmda:site", R"("secret")");
    BOOST_TEST_REQUIRE(
        send(
            "p1", document_of({element(place("hall"), {}, own)}, {event_at(place("hall"), "1")})
        ) == Texts{}
    );
    // An authority's element has no producer, and is there for all.
    write_one(
        store(),
        store::Space::events,
        "v" + place("port"),
        json::serialize(json::write(events::Element{
            1, "t", place("port"), "", {{"cbvmda:site", json::value("open")}}, {}, first_time}))
    );
    auto const site = [&](accounts::Principal const& whom, std::string const& of) {
        auto const snapshot = store().snapshot();
        StoredMasterData const master_data(*snapshot, whom);
        auto const first = master_data.attribute(place(of), "cbvmda:site");
        BOOST_TEST((master_data.attribute(place(of), "cbvmda:site") == first));
        BOOST_TEST(reason_of(master_data.outcome()) == "");
        return joined(first);
    };
    using accounts::Reach;
    BOOST_TEST(site(caller(Reach::own, "p1"), "hall") == "secret");
    BOOST_TEST(site(caller(Reach::all), "hall") == "secret");
    auto grower = caller(Reach::own, "p1");
    grower.role = accounts::Role::grower;
    BOOST_TEST(site(grower, "hall") == "secret");
    BOOST_TEST(site(caller(Reach::own, "p2"), "hall") == "");
    BOOST_TEST(site(caller(Reach::commune, "08620"), "hall") == "");
    BOOST_TEST(site(caller(Reach::own, "p2"), "port") == "open");
    BOOST_TEST((values(place("hall"), "cbvmda:site") == Texts{"secret"}));
}

BOOST_FIXTURE_TEST_CASE(anothers_element_and_anothers_child_are_refused, World) {
    BOOST_TEST_REQUIRE(
        send("p1", document_of({element(place("farm"), {place("hall")})})) == Texts{}
    );
    auto const mixed = document_of(
        {element(place("own")),
         element(place("farm"), {}, attribute("cbvmda:site", R"("x")")),
         element(place("mine"), {place("new"), place("hall")})},
        {event_at(place("own"), "1")}
    );
    Texts const faults{list_pointer + "1/id", list_pointer + "2/children/1"};
    BOOST_TEST((send("p2", mixed) == faults));
    // Nothing is left of a rollback: what was nobody's is nobody's still.
    BOOST_TEST(found({}).empty());
    BOOST_TEST_REQUIRE(send("p3", document_of({element(place("new"))})) == Texts{});
    Texts const more{faults[0], list_pointer + "2/children/0", faults[1]};
    BOOST_TEST((send("p2", mixed, Behaviour::proceed) == more));
    BOOST_TEST((found({}) == Numbers{1}));
    BOOST_TEST((values(place("farm"), "cbvmda:site") == Texts{}));
    auto const snapshot = store().snapshot();
    auto const own = events::find_element(*snapshot, place("own"));
    BOOST_TEST_REQUIRE(reason_of(own) == "");
    BOOST_TEST_REQUIRE(own->has_value());
    BOOST_TEST((*own)->producer == "p2");
    BOOST_TEST((*own)->type == "urn:epcglobal:epcis:vtype:BusinessLocation");
    BOOST_TEST(!events::find_element(*snapshot, place("mine"))->has_value());
    // What an element claims, an event may not name.
    BOOST_TEST(
        (send("p3", document_of({}, {event_at(place("own"), "2")})) ==
         Texts{"/epcisBody/eventList/0/readPoint/id"})
    );
}

BOOST_FIXTURE_TEST_CASE(a_bad_event_keeps_its_master_data_out, World) {
    BOOST_TEST_REQUIRE(send("p1", document_of({element(place("farm"))})) == Texts{});
    auto const text = document_of({element(place("own"))}, {event_at(place("farm"), "1")});
    BOOST_TEST((send("p2", text) == Texts{"/epcisBody/eventList/0/readPoint/id"}));
    BOOST_TEST(!events::find_element(*store().snapshot(), place("own"))->has_value());
    BOOST_TEST(send("p2", text, Behaviour::proceed).size() == 1U);
    BOOST_TEST(events::find_element(*store().snapshot(), place("own"))->has_value());
}

BOOST_FIXTURE_TEST_CASE(an_element_again_replaces_what_it_said, World) {
    send(
        "p1",
        document_of({element(
            place("farm"), {place("hall"), place("shed")}, attribute("cbvmda:site", R"("old")")
        )})
    );
    BOOST_TEST(within(place("hall"), place("farm")));
    auto const again = element(
        place("farm"), {place("shed"), place("barn")}, attribute("cbvmda:city", R"("new")")
    );
    BOOST_TEST_REQUIRE(send("p1", document_of({again})) == Texts{});
    BOOST_TEST(!within(place("hall"), place("farm")));
    BOOST_TEST(within(place("shed"), place("farm")));
    BOOST_TEST(within(place("barn"), place("farm")));
    BOOST_TEST((values(place("farm"), "cbvmda:site") == Texts{}));
    BOOST_TEST((values(place("farm"), "cbvmda:city") == Texts{"new"}));
}

BOOST_FIXTURE_TEST_CASE(elements_of_one_document_with_one_id_are_joined, World) {
    auto const text = document_of(
        {element(place("farm"), {place("hall")}, attribute("cbvmda:site", R"("a")")),
         element(place("farm"), {place("hall"), place("shed"), place("farm")})}
    );
    BOOST_TEST_REQUIRE(send("p1", text) == Texts{});
    auto const farm = events::find_element(*store().snapshot(), place("farm"));
    BOOST_TEST_REQUIRE(reason_of(farm) == "");
    BOOST_TEST(((*farm)->children == Texts{place("hall"), place("shed")}));
    BOOST_TEST((*farm)->attributes.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_circle_and_a_long_way_up_come_to_an_end, World) {
    std::vector<std::string> chain;
    for (int i = 0; i < 20; ++i) {
        chain.push_back(element(place(std::to_string(i)), {place(std::to_string(i + 1))}));
    }
    chain.push_back(element(place("20"), {place("0")}));
    BOOST_TEST_REQUIRE(send("p1", document_of(chain)) == Texts{});
    BOOST_TEST(within(place("16"), place("0")));
    BOOST_TEST(!within(place("17"), place("0")));
    BOOST_TEST(within(place("1"), place("20")));
    BOOST_TEST(!within(place("1"), place("elsewhere")));
}

BOOST_FIXTURE_TEST_CASE(long_ids_are_kept_by_their_hash, World) {
    auto const farm = place("farm" + std::string(300, 'x'));
    auto const hall = place("hall" + std::string(300, 'x'));
    auto const text = document_of(
        {element(farm, {hall}, attribute("cbvmda:site", R"("a")")), element(hall, {place("bench")})}
    );
    BOOST_TEST_REQUIRE(send("p1", text) == Texts{});
    BOOST_TEST(within(place("bench"), farm));
    BOOST_TEST(within(hall, farm));
    BOOST_TEST(!within(farm, place("bench")));
    BOOST_TEST((values(farm, "cbvmda:site") == Texts{"a"}));
}

BOOST_AUTO_TEST_CASE(what_is_too_much_or_no_identifier_is_refused) {
    auto const refused = [](std::vector<std::string> const& elements) {
        auto const read = candidates_of(document_of(elements));
        BOOST_TEST_REQUIRE(!read.has_value());
        BOOST_TEST_REQUIRE(!read.error().faults.empty());
        return std::string(read.error().slug) + " " + read.error().faults[0].pointer;
    };
    auto const wrong = std::string(gs1_domain) + "414/9520002000011";
    BOOST_TEST(
        refused({element(place("a")), element(wrong)}) ==
        "validation_failed " + list_pointer + "1/id"
    );
    BOOST_TEST(
        refused({element(place("a"), {place("b"), wrong})}) ==
        "validation_failed " + list_pointer + "0/children/1"
    );
    std::vector<std::string> many;
    std::vector<std::string> children;
    for (std::size_t i = 0; i < events::elements_max; ++i) {
        many.push_back(element(place(std::to_string(i))));
    }
    BOOST_TEST(candidates_of(document_of(many)).has_value());
    many.push_back(element(place("0")));
    auto const at = "/epcisHeader/epcisMasterData/vocabularyList";
    BOOST_TEST(refused(many) == std::string("capture_limit_exceeded ") + at);
    for (std::size_t i = 0; i <= events::children_max; ++i) {
        children.push_back("u:" + std::to_string(i));
    }
    BOOST_TEST(
        refused({element(place("a"), children)}) == std::string("capture_limit_exceeded ") + at
    );
    auto const text = quoted(std::string(events::element_bytes_max, 'x'));
    BOOST_TEST(
        refused({element(place("a"), {}, attribute("cbvmda:site", text))}) ==
        "element_too_large " + list_pointer + "0/id"
    );
}

BOOST_FIXTURE_TEST_CASE(damage_is_said, World) {
    BOOST_TEST_REQUIRE(
        send("p1", document_of({element(place("farm"), {place("hall")})})) == Texts{}
    );
    auto const outcome = [&](auto const& ask) {
        auto const snapshot = store().snapshot();
        auto const whom = caller(accounts::Reach::all);
        StoredMasterData const master_data(*snapshot, whom);
        ask(master_data);
        return slug_of(master_data.outcome());
    };
    auto const asks_attribute = [](StoredMasterData const& data) {
        BOOST_TEST(data.attribute(place("farm"), "cbvmda:site").empty());
    };
    auto const asks_within = [](StoredMasterData const& data) {
        data.within(place("hall"), place("elsewhere"));
    };
    BOOST_TEST(outcome(asks_attribute) == "");
    BOOST_TEST(outcome(asks_within) == "");
    write_one(store(), store::Space::events, "v" + place("farm"), R"({"v":1,"id":"urn:other:x"})");
    BOOST_TEST(outcome(asks_attribute) == "store_corrupt");
    write_one(store(), store::Space::events, "v" + place("farm"), "{");
    BOOST_TEST(outcome(asks_attribute) == "store_corrupt");
    auto const again = try_send("p1", document_of({element(place("farm"))}));
    BOOST_TEST(slug_of(again) == "store_corrupt");
    auto const way = "V" + place("hall") + '\0';
    write_one(store(), store::Space::events, way + place("farm"), "x");
    BOOST_TEST(outcome(asks_within) == "store_corrupt");
    // What went wrong first is told, whatever goes wrong because of it.
    auto const snapshot = store().snapshot();
    auto const whom = caller(accounts::Reach::all);
    StoredMasterData const master_data(*snapshot, whom);
    asks_within(master_data);
    auto const first = reason_of(master_data.outcome());
    BOOST_TEST(first != "");
    asks_attribute(master_data);
    BOOST_TEST(reason_of(master_data.outcome()) == first);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
