#include "bench/checks.hpp"

#include "api/epcis.hpp"
#include "api/gate.hpp"
#include "api/services.hpp"
#include "bench/api_server.hpp"
#include "bench/event_server.hpp"
#include "bench/measure.hpp"
#include "bench/stamp_register.hpp"
#include "cli/every_minute.hpp"
#include "pages/services.hpp"
#include "unit/http/client.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <mutex>
#include <thread>

namespace ocop::bench {

namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr int checkers = 32;
constexpr int lookers = 4;
constexpr double checks_per_s = 2'000;
constexpr double lookups_per_s = 200;
constexpr double phase_s = 8;
constexpr int phases = 3;  // of each kind

std::vector<http::Route> routes_of(api::Services& api, pages::Services& pages) {
    auto out = api::routes(api);
    auto more = pages::routes(pages);
    std::move(more.begin(), more.end(), std::back_inserter(out));
    return out;
}

std::uint64_t count_records(store::Store& store) {
    std::uint64_t out = 0;
    auto const each = [&](std::string_view, checks::DayRecord const&) {
        ++out;
        return true;
    };
    must(checks::scan_day_records(*store.snapshot(), {}, each).has_value());
    return out;
}

void wait_until(Time at) {
    auto const since = at.time_since_epoch();
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(since);
    timespec when{};
    when.tv_sec = seconds.count();
    when.tv_nsec = std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds).count();
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, nullptr);
}

// Calls `act(i)` at its time, `per_s` times a second over all `threads`, and gives how long each
// took from the time it was due, so that a late one counts as the waiting it is.
template <class Act>
std::vector<double> paced(int threads, double per_s, Time end, Act act) {
    std::mutex mutex;
    std::vector<double> all;
    std::vector<std::thread> workers;
    auto const start = std::chrono::steady_clock::now();
    for (int t = 0; t < threads; ++t) {
        workers.emplace_back([&, t] {
            std::vector<double> own;
            for (std::uint64_t i = static_cast<std::uint64_t>(t);;
                 i += static_cast<std::uint64_t>(threads)) {
                std::chrono::duration<double> const due(static_cast<double>(i) / per_s);
                auto const at =
                    start + std::chrono::duration_cast<std::chrono::steady_clock::duration>(due);
                if (at >= end) break;
                wait_until(at);
                if (std::chrono::steady_clock::now() >= end) break;
                act(t, i);
                std::chrono::duration<double> const took = std::chrono::steady_clock::now() - at;
                own.push_back(took.count());
            }
            std::lock_guard const lock(mutex);
            all.insert(all.end(), own.begin(), own.end());
        });
    }
    for (auto& worker : workers)
        worker.join();
    return all;
}

using Clients = std::vector<std::unique_ptr<http::test::Client>>;

// Each from an address of its own, as buyers are: the server shares its threads by address.
Clients connect(int count, std::uint16_t port, std::string const& network) {
    Clients out;
    for (int i = 0; i < count; ++i) {
        http::test::ClientOptions options;
        options.from = network + std::to_string(i + 1);
        out.push_back(std::make_unique<http::test::Client>(port, options));
        must(out.back()->connected());
    }
    return out;
}

struct Load {
    std::vector<std::string> links;  // "/01/…"
    Clients looking;
    Clients checking;
    std::atomic<std::uint64_t> acknowledged = 0;
    std::atomic<std::uint64_t> refused = 0;

    std::string const& link(std::uint64_t i) const { return links[i * 7'919 % links.size()]; }

    static std::string head(std::string const& line, std::uint64_t i) {
        return line + " HTTP/1.1\r\nHost: " + std::string(stamp_host) + "\r\nUser-Agent: phone " +
               std::to_string(i % 200) + "\r\n";
    }

    void look(int thread, std::uint64_t i) {
        auto& client = *looking[static_cast<std::size_t>(thread)];
        must(client.ask(head("GET /v" + link(i), i) + "\r\n").status == 200);
    }

    void check(int thread, std::uint64_t i) {
        auto const body = R"({"uri":"https://)" + std::string(stamp_host) + link(i) + "\"}";
        auto& client = *checking[static_cast<std::size_t>(thread)];
        auto const reply = client.ask(
            head("POST /api/v1/check", i) + "Content-Type: application/json\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body
        );
        ++(reply.status == 201 ? acknowledged : refused);
    }
};

void add(std::vector<double>& to, std::vector<double> const& more) {
    to.insert(to.end(), more.begin(), more.end());
}

double at_share(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    auto const index = static_cast<double>(values.size() - 1) * share;
    return values[static_cast<std::size_t>(index)];
}

void print(char const* name, std::vector<double> const& seconds) {
    std::printf(
        "%s: %zu, p50 %.2f ms, p99 %.2f ms\n",
        name,
        seconds.size(),
        at_share(seconds, 0.5) * 1e3,
        at_share(seconds, 0.99) * 1e3
    );
}

Time end_of_phase() {
    return std::chrono::steady_clock::now() +
           std::chrono::milliseconds(static_cast<int>(phase_s * 1e3));
}

}  // namespace

int serve_checks(std::filesystem::path const& folder) {
    std::signal(SIGPIPE, SIG_IGN);
    SystemClock const clock;
    Register data(folder, clock, 100);
    {
        std::ofstream links(folder / "links");
        for (auto const& url : data.urls(20))
            links << url.substr(url.find("/01/")) << '\n';
    }
    std::vector<std::string> const hosts{std::string(stamp_host)};
    accounts::VaultKey const vault{7};
    NoLog log;
    auto const blobs =
        *blobs::open_file_blobs({folder / "blobs", folder / "blobs.key", clock, data.random});
    verdicts::Verdicts const verdicts(*data.store, data.keyring->serials, hosts, clock);
    catalogue::Catalogue const catalogue(*data.store, clock);
    verdicts::TrustPublisher trust(
        *data.store, *data.signer, data.keyring->list_certificate, hosts, clock
    );
    bundles::Publisher bundle(
        *data.store, data.keyring->serials, *data.signer, trust, folder / "bundle", clock
    );
    tlog::Publisher public_log(*data.store, clock);
    tlog::Prover prover(*data.store, public_log);
    api::Hashing hashing(data.random);
    api::Throttle throttle(vault, data.random);
    api::Imaging imaging;
    api::LargeBodies large_bodies;
    checks::Openings openings;
    prints::Desk const desk{
        *sheets::Font::load(sheets::font_path), {}, std::string(stamp_host), folder / "prints"};
    std::filesystem::create_directory(desk.folder);
    api::Services api{
        *data.store,
        *data.signer,
        data.keyring->serials,
        verdicts,
        catalogue,
        trust,
        public_log,
        prover,
        clock,
        data.random,
        hashing,
        throttle,
        *blobs,
        imaging,
        large_bodies,
        bundle,
        vault,
        std::string(stamp_host),
        0};
    pages::Services pages{
        *data.store,
        verdicts,
        catalogue,
        *data.signer,
        clock,
        data.random,
        std::string(stamp_host),
        &openings,
        {}};
    http::Server server(
        options_for(stamp_host),
        http::Router(routes_of(api, pages)),
        api::gate(api),
        {clock, data.random, log}
    );
    {
        checks::Unissued unissued;
        // Sixty times as often as in service, so that a phase has its part of it.
        cli::EveryMinute const minutes(
            {*data.store, data.keyring->serials, openings, unissued, clock, data.random, log, desk},
            std::chrono::seconds(1)
        );
        server.start();
        std::printf("%d none\n", int{server.port()});
        std::fflush(stdout);
        wait_for_end_of_input();
        server.stop(std::chrono::milliseconds(0));
    }
    std::ofstream(folder / "records") << count_records(*data.store) << '\n';
    data.store->close();
    return 0;
}

int compare_checks() {
    std::signal(SIGPIPE, SIG_IGN);
    BenchFolder const folder;
    ServerProcess server(folder.path, "checks-server");
    Load load;
    std::ifstream links(folder.path / "links");
    for (std::string line; std::getline(links, line);)
        load.links.push_back(line);
    load.looking = connect(lookers, server.port(), "127.0.1.");
    load.checking = connect(checkers, server.port(), "127.0.2.");
    std::vector<double> alone;
    std::vector<double> beside;
    std::vector<double> checks;
    auto const look = [&](int thread, std::uint64_t i) { load.look(thread, i); };
    auto const check = [&](int thread, std::uint64_t i) { load.check(thread, i); };
    double checked_s = 0;
    for (int phase = 0; phase < phases; ++phase) {
        add(alone, paced(lookers, lookups_per_s, end_of_phase(), look));
        auto const begin = std::chrono::steady_clock::now();
        auto const end = end_of_phase();
        std::vector<double> seen;
        std::thread buyers([&] { add(checks, paced(checkers, checks_per_s, end, check)); });
        seen = paced(lookers, lookups_per_s, end, look);
        buyers.join();
        add(beside, seen);
        std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
        checked_s += took.count();
    }
    server.end();
    print("lookups alone", alone);
    print("lookups beside checks", beside);
    print("checks", checks);
    std::uint64_t records = 0;
    std::ifstream(folder.path / "records") >> records;
    auto const acknowledged = load.acknowledged.load();
    std::printf("checks a second: %.0f\n", static_cast<double>(acknowledged) / checked_s);
    std::printf("refused: %llu\n", static_cast<unsigned long long>(load.refused.load()));
    std::printf(
        "acknowledged: %llu, records: %llu\n",
        static_cast<unsigned long long>(acknowledged),
        static_cast<unsigned long long>(records)
    );
    std::printf("p99 ratio: %.2f\n", at_share(beside, 0.99) / at_share(alone, 0.99));
    return records == acknowledged ? 0 : 1;
}

}  // namespace ocop::bench
