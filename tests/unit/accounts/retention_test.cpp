#include "accounts/retention.hpp"

#include "accounts.hpp"
#include "accounts/api_keys.hpp"
#include "accounts/idempotency.hpp"
#include "accounts/invitations.hpp"
#include "accounts/notices.hpp"
#include "accounts/sessions.hpp"

#include <algorithm>
#include <map>

namespace ocop::accounts {

namespace {

using store::Transaction;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;

using Contents = std::vector<std::pair<std::string, std::string>>;

struct Fixture : test::ServiceFixture {
    Fixture() {
        lan.id = "lan";
        lan.state = AccountState::active;
    }

    void put(std::function<Result<void>(Transaction&)> const& work) {
        BOOST_TEST_REQUIRE(test::reason_of(transact_now(store(), work)) == "");
    }

    void add_session() {
        auto const opened = make_session(random, {lan.id, true, "Firefox"}, clock().now());
        put([&](Transaction& tx) { return put_session(tx, opened); });
    }

    void add_invitation(InvitationKind kind) {
        put([&](Transaction& tx) -> Result<void> {
            put_invitation(tx, random, lan, kind);
            return {};
        });
    }

    void add_remembered(std::string key) {
        put([&](Transaction& tx) -> Result<void> {
            remember(tx, who, key, {1, "request", 201, "/there", "answer", {}});
            return {};
        });
    }

    void add_notices(int count) {
        put([&](Transaction& tx) -> Result<void> {
            for (int i = 0; i < count; ++i) {
                put_notice(tx, random, lan.id, {});
            }
            return {};
        });
    }

    ApiKey add_api_key(std::int64_t lasts_ms) {
        NewApiKey const request{"kho", {Scope::read}, {clock().now().ms + lasts_ms}};
        return must([&](Transaction& tx) { return make_api_key(tx, random, lan, request, false); }
        ).key;
    }

    // One of each kind; the API key ends in a day.
    void add_each(std::string const& key) {
        add_session();
        add_invitation(InvitationKind::first);
        add_invitation(InvitationKind::recovery);
        add_remembered(key);
        add_notices(1);
        add_api_key(day_ms);
    }

    Swept slice(SweepState const& state, Instant now) {
        auto swept = sweep(*store().snapshot(), state, now);
        BOOST_TEST_REQUIRE(test::reason_of(swept) == "");
        return *swept;
    }

    // A whole sweep at `now`, which may be later than the store's own time; gives how many records
    // were looked at.
    std::uint64_t sweep_all(Instant now) {
        std::uint64_t looked_at = 0;
        SweepState state;
        for (bool finished = false; !finished;) {
            auto const swept = slice(state, now);
            BOOST_TEST(swept.looked_at <= static_cast<std::uint64_t>(sweep_records));
            looked_at += swept.looked_at;
            if (swept.work) {
                put(swept.work);
            }
            state = swept.next;
            finished = swept.finished;
            ++slices;
        }
        return looked_at;
    }

    // That what is in the store goes with a sweep at `end`, all of it, and nothing a millisecond
    // before. Leaves the store as it was without it.
    void check_goes_at(Instant end, Contents const& without) {
        auto const with = contents();
        BOOST_TEST((with != without));
        sweep_all({end.ms - 1});
        BOOST_TEST((contents() == with), "something went too early");
        sweep_all(end);
        BOOST_TEST((contents() == without), "something was left");
    }

    Account lan;
    int slices = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(retention)

BOOST_FIXTURE_TEST_CASE(an_empty_store_is_swept_in_one_slice_a_kind, Fixture) {
    BOOST_TEST(sweep_all(clock().now()) == 0u);
    BOOST_TEST(slices == 5);
}

BOOST_FIXTURE_TEST_CASE(sessions_go_when_they_are_over_with_their_index, Fixture) {
    auto const before = contents();
    auto const start = clock().now();
    add_session();
    check_goes_at({start.ms + 2 * hour_ms}, before);
    // A busy one.
    auto const opened = make_session(random, {lan.id, true, "Firefox"}, start);
    put([&](Transaction& tx) { return put_session(tx, opened); });
    for (std::int64_t hour = 1; hour < 12; ++hour) {
        put([&](Transaction& tx) {
            return touch_session(tx, session_hash(opened.token), {start.ms + hour * hour_ms});
        });
    }
    check_goes_at({start.ms + 12 * hour_ms}, before);
}

BOOST_FIXTURE_TEST_CASE(invitations_go_when_they_are_over, Fixture) {
    auto const before = contents();
    add_invitation(InvitationKind::first);
    check_goes_at({clock().now().ms + 7 * day_ms}, before);
    add_invitation(InvitationKind::recovery);
    check_goes_at({clock().now().ms + hour_ms}, before);
}

BOOST_FIXTURE_TEST_CASE(remembered_answers_go_after_a_week, Fixture) {
    auto const before = contents();
    add_remembered("k");
    check_goes_at({clock().now().ms + 7 * day_ms}, before);
}

BOOST_FIXTURE_TEST_CASE(notices_go_after_a_year, Fixture) {
    auto const before = contents();
    add_notices(1);
    check_goes_at({clock().now().ms + 365 * day_ms}, before);
}

BOOST_FIXTURE_TEST_CASE(api_keys_go_thirty_days_after_their_end_with_their_index, Fixture) {
    auto const before = contents();
    auto const key = add_api_key(3 * day_ms);
    check_goes_at({key.expires_at.ms + 30 * day_ms}, before);
    BOOST_TEST(api_keys_of(*store().snapshot(), lan.id).value().empty());
}

BOOST_FIXTURE_TEST_CASE(what_is_not_over_is_untouched_beside_what_is, Fixture) {
    test::add_active(*this, test::new_account("mai", Role::auditor));
    auto const kept = contents();
    add_each("old");
    std::map<std::string, std::string> old;
    for (auto const& each : contents()) {
        old.insert(each);
    }
    for (auto const& each : kept) {
        old.erase(each.first);
    }
    clock().advance_ms(365 * day_ms);
    add_each("new");
    auto expected = contents();
    expected.erase(
        std::remove_if(
            expected.begin(),
            expected.end(),
            [&](auto const& each) { return old.count(each.first) != 0; }
        ),
        expected.end()
    );
    BOOST_TEST(sweep_all(clock().now()) == 12u);
    BOOST_TEST((contents() == expected));
}

BOOST_FIXTURE_TEST_CASE(many_records_go_in_slices_and_none_is_passed_over, Fixture) {
    auto const before = contents();
    constexpr int old_ones = 2 * sweep_records + 1;
    for (int left = old_ones; left > 0; left -= 1000) {
        add_notices(std::min(left, 1000));
    }
    auto const start = clock().now();
    clock().advance_ms(1);
    auto const without_new = contents();
    add_notices(sweep_records / 2);
    auto const with_new = contents();
    BOOST_TEST(
        sweep_all({start.ms + 365 * day_ms - 1}) ==
        static_cast<std::uint64_t>(old_ones + sweep_records / 2)
    );
    BOOST_TEST(slices == 4 + 3);
    BOOST_TEST((contents() == with_new));
    sweep_all({start.ms + 365 * day_ms});
    BOOST_TEST(contents().size() == before.size() + static_cast<std::size_t>(sweep_records / 2));
    sweep_all({start.ms + 365 * day_ms + 1});
    BOOST_TEST((contents() == before));
    BOOST_TEST((without_new != before));
}

BOOST_FIXTURE_TEST_CASE(a_full_slice_that_ends_a_kind_is_its_last, Fixture) {
    add_notices(sweep_records);
    BOOST_TEST(sweep_all(clock().now()) == static_cast<std::uint64_t>(sweep_records));
    BOOST_TEST(slices == 5);
}

BOOST_FIXTURE_TEST_CASE(a_slice_that_runs_again_or_late_does_no_harm, Fixture) {
    auto const before = contents();
    add_session();
    auto const key = add_api_key(day_ms);
    Instant const now{clock().now().ms + 60 * day_ms};
    std::vector<store::Work> works;
    SweepState state;
    for (std::int64_t kind = 0; kind < 5; ++kind) {
        auto const swept = slice(state, now);
        state = swept.next;
        if (swept.work) {
            works.push_back(swept.work);
        }
    }
    BOOST_TEST(works.size() == 2u);
    // Its owner was faster.
    must([&](Transaction& tx) { return end_api_key(tx, lan.id, key.id); });
    for (auto const& work : works) {
        put(work);
        put(work);
    }
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(what_has_no_place_to_go_on_from_is_told, Fixture) {
    for (auto const& state : {SweepState{-1, ""}, SweepState{5, ""}, SweepState{0, "xy"}}) {
        BOOST_TEST(
            test::slug_of(sweep(*store().snapshot(), state, clock().now())) == "store_corrupt"
        );
    }
}

BOOST_FIXTURE_TEST_CASE(a_damaged_record_is_told_and_stops_the_sweep, Fixture) {
    add_session();
    add_each("k");
    for (auto const& [kind, tag] : std::vector<std::pair<std::int64_t, std::string>>{
             {0, "s"}, {1, "v"}, {2, "i"}, {3, "n"}, {4, "t"}}) {
        auto const key = tag + "~";
        for (std::string const bytes : {"{", R"({"v":"x"})"}) {
            test::write_one(store(), store::Space::accounts, key, bytes);
            auto const swept = sweep(*store().snapshot(), {kind, ""}, clock().now());
            BOOST_TEST(test::slug_of(swept) == "store_corrupt", tag << " " << bytes);
        }
        test::tamper(*this, [&](Transaction& tx) { tx.erase(store::Space::accounts, key); });
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
