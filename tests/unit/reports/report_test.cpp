#include "reports/report.hpp"

#include "register.hpp"

namespace ocop::reports {

namespace {

using store::Transaction;

constexpr crypto::BoxKey vault{7};
constexpr std::int64_t day_ms = 86'400'000;

struct Fixture : test::RegisterFixture {
    static NewReport about(std::string stamp = "0123-4567-89VP") {
        NewReport out;
        out.stamp = std::move(stamp);
        out.wrong = Wrong::other_goods;
        out.bought = "Chợ phiên";
        out.contact = "0900 000 002";
        return out;
    }

    Report filed(NewReport const& request = about(), std::string of = {}) {
        auto const clean = check_report(request);
        BOOST_TEST_REQUIRE(test::reason_of(clean) == "");
        Judged judged;
        judged.verdict = "listed";
        judged.producer = of;
        return must([&](Transaction& tx) { return file_report(tx, random, vault, *clean, judged); }
        );
    }

    Result<Report> load(std::string const& id) {
        return load_for(*store().snapshot(), vault, who, id);
    }

    std::vector<std::string> listed(std::optional<State> state, accounts::Principal const& by) {
        std::vector<std::string> out;
        std::string after;
        do {
            auto const page = list(*store().snapshot(), by, state, after, 2);
            BOOST_TEST_REQUIRE(test::reason_of(page) == "");
            for (auto const& report : page->reports) {
                BOOST_TEST(!report.contact);
                out.push_back(report.id);
            }
            after = page->next.value_or("");
        } while (!after.empty());
        return out;
    }

    void drop_old() {
        auto const old = old_evidence(*store().snapshot(), {}, 10, clock().now());
        BOOST_TEST_REQUIRE(test::reason_of(old) == "");
        auto const done =
            transact_now(store(), [&](Transaction& tx) { return erase_evidence(tx, old->keys); });
        BOOST_TEST_REQUIRE(test::reason_of(done) == "");
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(report)

BOOST_FIXTURE_TEST_CASE(a_report_is_read_back_with_its_contact_and_is_no_leaf, Fixture) {
    auto const size = ledger_size();
    auto const written = filed();
    auto const read = load(written.id);
    BOOST_TEST_REQUIRE(test::reason_of(read) == "");
    BOOST_TEST(read->stamp == "0123-4567-89VP");
    BOOST_TEST(read->verdict == "listed");
    BOOST_TEST(read->bought.value() == "Chợ phiên");
    BOOST_TEST(read->contact.value() == "0900 000 002");
    BOOST_TEST((read->received_at == clock().now()));
    BOOST_TEST(ledger_size() == size);
}

BOOST_FIXTURE_TEST_CASE(
    a_contact_is_sealed_and_goes_by_itself_with_the_words_or_when_asked, Fixture
) {
    auto const one = filed();
    auto const two = filed();
    for (auto const& [key, value] : contents()) {
        BOOST_TEST((value.find("0900 000 002") == std::string::npos));
    }
    BOOST_TEST(!load_for(*store().snapshot(), crypto::BoxKey{8}, who, one.id));
    must([&](Transaction& tx) { return erase_contact(tx, who, one.id); });
    BOOST_TEST(!load(one.id)->contact);
    BOOST_TEST(load(two.id)->contact.has_value());
    clock().advance_ms(evidence_days * day_ms - 1);
    drop_old();
    BOOST_TEST(load(two.id)->contact.has_value());
    BOOST_TEST(load(two.id)->bought.has_value());
    clock().advance_ms(1);
    drop_old();
    BOOST_TEST(!load(two.id)->contact);
    BOOST_TEST(!load(two.id)->bought);
    BOOST_TEST(load(two.id)->verdict == "listed");
}

BOOST_FIXTURE_TEST_CASE(a_report_is_cleaned_and_held_to_its_lengths, Fixture) {
    auto request = about();
    request.text = "  Trang nói chè,\r\ngói là bánh  ";
    request.bought = " ";
    auto const clean = check_report(request);
    BOOST_TEST_REQUIRE(test::reason_of(clean) == "");
    BOOST_TEST(clean->text.value() == "Trang nói chè,  gói là bánh");
    BOOST_TEST(!clean->bought);
    request = about("");
    request.bought = std::string(301, 'x');
    request.text = std::string(1'001, 'x');
    request.contact = std::string(201, 'x');
    auto const refused = check_report(request);
    BOOST_TEST_REQUIRE(!refused);
    BOOST_TEST(refused.error().faults.size() == 4U);
    BOOST_TEST(check_report(about(std::string(300, 'x'))).has_value());
    BOOST_TEST(!check_report(about(std::string(301, 'x'))));
}

BOOST_FIXTURE_TEST_CASE(a_report_is_closed_once_with_a_reason, Fixture) {
    auto const id = filed().id;
    auto const closing = [&](std::string reason) {
        return [this, id, reason](Transaction& tx) {
            return close(tx, who, id, {Outcome::confirmed, reason});
        };
    };
    BOOST_TEST(refusal(closing("")) == "malformed request_invalid /reason");
    auto const closed = must(closing("Đã lập biên bản"));
    BOOST_TEST((closed.state == State::closed));
    BOOST_TEST(closed.closed_by.value() == who.account);
    BOOST_TEST(refusal(closing("again")) == "conflict report_closed /state");
    auto const none = [&](Transaction& tx) { return erase_contact(tx, who, "none"); };
    BOOST_TEST(refusal(none) == "not_found report_not_found");
}

BOOST_FIXTURE_TEST_CASE(lists_are_the_newest_first_and_by_reach, Fixture) {
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) {
        ids.insert(ids.begin(), filed(about(), i == 2 ? producer : std::string()).id);
        clock().advance_ms(1);
    }
    BOOST_TEST((listed({}, who) == ids));
    must([&](Transaction& tx) { return close(tx, who, ids[1], {Outcome::unclear, "x"}); });
    BOOST_TEST((listed(State::closed, who) == std::vector<std::string>{ids[1]}));
    BOOST_TEST(listed(State::open, who).size() == 4U);
    accounts::Principal commune;
    commune.reach = accounts::Reach::commune;
    commune.commune = "08620";
    BOOST_TEST((listed({}, commune) == std::vector<std::string>{ids[2]}));
    commune.commune = "00001";
    BOOST_TEST(listed({}, commune).empty());
    auto const hidden = load_for(*store().snapshot(), vault, commune, ids[2]);
    BOOST_TEST(test::slug_of(hidden) == "report_not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::reports
