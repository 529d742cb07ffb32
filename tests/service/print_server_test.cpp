#include "jobs/jobs.hpp"
#include "packages.hpp"
#include "prints/package.hpp"
#include "whole.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>

// Print runs over TLS, made by workers: from the order to rasters at 300 dpi, and on after a stop.
BOOST_AUTO_TEST_SUITE(print_server)

namespace {

using namespace ocop;
using namespace ocop::test;

std::string const runs = "/api/v1/print-runs";

struct Prints : Whole {
    // Workers that end after so many slices, as a process that is killed between two.
    void work(int slices = 1'000'000) {
        auto const step =
            prints::print_step({*disk.store, *signer, desk, keyring.list_certificate, disk.clock});
        std::atomic<int> left = slices;
        std::atomic<int> open = open_runs();
        std::mutex mutex;
        std::condition_variable idle;
        bool over = false;
        auto const counted = [&](jobs::Job const& job) -> Result<jobs::Slice> {
            if (left-- <= 0) {
                tell(mutex, idle, over);
                return Error(Errc::unavailable, "stopped");
            }
            auto slice = step(job);
            if (slice && slice->finished && --open == 0) {
                tell(mutex, idle, over);
            }
            return slice;
        };
        jobs::Jobs workers(*disk.store, {{std::string(prints::job_kind), counted}});
        workers.run();
        std::unique_lock lock(mutex);
        idle.wait(lock, [&] { return over; });
        lock.unlock();
        workers.stop();
    }

    int open_runs() const {
        auto const all = jobs::list(*disk.store->snapshot(), {}, 10'000);
        BOOST_TEST_REQUIRE(reason_of(all) == "");
        return static_cast<int>(std::count_if(all->begin(), all->end(), [](jobs::Job const& job) {
            return job.kind == prints::job_kind && !jobs::is_over(job.status);
        }));
    }

    static void tell(std::mutex& mutex, std::condition_variable& idle, bool& over) {
        {
            std::lock_guard const lock(mutex);
            over = true;
        }
        idle.notify_all();
    }

    std::string order_of(int count) {
        auto const id = create(
            "/api/v1/stamp-orders",
            R"({"gtin":")" + a.gtin + R"(","lot":"L1","count":)" + std::to_string(count) + "}",
            "id"
        );
        BOOST_TEST_REQUIRE(
            post_as_second("/api/v1/stamp-orders/" + id + "/approve").status() == 200
        );
        BOOST_TEST_REQUIRE(post_as_second("/api/v1/stamp-orders/" + id + "/issue").status() == 200);
        return id;
    }

    json::value asked(
        std::string const& method,
        std::string const& path,
        std::string const& who,
        std::string const& body = {}
    ) const {
        auto const reply = ask(bytes(method, path, who, body));
        BOOST_TEST_REQUIRE(reply.status < 300, reply.body);
        auto const value = json::parse(reply.body);
        BOOST_TEST_REQUIRE(reason_of(value) == "");
        return *value;
    }

    std::string link(std::string const& run, std::string const& who) const {
        auto const url = text_of(asked("POST", runs + "/" + run + "/link", who, "{}"), "url");
        return url.substr(url.find("/p/"));
    }

    // What a reader finds on a sheet's labels that has not the order's serials; and how many read.
    int good_labels(std::string const& pdf, std::string const& order, int first, int count) {
        auto const stamps = stamps_of(order);
        auto const texts = scan_labels(pdf, count);
        int good = 0;
        for (int at = 0; at < count; ++at) {
            auto const& read = texts[static_cast<std::size_t>(at)];
            auto const url = text_of(stamps.at(static_cast<std::size_t>(first + at - 1)), "url");
            auto const same = read.size() == url.size() &&
                              read.substr(0, read.find('?')) == url.substr(0, url.find('?'));
            good += same ? 1 : 0;
        }
        return good;
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_order_becomes_labels_that_all_read_and_leave_once) {
    Prints prints;
    prints.work();  // the world's own runs
    auto const order = prints.order_of(200);
    auto const run = text_of(prints.asked("POST", runs, "owner_a", run_body(order, 1, 150)), "id");
    prints.work();
    auto const made = prints.asked("GET", runs + "/" + run, "owner_a");
    BOOST_TEST(text_of(made, "state") == "made");
    BOOST_TEST(made.at("done").as_int64() == 150);
    auto const link = prints.link(run, "owner_a");
    auto const file = prints.ask(prints.bytes("POST", link));
    BOOST_TEST_REQUIRE(file.status == 200);
    BOOST_TEST(file.complete);
    BOOST_TEST(prints.good_labels(file.body, order, 1, 150) == 150);
    auto const again = prints.ask(prints.bytes("POST", link));
    BOOST_TEST(again.status == 404);
    BOOST_TEST(again.body.find("urn:ocop:problem:link_used") != std::string::npos);

    // Again only with a second person, and then as a second copy.
    auto const refused =
        prints.ask(prints.bytes("POST", runs, "owner_a", run_body(order, 150, 151)));
    BOOST_TEST(refused.status == 409);
    auto const more = R"("format":"pdf","reason":"Máy in kẹt giấy")";
    auto const reprint = text_of(
        prints.asked("POST", runs + "/reprint", "owner_a", run_body(order, 10, 19, more)), "id"
    );
    auto const alone =
        prints.ask(prints.bytes("POST", runs + "/" + reprint + "/confirm", "owner_a", "{}"));
    BOOST_TEST(alone.status == 422);
    prints.asked("POST", runs + "/" + reprint + "/confirm", "approver", "{}");
    prints.work();
    auto const copy = prints.ask(prints.bytes("POST", prints.link(reprint, "owner_a")));
    BOOST_TEST(prints.good_labels(copy.body, order, 10, 10) == 10);
    BOOST_TEST(
        sheets::testing::Paper(copy.body).text().find("A2 · 010/200 L2/2") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(a_run_stopped_between_slices_goes_on_and_is_whole) {
    Prints prints;
    prints.work();
    auto const order = prints.order_of(2100);
    auto const more = R"("format":"zip","options":{"preset":"a4-3x8-70x37"})";
    auto const run =
        text_of(prints.asked("POST", runs, "owner_a", run_body(order, 1, 2100, more)), "id");
    std::int64_t before = -1;
    for (int stops = 0; stops < 3; ++stops) {
        prints.work(1);
        auto const now = prints.asked("GET", runs + "/" + run, "owner_a");
        BOOST_TEST(text_of(now, "state") == "making");
        BOOST_TEST(now.at("done").as_int64() > before);
        before = now.at("done").as_int64();
        // What a slice that was killed half-way leaves behind.
        std::ofstream(prints::file_of(prints.desk, run), std::ios::binary | std::ios::app)
            << "torn";
    }
    prints.work();
    auto const file = prints.ask(prints.bytes("POST", prints.link(run, "owner_a")));
    BOOST_TEST_REQUIRE(file.status == 200);
    auto const members = unzip(file.body);
    BOOST_TEST_REQUIRE(members.size() == 7U);
    int position = 1;
    for (int const count : {984, 984, 132}) {
        auto const& pdf = members.at(prints::part_name(position, position + count - 1));
        BOOST_TEST(prints.good_labels(pdf, order, position, count) == count);
        position += count;
    }
    auto const& rows = members.at("tem.csv");
    BOOST_TEST(std::count(rows.begin(), rows.end(), '\n') == 2101);
}

BOOST_AUTO_TEST_CASE(no_token_reaches_the_log) {
    Prints prints;
    prints.work();
    auto const link = prints.link(prints.a.run, "owner_a");
    for (int twice = 0; twice < 2; ++twice) {
        auto const reply = prints.ask(prints.bytes("POST", link));
        prints.log.await(reply.header("x-request-id"));
    }
    bool seen = false;
    for (auto const& line : prints.log.lines()) {
        BOOST_TEST(line.find(link.substr(3)) == std::string::npos, line);
        seen = seen || line.find("\"/p/*\"") != std::string::npos;
    }
    BOOST_TEST(seen);
}

BOOST_AUTO_TEST_SUITE_END()
