#include "accounts/sessions.hpp"

#include "accounts.hpp"

#include <ocop/base/encoding.hpp>

#include <set>

namespace ocop::accounts {

namespace {

using store::Transaction;

struct Fixture : test::ServiceFixture {
    // Signs `account` in; gives the token.
    std::string open(std::string account, std::string client = "Firefox") {
        auto const opened =
            make_session(random, {std::move(account), true, std::move(client)}, clock().now());
        auto const put =
            transact_now(store(), [&](Transaction& tx) { return put_session(tx, opened); });
        BOOST_TEST_REQUIRE(test::reason_of(put) == "");
        return opened.token;
    }

    std::optional<Session> find(std::string_view token, Instant at) {
        auto const found = find_session(*store().snapshot(), session_hash(token), at);
        BOOST_TEST_REQUIRE(test::reason_of(found) == "");
        return *found;
    }

    bool is_open(std::string_view token) { return find(token, clock().now()).has_value(); }

    void touch(std::string_view token, Instant at) {
        auto const touched = transact_now(store(), [&](Transaction& tx) {
            return touch_session(tx, session_hash(token), at);
        });
        BOOST_TEST_REQUIRE(test::reason_of(touched) == "");
    }

    void end_all(std::string_view account, std::optional<SessionHash> const& except = {}) {
        auto const ended = transact_now(store(), [&](Transaction& tx) {
            return end_sessions(tx, account, except);
        });
        BOOST_TEST_REQUIRE(test::reason_of(ended) == "");
    }

    std::size_t count_of(std::string_view account) {
        auto const all = sessions_of(*store().snapshot(), account);
        BOOST_TEST_REQUIRE(test::reason_of(all) == "");
        return all->size();
    }
};

constexpr std::int64_t hour_ms = 3'600'000;

Instant later(Instant at, std::int64_t ms) {
    return {at.ms + ms};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sessions)

BOOST_FIXTURE_TEST_CASE(a_session_without_requests_is_over_after_two_hours, Fixture) {
    auto const start = clock().now();
    auto const token = open("lan");
    BOOST_TEST(find(token, start).has_value());
    BOOST_TEST(find(token, later(start, 2 * hour_ms - 1)).has_value());
    BOOST_TEST(!find(token, later(start, 2 * hour_ms)).has_value());
    BOOST_TEST(!find(token, later(start, 2 * hour_ms + 1)).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_session_is_over_after_twelve_hours_however_busy, Fixture) {
    auto const start = clock().now();
    auto const token = open("lan");
    for (std::int64_t hour = 1; hour < 12; ++hour) {
        touch(token, later(start, hour * hour_ms));
        BOOST_TEST(find(token, later(start, hour * hour_ms)).has_value());
    }
    BOOST_TEST(find(token, later(start, 12 * hour_ms - 1)).has_value());
    BOOST_TEST(!find(token, later(start, 12 * hour_ms)).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_touch_moves_the_idle_end_forward_and_never_back, Fixture) {
    auto const start = clock().now();
    auto const token = open("lan");
    touch(token, later(start, hour_ms));
    BOOST_TEST((find(token, later(start, hour_ms))->seen_at == later(start, hour_ms)));
    BOOST_TEST((find(token, later(start, hour_ms))->created_at == start));
    // A request that was slow to be noted.
    touch(token, later(start, hour_ms - 1));
    BOOST_TEST(find(token, later(start, 3 * hour_ms - 1)).has_value());
    BOOST_TEST(!find(token, later(start, 3 * hour_ms)).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_touch_revives_nothing_that_is_over_or_gone, Fixture) {
    auto const start = clock().now();
    auto const idle = open("lan");
    touch(idle, later(start, 2 * hour_ms));
    BOOST_TEST(!find(idle, later(start, 2 * hour_ms)).has_value());

    auto const old = open("lan");
    for (std::int64_t hour = 1; hour <= 12; ++hour) {
        touch(old, later(start, hour * hour_ms));
    }
    BOOST_TEST(!find(old, later(start, 12 * hour_ms)).has_value());

    auto const ended = open("lan");
    end_all("lan");
    auto const before = contents();
    touch(ended, start);
    touch("never was", start);
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(a_session_is_opened_by_its_token_alone, Fixture) {
    auto const token = open("lan");
    BOOST_TEST(token.size() == 43u);
    BOOST_TEST(find(token, clock().now())->account == "lan");
    for (auto const& other : {std::string(), token + "A", token.substr(1), std::string("lan")}) {
        BOOST_TEST(!is_open(other), other);
    }
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(!is_open(changed), i);
    }
    // The hash that the store keeps is no token.
    BOOST_TEST(!is_open(to_base64url(session_hash(token))));
}

BOOST_FIXTURE_TEST_CASE(asvs_7_2_4_every_sign_in_has_a_token_and_a_csrf_word_of_its_own, Fixture) {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        auto const opened = make_session(random, {"lan", false, ""}, clock().now());
        BOOST_TEST(seen.insert(opened.token).second);
        BOOST_TEST(seen.insert(opened.session.csrf).second);
        BOOST_TEST(opened.session.csrf.size() == 43u);
    }
}

BOOST_FIXTURE_TEST_CASE(tokens_are_never_at_rest_in_clear, Fixture) {
    for (int i = 0; i < 3; ++i) {
        auto const token = open("lan");
        touch(token, clock().now());
        BOOST_TEST(!test::holds(*this, token));
        auto const bytes = from_base64url(token).value();
        BOOST_TEST(!test::holds(*this, as_text(bytes)));
        BOOST_TEST(!test::holds(*this, to_hex(bytes)));
    }
}

BOOST_FIXTURE_TEST_CASE(the_eleventh_session_ends_the_oldest_and_no_one_elses, Fixture) {
    auto const other = open("mai");
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < 15; ++i) {
        clock().advance_ms(1000);
        tokens.push_back(open("lan"));
        for (std::size_t j = 0; j <= i; ++j) {
            BOOST_TEST(is_open(tokens[j]) == (j + 10 > i), j << " of " << i);
        }
        BOOST_TEST(count_of("lan") == std::min<std::size_t>(i + 1, 10));
    }
    BOOST_TEST(is_open(other));
    BOOST_TEST(count_of("mai") == 1u);
}

BOOST_FIXTURE_TEST_CASE(the_oldest_is_the_one_signed_in_first_however_lately_it_was_used, Fixture) {
    std::vector<std::string> tokens;
    for (int i = 0; i < 10; ++i) {
        tokens.push_back(open("lan"));
        clock().advance_ms(1000);
    }
    touch(tokens.front(), clock().now());
    open("lan");
    BOOST_TEST(!is_open(tokens[0]));
    BOOST_TEST(is_open(tokens[1]));
}

BOOST_FIXTURE_TEST_CASE(asvs_7_4_3_all_sessions_end_but_the_one_that_asked, Fixture) {
    auto const kept = open("lan");
    auto const other = open("lan");
    auto const longer = open("lana");
    end_all("lan", session_hash(kept));
    BOOST_TEST(is_open(kept));
    BOOST_TEST(!is_open(other));
    BOOST_TEST(is_open(longer));
    end_all("lan");
    BOOST_TEST(!is_open(kept));
    BOOST_TEST(is_open(longer));
}

BOOST_FIXTURE_TEST_CASE(asvs_7_4_1_ended_sessions_leave_nothing_in_the_store, Fixture) {
    auto const before = contents();
    for (int i = 0; i < 12; ++i) {
        open("lan");
    }
    end_all("lan");
    BOOST_TEST((contents() == before));
    auto const token = open("lan");
    auto const ended = transact_now(store(), [&](Transaction& tx) -> Result<void> {
        end_session(tx, "lan", session_hash(token));
        return {};
    });
    BOOST_TEST(test::reason_of(ended) == "");
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(a_step_up_holds_for_ten_minutes, Fixture) {
    auto const now = clock().now();
    auto session = make_session(random, {"lan", true, "", now}, now).session;
    BOOST_TEST(is_stepped_up(session, now));
    BOOST_TEST(is_stepped_up(session, later(now, 600'000 - 1)));
    BOOST_TEST(!is_stepped_up(session, later(now, 600'000)));
    session = make_session(random, {"lan", true, ""}, now).session;
    BOOST_TEST(!is_stepped_up(session, now));
}

BOOST_FIXTURE_TEST_CASE(of_the_client_the_start_is_kept_as_far_as_it_is_plain, Fixture) {
    auto const kept = [&](std::string client) {
        return make_session(random, {"lan", false, std::move(client)}, clock().now())
            .session.client;
    };
    BOOST_TEST(kept("Mozilla/5.0 (X11)") == "Mozilla/5.0 (X11)");
    BOOST_TEST(kept(std::string(200, 'm')) == std::string(80, 'm'));
    for (std::string const client : {"", "a\nb", "\xFF", "a\u202Eb"}) {
        BOOST_TEST(kept(client) == "?");
    }
    BOOST_TEST(find(open("lan", "curl/8"), clock().now())->client == "curl/8");
}

BOOST_FIXTURE_TEST_CASE(a_damaged_index_is_told, Fixture) {
    auto const token = open("lan");
    auto const key = ByteWriter().u8('S').text_nul("lan").text("short").take();
    test::write_one(store(), store::Space::accounts, key, "");
    BOOST_TEST(test::slug_of(sessions_of(*store().snapshot(), "lan")) == "store_corrupt");
    BOOST_TEST(refusal([&](Transaction& tx) {
                   return end_sessions(tx, "lan");
               }) == "corrupt store_corrupt accounts S");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
