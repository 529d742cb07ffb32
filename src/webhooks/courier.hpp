#pragma once

#include "accounts/credentials.hpp"
#include "events/dead_letter.hpp"
#include "http/client.hpp"
#include "http/log.hpp"
#include "store/store.hpp"
#include "webhooks/progress.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

// Carries a subscription one delivery further. Each is one POST to `dest`:
//
//   Content-Type: application/json
//   GS1-EPCIS-Version, GS1-CBV-Version: 2.0.0 · GS1-EPC-Format
//   GS1-Query-Min-Record-Time: no event in this or a later one was recorded before
//   GS1-Signature: when the subscription has a signatureToken (signature.hpp)
//
// with an EPCISQueryDocument of at most 500 events and 1 MiB (batch.hpp). What follows from the
// answer: progress.hpp.
//
// At least once: the cursor is stored after the answer, so that a crash between the two sends a
// batch again, and never loses one. In order: one attempt at a time, and the next batch after the
// one before was taken or given up.
namespace ocop::webhooks {

// All of it outlives the courier.
struct CourierParts {
    store::Store& store;
    http::Client const& client;
    Clock const& clock;
    Random& random;
    accounts::VaultKey vault;
    http::Log& log;
};

// When to look at the subscription again. `seen`: events up to this one are none of its, which
// saves looking at them once more; not stored.
struct Next {
    enum class When : std::uint8_t {
        at_once,
        later,       // at `at`, or when a retry is asked for
        new_events,  // when there is one after `seen`, or a retry is asked for
        barred,      // at `at`, whatever is asked for: its owner may not, or something broke
        asked,       // when its record is active or asks for a retry
    } when = When::asked;

    Instant at;
    events::EventNumber seen = 0;
    bool answered = false;  // the step sent something, and the receiver answered, whatever it said
};

class Courier {
  public:
    explicit Courier(CourierParts parts, BatchLimits limits = {})
        : parts_(parts), limits_(limits) {}

    // Blocks for as long as the client may take; any thread, one at a time for one subscription.
    // `seen` is what the last step gave, or 0. An error is that of a read or a commit: nothing was
    // stored, try again later.
    //
    // The account that made the subscription must be usable, still belong to its unit and have a
    // role that may read events, else nothing is sent and it is asked again after a minute:
    // whoever is let in again gets what was recorded meanwhile. If it was made with an API key,
    // that key must still be there and not over, else the subscription ends ("api_key_over"): keys
    // do not come back.
    Result<Next> step(std::string_view id, events::EventNumber seen) const;

  private:
    // What a step works on.
    struct Task;
    using Change = std::function<Result<void>(store::Transaction&, events::Subscription&)>;

    Result<Next> end(Task const& task) const;
    Result<Next> deliver(Task const& task) const;
    Result<Next> send_batch(Task const& task, Batch batch) const;
    Result<Next> end_run(Task const& task, Batch const& batch) const;
    Result<Next> retry(Task const& task) const;
    Result<Next> retry_letter(Task const& task, events::DeadLetter letter) const;
    Result<Next> drop(Task const& task, events::DeadLetter const& letter) const;
    Outcome post(events::Subscription const& record, std::string body) const;
    Result<void> change(std::string_view id, Change const& change) const;

    CourierParts parts_;
    BatchLimits limits_;
};

}  // namespace ocop::webhooks
