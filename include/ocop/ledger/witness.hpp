#pragma once

#include <ocop/ledger/checkpoint.hpp>

// C2SP tlog-witness: a log asks a witness to cosign its newest checkpoint, and the witness does so
// for what extends the last one that it cosigned. Both sides, without sockets and disks. Pure; any
// thread.
namespace ocop::ledger {

// The body of POST <submission prefix>/add-checkpoint.
struct AddCheckpoint {
    std::uint64_t old_size = 0;  // of the checkpoint that the witness has
    Proof consistency;           // from old_size; at most 63 hashes
    std::string checkpoint;      // the signed note

    friend bool operator==(AddCheckpoint const&, AddCheckpoint const&) = default;
};

inline constexpr std::size_t add_checkpoint_hashes_max = 63;
// No body is longer: the longest note, the hashes, and the first line.
inline constexpr std::size_t add_checkpoint_bytes_max = note_bytes_max + 63 * 45 + 32;

// The bounds above hold, old_size is at most tree_size_max, and the checkpoint is a note
// (OCOP_ASSERT).
std::string encode_add_checkpoint(AddCheckpoint const& request);
// Malformed "add_checkpoint_malformed" for anything that encode_add_checkpoint() would not give.
Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);

// What a witness keeps of a log.
struct WitnessedLog {
    std::vector<NoteKey> keys;  // the log's, kind ed25519
    TreeHead latest;            // last cosigned; size 0: never, or the empty tree
};

// By origin; absent for a log that the witness does not know.
using FindLog = std::function<std::optional<WitnessedLog>(std::string_view origin)>;

struct Cosigner {
    NoteKey key;  // kind cosignature
    SignBytes sign;
};

struct WitnessAnswer {
    std::uint16_t status = 0;
    std::string_view content_type = "text/plain; charset=utf-8";
    std::string body;
    // Of status 200: what `latest` becomes for this origin. It must be on disk before the answer
    // leaves, and nothing else may have changed the log's `latest` since FindLog gave it: hold a
    // lock for the origin from before the call until the write is done.
    std::optional<Checkpoint> accepted;
};

// The answer to `body` at POSIX time `time_s`. The first that applies:
//   400  the body, its note or its checkpoint is malformed
//   404  the origin is of no known log
//   403  no key of the log signed it, or a line of such a key does not verify
//   400  the old size is above the checkpoint's
//   409  the old size is not that of `latest`; the body is latest's, "<size>\n", text/x.tlog.size
//   422  the proof does not hold; at an equal size another root, or a proof at all; from size 0 a
//        proof at all; size 0 with another root than the empty tree's
//   200  the cosignature's line
// tlog-witness v1.0.0 answers an equal size with another root by 409, its main branch by 422.
// Errors of cosigner.sign: nothing was promised.
Result<WitnessAnswer> answer_add_checkpoint(
    std::string_view body, FindLog const& find_log, Cosigner const& cosigner, std::uint64_t time_s
);

// The log's side: the size in a 409's body, "<decimal>\n". Malformed "witness_size_malformed".
Result<std::uint64_t> parse_witness_size(std::string_view body);

// The log's side: `note` with the lines of `answer` (a 200's body) that are good cosignatures by
// `witness`, in the place of any older one by the same key. Errors: malformed "note_malformed",
// also when the note would become too large; refused "note_signature_wrong", and "note_unsigned"
// when the witness's line is not there.
Result<Note> add_cosignature(Note const& note, std::string_view answer, NoteKey const& witness);

}  // namespace ocop::ledger
