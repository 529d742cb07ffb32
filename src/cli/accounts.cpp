#include "cli/accounts.hpp"

#include "accounts/api_keys.hpp"
#include "accounts/audit.hpp"
#include "accounts/password.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/installation.hpp"
#include "registry/authority.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/id.hpp>
#include <ocop/crypto/hash.hpp>

#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <iostream>
#include <sstream>
#include <termios.h>
#include <unistd.h>

namespace ocop::cli {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

using accounts::NewAccount;
using accounts::Scope;

int fail(Error const& error) {
    std::cerr << "ocoptrace: " << describe(error) << '\n';
    return 1;
}

// Does not show what is typed, for as long as it lives.
class NoEcho {
  public:
    NoEcho() : on_terminal_(isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (on_terminal_) {
            auto quiet = before_;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
            std::cerr << "password: " << std::flush;
        }
    }

    ~NoEcho() {
        if (on_terminal_) {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
            std::cerr << '\n';
        }
    }

    NoEcho(NoEcho const&) = delete;
    NoEcho& operator=(NoEcho const&) = delete;

  private:
    termios before_{};
    bool on_terminal_;
};

std::string read_password() {
    NoEcho const quiet;
    std::string line;
    std::getline(std::cin, line);
    return line;
}

Result<std::vector<Scope>> parse_scopes(std::string const& text) {
    std::vector<Scope> out;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        auto const all = all_scopes();
        auto const found = std::find_if(all.begin(), all.end(), [&](Scope scope) {
            return word == boost::describe::enum_to_string(scope, "?");
        });
        if (found == all.end()) {
            return Error(Errc::malformed, "scope_unknown", "--scopes", word);
        }
        out.push_back(*found);
    }
    return out;
}

// What the operator does is in the audit like what people do through the API.
Result<void> audit_at_machine(
    store::Transaction& tx, std::string_view act, std::string_view subject, std::string_view detail
) {
    auto const number = accounts::audit(
        tx,
        accounts::system_principal("machine"),
        {.act = std::string(act),
         .subject = std::string(subject),
         .detail = std::string(detail),
         .request = {}}
    );
    return number ? Result<void>() : number.error();
}

}  // namespace

std::vector<Scope> all_scopes() {
    std::vector<Scope> out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Scope>>([&](auto d) {
        out.push_back(d.value);
    });
    return out;
}

Result<std::string> make_token(
    store::Store& store,
    Random& random,
    std::string_view account_id,
    accounts::NewApiKey const& request
) {
    std::string text;
    auto const committed = store::transact_now(store, [&](store::Transaction& tx) -> Result<void> {
        auto const account = accounts::load_account(tx, account_id);
        if (!account) {
            return account.error();
        }
        auto made = accounts::make_api_key(tx, random, *account, request, true);
        if (!made) {
            return made.error();
        }
        text = std::move(made->text);
        return audit_at_machine(tx, "make-api-key", account->id, made->key.id);
    });
    if (!committed) {
        return committed.error();
    }
    return text;
}

Result<accounts::VaultKey> open_vault(Config const& config, store::Store& store, Random& random) {
    auto const file = config.data / "accounts.key";
    accounts::VaultKey key{};
    if (!std::filesystem::exists(file)) {
        auto const none = accounts::no_accounts(*store.snapshot());
        if (!none) {
            return none.error();
        }
        if (!*none) {
            return Error(
                Errc::corrupt, "accounts_key_missing", file.string(), "accounts are here without it"
            );
        }
        random.fill(key);
        if (auto ok = write_private_file(file, to_base64url(key) + "\n"); !ok) {
            return ok.error();
        }
        return key;
    }
    using std::filesystem::perms;
    auto const text = read_secret_file(file, perms::group_all | perms::others_all);
    if (!text) {
        return text.error();
    }
    auto const bytes = from_base64url(text->substr(0, text->find('\n')));
    if (!bytes || bytes->size() != key.size()) {
        return Error(Errc::corrupt, "accounts_key_malformed", file.string(), "is no key");
    }
    std::copy(bytes->begin(), bytes->end(), key.begin());
    return key;
}

Result<MadeAccount> make_account(
    store::Store& store,
    accounts::VaultKey const& vault,
    Random& random,
    NewAccount request,
    std::string password
) {
    if (auto ok = accounts::check_password(password, request.login); !ok) {
        return ok.error();
    }
    MadeAccount made;
    accounts::Credentials credentials;
    credentials.password = accounts::hash_password(password, random);
    made.totp = accounts::new_totp_secret(random);
    auto const committed = store::transact_now(store, [&](store::Transaction& tx) -> Result<void> {
        auto account = accounts::add_account(tx, accounts::system_principal(), random, request);
        if (!account) {
            return account.error();
        }
        auto demo = registry::is_demo(tx);
        if (!demo) {
            return demo.error();
        }
        credentials.password_at = tx.now();
        accounts::set_totp(credentials, random, vault, account->id, made.totp);
        accounts::put_credentials(tx, account->id, credentials);
        account->state = accounts::AccountState::active;
        account->demo = *demo;
        auto active = accounts::put_account(
            tx, accounts::system_principal(), "activated", std::move(*account)
        );
        if (!active) {
            return active.error();
        }
        made.account = std::move(*active);
        return audit_at_machine(tx, "create-account", made.account.id, {});
    });
    if (!committed) {
        return committed.error();
    }
    made.password = std::move(password);
    return made;
}

int create_admin(Config const& config, AdminRequest const& request) {
    crypto::SystemRandom random;
    SystemClock const clock;
    auto installation = open_installation(config, clock, random);
    if (!installation) {
        return fail(installation.error());
    }
    auto& store = *installation->store;
    auto const vault = open_vault(config, store, random);
    if (!vault) {
        return fail(vault.error());
    }
    NewAccount account;
    account.login = request.login;
    account.name = request.name;
    account.role = accounts::Role::administrator;
    account.authority = request.authority;
    auto const made = make_account(store, *vault, random, std::move(account), read_password());
    if (!made) {
        return fail(made.error());
    }
    std::cout << "account administrator: " << made->account.login << '\n'
              << "totp-secret: " << to_base32(made->totp) << '\n'
              << "totp-uri: "
              << accounts::totp_uri(accounts::totp_issuer, made->totp, made->account.login) << '\n';
    return 0;
}

int create_token(Config const& config, TokenRequest const& request) {
    crypto::SystemRandom random;
    SystemClock const clock;
    auto installation = open_installation(config, clock, random);
    if (!installation) {
        return fail(installation.error());
    }
    auto const scopes = parse_scopes(request.scopes);
    if (!scopes) {
        return fail(scopes.error());
    }
    auto const account = accounts::find_by_login(*installation->store->snapshot(), request.login);
    if (!account) {
        return fail(account.error());
    }
    if (!*account) {
        return fail({Errc::not_found, "account_not_found", request.login, "is no login here"});
    }
    auto const token = make_token(
        *installation->store,
        random,
        (*account)->id,
        {request.label, *scopes, {clock.now().ms + request.days * day_ms}}
    );
    if (!token) {
        return fail(token.error());
    }
    std::cout << "token: " << *token << '\n';
    return 0;
}

}  // namespace ocop::cli
