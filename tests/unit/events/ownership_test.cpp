#include "capture_fixture.hpp"

#include <boost/test/unit_test.hpp>

// Who may name what, each as the capture of an event says it.
namespace ocop::test {

namespace {

std::string const not_ours = "403 thing_of_another 0";

}  // namespace

BOOST_AUTO_TEST_SUITE(ownership)

BOOST_FIXTURE_TEST_CASE(a_producer_names_its_own_products_lots_units_and_places, CaptureFixture) {
    auto const own = person_of(a);
    for (auto const& id : {gtin_link + "/21/S1", lot_l1 + "/21/S2"}) {
        BOOST_TEST(refused(own, observed(epcs(id))) == "");
    }
    for (auto const& id : {gtin_link, lot_l1}) {
        BOOST_TEST(refused(own, observed(quantity(id))) == "");
    }
    BOOST_TEST(refused(own, observed(quantity(lot_l1) + at_place(plot_a))) == "");
    BOOST_TEST(refused(own, observed(quantity(lot_l1) + at_place(plot_a, "bizLocation"))) == "");
}

BOOST_FIXTURE_TEST_CASE(what_is_anothers_is_refused_with_its_pointer, CaptureFixture) {
    auto const other = person_of(b);
    auto const unit = gtin_link + "/21/S1";
    BOOST_TEST(refused(other, observed(epcs(unit))) == not_ours + "/epcList/0");
    BOOST_TEST(
        refused(other, observed(R"("epcList":["urn:x:1",")" + unit + "\"]")) ==
        not_ours + "/epcList/1"
    );
    BOOST_TEST(refused(other, observed(quantity(lot_l1))) == not_ours + "/quantityList/0/epcClass");
    BOOST_TEST(
        refused(other, observed(quantity(gtin_link))) == not_ours + "/quantityList/0/epcClass"
    );
    BOOST_TEST(
        refused(other, observed(epcs("urn:x:1") + at_place(plot_a))) == not_ours + "/readPoint/id"
    );
    BOOST_TEST(
        refused(other, observed(epcs("urn:x:1") + at_place(plot_a, "bizLocation"))) ==
        not_ours + "/bizLocation/id"
    );
    auto const head =
        std::string(R"(,"eventTime":"2026-11-20T08:00:00Z","eventTimeZoneOffset":"+07:00",)");
    BOOST_TEST(
        refused(
            other,
            R"({"type":"AggregationEvent","action":"ADD")" + head + R"("parentID":")" + unit +
                R"(","childEPCs":["urn:x:2"]})"
        ) == not_ours + "/parentID"
    );
    BOOST_TEST(
        refused(
            other,
            R"({"type":"AggregationEvent","action":"ADD")" + head +
                R"("parentID":"urn:x:3","childEPCs":[")" + unit + "\"]}"
        ) == not_ours + "/childEPCs/0"
    );
    BOOST_TEST(
        refused(
            other,
            R"({"type":"TransformationEvent")" + head + R"("inputQuantityList":[{"epcClass":")" +
                lot_l1 + R"("}],"outputEPCList":["urn:x:4"]})"
        ) == not_ours + "/inputQuantityList/0/epcClass"
    );
    BOOST_TEST(
        refused(
            other,
            R"({"type":"TransformationEvent")" + head +
                R"("inputEPCList":["urn:x:5"],"outputEPCList":["urn:x:6",")" + unit + "\"]}"
        ) == not_ours + "/outputEPCList/1"
    );
}

BOOST_FIXTURE_TEST_CASE(every_thing_of_another_is_told, CaptureFixture) {
    auto const captured = capture(
        person_of(b),
        {observed(epcs(gtin_link + "/21/S1") + "," + quantity(lot_l1) + at_place(plot_a))}
    );
    BOOST_TEST_REQUIRE(captured.refusals.size() == 1U);
    Texts pointers;
    for (auto const& fault : captured.refusals[0].error.faults) {
        pointers.push_back(fault.pointer);
    }
    BOOST_TEST(
        pointers == (Texts{"/epcList/0", "/quantityList/0/epcClass", "/readPoint/id"}),
        boost::test_tools::per_element()
    );
}

BOOST_FIXTURE_TEST_CASE(a_lot_handed_on_may_be_named_by_who_got_it_alone, CaptureFixture) {
    auto const received = observed(quantity(lot_l1) + R"(,"bizStep":"receiving")");
    BOOST_TEST(refused(person_of(b), received) != "");
    taken(person_of(a), observed(quantity(lot_l1) + to_producer(b)));
    BOOST_TEST(refused(person_of(b), received) == "");
    // A unit that says that it is of this lot, too.
    BOOST_TEST(refused(person_of(b), observed(epcs(lot_l1 + "/21/S1"))) == "");
    auto const of_lot = [](std::string const& id) { return observed(quantity(id)); };
    BOOST_TEST(refused(person_of(c), of_lot(lot_l1)) == not_ours + "/quantityList/0/epcClass");
    // Neither another lot, nor the product, nor a unit of who knows which lot.
    BOOST_TEST(refused(person_of(b), of_lot(gtin_link + "/10/L2")) != "");
    BOOST_TEST(refused(person_of(b), of_lot(gtin_link)) != "");
    BOOST_TEST(refused(person_of(b), observed(epcs(gtin_link + "/21/S1"))) != "");
    // A step further.
    taken(person_of(b), observed(quantity(lot_l1) + to_producer(c)));
    BOOST_TEST(refused(person_of(c), of_lot(lot_l1)) == "");
}

BOOST_FIXTURE_TEST_CASE(one_unit_handed_on_is_not_its_lot, CaptureFixture) {
    taken(person_of(a), observed(epcs(lot_l1 + "/21/S1") + to_producer(b)));
    BOOST_TEST(refused(person_of(b), observed(epcs(gtin_link + "/21/S1"))) == "");
    auto const again = R"(,"bizStep":"receiving")";
    BOOST_TEST(refused(person_of(b), observed(epcs(lot_l1 + "/21/S1") + again)) == "");
    BOOST_TEST(
        refused(person_of(b), observed(quantity(lot_l1))) == not_ours + "/quantityList/0/epcClass"
    );
    BOOST_TEST(refused(person_of(b), observed(epcs(lot_l1 + "/21/S2"))) == not_ours + "/epcList/0");
}

BOOST_FIXTURE_TEST_CASE(a_product_without_lot_is_never_handed_on, CaptureFixture) {
    taken(person_of(a), observed(quantity(gtin_link) + to_producer(b)));
    for (auto const& id : {gtin_link, lot_l1}) {
        BOOST_TEST(
            refused(person_of(b), observed(quantity(id))) == not_ours + "/quantityList/0/epcClass"
        );
    }
}

BOOST_FIXTURE_TEST_CASE(an_error_or_a_deletion_hands_nothing, CaptureFixture) {
    auto const shipped = quantity(lot_l1) + to_producer(b);
    taken(person_of(a), observed(shipped));
    BOOST_TEST(refused(person_of(b), observed(quantity(lot_l1))) == "");
    taken(person_of(a), observed(shipped + declared("2026-11-21T00:00:00Z")));
    BOOST_TEST(
        refused(person_of(b), observed(quantity(lot_l1) + R"(,"bizStep":"receiving")")) != ""
    );
    taken(person_of(a), observed(quantity(lot_l1) + to_producer(b), "DELETE"));
    BOOST_TEST(refused(person_of(b), observed(quantity(lot_l1))) != "");
}

BOOST_FIXTURE_TEST_CASE(a_unit_handed_over_is_that_unit_and_stays_of_its_lot, CaptureFixture) {
    auto const epcs = [](std::string const& id) { return R"("epcList":[")" + id + "\"]"; };
    auto const lone = gtin_link + "/21/U1";
    taken(person_of(a), observed(epcs(lone) + to_producer(b)));
    BOOST_TEST(refused(person_of(b), observed(epcs(lone))) == "");
    // It was handed without a lot: it opens none.
    BOOST_TEST(refused(person_of(b), observed(epcs(lot_l1 + "/21/U1"))) != "");
    BOOST_TEST(refused(person_of(b), observed(epcs(gtin_link + "/21/U2"))) != "");
    taken(person_of(a), observed(epcs(lot_l1 + "/21/U3") + to_producer(b)));
    BOOST_TEST(refused(person_of(b), observed(epcs(lot_l1 + "/21/U3"))) == "");
    BOOST_TEST(refused(person_of(b), observed(quantity(lot_l1))) != "");
    // A piece of a trade item is of that trade item.
    auto const piece = "https://id.gs1.org/8006/" + item_gtin + "0102";
    BOOST_TEST(refused(person_of(b), observed(epcs(piece))) != "");
    BOOST_TEST(refused(person_of(a), observed(epcs(piece))) == "");
}

BOOST_FIXTURE_TEST_CASE(names_of_the_register_have_one_spelling, CaptureFixture) {
    for (std::string const& name : Texts{
             "URN:ocop:place:" + plot_a,
             "urn:OCOP:place:" + plot_a,
             "urn:ocop:place:" + plot_a + "#x",
             "urn:ocop:place:" + plot_a + "?x",
             "urn:ocop:place:nobody"}) {
        auto const there = quantity(lot_l1) + R"(,"readPoint":{"id":")" + name + "\"}";
        BOOST_TEST(refused(person_of(a), observed(there)) != "", name);
    }
}

BOOST_FIXTURE_TEST_CASE(what_goes_into_a_transformation_is_not_handed_with_it, CaptureFixture) {
    taken(
        person_of(a),
        R"({"type":"TransformationEvent","eventTime":"2026-11-20T08:00:00Z",)"
        R"("eventTimeZoneOffset":"+07:00","inputQuantityList":[{"epcClass":")" +
            lot_l1 + R"("}],"outputQuantityList":[{"epcClass":")" + gtin_link + R"(/10/L9"}])" +
            to_producer(b) + "}"
    );
    BOOST_TEST(refused(person_of(b), observed(quantity(lot_l1))) != "");
    BOOST_TEST(refused(person_of(b), observed(quantity(gtin_link + "/10/L9"))) == "");
}

BOOST_FIXTURE_TEST_CASE(a_place_as_destination_hands_to_whose_it_is, CaptureFixture) {
    taken(
        person_of(a),
        observed(
            quantity(lot_l1) + R"(,"destinationList":[{"type":"location","destination":")" +
            events::place_uri(plot_b) + "\"}]"
        )
    );
    BOOST_TEST(refused(person_of(b), observed(quantity(lot_l1))) == "");
    BOOST_TEST(refused(person_of(c), observed(quantity(lot_l1))) != "");
}

BOOST_FIXTURE_TEST_CASE(what_nobody_knows_is_whose_names_it_first, CaptureFixture) {
    std::string const pallet = "https://id.gs1.org/00/" + gtin_of("09520000123456789");
    auto const foreign = "https://id.gs1.org/01/" + gtin_of("0400000012345");
    auto const site = std::string(R"(,"readPoint":{"id":"https://farm.example/shed"})");
    std::string const far = "https://farm.example/" + std::string(300, 'x');
    for (auto const& event :
         {observed(epcs(pallet)),
          observed(quantity(foreign + "/10/1")),
          observed(epcs(far)),
          observed(epcs("urn:b:1") + site)}) {
        BOOST_TEST(refused(person_of(b), event) == "");
    }
    BOOST_TEST(refused(person_of(a), observed(epcs(pallet))) == not_ours + "/epcList/0");
    // The product is claimed with the first lot of it.
    BOOST_TEST(refused(person_of(a), observed(quantity(foreign + "/10/2"))) != "");
    BOOST_TEST(refused(person_of(a), observed(epcs(far))) == not_ours + "/epcList/0");
    BOOST_TEST(refused(person_of(a), observed(epcs(far + "y"))) == "");
    BOOST_TEST(
        refused(person_of(a), observed(epcs("urn:a:1") + site)) == not_ours + "/readPoint/id"
    );
    taken(person_of(b), observed(epcs(pallet) + to_producer(a)));
    BOOST_TEST(refused(person_of(a), observed(epcs(pallet) + R"(,"bizStep":"receiving")")) == "");
}

BOOST_FIXTURE_TEST_CASE(a_grower_records_on_its_own_plots_only, CaptureFixture) {
    auto const grower = grower_of(a, {plot_a});
    auto const at = [](std::string const& place) {
        return observed(quantity(lot_l1) + at_place(place));
    };
    BOOST_TEST(refused(grower, at(plot_a)) == "");
    BOOST_TEST(refused(grower, at(other_plot_a)) == not_ours + "/readPoint/id");
    BOOST_TEST(refused(grower, at(plot_b)) == not_ours + "/readPoint/id");
    BOOST_TEST(refused(grower, observed(quantity(lot_l1))) == not_ours + "/readPoint");
    // A place that nobody knows is no plot.
    auto const unknown = R"(,"readPoint":{"id":"https://farm.example/hill"})";
    BOOST_TEST(refused(grower, observed(quantity(lot_l1) + unknown)) == not_ours + "/readPoint");
}

BOOST_FIXTURE_TEST_CASE(an_authority_names_everything_and_claims_nothing, CaptureFixture) {
    auto const event = observed(
        R"("epcList":["urn:x:1",")" + gtin_link + "/21/S1\"]," + quantity(lot_l1) + at_place(plot_b)
    );
    auto const record = taken(authority, event);
    BOOST_TEST(record.producer == "");
    BOOST_TEST(refused(person_of(c), observed(epcs("urn:x:1"))) == "");
    BOOST_TEST(record.parties == (Texts{a, b}), boost::test_tools::per_element());
    // Of nobody's: nobody's but all who reach everything.
    BOOST_TEST(taken(authority, observed(epcs("urn:x:2"))).parties.empty());
}

BOOST_FIXTURE_TEST_CASE(
    who_belongs_to_no_producer_and_reaches_not_all_names_nothing, CaptureFixture
) {
    auto commune = person_of({});
    commune.reach = accounts::Reach::commune;
    commune.commune = "08620";
    BOOST_TEST(refused(commune, observed(epcs("urn:x:1"))) == not_ours);
    BOOST_TEST(refused(person_of({}), observed(epcs("urn:x:1"))) == not_ours);
}

BOOST_FIXTURE_TEST_CASE(parties_are_the_writer_and_those_it_names, CaptureFixture) {
    auto const sources = [](std::string const& uri) {
        return R"(,"sourceList":[{"type":"possessing_party","source":")" + uri + "\"}]";
    };
    auto const parties = [&](std::string const& members) {
        return taken(person_of(a), observed(quantity(lot_l1) + members)).parties;
    };
    auto const per_element = boost::test_tools::per_element();
    BOOST_TEST(parties("") == Texts{a}, per_element);
    BOOST_TEST(parties(to_producer(b)) == (Texts{a, b}), per_element);
    BOOST_TEST(
        parties(to_producer(b) + sources(events::producer_uri(c))) == (Texts{a, b, c}), per_element
    );
    BOOST_TEST(parties(sources(events::place_uri(plot_b))) == (Texts{a, b}), per_element);
    BOOST_TEST(parties(to_producer("0123456789abcdef")) == Texts{a}, per_element);
    BOOST_TEST(parties(sources("https://elsewhere.example/party")) == Texts{a}, per_element);
    BOOST_TEST(parties(to_producer(a)) == Texts{a}, per_element);
}

// What is made of a lot is the maker's own business, and not that of who sold it.
BOOST_FIXTURE_TEST_CASE(who_sold_an_input_is_no_party_of_what_is_made_of_it, CaptureFixture) {
    auto const per_element = boost::test_tools::per_element();
    auto const made = [](std::string const& input, std::string const& output) {
        return R"({"type":"TransformationEvent","eventTime":"2026-11-20T08:00:00Z",)"
               R"("eventTimeZoneOffset":"+07:00","inputQuantityList":[{"epcClass":")" +
               input + R"("}],"outputEPCList":[")" + output + "\"]}";
    };
    taken(person_of(a), observed(quantity(lot_l1) + to_producer(b)));
    BOOST_TEST(taken(person_of(b), made(lot_l1, "urn:b:1")).parties == Texts{b}, per_element);
    // Whose it is that comes out, or that is named otherwise, is a party.
    BOOST_TEST(
        taken(person_of(b), made("urn:b:2", lot_l1 + "/21/S1")).parties == (Texts{b, a}),
        per_element
    );
    auto const received = observed(quantity(lot_l1) + R"(,"bizStep":"receiving")");
    BOOST_TEST(taken(person_of(b), received).parties == (Texts{b, a}), per_element);
    // An authority is no maker.
    BOOST_TEST(taken(authority, made(lot_l1, "urn:x:1")).parties == Texts{a}, per_element);
}

BOOST_FIXTURE_TEST_CASE(the_names_in_an_event_are_found_once_each, CaptureFixture) {
    auto const read = document({observed(
        R"("epcList":[")" + lot_l1 + R"(/21/S1",")" + gtin_link + R"(/21/S2","urn:x:1"],)" +
        quantity(lot_l1) + to_producer(b) + at_place(plot_a) + at_place(plot_a, "bizLocation")
    )});
    auto const named = events::named_things(read.events[0]);
    auto const per_element = boost::test_tools::per_element();
    BOOST_TEST(named.gtins == Texts{item_gtin}, per_element);
    BOOST_TEST(named.lots == Texts{item_gtin + ":L1"}, per_element);
    BOOST_TEST(named.destinations == Texts{events::producer_uri(b)}, per_element);
    Texts handed;
    for (auto const& one : named.handed) {
        BOOST_TEST(one.lot_suffix == (one.thing == gtin_link + "/21/S1" ? "/10/L1" : ""));
        handed.push_back(one.thing);
    }
    BOOST_TEST(
        handed ==
            (Texts{lot_l1 + "/21/S1", gtin_link + "/21/S1", gtin_link + "/21/S2", "urn:x:1", lot_l1}
            ),
        per_element
    );
    Texts pointers;
    for (auto const& thing : named.things) {
        pointers.push_back(thing.pointer);
    }
    BOOST_TEST(
        pointers == (Texts{
                        "/epcList/0",
                        "/epcList/1",
                        "/epcList/2",
                        "/quantityList/0/epcClass",
                        "/readPoint/id"}),
        per_element
    );
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
