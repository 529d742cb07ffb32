#include "ledger/rule_world.hpp"

#include <algorithm>

namespace ocop::ledger::rule {

namespace {

// The service itself, and who opens a pack.
bool is_system(std::string_view actor) {
    return actor == "system" || actor.starts_with("system.") || actor == "buyer";
}

// What the service and an unknown buyer do by themselves; all else is sample data.
struct SystemAct {
    std::string_view actor;
    std::string_view kind;
};

constexpr SystemAct system_acts[] = {
    {"buyer", "stamps.opened"},
    {"system", "account.invited"},  // an administrator, by the operator at the machine
    {"system", "account.activated"},
    {"system", "key.registered"},
    {"system", "print_run.delivered"},
    {"system", "stamps.lapsed"},
};

void judge_system(World& world, Step const& step) {
    auto const& actor = step.entry.actor;
    auto const* const found =
        std::find_if(std::begin(system_acts), std::end(system_acts), [&](SystemAct const& act) {
            return act.actor == actor && act.kind == step.entry.kind;
        });
    bool const begins = step.entry.kind == "authority.registered" && step.number("demo") == 1;
    bool const sample = world.demo.value_or(begins) && actor != "buyer";
    if (found == std::end(system_acts) && !sample) {
        world.breaks("right", step.entry.kind + " is not for " + actor);
    }
}

// What the service ends by itself, in the name of the account that began it.
bool is_ended_for(std::string_view kind) {
    return kind == "stamps.printed" || kind == "print_run.made" || kind == "print_run.failed";
}

// p producer, c commune, a authority, - all others.
char class_of(std::string_view unit) {
    return unit.starts_with("producer:")    ? 'p'
           : unit.starts_with("commune:")   ? 'c'
           : unit.starts_with("authority:") ? 'a'
                                            : '-';
}

struct Right {
    std::string_view kind;  // or noun, for those of its kinds that are not listed
    std::string_view units;
};

// Whose units the acts are of; the service may all of them. Who may what within a unit is more than
// entries tell.
constexpr Right rights[] = {
    {"account", "pca-"},
    {"authority", "a"},
    {"producer.registered", "a"},
    {"producer.dropped", "a"},
    {"producer", "ca"},
    {"place", "pca"},
    {"product", "a"},
    {"trade_item.dropped", "a"},
    {"trade_item", "pa"},
    {"certificate", "a"},
    {"lot", "pa"},
    {"key", "a"},
    {"quota.declared", "pa"},
    {"quota.raised", "a"},
    {"quota", "ca"},
    {"order.requested", "pa"},
    {"order.cancelled", "pa"},
    {"order", "a"},
    {"stamps.destroyed", "ca"},
    {"stamps.seized", "a"},
    {"stamps.voided", "a"},
    {"stamps.opened", ""},
    {"stamps.lapsed", ""},
    {"stamps", "pa"},
    {"stocktake", "pca"},
    {"destruction.proposed", "pca"},
    {"destruction", "ca"},
    {"print_run", "pca"},
    {"inspection", "a"},
    {"hold", "a"},
    {"device", "a"},
    {"recall.ordered", "pa"},
    {"recall.replied", "p"},
    {"recall", "a"},
    {"event", "pa"},
};

Right const* find_right(std::string_view name) {
    auto const* const found = std::find_if(
        std::begin(rights), std::end(rights), [&](Right const& right) { return right.kind == name; }
    );
    return found == std::end(rights) ? nullptr : found;
}

void judge_right(World& world, Step const& step, std::string_view unit) {
    auto const* right = find_right(step.entry.kind);
    right = right == nullptr ? find_right(step.noun) : right;
    if (right == nullptr || right->units.find(class_of(unit)) == std::string_view::npos) {
        world.breaks("right", step.entry.kind + " is not for " + std::string(unit));
    }
}

// A producer's people act for it alone, a commune's for the producers of the commune.
void judge_reach(World& world, Step const& step, std::string_view unit) {
    if (!step.has("producer")) {
        if (class_of(unit) == 'p') {
            world.breaks("owner", std::string(unit) + " acts on what is no producer's");
        }
        return;
    }
    auto const producer = step.text("producer");
    auto const id = unit.substr(unit.find(':') + 1);
    if (class_of(unit) == 'p' && id != producer) {
        world.breaks("owner", std::string(unit) + " acts for " + std::string(producer));
    }
    auto const commune = world.producers.find(world.names.of(producer));
    bool const elsewhere =
        commune == world.producers.end() || world.names.text(commune->second) != id;
    if (class_of(unit) == 'c' && elsewhere) {
        world.breaks("owner", std::string(unit) + " acts for another commune's producer");
    }
}

void judge_known(World& world, Step const& step, Account const& account) {
    bool const begins = step.entry.kind == "account.activated" &&
                        step.text("account") == step.entry.actor && account.state == "invited";
    if (account.state != "active" && !begins) {
        world.breaks("actor", step.entry.actor + " is " + account.state);
    }
    if (account.expires && step.entry.at >= *account.expires) {
        world.breaks("actor", step.entry.actor + " has expired");
    }
}

std::string unit_of(Step const& step) {
    std::string out = "auditors";
    for (auto const* const member : {"authority", "commune", "producer"}) {
        if (step.has(member)) {
            out = std::string(member) + ":" + std::string(step.text(member));
        }
    }
    return step.has("office") ? out + "/" + std::string(step.text("office")) : out;
}

// Whose access a role gives and takes.
struct Manages {
    std::string_view role;
    std::string_view roles;
};

constexpr Manages manages[] = {
    {"producer_owner", " producer_owner producer_staff grower partner "},
    {"commune_officer", " producer_owner producer_staff grower partner "},
    {"officer", " producer_owner producer_staff grower partner commune_officer "},
    {"administrator",
     " producer_owner producer_staff grower partner inspector guest_inspector commune_officer "
     "officer approver administrator auditor "},
};

bool may_manage(std::string_view giver, std::string_view role) {
    return std::any_of(std::begin(manages), std::end(manages), [&](Manages const& each) {
        return each.role == giver &&
               each.roles.find(" " + std::string(role) + " ") != std::string_view::npos;
    });
}

// An authority's people answer to it alone; whose producers' people are, judge_reach() judges.
void judge_giver(World& world, Step const& step) {
    auto const giver = world.accounts.find(step.by.actor);
    if (giver == world.accounts.end()) {
        return;  // the service, or nobody, which is another rule's
    }
    if (!may_manage(giver->second.role, step.text("role"))) {
        world.breaks(
            "account", giver->second.role + " gives access to " + std::string(step.text("role"))
        );
    }
    if (step.has("authority")) {
        need_authority(world, step, world.names.of(step.text("authority")), "the account");
    }
}

struct AccountWay {
    std::string_view act;
    std::string_view state;  // that it leads to; empty: the one before
};

constexpr AccountWay account_ways[] = {
    {"invited", "invited"},
    {"activated", "active"},
    {"disabled", "disabled"},
    {"enabled", "active"},
    {"left", "left"},
    {"erased", "erased"},
};

// What an act leaves as it was.
void judge_kept(World& world, Step const& step, Account const& before) {
    auto const* const way =
        std::find_if(std::begin(account_ways), std::end(account_ways), [&](AccountWay const& each) {
            return each.act == step.act;
        });
    auto const state = way == std::end(account_ways) ? before.state : std::string(way->state);
    if (step.text("state") != state) {
        world.breaks("account", step.entry.kind + " leaves it " + std::string(step.text("state")));
    }
    if (step.act == "invited" || step.act == "role_changed") {
        return;
    }
    auto const expires =
        step.has("expires_at") ? std::optional(step.instant("expires_at")) : std::nullopt;
    if (step.text("role") != before.role || expires != before.expires) {
        world.breaks("account", step.entry.kind + " changes its role or its end");
    }
}

}  // namespace

void judge_actor(World& world, Step const& step) {
    auto const& actor = step.entry.actor;
    auto const& unit = world.names.text(step.by.unit);
    if (is_system(actor)) {
        if (unit != actor) {
            world.breaks("actor", actor + " is of no unit but itself");
        }
        judge_system(world, step);
        return;
    }
    auto const account = world.accounts.find(step.by.actor);
    if (account == world.accounts.end()) {
        world.breaks("actor", actor + " is no account");
        return;
    }
    if (unit == actor && is_ended_for(step.entry.kind)) {
        return;
    }
    if (step.by.unit != account->second.unit) {
        world.breaks("actor", actor + " is not of " + unit);
        return;
    }
    judge_known(world, step, account->second);
    judge_right(world, step, unit);
    judge_reach(world, step, unit);
}

void judge_account(World& world, Step const& step) {
    auto const subject = step.text("account");
    bool const self = subject == step.entry.actor;
    bool const is_own = step.act == "activated" || step.act == "left" || step.act == "erased";
    if (self && !is_own) {
        world.breaks("account", "who acts is who it is about");
    }
    auto const [at, fresh] = world.accounts.try_emplace(world.names.of(subject));
    auto& account = at->second;
    if (fresh && step.has("producer")) {
        rest_on(world, step.text("producer"));
    }
    if (fresh != (step.act == "invited") &&
        !(step.act == "invited" && account.state == "invited")) {
        world.breaks(
            "account", std::string(subject) + (fresh ? " was not invited" : " is invited")
        );
    }
    if (account.state == "erased") {
        world.breaks("account", std::string(subject) + " was erased");
    }
    auto const unit = world.names.of(unit_of(step));
    if (!fresh && unit != account.unit) {
        world.breaks("account", std::string(subject) + " changes its unit");
    }
    judge_kept(world, step, account);
    if (!self) {
        judge_giver(world, step);
    }
    account.unit = unit;
    account.role = std::string(step.text("role"));
    account.state = std::string(step.text("state"));
    account.expires.reset();
    if (step.has("expires_at")) {
        account.expires = step.instant("expires_at");
    }
}

}  // namespace ocop::ledger::rule
