#pragma once

#include <ocop/base/result.hpp>
#include <ocop/crypto/ed25519.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// C2SP signed-note: a text with signature lines below it, and the cosignatures of tlog-cosignature.
// A note that was parsed proves nothing: its text is for nobody before verify_note(). Pure; any
// thread.
namespace ocop::ledger {

// The byte that tells what a key signs, and how.
enum class NoteKind : std::uint8_t {
    ed25519 = 1,      // Ed25519 over the text
    cosignature = 4,  // cosignature/v1: Ed25519 over a time and the text
};

// A public key under the name it goes by; the text form is called vkey.
struct NoteKey {
    std::string name;  // "ocop.vn/log"
    NoteKind kind = NoteKind::ed25519;
    crypto::Ed25519PublicKey key{};

    friend bool operator==(NoteKey const&, NoteKey const&) = default;
};

// Whether `name` may be a key's: UTF-8, not empty, without Unicode spaces, "+" and bytes below
// 0x20.
bool is_key_name(std::string_view name);

// First four bytes of SHA-256(name ‖ 0A ‖ kind ‖ key), big-endian.
std::uint32_t key_id(NoteKey const& key);

// "name+hex8(id)+base64(kind ‖ key)". The name must be one (OCOP_ASSERT).
std::string encode_vkey(NoteKey const& key);
// Malformed "vkey_malformed", also for an id that is not the key's and for kinds unknown here.
Result<NoteKey> parse_vkey(std::string_view text);

// One signature line: "— name base64(id ‖ signature)\n".
struct NoteSignature {
    std::string name;
    std::uint32_t id = 0;
    Bytes signature;  // not empty; kind ed25519: 64 bytes; cosignature: be64 seconds ‖ 64 bytes

    friend bool operator==(NoteSignature const&, NoteSignature const&) = default;
};

struct Note {
    std::string text;  // ends with a line feed
    std::vector<NoteSignature> signatures;

    friend bool operator==(Note const&, Note const&) = default;
};

inline constexpr std::size_t note_bytes_max = 256 * 1024;
inline constexpr std::size_t note_signatures_max = 64;

// Whether `text` may be a note's: UTF-8 that ends with a line feed, no other byte below 0x20.
bool is_note_text(std::string_view text);

// text ‖ empty line ‖ signature lines. The note must be one that parse_note() gives (OCOP_ASSERT).
std::string encode_note(Note const& note);
std::string encode_signature(NoteSignature const& signature);  // its line, with the line feed

// Malformed "note_malformed". The last empty line ends the text; at least one signature. Base64 is
// canonical but for spare bits in the last digit, which the Go implementation lets pass.
Result<Note> parse_note(std::string_view bytes);
// Signature lines alone, at least one, as a witness answers. Malformed "note_malformed".
Result<std::vector<NoteSignature>> parse_signatures(std::string_view lines);

// Signs with the private part of a key that somebody else keeps.
using SignBytes = std::function<Result<crypto::Ed25519Signature>(ByteView message)>;

// What a key of kind ed25519 signs is the text; what one of kind cosignature signs is
// "cosignature/v1\ntime <seconds>\n" ‖ text.
std::string cosigned_bytes(std::string_view text, std::uint64_t time_s);

// A signature by `key` of kind ed25519 (OCOP_ASSERT). Errors of `sign`.
Result<NoteSignature> sign_note(std::string_view text, NoteKey const& key, SignBytes const& sign);
// A signature by `key` of kind cosignature (OCOP_ASSERT), made at POSIX time `time_s`, at most
// 2^63 − 1 (OCOP_ASSERT). Errors of `sign`.
Result<NoteSignature> cosign_note(
    std::string_view text, NoteKey const& key, std::uint64_t time_s, SignBytes const& sign
);

// A signature that was found good.
struct Verified {
    std::size_t key = 0;       // which of the keys asked for
    std::size_t line = 0;      // which signature of the note
    std::uint64_t time_s = 0;  // of a cosignature, as it claims; else 0

    friend bool operator==(Verified const&, Verified const&) = default;
};

// The good signatures of the note by any of `keys`, in the order of its lines, one a key: the
// first. Lines of other keys are skipped. Errors: refused "note_signature_wrong" when a line by one
// of the keys does not verify, "note_unsigned" when none of them signed.
Result<std::vector<Verified>> verify_note(Note const& note, std::span<NoteKey const> keys);

}  // namespace ocop::ledger
