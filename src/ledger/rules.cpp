#include "ledger/logged_state.hpp"
#include "ledger/rule_world.hpp"

#include <ocop/ledger/rules.hpp>

namespace ocop::ledger {

namespace {

using rule::Step;
using rule::World;

constexpr Rule all_rules[] = {
    {"entry", "Each leaf is one entry, in the one form that an entry has."},
    {"kind", "Each entry is of a known kind, and says in clear what its kind must say, no more."},
    {"subject", "An entry's subject is what its members name."},
    {"time", "No entry is earlier than the one before it."},
    {"prev", "An entry names the last one before it on its subject, and no other."},
    {"actor", "Who acts is the service or an account that was active then, of the unit it says."},
    {"right", "What is an authority's, a commune's or a producer's to do is done by theirs."},
    {"owner", "What an entry names belongs to the producer it says; a producer acts on its own."},
    {"stranger", "An event names another's goods only after one who could had told of them."},
    {"register", "What is named was registered before, and nothing is registered twice."},
    {"dropped", "What is dropped is as it was registered, and nothing rests on it."},
    {"account", "Access is given and taken by another person, and what is erased stays so."},
    {"certificate", "A certificate's stars and decision stay, and its acts go forwards."},
    {"lot", "A lot is closed once."},
    {"key", "A key is registered and revoked once; orders are issued in its window, not after."},
    {"quota", "No order takes more than its quota has left, and each sum is right."},
    {"self_approval", "Nobody approves, attests or confirms what they asked for themselves."},
    {"two_persons",
     "What takes two is done by two persons of different units, each for themselves."},
    {"certified", "Orders rest on a confirmed certificate of 3 or 4 stars, in force that day."},
    {"order", "An order goes from requested over approved to issued, or is cancelled before."},
    {"range", "No counter of an epoch is issued twice."},
    {"stamp", "Stamps move only the ways that states have, and never back."},
    {"destruction", "Stamps are destroyed as two persons confirmed, once."},
    {"print", "A print run goes forwards, over stamps of its order."},
    {"inspection", "Inspections, holds and recalls name a lot that is there, and go forwards."},
    {"device",
     "A device is enrolled and revoked once; what it signs is its account's, and before that."},
};

struct Judge {
    std::string_view noun;
    void (*judge)(World&, Step const&);
};

constexpr Judge judges[] = {
    {"account", rule::judge_account},
    {"authority", rule::judge_authority},
    {"certificate", rule::judge_certificate},
    {"destruction", rule::judge_destruction},
    {"device", rule::judge_device},
    {"event", rule::judge_event},
    {"hold", rule::judge_hold},
    {"inspection", rule::judge_inspection},
    {"key", rule::judge_key},
    {"lot", rule::judge_lot},
    {"order", rule::judge_order},
    {"place", rule::judge_place},
    {"print_run", rule::judge_run},
    {"producer", rule::judge_producer},
    {"product", rule::judge_product},
    {"quota", rule::judge_quota},
    {"recall", rule::judge_recall},
    {"stamps", rule::judge_stamps},
    {"stocktake", rule::judge_stocktake},
    {"trade_item", rule::judge_item},
};

void judge_time(World& world, Entry const& entry) {
    if (entry.at < world.last_at) {
        world.breaks("time", to_text(entry.at) + " is before " + to_text(world.last_at));
    }
    world.last_at = std::max(world.last_at, entry.at);
}

void judge_prev(World& world, Kind const& kind, Entry const& entry) {
    std::int64_t expected = -1;
    if (!kind.single) {
        auto const [at, fresh] = world.last_of.try_emplace(entry.subject, world.index);
        expected = fresh ? -1 : static_cast<std::int64_t>(at->second);
        at->second = world.index;
        if (kind.drops) {
            world.last_of.erase(at);
        }
    }
    if (entry.prev != expected) {
        world.breaks(
            "prev", "names " + std::to_string(entry.prev) + ", not " + std::to_string(expected)
        );
    }
}

void judge_subject(World& world, Kind const& kind, Entry const& entry) {
    auto subject = subject_of(kind, entry.clear);
    if (subject.empty()) {
        subject = kind.noun + ":" + std::to_string(++world.events);
    }
    if (entry.subject != subject) {
        world.breaks("subject", entry.subject + " is not " + subject);
    }
}

// Of stamps that were destroyed, the confirmation comes next, in the same batch.
void judge_half(World& world, Step const& step) {
    bool const ends = world.half_destroyed && step.noun == "destruction" &&
                      step.act == "confirmed" &&
                      world.names.of(step.text("destruction")) == *world.half_destroyed;
    if (world.half_destroyed && !ends) {
        world.breaks("destruction", "comes before the destruction is confirmed");
    }
    world.half_destroyed.reset();
}

}  // namespace

std::span<Rule const> rules() {
    return all_rules;
}

struct RuleReplay::Impl {
    World world;

    void judge(Kind const& kind, Entry const& entry) {
        auto const dot = entry.kind.find('.');
        Step const step{
            entry,
            std::string_view(entry.kind).substr(0, dot),
            std::string_view(entry.kind).substr(dot + 1),
            legal_day(entry.at),
            {world.names.of(entry.actor),
             world.names.of(std::string_view(entry.clear.at("unit").get_string()))},
        };
        judge_subject(world, kind, entry);
        judge_half(world, step);
        judge_actor(world, step);
        for (auto const& each : judges) {
            if (each.noun == step.noun) {
                each.judge(world, step);
                return;
            }
        }
        world.breaks("kind", entry.kind + " has no rules");
    }
};

RuleReplay::RuleReplay(Report report) : impl_(std::make_unique<Impl>()) {
    impl_->world.report = std::move(report);
}

RuleReplay::~RuleReplay() = default;

void RuleReplay::add(std::string_view bytes) {
    auto& world = impl_->world;
    auto const entry = parse_entry(bytes);
    if (!entry) {
        world.breaks("entry", describe(entry.error()));
        ++world.index;
        return;
    }
    judge_time(world, *entry);
    auto const* const kind = find_kind(entry->kind);
    if (kind == nullptr) {
        world.breaks("kind", entry->kind + " is unknown");
    } else {
        judge_prev(world, *kind, *entry);
        auto const fault = fault_in_clear(*kind, entry->clear);
        if (fault.empty()) {
            impl_->judge(*kind, *entry);
        } else {
            world.breaks("kind", entry->kind + ": " + fault);
        }
    }
    ++world.index;
}

void RuleReplay::finish() {
    auto& world = impl_->world;
    if (world.half_destroyed) {
        world.breaks("destruction", "the destruction is not confirmed");
    }
    world.half_destroyed.reset();
}

std::uint64_t RuleReplay::size() const {
    return impl_->world.index;
}

std::span<LargeSum const> RuleReplay::large_sums() const {
    return impl_->world.large_sums;
}

bool RuleReplay::is_demo() const {
    return impl_->world.demo.value_or(false);
}

std::optional<Instant> RuleReplay::last_at() const {
    return impl_->world.index == 0 ? std::nullopt : std::optional(impl_->world.last_at);
}

std::optional<LoggedStamp> RuleReplay::stamp(
    std::string_view order, std::int64_t position, Instant at
) const {
    return rule::logged_stamp(impl_->world, order, position, at);
}

LoggedState RuleReplay::state() const {
    return rule::logged_state(impl_->world);
}

}  // namespace ocop::ledger
