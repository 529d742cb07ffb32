#pragma once

#include "webhooks/courier.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

// Delivers all subscriptions from threads of its own: no thread that serves requests or commits
// waits for a receiver. One of them looks which are due, the others send.
//
// A subscription has one attempt under way at most, and all those of one unit have two. A receiver
// is slow until it has answered within `slow_from`, and again once a step takes longer; slow ones
// may use half of the senders only. So neither silent receivers nor many subscriptions of one unit
// keep others waiting, and one that is deleted and made again is on trial again.
//
// What could not be read or stored is tried again, and logged: "delivery_failed" with the
// subscription, "deliveries_unread" when it is not known which are due; both with "what". What a
// receiver answers is in the subscription and not logged.
namespace ocop::webhooks {

inline constexpr std::size_t unit_attempts_max = 2;  // under way at once

struct DelivererOptions {
    std::size_t senders = 8;
    // How soon events, runs and changed subscriptions are found without wake().
    std::chrono::milliseconds poll{1'000};
    // A step that takes longer makes its receiver a slow one.
    std::chrono::milliseconds slow_from{1'000};
};

class Deliverer {
  public:
    explicit Deliverer(CourierParts parts, DelivererOptions options = {}, BatchLimits limits = {});
    ~Deliverer();  // stop()
    Deliverer(Deliverer const&) = delete;
    Deliverer& operator=(Deliverer const&) = delete;

    // Starts, with what is due already. Once.
    void run();

    // Looks now: events were captured, or a subscription changed. Any thread, never blocks long;
    // harmless before run() and after stop().
    void wake();

    // Lets the attempts under way end (the client's `total` bounds them) and joins. The store must
    // still be open. More than once is harmless.
    void stop();

  private:
    struct Line {
        Next next;  // in the beginning `asked`: at once if it is active
        std::string unit;
        bool under_way = false;
        bool slow = true;
    };

    // Where an id stands in its queue; no queue: nowhere.
    struct Place {
        std::deque<std::string>* queue = nullptr;
        std::deque<std::string>::iterator at;
    };

    void look_out();
    void look();
    Result<std::vector<events::Subscription>> read_all();
    Next step(std::string const& id, Next const& last) const;
    void send();
    bool is_due(events::Subscription const& record, Line const& line) const;
    void hand_out(std::string id, Line& line);
    Place next_place();
    bool take(std::string& id, Line& line);
    void put_back(std::string const& id, Line const& line);
    std::chrono::milliseconds until_next() const;

    Clock const& clock_;
    store::Store& store_;
    http::Log& log_;
    Courier const courier_;
    DelivererOptions const options_;
    // Touched by the thread that looks out alone.
    events::EventNumber last_event_ = 0;

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable woken_up_;
    std::condition_variable work_;
    std::map<std::string, Line> lines_;  // by subscription
    std::deque<std::string> prompt_;     // due, in turn
    std::deque<std::string> slow_;
    std::size_t slow_under_way_ = 0;
    std::map<std::string, std::size_t> under_way_;  // attempts, by unit; no zeros
    bool woken_ = false;
    bool stopping_ = false;

    std::vector<std::thread> threads_;
};

}  // namespace ocop::webhooks
