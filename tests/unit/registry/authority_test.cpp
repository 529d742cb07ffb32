#include "registry/authority.hpp"

#include "accounts.hpp"
#include "register.hpp"

namespace ocop::registry {

namespace {

using store::Transaction;

struct Fixture : test::ServiceFixture {
    template <class Change>
    std::string refused(Change const& change) {
        auto request = test::province("hoa-binh");
        change(request);
        return refusal([&](Transaction& tx) { return register_authority(tx, who, request); });
    }

    Authority add(std::string id) {
        return must([&](Transaction& tx) { return register_authority(tx, who, test::province(id)); }
        );
    }

    auto succession(std::string id, std::string successor) {
        return [=, this](Transaction& tx) { return name_successor(tx, who, id, successor); };
    }
};

constexpr std::string_view successor_invalid = "refused successor_invalid /successor";

}  // namespace

BOOST_AUTO_TEST_SUITE(authority)

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_request_is_told_and_stores_nothing, Fixture) {
    for (std::string const id : {"", "a", "Phu-Tho", "phú-thọ", "a b", "a/b"}) {
        BOOST_TEST(refused([&](auto& r) { r.id = id; }) == "malformed request_invalid /id", id);
    }
    auto const long_id = std::string(33, 'a');
    BOOST_TEST(refused([&](auto& r) { r.id = long_id; }) == "malformed request_invalid /id");
    BOOST_TEST(refused([](auto& r) { r.name.vi = ""; }) == "malformed request_invalid /name/vi");
    BOOST_TEST(refused([](auto& r) { r.name.en = "\n"; }) == "malformed request_invalid /name/en");
    auto const province_fault = "malformed request_invalid /province_code";
    BOOST_TEST(refused([](auto& r) { r.province_code.reset(); }) == province_fault);
    BOOST_TEST(refused([](auto& r) { r.province_code = "2"; }) == province_fault);
    BOOST_TEST(refused([](auto& r) { r.province_code = "2x"; }) == province_fault);
    BOOST_TEST(refused([](auto& r) { r.level = Level::ministry; }) == province_fault);
    for (std::string const prefix : {"", "952", "952000000000", "95200x"}) {
        auto const fault = refused([&](auto& r) { r.gs1_prefix = prefix; });
        BOOST_TEST(fault == "malformed request_invalid /gs1_prefix", prefix);
    }
}

BOOST_FIXTURE_TEST_CASE(all_faults_of_a_request_are_told_at_once, Fixture) {
    auto request = test::province("X");
    request.name.vi = "";
    request.gs1_prefix = "1";
    auto const outcome = run([&](Transaction& tx) { return register_authority(tx, who, request); });
    BOOST_TEST_REQUIRE(test::slug_of(outcome) == "request_invalid");
    BOOST_TEST(outcome.error().faults.size() == 3u);
}

BOOST_FIXTURE_TEST_CASE(names_are_kept_in_normal_form_and_trimmed, Fixture) {
    auto request = test::province("hoa-binh");
    request.name.vi = "  Ho\u0300a Bi\u0300nh ";
    auto const made = must([&](Transaction& tx) { return register_authority(tx, who, request); });
    BOOST_TEST(made.name.vi == "Hòa Bình");
}

BOOST_FIXTURE_TEST_CASE(an_id_is_taken_once, Fixture) {
    add("phu-tho");
    BOOST_TEST(refused([](auto& r) { r.id = "phu-tho"; }) == "conflict authority_exists");
    BOOST_TEST(ledger_size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(sample_and_real_authorities_never_share_a_register, Fixture) {
    BOOST_TEST(!is_demo(*store().snapshot()).value());
    add("phu-tho");
    auto const mixed = transact_now(store(), [&](Transaction& tx) {
        auto const made = register_demo_authority(tx, who, test::province("cao-bang"));
        return made ? Result<void>() : made.error();
    });
    BOOST_TEST(test::slug_of(mixed) == "demo_mixed");
    BOOST_TEST(!is_demo(*store().snapshot()).value());

    Fixture sample;
    sample.must([&](Transaction& tx) { return register_demo_authority(tx, who, test::province()); }
    );
    BOOST_TEST(is_demo(*sample.store().snapshot()).value());
    auto const added = sample.must([&](Transaction& tx) {
        return register_authority(tx, who, test::province("cao-bang"));
    });
    BOOST_TEST(added.demo);
}

BOOST_FIXTURE_TEST_CASE(the_authority_of_today_is_at_the_end_of_the_chain, Fixture) {
    for (auto const* id : {"a1", "b1", "c1"}) {
        add(id);
    }
    must(succession("a1", "b1"));
    must(succession("b1", "c1"));
    for (auto const* id : {"a1", "b1", "c1"}) {
        BOOST_TEST(current_authority(*store().snapshot(), id).value().id == "c1");
    }
    BOOST_TEST(
        test::slug_of(current_authority(*store().snapshot(), "x1")) == "authority_not_found"
    );
}

BOOST_FIXTURE_TEST_CASE(an_authority_has_no_successor_while_it_has_people, Fixture) {
    add("a1");
    add("b1");
    // Of the other one, and of a third whose name begins alike.
    add("a12");
    test::add_active(*this, test::new_account("anh", accounts::Role::officer, "b1"));
    test::add_active(*this, test::new_account("binh", accounts::Role::officer, "a12"));
    auto const lan =
        test::add_active(*this, test::new_account("lan", accounts::Role::officer, "a1"));
    BOOST_TEST(refusal(succession("a1", "b1")) == "conflict authority_staffed /successor");
    test::put_state(*this, lan, accounts::AccountState::erased);
    BOOST_TEST(must(succession("a1", "b1")).successor.value_or("") == "b1");
}

BOOST_FIXTURE_TEST_CASE(a_chain_of_successors_never_leads_back, Fixture) {
    for (auto const* id : {"a1", "b1", "c1"}) {
        add(id);
    }
    BOOST_TEST(refusal(succession("a1", "a1")) == successor_invalid);
    BOOST_TEST(refusal(succession("a1", "zz")) == successor_invalid);
    BOOST_TEST(refusal(succession("zz", "a1")) == "not_found authority_not_found");
    BOOST_TEST(must(succession("a1", "b1")).successor.value_or("") == "b1");
    BOOST_TEST(refusal(succession("b1", "a1")) == successor_invalid);
    must(succession("b1", "c1"));
    BOOST_TEST(refusal(succession("c1", "a1")) == successor_invalid);
    BOOST_TEST(refusal(succession("c1", "b1")) == successor_invalid);
    BOOST_TEST(must(succession("a1", "c1")).revision == 3);
}

BOOST_FIXTURE_TEST_CASE(listing_gives_every_record_once_whatever_the_page, Fixture) {
    std::vector<std::string> const ids{"a1", "a1-b", "a11", "b1", "c1"};
    for (auto const& id : ids) {
        add(id);
    }
    for (std::size_t limit = 1; limit <= ids.size() + 1; ++limit) {
        std::vector<std::string> seen;
        std::optional<std::string> after = "";
        while (after) {
            auto const page = list<Authority>(*store().snapshot(), who, *after, limit);
            BOOST_TEST_REQUIRE(test::reason_of(page) == "");
            BOOST_TEST(page->records.size() <= limit);
            for (auto const& record : page->records) {
                seen.push_back(record.id);
            }
            after = page->next;
        }
        BOOST_TEST(seen == ids, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::registry
