#pragma once

#include <ocop/ledger/entry.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// The business rules that a log's entries must keep, judged from the entries alone, one after the
// other: what anybody can hold against the log who has read it. Pure; one thread at a time.
//
// A rule that cannot be judged, since what it needs is not in the entries, is broken.
namespace ocop::ledger {

struct Rule {
    std::string_view id;
    std::string_view sentence;
};

// In the order of FORMAT.md, "Rules".
std::span<Rule const> rules();

struct Violation {
    std::string_view rule;  // an id of rules()
    std::uint64_t entry = 0;
    std::string words;

    friend bool operator==(Violation const&, Violation const&) = default;
};

// What the entries so far say of one stamp of an issued order, and of what a verdict on it rests
// on.
struct LoggedStamp {
    std::uint64_t entry = 0;  // of the order's issue
    std::string gtin;
    std::string lot;
    std::string_view state;        // FORMAT.md, `stamps`; or "issued"
    std::optional<Day> activated;  // also when it was moved on since
    bool pins = false;             // its order has PINs
    Day lot_made;
    bool recalled = false;
    bool held = false;    // its lot, or itself
    bool copied = false;  // by a finding that stands
    std::optional<std::uint64_t> key_revoked_at_size;
    // The certificate that the order rests on.
    Day certified_on;
    Day last_day;
    int withdrawal_ground = 0;  // 0: never withdrawn
    std::optional<Day> withdrawn_from;
    std::optional<Day> reinstated_on;
};

// From how many stamps within 30 days on an order takes two persons, as approvals say it from an
// entry on. The service's own setting: who audits holds it against the one that was published.
struct LargeSum {
    std::uint64_t entry = 0;
    std::int64_t sum = 0;

    friend bool operator==(LargeSum const&, LargeSum const&) = default;
};

struct LoggedState;  // logged_state.hpp

// Grows with the register, the orders, and the pieces that moves cut orders into; not with the
// stamps of an order.
class RuleReplay {
  public:
    using Report = std::function<void(Violation)>;

    explicit RuleReplay(Report report);
    ~RuleReplay();
    RuleReplay(RuleReplay const&) = delete;
    RuleReplay& operator=(RuleReplay const&) = delete;

    // The next entry's bytes, from entry 0 on. What breaks a rule is taken into account all the
    // same, as far as it can be read.
    void add(std::string_view bytes);
    // After the last entry: what was begun in one batch and not ended in it.
    void finish();

    std::uint64_t size() const;
    // Each time that it changed.
    std::span<LargeSum const> large_sums() const;
    // The log is of sample data, by its own word: what the service did itself breaks no rule.
    bool is_demo() const;
    std::optional<Instant> last_at() const;  // of the last entry

    // The stamp at `position` of an order, 1 the first, as it stood at `at`, which decides on holds
    // that end by themselves; none: no such stamp was issued.
    std::optional<LoggedStamp> stamp(std::string_view order, std::int64_t position, Instant at)
        const;

    // As the last entry leaves them.
    LoggedState state() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ocop::ledger
