#include "registry/membership.hpp"

#include "accounts/access.hpp"
#include "accounts/api_keys.hpp"
#include "accounts/credentials.hpp"
#include "accounts/invitations.hpp"
#include "accounts/notices.hpp"
#include "accounts/sessions.hpp"
#include "registry/authority.hpp"
#include "registry/producer.hpp"

#include <boost/describe/enum_to_string.hpp>

namespace ocop::registry {

namespace {

using accounts::AccountState;
using accounts::NewAccount;
using accounts::Reach;
using accounts::Role;

constexpr std::size_t evidence_chars_max = 300;

Principal with_reach(Principal who, Reach reach) {
    who.reach = reach;
    return who;
}

Error not_yours() {
    return {Errc::forbidden, "role_not_yours", "/role", "is not yours to give"};
}

Error unknown(std::string_view slug, std::string pointer) {
    return {Errc::refused, slug, std::move(pointer), "is not in the register"};
}

// That what the new account belongs to is there, and within the reach of `manager`.
Result<void> check_unit(
    store::Reader const& reader, Principal const& manager, NewAccount const& request
) {
    bool const of_producer = accounts::unit_of(request.role) == accounts::Unit::producer;
    if (request.producer) {
        auto const found = find_for<Producer>(reader, manager, *request.producer);
        if (!found) {
            return found.error();
        }
        if (!*found) {
            return unknown("producer_unknown", "/producer");
        }
    } else if (manager.reach != Reach::all && !of_producer) {
        return not_yours();
    }
    if (request.authority) {
        auto const found = find<Authority>(reader, *request.authority);
        if (!found) {
            return found.error();
        }
        if (!*found) {
            return unknown("authority_unknown", "/authority");
        }
    }
    if (request.commune && !is_digits(*request.commune, 5)) {
        return Error(Errc::malformed, "request_invalid", "/commune", "must be five digits");
    }
    return {};
}

// A grower's plots are the producer's.
Result<void> check_places(store::Reader const& reader, NewAccount const& request) {
    for (std::size_t i = 0; request.places && i < request.places->size(); ++i) {
        auto const place = find<Place>(reader, (*request.places)[i]);
        if (!place) {
            return place.error();
        }
        if (!*place || !request.producer || (*place)->producer != *request.producer) {
            return unknown("place_unknown", "/places/" + std::to_string(i));
        }
    }
    return {};
}

// Whether no other account of the same unit and role is left that may act. One that is over, or has
// no password yet, could not help, whatever its state says.
Result<bool> is_last(store::Transaction const& tx, Account const& account) {
    bool last = true;
    auto const visited =
        accounts::visit_unit(tx, accounts::unit_key(account), [&](Account const& other) {
            auto const credentials = accounts::load_credentials(tx, other.id);
            bool const can_help = other.id != account.id && other.role == account.role &&
                                  accounts::is_usable(other, tx.now()) && credentials &&
                                  !credentials->password.empty();
            last = !can_help;
            return last;
        });
    if (!visited) {
        return visited.error();
    }
    return last;
}

// An installation without an administrator, or a producer without an owner, could not be helped.
Result<void> check_not_last(store::Transaction const& tx, Account const& account, bool of_owner) {
    bool const administrator = account.role == Role::administrator;
    bool const owner = of_owner && account.role == Role::producer_owner;
    if (!accounts::is_usable(account, tx.now()) || (!administrator && !owner)) {
        return {};
    }
    auto const last = is_last(tx, account);
    if (!last) {
        return last.error();
    }
    if (*last) {
        return Error(Errc::refused, administrator ? "last_administrator" : "last_owner");
    }
    return {};
}

Result<void> end_access(store::Transaction& tx, std::string_view account) {
    if (auto ok = accounts::end_sessions(tx, account); !ok) {
        return ok;
    }
    return accounts::end_api_keys(tx, account);
}

Result<void> take_access(store::Transaction& tx, Account const& account, bool of_owner) {
    auto const ok = check_not_last(tx, account, of_owner);
    return ok ? end_access(tx, account.id) : ok;
}

Error wrong_state(Account const& account) {
    return {
        Errc::conflict,
        "account_state",
        "/state",
        std::string("the account is ") + boost::describe::enum_to_string(account.state, "?")};
}

// The account, if `who` manages it and it is another's.
Result<Account> load_other(store::Reader const& reader, Principal const& who, std::string_view id) {
    auto account = load_account_for(reader, who, id);
    if (account && account->id == who.account) {
        return Error(Errc::refused, "own_account");
    }
    return account;
}

// Tells the owners of the account's producer what `who` did to it, and has the producer's orders
// stand still for a day.
Result<void> alarm_owners(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    Account const& account,
    accounts::NoticeKind kind
) {
    accounts::freeze_orders(tx, *account.producer, {tx.now().ms + freeze_ms});
    accounts::Notice notice;
    notice.kind = kind;
    notice.subject = account.id;
    notice.actor = who.account;
    std::vector<std::string> owners;
    auto visited = accounts::visit_unit(tx, accounts::unit_key(account), [&](Account const& other) {
        if (other.role == Role::producer_owner && other.state == AccountState::active) {
            owners.push_back(other.id);
        }
        return true;
    });
    for (auto const& owner : owners) {
        accounts::put_notice(tx, random, owner, notice);
    }
    return visited;
}

// A new owner from outside is a way into a producer that has owners, as a recovery is: they are
// told, and orders stand still for a day.
Result<void> guard_owners(
    store::Transaction& tx, Principal const& who, Random& random, Account const& invited
) {
    bool const outside = invited.producer && who.producer != *invited.producer;
    if (invited.role != Role::producer_owner || !outside) {
        return {};
    }
    auto const alone = is_last(tx, invited);
    if (!alone) {
        return alone.error();
    }
    return *alone ? Result<void>()
                  : alarm_owners(tx, who, random, invited, accounts::NoticeKind::owner_invited);
}

// Another token for who never used the first one, or lost it: there is nothing yet to take away.
Result<Invited> invite_again(
    store::Transaction& tx, Principal const& who, Random& random, Account account
) {
    auto invited = accounts::put_account(tx, who, "invited", std::move(account));
    if (!invited) {
        return invited.error();
    }
    auto token = accounts::put_invitation(tx, random, *invited, accounts::InvitationKind::first);
    return Invited{std::move(*invited), std::move(token)};
}

}  // namespace

Result<Invited> invite(
    store::Transaction& tx, Principal const& who, Random& random, NewAccount request
) {
    auto const reach = accounts::manages(who.role, request.role);
    if (reach == Reach::none) {
        return not_yours();
    }
    if (auto ok = check_unit(tx, with_reach(who, reach), request); !ok) {
        return ok.error();
    }
    if (auto ok = check_places(tx, request); !ok) {
        return ok.error();
    }
    auto account = accounts::add_account(tx, who, random, std::move(request));
    if (!account) {
        return account.error();
    }
    if (auto ok = guard_owners(tx, who, random, *account); !ok) {
        return ok.error();
    }
    auto token = accounts::put_invitation(tx, random, *account, accounts::InvitationKind::first);
    return Invited{std::move(*account), std::move(token)};
}

Result<bool> may_see(store::Reader const& reader, Principal const& who, Account const& account) {
    if (who.role == Role::auditor && who.reach == Reach::all) {
        return true;
    }
    auto const reach = accounts::manages(who.role, account.role);
    if (!account.producer) {
        return reach == Reach::all;
    }
    return reaches_producer(reader, with_reach(who, reach), *account.producer);
}

Result<Account> load_account_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto account = accounts::load_account(reader, id);
    if (!account) {
        return account;
    }
    // A producer's plots do not hold back a grower's account from its owner: the reach is over the
    // producer alone.
    auto const seen = may_see(reader, who, *account);
    if (!seen) {
        return seen.error();
    }
    return *seen ? std::move(account) : Error(Errc::not_found, "account_not_found");
}

Result<Account> disable_account(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto account = load_other(tx, who, id);
    if (!account) {
        return account;
    }
    if (account->state != AccountState::active && account->state != AccountState::invited) {
        return wrong_state(*account);
    }
    if (auto ok = take_access(tx, *account, false); !ok) {
        return ok.error();
    }
    account->state = AccountState::disabled;
    return accounts::put_account(tx, who, "disabled", std::move(*account));
}

Result<Account> enable_account(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto account = load_other(tx, who, id);
    if (!account) {
        return account;
    }
    if (account->state != AccountState::disabled && account->state != AccountState::left) {
        return wrong_state(*account);
    }
    auto const credentials = accounts::load_credentials(tx, account->id);
    if (!credentials) {
        return credentials.error();
    }
    // Who never set a password is invited still.
    account->state = credentials->password.empty() ? AccountState::invited : AccountState::active;
    return accounts::put_account(tx, who, "enabled", std::move(*account));
}

Result<Account> change_role(
    store::Transaction& tx, Principal const& who, std::string_view id, RoleChange request
) {
    auto account = load_other(tx, who, id);
    if (!account) {
        return account;
    }
    if (account->state != AccountState::active && account->state != AccountState::invited) {
        return wrong_state(*account);
    }
    if (accounts::manages(who.role, request.role) == Reach::none) {
        return not_yours();
    }
    // A grower's plots and a guest's end are asked for when they are invited.
    bool const elsewhere = accounts::unit_of(request.role) != accounts::unit_of(account->role) ||
                           request.role == Role::grower || request.role == Role::guest_inspector;
    if (elsewhere) {
        return Error(Errc::refused, "role_elsewhere", "/role", "needs an invitation of its own");
    }
    if (auto ok = take_access(tx, *account, true); !ok) {
        return ok.error();
    }
    account->role = request.role;
    account->places.clear();
    account->expires_at.reset();
    return accounts::put_account(tx, who, "role_changed", std::move(*account));
}

Result<Invited> recover_account(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view id,
    Recovery const& request
) {
    Checks checks;
    auto evidence = request.evidence;
    checks.line("/evidence", evidence, evidence_chars_max);
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    auto account = load_other(tx, who, id);
    if (!account) {
        return account.error();
    }
    if (account->state == AccountState::invited) {
        return invite_again(tx, who, random, std::move(*account));
    }
    if (account->state != AccountState::active) {
        return wrong_state(*account);
    }
    if (auto ok = end_access(tx, account->id); !ok) {
        return ok.error();
    }
    if (auto ok = accounts::erase_credentials(tx, account->id); !ok) {
        return ok.error();
    }
    auto recovered = accounts::put_account(tx, who, "recovered", std::move(*account));
    if (!recovered) {
        return recovered.error();
    }
    if (recovered->producer) {
        auto const kind = accounts::NoticeKind::account_recovered;
        if (auto ok = alarm_owners(tx, who, random, *recovered, kind); !ok) {
            return ok.error();
        }
    }
    Invited out;
    out.token =
        accounts::put_invitation(tx, random, *recovered, accounts::InvitationKind::recovery);
    out.account = std::move(*recovered);
    return out;
}

Result<Account> leave(store::Transaction& tx, Principal const& who) {
    auto account = accounts::load_account(tx, who.account);
    if (!account) {
        return account;
    }
    if (auto ok = take_access(tx, *account, true); !ok) {
        return ok.error();
    }
    if (auto ok = accounts::erase_credentials(tx, account->id); !ok) {
        return ok.error();
    }
    account->state = AccountState::left;
    return accounts::put_account(tx, who, "left", std::move(*account));
}

Result<Account> erase(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto account = accounts::load_account(tx, id);
    if (!account) {
        return account;
    }
    if (account->state == AccountState::erased) {
        return wrong_state(*account);
    }
    if (auto ok = take_access(tx, *account, true); !ok) {
        return ok.error();
    }
    if (auto ok = accounts::erase_notices(tx, account->id); !ok) {
        return ok.error();
    }
    if (auto ok = accounts::erase_credentials(tx, account->id); !ok) {
        return ok.error();
    }
    return accounts::erase_account(tx, who, std::move(*account));
}

}  // namespace ocop::registry
