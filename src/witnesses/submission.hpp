#pragma once

#include "http/client.hpp"
#include "tlog/log.hpp"

#include <ocop/ledger/witness.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

// How the log asks one witness to cosign its newest checkpoint (C2SP tlog-witness, the client's
// side).
namespace ocop::witnesses {

struct Witness {
    ledger::NoteKey key;  // kind cosignature
    std::string url;      // the submission prefix, without a slash at its end
};

inline constexpr int tries_max = 3;

// The consistency proofs of one checkpoint: each is made once, whoever asks. Any thread.
class Proofs {
  public:
    // Both must outlive it; the reader has at least the head's entries.
    Proofs(store::Reader const& reader, tlog::Head const& head) : reader_(reader), head_(head) {}

    // `old_size` is not above the head's (OCOP_ASSERT). Errors of tlog::prove_consistency().
    Result<ledger::Proof> from(std::uint64_t old_size);

    std::size_t made() const;

  private:
    store::Reader const& reader_;
    tlog::Head const& head_;
    mutable std::mutex mutex_;
    std::map<std::uint64_t, Result<ledger::Proof>> proofs_;  // under mutex_
    std::size_t made_ = 0;                                   // under mutex_
};

using Send = std::function<Result<http::ClientResponse>(http::ClientRequest const&)>;

// What a submission needs of the process.
struct Ways {
    Send send;
    // How many entries the log has by now: others may have shown the witness a checkpoint that is
    // newer than the one we ask for.
    std::function<Result<std::uint64_t>()> newest_size;
};

enum class Outcome : std::uint8_t {
    cosigned,
    failed,  // no cosignature this time
    ahead,   // the witness cosigned more entries than the log has
    forked,  // it says that the checkpoint does not continue what it cosigned
};

struct Submission {
    Outcome outcome = Outcome::failed;
    std::uint64_t size = 0;  // that the witness has, as far as we know
    std::string lines;       // cosigned: its answer, of which a line by its key verifies
    std::string what;        // failed: a slug, or "status 500"
};

// Sends the checkpoint of `head` to the witness, which has `old_size`, as far as we know. A 409
// tells what it has, and is followed at once by another try; three in all. Blocks as long as
// ways.send does, three times at most.
//
// 422, and a 409 that names the size that was sent to it, is Outcome::forked. A 409 with more than
// the head has is Outcome::ahead, but failed while the log has got as many itself.
Submission submit(
    Witness const& witness,
    tlog::Head const& head,
    std::uint64_t old_size,
    Proofs& proofs,
    Ways const& ways
);

}  // namespace ocop::witnesses
