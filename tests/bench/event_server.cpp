#include "bench/event_server.hpp"

#include "api/epcis.hpp"
#include "api/gate.hpp"
#include "api/services.hpp"
#include "bench/event_store.hpp"
#include "http/server.hpp"

#include <ocop/crypto/p256.hpp>

#include <array>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace ocop::bench {

namespace {

constexpr std::string_view host = "localhost";

class NoLog final : public http::Log {
  public:
    void write(http::LogLevel, std::string_view, std::span<http::LogField const>) override {}
};

http::ServerOptions options_of() {
    auto const key = crypto::P256PrivateKey::generate();
    http::ServerOptions out;
    out.hosts = {std::string(host)};
    out.certificate_pem = crypto::make_self_signed_certificate(key, &host, 1, 1);
    out.key_pem = key.to_plain_pem();
    out.finish = api::finish_epcis;
    out.limits.rates = {{}, {}, {}, {}};
    out.limits.requests_per_connection = 1'000'000;
    return out;
}

double clock_s(clockid_t clock) {
    timespec now{};
    must(clock_gettime(clock, &now) == 0);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string read_line(int from) {
    std::string out;
    for (char c = 0; ::read(from, &c, 1) == 1 && c != '\n';) {
        out += c;
    }
    return out;
}

}  // namespace

int serve_events(std::filesystem::path const& folder) {
    std::signal(SIGPIPE, SIG_IGN);
    std::vector<std::string> const hosts{std::string(host)};
    EventStore events(folder);
    accounts::VaultKey const vault{7};
    NoLog log;
    auto const blobs = *blobs::open_file_blobs(
        {folder / "blobs", folder / "blobs.key", events.clock, events.random}
    );
    verdicts::Verdicts const verdicts(*events.store, events.keyring->serials, hosts, events.clock);
    catalogue::Catalogue const catalogue(*events.store, events.clock);
    verdicts::TrustPublisher trust(
        *events.store, *events.signer, events.keyring->list_certificate, hosts, events.clock
    );
    tlog::Publisher public_log(*events.store, events.clock);
    tlog::Prover prover(*events.store, public_log);
    api::Hashing hashing(events.random);
    api::Throttle throttle(vault, events.random);
    api::Imaging imaging;
    api::LargeBodies large_bodies;
    api::Services services{
        *events.store,
        *events.signer,
        events.keyring->serials,
        verdicts,
        catalogue,
        trust,
        public_log,
        prover,
        events.clock,
        events.random,
        hashing,
        throttle,
        *blobs,
        imaging,
        large_bodies,
        vault,
        std::string(host),
        0};
    http::Server server(
        options_of(),
        http::Router(api::routes(services)),
        api::gate(services),
        {events.clock, events.random, log}
    );
    server.start();
    std::printf("%d %s\n", int{server.port()}, events.token.c_str());
    std::fflush(stdout);
    read_line(STDIN_FILENO);
    server.stop(std::chrono::milliseconds(0));
    events.store->close();
    return 0;
}

ServerProcess::ServerProcess(std::filesystem::path const& folder, std::string mode) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    must(::pipe2(in.data(), O_CLOEXEC) == 0 && ::pipe2(out.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    must(posix_spawn_file_actions_init(&actions) == 0);
    must(posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO) == 0);
    must(posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO) == 0);
    std::string program = "/proc/self/exe";
    std::string where = folder.string();
    std::array<char*, 4> arguments{program.data(), mode.data(), where.data(), nullptr};
    must(posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    input_ = in[1];
    std::istringstream said(read_line(out[0]));
    ::close(out[0]);
    must(static_cast<bool>(said >> port_ >> token_));
}

ServerProcess::~ServerProcess() {
    end();
}

double ServerProcess::cpu_s() const {
    clockid_t clock{};
    must(clock_getcpuclockid(pid_, &clock) == 0);
    return clock_s(clock);
}

void ServerProcess::end() {
    if (pid_ < 0) {
        return;
    }
    ::close(input_);
    int status = 0;
    must(::waitpid(pid_, &status, 0) == pid_ && status == 0);
    pid_ = -1;
}

std::string ServerProcess::post(std::string const& path, std::string const& body) const {
    return "POST " + path + " HTTP/1.1\r\nHost: " + std::string(host) +
           "\r\nAuthorization: Bearer " + token_ +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

double process_cpu_s() {
    return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

double settled(std::function<double()> const& read) {
    constexpr double idle_s = 0.01;
    constexpr int look_ms = 500;
    auto before = read();
    for (;;) {
        ::poll(nullptr, 0, look_ms);
        auto const now = read();
        if (now - before < idle_s) {
            return now;
        }
        before = now;
    }
}

}  // namespace ocop::bench
