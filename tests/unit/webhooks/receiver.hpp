#pragma once

#include "unit/http/outbound.hpp"

#include <ocop/base/json.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

// A subscriber's own server: real TLS on a port of 127.0.0.1, that keeps what it is sent and
// answers what the test says.
namespace ocop::test {

class Receiver {
  public:
    struct Delivery {
        std::vector<http::Header> headers;
        std::string body;

        std::string header(std::string_view name) const {
            return std::string(http::find_header(headers, name));
        }

        // The last part of each event's first EPC, in their order.
        std::vector<std::string> serials() const {
            std::vector<std::string> out;
            auto const document = json::parse(body, {.bytes_max = body.size()});
            auto const& results = document->at("epcisBody").at("queryResults");
            for (auto const& event : results.at("resultsBody").at("eventList").as_array()) {
                std::string const epc(event.at("epcList").at(0).as_string());
                out.push_back(epc.substr(epc.rfind('/') + 1));
            }
            return out;
        }
    };

    Receiver() : served_(routes(), roomy()) {}

    ~Receiver() { hanging.open(); }

    Receiver(Receiver const&) = delete;
    Receiver& operator=(Receiver const&) = delete;

    std::string url(std::string const& path = "/hook") const {
        return "https://localhost:" + std::to_string(served_.port()) + path;
    }

    // The next answers' statuses; 200 from then on.
    void will_say(std::vector<int> statuses) {
        std::lock_guard const lock(mutex_);
        statuses_.assign(statuses.begin(), statuses.end());
    }

    // All bodies longer than this are answered 413.
    void takes_at_most(std::size_t bytes) {
        std::lock_guard const lock(mutex_);
        bytes_max_ = bytes;
    }

    // "/later" hangs from now on: what came before was answered at once.
    void hangs_later() { hangs_later_ = true; }

    std::vector<Delivery> deliveries() const {
        std::lock_guard const lock(mutex_);
        return deliveries_;
    }

    // The serials of all that was answered 200, in order.
    std::vector<std::string> taken() const {
        std::lock_guard const lock(mutex_);
        return taken_;
    }

    // Both end the test when it takes too long.
    void await_taken(std::size_t count) {
        std::unique_lock lock(mutex_);
        BOOST_TEST_REQUIRE(
            changed_.wait_for(lock, patience, [&] { return taken_.size() >= count; }),
            "taken: " << taken_.size() << " of " << count
        );
    }

    void await_deliveries(std::size_t count) {
        std::unique_lock lock(mutex_);
        BOOST_TEST_REQUIRE(
            changed_.wait_for(lock, patience, [&] { return deliveries_.size() >= count; }),
            "deliveries: " << deliveries_.size() << " of " << count
        );
    }

    http::test::Turnstile hanging;

  private:
    static constexpr std::chrono::seconds patience{40};

    // One that hangs keeps a thread of the pool: as many as all the senders of a deliverer, and one
    // that sees who else comes.
    static http::ServerOptions roomy() {
        auto out = http::test::server_options();
        out.pool_threads = 9;
        out.deadlines.handler = std::chrono::hours(1);
        return out;
    }

    std::vector<http::Route> routes() {
        auto const hang = [this](http::Request const& request) {
            auto answer = take(request);
            hanging.pass();
            return answer;
        };
        auto const hang_later = [this](http::Request const& request) {
            bool const hangs = hangs_later_;  // read before await_taken() may see it
            auto answer = take(request);
            if (hangs) hanging.pass();
            return answer;
        };
        return {
            route("/hook", [this](http::Request const& request) { return take(request); }),
            route("/hang", hang),
            route("/later", hang_later)};
    }

    static http::Route route(std::string_view pattern, http::Handler handler) {
        auto out = http::test::open_route(http::Method::post, pattern, std::move(handler));
        out.body_bytes_max = std::size_t{8} * 1024 * 1024;
        return out;
    }

    http::Response take(http::Request const& request) {
        std::lock_guard const lock(mutex_);
        deliveries_.push_back({request.headers, request.body});
        int status = request.body.size() > bytes_max_ ? 413 : 200;
        if (!statuses_.empty()) {
            status = statuses_.front();
            statuses_.pop_front();
        }
        if (status == 200) {
            auto const serials = deliveries_.back().serials();
            taken_.insert(taken_.end(), serials.begin(), serials.end());
        }
        changed_.notify_all();
        return http::text_response(status, "text/plain", "");
    }

    std::atomic<bool> hangs_later_{false};
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::deque<int> statuses_;
    std::size_t bytes_max_ = SIZE_MAX;
    std::vector<Delivery> deliveries_;
    std::vector<std::string> taken_;
    http::test::Served served_;
};

}  // namespace ocop::test
