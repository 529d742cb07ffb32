#include "jobs/jobs.hpp"

#include "store/temporary_store.hpp"

#include <ocop/base/encoding.hpp>

#include <boost/test/unit_test.hpp>

#include <barrier>
#include <future>
#include <mutex>
#include <set>

using namespace ocop;
using namespace ocop::jobs;
using store::Space;
using store::Transaction;

namespace {

int to_number(std::optional<std::string> const& text) {
    return text ? static_cast<int>(parse_decimal(*text, 1'000'000).value()) : 0;
}

// A store, and what the tests ask of its jobs.
class Bench {
  public:
    explicit Bench(std::filesystem::path path = {}) : temporary_(std::move(path)) {
        temporary_.open();
    }

    store::Store& store() { return *temporary_.store; }

    std::filesystem::path const& path() const { return temporary_.path(); }

    JobId begin(std::string kind, std::string key, json::value state = 0, std::uint64_t total = 0) {
        JobId id;
        auto const commit = transact_now(store(), [&](Transaction& tx) -> Result<void> {
            auto const started = start(tx, temporary_.random, {kind, key, state, total});
            id = started ? *started : JobId{};
            return started ? Result<void>() : started.error();
        });
        BOOST_TEST_REQUIRE(test::reason_of(commit) == "");
        return id;
    }

    std::string cancel(JobId const& id) {
        return test::slug_of(transact_now(store(), [&id](Transaction& tx) {
            return jobs::cancel(tx, id);
        }));
    }

    Job job(JobId const& id) {
        auto const found = find(*store().snapshot(), id);
        BOOST_TEST_REQUIRE((found && *found));
        return **found;
    }

    Job when_over(JobId const& id) {
        while (!is_over(job(id).status)) {
            std::this_thread::yield();
        }
        return job(id);
    }

    int number(std::string_view key) {
        auto const value = store().snapshot()->get(Space::checks, key);
        BOOST_TEST_REQUIRE(value.has_value());
        return to_number(*value);
    }

  private:
    test::TemporaryStore temporary_;
};

Result<void> add_one(Transaction& tx, std::string_view key) {
    auto const value = tx.get(Space::checks, key);
    if (!value) {
        return value.error();
    }
    tx.put(Space::checks, key, std::to_string(to_number(*value) + 1));
    return {};
}

// Counts its state up to `total`, one a slice, and each in the store in the same transaction.
Slice count_up(Job const& job, std::uint64_t total) {
    auto const n = job.state.to_number<std::uint64_t>() + 1;
    Slice slice;
    slice.state = n;
    slice.done = n;
    slice.total = total;
    slice.finished = n == total;
    slice.work = [key = "slice/" + std::to_string(n)](Transaction& tx) { return add_one(tx, key); };
    return slice;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(jobs)

BOOST_AUTO_TEST_CASE(a_job_runs_slice_by_slice_to_its_end) {
    Bench bench;
    auto const id = bench.begin("print", "order 1", 0, 10);
    BOOST_TEST((bench.job(id).status == Status::waiting));
    Jobs jobs(bench.store(), {{"print", [](Job const& job) { return count_up(job, 10); }}});
    jobs.run();
    auto const over = bench.when_over(id);
    BOOST_TEST((over.status == Status::finished));
    BOOST_TEST(over.done == 10U);
    BOOST_TEST(over.total == 10U);
    for (int i = 1; i <= 10; ++i) {
        BOOST_TEST(bench.number("slice/" + std::to_string(i)) == 1);
    }
}

BOOST_AUTO_TEST_CASE(a_job_started_while_the_workers_wait_is_found_on_wake) {
    Bench bench;
    Jobs jobs(bench.store(), {{"print", [](Job const& job) { return count_up(job, 2); }}});
    jobs.run();
    for (int i = 0; i < 20; ++i) {
        auto const id = bench.begin("print", std::to_string(i));
        jobs.wake();
        BOOST_TEST((bench.when_over(id).status == Status::finished));
    }
}

BOOST_AUTO_TEST_CASE(one_kind_and_key_is_one_job) {
    Bench bench;
    auto const id = bench.begin("print", "a");
    BOOST_TEST(bench.begin("print", "a").value == id.value);
    BOOST_TEST(bench.begin("print", "b").value != id.value);
    BOOST_TEST(bench.begin("export", "a").value != id.value);
    BOOST_TEST(bench.cancel(id) == "");
    BOOST_TEST(bench.begin("print", "a").value == id.value);
}

BOOST_AUTO_TEST_CASE(a_job_without_key_or_with_a_huge_state_is_malformed) {
    Bench bench;
    crypto::SystemRandom random;
    for (auto const& bad : {
             Start{"print", "", 0, 0},
             Start{"", "a", 0, 0},
             Start{"print", std::string("a\0", 2), 0, 0},
             Start{"print", "a", json::value(std::string(40'000, 'x')), 0},
         }) {
        auto const outcome = transact_now(bench.store(), [&](Transaction& tx) -> Result<void> {
            auto const id = start(tx, random, bad);
            return id ? Result<void>() : id.error();
        });
        BOOST_TEST(test::slug_of(outcome) == "job_malformed");
    }
}

// The directory is copied while a slice runs: that is what a crash there would leave.
BOOST_AUTO_TEST_CASE(after_a_crash_a_job_goes_on_from_the_last_slice_that_was_saved) {
    Bench bench;
    auto const id = bench.begin("print", "a", 0, 8);
    std::promise<void> reached;
    std::promise<void> go_on;
    Jobs jobs(bench.store(), {{"print", [&](Job const& job) {
                                   if (job.state == 3) {
                                       reached.set_value();
                                       go_on.get_future().wait();
                                   }
                                   return count_up(job, 8);
                               }}});
    jobs.run();
    reached.get_future().wait();
    test::TemporaryDirectory image;
    std::filesystem::copy(
        bench.path(), image.path() / "store", std::filesystem::copy_options::recursive
    );
    go_on.set_value();
    BOOST_TEST((bench.when_over(id).status == Status::finished));

    Bench crashed(image.path() / "store");
    BOOST_TEST((crashed.job(id).status == Status::running));
    BOOST_TEST(crashed.job(id).done == 3U);
    std::vector<int> slices;
    Jobs again(crashed.store(), {{"print", [&slices](Job const& job) {
                                      slices.push_back(job.state.to_number<int>());
                                      return count_up(job, 8);
                                  }}});
    again.run();
    BOOST_TEST((crashed.when_over(id).status == Status::finished));
    again.stop();
    BOOST_TEST(slices == std::vector<int>({3, 4, 5, 6, 7}), boost::test_tools::per_element());
    for (int i = 1; i <= 8; ++i) {
        BOOST_TEST(crashed.number("slice/" + std::to_string(i)) == 1);
    }
}

BOOST_AUTO_TEST_CASE(a_failing_a_throwing_and_a_refused_job_fail_with_the_reason) {
    Bench bench;
    auto const failing = bench.begin("failing", "a");
    auto const throwing = bench.begin("throwing", "a");
    auto const refused = bench.begin("refused", "a");
    auto fail = [](Job const&) -> Result<Slice> { return Error(Errc::refused, "no_quota"); };
    auto raise = [](Job const&) -> Result<Slice> { throw std::runtime_error("a bug"); };
    auto refuse = [](Job const& job) -> Result<Slice> {
        auto slice = count_up(job, 5);
        slice.work = [](Transaction& tx) -> Result<void> {
            tx.put(Space::checks, "left", "1");
            return Error(Errc::conflict, "lot_closed");
        };
        return slice;
    };
    Jobs jobs(bench.store(), {{"failing", fail}, {"throwing", raise}, {"refused", refuse}});
    jobs.run();
    BOOST_TEST(bench.when_over(failing).error == "no_quota");
    BOOST_TEST(bench.when_over(throwing).error == "internal");
    BOOST_TEST(bench.when_over(refused).error == "lot_closed");
    for (auto const& id : {failing, throwing, refused}) {
        BOOST_TEST((bench.job(id).status == Status::failed));
    }
    BOOST_TEST(bench.job(refused).done == 0U);
    BOOST_TEST(bench.number("left") == 0);
}

BOOST_AUTO_TEST_CASE(an_error_that_may_pass_is_tried_again) {
    Bench bench;
    auto const id = bench.begin("print", "a");
    int calls = 0;
    Jobs jobs(bench.store(), {{"print", [&calls](Job const& job) -> Result<Slice> {
                                   if (++calls < 4) {
                                       return Error(Errc::unavailable, "signer_down");
                                   }
                                   return count_up(job, 1);
                               }}});
    jobs.set_retry(std::chrono::milliseconds(1));
    jobs.run();
    BOOST_TEST((bench.when_over(id).status == Status::finished));
    BOOST_TEST(calls == 4);
}

// Each slice waits for one of the other kind: with one thread for both this would never end.
BOOST_AUTO_TEST_CASE(two_kinds_run_side_by_side_and_one_kind_one_job_at_a_time) {
    Bench bench;
    std::barrier meet(2);
    std::atomic<int> inside = 0;
    std::atomic<bool> crowded = false;
    auto step = [&](Job const& job) {
        crowded = crowded || ++inside > 2;
        meet.arrive_and_wait();
        --inside;
        meet.arrive_and_wait();
        return count_up(job, 3);
    };
    std::vector<JobId> ids;
    for (auto const* kind : {"a", "b"}) {
        ids.push_back(bench.begin(kind, "1"));
        ids.push_back(bench.begin(kind, "2"));
    }
    Jobs jobs(bench.store(), {{"a", step}, {"b", step}});
    jobs.run();
    for (auto const& id : ids) {
        BOOST_TEST((bench.when_over(id).status == Status::finished));
    }
    BOOST_TEST(!crowded);
}

BOOST_AUTO_TEST_CASE(progress_does_not_go_back) {
    Bench bench;
    auto const id = bench.begin("print", "a", 0, 5);
    std::vector<std::uint64_t> seen;
    Jobs jobs(bench.store(), {{"print", [&seen](Job const& job) {
                                   seen.push_back(job.done);
                                   auto slice = count_up(job, 6);
                                   slice.done = job.state == 2 ? 0 : slice.done;
                                   slice.total = 2;
                                   return slice;
                               }}});
    jobs.run();
    auto const over = bench.when_over(id);
    jobs.stop();
    BOOST_TEST(std::is_sorted(seen.begin(), seen.end()));
    BOOST_TEST(over.done <= over.total);
}

BOOST_AUTO_TEST_CASE(a_cancelled_job_ends_without_its_running_slice) {
    Bench bench;
    auto const waiting = bench.begin("other", "a");
    auto const running = bench.begin("print", "a");
    std::promise<void> reached;
    std::promise<void> go_on;
    Jobs jobs(bench.store(), {{"print", [&](Job const& job) {
                                   reached.set_value();
                                   go_on.get_future().wait();
                                   return count_up(job, 3);
                               }}});
    jobs.run();
    reached.get_future().wait();
    BOOST_TEST(bench.cancel(running) == "");
    BOOST_TEST(bench.cancel(waiting) == "");
    go_on.set_value();
    jobs.stop();
    for (auto const& id : {waiting, running}) {
        BOOST_TEST((bench.job(id).status == Status::cancelled));
        BOOST_TEST(bench.job(id).done == 0U);
        BOOST_TEST(bench.cancel(id) == "job_over");
    }
    BOOST_TEST(bench.number("slice/1") == 0);
    BOOST_TEST(bench.cancel({"nobody"}) == "job_not_found");
}

BOOST_AUTO_TEST_CASE(jobs_are_listed_by_pages_in_the_order_of_creation) {
    Bench bench;
    std::set<std::string> ids;
    for (int i = 0; i < 7; ++i) {
        ids.insert(bench.begin("print", std::to_string(i)).value);
    }
    std::set<std::string> listed;
    std::optional<JobId> after;
    for (std::size_t size : {3U, 3U, 1U, 0U}) {
        auto const page = list(*bench.store().snapshot(), after, 3);
        BOOST_TEST_REQUIRE(page.has_value());
        BOOST_TEST(page->size() == size);
        for (auto const& job : *page) {
            listed.insert(job.id.value);
            after = job.id;
        }
    }
    BOOST_TEST((listed == ids));
}

BOOST_AUTO_TEST_SUITE_END()
