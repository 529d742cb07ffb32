#include "ledger/lines.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/ledger/log_proof.hpp>

#include <algorithm>

namespace ocop::ledger {

namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
// No longer than its parts: base64 takes 4 bytes for 3.
constexpr std::size_t proof_bytes_max = note_bytes_max + proof_extra_bytes_max * 4 / 3 + 4096;

bool is_witness(NoteKey const& key, NoteKey const& log) {
    return key.kind == NoteKind::cosignature && is_key_name(key.name) && key.key != log.key;
}

}  // namespace

std::string encode_log_proof(LogProof const& proof) {
    OCOP_ASSERT(proof.hashes.size() <= proof_hashes_max && proof.index <= tree_size_max);
    OCOP_ASSERT(proof.extra.size() <= proof_extra_bytes_max && parse_note(proof.checkpoint));
    auto text = std::string(first_line) + "\n";
    if (!proof.extra.empty()) {
        text += "extra " + to_base64(proof.extra) + "\n";
    }
    text += "index " + std::to_string(proof.index) + "\n";
    for (auto const& hash : proof.hashes) {
        text += hash_line(hash);
    }
    return text + "\n" + proof.checkpoint;
}

Result<LogProof> parse_log_proof(std::string_view bytes) {
    Error const malformed(Errc::malformed, "log_proof_malformed");
    Lines lines(bytes);
    if (bytes.size() > proof_bytes_max || lines.next() != first_line) {
        return malformed;
    }
    LogProof proof;
    auto line = lines.next();
    if (auto const text = value_of(line, "extra")) {
        auto extra = from_base64(*text);
        if (!extra || extra->empty() || extra->size() > proof_extra_bytes_max) {
            return malformed;
        }
        proof.extra = std::move(*extra);
        line = lines.next();
    }
    auto const index = parse_decimal(value_of(line, "index").value_or(""), tree_size_max);
    auto hashes = parse_hashes(lines, proof_hashes_max);
    if (!index || !hashes || !parse_note(lines.rest())) {
        return malformed;
    }
    proof.index = *index;
    proof.hashes = std::move(*hashes);
    proof.checkpoint = lines.rest();
    return proof;
}

Result<void> check_policy(WitnessPolicy const& policy) {
    auto const& witnesses = policy.witnesses;
    Error const unusable(Errc::refused, "policy_unusable");
    if (policy.log.kind != NoteKind::ed25519 || !is_key_name(policy.log.name) ||
        policy.quorum > witnesses.size()) {
        return unusable;
    }
    for (auto witness = witnesses.begin(); witness != witnesses.end(); ++witness) {
        bool const twice = std::any_of(witnesses.begin(), witness, [&](NoteKey const& other) {
            return other.key == witness->key;
        });
        if (twice || !is_witness(*witness, policy.log)) {
            return unusable;
        }
    }
    return {};
}

Result<OpenedCheckpoint> open_witnessed(std::string_view note, WitnessPolicy const& policy) {
    if (auto checked = check_policy(policy); !checked) {
        return checked.error();
    }
    auto opened = open_checkpoint(note, policy.log);
    if (!opened || policy.witnesses.empty()) {
        return opened;
    }
    auto const verified = verify_note(opened->note, policy.witnesses);
    bool const nobody = !verified && verified.error().slug == "note_unsigned";
    if (!verified && !nobody) {
        return verified.error();
    }
    auto const count = nobody ? 0 : verified->size();
    if (count < policy.quorum) {
        auto reason = std::to_string(count) + " of " + std::to_string(policy.quorum);
        return Error(Errc::refused, "witnesses_missing", "", std::move(reason));
    }
    return opened;
}

Result<Checkpoint> verify_log_proof(
    LogProof const& proof, Hash const& leaf, WitnessPolicy const& policy
) {
    auto opened = open_witnessed(proof.checkpoint, policy);
    if (!opened) {
        return opened.error();
    }
    if (!verify_inclusion(proof.index, leaf, proof.hashes, opened->checkpoint.head)) {
        return Error(Errc::refused, "inclusion_wrong");
    }
    return std::move(opened->checkpoint);
}

}  // namespace ocop::ledger
