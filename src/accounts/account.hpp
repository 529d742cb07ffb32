#pragma once

#include "accounts/principal.hpp"
#include "store/store.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// People with access. An account belongs to a producer, a commune, an authority, or (an auditor)
// to nobody. What it is called is personal: the ledger holds it as a salted hash alone, and its id
// is a random pseudonym.
//
// At rest, space accounts:
//   'a' ‖ account id             → the account (logged)
//   'l' ‖ login                  → account id
//   'u' ‖ unit ‖ 00 ‖ account id → empty: the accounts of "producer:ID", "commune:CODE",
//                                  "authority:ID" or "auditors"
namespace ocop::accounts {

// On disk by name. What is not active has no sessions and no API keys.
BOOST_DEFINE_ENUM_CLASS(AccountState, invited, active, disabled, left, erased)

struct Account {
    std::int64_t v = 1;
    std::int64_t revision = 1;
    std::string id;
    std::string login;  // empty once erased, as name
    std::string name;
    Role role = Role::auditor;
    AccountState state = AccountState::invited;
    std::optional<std::string> producer;   // id, of producers' roles
    std::optional<std::string> commune;    // five digits, of a commune officer
    std::optional<std::string> authority;  // id, of an authority's roles
    std::optional<std::string> office;     // within the authority: what two persons must not share
    std::vector<std::string> places;       // ids of a grower's plots
    Instant created_at;
    std::optional<Instant> expires_at;  // a guest's stay
    bool demo = false;
};
BOOST_DESCRIBE_STRUCT(
    Account,
    (),
    (v,
     revision,
     id,
     login,
     name,
     role,
     state,
     producer,
     commune,
     authority,
     office,
     places,
     created_at,
     expires_at,
     demo)
)

// Who is to get access, and as what.
struct NewAccount {
    std::string login;
    std::string name;
    Role role = Role::auditor;
    std::optional<std::string> producer;
    std::optional<std::string> commune;
    std::optional<std::string> authority;
    std::optional<std::string> office;
    std::optional<std::vector<std::string>> places;
    std::optional<Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(
    NewAccount, (), (login, name, role, producer, commune, authority, office, places, expires_at)
)

inline constexpr std::size_t places_max = 50;  // of one grower

// A login as people write it, to its one form: 3 to 64 of a-z 0-9 . _ @ + -, lower case. Malformed
// "request_invalid" at /login.
Result<std::string> parse_login(std::string_view text);

// Whether `who` may give, change and end access as `role`: the second table of access.cpp. The
// reach is over the account's producer.
Reach manages(Role who, Role role);

// The accounts of a unit are kept together under this text.
std::string unit_key(Account const& account);

// Writes a new account in state invited. malformed "request_invalid"; conflict "login_taken".
// Whether producer, commune, authority and places exist, and whether `who` may, is the caller's.
Result<Account> add_account(
    store::Transaction& tx, Principal const& who, Random& random, NewAccount request
);

// Writes the account as it is now, after `act` ("activated", "disabled", …); gives it with its new
// revision.
Result<Account> put_account(
    store::Transaction& tx, Principal const& who, std::string_view act, Account account
);

// not_found "account_not_found".
Result<Account> load_account(store::Reader const& reader, std::string_view id);
Result<std::optional<Account>> find_account(store::Reader const& reader, std::string_view id);
Result<std::optional<Account>> find_by_login(store::Reader const& reader, std::string_view login);

// Whether it may act at `now`: active and not expired.
bool is_usable(Account const& account, Instant now);

// What `account` is to services, for a route of this reach.
Principal principal_of(Account const& account, Reach reach);

// Visits the accounts of a unit, by id, until `visit` says false.
Result<void> visit_unit(
    store::Reader const& reader,
    std::string_view unit,
    std::function<bool(Account const&)> const& visit
);

struct AccountPage {
    std::vector<Account> accounts;
    std::optional<std::string> next;
};

// By id, after `after`, at most `limit`: those that `keep` says yes to.
Result<AccountPage> list_accounts(
    store::Reader const& reader,
    std::string_view after,
    std::size_t limit,
    std::function<Result<bool>(Account const&)> const& keep
);

// True when nobody has access yet.
Result<bool> no_accounts(store::Reader const& reader);

// The opposite of add_account for what it says of a person: login and name are gone from the
// record, whose new salt confirms nothing of the old. The id stays in ledger and audit.
Result<Account> erase_account(store::Transaction& tx, Principal const& who, Account account);

}  // namespace ocop::accounts
