#include "bench/event_server.hpp"
#include "bench/event_store.hpp"
#include "bench/events.hpp"
#include "bench/measure.hpp"
#include "bench/raw_writer.hpp"
#include "unit/http/client.hpp"

#include <chrono>
#include <memory>
#include <thread>

namespace ocop::bench {

namespace {

using http::test::Client;

constexpr int capture_rounds = 3;
constexpr std::size_t warm_documents = 2;
constexpr std::size_t documents = 400;
constexpr std::size_t connections = 64;
constexpr std::size_t warm_events = 4;         // of each connection
constexpr std::size_t connection_events = 64;  // measured

void send(
    Client& client,
    ServerProcess const& server,
    std::string const& path,
    std::string const& body,
    int wanted
) {
    auto const reply = client.ask(server.post(path, body));
    if (reply.status != wanted) {
        std::fprintf(stderr, "%d %s\n", reply.status, reply.body.c_str());
    }
    must(reply.status == wanted);
}

// The trade items are the same in every EventStore; the server checks them.
EventMaker maker_now() {
    std::vector<std::string> gtins;
    for (std::size_t i = 0; i < trade_items; ++i) {
        gtins.push_back(trade_item(i));
    }
    return {std::move(gtins), {SystemClock().now().ms - 60LL * 86'400'000}};
}

struct Pair {
    double ours = 0;
    double raw = 0;
};

// CPU seconds per event.
Pair capture_round(Folder const& folder) {
    auto const events = static_cast<double>(documents * document_events);
    auto const maker = maker_now();
    Pair out;
    {
        ServerProcess server(folder.path);
        Client client(server.port());
        std::uint64_t next = 1'000;
        auto const capture = [&] {
            send(client, server, "/epcis/v2/capture", maker.document(next, document_events), 202);
            next += document_events;
        };
        for (std::size_t i = 0; i < warm_documents; ++i) {
            capture();
        }
        auto const cpu = [&] { return server.cpu_s(); };
        auto const before = settled(cpu);
        for (std::size_t i = 0; i < documents; ++i) {
            capture();
        }
        out.ours = (settled(cpu) - before) / events;
    }
    auto const batches = batches_in(folder.path, 0, warm_documents + documents);
    must(batches.size() == warm_documents + documents);
    auto const raw = open_raw(folder.path);
    for (std::size_t i = 0; i < warm_documents; ++i) {
        write_raw(*raw, batches[i]);
    }
    auto const before = settled(process_cpu_s);
    for (std::size_t i = warm_documents; i < batches.size(); ++i) {
        write_raw(*raw, batches[i]);
    }
    out.raw = (settled(process_cpu_s) - before) / events;
    return out;
}

// Things per second of wall time, when each of many threads does `each` of them.
double wall_rate(
    std::function<void(std::size_t thread, std::size_t i)> const& work, std::size_t each
) {
    auto const start = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < connections; ++thread) {
        threads.emplace_back([&work, thread, each] {
            for (std::size_t i = 0; i < each; ++i) {
                work(thread, i);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::chrono::duration<double> const spent = std::chrono::steady_clock::now() - start;
    return static_cast<double>(connections * each) / spent.count();
}

// What one event after the other writes, each in a batch of its own.
std::vector<Batch> single_batches(EventMaker const& maker, std::size_t count) {
    Folder const folder;
    {
        ServerProcess server(folder.path);
        Client client(server.port());
        for (std::size_t i = 0; i < count; ++i) {
            send(client, server, "/epcis/v2/events", maker.bare_event(1'000 + i), 201);
        }
    }
    return batches_in(folder.path, 0, count);
}

// Events per second: ours, and the bare writer's.
Pair single_round(EventMaker const& maker, std::vector<Batch> const& batches) {
    constexpr auto all = warm_events + connection_events;
    Pair out;
    Folder const folder;
    {
        ServerProcess server(folder.path);
        std::vector<std::unique_ptr<Client>> clients;
        for (std::size_t i = 0; i < connections; ++i) {
            clients.push_back(std::make_unique<Client>(server.port()));
        }
        std::vector<std::string> requests;
        for (std::size_t i = 0; i < connections * all; ++i) {
            requests.push_back(server.post("/epcis/v2/events", maker.bare_event(1'000 + i)));
        }
        auto const work = [&](std::size_t first) {
            return [&, first](std::size_t thread, std::size_t i) {
                must(clients[thread]->ask(requests[thread * all + first + i]).status == 201);
            };
        };
        wall_rate(work(0), warm_events);
        out.ours = wall_rate(work(warm_events), connection_events);
    }
    auto const raw = open_raw(folder.path);
    auto const write = [&](std::size_t thread, std::size_t i) {
        write_raw(*raw, batches[thread * connection_events + i]);
    };
    out.raw = wall_rate(write, connection_events);
    return out;
}

}  // namespace

void compare_captures(double steps_s) {
    std::vector<double> ours;
    std::vector<double> raw;
    std::vector<double> ratios;
    for (int round = 0; round < capture_rounds; ++round) {
        Folder const folder;
        auto const found = capture_round(folder);
        ours.push_back(found.ours);
        raw.push_back(found.raw);
        ratios.push_back(found.raw / found.ours);
    }
    std::printf("events captured over HTTPS per CPU-second: %.0f\n", 1 / median(ours));
    std::printf("events' keys written by RocksDB alone per CPU-second: %.0f\n", 1 / median(raw));
    std::printf(
        "  HTTP, TLS, gate, compaction and the rest: %.1f us an event\n",
        (median(ours) - steps_s) * 1e6
    );
    std::printf("ratio: %.3f (wanted: 0.4 or more)\n\n", median(ratios));
    std::fflush(stdout);
}

void compare_single_events() {
    auto const maker = maker_now();
    auto const batches = single_batches(maker, connections * connection_events);
    must(batches.size() == connections * connection_events);
    std::vector<double> ours;
    std::vector<double> raw;
    std::vector<double> ratios;
    for (int round = 0; round < capture_rounds; ++round) {
        auto const found = single_round(maker, batches);
        ours.push_back(found.ours);
        raw.push_back(found.raw);
        ratios.push_back(found.ours / found.raw);
    }
    std::printf("single durable events over 64 connections per second: %.0f\n", median(ours));
    std::printf("events' keys written by RocksDB from 64 threads per second: %.0f\n", median(raw));
    std::printf("ratio: %.3f (wanted: 0.6 or more)\n\n", median(ratios));
    std::fflush(stdout);
}

}  // namespace ocop::bench
