#include "events/index.hpp"

#include "events/stored_number.hpp"
#include "events/walk.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace ocop::events {

namespace {

using store::Space;

constexpr std::string_view last_key = "n";

// Writes the index of one transaction's events.
class Indexing {
  public:
    Indexing(
        store::Transaction& tx,
        std::span<EventRecord const> records,
        Terms const& terms,
        Effort& effort
    )
        : tx_(tx), records_(records), terms_(terms), effort_(effort) {}

    Result<void> run() {
        list_recorded();
        if (auto listed = list_parties(); !listed) {
            return listed;
        }
        return list_terms();
    }

  private:
    void list_recorded() {
        std::uint64_t count = 0;
        EventRecord const* first = nullptr;
        for (auto const& record : records_) {
            if (record.number == 0) {
                continue;
            }
            first = first == nullptr ? &record : first;
            OCOP_ASSERT(record.number == first->number + count);
            OCOP_ASSERT(record.recorded == first->recorded);
            ++count;
        }
        if (first != nullptr) {
            std::string value;
            append_varint(value, count);
            tx_.put(
                Space::event_index,
                record_time_prefix(first->recorded) + inverted(first->number),
                value
            );
            auto const last = first->number + count - 1;
            tx_.put(Space::events, last_key, ByteWriter().u64(last).take());
        }
    }

    Result<void> list_parties() {
        std::map<std::pair<List, std::string_view>, std::vector<Posting>> lists;
        for (std::size_t i = 0; i < records_.size(); ++i) {
            auto const& record = records_[i];
            if (record.number == 0) {
                continue;
            }
            Posting const posting{record.number, terms_.times()[i]};
            for (auto const& party : record.parties) {
                auto const list = party == record.producer ? List::writer : List::party;
                lists[{list, party}].push_back(posting);
            }
            if (record.producer.empty()) {
                lists[{List::writer, {}}].push_back(posting);
            }
        }
        for (auto const& [of, postings] : lists) {
            auto const& [list, party] = of;
            auto put = put_chunks(
                list_prefix(list, party), is_hashed(party) ? party : std::string_view(), postings
            );
            if (!put) {
                return put;
            }
        }
        return {};
    }

    Result<void> list_terms() {
        auto const uses = uses_by_term();
        for (std::size_t first = 0; first < uses.size();) {
            auto end = first;
            while (end < uses.size() && uses[end].term == uses[first].term) {
                ++end;
            }
            auto const& term = terms_.terms()[uses[first].term];
            auto const of_term = std::span(uses).subspan(first, end - first);
            if (auto listed = list_term(term, of_term); !listed) {
                return listed;
            }
            if (auto listed = list_by_writer(term, of_term); !listed) {
                return listed;
            }
            if (auto told = tell_parties(term, of_term); !told) {
                return told;
            }
            first = end;
        }
        return {};
    }

    // Counted into place, so that the events of a term still rise.
    std::vector<Terms::Use> uses_by_term() const {
        std::vector<std::uint32_t> at(terms_.terms().size() + 1);
        for (auto const& use : terms_.uses()) {
            ++at[use.term + 1];
        }
        std::partial_sum(at.begin(), at.end(), at.begin());
        std::vector<Terms::Use> out(terms_.uses().size());
        for (auto const& use : terms_.uses()) {
            out[at[use.term]++] = use;
        }
        return out;
    }

    Result<void> list_term(Terms::Term const& term, std::span<Terms::Use const> uses) {
        postings_.clear();
        for (auto const& use : uses) {
            if (auto const number = records_[use.event].number; number != 0) {
                postings_.push_back({number, terms_.times()[use.event]});
            }
        }
        return put_chunks(term.prefix, term.text, postings_);
    }

    Result<void> list_by_writer(Terms::Term const& term, std::span<Terms::Use const> uses) {
        if (!term.has_writers) {
            return {};
        }
        std::map<std::string_view, std::vector<Posting>> lists;
        for (auto const& use : uses) {
            auto const& record = records_[use.event];
            if (record.number != 0 && is_listed_by_writer(record)) {
                lists[record.producer].push_back({record.number, terms_.times()[use.event]});
            }
        }
        for (auto const& [writer, postings] : lists) {
            if (auto put = put_chunks(of_writer_prefix(term.prefix, writer), {}, postings); !put) {
                return put;
            }
        }
        return {};
    }

    Result<void> put_chunks(
        std::string_view prefix, std::string_view text, std::span<Posting const> postings
    ) {
        while (!postings.empty()) {
            if (auto taken = effort_.take(); !taken) {
                return taken;
            }
            auto const chunk = write_chunk(postings, text);
            key_.assign(prefix).append(inverted(postings.front().number));
            tx_.put(Space::event_index, key_, chunk.bytes);
            postings = postings.subspan(chunk.count);
        }
        return {};
    }

    // The parties of the events that have the term know its value from now on.
    Result<void> tell_parties(Terms::Term const& term, std::span<Terms::Use const> uses) {
        if (!term.has_known_values) {
            return {};
        }
        std::vector<std::string> const* before = nullptr;
        std::set<std::string_view> told;  // once there are events of different parties
        for (auto const& use : uses) {
            auto const& record = records_[use.event];
            if (record.number == 0 || (before != nullptr && *before == record.parties)) {
                continue;
            }
            if (before != nullptr && told.empty()) {
                told.insert(before->begin(), before->end());
            }
            if (auto ok = tell(term, record.parties, before == nullptr ? nullptr : &told); !ok) {
                return ok;
            }
            before = &record.parties;
        }
        return {};
    }

    // Those that `told` does not hold yet; null: all.
    Result<void> tell(
        Terms::Term const& term,
        std::vector<std::string> const& parties,
        std::set<std::string_view>* told
    ) {
        if (auto taken = effort_.take(parties.size()); !taken) {
            return taken;
        }
        for (auto const& party : parties) {
            if (told != nullptr && !told->insert(party).second) {
                continue;
            }
            if (auto ok = tell_party(term, party); !ok) {
                return ok;
            }
        }
        return {};
    }

    // Looking costs less than writing again what is there, and more than writing what is not: an
    // item is mostly new.
    Result<void> tell_party(Terms::Term const& term, std::string_view party) {
        auto const list = list_of(term);
        key_.assign(known_prefix(list, party)).append(term.prefix.substr(1));
        if (list != List::item) {
            auto const there = tx_.get(Space::event_index, key_);
            if (!there || *there) {
                return there ? Result<void>() : there.error();
            }
        }
        tx_.put(Space::event_index, key_, term.text);
        return {};
    }

    // A prefix begins with the list's tag.
    static List list_of(Terms::Term const& term) { return static_cast<List>(term.prefix.front()); }

    store::Transaction& tx_;
    std::span<EventRecord const> records_;
    Terms const& terms_;
    Effort& effort_;
    std::vector<Posting> postings_;  // of one term
    std::string key_;                // of one write
};

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

bool is_listed_by_writer(EventRecord const& record) {
    bool const is_owners_alone =
        record.parties.size() == 1 && record.parties.front() == record.producer;
    return !is_owners_alone || record.event.type == epcis::EventType::transformation;
}

Result<void> index_events(
    store::Transaction& tx, std::span<EventRecord const> records, Terms const& terms, Effort& effort
) {
    OCOP_ASSERT(terms.times().size() == records.size());
    return Indexing(tx, records, terms, effort).run();
}

Result<EventNumber> last_event(store::Reader const& reader) {
    auto const last = reader.get(Space::events, last_key);
    if (!last) {
        return last.error();
    }
    return *last ? stored_number(**last, "events n") : Result<EventNumber>(0U);
}

Result<EventNumber> last_event_before(store::Reader const& reader, Instant time) {
    if (time.ms == std::numeric_limits<std::int64_t>::min()) {
        return EventNumber{0};
    }
    return newest_from(reader, record_time_prefix({time.ms - 1}));
}

namespace {

Result<std::vector<EventNumber>> numbers_at(
    store::Reader const& reader, std::string prefix, EventNumber below, std::size_t limit
) {
    std::vector<EventNumber> out;
    ListWalk walk(reader, std::move(prefix), {1, below}, Direction::down);
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

}  // namespace

Result<std::vector<EventNumber>> numbers_in(
    store::Reader const& reader,
    List list,
    std::string_view value,
    EventNumber below,
    std::size_t limit
) {
    return numbers_at(reader, list_prefix(list, value), below, limit);
}

Result<std::vector<EventNumber>> numbers_of_writer(
    store::Reader const& reader, std::string_view klass, std::string_view writer, std::size_t limit
) {
    auto const listed = list_prefix(List::of_writer, klass);
    return numbers_at(reader, of_writer_prefix(listed, writer), number_max, limit);
}

Result<std::vector<std::string>> writers_under_class(
    store::Reader const& reader, std::string_view klass, std::size_t limit
) {
    std::vector<std::string> out;
    auto const listed = list_prefix(List::of_writer, klass);
    bool found = true;
    Result<void> outcome;
    auto const visit = [&](std::string_view key, std::string_view) {
        auto const rest = key.substr(listed.size());
        auto const end = rest.find('\0');
        if (end == std::string_view::npos) {
            outcome = bad_index("a list of a writer's events is nobody's");
        } else {
            out.emplace_back(rest.substr(0, end));
            found = true;
        }
        return false;
    };
    for (std::string from; found && out.size() < limit; from = listed + out.back() + '\1') {
        found = false;
        auto const scanned = reader.scan(Space::event_index, listed, from, visit);
        if (!scanned || !outcome) {
            return scanned ? outcome.error() : scanned.error();
        }
        if (!found) {
            break;
        }
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

}  // namespace ocop::events
