#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/types.h>

// The API behind the real HTTPS server, in a process of its own, so that its CPU time is its alone.
namespace ocop::bench {

// What that process runs: serves a new store in `folder`, says "port token" on standard output, and
// ends cleanly when standard input does.
int serve_events(std::filesystem::path const& folder);

class ServerProcess {
  public:
    explicit ServerProcess(std::filesystem::path const& folder, std::string mode = "events-server");
    ~ServerProcess();  // end()
    ServerProcess(ServerProcess const&) = delete;
    ServerProcess& operator=(ServerProcess const&) = delete;

    std::uint16_t port() const { return port_; }

    double cpu_s() const;  // of all its threads so far
    void end();            // returns when the store is closed

    // A POST to it with the producer's key.
    std::string post(std::string const& path, std::string const& body) const;

  private:
    pid_t pid_ = -1;
    int input_ = -1;  // ours to close
    std::uint16_t port_ = 0;
    std::string token_;
};

double process_cpu_s();  // of this process, all threads

// `read` once flushes and compactions behind it are over.
double settled(std::function<double()> const& read);

}  // namespace ocop::bench
