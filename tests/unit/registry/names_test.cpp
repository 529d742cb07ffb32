#include "registry/names.hpp"

#include "register.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/crypto/hash.hpp>

#include <set>

namespace ocop::registry {

namespace {

using store::Transaction;

// The register of the fixture has the producer "HTX Chè Đồi Sương" ("Đồi Sương Tea") and the
// product "Chè Bát Tiên".
struct Fixture : test::RegisterFixture {
    NewProducer producer_of(std::string vi, std::optional<std::string> en = {}) {
        auto request = test::new_producer();
        request.name = {std::move(vi), std::move(en)};
        return request;
    }

    Producer add(std::string vi, std::optional<std::string> en = {}) {
        auto const request = producer_of(std::move(vi), std::move(en));
        return must([&](Transaction& tx) { return register_producer(tx, who, random, request); });
    }

    std::string refused(std::string vi, std::optional<std::string> en = {}) {
        auto const request = producer_of(std::move(vi), std::move(en));
        return refusal([&](Transaction& tx) { return register_producer(tx, who, random, request); }
        );
    }

    std::string change_refused(std::string id, std::string vi, std::optional<std::string> en = {}) {
        auto const request = producer_of(std::move(vi), std::move(en));
        return refusal([&](Transaction& tx) { return change_producer(tx, who, id, {}, request); });
    }

    void change(std::string id, std::string vi, std::optional<std::string> en = {}) {
        auto const request = producer_of(std::move(vi), std::move(en));
        must([&](Transaction& tx) { return change_producer(tx, who, id, {}, request); });
    }

    NewProduct product_of(std::string vi, std::optional<std::string> en = {}) {
        auto request = test::new_product(producer);
        request.code = "25-08620-" + std::to_string(10 + next_++) + "-2026";
        request.name = {std::move(vi), std::move(en)};
        return request;
    }

    std::string product_refused(std::string vi, std::optional<std::string> en = {}) {
        auto const request = product_of(std::move(vi), std::move(en));
        return refusal([&](Transaction& tx) { return register_product(tx, who, request); });
    }

    void add_product(std::string vi, std::optional<std::string> en = {}) {
        auto const request = product_of(std::move(vi), std::move(en));
        must([&](Transaction& tx) { return register_product(tx, who, request); });
    }

    // Entries of the index, as it is and as the records say it should be.
    using Entries = std::vector<std::string>;

    Entries entries() {
        Entries out;
        auto const scanned = store().snapshot()->scan(
            store::Space::registry,
            "s",
            {},
            [&](std::string_view key, std::string_view value) {
                out.push_back(std::string(key) + '=' + to_hex(as_bytes(value)));
                return true;
            }
        );
        BOOST_TEST_REQUIRE(test::reason_of(scanned) == "");
        return out;
    }

    template <class R>
    void add_expected(std::set<std::string>& out) {
        auto const page = list<R>(*store().snapshot(), who, {}, 1000);
        BOOST_TEST_REQUIRE(test::reason_of(page) == "");
        for (auto const& record : page->records) {
            for (auto const& name : {record.name.vi, record.name.en.value_or(record.name.vi)}) {
                out.insert(
                    "s" + std::string(R::noun) + '\0' + confusable_skeleton(name) + '\0' +
                    key_of(record) + '=' + to_hex(crypto::sha256(as_bytes(fold_case(name))))
                );
            }
        }
    }

    void check_index() {
        std::set<std::string> expected;
        add_expected<Producer>(expected);
        add_expected<Product>(expected);
        auto const found = entries();
        BOOST_TEST((Entries(expected.begin(), expected.end()) == found));
    }

    int next_ = 0;
};

constexpr auto confusable_vi = "refused name_confusable /name/vi";
constexpr auto confusable_en = "refused name_confusable /name/en";

}  // namespace

BOOST_AUTO_TEST_SUITE(names)

BOOST_FIXTURE_TEST_CASE(asvs_2_2_1_a_producer_that_imitates_another_is_refused, Fixture) {
    add("Công ty Vinamilk", "Vinamilk Ltd");
    for (auto const* vi :
         {"Công ty Vinamiłk",
          "CÔNG TY VINAMIŁK",
          "Công ty Vlnamilk",
          "Công ty V1nam1lk",
          "Công ty Vinarnilk",
          "Công ty Vina-milk",
          "Công ty Vinamilk®",
          "Vinamiłk Ltd",
          "HTX Chè Đồi-Sương",
          "HTX Chè Ðồi Sương"}) {  // with the Icelandic letter
        BOOST_TEST(refused(vi) == confusable_vi, vi);
    }
    BOOST_TEST(refused("Khác", "Vinamilk. Ltd") == confusable_en);
    add("Khác", "Công ty Vínamílk");
    check_index();
}

BOOST_FIXTURE_TEST_CASE(a_product_that_imitates_another_is_refused, Fixture) {
    BOOST_TEST(product_refused("Chè Bát Tiên.") == confusable_vi);
    BOOST_TEST(product_refused("Chè Shan", "Che\u0300 Ba\u0301t Tiên -") == confusable_en);
    check_index();
}

BOOST_FIXTURE_TEST_CASE(letters_of_other_scripts_do_not_reach_the_index, Fixture) {
    auto const fault = [](std::string_view pointer) {
        return "malformed request_invalid " + std::string(pointer);
    };
    for (auto const* text :
         {"Công ty Vinаmilk", "Ｖinamilk", "\U0001D415inamilk", "Ocοp", "Vi\u0274amilk", "★★★"}) {
        BOOST_TEST(refused(text) == fault("/name/vi"), text);
        BOOST_TEST(refused("Khác", text) == fault("/name/en"), text);
        BOOST_TEST(product_refused(text) == fault("/name/vi"), text);
    }
}

BOOST_FIXTURE_TEST_CASE(two_records_may_share_a_name_letter_for_letter, Fixture) {
    auto const first = add("HTX Nông nghiệp", "Farm Co-op").id;
    auto const second = add("HTX Nông nghiệp").id;
    auto const third = add("HTX NÔNG NGHIỆP", "FARM CO-OP").id;
    BOOST_TEST((first != second && second != third));
    BOOST_TEST(refused("HTX Nông-nghiệp") == confusable_vi);
    BOOST_TEST(refused("Khác", "Farm Coop") == confusable_en);
    check_index();
    // As long as one of them has it, nobody else may come near.
    change(first, "HTX Một");
    change(second, "HTX Hai");
    check_index();
    BOOST_TEST(refused("HTX Nông-nghiệp") == confusable_vi);
    change(third, "HTX Ba");
    check_index();
    add("HTX Nông-nghiệp", "Farm Coop");
    check_index();
}

BOOST_FIXTURE_TEST_CASE(words_that_differ_in_tone_are_different_names, Fixture) {
    add("HTX Đá Bạc");
    for (auto const* vi : {"HTX Dá Bạc", "HTX Đa Bạc", "HTX Đá Bác", "HTX Đã Bạc"}) {
        add(vi);
    }
    add_product("Gạo ST25");
    add_product("Gạo ST25+");
    add_product("Gạo ST24");
    check_index();
}

BOOST_FIXTURE_TEST_CASE(kinds_of_record_do_not_stand_in_each_others_way, Fixture) {
    add_product("HTX Chè Đồi-Sương");
    add("Chè Bát-Tiên");
    check_index();
}

BOOST_FIXTURE_TEST_CASE(the_two_names_of_a_record_are_held_against_each_other, Fixture) {
    BOOST_TEST(refused("Vinamilk", "Vina milk") == confusable_en);
    add("Vinamilk", "VINAMILK");
    check_index();
}

BOOST_FIXTURE_TEST_CASE(a_change_is_judged_by_its_new_name, Fixture) {
    auto const id = add("HTX Suối Bạc", "Silver Spring").id;
    BOOST_TEST(change_refused(id, "HTX Chè Đồi-Sương") == confusable_vi);
    BOOST_TEST(change_refused(id, "HTX Suối Bạc", "Đồi Sương-Tea") == confusable_en);
    check_index();
    // Its own old name does not stand in its way, nor after it is gone in another's.
    change(id, "HTX Suối-Bạc", "Silver spring");
    change(id, "HTX Suối Bạc");
    check_index();
    change(id, "HTX Suối Vàng");
    check_index();
    add("HTX Suối-Bạc", "Silver-Spring");
    check_index();
    BOOST_TEST(change_refused(id, "HTX Suối Bạc") == confusable_vi);
    change(id, "HTX SUỐI-BẠC");
    check_index();
}

BOOST_FIXTURE_TEST_CASE(a_change_that_leaves_the_name_alone_writes_no_name, Fixture) {
    auto const before = entries();
    auto request = test::new_producer();
    request.address = "Khu 5";
    must([&](Transaction& tx) { return change_producer(tx, who, producer, {}, request); });
    BOOST_TEST((entries() == before));
    check_index();
}

BOOST_FIXTURE_TEST_CASE(a_taken_code_is_told_before_a_confusable_name, Fixture) {
    auto request = test::new_product(producer);
    request.name.vi = "Chè Bát-Tiên";
    BOOST_TEST(refusal([&](Transaction& tx) {
                   return register_product(tx, who, request);
               }) == "conflict product_exists");
}

BOOST_FIXTURE_TEST_CASE(no_name_passes_for_a_logged_record, Fixture) {
    add(R"({"log":{"index":1,"salt":"00"},"record":{}})");
    auto const snapshot = store().snapshot();
    BOOST_TEST(test::reason_of(store::check_logged(*snapshot)) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::registry
