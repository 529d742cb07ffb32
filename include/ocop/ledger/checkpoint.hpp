#pragma once

#include <ocop/ledger/note.hpp>
#include <ocop/ledger/tree.hpp>

// C2SP tlog-checkpoint: the tree head of a log as the text of a signed note. Pure; any thread.
namespace ocop::ledger {

struct Checkpoint {
    std::string origin;  // which log; the name of its key
    TreeHead head;
    std::vector<std::string> extensions;  // ours has none

    friend bool operator==(Checkpoint const&, Checkpoint const&) = default;
};

// origin ‖ size ‖ base64(root) ‖ extensions, a line each. Origin and extensions must not be empty
// nor hold a byte below 0x20, and be UTF-8; the size is at most tree_size_max (OCOP_ASSERT).
std::string encode_checkpoint(Checkpoint const& checkpoint);
// Malformed "checkpoint_malformed" for anything that encode_checkpoint() would not give back.
Result<Checkpoint> parse_checkpoint(std::string_view text);

// The checkpoint as a note signed by the log's `key` (kind ed25519, named as the origin;
// OCOP_ASSERT). Errors of `sign`.
Result<std::string> sign_checkpoint(
    Checkpoint const& checkpoint, NoteKey const& key, SignBytes const& sign
);

// A checkpoint that its log signed.
struct OpenedCheckpoint {
    Checkpoint checkpoint;
    Note note;
};

// Reads a note and takes it only if `log` signed it and the origin is that key's name. Errors:
// malformed "note_malformed", "checkpoint_malformed"; refused "note_signature_wrong",
// "note_unsigned", "checkpoint_of_another_log".
Result<OpenedCheckpoint> open_checkpoint(std::string_view note, NoteKey const& log);

}  // namespace ocop::ledger
