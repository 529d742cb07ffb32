#pragma once

#include "accounts/principal.hpp"
#include "store/check.hpp"
#include "store/temporary_store.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/ledger/kinds.hpp>

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

// What tests of services stand on: a real store in a directory of its own, a clock that the test
// moves, and bytes that are the same in each run.
namespace ocop::test {

// SHA-256 of a seed and a counter. Any thread.
class CountedRandom final : public Random {
  public:
    explicit CountedRandom(std::uint64_t seed = 1) : seed_(seed) {}

    void fill(std::span<std::uint8_t> out) override {
        std::lock_guard const lock(mutex_);
        while (!out.empty()) {
            auto const input = ByteWriter().u64(seed_).u64(counter_++).take();
            auto const block = crypto::sha256(as_bytes(input));
            auto const count = std::min(out.size(), block.size());
            std::copy_n(block.begin(), count, out.begin());
            out = out.subspan(count);
        }
    }

  private:
    std::mutex mutex_;
    std::uint64_t const seed_;
    std::uint64_t counter_ = 0;
};

inline Day day(std::string_view text) {
    return *parse_day(text);
}

inline Instant noon(std::string_view text) {
    return {start_of(day(text)).ms + 12 * 3'600'000};
}

// The legal day that the fixture's clock starts on.
inline constexpr std::string_view first_day = "2026-11-22";

// Each entry is of a kind of the table, says what the table lists, and has the subject it says.
inline void check_kinds(store::Store& store) {
    auto const each = [](auto, std::string_view bytes) {
        auto const entry = ledger::parse_entry(bytes);
        if (entry && entry->clear.empty()) {
            return true;  // of a test that writes past the services
        }
        auto const* const kind = entry ? ledger::find_kind(entry->kind) : nullptr;
        BOOST_TEST(kind != nullptr, bytes << " is of no known kind");
        if (kind != nullptr) {
            auto const fault = ledger::fault_in_clear(*kind, entry->clear);
            BOOST_TEST(fault == "", fault << ": " << bytes);
            auto const subject = fault.empty() ? ledger::subject_of(*kind, entry->clear) : "";
            BOOST_TEST((subject.empty() || subject == entry->subject), bytes);
        }
        return true;
    };
    auto const scanned = store.snapshot()->scan(store::Space::ledger, "e", "", each);
    BOOST_TEST(reason_of(scanned) == "");
}

struct ServiceFixture {
    ServiceFixture() { temporary.open(); }

    // Whatever a service wrote stands in the table of kinds.
    ~ServiceFixture() {
        if (temporary.store) {
            check_kinds(store());
        }
    }

    ServiceFixture(ServiceFixture const&) = delete;
    ServiceFixture& operator=(ServiceFixture const&) = delete;

    store::Store& store() { return *temporary.store; }

    TestClock& clock() { return temporary.clock; }

    // Runs a service in a transaction of its own and gives what it gave.
    template <class Service>
    auto run(Service const& service) {
        using Outcome = decltype(service(std::declval<store::Transaction&>()));
        Outcome outcome = Error(Errc::internal, "not_run");
        auto const commit = transact_now(store(), [&](store::Transaction& tx) -> Result<void> {
            outcome = service(tx);
            return outcome ? Result<void>() : outcome.error();
        });
        BOOST_TEST((commit.has_value() || !outcome.has_value()));
        return outcome;
    }

    // As run(), of a service that must succeed.
    template <class Service>
    auto must(Service const& service) {
        auto outcome = run(service);
        BOOST_TEST_REQUIRE(reason_of(outcome) == "");
        return std::move(*outcome);
    }

    std::uint64_t ledger_size() { return store().snapshot()->ledger_size(); }

    // All keys and values but the store's own: what "nothing stored" is compared by.
    std::vector<std::pair<std::string, std::string>> contents() {
        std::vector<std::pair<std::string, std::string>> out;
        auto const snapshot = store().snapshot();
        for (std::size_t i = 0; i < store::space_count; ++i) {
            auto const space = static_cast<store::Space>(i);
            if (space == store::Space::meta) {
                continue;
            }
            auto const scanned = snapshot->scan(space, "", "", [&](auto key, auto value) {
                out.emplace_back(std::to_string(i) + ":" + std::string(key), std::string(value));
                return true;
            });
            BOOST_TEST_REQUIRE(reason_of(scanned) == "");
        }
        return out;
    }

    // "code slug pointer" of what a service said no with, after making sure that nothing is stored.
    template <class Service>
    std::string refusal(Service const& service) {
        auto const before = contents();
        auto const outcome = run(service);
        BOOST_TEST((contents() == before), "something was stored");
        if (outcome) {
            return "";
        }
        auto const& error = outcome.error();
        auto const pointer = error.faults.empty() ? "" : " " + error.faults.front().pointer;
        return std::string(code_name(error.code)) + " " + std::string(error.slug) + pointer;
    }

    static std::string_view code_name(Errc code) {
        switch (code) {
            case Errc::malformed:
                return "malformed";
            case Errc::not_found:
                return "not_found";
            case Errc::conflict:
                return "conflict";
            case Errc::precondition:
                return "precondition";
            case Errc::refused:
                return "refused";
            case Errc::unauthenticated:
                return "unauthenticated";
            case Errc::forbidden:
                return "forbidden";
            case Errc::unavailable:
                return "unavailable";
            case Errc::corrupt:
                return "corrupt";
            default:
                return "other";
        }
    }

    TemporaryStore temporary;
    CountedRandom random;
    accounts::Principal const who = accounts::system_principal("tester");
};

}  // namespace ocop::test
