#include "ledger/lines.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/ledger/witness.hpp>

#include <algorithm>

namespace ocop::ledger {

namespace {

constexpr std::string_view size_type = "text/x.tlog.size";

WitnessAnswer answer_of(std::uint16_t status, std::string_view body) {
    WitnessAnswer answer;
    answer.status = status;
    answer.body = body;
    return answer;
}

WitnessAnswer conflict(std::uint64_t size) {
    auto answer = answer_of(409, std::to_string(size) + "\n");
    answer.content_type = size_type;
    return answer;
}

// What is wrong with a request whose checkpoint is `checkpoint`; absent: nothing.
std::optional<WitnessAnswer> find_fault(
    AddCheckpoint const& request,
    Note const& note,
    Checkpoint const& checkpoint,
    std::optional<WitnessedLog> const& log
) {
    if (!log) {
        return answer_of(404, "unknown log\n");
    }
    if (!verify_note(note, log->keys)) {
        return answer_of(403, "no valid signature by the log\n");
    }
    if (request.old_size > checkpoint.head.size) {
        return answer_of(400, "the old size is above the checkpoint's\n");
    }
    if (request.old_size != log->latest.size) {
        return conflict(log->latest.size);
    }
    auto const old = log->latest.size == 0 ? TreeHead{0, empty_root()} : log->latest;
    if (!verify_consistency(old, checkpoint.head, request.consistency)) {
        return answer_of(422, "the consistency proof does not hold\n");
    }
    return std::nullopt;
}

bool is_by(NoteSignature const& line, NoteKey const& key, std::uint32_t id) {
    return line.id == id && line.name == key.name;
}

std::size_t bytes_of(Note const& note) {
    auto bytes = note.text.size() + 1;
    for (auto const& line : note.signatures) {
        bytes += encode_signature(line).size();
    }
    return bytes;
}

}  // namespace

std::string encode_add_checkpoint(AddCheckpoint const& request) {
    OCOP_ASSERT(request.consistency.size() <= add_checkpoint_hashes_max);
    OCOP_ASSERT(request.old_size <= tree_size_max && parse_note(request.checkpoint));
    auto body = "old " + std::to_string(request.old_size) + "\n";
    for (auto const& hash : request.consistency) {
        body += hash_line(hash);
    }
    return body + "\n" + request.checkpoint;
}

Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
    Error const malformed(Errc::malformed, "add_checkpoint_malformed");
    if (body.size() > add_checkpoint_bytes_max) {
        return malformed;
    }
    Lines lines(body);
    auto const old_size = parse_decimal(value_of(lines.next(), "old").value_or(""), tree_size_max);
    auto hashes = parse_hashes(lines, add_checkpoint_hashes_max);
    if (!old_size || !hashes || !parse_note(lines.rest())) {
        return malformed;
    }
    return AddCheckpoint{*old_size, std::move(*hashes), std::string(lines.rest())};
}

Result<WitnessAnswer> answer_add_checkpoint(
    std::string_view body, FindLog const& find_log, Cosigner const& cosigner, std::uint64_t time_s
) {
    auto const request = parse_add_checkpoint(body);
    auto const note = request ? parse_note(request->checkpoint) : Result<Note>(request.error());
    auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    if (!checkpoint) {
        return answer_of(400, "malformed\n");
    }
    auto const log = find_log(checkpoint->origin);
    if (auto fault = find_fault(*request, *note, *checkpoint, log)) {
        return std::move(*fault);
    }
    auto const signature = cosign_note(note->text, cosigner.key, time_s, cosigner.sign);
    if (!signature) {
        return signature.error();
    }
    auto answer = answer_of(200, encode_signature(*signature));
    answer.accepted = std::move(*checkpoint);
    return answer;
}

Result<std::uint64_t> parse_witness_size(std::string_view body) {
    Lines lines(body);
    auto const size = parse_decimal(lines.next(), tree_size_max);
    if (!size || !lines.done()) {
        return Error(Errc::malformed, "witness_size_malformed");
    }
    return *size;
}

Result<Note> add_cosignature(Note const& note, std::string_view answer, NoteKey const& witness) {
    auto lines = parse_signatures(answer);
    if (!lines) {
        return lines.error();
    }
    Note const answered{note.text, std::move(*lines)};
    auto const verified = verify_note(answered, {&witness, 1});
    if (!verified) {
        return verified.error();
    }
    auto const id = key_id(witness);
    Note out{note.text, {}};
    for (auto const& line : note.signatures) {
        if (!is_by(line, witness, id)) {
            out.signatures.push_back(line);
        }
    }
    out.signatures.push_back(answered.signatures[verified->front().line]);
    if (out.signatures.size() > note_signatures_max || bytes_of(out) > note_bytes_max) {
        return Error(Errc::malformed, "note_malformed");
    }
    return out;
}

}  // namespace ocop::ledger
