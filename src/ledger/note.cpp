#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/ledger/note.hpp>

#include <algorithm>
#include <array>

namespace ocop::ledger {

namespace {

constexpr std::string_view line_start = "\xE2\x80\x94 ";  // an em dash and a space
constexpr std::size_t id_bytes = 4;
constexpr std::uint64_t time_max_s = (std::uint64_t{1} << 63) - 1;

// White_Space of the Unicode character database.
bool is_space(char32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

bool is_control(char c, char allowed) {
    return static_cast<unsigned char>(c) < 0x20 && c != allowed;
}

Error note_malformed() {
    return {Errc::malformed, "note_malformed"};
}

// With the spare bits of the last digit zero, as canonical base64 has them.
std::string without_spare_bits(std::string_view text) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out(text);
    auto const last = out.find_last_not_of('=');
    auto const spare = last == std::string::npos ? 0 : 2 * (out.size() - 1 - last);
    auto const digit = spare == 0 || spare > 4 ? digits.npos : digits.find(out[last]);
    if (digit != digits.npos) {
        out[last] = digits[digit >> spare << spare];
    }
    return out;
}

Result<NoteSignature> parse_line(std::string_view line) {
    if (!line.starts_with(line_start)) {
        return note_malformed();
    }
    line.remove_prefix(line_start.size());
    auto const space = line.find(' ');
    if (space == line.npos || !is_key_name(line.substr(0, space))) {
        return note_malformed();
    }
    auto const bytes = from_base64(without_spare_bits(line.substr(space + 1)));
    if (!bytes || bytes->size() <= id_bytes) {
        return note_malformed();
    }
    NoteSignature signature;
    signature.name = line.substr(0, space);
    signature.id = ByteReader(as_text(*bytes)).u32();
    signature.signature.assign(bytes->begin() + id_bytes, bytes->end());
    return signature;
}

std::string key_material(NoteKey const& key) {
    return ByteWriter().u8(static_cast<std::uint8_t>(key.kind)).bytes(key.key).take();
}

// Whether a line by `key` is good, and when it says it was made.
std::optional<std::uint64_t> verify_line(
    std::string_view text, NoteSignature const& line, NoteKey const& key
) {
    ByteReader in(as_text(line.signature));
    bool const timed = key.kind == NoteKind::cosignature;
    auto const time_s = timed ? in.u64() : 0;
    crypto::Ed25519Signature signature{};
    auto const bytes = as_bytes(in.take(signature.size()));
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    if (!in.done() || time_s > time_max_s) {
        return std::nullopt;
    }
    auto const message = timed ? cosigned_bytes(text, time_s) : std::string(text);
    if (!crypto::verify_ed25519(key.key, as_bytes(message), signature)) {
        return std::nullopt;
    }
    return time_s;
}

}  // namespace

bool is_key_name(std::string_view name) {
    if (name.empty() || !is_utf8(name)) {
        return false;
    }
    auto const points = code_points(name);
    return std::none_of(points.begin(), points.end(), [](char32_t c) {
        return c < 0x20 || c == '+' || is_space(c);
    });
}

std::uint32_t key_id(NoteKey const& key) {
    auto const hash = crypto::sha256(as_bytes(key.name + "\n"), as_bytes(key_material(key)));
    return ByteReader(as_text(hash)).u32();
}

std::string encode_vkey(NoteKey const& key) {
    OCOP_ASSERT(is_key_name(key.name));
    auto const id = ByteWriter().u32(key_id(key)).take();
    return key.name + "+" + to_hex(as_bytes(id)) + "+" + to_base64(as_bytes(key_material(key)));
}

Result<NoteKey> parse_vkey(std::string_view text) {
    Error const malformed(Errc::malformed, "vkey_malformed");
    auto const first = text.find('+');
    auto const second = first == text.npos ? text.npos : text.find('+', first + 1);
    if (second == text.npos || !is_key_name(text.substr(0, first))) {
        return malformed;
    }
    auto const material = from_base64(text.substr(second + 1));
    NoteKey key;
    if (!material || material->size() != 1 + key.key.size()) {
        return malformed;
    }
    key.name = text.substr(0, first);
    key.kind = static_cast<NoteKind>(material->front());
    std::copy(material->begin() + 1, material->end(), key.key.begin());
    if (key.kind != NoteKind::ed25519 && key.kind != NoteKind::cosignature) {
        return malformed;
    }
    if (encode_vkey(key) != text) {
        return malformed;
    }
    return key;
}

bool is_note_text(std::string_view text) {
    return text.ends_with('\n') && is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](char c) { return is_control(c, '\n'); });
}

std::string encode_signature(NoteSignature const& signature) {
    OCOP_ASSERT(is_key_name(signature.name) && !signature.signature.empty());
    auto const bytes = ByteWriter().u32(signature.id).bytes(signature.signature).take();
    return std::string(line_start) + signature.name + " " + to_base64(as_bytes(bytes)) + "\n";
}

std::string encode_note(Note const& note) {
    OCOP_ASSERT(is_note_text(note.text) && !note.signatures.empty());
    OCOP_ASSERT(note.signatures.size() <= note_signatures_max);
    auto out = note.text + "\n";
    for (auto const& signature : note.signatures) {
        out += encode_signature(signature);
    }
    OCOP_ASSERT(out.size() <= note_bytes_max);
    return out;
}

Result<std::vector<NoteSignature>> parse_signatures(std::string_view lines) {
    if (lines.empty() || lines.size() > note_bytes_max) {
        return note_malformed();
    }
    std::vector<NoteSignature> signatures;
    while (!lines.empty()) {
        auto const end = lines.find('\n');
        if (end == lines.npos || signatures.size() == note_signatures_max) {
            return note_malformed();
        }
        auto signature = parse_line(lines.substr(0, end));
        if (!signature) {
            return signature.error();
        }
        signatures.push_back(std::move(*signature));
        lines.remove_prefix(end + 1);
    }
    return signatures;
}

Result<Note> parse_note(std::string_view bytes) {
    auto const end = bytes.size() > note_bytes_max ? bytes.npos : bytes.rfind("\n\n");
    if (end == bytes.npos || !is_note_text(bytes.substr(0, end + 1))) {
        return note_malformed();
    }
    auto signatures = parse_signatures(bytes.substr(end + 2));
    if (!signatures) {
        return signatures.error();
    }
    return Note{std::string(bytes.substr(0, end + 1)), std::move(*signatures)};
}

std::string cosigned_bytes(std::string_view text, std::uint64_t time_s) {
    return "cosignature/v1\ntime " + std::to_string(time_s) + "\n" + std::string(text);
}

Result<NoteSignature> sign_note(std::string_view text, NoteKey const& key, SignBytes const& sign) {
    OCOP_ASSERT(key.kind == NoteKind::ed25519);
    auto const signature = sign(as_bytes(text));
    if (!signature) {
        return signature.error();
    }
    return NoteSignature{key.name, key_id(key), Bytes(signature->begin(), signature->end())};
}

Result<NoteSignature> cosign_note(
    std::string_view text, NoteKey const& key, std::uint64_t time_s, SignBytes const& sign
) {
    OCOP_ASSERT(key.kind == NoteKind::cosignature && time_s <= time_max_s);
    auto const signature = sign(as_bytes(cosigned_bytes(text, time_s)));
    if (!signature) {
        return signature.error();
    }
    auto const timed = ByteWriter().u64(time_s).bytes(*signature).take();
    auto const bytes = as_bytes(timed);
    return NoteSignature{key.name, key_id(key), Bytes(bytes.begin(), bytes.end())};
}

Result<std::vector<Verified>> verify_note(Note const& note, std::span<NoteKey const> keys) {
    std::vector<std::uint32_t> ids;
    for (auto const& key : keys) {
        ids.push_back(key_id(key));
    }
    std::vector<Verified> verified;
    for (std::size_t i = 0; i < note.signatures.size(); ++i) {
        auto const& line = note.signatures[i];
        auto const knows = [&](std::size_t key) {
            return ids[key] == line.id && keys[key].name == line.name;
        };
        std::size_t key = 0;
        while (key < keys.size() && !knows(key)) {
            ++key;
        }
        if (key == keys.size()) {
            continue;
        }
        auto const time_s = verify_line(note.text, line, keys[key]);
        if (!time_s) {
            return Error(Errc::refused, "note_signature_wrong", "", line.name);
        }
        bool const repeated = std::any_of(verified.begin(), verified.end(), [&](auto const& v) {
            return v.key == key;
        });
        if (!repeated) {
            verified.push_back({key, i, *time_s});
        }
    }
    if (verified.empty()) {
        return Error(Errc::refused, "note_unsigned");
    }
    return verified;
}

}  // namespace ocop::ledger
