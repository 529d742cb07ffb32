#include "registry/producer.hpp"

#include "register.hpp"

namespace ocop::registry {

namespace {

using store::Transaction;

struct Fixture : test::RegisterFixture {
    template <class Change>
    std::string refused(Change const& change) {
        auto request = test::new_producer();
        change(request);
        return refusal([&](Transaction& tx) { return register_producer(tx, who, random, request); }
        );
    }

    NewPlace new_place() {
        NewPlace request;
        request.name = {"Đồi chè số 3", {}};
        request.producer = producer;
        request.commune_code = "08620";
        return request;
    }

    template <class Change>
    std::string place_refused(Change const& change) {
        auto request = new_place();
        change(request);
        return refusal([&](Transaction& tx) { return register_place(tx, who, random, request); });
    }

    Result<Producer> change(std::optional<std::int64_t> expected, std::string address) {
        auto request = test::new_producer();
        request.address = std::move(address);
        return run([&](Transaction& tx) {
            return change_producer(tx, who, producer, expected, request);
        });
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(producer)

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_request_is_told_and_stores_nothing, Fixture) {
    auto const fault = [](std::string_view pointer) {
        return "malformed request_invalid " + std::string(pointer);
    };
    BOOST_TEST(refused([](auto& r) { r.name.vi = "\xFF"; }) == fault("/name/vi"));
    BOOST_TEST(refused([](auto& r) { r.name.vi = std::string(201, 'a'); }) == fault("/name/vi"));
    BOOST_TEST(refused([](auto& r) { r.address = "a\u202Eb"; }) == fault("/address"));
    BOOST_TEST(refused([](auto& r) { r.address = std::string(501, 'a'); }) == fault("/address"));
    BOOST_TEST(refused([](auto& r) { r.phone = std::string(31, '1'); }) == fault("/phone"));
    for (std::string const code : {"", "8620", "086200", "0862x"}) {
        BOOST_TEST(refused([&](auto& r) { r.commune_code = code; }) == fault("/commune_code"));
    }
    for (std::string const code : {"", "012345678", "01234567890", "012345678x"}) {
        BOOST_TEST(refused([&](auto& r) { r.tax_code = code; }) == fault("/tax_code"));
    }
    for (std::string const uri :
         {"http://che.example",
          "https://",
          "javascript:alert(1)",
          "https://a b",
          "https://a\"b",
          "https://a'b",
          "https://a<b",
          "https://a\\b",
          "https://a\nb",
          " https://a"}) {
        BOOST_TEST(refused([&](auto& r) { r.website = uri; }) == fault("/website"), uri);
    }
}

BOOST_FIXTURE_TEST_CASE(a_change_names_the_revision_it_saw, Fixture) {
    auto const before = contents();
    BOOST_TEST(test::slug_of(change(2, "A")) == "revision_stale");
    BOOST_TEST((contents() == before));
    auto const changed = change(1, "A");
    BOOST_TEST_REQUIRE(test::reason_of(changed) == "");
    BOOST_TEST(changed->revision == 2);
    BOOST_TEST(test::slug_of(change(1, "B")) == "revision_stale");
    BOOST_TEST(change({}, "C")->revision == 3);
    auto const now = load<Producer>(*store().snapshot(), producer);
    BOOST_TEST_REQUIRE(test::reason_of(now) == "");
    BOOST_TEST(now->address == "C");
}

BOOST_FIXTURE_TEST_CASE(a_producer_that_is_not_there_cannot_be_changed, Fixture) {
    BOOST_TEST(refusal([&](Transaction& tx) {
                   return change_producer(tx, who, "nobody", {}, test::new_producer());
               }) == "not_found producer_not_found");
}

BOOST_FIXTURE_TEST_CASE(every_change_is_a_leaf_on_the_same_subject, Fixture) {
    auto const size = ledger_size();
    BOOST_TEST_REQUIRE(test::reason_of(change({}, "A")) == "");
    BOOST_TEST_REQUIRE(test::reason_of(change({}, "B")) == "");
    BOOST_TEST(ledger_size() == size + 2);
    auto const snapshot = store().snapshot();
    BOOST_TEST(test::reason_of(store::check_ledger(*snapshot)) == "");
    BOOST_TEST(test::reason_of(store::check_logged(*snapshot)) == "");
}

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_place_is_told_and_stores_nothing, Fixture) {
    auto const fault = [](std::string_view pointer) {
        return "malformed request_invalid " + std::string(pointer);
    };
    BOOST_TEST(place_refused([](auto& r) { r.name.vi = ""; }) == fault("/name/vi"));
    BOOST_TEST(place_refused([](auto& r) { r.commune_code = "1"; }) == fault("/commune_code"));
    BOOST_TEST(place_refused([](auto& r) { r.gln = "9520001900014"; }) == fault("/gln"));
    BOOST_TEST(place_refused([](auto& r) { r.uri = "ftp://x"; }) == fault("/uri"));
    BOOST_TEST(place_refused([](auto& r) { r.uri = "urn:\u200Bx"; }) == fault("/uri"));
    BOOST_TEST(place_refused([](auto& r) { r.area_m2 = 0; }) == fault("/area_m2"));
    BOOST_TEST(place_refused([](auto& r) { r.area_m2 = 1'000'000'001; }) == fault("/area_m2"));
    BOOST_TEST(place_refused([](auto& r) {
                   r.growing_area_code = "";
               }) == fault("/growing_area_code"));
    BOOST_TEST(place_refused([](auto& r) {
                   r.producer = "nobody";
               }) == "refused producer_unknown /producer");
}

BOOST_FIXTURE_TEST_CASE(a_place_is_called_by_its_gln_where_it_has_one, Fixture) {
    auto request = new_place();
    request.gln = "9520001900013";
    auto const add = [&](Transaction& tx) { return register_place(tx, who, random, request); };
    BOOST_TEST(must(add).id == "9520001900013");
    BOOST_TEST(refusal(add) == "conflict place_exists");
    request.gln.reset();
    BOOST_TEST(must(add).id != must(add).id);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::registry
