#include "accounts/audit.hpp"

#include "accounts.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <random>

namespace ocop::accounts {

namespace {

using store::Space;
using store::Transaction;

std::string entry_key(std::uint64_t number) {
    return ByteWriter().u8('e').u64(number).take();
}

std::string numbers_of(std::vector<AuditEntry> const& entries) {
    std::string out;
    for (auto const& entry : entries) {
        out += std::to_string(entry.number) + " ";
    }
    return out;
}

AuditQuery behind(std::optional<std::uint64_t> after) {
    AuditQuery query;
    query.after = after;
    return query;
}

AuditQuery by_actor(std::string actor, std::optional<std::uint64_t> after = {}) {
    auto query = behind(after);
    query.actor = std::move(actor);
    return query;
}

AuditQuery by_subject(std::string subject, std::optional<std::uint64_t> after = {}) {
    auto query = behind(after);
    query.subject = std::move(subject);
    return query;
}

struct Fixture : test::ServiceFixture {
    std::uint64_t note(std::string actor, AuditDraft draft) {
        auto principal = system_principal(std::move(actor));
        principal.role = Role::officer;
        return must([&](Transaction& tx) { return audit(tx, principal, draft); });
    }

    void note_many(int count) {
        for (int i = 0; i < count; ++i) {
            note("a" + std::to_string(i % 3), {"act" + std::to_string(i), "s", "", "r"});
        }
    }

    std::vector<AuditEntry> search(AuditQuery const& query) {
        std::vector<AuditEntry> out;
        auto const searched =
            search_audit(*store().snapshot(), query, [&](AuditEntry const& entry) {
                out.push_back(entry);
                return true;
            });
        BOOST_TEST_REQUIRE(test::reason_of(searched) == "");
        return out;
    }

    std::string bytes_of(std::string_view key) {
        auto const bytes = store().snapshot()->get(Space::audit, key);
        BOOST_TEST_REQUIRE(bytes.value().has_value());
        return **bytes;
    }

    void put(std::string_view key, std::string_view value) {
        test::tamper(*this, [&](Transaction& tx) { tx.put(Space::audit, key, value); });
    }

    void erase(std::string_view key) {
        test::tamper(*this, [&](Transaction& tx) { tx.erase(Space::audit, key); });
    }

    // "" or "slug entry n".
    std::string checked() {
        auto const ok = check_audit(*store().snapshot());
        return ok ? "" : std::string(ok.error().slug) + " " + ok.error().faults.at(0).pointer;
    }
};

// Draws from few values, so that every query finds something and leaves something out.
struct Dice {
    std::string of(std::string_view stem, unsigned count) {
        return std::string(stem) + std::to_string(engine() % count);
    }

    std::mt19937 engine{11};
};

bool matches_naive(AuditQuery const& query, AuditEntry const& entry) {
    bool out = true;
    if (!query.actor.empty()) {
        out = out && entry.actor == query.actor;
    }
    if (!query.subject.empty()) {
        out = out && entry.subject == query.subject;
    }
    out = out && entry.act.substr(0, query.act.size()) == query.act;
    if (query.from) {
        out = out && entry.at.ms >= query.from->ms;
    }
    if (query.until) {
        out = out && entry.at.ms < query.until->ms;
    }
    if (query.after) {
        out = out && entry.number > *query.after;
    }
    return out;
}

AuditQuery random_query(Dice& dice, std::vector<AuditEntry> const& all) {
    AuditQuery query;
    auto const some = [&] { return dice.engine() % 2 == 0; };
    auto const& near = all[dice.engine() % all.size()];
    if (some()) {
        query.actor = dice.of("a", 5);
    }
    if (some()) {
        query.subject = dice.of("s", 5);
    }
    if (some()) {
        query.act = some() ? near.act : near.act.substr(0, 4);
    }
    if (some()) {
        query.from = near.at;
    }
    if (some()) {
        query.until = Instant{near.at.ms + static_cast<std::int64_t>(dice.engine() % 2000)};
    }
    if (some()) {
        query.after = dice.engine() % (all.size() + 2);
    }
    return query;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_chain)

BOOST_FIXTURE_TEST_CASE(numbers_are_dense_and_each_entry_names_the_one_before, Fixture) {
    BOOST_TEST(checked() == "");
    std::string previous(64, '0');
    for (std::uint64_t number = 0; number < 12; ++number) {
        BOOST_TEST(note("alice", {"act", "subject", "detail", "request"}) == number);
        BOOST_TEST(search({}).back().previous == previous);
        previous = to_hex(crypto::sha256(as_bytes(bytes_of(entry_key(number)))));
        BOOST_TEST(checked() == "");
        clock().advance_ms(1);
    }
    BOOST_TEST(numbers_of(search({})) == "0 1 2 3 4 5 6 7 8 9 10 11 ");
}

BOOST_FIXTURE_TEST_CASE(several_entries_of_one_transaction_follow_one_another, Fixture) {
    must([&](Transaction& tx) -> Result<std::uint64_t> {
        for (int i = 0; i < 4; ++i) {
            if (auto number = audit(tx, who, {"act", "s", "", ""}); !number) {
                return number;
            }
        }
        return audit(tx, who, {"act", "s", "", ""});
    });
    BOOST_TEST(numbers_of(search({})) == "0 1 2 3 4 ");
    BOOST_TEST(checked() == "");
}

BOOST_FIXTURE_TEST_CASE(an_entry_says_who_when_what_to_what_and_in_which_request, Fixture) {
    note("alice", {"POST /x", "lot:7", "CCCD shown", "req-1"});
    auto const entry = search({}).at(0);
    BOOST_TEST(entry.actor == "alice");
    BOOST_TEST(entry.role == "officer");
    BOOST_TEST((entry.at == clock().now()));
    BOOST_TEST(entry.act == "POST /x");
    BOOST_TEST(entry.subject == "lot:7");
    BOOST_TEST(entry.detail == "CCCD shown");
    BOOST_TEST(entry.request == "req-1");
    note("", {"sign-in", "", "", ""});
    auto const nobody = search({}).at(1);
    BOOST_TEST(nobody.actor == "-");
    BOOST_TEST(nobody.role == "-");
    BOOST_TEST(nobody.subject == "-");
    BOOST_TEST(numbers_of(search(by_actor("-"))) == "1 ");
    BOOST_TEST(numbers_of(search(by_subject("-"))) == "1 ");
}

BOOST_FIXTURE_TEST_CASE(an_act_that_is_refused_leaves_no_entry, Fixture) {
    note("alice", {"act", "s", "", ""});
    BOOST_TEST(refusal([&](Transaction& tx) -> Result<std::uint64_t> {
                   auto const number = audit(tx, who, {"act", "s", "", ""});
                   return number ? Error(Errc::refused, "no") : number.error();
               }) == "refused no");
    BOOST_TEST(note("alice", {"act", "s", "", ""}) == 1u);
    BOOST_TEST(checked() == "");
}

BOOST_FIXTURE_TEST_CASE(a_search_finds_what_a_naive_filter_does, Fixture) {
    Dice dice;
    for (int i = 0; i < 150; ++i) {
        note(dice.of("a", 4), {dice.of("act", 12), dice.of("s", 4), "", ""});
        clock().advance_ms(static_cast<std::int64_t>(dice.engine() % 100));
    }
    auto const all = search({});
    BOOST_TEST_REQUIRE(all.size() == 150u);
    std::size_t found = 0;
    for (int i = 0; i < 500; ++i) {
        auto const query = random_query(dice, all);
        std::vector<AuditEntry> expected;
        for (auto const& entry : all) {
            if (matches_naive(query, entry)) {
                expected.push_back(entry);
            }
        }
        found += expected.size();
        BOOST_TEST(numbers_of(search(query)) == numbers_of(expected));
    }
    BOOST_TEST(found > 500u);
}

BOOST_FIXTURE_TEST_CASE(an_actor_whose_name_begins_like_anothers_is_not_the_other, Fixture) {
    note("ab", {"act", "cd", "", ""});
    note("a", {"act", "c", "", ""});
    BOOST_TEST(numbers_of(search(by_actor("a"))) == "1 ");
    BOOST_TEST(numbers_of(search(by_actor("ab"))) == "0 ");
    BOOST_TEST(numbers_of(search(by_subject("c"))) == "1 ");
    BOOST_TEST(numbers_of(search(by_subject("d"))) == "");
}

BOOST_FIXTURE_TEST_CASE(behind_the_last_number_there_is_nothing, Fixture) {
    note_many(4);
    for (std::uint64_t const after : {std::uint64_t{3}, std::uint64_t{4}, UINT64_MAX}) {
        BOOST_TEST(numbers_of(search(behind(after))) == "");
        BOOST_TEST(numbers_of(search(by_actor("a0", after))) == "");
        BOOST_TEST(numbers_of(search(by_subject("s", after))) == "");
    }
}

BOOST_FIXTURE_TEST_CASE(a_search_ends_when_the_visitor_has_enough, Fixture) {
    note_many(6);
    for (auto const& query : {AuditQuery{}, by_subject("s")}) {
        int seen = 0;
        auto const searched =
            search_audit(*store().snapshot(), query, [&](AuditEntry const&) { return ++seen < 2; });
        BOOST_TEST(test::reason_of(searched) == "");
        BOOST_TEST(seen == 2);
    }
}

BOOST_FIXTURE_TEST_CASE(a_changed_entry_is_found_wherever_it_stands, Fixture) {
    note_many(5);
    for (std::uint64_t number = 0; number < 5; ++number) {
        auto const key = entry_key(number);
        auto const good = bytes_of(key);
        auto bad = good;
        bad.replace(bad.find("\"s\""), 3, "\"t\"");
        put(key, bad);
        BOOST_TEST(checked().starts_with("audit_broken entry "), number);
        put(key, good);
        BOOST_TEST(checked() == "");
    }
    // The last one is told by the head, any other by the one behind it.
    auto const key = entry_key(1);
    auto bad = bytes_of(key);
    bad.replace(bad.find("\"s\""), 3, "\"t\"");
    put(key, bad);
    BOOST_TEST(checked() == "audit_broken entry 2");
}

BOOST_FIXTURE_TEST_CASE(an_entry_that_is_not_json_is_found, Fixture) {
    note_many(3);
    put(entry_key(1), "{");
    BOOST_TEST(checked() == "audit_broken entry 1");
}

BOOST_FIXTURE_TEST_CASE(a_removed_entry_is_found_wherever_it_stood, Fixture) {
    note_many(5);
    for (std::uint64_t number = 0; number < 5; ++number) {
        auto const good = bytes_of(entry_key(number));
        erase(entry_key(number));
        BOOST_TEST(checked() == "audit_broken entry " + std::to_string(number));
        put(entry_key(number), good);
        BOOST_TEST(checked() == "");
    }
}

BOOST_FIXTURE_TEST_CASE(a_swapped_pair_is_found, Fixture) {
    note_many(5);
    for (std::uint64_t first = 0; first < 5; ++first) {
        for (std::uint64_t second = first + 1; second < 5; ++second) {
            auto const one = bytes_of(entry_key(first));
            auto const other = bytes_of(entry_key(second));
            put(entry_key(first), other);
            put(entry_key(second), one);
            BOOST_TEST(checked() == "audit_broken entry " + std::to_string(first));
            put(entry_key(first), one);
            put(entry_key(second), other);
        }
    }
    BOOST_TEST(checked() == "");
}

BOOST_FIXTURE_TEST_CASE(an_entry_put_in_behind_the_head_is_found, Fixture) {
    note_many(3);
    AuditEntry forged;
    forged.number = 3;
    forged.at = clock().now();
    forged.actor = "mallory";
    forged.role = "officer";
    forged.act = "act";
    forged.subject = "s";
    forged.previous = to_hex(crypto::sha256(as_bytes(bytes_of(entry_key(2)))));
    put(entry_key(3), json::serialize(json::write(forged)));
    BOOST_TEST(checked() == "audit_broken entry 4");
}

BOOST_FIXTURE_TEST_CASE(a_head_rolled_back_or_gone_is_found, Fixture) {
    note_many(3);
    auto const before = bytes_of("h");
    note_many(1);
    auto const now = bytes_of("h");
    put("h", before);
    BOOST_TEST(checked() == "audit_broken entry 4");
    erase("h");
    BOOST_TEST(checked() == "audit_broken entry 4");
    put("h", now.substr(1));
    BOOST_TEST(checked() == "store_corrupt audit h");
    BOOST_TEST(refusal([&](Transaction& tx) {
                   return audit(tx, who, {"act", "s", "", ""});
               }) == "corrupt store_corrupt audit h");
    put("h", now);
    BOOST_TEST(checked() == "");
}

BOOST_FIXTURE_TEST_CASE(an_entry_that_the_index_names_and_is_missing_is_told, Fixture) {
    note_many(3);
    erase(entry_key(1));
    auto const searched =
        search_audit(*store().snapshot(), by_subject("s"), [](AuditEntry const&) { return true; });
    BOOST_TEST(test::slug_of(searched) == "audit_broken");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
