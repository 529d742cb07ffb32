#pragma once

#include "http/log.hpp"
#include "tlog/publisher.hpp"
#include "witnesses/signing_stop.hpp"
#include "witnesses/submission.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

// The witnesses of our log: parties outside who cosign its checkpoints, so that nobody can be shown
// a history that others were not.
//
// At rest, space meta: "witness" ‖ 00 ‖ vkey → u64 size that it has, as far as we know. Without it
// a round takes one more question.
namespace ocop::witnesses {

inline constexpr std::size_t witnesses_max = 16;

struct CircleOptions {
    std::vector<Witness> witnesses;  // witnesses_max at most, no key twice
    std::int64_t interval_ms = 10'000;
    std::int64_t late_intervals = 6;  // without a cosignature: the witness is late
};

struct CircleParts {
    store::Store& store;
    tlog::Publisher& publisher;
    SigningStop& stop;
    Send send;
    Clock const& clock;
    http::Log& log;
    // Once stopped, by a report of now; may block. Empty: nothing is told but the log.
    std::function<void(StopReport const&)> on_stop = {};
};

// Publishes the log, and has what is published cosigned: all are asked at the same time, each round
// for one checkpoint. A checkpoint is public with or without cosignatures: what a witness does not
// answer is logged ("witness_failed", when the reason changes) and no more; when it is late there
// is one "witness_late", and "witness_back" in the end.
//
// A witness that knows another history than ours stops the signing ("log_stopped"), and no round
// follows. One thread; blocks on the witnesses.
class Circle {
  public:
    // All parts must outlive it.
    Circle(CircleParts parts, CircleOptions options);

    // Every second: publishes, and asks if the last round is an interval ago.
    void tick();

    // A round, now. Before the first signature after a start this tells whether the database is
    // older than what a witness saw.
    void ask();

  private:
    struct Member {
        Witness witness;
        std::uint64_t size = 0;
        Instant cosigned_at;  // or when it was first asked
        bool late = false;
        std::string failure;  // that was logged last
    };

    void load_sizes();
    std::vector<Submission> submit_all(tlog::Head const& head);
    void publish(tlog::Head const& head, std::vector<Submission> const& submissions);
    void take(Member& member, Submission const& submission, std::uint64_t our_size);
    void stop(Member const& member, Submission const& submission, std::uint64_t our_size);
    void judge_late(Member& member, bool cosigned);
    void save_sizes(std::vector<std::uint64_t> const& before);
    void say(http::LogLevel level, std::string_view message, std::string_view what) const;
    void say(
        http::LogLevel level, std::string_view message, Member const& member, std::string_view what
    ) const;

    CircleParts const parts_;
    CircleOptions const options_;
    std::vector<Member> members_;
    bool loaded_ = false;
    Instant asked_at_;  // the last round; 0: none yet
};

// Ticks a circle every second from a thread of its own.
class Rounds {
  public:
    // The circle must outlive it.
    explicit Rounds(Circle& circle, std::chrono::milliseconds every = std::chrono::seconds(1));
    ~Rounds();  // lets a round under way end
    Rounds(Rounds const&) = delete;
    Rounds& operator=(Rounds const&) = delete;

  private:
    void run();

    Circle& circle_;
    std::chrono::milliseconds const every_;
    std::mutex mutex_;
    bool stopping_ = false;  // under mutex_
    std::condition_variable wake_;
    std::thread thread_;  // last: starts when all else is there
};

}  // namespace ocop::witnesses
