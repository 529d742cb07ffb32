#include "events/index.hpp"

#include "events/walk.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <unordered_map>

namespace ocop::events {

namespace {

using store::Space;

struct Listed {
    List list;
    std::string value;

    friend bool operator==(Listed const&, Listed const&) = default;
};

void add(std::vector<Listed>& out, List list, std::string_view value) {
    if (!value.empty()) {
        out.push_back({list, std::string(value)});
    }
}

// Of identifiers that are equal in the finest key one is found by the other.
void add_finest(std::vector<Listed>& out, List list, std::string_view id) {
    if (!id.empty()) {
        add(out, list, epcis::finest_key(id));
    }
}

// Nothing stops an event from naming a class where an instance belongs.
bool is_class_among_instances(std::string_view id) {
    constexpr std::string_view domain = "https://id.gs1.org/";
    if (!id.starts_with(domain) || id.substr(domain.size()).starts_with("00/") ||
        id.find("/21/") != std::string_view::npos) {
        return false;
    }
    auto const read = epcis::read_identifier(id);
    return read && read->kind == epcis::IdentifierKind::klass;
}

void add_items(std::vector<Listed>& out, epcis::Event const& event) {
    for (auto const& item : epcis::items_of(event)) {
        if (item.role == epcis::ItemRole::parent) {
            add_finest(out, List::parent, item.id);
        }
        // A quantity's class is no item, but is looked for beside them (lists_of() in plan.cpp).
        add_finest(out, item.is_class ? List::klass : List::item, item.id);
        if (item.is_class || is_class_among_instances(item.id)) {
            add(out, List::klass, item.id);
        }
        for (auto const& klass : epcis::classes_of(item.id)) {
            add(out, List::klass, klass);
        }
    }
}

void add_transactions(std::vector<Listed>& out, epcis::Event const& event) {
    auto const* found = event.body.if_contains("bizTransactionList");
    auto const* list = found != nullptr ? found->if_array() : nullptr;
    if (list == nullptr) {
        return;
    }
    for (auto const& entry : *list) {
        auto const* element = entry.if_object();
        auto const* id = element != nullptr ? element->if_contains("bizTransaction") : nullptr;
        if (id != nullptr && id->is_string()) {
            add_finest(out, List::biz_transaction, std::string_view(id->get_string()));
        }
    }
}

// All that an event is listed under but its parties, each once.
std::vector<Listed> listed(epcis::Event const& event) {
    std::vector<Listed> out;
    add(out, List::event_type, epcis::type_name(event));
    add(out, List::event_id, epcis::event_id(event));
    add(out, List::biz_step, epcis::biz_step(event));
    add(out, List::disposition, epcis::disposition(event));
    add_finest(out, List::read_point, epcis::read_point(event));
    add_finest(out, List::biz_location, epcis::biz_location(event));
    add_items(out, event);
    add_transactions(out, event);
    auto const order = [](Listed const& a, Listed const& b) {
        return a.list != b.list ? a.list < b.list : a.value < b.value;
    };
    std::sort(out.begin(), out.end(), order);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

// What a transaction's events give, by the key without the number.
class Gathered {
  public:
    void add(std::string prefix, Posting const& posting, std::string_view text) {
        auto& list = lists_.try_emplace(std::move(prefix)).first->second;
        if (list.more.empty() && list.first.number == 0) {
            list.first = posting;
            list.text = text;
        } else {
            list.more.push_back(posting);
        }
    }

    void add_known(std::string key, std::string_view text, bool likely_new) {
        known_.try_emplace(std::move(key), Known{text, likely_new});
    }

    Result<void> write(store::Transaction& tx) const {
        std::vector<Posting> postings;
        for (auto const& [prefix, list] : lists_) {
            postings.assign(1, list.first);
            postings.insert(postings.end(), list.more.begin(), list.more.end());
            std::span<Posting const> rest(postings);
            while (!rest.empty()) {
                auto const chunk = write_chunk(rest, list.text);
                tx.put(Space::event_index, prefix + inverted(rest.front().number), chunk.bytes);
                rest = rest.subspan(chunk.count);
            }
        }
        for (auto const& [key, known] : known_) {
            if (auto const put = put_known(tx, key, known); !put) {
                return put;
            }
        }
        return {};
    }

  private:
    // Most values are of one event.
    struct Entry {
        Posting first;
        std::vector<Posting> more;
        std::string_view text;
    };

    struct Known {
        std::string_view text;
        bool likely_new = false;
    };

    // Looking costs less than writing again what is there, and more than writing what is not.
    static Result<void> put_known(
        store::Transaction& tx, std::string const& key, Known const& known
    ) {
        if (!known.likely_new) {
            auto const there = tx.get(Space::event_index, key);
            if (!there) {
                return there.error();
            }
            if (*there) {
                return {};
            }
        }
        tx.put(Space::event_index, key, known.text);
        return {};
    }

    std::unordered_map<std::string, Entry> lists_;
    std::unordered_map<std::string, Known> known_;
};

void gather(EventRecord const& record, std::vector<IndexTerm> const& terms, Gathered& out) {
    Posting const posting{record.number, epcis::event_time(record.event)};
    out.add(time_prefix(posting.time), posting, {});
    for (auto const& party : record.parties) {
        auto const text = is_hashed(party) ? std::string_view(party) : std::string_view();
        out.add(list_prefix(List::party, party), posting, text);
    }
    for (auto const& term : terms) {
        out.add(term.prefix, posting, term.text);
        if (!has_known_values(term.list)) {
            continue;
        }
        for (auto const& party : record.parties) {
            auto key = known_prefix(term.list, party) + term.value_key;
            out.add_known(std::move(key), term.text, term.list == List::item);
        }
    }
}

// The number of the newest event in the space 'n', from `from` on.
Result<EventNumber> newest_from(store::Reader const& reader, std::string_view from) {
    Result<EventNumber> newest = EventNumber{0};
    auto const each = [&](std::string_view key, std::string_view value) {
        auto const first = parse_timed(key.substr(record_times_prefix.size()));
        auto const count = take_varint(value);
        if (!first || !count || *count == 0 || !value.empty()) {
            newest = bad_index("a count of recorded events has another form");
        } else {
            newest = first->number + *count - 1;
        }
        return false;
    };
    auto const scanned = reader.scan(Space::event_index, record_times_prefix, from, each);
    if (!scanned) {
        return scanned.error();
    }
    return newest;
}

}  // namespace

std::vector<IndexTerm> index_terms(epcis::Event const& event) {
    auto const values = listed(event);
    std::vector<IndexTerm> out;
    out.reserve(values.size());
    for (auto const& [list, value] : values) {
        out.push_back({
            list,
            list_prefix(list, value),
            has_known_values(list) ? value_key(value) : std::string(),
            is_hashed(value) ? value : std::string(),
        });
    }
    return out;
}

Result<void> index_events(
    store::Transaction& tx,
    std::span<EventRecord const> records,
    std::span<std::vector<IndexTerm> const* const> terms
) {
    OCOP_ASSERT(terms.size() == records.size());
    if (records.empty()) {
        return {};
    }
    Gathered gathered;
    auto const first = records.front().number;
    for (std::size_t i = 0; i < records.size(); ++i) {
        OCOP_ASSERT(records[i].number == first + i && records[i].number > 0);
        OCOP_ASSERT(records[i].recorded == records.front().recorded);
        gather(records[i], *terms[i], gathered);
    }
    std::string count;
    append_varint(count, records.size());
    auto const key =
        record_time_prefix(records.front().recorded) + inverted(records.front().number);
    tx.put(Space::event_index, key, count);
    return gathered.write(tx);
}

Result<EventNumber> last_event(store::Reader const& reader) {
    return newest_from(reader, {});
}

Result<EventNumber> last_event_before(store::Reader const& reader, Instant time) {
    if (time.ms == std::numeric_limits<std::int64_t>::min()) {
        return EventNumber{0};
    }
    return newest_from(reader, record_time_prefix({time.ms - 1}));
}

Result<std::vector<EventNumber>> numbers_in(
    store::Reader const& reader,
    List list,
    std::string_view value,
    EventNumber below,
    std::size_t limit
) {
    std::vector<EventNumber> out;
    ListWalk walk(reader, list_prefix(list, value), {1, below}, Direction::down);
    for (auto at = below; at > 1 && out.size() < limit; at = out.back()) {
        auto const found = walk.seek(at - 1);
        if (!found) {
            return found.error();
        }
        if (!*found) {
            break;
        }
        out.push_back((*found)->number);
    }
    return out;
}

Result<std::vector<EventNumber>> numbers_of_event_id(
    store::Reader const& reader, std::string_view id
) {
    return numbers_in(
        reader, List::event_id, id, number_max, std::numeric_limits<std::size_t>::max()
    );
}

Result<std::vector<EventNumber>> numbers_under_class(
    store::Reader const& reader, std::string_view klass, EventNumber below, std::size_t limit
) {
    return numbers_in(reader, List::klass, klass, below, limit);
}

std::vector<std::string> values_in(EventRecord const& record, List list) {
    if (list == List::party) {
        return record.parties;
    }
    std::vector<std::string> out;
    for (auto& [of, value] : listed(record.event)) {
        if (of == list) {
            out.push_back(std::move(value));
        }
    }
    return out;
}

}  // namespace ocop::events
