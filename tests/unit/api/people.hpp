#pragma once

#include "accounts/credentials.hpp"
#include "accounts/sessions.hpp"
#include "api/gate.hpp"
#include "registry/producer.hpp"
#include "service.hpp"

#include <optional>
#include <string>
#include <string_view>

// People for tests of the API: accounts that are active at once, and sessions as a sign-in would
// have opened them, without the cost of hashing passwords.
namespace ocop::test {

// Runs a transaction that must succeed and gives what it gave.
template <class Work>
auto must_run(store::Store& store, Work const& work) {
    using Outcome = decltype(work(std::declval<store::Transaction&>()));
    Outcome outcome = Error(Errc::internal, "not_run");
    auto const commit = transact_now(store, [&](store::Transaction& tx) -> Result<void> {
        outcome = work(tx);
        return outcome ? Result<void>() : outcome.error();
    });
    BOOST_TEST_REQUIRE(reason_of(commit) == "");
    return std::move(*outcome);
}

inline accounts::Account add_person(Service& service, accounts::NewAccount request) {
    return must_run(*service.disk.store, [&](store::Transaction& tx) -> Result<accounts::Account> {
        auto account =
            accounts::add_account(tx, accounts::system_principal(), service.disk.random, request);
        if (!account) {
            return account;
        }
        account->state = accounts::AccountState::active;
        accounts::Credentials credentials;
        credentials.password = "-";  // opens to nothing
        accounts::put_credentials(tx, account->id, credentials);
        return accounts::put_account(
            tx, accounts::system_principal(), "activated", std::move(*account)
        );
    });
}

struct SignedIn {
    std::string token;
    std::string csrf;

    // What a page of ours sends with a write.
    Headers headers() const {
        if (token.empty()) {
            return {};
        }
        return {{"Cookie", "__Host-session=" + token}, {"X-CSRF-Token", csrf}};
    }
};

inline SignedIn sign_in(Service& service, std::string const& account, bool second_factor = true) {
    auto const opened = accounts::make_session(
        service.disk.random,
        {account,
         second_factor,
         "test",
         second_factor ? std::optional(service.disk.clock.now()) : std::nullopt},
        service.disk.clock.now()
    );
    auto const done = transact_now(*service.disk.store, [&](store::Transaction& tx) {
        return accounts::put_session(tx, opened);
    });
    BOOST_TEST_REQUIRE(reason_of(done) == "");
    return {opened.token, opened.session.csrf};
}

// A request as a person's page makes it: by cookie, not by API key.
inline http::Request ask_as(
    SignedIn const& who, http::Method method, std::string target, std::string body = {}
) {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.headers = who.headers();
    request.headers.push_back({"Host", std::string(host)});
    if (!body.empty()) {
        request.headers.push_back({"Content-Type", "application/json"});
    }
    request.body = std::move(body);
    return request;
}

inline Reply get_as(Service& service, SignedIn const& who, std::string target) {
    return service.send(ask_as(who, http::Method::get, std::move(target)));
}

inline Reply post_as(
    Service& service, SignedIn const& who, std::string target, std::string body = {}
) {
    return service.send(ask_as(who, http::Method::post, std::move(target), std::move(body)));
}

// Confirms what is read first, at `record`, under its revision.
inline Reply confirm_read_as(
    Service& service,
    SignedIn const& who,
    std::string record,
    std::string const& path,
    std::string body = {}
) {
    std::string tag(get_as(service, who, std::move(record)).header("ETag"));
    auto request = ask_as(who, http::Method::post, path, std::move(body));
    request.headers.push_back({"If-Match", std::move(tag)});
    return service.send(std::move(request));
}

inline accounts::NewAccount person(
    std::string login, accounts::Role role, std::string_view unit, Instant now
) {
    accounts::NewAccount out;
    out.login = std::move(login);
    out.name = "Người Thử";
    out.role = role;
    switch (accounts::unit_of(role)) {
        case accounts::Unit::producer:
            out.producer = unit;
            break;
        case accounts::Unit::commune:
            out.commune = unit;
            break;
        case accounts::Unit::authority:
            out.authority = unit;
            out.office = out.login;  // each of another one
            break;
        case accounts::Unit::none:
            break;
    }
    if (role == accounts::Role::guest_inspector) {
        out.expires_at = Instant{now.ms + 86'400'000};
    }
    return out;
}

}  // namespace ocop::test
