#include "ledger/lines.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/ledger/checkpoint.hpp>

#include <algorithm>

namespace ocop::ledger {

namespace {

bool is_line(std::string_view text) {
    return !text.empty() && text.find('\n') == text.npos && is_note_text(std::string(text) + "\n");
}

}  // namespace

std::string encode_checkpoint(Checkpoint const& checkpoint) {
    auto const& [origin, head, extensions] = checkpoint;
    OCOP_ASSERT(is_line(origin) && head.size <= tree_size_max);
    OCOP_ASSERT(std::all_of(extensions.begin(), extensions.end(), is_line));
    auto text = origin + "\n" + std::to_string(head.size) + "\n" + hash_line(head.root);
    for (auto const& extension : extensions) {
        text += extension + "\n";
    }
    return text;
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    Error const malformed(Errc::malformed, "checkpoint_malformed");
    if (text.size() > note_bytes_max || !is_note_text(text)) {
        return malformed;
    }
    Lines lines(text);
    Checkpoint checkpoint;
    checkpoint.origin = lines.next();
    auto const size = parse_decimal(lines.next(), tree_size_max);
    auto const root = parse_hash(lines.next());
    if (checkpoint.origin.empty() || !size || !root) {
        return malformed;
    }
    checkpoint.head = {*size, *root};
    while (!lines.done()) {
        checkpoint.extensions.emplace_back(lines.next());
        if (checkpoint.extensions.back().empty()) {
            return malformed;
        }
    }
    return checkpoint;
}

Result<std::string> sign_checkpoint(
    Checkpoint const& checkpoint, NoteKey const& key, SignBytes const& sign
) {
    OCOP_ASSERT(key.name == checkpoint.origin);
    Note note{encode_checkpoint(checkpoint), {}};
    auto signature = sign_note(note.text, key, sign);
    if (!signature) {
        return signature.error();
    }
    note.signatures.push_back(std::move(*signature));
    return encode_note(note);
}

Result<OpenedCheckpoint> open_checkpoint(std::string_view note, NoteKey const& log) {
    auto parsed = parse_note(note);
    if (!parsed) {
        return parsed.error();
    }
    if (auto const verified = verify_note(*parsed, {&log, 1}); !verified) {
        return verified.error();
    }
    auto checkpoint = parse_checkpoint(parsed->text);
    if (!checkpoint) {
        return checkpoint.error();
    }
    if (checkpoint->origin != log.name) {
        return Error(Errc::refused, "checkpoint_of_another_log", "", checkpoint->origin);
    }
    return OpenedCheckpoint{std::move(*checkpoint), std::move(*parsed)};
}

}  // namespace ocop::ledger
