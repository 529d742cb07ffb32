#pragma once

#include "accounts/account.hpp"
#include "accounts/api_keys.hpp"
#include "accounts/credentials.hpp"
#include "cli/config.hpp"
#include "store/store.hpp"

#include <ocop/base/random.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Accounts that the operator makes at the machine: the first administrator, and those of the sample
// data.
namespace ocop::cli {

// The key in accounts.key of the data folder, which opens TOTP secrets; made when there is none and
// nobody has access yet. corrupt "accounts_key_missing" when somebody has; forbidden
// "key_file_open"; corrupt "accounts_key_malformed".
Result<accounts::VaultKey> open_vault(Config const& config, store::Store& store, Random& random);

struct MadeAccount {
    accounts::Account account;
    std::string password;
    accounts::TotpSecret totp{};
};

// Writes an active account with this password and a new second factor. Errors of
// accounts::check_password() and add_account().
Result<MadeAccount> make_account(
    store::Store& store,
    accounts::VaultKey const& vault,
    Random& random,
    accounts::NewAccount request,
    std::string password
);

std::vector<accounts::Scope> all_scopes();

// Makes an API key of any scopes; gives its text, the only time it is known. Errors of
// accounts::make_api_key() and load_account().
Result<std::string> make_token(
    store::Store& store,
    Random& random,
    std::string_view account,
    accounts::NewApiKey const& request
);

// With sample data and nobody yet: one account a role, of the first producer with a plot. What they
// sign in with is kept readable in a file of the owner's, and shown at each start.
Result<void> make_demo_accounts(
    Config const& config, store::Store& store, accounts::VaultKey const& vault, Random& random
);

// Lines "account ROLE: LOGIN PASSWORD TOTP-SECRET", and "token: …" of the administrator's API key.
void show_demo_accounts(Config const& config);

}  // namespace ocop::cli
