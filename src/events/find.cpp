#include "events/find.hpp"

#include "events/stream.hpp"
#include "events/token.hpp"

#include <ocop/epcis/order_key.hpp>

#include <algorithm>

namespace ocop::events {

namespace {

using accounts::Reach;
using epcis::OrderBy;

Error too_complex() {
    return {
        Errc::too_large,
        "query_too_complex",
        "",
        "would have to look at more events than one request may; narrow it",
    };
}

// One page in the making.
class PageMaker {
  public:
    PageMaker(
        store::Reader const& reader,
        Principal const& who,
        epcis::Query const& query,
        PageRequest const& page,
        epcis::MasterData const& master_data
    )
        : reader_(reader),
          who_(who),
          query_(query),
          page_(page),
          master_data_(master_data),
          per_page_(std::clamp<std::size_t>(page.per_page, 1, per_page_max)),
          binding_(query_binding(query, page.query_text)),
          visibility_(reader, who) {}

    Result<FoundEvents> make();

  private:
    struct Sorted {
        epcis::OrderKey key;
        EventNumber number = 0;
    };

    enum class Outcome : std::uint8_t { go_on, done };

    Result<void> begin();
    Result<Scope> scope() const;
    Result<Planned> plan(Scope const& scope);
    Result<void> take(Stream& stream);
    Result<Outcome> take_one(Posting const& at);
    Result<Outcome> cut(Posting const& at);
    Result<std::optional<EventRecord>> load_match(EventNumber number);
    Result<EventRecord> load(EventNumber number);
    Result<void> take_sorted(Stream& stream);
    Result<std::vector<Sorted>> sort_all(Stream& stream);
    Result<void> check_count();
    void leave_token(Posting const& after);

    bool by_number() const { return query_.order_by == OrderBy::record_time; }

    bool counts() const { return query_.max_event_count && !token_; }

    bool is_full() const {
        auto const limit = query_.event_count_limit;
        bool const is_large = !found_.events.empty() && page_bytes_ >= page_.budget.page_bytes_max;
        return found_.events.size() == per_page_ || is_large || (limit && given() >= *limit);
    }

    bool is_spent() const {
        return found_.explain.events_loaded >= page_.budget.events_max ||
               looked_at_ >= page_.budget.bytes_max;
    }

    void give(EventRecord record, Posting const& at) {
        page_bytes_ += last_bytes_;
        last_given_ = at;
        found_.events.push_back(std::move(record));
    }

    // Events on the pages so far, this one included.
    std::uint64_t given() const { return before_.given + found_.events.size(); }

    store::Reader const& reader_;
    Principal const& who_;
    epcis::Query const& query_;
    PageRequest const& page_;
    epcis::MasterData const& master_data_;
    std::size_t const per_page_;
    Hash const binding_;
    Visibility visibility_;

    bool token_ = false;  // this is not the first page
    PageToken before_;
    Posting last_given_;
    std::uint64_t last_bytes_ = 0;  // of the event loaded last
    std::uint64_t page_bytes_ = 0;  // of the events on the page
    std::uint64_t looked_at_ = 0;   // bytes of events, times what the query costs
    FoundEvents found_;
};

Result<void> PageMaker::begin() {
    auto const last = last_event(reader_);
    if (!last) {
        return last.error();
    }
    before_.as_of = *last;
    if (page_.token.empty()) {
        return {};
    }
    auto const token = read_token(page_.token, binding_);
    if (!token) {
        return token.error();
    }
    if (token->as_of > *last || token->after.number > token->as_of + 1) {
        return bad_token();
    }
    token_ = true;
    before_ = *token;
    return {};
}

Result<Scope> PageMaker::scope() const {
    Scope out{{1, before_.as_of}, query_.event_time_from, query_.event_time_before};
    if (query_.record_time_from) {
        auto const earlier = last_event_before(reader_, *query_.record_time_from);
        if (!earlier) {
            return earlier.error();
        }
        out.numbers.low = *earlier + 1;
    }
    if (query_.record_time_before) {
        auto const last = last_event_before(reader_, *query_.record_time_before);
        if (!last) {
            return last.error();
        }
        out.numbers.high = std::min(out.numbers.high, *last);
    }
    if (token_ && by_number()) {
        auto const after = before_.after.number;
        if (query_.descending) {
            out.numbers.high = std::min(out.numbers.high, std::max<EventNumber>(after, 1) - 1);
        } else {
            out.numbers.low = std::max(out.numbers.low, after + 1);
        }
    }
    return out;
}

Result<Planned> PageMaker::plan(Scope const& scope) {
    auto const wanted = static_cast<double>(per_page_);
    auto const plan = make_plan(reader_, query_, who_, scope, wanted);
    if (!plan) {
        return plan.error();
    }
    auto& explain = found_.explain;
    explain.postings_read = plan->postings_read;
    explain.driven_by = plan->driven_by;
    for (auto const& seen : plan->seen) {
        explain.considered.push_back({seen.source.parameter, seen.looked_at, seen.complete});
    }
    Request request;
    request.scope = scope;
    request.by_time = query_.order_by == OrderBy::event_time;
    // An order that is made here does not care in which its events come.
    bool const down = query_.descending || query_.order_by == OrderBy::extension;
    request.direction = down ? Direction::down : Direction::up;
    if (token_ && request.by_time) {
        request.after = before_.after;
    }
    request.wanted = wanted;
    request.postings_max = page_.budget.postings_max;
    request.gather_postings_max = page_.budget.gather_postings_max;
    auto planned = make_stream(reader_, *plan, request);
    if (planned) {
        explain.plan = query_.order_by == OrderBy::extension ? "sort" : planned->name;
    }
    return planned;
}

Result<EventRecord> PageMaker::load(EventNumber number) {
    auto const bytes = reader_.get(store::Space::events, event_key(number));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return bad_index("event " + std::to_string(number) + " is listed and is not there");
    }
    ++found_.explain.events_loaded;
    last_bytes_ = (*bytes)->size();
    looked_at_ += last_bytes_ * query_.work;
    return read_event_record(number, **bytes);
}

// The event, if it is one that the page may hold.
Result<std::optional<EventRecord>> PageMaker::load_match(EventNumber number) {
    auto record = load(number);
    if (!record) {
        return record.error();
    }
    auto const reached = visibility_.reaches(*record);
    if (!reached) {
        return reached.error();
    }
    if (!*reached || !epcis::matches(query_, record->event, record->recorded, master_data_)) {
        return std::optional<EventRecord>();
    }
    ++found_.explain.events_matched;
    return std::optional(std::move(*record));
}

void PageMaker::leave_token(Posting const& after) {
    found_.next = write_token({before_.as_of, given(), after}, binding_);
}

Result<void> PageMaker::check_count() {
    if (counts() && found_.explain.events_matched > *query_.max_event_count) {
        return Error(
            Errc::too_large,
            "query_too_large",
            "maxEventCount",
            "more than " + std::to_string(*query_.max_event_count) + " events match"
        );
    }
    return {};
}

// Ends the page before its time; all up to `at` is known.
Result<PageMaker::Outcome> PageMaker::cut(Posting const& at) {
    if (counts()) {
        return too_complex();
    }
    found_.explain.cut_short = true;
    leave_token(at);
    return Outcome::done;
}

Result<PageMaker::Outcome> PageMaker::take_one(Posting const& at) {
    auto record = load_match(at.number);
    if (!record) {
        return record.error();
    }
    if (!*record) {
        return Outcome::go_on;
    }
    if (auto const counted = check_count(); !counted) {
        return counted.error();
    }
    if (is_full()) {
        if (!found_.next) {
            leave_token(last_given_);
        }
        return counts() ? Outcome::go_on : Outcome::done;
    }
    auto const time = epcis::event_time((*record)->event);
    give(std::move(**record), {at.number, time});
    auto const limit = query_.event_count_limit;
    return limit && given() >= *limit ? Outcome::done : Outcome::go_on;
}

Result<void> PageMaker::take(Stream& stream) {
    while (true) {
        auto const next = stream.next();
        if (!next) {
            return next.error();
        }
        if (next->kind == Stream::Next::Kind::end) {
            return {};
        }
        bool const stopped = next->kind == Stream::Next::Kind::stopped;
        auto outcome = stopped ? cut(next->at) : take_one(next->at);
        if (outcome && *outcome == Outcome::go_on && is_spent()) {
            outcome = cut(next->at);
        }
        if (!outcome) {
            return outcome.error();
        }
        if (*outcome == Outcome::done) {
            return {};
        }
    }
}

Result<std::vector<PageMaker::Sorted>> PageMaker::sort_all(Stream& stream) {
    std::vector<Sorted> out;
    while (true) {
        auto const next = stream.next();
        if (!next) {
            return next.error();
        }
        if (next->kind == Stream::Next::Kind::end) {
            break;
        }
        if (next->kind == Stream::Next::Kind::stopped || is_spent()) {
            return too_complex();
        }
        auto const record = load_match(next->at.number);
        if (!record) {
            return record.error();
        }
        if (*record) {
            auto const* value = query_.order_value((*record)->event);
            out.push_back(Sorted{epcis::order_key(value), next->at.number});
        }
    }
    auto const order = [&](Sorted const& a, Sorted const& b) {
        auto const& first = query_.descending ? b : a;
        auto const& second = query_.descending ? a : b;
        auto const compared = epcis::compare_order_keys(first.key, second.key);
        return compared != 0 ? compared < 0 : first.number < second.number;
    };
    std::sort(out.begin(), out.end(), order);
    return out;
}

Result<void> PageMaker::take_sorted(Stream& stream) {
    auto const sorted = sort_all(stream);
    if (!sorted) {
        return sorted.error();
    }
    if (auto const counted = check_count(); !counted) {
        return counted;
    }
    auto at = sorted->begin();
    if (token_) {
        auto const last = std::find_if(sorted->begin(), sorted->end(), [&](Sorted const& one) {
            return one.number == before_.after.number;
        });
        if (last == sorted->end()) {
            return bad_token();
        }
        at = last + 1;
    }
    for (; at != sorted->end() && !is_full(); ++at) {
        auto record = load(at->number);
        if (!record) {
            return record.error();
        }
        give(std::move(*record), {at->number, {}});
    }
    auto const limit = query_.event_count_limit;
    if (at != sorted->end() && !(limit && given() >= *limit)) {
        leave_token(last_given_);
    }
    return {};
}

Result<FoundEvents> PageMaker::make() {
    if (auto const begun = begin(); !begun) {
        return begun.error();
    }
    auto const scope = this->scope();
    if (!scope) {
        return scope.error();
    }
    auto const limit = query_.event_count_limit;
    bool const none = who_.reach == Reach::none || scope->numbers.low > scope->numbers.high ||
                      (limit && before_.given >= *limit);
    if (none) {
        return std::move(found_);
    }
    auto planned = plan(*scope);
    if (!planned) {
        return planned.error();
    }
    auto const taken = query_.order_by == OrderBy::extension ? take_sorted(*planned->stream)
                                                             : take(*planned->stream);
    if (!taken) {
        return taken.error();
    }
    found_.explain.postings_read += planned->stream->postings_read();
    return std::move(found_);
}

}  // namespace

Result<FoundEvents> find_events(
    store::Reader const& reader,
    Principal const& who,
    epcis::Query const& query,
    PageRequest const& page,
    epcis::MasterData const& master_data
) {
    return PageMaker(reader, who, query, page, master_data).make();
}

}  // namespace ocop::events
