#include "store/check.hpp"
#include "store/record.hpp"
#include "store/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdlib>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace ocop;
using namespace ocop::store;

namespace {

constexpr char const* directory_variable = "OCOP_KILL_TEST_DIRECTORY";
constexpr int report_to = 3;  // file of the child

// RocksDB's threads do not survive a fork, so the child is this program anew.
class Child {
  public:
    explicit Child(std::filesystem::path const& directory) {
        std::array<int, 2> ends{};
        BOOST_TEST_REQUIRE(::pipe(ends.data()) == 0);
        ::setenv(directory_variable, directory.c_str(), 1);
        process_ = ::fork();
        if (process_ == 0) {
            ::dup2(ends[1], report_to);
            ::execl(
                "/proc/self/exe",
                "store_test",
                "--run_test=killed/writes_until_it_is_killed",
                "--report_level=no",
                static_cast<char*>(nullptr)
            );
            ::_exit(127);
        }
        ::unsetenv(directory_variable);
        ::close(ends[1]);
        reports_ = ends[0];
    }

    ~Child() { ::close(reports_); }

    // Indexes the child was acknowledged: the largest after `count` reports, then of all to its
    // end.
    std::int64_t kill_after(int count) {
        std::int64_t largest = -1;
        while (count-- > 0 && next(largest)) {
        }
        ::kill(process_, SIGKILL);
        while (next(largest)) {
        }
        ::waitpid(process_, nullptr, 0);
        return largest;
    }

  private:
    bool next(std::int64_t& largest) {
        std::int64_t index = 0;
        if (::read(reports_, &index, sizeof index) != sizeof index) {
            return false;
        }
        largest = std::max(largest, index);
        return true;
    }

    pid_t process_ = 0;
    int reports_ = -1;
};

Result<void> write_next(Transaction& tx, std::string const& key, std::uint64_t& index) {
    json::object record{{"key", key}, {"pad", std::string(700, 'p')}};
    auto const logged = put_logged(tx, Space::registry, key, test::draft("s:" + key), record);
    index = logged ? *logged : 0;
    tx.put(Space::stamps, key, key);
    return logged ? Result<void>() : logged.error();
}

void write_for_ever(Store& store, int thread, std::string const& run) {
    for (int i = 0;; ++i) {
        std::uint64_t index = 0;
        auto const key = run + "/" + std::to_string(thread) + "/" + std::to_string(i);
        auto const done =
            transact_now(store, [&](Transaction& tx) { return write_next(tx, key, index); });
        auto const report = static_cast<std::int64_t>(index);
        if (!done || ::write(report_to, &report, sizeof report) != sizeof report) {
            return;
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(killed)

// The child's side; does nothing when it is run as a test of its own.
BOOST_AUTO_TEST_CASE(writes_until_it_is_killed) {
    auto const* directory = std::getenv(directory_variable);
    if (directory == nullptr) {
        return;
    }
    test::TemporaryStore temporary{std::filesystem::path(directory)};
    auto options = temporary.options();
    options.env = nullptr;  // with real syncs
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(std::move(options))) == "");
    auto const run = std::to_string(::getpid());
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] { write_for_ever(*temporary.store, i, run); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

BOOST_AUTO_TEST_CASE(a_killed_process_leaves_everything_it_acknowledged) {
    test::TemporaryStore temporary;
    std::mt19937 random(22);
    std::uint64_t before = 0;
    for (int round = 0; round < 8; ++round) {
        Child child(temporary.path());
        auto const largest = child.kill_after(static_cast<int>(1 + random() % 300));
        BOOST_TEST_REQUIRE(largest >= static_cast<std::int64_t>(before));
        auto const snapshot = temporary.open().snapshot();
        auto const size = snapshot->ledger_size();
        BOOST_TEST(size > static_cast<std::uint64_t>(largest));
        BOOST_TEST(test::reason_of(check_ledger(*snapshot)) == "");
        BOOST_TEST(test::reason_of(check_logged(*snapshot)) == "");
        std::uint64_t stamps = 0;
        auto const scanned = snapshot->scan(Space::stamps, "", "", [&stamps](auto, auto) {
            ++stamps;
            return true;
        });
        BOOST_TEST(test::reason_of(scanned) == "");
        BOOST_TEST(stamps == size);
        before = size;
        temporary.close();
    }
}

BOOST_AUTO_TEST_SUITE_END()
