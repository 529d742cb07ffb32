#include "epcis/query_reader.hpp"

#include <ocop/epcis/query.hpp>

#include <algorithm>
#include <set>

namespace ocop::epcis {

namespace {

constexpr std::string_view slug = "query_parameter_invalid";

struct Bound {
    std::string_view name;
    std::optional<Instant> Query::*member;
};

constexpr Bound bounds[] = {
    {"GE_eventTime", &Query::event_time_from},
    {"LT_eventTime", &Query::event_time_before},
    {"GE_recordTime", &Query::record_time_from},
    {"LT_recordTime", &Query::record_time_before},
};

bool read_bound(QueryReader& reader, Given const& given) {
    for (auto const& bound : bounds) {
        if (given.name() == bound.name) {
            reader.query.*bound.member = given.instant();
            return true;
        }
    }
    return false;
}

void read_order_by(QueryReader& reader, Given const& given) {
    auto& query = reader.query;
    auto const field = given.text();
    if (field == "eventTime") {
        query.order_by = OrderBy::event_time;
    } else if (field == "recordTime") {
        query.order_by = OrderBy::record_time;
    } else if (auto value = read_order_field(reader, field)) {
        query.order_by = OrderBy::extension;
        query.order_field = field;
        query.order_value = std::move(value);
    } else if (!field.empty()) {
        given.fault("must be eventTime, recordTime or the name of an extension field");
    }
}

// What says how much of the result is wanted, and in which order.
bool read_result(QueryReader& reader, Given const& given) {
    auto const name = given.name();
    if (name == "orderBy") {
        read_order_by(reader, given);
    } else if (name == "orderDirection") {
        auto const text = given.text();
        reader.query.descending = text != "ASC";
        if (!text.empty() && text != "ASC" && text != "DESC") {
            given.fault("must be ASC or DESC");
        }
    } else if (name == "eventCountLimit") {
        reader.query.event_count_limit = given.count();
    } else if (name == "maxEventCount") {
        reader.query.max_event_count = given.count();
    } else {
        return false;
    }
    return true;
}

using Step = bool (*)(QueryReader&, Given const&);

// The first that knows the name takes it. Names of the standard's own come before the families
// that they could be mistaken for.
constexpr Step steps[] = {
    read_bound,
    read_result,
    read_match,
    read_place,
    read_party,
    read_identifiers,
    read_words,
    read_error_declaration,
    read_sensor,
    read_number_with_unit,
    read_attribute,
    read_extension,
};

void read_parameter(QueryReader& reader, Given const& given) {
    bool const known = std::any_of(std::begin(steps), std::end(steps), [&](Step step) {
        return step(reader, given);
    });
    if (!known) {
        given.fault("is no parameter of SimpleEventQuery");
    }
}

// Parameters that say a span of time by two names.
constexpr std::pair<std::string_view, std::string_view> spans[] = {
    {"GE_eventTime", "LT_eventTime"},
    {"GE_recordTime", "LT_recordTime"},
};

void check_together(QueryReader& reader, std::set<std::string, std::less<>> const& names) {
    auto const& query = reader.query;
    auto const fault = [&](std::string_view name, std::string reason) {
        Given(name, std::string_view(), reader.faults).fault(std::move(reason));
    };
    if (names.contains("eventCountLimit")) {
        if (!names.contains("orderBy")) {
            fault("eventCountLimit", "needs orderBy beside it");
        }
        if (names.contains("maxEventCount")) {
            fault("eventCountLimit", "excludes maxEventCount");
        }
    }
    if (query.event_time_before && query.event_time_from > query.event_time_before) {
        fault(spans[0].first, "is later than " + std::string(spans[0].second));
    }
    if (query.record_time_before && query.record_time_from > query.record_time_before) {
        fault(spans[1].first, "is later than " + std::string(spans[1].second));
    }
}

Result<Query> finish(QueryReader& reader, std::set<std::string, std::less<>> const& names) {
    check_together(reader, names);
    if (!reader.faults.empty()) {
        return Error(Errc::malformed, slug, std::move(reader.faults));
    }
    add_measured(reader);
    reader.query.work = 1 + names.size() / 8 + reader.walked / 16;
    return std::move(reader.query);
}

void add_prefixes(QueryReader& reader, json::object const& prefixes) {
    for (auto const& member : prefixes) {
        auto const* typed = member.value().if_object();
        auto const ns = typed != nullptr ? text_in(*typed, "@id") : view_of(member.value());
        if (!ns.empty()) {
            reader.namespaces.emplace_back(std::string(member.key()), std::string(ns));
        }
    }
}

void read_context(QueryReader& reader, json::value const& context) {
    bool good = true;
    auto const one = [&](json::value const& v) {
        if (auto const* prefixes = v.if_object()) {
            add_prefixes(reader, *prefixes);
        } else {
            good = good && !view_of(v).empty();
        }
    };
    if (auto const* list = context.if_array()) {
        std::for_each(list->begin(), list->end(), one);
    } else {
        one(context);
    }
    if (!good) {
        Given("@context", context, reader.faults).fault("must be URIs and objects of prefixes");
    }
}

bool within(std::optional<Instant> from, std::optional<Instant> before, Instant at) {
    return (!from || at >= *from) && (!before || at < *before);
}

}  // namespace

std::optional<Relation> take_relation(std::string_view& name) {
    constexpr std::pair<std::string_view, Relation> relations[] = {
        {"EQ_", Relation::eq},
        {"GT_", Relation::gt},
        {"GE_", Relation::ge},
        {"LT_", Relation::lt},
        {"LE_", Relation::le},
        {"EXISTS_", Relation::exists},
    };
    for (auto const& [text, relation] : relations) {
        if (name.starts_with(text)) {
            name.remove_prefix(text.size());
            return relation;
        }
    }
    return std::nullopt;
}

std::string_view namespace_of(QueryReader const& reader, std::string_view prefix) {
    auto const at =
        std::find_if(reader.namespaces.rbegin(), reader.namespaces.rend(), [&](auto const& entry) {
            return entry.first == prefix;
        });
    return at != reader.namespaces.rend() ? std::string_view(at->second) : std::string_view();
}

std::vector<std::string> with_expansion(QueryReader const& reader, std::string_view text) {
    std::vector<std::string> out{std::string(text)};
    auto const colon = text.find(':');
    if (colon != std::string_view::npos) {
        auto const ns = namespace_of(reader, text.substr(0, colon));
        if (!ns.empty()) {
            out.push_back(std::string(ns) + std::string(text.substr(colon + 1)));
        }
    }
    return out;
}

Result<Query> read_query(QueryParameters const& parameters, QueryParameters const& namespaces) {
    QueryReader reader;
    reader.namespaces = namespaces;
    std::set<std::string, std::less<>> names;
    for (auto const& [name, text] : parameters) {
        Given const given(name, text, reader.faults);
        if (!names.insert(name).second) {
            given.fault("is given twice");
        } else if (text.empty()) {
            given.fault("is empty");
        } else {
            read_parameter(reader, given);
        }
    }
    return finish(reader, names);
}

Result<Query> read_query(json::object const& query) {
    QueryReader reader;
    if (auto const* context = query.if_contains("@context")) {
        read_context(reader, *context);
    }
    std::set<std::string, std::less<>> names;
    for (auto const& member : query) {
        std::string_view const name(member.key().data(), member.key().size());
        if (name != "@context" && names.emplace(name).second) {
            read_parameter(reader, Given(name, member.value(), reader.faults));
        }
    }
    return finish(reader, names);
}

bool matches(
    Query const& query, Event const& event, Instant recorded, MasterData const& master_data
) {
    if (!within(query.record_time_from, query.record_time_before, recorded)) {
        return false;
    }
    if ((query.event_time_from || query.event_time_before) &&
        !within(query.event_time_from, query.event_time_before, event_time(event))) {
        return false;
    }
    return std::all_of(
        query.conditions.begin(),
        query.conditions.end(),
        [&](Condition const& condition) { return condition.holds(event, recorded, master_data); }
    );
}

}  // namespace ocop::epcis
