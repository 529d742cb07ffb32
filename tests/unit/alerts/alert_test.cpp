#include "alerts/alert.hpp"

#include "orders.hpp"

namespace ocop::alerts {

namespace {

using store::Transaction;

struct Fixture : test::RegisterFixture {
    NewAlert about(std::string subject, std::int64_t value = 6, std::string stamp = "0123456789") {
        NewAlert out;
        out.subject = std::move(subject);
        out.producer = producer;
        out.gtin = test::item_gtin;
        out.lot = "L1";
        out.figures = {{"phones_today", value}, {"peers_lots", 9}};
        out.stamps = {std::move(stamp)};
        return out;
    }

    Alert raised(NewAlert const& alert) {
        return must([&](Transaction& tx) { return raise(tx, alert); });
    }

    Alert closed(std::string const& id, std::string reason = "Đã xem") {
        return must([&](Transaction& tx) {
            return close(tx, who, id, {Outcome::harmless, reason});
        });
    }

    std::vector<std::string> subjects(
        Filter const& filter = {}, accounts::Principal const& reader = accounts::system_principal()
    ) {
        std::vector<std::string> out;
        std::string after;
        do {
            auto const page = list(*store().snapshot(), reader, filter, after, 2);
            BOOST_TEST_REQUIRE(test::reason_of(page) == "");
            for (auto const& alert : page->alerts)
                out.push_back(alert.subject);
            after = page->next.value_or("");
        } while (!after.empty());
        return out;
    }

    accounts::Principal reaching(
        accounts::Reach reach, std::string of = {}, std::string commune = {}
    ) {
        accounts::Principal out;
        out.account = "somebody";
        out.reach = reach;
        out.producer = std::move(of);
        out.commune = std::move(commune);
        return out;
    }
};

using List = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(alert)

BOOST_FIXTURE_TEST_CASE(raised_again_an_open_alert_gets_the_new_figures_and_stamps, Fixture) {
    auto const first = raised(about("stamp:1"));
    clock().advance_ms(3 * 86'400'000);
    auto const again = raised(about("stamp:1", 9, "ABCDEFGHJK"));
    BOOST_TEST(again.id == first.id);
    BOOST_TEST(again.revision == 2);
    BOOST_TEST((again.raised_at == first.raised_at));
    BOOST_TEST((again.updated_at == clock().now()));
    BOOST_TEST(again.figures.at(0).value == 9);
    BOOST_TEST((again.stamps == List{"0123456789", "ABCDEFGHJK"}));
    for (int i = 0; i < 40; ++i)
        raised(about("stamp:1", 9, std::to_string(i)));
    BOOST_TEST(raised(about("stamp:1")).stamps.size() == stamps_max);
    BOOST_TEST((subjects() == List{"stamp:1"}));
}

BOOST_FIXTURE_TEST_CASE(rules_and_subjects_are_told_apart, Fixture) {
    raised(about("stamp:1"));
    auto other = about("stamp:1");
    other.rule = Rule::after_void;
    raised(other);
    raised(about("stamp:2"));
    BOOST_TEST(subjects().size() == 3U);
}

BOOST_FIXTURE_TEST_CASE(a_closed_alert_is_quiet_until_the_next_legal_day, Fixture) {
    auto const first = raised(about("stamp:1"));
    auto const done = closed(first.id);
    BOOST_TEST((done.state == State::closed));
    BOOST_TEST(done.closed_by.value() == who.account);
    BOOST_TEST(done.reason.value() == "Đã xem");
    auto const none = store().snapshot()->scan(store::Space::checks, "C", "", [](auto, auto) {
        BOOST_TEST(false, "a closed alert is among the open ones");
        return true;
    });
    BOOST_TEST(test::reason_of(none) == "");
    auto const before = contents();
    BOOST_TEST(raised(about("stamp:1")).id == first.id);
    BOOST_TEST((contents() == before));
    clock().advance_ms(86'400'000);
    auto const second = raised(about("stamp:1"));
    BOOST_TEST(second.id != first.id);
    BOOST_TEST((second.state == State::open));
    BOOST_TEST(subjects().size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_first_opening_is_told_once_and_never_again, Fixture) {
    auto opening = about("stamp:1");
    opening.rule = Rule::first_opening;
    auto const id = raised(opening).id;
    closed(id);
    clock().advance_ms(30 * 86'400'000LL);
    auto const before = contents();
    BOOST_TEST(raised(opening).id == id);
    BOOST_TEST((contents() == before));
    opening.subject = "stamp:2";
    BOOST_TEST(raised(opening).id != id);
}

BOOST_FIXTURE_TEST_CASE(what_was_so_before_a_closing_raises_nothing_after_it, Fixture) {
    auto guessed = about("stamp:1");
    guessed.seen_on = legal_day(clock().now());
    auto const id = raised(guessed).id;
    clock().advance_ms(86'400'000);
    closed(id);
    clock().advance_ms(86'400'000);
    BOOST_TEST(raised(guessed).id == id);
    guessed.seen_on = legal_day(clock().now());
    BOOST_TEST(raised(guessed).id != id);
}

BOOST_FIXTURE_TEST_CASE(an_alert_is_closed_once_and_with_a_reason, Fixture) {
    auto const id = raised(about("stamp:1")).id;
    auto const closing = [&](std::string reason) {
        return [this, id, reason](Transaction& tx) {
            return close(tx, who, id, {Outcome::confirmed, reason});
        };
    };
    BOOST_TEST(refusal(closing("")) == "malformed request_invalid /reason");
    BOOST_TEST(refusal(closing(std::string(501, 'x'))) == "malformed request_invalid /reason");
    must(closing("Đã lập biên bản"));
    BOOST_TEST(refusal(closing("again")) == "conflict alert_closed /state");
    auto const none = [&](Transaction& tx) {
        return close(tx, who, "none", {Outcome::confirmed, "x"});
    };
    BOOST_TEST(refusal(none) == "not_found alert_not_found");
}

BOOST_FIXTURE_TEST_CASE(neither_raising_nor_closing_is_a_leaf_of_the_ledger, Fixture) {
    auto const size = ledger_size();
    closed(raised(about("stamp:1")).id);
    BOOST_TEST(ledger_size() == size);
}

BOOST_FIXTURE_TEST_CASE(lists_are_the_newest_first_and_filtered, Fixture) {
    std::vector<std::string> ids;
    for (auto const* subject : {"stamp:1", "stamp:2", "stamp:3", "stamp:4", "stamp:5"}) {
        ids.push_back(raised(about(subject)).id);
        clock().advance_ms(1);
    }
    closed(ids[1]);
    List const all{"stamp:5", "stamp:4", "stamp:3", "stamp:2", "stamp:1"};
    BOOST_TEST((subjects() == all));
    Filter filter;
    filter.state = State::open;
    BOOST_TEST((subjects(filter) == List{"stamp:5", "stamp:4", "stamp:3", "stamp:1"}));
    filter.state = State::closed;
    BOOST_TEST((subjects(filter) == List{"stamp:2"}));
    filter = {};
    filter.rule = Rule::lot_share;
    BOOST_TEST(subjects(filter).empty());
    filter = {};
    filter.gtin = test::item_gtin;
    BOOST_TEST((subjects(filter) == all));
    filter.lot = "L2";
    BOOST_TEST(subjects(filter).empty());
}

BOOST_FIXTURE_TEST_CASE(a_producer_sees_its_own_alerts_without_figures_of_its_peers, Fixture) {
    auto const id = raised(about("stamp:1")).id;
    closed(id);
    auto const owner = reaching(accounts::Reach::own, producer);
    auto const own = load_for(*store().snapshot(), owner, id);
    BOOST_TEST_REQUIRE(test::reason_of(own) == "");
    BOOST_TEST(own->figures.size() == 1U);
    BOOST_TEST(own->figures.at(0).name == "phones_today");
    BOOST_TEST(!own->closed_by);
    BOOST_TEST((subjects({}, owner) == List{"stamp:1"}));
    auto const all = load_for(*store().snapshot(), who, id);
    BOOST_TEST(all->figures.size() == 2U);
    for (auto const& stranger :
         {reaching(accounts::Reach::own, "another"),
          reaching(accounts::Reach::commune, {}, "00001"),
          reaching(accounts::Reach::none)}) {
        BOOST_TEST(test::slug_of(load_for(*store().snapshot(), stranger, id)) == "alert_not_found");
        BOOST_TEST(subjects({}, stranger).empty());
    }
    BOOST_TEST((subjects({}, reaching(accounts::Reach::commune, {}, "08620")) == List{"stamp:1"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::alerts
