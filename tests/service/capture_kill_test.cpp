#include "service/program.hpp"
#include "temporary_directory.hpp"
#include "unit/http/client.hpp"

#include <ocop/base/json.hpp>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <random>
#include <set>
#include <thread>

// Captures over TLS into the program, which is killed in the midst of them and started again: what
// was answered is there, and nothing is there by halves.
namespace {

using namespace ocop;
using http::test::Client;
using test::Program;

constexpr int rounds = 5;
constexpr int writers = 4;
constexpr int events_per_document = 50;

// A document that was sent.
struct Sent {
    std::string prefix;  // of its eventIDs
    bool proceeds = false;
    bool clashes = false;  // every tenth event is the document's first once more
    std::string job;       // Location of its 202; empty: no answer came

    bool succeeds() const { return !clashes; }

    // Events that are there once it is captured.
    std::set<std::string> whole() const {
        std::set<std::string> out;
        for (int i = 0; i < events_per_document; ++i) {
            if (!clashes) {
                out.insert(id(i));
            } else if (proceeds && (i == 0 || i % 10 != 0)) {
                out.insert(id(i));
            }
        }
        return out;
    }

    std::string id(int i) const { return prefix + std::to_string(i); }

    std::string text() const {
        std::string out =
            R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],)"
            R"("type":"EPCISDocument","schemaVersion":"2.0",)"
            R"("creationDate":"2026-01-20T08:00:00Z","epcisBody":{"eventList":[)";
        for (int i = 0; i < events_per_document; ++i) {
            out += (i == 0 ? "" : ",") +
                   (R"({"type":"ObjectEvent","action":"OBSERVE","eventID":")" +
                    id(clashes && i % 10 == 0 ? 0 : i)) +
                   R"(","eventTime":"2026-01-20T08:00:00Z","eventTimeZoneOffset":"+07:00",)"
                   R"("epcList":["urn:kill:item:)" +
                   std::to_string(i) + "\"]}";
        }
        return out + "]}}";
    }
};

class Repository {
  public:
    Repository(std::uint16_t port, std::string const& token)
        : client_(port), head_("Host: localhost:8443\r\nAuthorization: Bearer " + token + "\r\n") {}

    http::test::Reply get(std::string const& target) {
        return client_.ask("GET " + target + " HTTP/1.1\r\n" + head_ + "\r\n");
    }

    http::test::Reply capture(Sent const& document) {
        auto const body = document.text();
        return client_.ask(
            "POST /epcis/v2/capture HTTP/1.1\r\n" + head_ +
            "GS1-Capture-Error-Behaviour: " + (document.proceeds ? "proceed" : "rollback") +
            "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n\r\n" + body
        );
    }

    json::value load(std::string const& target) {
        auto const reply = get(target);
        BOOST_TEST_REQUIRE(reply.status == 200, target << " " << reply.status << reply.body);
        next_ = reply.header("link");
        auto const parsed = json::parse(reply.body, {1 << 24, 64});
        BOOST_TEST_REQUIRE(parsed.has_value());
        return *parsed;
    }

    // The ids of a query's events on all its pages, as often as they come.
    std::multiset<std::string> events(std::string const& query) {
        std::multiset<std::string> out;
        for (auto target = "/epcis/v2/events?perPage=200" + query; !target.empty();
             target = next_target()) {
            auto const document = load(target);
            auto const& results = document.at("epcisBody").at("queryResults").at("resultsBody");
            for (auto const& event : results.at("eventList").as_array()) {
                out.emplace(event.at("eventID").as_string());
            }
        }
        return out;
    }

    std::vector<json::value> jobs() {
        std::vector<json::value> out;
        for (std::string target = "/epcis/v2/capture?perPage=200"; !target.empty();
             target = next_target()) {
            auto const page = load(target);
            out.insert(out.end(), page.as_array().begin(), page.as_array().end());
        }
        return out;
    }

  private:
    std::string next_target() const {
        auto const start = next_.find("/epcis/v2");
        return start == std::string::npos ? "" : next_.substr(start, next_.find('>') - start);
    }

    Client client_;
    std::string head_;
    std::string next_;
};

// All writers of one round; the program is killed once `replies_until_kill` answers came.
class Round {
  public:
    Round(int number, Program& program, int replies_until_kill)
        : number_(number), program_(program), left_(replies_until_kill) {}

    std::vector<Sent> write(std::uint16_t port, std::string const& token) {
        std::vector<std::thread> threads;
        for (int i = 0; i < writers; ++i) {
            threads.emplace_back([this, i, port, token] { write_one(i, port, token); });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        return std::move(sent_);
    }

    bool refused() const { return refused_; }

  private:
    // Until the program is gone.
    void write_one(int writer, std::uint16_t port, std::string const& token) {
        Repository repository(port, token);
        for (int i = 0;; ++i) {
            Sent document;
            document.prefix = "urn:kill:" + std::to_string(number_) + ":" + std::to_string(writer) +
                              ":" + std::to_string(i) + ":";
            document.proceeds = (i + writer) % 2 == 0;
            document.clashes = i % 3 == 2;
            auto const reply = repository.capture(document);
            document.job = reply.complete && reply.status == 202 ? reply.header("location") : "";
            std::lock_guard const lock(mutex_);
            sent_.push_back(document);
            if (document.job.empty()) {
                refused_ = refused_ || reply.status != 0;
                kill();  // if it has not happened, nobody else may be left to do it
                return;
            }
            if (--left_ <= 0) {
                kill();
            }
        }
    }

    void kill() {
        if (!killed_) {
            killed_ = true;
            ended_ = program_.end(SIGKILL);
        }
    }

    int const number_;
    Program& program_;
    std::mutex mutex_;  // guards all below
    int left_;
    int ended_ = 0;
    bool killed_ = false;
    bool refused_ = false;
    std::vector<Sent> sent_;
};

// What is there of what was ever sent.
struct Expected {
    std::size_t events_before = 0;
    std::size_t jobs_before = 0;
    std::vector<Sent> sent;

    void check(Repository& repository) const {
        std::size_t stored = 0;
        std::size_t successes = 0;
        std::size_t partial = 0;
        for (auto const& document : sent) {
            std::string query = "&EQ_eventID=";
            for (int i = 0; i < events_per_document; ++i) {
                query += (i == 0 ? "" : "%7C") + document.id(i);
            }
            auto const found = repository.events(query);
            auto const whole = document.whole();
            bool const is_whole =
                std::equal(found.begin(), found.end(), whole.begin(), whole.end());
            BOOST_TEST(
                (is_whole || (found.empty() && document.job.empty())),
                document.prefix << " has " << found.size() << ", answered: " << document.job
            );
            stored += found.size();
            successes += is_whole && document.succeeds() ? 1U : 0U;
            partial += is_whole && !document.succeeds() && document.proceeds ? 1U : 0U;
            if (!document.job.empty()) {
                check_job(repository, document);
            }
        }
        BOOST_TEST(repository.events("").size() == events_before + stored);
        check_jobs(repository, successes, partial);
    }

  private:
    static void check_job(Repository& repository, Sent const& document) {
        auto const job = repository.load(document.job);
        BOOST_TEST(job.at("running").as_bool() == false);
        BOOST_TEST(job.at("success").as_bool() == document.succeeds());
        BOOST_TEST(job.at("errors").as_array().size() == (document.clashes ? 4U : 0U));
        BOOST_TEST(job.at("captureErrorBehaviour") == (document.proceeds ? "proceed" : "rollback"));
    }

    // No events without their job, and no job without its events.
    void check_jobs(Repository& repository, std::size_t successes, std::size_t partial) const {
        auto const jobs = repository.jobs();
        std::size_t found_successes = 0;
        std::size_t found_partial = 0;
        for (auto i = jobs_before; i < jobs.size(); ++i) {
            bool const success = jobs[i].at("success").as_bool();
            bool const proceeds = jobs[i].at("captureErrorBehaviour") == "proceed";
            found_successes += success ? 1U : 0U;
            found_partial += !success && proceeds ? 1U : 0U;
        }
        BOOST_TEST(found_successes == successes);
        BOOST_TEST(found_partial == partial);
    }
};

std::vector<std::string> arguments_in(std::filesystem::path const& folder) {
    auto const file = folder / "ocop.toml";
    std::ofstream(file) << "[limits]\naccount_requests_burst = 100000\n"
                           "account_requests_per_second = 100000\n";
    auto out = test::serve(folder / "data");
    out.insert(out.end(), {"--config", file.string()});
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(capture_kill)

BOOST_AUTO_TEST_CASE(a_capture_is_whole_or_absent_and_its_job_true_after_any_kill) {
    test::TemporaryDirectory folder;
    auto const arguments = arguments_in(folder.path());
    auto const seed = std::random_device()();
    BOOST_TEST_MESSAGE("seed: " << seed);
    std::mt19937 random(seed);
    Expected expected;
    for (int round = 0; round <= rounds; ++round) {
        Program program(arguments);
        auto const lines = program.read_until("ready");
        BOOST_TEST_REQUIRE(lines.contains("ready"));
        auto const port = test::port_of(lines);
        Repository repository(port, lines.at("token"));
        if (round == 0) {
            expected.events_before = repository.events("").size();
            expected.jobs_before = repository.jobs().size();
        }
        expected.check(repository);
        if (round == rounds) {
            BOOST_TEST(program.end(SIGTERM) == 0);
            break;
        }
        Round writing(round, program, 1 + static_cast<int>(random() % 24));
        auto sent = writing.write(port, lines.at("token"));
        BOOST_TEST(!writing.refused());
        std::move(sent.begin(), sent.end(), std::back_inserter(expected.sent));
    }
    auto const answered = std::count_if(
        expected.sent.begin(), expected.sent.end(), [](auto const& one) { return !one.job.empty(); }
    );
    BOOST_TEST(answered >= rounds);
    BOOST_TEST_MESSAGE(answered << " of " << expected.sent.size() << " were answered");
    auto const checked = test::run({"check", "--data", (folder.path() / "data").string()});
    BOOST_TEST(checked.status == 0, checked.out);
}

BOOST_AUTO_TEST_CASE(a_body_over_the_limit_is_told_the_limits_unread) {
    test::TemporaryDirectory folder;
    auto arguments = test::serve(folder.path() / "data");
    arguments.emplace_back("--no-demo");
    Program program(arguments);
    auto const lines = program.read_until("ready");
    BOOST_TEST_REQUIRE(lines.contains("ready"));
    Client client(test::port_of(lines));
    auto const reply = client.ask(
        "POST /epcis/v2/capture HTTP/1.1\r\nHost: localhost:8443\r\n"
        "Content-Type: application/json\r\nContent-Length: 2097153\r\n\r\n"
    );
    BOOST_TEST(reply.status == 413);
    BOOST_TEST(reply.header("gs1-epcis-capture-limit") == "500");
    BOOST_TEST(reply.header("gs1-epcis-capture-file-size-limit") == "2097152");
    BOOST_TEST(reply.header("gs1-epcis-version") == "2.0");
    BOOST_TEST(
        reply.body.find("epcisException:CaptureLimitExceededException") != std::string::npos
    );
}

BOOST_AUTO_TEST_SUITE_END()
