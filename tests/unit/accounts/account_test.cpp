#include "accounts/account.hpp"

#include "accounts.hpp"

#include <algorithm>
#include <map>
#include <random>

namespace ocop::accounts {

namespace {

using store::Transaction;

constexpr std::string_view login_letters = "abcdefghijklmnopqrstuvwxyz0123456789._@+-";

struct Fixture : test::ServiceFixture {
    auto adding(NewAccount const& request) {
        return [this, request](Transaction& tx) { return add_account(tx, who, random, request); };
    }

    template <class Change>
    std::string refused(Change const& change, Role role = Role::producer_staff) {
        auto request = test::new_account("lan", role);
        change(request);
        return refusal(adding(request));
    }

    std::vector<std::string> ids_of(std::string_view unit) {
        std::vector<std::string> out;
        auto const visited = visit_unit(*store().snapshot(), unit, [&](Account const& account) {
            out.push_back(account.id);
            return true;
        });
        BOOST_TEST_REQUIRE(test::reason_of(visited) == "");
        return out;
    }

    std::string checked() { return test::reason_of(store::check_store(*store().snapshot())); }
};

// Which members a request names, as bits; and which its role asks for.
constexpr unsigned producer_bit = 1;
constexpr unsigned commune_bit = 2;
constexpr unsigned authority_bit = 4;
constexpr unsigned places_bit = 8;
constexpr unsigned members_end = 16;

unsigned members_asked(Role role) {
    switch (role) {
        case Role::producer_owner:
        case Role::producer_staff:
        case Role::partner:
            return producer_bit;
        case Role::grower:
            return producer_bit | places_bit;
        case Role::commune_officer:
            return commune_bit;
        case Role::auditor:
            return 0;
        default:
            return authority_bit;
    }
}

NewAccount with_members(Role role, unsigned given) {
    NewAccount out;
    out.login = "lan";
    out.name = "Lan";
    out.role = role;
    if ((given & producer_bit) != 0) {
        out.producer = "p1";
    }
    if ((given & commune_bit) != 0) {
        out.commune = "08620";
    }
    if ((given & authority_bit) != 0) {
        out.authority = "phu-tho";
    }
    if ((given & places_bit) != 0) {
        out.places = std::vector<std::string>{"w1"};
    }
    return out;
}

std::vector<std::string> pointers_of_members(unsigned wrong) {
    std::vector<std::string> out;
    for (auto const& [bit, pointer] : std::vector<std::pair<unsigned, std::string>>{
             {producer_bit, "/producer"},
             {commune_bit, "/commune"},
             {authority_bit, "/authority"},
             {places_bit, "/places"}}) {
        if ((wrong & bit) != 0) {
            out.push_back(pointer);
        }
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(account)

BOOST_FIXTURE_TEST_CASE(every_role_belongs_to_exactly_what_its_unit_is, Fixture) {
    for (auto const role : test::all_of<Role>()) {
        for (unsigned given = 0; given < members_end; ++given) {
            auto request = with_members(role, given);
            auto expected = pointers_of_members(given ^ members_asked(role));
            if (role == Role::guest_inspector) {
                expected.emplace_back("/expires_at");
            }
            request.login = "r" + std::to_string(static_cast<int>(role)) + std::to_string(given);
            auto const outcome = run(adding(request));
            BOOST_TEST(test::pointers_of(outcome) == expected, boost::test_tools::per_element());
            BOOST_TEST(test::slug_of(outcome) == (expected.empty() ? "" : "request_invalid"));
        }
    }
}

BOOST_FIXTURE_TEST_CASE(each_other_fault_is_told_by_its_pointer_and_stores_nothing, Fixture) {
    auto const fault = [](std::string_view pointer) {
        return "malformed request_invalid " + std::string(pointer);
    };
    for (std::string const login : {"", "ab", "lan anh", "lân", "lan/anh", "lan\n"}) {
        BOOST_TEST(refused([&](auto& r) { r.login = login; }) == fault("/login"), login);
    }
    for (std::string const name : {"", "  ", "\xFF", "a\u202Eb", "a\nb"}) {
        BOOST_TEST(refused([&](auto& r) { r.name = name; }) == fault("/name"));
    }
    BOOST_TEST(refused([](auto& r) { r.name = std::string(101, 'a'); }) == fault("/name"));
    auto const places = [](std::size_t count) {
        return [count](auto& r) { r.places = std::vector<std::string>(count, "w1"); };
    };
    BOOST_TEST(refused(places(0), Role::grower) == fault("/places"));
    BOOST_TEST(refused(places(places_max + 1), Role::grower) == fault("/places"));
    auto const until = [&](std::int64_t ms) {
        return [this, ms](auto& r) { r.expires_at = Instant{clock().now().ms + ms}; };
    };
    BOOST_TEST(refused(until(0)) == fault("/expires_at"));
    BOOST_TEST(refused(until(-1), Role::guest_inspector) == fault("/expires_at"));
    // Access of others than guests does not end by itself.
    BOOST_TEST(refused(until(1)) == fault("/expires_at"));
}

BOOST_FIXTURE_TEST_CASE(all_faults_are_told_at_once, Fixture) {
    NewAccount request;
    request.role = Role::guest_inspector;
    request.producer = "p1";
    std::vector<std::string> const all{"/login", "/name", "/producer", "/authority", "/expires_at"};
    BOOST_TEST(test::pointers_of(run(adding(request))) == all, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_login_is_of_plain_letters_and_folded) {
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        bool const capital = c >= 'A' && c <= 'Z';
        char const lower = capital ? login_letters[static_cast<std::size_t>(c - 'A')] : c;
        auto const parsed = parse_login(std::string("ab") + c);
        bool const allowed = login_letters.find(lower) != std::string_view::npos;
        BOOST_TEST(parsed.has_value() == allowed, byte);
        BOOST_TEST((!parsed || *parsed == std::string("ab") + lower), byte);
    }
    BOOST_TEST(!parse_login("ab").has_value());
    BOOST_TEST(parse_login("abc").has_value());
    BOOST_TEST(parse_login(std::string(64, 'a')).has_value());
    BOOST_TEST(!parse_login(std::string(65, 'a')).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_login_in_other_letters_is_the_same_and_taken, Fixture) {
    auto const lan = test::add_invited(*this, test::new_account("Lan@Che.VN", Role::auditor));
    BOOST_TEST(lan.login == "lan@che.vn");
    for (std::string const login : {"lan@che.vn", "LAN@CHE.VN", "Lan@Che.VN"}) {
        BOOST_TEST(
            refusal(adding(test::new_account(login, Role::partner))) ==
            "conflict login_taken /login"
        );
    }
    auto const snapshot = store().snapshot();
    BOOST_TEST(find_by_login(*snapshot, "lan@che.vn").value()->id == lan.id);
    BOOST_TEST(!find_by_login(*snapshot, "lan@che.v").value());
    BOOST_TEST(!find_by_login(*snapshot, "").value());
}

BOOST_FIXTURE_TEST_CASE(a_new_account_is_invited_and_keeps_what_was_asked_for, Fixture) {
    BOOST_TEST(no_accounts(*store().snapshot()).value());
    auto request = test::new_account("lan", Role::grower, "p7");
    request.name = "  Lan\u0302 ";
    request.places = std::vector<std::string>{"w1", "w2"};
    auto const made = test::add_invited(*this, request);
    BOOST_TEST(!no_accounts(*store().snapshot()).value());
    auto const kept = test::account_now(*this, made.id);
    BOOST_TEST(json::serialize(json::write(kept)) == json::serialize(json::write(made)));
    BOOST_TEST(kept.name == "Lan\u0302");
    BOOST_TEST((kept.state == AccountState::invited));
    BOOST_TEST(kept.revision == 1);
    BOOST_TEST((kept.created_at == clock().now()));
    BOOST_TEST(kept.producer.value() == "p7");
    BOOST_TEST(kept.places == *request.places, boost::test_tools::per_element());
    BOOST_TEST(!kept.demo);
}

BOOST_FIXTURE_TEST_CASE(the_ledger_knows_accounts_by_pseudonym_alone, Fixture) {
    auto const size = ledger_size();
    auto const lan = test::add_active(*this, test::new_account("lan.nguyen", Role::auditor));
    BOOST_TEST(ledger_size() == size + 2);
    std::size_t mentions = 0;
    auto const scanned =
        store().snapshot()->scan(store::Space::ledger, "", "", [&](auto key, auto value) {
            auto const text = std::string(key) + std::string(value);
            BOOST_TEST(text.find(lan.login) == std::string::npos);
            BOOST_TEST(text.find(lan.name) == std::string::npos);
            mentions += text.find("account:" + lan.id) == std::string::npos ? 0 : 1;
            return true;
        });
    BOOST_TEST(test::reason_of(scanned) == "");
    BOOST_TEST(mentions == 2u);
    BOOST_TEST(checked() == "");
}

BOOST_FIXTURE_TEST_CASE(an_account_is_usable_while_active_and_until_its_last_millisecond, Fixture) {
    Account account;
    Instant const end{1'000'000};
    for (auto const state : test::all_of<AccountState>()) {
        account.state = state;
        account.expires_at.reset();
        bool const active = state == AccountState::active;
        BOOST_TEST(is_usable(account, end) == active);
        account.expires_at = end;
        BOOST_TEST(is_usable(account, {end.ms - 1}) == active);
        BOOST_TEST(!is_usable(account, end));
        BOOST_TEST(!is_usable(account, {end.ms + 1}));
    }
}

BOOST_FIXTURE_TEST_CASE(a_principal_is_the_account_with_the_reach_of_the_route, Fixture) {
    auto const grower = test::add_active(*this, test::new_account("lan", Role::grower, "p7"));
    auto const principal = principal_of(grower, Reach::own);
    BOOST_TEST(principal.account == grower.id);
    BOOST_TEST((principal.role == Role::grower));
    BOOST_TEST((principal.reach == Reach::own));
    BOOST_TEST(principal.producer == "p7");
    BOOST_TEST(principal.commune == "");
    BOOST_TEST(principal.places == grower.places, boost::test_tools::per_element());
    auto const officer =
        test::add_active(*this, test::new_account("mai", Role::commune_officer, "08620"));
    BOOST_TEST(principal_of(officer, Reach::commune).commune == "08620");
    BOOST_TEST(principal_of(officer, Reach::commune).producer == "");
}

BOOST_FIXTURE_TEST_CASE(pages_of_a_filtered_list_are_the_filtered_list, Fixture) {
    std::vector<Account> all;
    for (int i = 0; i < 23; ++i) {
        auto const role = i % 3 == 0 ? Role::auditor : Role::producer_staff;
        all.push_back(test::add_invited(*this, test::new_account("login" + std::to_string(i), role))
        );
    }
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.id < b.id; });
    for (auto const kept : {Role::auditor, Role::producer_staff, Role::officer}) {
        std::vector<std::string> expected;
        for (auto const& account : all) {
            if (account.role == kept) {
                expected.push_back(account.id);
            }
        }
        for (std::size_t limit = 1; limit <= all.size() + 1; ++limit) {
            std::vector<std::string> seen;
            std::optional<std::string> after("");
            while (after) {
                auto const page = list_accounts(
                    *store().snapshot(),
                    *after,
                    limit,
                    [&](Account const& account) -> Result<bool> { return account.role == kept; }
                );
                BOOST_TEST_REQUIRE(test::reason_of(page) == "");
                BOOST_TEST(page->accounts.size() <= limit);
                // A page that names a next one is full.
                BOOST_TEST((!page->next || page->accounts.size() == limit));
                for (auto const& account : page->accounts) {
                    seen.push_back(account.id);
                }
                after = page->next;
                BOOST_TEST_REQUIRE(seen.size() <= expected.size());
            }
            BOOST_TEST(seen == expected, boost::test_tools::per_element());
        }
    }
}

BOOST_FIXTURE_TEST_CASE(what_stops_the_filter_stops_the_list, Fixture) {
    test::add_invited(*this, test::new_account("lan", Role::auditor));
    auto const page =
        list_accounts(*store().snapshot(), "", 10, [](Account const&) -> Result<bool> {
            return Error(Errc::corrupt, "store_corrupt");
        });
    BOOST_TEST(test::slug_of(page) == "store_corrupt");
}

BOOST_FIXTURE_TEST_CASE(a_unit_has_its_own_accounts_and_no_others, Fixture) {
    std::map<std::string, std::vector<std::string>, std::less<>> expected;
    std::mt19937 dice(7);
    std::vector<std::string> const names{"p", "p1", "p12", "p1:", "08620"};
    for (int i = 0; i < 40; ++i) {
        auto const role = test::all_of<Role>()[dice() % role_count];
        auto const made = test::add_invited(
            *this,
            test::new_account("login" + std::to_string(i), role, names[dice() % names.size()])
        );
        expected[unit_key(made)].push_back(made.id);
    }
    for (auto& [unit, ids] : expected) {
        std::sort(ids.begin(), ids.end());
        BOOST_TEST(ids_of(unit) == ids, boost::test_tools::per_element());
    }
    for (std::string const unit : {"", "producer:", "producer", "authority:p2", "auditor"}) {
        BOOST_TEST(ids_of(unit).empty(), unit);
    }
}

BOOST_FIXTURE_TEST_CASE(a_visit_ends_when_the_visitor_has_enough, Fixture) {
    for (int i = 0; i < 3; ++i) {
        test::add_invited(*this, test::new_account("login" + std::to_string(i), Role::auditor));
    }
    int seen = 0;
    auto const visited =
        visit_unit(*store().snapshot(), "auditors", [&](Account const&) { return ++seen < 2; });
    BOOST_TEST(test::reason_of(visited) == "");
    BOOST_TEST(seen == 2);
}

BOOST_FIXTURE_TEST_CASE(erasure_leaves_neither_login_nor_name_anywhere_and_a_valid_store, Fixture) {
    auto request = test::new_account("Lan.Nguyen@che.vn", Role::grower);
    request.name = "Nguyễn Thị Lan Anh";
    auto const lan = test::add_active(*this, request);
    auto const other = test::add_active(*this, test::new_account("mai", Role::grower));
    BOOST_TEST(test::holds(*this, lan.login));
    BOOST_TEST(test::holds(*this, lan.name));
    auto const erased = must([&](Transaction& tx) { return erase_account(tx, who, lan); });
    for (auto const& text : {lan.login, lan.name, request.login, std::string("lan.nguyen")}) {
        BOOST_TEST(!test::holds(*this, text), text);
    }
    auto const kept = test::account_now(*this, lan.id);
    BOOST_TEST((kept.state == AccountState::erased));
    BOOST_TEST(kept.revision == lan.revision + 1);
    BOOST_TEST(kept.revision == erased.revision);
    BOOST_TEST(checked() == "");
    BOOST_TEST(test::account_now(*this, other.id).login == "mai");
    // The login is free for another person, who is not the one before.
    auto const again = test::add_invited(*this, request);
    BOOST_TEST(again.id != lan.id);
    BOOST_TEST(checked() == "");
}

BOOST_FIXTURE_TEST_CASE(an_account_that_is_not_there_is_not_found, Fixture) {
    test::add_invited(*this, test::new_account("lan", Role::auditor));
    for (std::string const id : {"", "nobody", "lan"}) {
        BOOST_TEST(test::slug_of(load_account(*store().snapshot(), id)) == "account_not_found");
        BOOST_TEST(!find_account(*store().snapshot(), id).value());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
