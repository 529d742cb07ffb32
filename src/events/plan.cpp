#include "events/plan.hpp"

#include "events/values.hpp"
#include "registry/producer.hpp"

#include <algorithm>
#include <array>

namespace ocop::events {

namespace {

// Each look goes over the lists anew: the last costs most of it.
constexpr std::array<std::size_t, 3> looks = {64, 512, 4'096};
// So few events are sooner loaded than other lists looked at.
constexpr std::size_t few_postings = 16;
// A union of more lists costs more to walk than it saves.
constexpr std::size_t commune_producers_max = 512;

std::vector<std::string> prefixes_of(epcis::Condition const& condition) {
    std::vector<std::string> out;
    auto const list = list_of(condition.term);
    if (!list) {
        return out;
    }
    for (auto const& value : condition.values) {
        out.push_back(list_prefix(*list, value));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Result<void> look_at_times(
    store::Reader const& reader, Scope const& scope, std::size_t limit, Seen& seen
) {
    TimeWalk walk(reader, scope.times(), std::nullopt, Direction::down);
    while (seen.looked_at < limit) {
        auto const found = walk.next();
        if (!found) {
            return found.error();
        }
        if (!*found) {
            seen.complete = true;
            break;
        }
        ++seen.looked_at;
        if ((*found)->number >= scope.numbers.low) {
            seen.postings.push_back(**found);
        }
    }
    auto const newer = [](Posting const& a, Posting const& b) { return a.number > b.number; };
    std::sort(seen.postings.begin(), seen.postings.end(), newer);
    return {};
}

Result<void> look_at_lists(
    store::Reader const& reader, Scope const& scope, std::size_t limit, Seen& seen
) {
    std::vector<ListWalk> lists;
    auto const each = seen.source.prefixes.size() == 1 ? limit : std::size_t{0};
    for (auto const& prefix : seen.source.prefixes) {
        lists.emplace_back(reader, prefix, scope.numbers, Direction::down, each);
    }
    UnionWalk walk(std::move(lists), Direction::down);
    for (auto at = scope.numbers.high; seen.looked_at < limit;) {
        auto const found = walk.seek(at);
        if (!found) {
            return found.error();
        }
        if (!*found) {
            seen.complete = true;
            break;
        }
        ++seen.looked_at;
        if (scope.holds((*found)->time)) {
            seen.postings.push_back(**found);
        }
        at = (*found)->number - 1;
    }
    return {};
}

Result<void> look(store::Reader const& reader, Scope const& scope, std::size_t limit, Seen& seen) {
    seen.postings.clear();
    seen.looked_at = 0;
    return seen.source.prefixes.empty() ? look_at_times(reader, scope, limit, seen)
                                        : look_at_lists(reader, scope, limit, seen);
}

// The common events of all sources that were seen to the end.
void choose(Plan& plan) {
    std::vector<Seen const*> complete;
    for (auto const& seen : plan.seen) {
        if (seen.complete) {
            complete.push_back(&seen);
        }
    }
    auto const fewer = [](Seen const* a, Seen const* b) {
        return a->postings.size() < b->postings.size();
    };
    std::sort(complete.begin(), complete.end(), fewer);
    auto const newer = [](Posting const& a, Posting const& b) { return a.number > b.number; };
    for (auto const* seen : complete) {
        plan.driven_by.push_back(seen->source.parameter);
        if (!plan.candidates) {
            plan.candidates = seen->postings;
            continue;
        }
        std::vector<Posting> both;
        std::set_intersection(
            plan.candidates->begin(),
            plan.candidates->end(),
            seen->postings.begin(),
            seen->postings.end(),
            std::back_inserter(both),
            newer
        );
        plan.candidates = std::move(both);
    }
}

// What the looks are for.
struct Aim {
    bool glance = false;
    double wanted = 0;
};

// At up to `limit` postings of each source. Whether one was seen to the end.
Result<bool> look_at_each(
    store::Reader const& reader, Scope const& scope, std::size_t limit, Plan& plan
) {
    bool any = false;
    for (auto& seen : plan.seen) {
        if (limit < seen.source.prefixes.size() && limit != looks.back()) {
            continue;
        }
        if (auto looked = look(reader, scope, limit, seen); !looked) {
            return looked.error();
        }
        plan.postings_read += seen.looked_at;
        any = any || seen.complete;
        if (seen.complete && seen.postings.size() <= few_postings) {
            break;
        }
    }
    return any;
}

// Whether one of the sources was seen to the end.
Result<bool> look_at_all(
    store::Reader const& reader, Scope const& scope, Aim const& aim, Plan& plan
) {
    for (auto const limit : looks) {
        auto any = look_at_each(reader, scope, limit, plan);
        bool const is_enough =
            !any || *any || aim.glance || plan.is_soon_met(scope.numbers, aim.wanted);
        if (is_enough) {
            return any;
        }
    }
    return false;
}

Result<void> look_at_commune(
    store::Reader const& reader, Principal const& who, Scope const& scope, Plan& plan
) {
    auto source = commune_source(reader, who);
    if (!source || !*source) {
        return source ? Result<void>() : source.error();
    }
    auto& seen = plan.seen.emplace_back(Seen{std::move(**source), {}, 0, false});
    auto looked = look(reader, scope, looks.back(), seen);
    plan.postings_read += seen.looked_at;
    return looked;
}

// The conditions of `query`, and what stands for the caller's own reach. A caller's commune is not
// among them: it takes a look at the register (commune_source()).
std::vector<Source> sources_of(epcis::Query const& query, Principal const& who) {
    std::vector<Source> out;
    for (auto const& condition : query.conditions) {
        if (auto prefixes = prefixes_of(condition); !prefixes.empty()) {
            out.push_back({condition.parameter, std::move(prefixes)});
        }
    }
    if (query.event_time_from || query.event_time_before) {
        out.push_back({"eventTime", {}});
    }
    if (who.reach == accounts::Reach::own) {
        out.push_back({"caller", lists_of_party(who.producer)});
    }
    return out;
}

}  // namespace

TimeWalk::Range Scope::times() const {
    TimeWalk::Range range;
    range.from = from.value_or(range.from);
    if (before) {
        range.until.ms = std::min(range.until.ms, std::max(before->ms, range.from.ms) - 1);
    }
    range.last = numbers.high;
    return range;
}

double Seen::density(Numbers numbers) const {
    if (postings.empty() || numbers.high < postings.back().number) {
        return 0;
    }
    auto const span = numbers.high - postings.back().number + 1;
    return static_cast<double>(postings.size()) / static_cast<double>(span);
}

bool Plan::is_soon_met(Numbers numbers, double wanted) const {
    double density = 0;
    for (auto const& one : seen) {
        if (!one.source.prefixes.empty()) {
            density = (density == 0 ? 1 : density) * one.density(numbers);
        }
        if (!one.source.prefixes.empty() && density == 0) {
            return false;
        }
    }
    return density * soon_max >= wanted;
}

std::vector<std::string> lists_of_party(std::string_view producer) {
    return {list_prefix(List::writer, producer), list_prefix(List::party, producer)};
}

Result<std::optional<Source>> commune_source(store::Reader const& reader, Principal const& who) {
    auto const page = registry::list<registry::Producer>(reader, who, {}, commune_producers_max);
    if (!page) {
        return page.error();
    }
    if (page->next) {
        return std::optional<Source>();
    }
    // No event has the party "", and a commune without producers has no events.
    Source source{"caller's commune", {list_prefix(List::party, {})}};
    for (auto const& producer : page->records) {
        for (auto& prefix : lists_of_party(producer.id)) {
            source.prefixes.push_back(std::move(prefix));
        }
    }
    return std::optional(std::move(source));
}

Result<Source> everything(store::Reader const& reader) {
    auto const types = values_of(reader, List::event_type, {}, std::size_t{0} - 1);
    if (!types) {
        return types.error();
    }
    Source source{"every event", {}};
    for (auto const& type : *types) {
        source.prefixes.push_back(list_prefix(List::event_type, type));
    }
    return source;
}

Result<Plan> make_plan(
    store::Reader const& reader,
    epcis::Query const& query,
    Principal const& who,
    Scope const& scope,
    double wanted
) {
    Plan plan;
    for (auto& source : sources_of(query, who)) {
        plan.seen.push_back({std::move(source), {}, 0, false});
    }
    bool const by_time = query.order_by == epcis::OrderBy::event_time;
    bool const lists = std::any_of(plan.seen.begin(), plan.seen.end(), [](Seen const& seen) {
        return !seen.source.prefixes.empty();
    });
    if (by_time && !lists && who.reach != accounts::Reach::commune) {
        return plan;  // the index of eventTime is walked, and is all there is
    }
    auto done = look_at_all(reader, scope, {!by_time && !scope.has_times(), wanted}, plan);
    if (!done) {
        return done.error();
    }
    if (!*done && who.reach == accounts::Reach::commune) {
        if (auto looked = look_at_commune(reader, who, scope, plan); !looked) {
            return looked.error();
        }
    }
    choose(plan);
    return plan;
}

std::optional<JoinWalk> join_of(
    store::Reader const& reader, Plan const& plan, Numbers numbers, Direction direction
) {
    std::vector<UnionWalk> unions;
    for (auto const& seen : plan.seen) {
        if (!seen.source.prefixes.empty()) {
            unions.push_back(union_of(reader, seen.source, numbers, direction));
        }
    }
    if (unions.empty()) {
        return std::nullopt;
    }
    return std::optional<JoinWalk>(std::in_place, std::move(unions));
}

UnionWalk union_of(
    store::Reader const& reader, Source const& source, Numbers numbers, Direction direction
) {
    std::vector<ListWalk> lists;
    for (auto const& prefix : source.prefixes) {
        lists.emplace_back(reader, prefix, numbers, direction);
    }
    return UnionWalk(std::move(lists), direction);
}

}  // namespace ocop::events
