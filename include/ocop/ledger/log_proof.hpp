#pragma once

#include <ocop/ledger/checkpoint.hpp>

// C2SP tlog-proof: that an entry is in a log, to keep as a file (.tlog-proof) and check offline.
// Pure; any thread.
namespace ocop::ledger {

struct LogProof {
    Bytes extra;  // proves nothing and is proved by nothing; empty: none
    std::uint64_t index = 0;
    Proof hashes;
    std::string checkpoint;  // the signed note, as the log gave it

    friend bool operator==(LogProof const&, LogProof const&) = default;
};

inline constexpr std::size_t proof_extra_bytes_max = 64 * 1024;

// At most proof_hashes_max hashes and proof_extra_bytes_max of extra; the index is at most
// tree_size_max; the checkpoint is a note (OCOP_ASSERT).
std::string encode_log_proof(LogProof const& proof);
// Malformed "log_proof_malformed" for anything that encode_log_proof() would not give back.
Result<LogProof> parse_log_proof(std::string_view bytes);

// Whom to believe: the log itself, and any `quorum` of the witnesses (0: the log alone).
struct WitnessPolicy {
    NoteKey log;                     // kind ed25519
    std::vector<NoteKey> witnesses;  // kind cosignature, no key twice
    std::size_t quorum = 0;          // at most as many as there are witnesses
};

// Refused "policy_unusable" when a rule above is broken: by it nothing, or too much, would pass.
Result<void> check_policy(WitnessPolicy const& policy);

// The checkpoint in `note` when the policy's log signed it and enough witnesses cosigned it. Errors
// of check_policy() and open_checkpoint(); refused "witnesses_missing", "note_signature_wrong" when
// a known witness's line does not verify.
Result<OpenedCheckpoint> open_witnessed(std::string_view note, WitnessPolicy const& policy);

// The checkpoint whose tree holds the entry with this leaf hash at proof.index. Errors of
// open_witnessed(); refused "inclusion_wrong".
Result<Checkpoint> verify_log_proof(
    LogProof const& proof, Hash const& leaf, WitnessPolicy const& policy
);

}  // namespace ocop::ledger
