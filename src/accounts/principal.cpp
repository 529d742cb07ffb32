#include "accounts/principal.hpp"

#include <algorithm>

namespace ocop::accounts {

Unit unit_of(Role role) {
    switch (role) {
        case Role::producer_owner:
        case Role::producer_staff:
        case Role::grower:
        case Role::partner:
            return Unit::producer;
        case Role::commune_officer:
            return Unit::commune;
        case Role::inspector:
        case Role::guest_inspector:
        case Role::officer:
        case Role::approver:
        case Role::administrator:
            return Unit::authority;
        case Role::auditor:
            return Unit::none;
    }
    return Unit::none;
}

bool needs_second_factor(Role role) {
    return role != Role::grower && role != Role::partner;
}

Principal system_principal(std::string account) {
    Principal out;
    out.account = std::move(account);
    out.unit = out.account;
    out.role = Role::administrator;
    out.reach = Reach::all;
    return out;
}

bool may_reach(Principal const& who, Owner const& owner) {
    switch (who.reach) {
        case Reach::none:
            return false;
        case Reach::own:
            if (who.producer.empty() || owner.producer != who.producer) {
                return false;
            }
            return who.role != Role::grower ||
                   std::find(who.places.begin(), who.places.end(), owner.place) != who.places.end();
        case Reach::commune:
            return !who.commune.empty() && owner.commune == who.commune;
        case Reach::all:
            return true;
    }
    return false;
}

}  // namespace ocop::accounts
