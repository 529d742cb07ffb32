#include "accounts/account.hpp"

#include "accounts/entries.hpp"
#include "store/record.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/id.hpp>
#include <ocop/base/text.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace ocop::accounts {

namespace {

using store::Space;

constexpr std::size_t login_bytes_min = 3;
constexpr std::size_t login_bytes_max = 64;
constexpr std::size_t name_chars_max = 100;

std::string account_key(std::string_view id) {
    return ByteWriter().u8('a').text(id).take();
}

std::string login_key(std::string_view login) {
    return ByteWriter().u8('l').text(login).take();
}

std::string member_key(std::string_view unit, std::string_view id) {
    return ByteWriter().u8('u').text_nul(unit).text(id).take();
}

bool is_login_char(char c) {
    constexpr std::string_view others = "._@+-";
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
}

json::object clear_of(Account const& account) {
    json::object out{
        {"account", account.id},
        {"role", boost::describe::enum_to_string(account.role, "?")},
        {"state", boost::describe::enum_to_string(account.state, "?")}};
    if (account.producer) {
        out["producer"] = *account.producer;
    }
    if (account.commune) {
        out["commune"] = *account.commune;
    }
    if (account.authority) {
        out["authority"] = *account.authority;
    }
    if (account.office) {
        out["office"] = *account.office;
    }
    if (account.expires_at) {
        out["expires_at"] = to_text(*account.expires_at);
    }
    return out;
}

// Exactly the member that the role's unit needs.
void check_unit(NewAccount const& request, std::vector<Fault>& faults) {
    auto const unit = unit_of(request.role);
    auto const check = [&](Unit which, bool given, std::string pointer) {
        if (given != (unit == which)) {
            faults.push_back({std::move(pointer), given ? "this role has none" : "is required"});
        }
    };
    check(Unit::producer, request.producer.has_value(), "/producer");
    check(Unit::commune, request.commune.has_value(), "/commune");
    check(Unit::authority, request.authority.has_value(), "/authority");
    if (request.office && unit != Unit::authority) {
        faults.push_back({"/office", "this role has none"});
    }
    bool const grower = request.role == Role::grower;
    if (request.places.has_value() != grower) {
        faults.push_back({"/places", grower ? "is required" : "this role has none"});
    } else if (grower && (request.places->empty() || request.places->size() > places_max)) {
        faults.push_back({"/places", "must be 1 to " + std::to_string(places_max)});
    }
    // Others' access ends by an act of someone, never by itself: the last owner would be gone.
    bool const guest = request.role == Role::guest_inspector;
    if (request.expires_at.has_value() != guest) {
        faults.push_back({"/expires_at", guest ? "is required of a guest" : "this role has none"});
    }
}

Result<void> check(NewAccount& request, Instant now) {
    std::vector<Fault> faults;
    auto login = parse_login(request.login);
    if (login) {
        request.login = std::move(*login);
    } else {
        faults.push_back(login.error().faults.front());
    }
    auto name = clean_line(request.name, name_chars_max);
    if (name) {
        if (auto const letters = check_name_letters(*name); !letters) {
            faults.push_back({"/name", letters.error().faults.front().reason});
        }
        request.name = std::move(*name);
    } else {
        faults.push_back({"/name", name.error().faults.front().reason});
    }
    check_unit(request, faults);
    if (request.office) {
        if (auto office = clean_line(*request.office, name_chars_max)) {
            request.office = std::move(*office);
        } else {
            faults.push_back({"/office", office.error().faults.front().reason});
        }
    }
    if (request.expires_at && *request.expires_at <= now) {
        faults.push_back({"/expires_at", "is over"});
    }
    if (!faults.empty()) {
        return Error(Errc::malformed, "request_invalid", std::move(faults));
    }
    return {};
}

Account filled(NewAccount request) {
    Account out;
    out.login = std::move(request.login);
    out.name = std::move(request.name);
    out.role = request.role;
    out.producer = std::move(request.producer);
    out.commune = std::move(request.commune);
    out.authority = std::move(request.authority);
    out.office = std::move(request.office);
    if (request.places) {
        out.places = std::move(*request.places);
    }
    out.expires_at = request.expires_at;
    return out;
}

}  // namespace

Result<std::string> parse_login(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    if (out.size() < login_bytes_min || out.size() > login_bytes_max ||
        !std::all_of(out.begin(), out.end(), is_login_char)) {
        return Error(
            Errc::malformed, "request_invalid", "/login", "must be 3 to 64 of a-z 0-9 . _ @ + -"
        );
    }
    return out;
}

std::string unit_key(Account const& account) {
    if (account.producer) {
        return "producer:" + *account.producer;
    }
    if (account.commune) {
        return "commune:" + *account.commune;
    }
    return account.authority ? "authority:" + *account.authority : "auditors";
}

Result<Account> add_account(
    store::Transaction& tx, Principal const& who, Random& random, NewAccount request
) {
    if (auto ok = check(request, tx.now()); !ok) {
        return ok.error();
    }
    auto const taken = tx.get(Space::accounts, login_key(request.login));
    if (!taken) {
        return taken.error();
    }
    if (*taken) {
        return Error(Errc::conflict, "login_taken", "/login", "another account has it");
    }
    auto account = filled(std::move(request));
    account.revision = 0;
    account.id = random_id(random);
    account.created_at = tx.now();
    tx.put(Space::accounts, login_key(account.login), account.id);
    tx.put(Space::accounts, member_key(unit_key(account), account.id), "");
    return put_account(tx, who, "invited", std::move(account));
}

Result<Account> put_account(
    store::Transaction& tx, Principal const& who, std::string_view act, Account account
) {
    ++account.revision;
    auto logged = store::put_logged(
        tx,
        Space::accounts,
        account_key(account.id),
        draft_by(who, "account." + std::string(act), "account:" + account.id, clear_of(account)),
        json::write(account)
    );
    if (!logged) {
        return logged.error();
    }
    return account;
}

Result<std::optional<Account>> find_account(store::Reader const& reader, std::string_view id) {
    return store::find_logged<Account>(reader, Space::accounts, account_key(id));
}

Result<Account> load_account(store::Reader const& reader, std::string_view id) {
    auto found = find_account(reader, id);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "account_not_found");
    }
    return std::move(**found);
}

Result<std::optional<Account>> find_by_login(store::Reader const& reader, std::string_view login) {
    auto const id = reader.get(Space::accounts, login_key(login));
    if (!id) {
        return id.error();
    }
    if (!*id) {
        return std::optional<Account>();
    }
    return find_account(reader, **id);
}

bool is_usable(Account const& account, Instant now) {
    return account.state == AccountState::active &&
           (!account.expires_at || now < *account.expires_at);
}

Principal principal_of(Account const& account, Reach reach) {
    Principal out;
    out.account = account.id;
    out.role = account.role;
    out.reach = reach;
    out.producer = account.producer.value_or("");
    out.commune = account.commune.value_or("");
    out.places = account.places;
    out.unit = unit_key(account);
    if (account.office) {
        out.unit += '/' + *account.office;
    }
    return out;
}

Result<void> visit_unit(
    store::Reader const& reader,
    std::string_view unit,
    std::function<bool(Account const&)> const& visit
) {
    auto const prefix = member_key(unit, {});
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view) {
        auto const account = load_account(reader, key.substr(prefix.size()));
        if (!account) {
            outcome = account.error();
            return false;
        }
        return visit(*account);
    };
    if (auto scanned = reader.scan(Space::accounts, prefix, {}, each); !scanned) {
        return scanned;
    }
    return outcome;
}

Result<AccountPage> list_accounts(
    store::Reader const& reader,
    std::string_view after,
    std::size_t limit,
    std::function<Result<bool>(Account const&)> const& keep
) {
    AccountPage page;
    Result<void> outcome;
    auto const each = [&](std::string_view, Account account) {
        auto const kept = keep(account);
        if (!kept) {
            outcome = kept.error();
            return false;
        }
        if (!*kept) {
            return true;
        }
        if (page.accounts.size() == limit) {
            page.next = page.accounts.back().id;
            return false;
        }
        page.accounts.push_back(std::move(account));
        return true;
    };
    auto const from = after.empty() ? std::string() : account_key(after) + '\0';
    auto scanned = store::scan_logged<Account>(reader, Space::accounts, "a", from, each);
    if (!scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return page;
}

Result<bool> no_accounts(store::Reader const& reader) {
    bool none = true;
    auto const scanned = reader.scan(
        Space::accounts, "a", {}, [&](std::string_view, std::string_view) { return none = false; }
    );
    if (!scanned) {
        return scanned.error();
    }
    return none;
}

Result<Account> erase_account(store::Transaction& tx, Principal const& who, Account account) {
    tx.erase(Space::accounts, login_key(account.login));
    account.login.clear();
    account.name.clear();
    account.state = AccountState::erased;
    return put_account(tx, who, "erased", std::move(account));
}

}  // namespace ocop::accounts
