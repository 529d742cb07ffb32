#pragma once

#include "http/resolver.hpp"
#include "served.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// What outbound code meets in tests: name servers that say anything, and peers that do anything.
namespace ocop::http::test {

inline IpAddress ip(std::string_view text) {
    auto const address = parse_ip(text);
    if (!address) throw std::invalid_argument(std::string(text));
    return *address;
}

// Gives the answers in turn, the last one for ever, and counts the questions.
class FixedResolver final : public Resolver {
  public:
    using Answers = std::vector<std::vector<IpAddress>>;

    explicit FixedResolver(Answers answers = {{ip("127.0.0.1")}}) : answers_(std::move(answers)) {}

    Result<std::vector<IpAddress>> resolve(std::string const& /*host*/, Until /*until*/) override {
        return answers_.at(std::min(asked_++, answers_.size() - 1));
    }

    std::size_t asked() const { return asked_; }

  private:
    Answers answers_;
    std::atomic<std::size_t> asked_{0};
};

// A port of 127.0.0.1 that takes connections and does nothing with them.
class QuietListener {
  public:
    QuietListener();
    ~QuietListener();
    QuietListener(QuietListener const&) = delete;
    QuietListener& operator=(QuietListener const&) = delete;

    std::uint16_t port() const { return port_; }

    // Whether a connection was made since the last call.
    bool touched();

  protected:
    int socket_ = -1;

  private:
    std::uint16_t port_ = 0;
};

// What a Peer answers to a request of any kind.
struct Script {
    std::string bytes;
    enum class End : std::uint8_t {
        close,  // the connection, over TLS with a close_notify
        cut,    // over TLS without one
        hold,   // keep it open, saying nothing more
        drip,   // say `bytes` over and over, one of them every few milliseconds
    } end = End::close;
};

// Reads one request a connection, one after the other, and answers as its script says.
class Peer : public QuietListener {
  public:
    explicit Peer(Script script, Identity const* identity = nullptr);  // with one: over TLS
    ~Peer();

    // The last request's bytes.
    std::string request() const;

  private:
    struct Line;

    void serve();
    void answer(Line& line);
    bool wait_or_stop(std::chrono::milliseconds time);

    Script const script_;
    Identity const* const identity_;
    mutable std::mutex mutex_;  // guards the next two
    bool stopped_ = false;
    std::string request_;
    std::condition_variable stop_;
    std::thread thread_;
};

}  // namespace ocop::http::test
