#pragma once

#include <boost/test/unit_test.hpp>

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

// The program itself, as an operator runs it.
namespace ocop::test {

// A child process with its standard output; killed when it goes out of scope.
class Program {
  public:
    explicit Program(
        std::vector<std::string> arguments, std::filesystem::path const& input = "/dev/null"
    ) {
        std::array<int, 2> ends{};
        BOOST_TEST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
        posix_spawn_file_actions_t actions{};
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
        posix_spawn_file_actions_addopen(&actions, 0, input.c_str(), O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
        arguments.insert(arguments.begin(), OCOP_PROGRAM);
        std::vector<char*> argv;
        for (auto& argument : arguments) {
            argv.push_back(argument.data());
        }
        argv.push_back(nullptr);
        auto const spawned =
            ::posix_spawn(&pid_, OCOP_PROGRAM, &actions, nullptr, argv.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        out_ = ::fdopen(ends[0], "r");
        BOOST_TEST_REQUIRE(spawned == 0);
    }

    ~Program() {
        if (pid_ > 0) {
            end(SIGKILL);
        }
        std::fclose(out_);
    }

    Program(Program const&) = delete;
    Program& operator=(Program const&) = delete;

    // Lines "key: value" until `last` came or the output ended.
    std::map<std::string, std::string> read_until(std::string const& last) {
        std::map<std::string, std::string> lines;
        std::array<char, 4096> buffer{};
        while (!lines.contains(last) && std::fgets(buffer.data(), buffer.size(), out_) != nullptr) {
            std::string line(buffer.data());
            line.resize(line.find_last_not_of('\n') + 1);
            auto const colon = line.find(": ");
            if (colon != std::string::npos) {
                lines[line.substr(0, colon)] = line.substr(colon + 2);
            }
        }
        return lines;
    }

    std::string read_all() {
        std::string text;
        for (int c = std::fgetc(out_); c != EOF; c = std::fgetc(out_)) {
            text.push_back(static_cast<char>(c));
        }
        return text;
    }

    // Exit status, or minus the signal that ended it.
    int wait() {
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    int end(int signal) {
        ::kill(pid_, signal);
        return wait();
    }

  private:
    pid_t pid_ = -1;
    FILE* out_ = nullptr;
};

struct Ran {
    int status;
    std::string out;
};

inline Ran run(
    std::vector<std::string> arguments, std::filesystem::path const& input = "/dev/null"
) {
    Program program(std::move(arguments), input);
    auto out = program.read_all();
    return {program.wait(), std::move(out)};
}

inline std::vector<std::string> serve(std::filesystem::path const& data) {
    return {
        "serve",
        "--development",
        "--data",
        data.string(),
        "--port",
        "0",
        "--host",
        "localhost:8443"};
}

inline std::uint16_t port_of(std::map<std::string, std::string> const& lines) {
    auto const& at = lines.at("listening");
    return static_cast<std::uint16_t>(std::stoi(at.substr(at.rfind(':') + 1)));
}

}  // namespace ocop::test
