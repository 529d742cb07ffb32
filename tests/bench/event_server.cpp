#include "bench/event_server.hpp"

#include "bench/api_server.hpp"
#include "bench/event_store.hpp"

#include <array>
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
    EventStore events(folder);
    serve_api(
        {*events.store, *events.signer, *events.keyring, events.clock, events.random, folder},
        events.token
    );
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
    return "POST " + path + " HTTP/1.1\r\nHost: " + std::string(api_host) +
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
