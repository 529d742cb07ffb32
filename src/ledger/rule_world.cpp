#include "ledger/rule_world.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>

namespace ocop::ledger::rule {

namespace {

// As accounts::is_same_unit().
bool is_same_unit(std::string_view a, std::string_view b) {
    auto const head = [](std::string_view unit) { return unit.substr(0, unit.find('/')); };
    auto const office = [&](std::string_view unit) { return unit.substr(head(unit).size()); };
    return head(a) == head(b) && (office(a).empty() || office(b).empty() ||
                                  confusable_skeleton(office(a)) == confusable_skeleton(office(b)));
}

}  // namespace

Name Names::of(std::string_view text) {
    if (auto const found = known_.find(text); found != known_.end()) {
        return found->second;
    }
    auto const name = static_cast<Name>(texts_.size());
    texts_.emplace_back(text);
    known_.emplace(texts_.back(), name);
    return name;
}

Name Names::find(std::string_view text) const {
    auto const found = known_.find(text);
    return found == known_.end() ? 0 : found->second;
}

Persons persons_of(World& world, json::array const& list) {
    Persons out;
    for (auto const& each : list) {
        auto const& o = each.get_object();
        out.push_back(
            {world.names.of(std::string_view(o.at("actor").get_string())),
             world.names.of(std::string_view(o.at("unit").get_string()))}
        );
    }
    return out;
}

Persons persons_of(World& world, Step const& step, std::string_view member) {
    auto const* const list = step.entry.clear.if_contains(member);
    return list == nullptr ? Persons() : persons_of(world, list->get_array());
}

Spans spans_of(World& world, Step const& step) {
    Spans out;
    auto const* const spans = step.entry.clear.if_contains("stamps");
    if (spans == nullptr) {
        return out;
    }
    for (auto const& each : spans->get_array()) {
        auto const& span = each.get_array();
        out.push_back(
            {world.names.of(std::string_view(span[0].get_string())),
             span[1].get_int64(),
             span[2].get_int64()}
        );
    }
    return out;
}

bool are_two(Names const& names, Persons const& persons) {
    return std::any_of(persons.begin(), persons.end(), [&](Person const& other) {
        auto const& first = persons.front();
        return other.actor != first.actor &&
               !is_same_unit(names.text(other.unit), names.text(first.unit));
    });
}

void need_two(World& world, Persons const& persons, std::string_view what) {
    if (!are_two(world.names, persons)) {
        world.breaks("two_persons", std::string(what) + " was not by two persons of two units");
    }
}

void need_next(World& world, Step const& step, Persons const& before, Persons const& now) {
    auto expected = before;
    expected.push_back(step.by);
    if (now != expected) {
        world.breaks("two_persons", "the confirmations are not those before and who acts");
    }
    bool const again = std::any_of(before.begin(), before.end(), [&](Person const& other) {
        return other.actor == step.by.actor;
    });
    if (again) {
        world.breaks("self_approval", world.names.text(step.by.actor) + " confirms again");
    }
}

void rest_on(World& world, std::string_view key) {
    ++world.resting[world.names.of(key)];
}

Name current_authority(World const& world, Name authority) {
    constexpr int steps_max = 32;  // a chain of them ends
    for (int steps = 0; steps < steps_max; ++steps) {
        auto const found = world.authorities.find(authority);
        if (found == world.authorities.end() || found->second.successor == 0) {
            return authority;
        }
        authority = found->second.successor;
    }
    return authority;
}

Name authority_of(World& world, std::string_view unit) {
    constexpr std::string_view prefix = "authority:";
    if (!unit.starts_with(prefix)) {
        return 0;
    }
    unit.remove_prefix(prefix.size());
    return world.names.of(unit.substr(0, unit.find('/')));
}

void need_authority(World& world, Step const& step, Name authority, std::string_view what) {
    auto const own = authority_of(world, world.names.text(step.by.unit));
    if (own != 0 && current_authority(world, own) != current_authority(world, authority)) {
        world.breaks("right", std::string(what) + " is of " + world.names.text(authority));
    }
}

std::int64_t add_bounded(std::int64_t a, std::int64_t b) {
    constexpr std::int64_t most = std::int64_t{1} << 60;
    return a > most - b ? most : a + b;
}

void need_owner(World& world, Step const& step, Name producer, std::string_view what) {
    if (step.text("producer") != world.names.text(producer)) {
        world.breaks(
            "owner", std::string(what) + " is not of " + std::string(step.text("producer"))
        );
    }
}

bool stands(Names const& names, Hold const& hold, Instant at) {
    return !hold.lifted && (are_two(names, hold.confirmations) || at < hold.until);
}

bool is_in_force(Certificate const& certificate, Day day) {
    bool const withdrawn = certificate.withdrawn_from && day >= *certificate.withdrawn_from &&
                           (!certificate.stands_again || day < *certificate.stands_again);
    return certificate.issued <= day && day <= certificate.last && !withdrawn;
}

}  // namespace ocop::ledger::rule
