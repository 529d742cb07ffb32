#include "bench/event_server.hpp"
#include "bench/event_store.hpp"
#include "bench/events.hpp"
#include "bench/measure.hpp"
#include "events/capture.hpp"
#include "events/find.hpp"
#include "store/check.hpp"

#include <ocop/epcis/event_hash.hpp>

#include <chrono>
#include <future>
#include <random>

namespace ocop::bench {

namespace {

constexpr std::size_t few_events = 10'000;
constexpr std::size_t asked = 300;
constexpr std::int64_t window_events = 400;
constexpr std::uint64_t first_number = 1'000;

// CPU seconds of the steps of a capture.
struct Steps {
    double parse = 0;
    double read = 0;
    double hash = 0;  // within `read`
    double prepare = 0;
    double work = 0;
    double write = 0;
    double writer = 0;  // CPU seconds of the writer's thread at the end of the last capture

    double all() const { return parse + read + prepare + work + write; }
};

template <class F>
auto timed(double& spent, F const& work) {
    auto const before = thread_cpu_s();
    auto out = work();
    spent += thread_cpu_s() - before;
    return out;
}

events::Candidates prepared(std::string const& text, Instant now, Steps& steps) {
    auto value = timed(steps.parse, [&] {
        return json::parse(text, {std::size_t{2} << 20, epcis::depth_max});
    });
    must(value.has_value());
    auto document =
        timed(steps.read, [&] { return epcis::read_document(std::move(*value), {.now = now}); });
    must(document.has_value());
    timed(steps.hash, [&] {
        for (auto const& event : document->events) {
            must(epcis::event_hash(event) == epcis::event_id(event));
        }
        return 0;
    });
    auto out = timed(steps.prepare, [&] { return events::prepare(std::move(*document)); });
    must(out.has_value());
    return std::move(*out);
}

// As the API does, without it.
void capture(EventStore& events, std::string const& text, Steps& steps) {
    auto candidates = prepared(text, events.clock.now(), steps);
    auto const who = events.owner();
    std::promise<bool> done;
    events.store->transact(
        [&](store::Transaction& tx) -> Result<void> {
            auto const captured = timed(steps.work, [&] {
                return events::capture(tx, who, candidates, events::Behaviour::rollback);
            });
            must(captured.has_value() && captured->refusals.empty());
            return {};
        },
        [&](Result<store::Commit> const& committed) {
            auto const spent = thread_cpu_s();
            steps.write += steps.writer == 0 ? 0 : spent - steps.writer;
            steps.writer = spent;
            done.set_value(committed.has_value());
        }
    );
    must(done.get_future().get());
}

using Ask = std::function<epcis::QueryParameters(EventMaker const&, std::uint64_t number)>;

struct Question {
    char const* name;
    Ask ask;
};

std::vector<Question> questions() {
    return {
        {"one EPC",
         [](EventMaker const& maker, std::uint64_t number) {
             return epcis::QueryParameters{{"MATCH_anyEPC", maker.epc_of(number)}};
         }},
        {"a lot by class",
         [](EventMaker const& maker, std::uint64_t number) {
             return epcis::QueryParameters{{"MATCH_anyEPCClass", maker.lot_of(number)}};
         }},
        {"bizStep and a window of time",
         [](EventMaker const& maker, std::uint64_t number) {
             auto const from = maker.time_of(number);
             return epcis::QueryParameters{
                 {"EQ_bizStep", "packing"},
                 {"GE_eventTime", to_text(from)},
                 {"LT_eventTime", to_text(Instant{from.ms + window_events * step_ms})}};
         }},
        {"own newest", [](EventMaker const&, std::uint64_t) { return epcis::QueryParameters{}; }},
    };
}

// Median wall time of page 1, in microseconds.
double median_us(EventStore const& events, std::size_t count, Question const& question) {
    std::mt19937_64 random(7);
    auto const maker = events.maker();
    auto const who = events.owner();
    std::vector<double> out;
    for (std::size_t i = 0; i < asked; ++i) {
        auto number = first_number + random() % (count - window_events);
        number -= EventMaker::is_object(number) ? 0 : 1;
        auto const query = epcis::read_query(question.ask(maker, number));
        must(query.has_value());
        auto const start = std::chrono::steady_clock::now();
        auto const found = events::find_events(*events.store->snapshot(), who, *query, {});
        std::chrono::duration<double, std::micro> const spent =
            std::chrono::steady_clock::now() - start;
        must(found.has_value() && !found->events.empty());
        out.push_back(spent.count());
    }
    return median(std::move(out));
}

// Once flushes and compactions are done.
std::vector<double> medians(EventStore const& events, std::size_t count) {
    settled(process_cpu_s);
    std::vector<double> out;
    for (auto const& question : questions()) {
        out.push_back(median_us(events, count, question));
    }
    return out;
}

void print(Steps const& steps, std::size_t events) {
    auto const line = [events](char const* name, double spent) {
        std::printf("  %-40s %6.1f us\n", name, spent / static_cast<double>(events) * 1e6);
    };
    std::printf("CPU of a captured event (documents of %zu, without HTTP):\n", document_events);
    line("JSON parsed", steps.parse);
    line("document read and checked", steps.read);
    line("  of that the event hash", steps.hash);
    line("prepared", steps.prepare);
    line("transaction's work (commit thread)", steps.work);
    line("signed, written (writer thread)", steps.write);
    line("all", steps.all());
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace

double compare_queries(std::size_t count) {
    Folder const folder;
    EventStore events(folder.path);
    auto const maker = events.maker();
    Steps steps;
    std::size_t there = 0;
    auto const fill = [&](std::size_t until) {
        for (; there < until; there += document_events) {
            capture(events, maker.document(first_number + there, document_events), steps);
        }
    };
    fill(few_events);
    print(steps, there);
    // Of what was written fast every record must still be its entry's.
    must(store::check_store(*events.store->snapshot()).has_value());
    auto const per_event = steps.all() / static_cast<double>(there);
    auto const in_memory = medians(events, there);
    // The few lie in memory still, where the many cannot: a store that was started anew has both in
    // files, and its own writes in memory.
    events.open_anew();
    auto const few = medians(events, there);
    auto const few_there = there;
    auto const start = std::chrono::steady_clock::now();
    fill(count);
    std::chrono::duration<double> const spent = std::chrono::steady_clock::now() - start;
    if (there > few_there) {
        std::printf("%zu events more in %.0f s\n", there - few_there, spent.count());
    }
    events.open_anew();
    auto const many = medians(events, there);
    auto const names = questions();
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::printf(
            "page 1 of %s, over %zu events: %.0f us; over %zu: %.0f us; ratio: %.2f "
            "(to %zu never written out, %.0f us: %.2f)\n",
            names[i].name,
            few_there,
            few[i],
            there,
            many[i],
            many[i] / few[i],
            few_there,
            in_memory[i],
            many[i] / in_memory[i]
        );
    }
    std::printf("(wanted: ratios of 2 or less)\n\n");
    std::fflush(stdout);
    return per_event;
}

}  // namespace ocop::bench
