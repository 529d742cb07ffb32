#pragma once

#include "accounts/account.hpp"
#include "fixture.hpp"

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <string>
#include <string_view>
#include <vector>

// People for tests of services: requests as the API gives them, and accounts in the state a test
// begins with.
namespace ocop::test {

// All values of a described enum, in their order.
template <class E>
std::vector<E> all_of() {
    std::vector<E> out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto each) {
        out.push_back(each.value);
    });
    return out;
}

// Without a fault, but for what the register does not know.
inline accounts::NewAccount new_account(
    std::string login, accounts::Role role, std::string unit = "p1"
) {
    using accounts::Unit;
    accounts::NewAccount out;
    out.login = std::move(login);
    out.name = "Nguyễn Thị Lan";
    out.role = role;
    switch (accounts::unit_of(role)) {
        case Unit::producer:
            out.producer = std::move(unit);
            break;
        case Unit::commune:
            out.commune = std::move(unit);
            break;
        case Unit::authority:
            out.authority = std::move(unit);
            break;
        case Unit::none:
            break;
    }
    if (role == accounts::Role::grower) {
        out.places = std::vector<std::string>{"w1"};
    }
    if (role == accounts::Role::guest_inspector) {
        out.expires_at = noon("2027-01-31");
    }
    return out;
}

inline accounts::Account add_invited(ServiceFixture& fixture, accounts::NewAccount const& request) {
    return fixture.must([&](store::Transaction& tx) {
        return accounts::add_account(tx, fixture.who, fixture.random, request);
    });
}

inline accounts::Account put_state(
    ServiceFixture& fixture, accounts::Account account, accounts::AccountState state
) {
    account.state = state;
    return fixture.must([&](store::Transaction& tx) {
        return accounts::put_account(tx, fixture.who, "enabled", account);
    });
}

inline accounts::Account add_active(ServiceFixture& fixture, accounts::NewAccount const& request) {
    return put_state(fixture, add_invited(fixture, request), accounts::AccountState::active);
}

// The account as it is now.
inline accounts::Account account_now(ServiceFixture& fixture, std::string_view id) {
    auto const found = accounts::load_account(*fixture.store().snapshot(), id);
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    return *found;
}

// The pointers of all faults of an outcome, in their order.
template <class T>
std::vector<std::string> pointers_of(Result<T> const& outcome) {
    std::vector<std::string> out;
    for (std::size_t i = 0; !outcome && i < outcome.error().faults.size(); ++i) {
        out.push_back(outcome.error().faults[i].pointer);
    }
    return out;
}

// Whether any key or value of the store, its own space aside, holds `text`.
inline bool holds(ServiceFixture& fixture, std::string_view text) {
    for (auto const& [key, value] : fixture.contents()) {
        if (key.find(text) != std::string::npos || value.find(text) != std::string::npos) {
            return true;
        }
    }
    return false;
}

// What changes a store so that no service would: bytes as they are.
template <class Work>
void tamper(ServiceFixture& fixture, Work const& work) {
    auto const done = transact_now(fixture.store(), [&](store::Transaction& tx) -> Result<void> {
        work(tx);
        return {};
    });
    BOOST_TEST_REQUIRE(reason_of(done) == "");
}

}  // namespace ocop::test
