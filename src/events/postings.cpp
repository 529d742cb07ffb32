#include "events/postings.hpp"

#include <ocop/crypto/hash.hpp>

#include <array>

namespace ocop::events {

namespace {

constexpr std::size_t value_in_key_max = 128;
// Room for one posting more is left below the store's limit.
constexpr std::size_t chunk_bytes_max = store::value_bytes_max - 64;
constexpr std::uint8_t form_plain = 1;
constexpr std::uint8_t form_with_text = 2;
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

std::uint64_t bits_of(Instant time) {
    return ~(static_cast<std::uint64_t>(time.ms) ^ sign_bit);
}

Instant time_of(std::uint64_t bits) {
    return {static_cast<std::int64_t>(~bits ^ sign_bit)};
}

// Differences wrap round, so that any two times have one.
std::uint64_t zigzag(std::int64_t from, std::int64_t to) {
    auto const difference = static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
    return (difference << 1U) ^ ((difference & sign_bit) != 0 ? ~std::uint64_t{0} : 0);
}

std::int64_t add_zigzag(std::int64_t from, std::uint64_t zigzagged) {
    auto const difference =
        (zigzagged >> 1U) ^ ((zigzagged & 1U) != 0 ? ~std::uint64_t{0} : std::uint64_t{0});
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(from) + difference);
}

std::string tagged(char tag, Instant time) {
    return ByteWriter().u8(static_cast<std::uint8_t>(tag)).u64(bits_of(time)).take();
}

void append_value_key(std::string& out, std::string_view value) {
    if (is_hashed(value)) {
        out.push_back('\0');
        out.append(as_text(crypto::sha256(as_bytes(value))));
    } else {
        out.append(value).push_back('\0');
    }
}

// Takes form and text off the front.
bool take_head(std::string_view& in, std::string& text) {
    if (in.empty()) {
        return false;
    }
    auto const form = static_cast<std::uint8_t>(in.front());
    in.remove_prefix(1);
    if (form != form_with_text) {
        return form == form_plain;
    }
    auto const length = take_varint(in);
    if (!length || *length == 0 || *length > in.size()) {
        return false;
    }
    text = in.substr(0, *length);
    in.remove_prefix(*length);
    return true;
}

bool take_step(std::string_view& in, EventNumber& number) {
    auto const step = take_varint(in);
    if (!step || *step == 0 || number + *step < number) {
        return false;
    }
    number += *step;
    return true;
}

}  // namespace

std::optional<List> list_of(epcis::IndexTerm term) {
    using epcis::IndexTerm;
    switch (term) {
        case IndexTerm::none:
            return std::nullopt;
        case IndexTerm::event_type:
            return List::event_type;
        case IndexTerm::event_id:
            return List::event_id;
        case IndexTerm::item:
            return List::item;
        case IndexTerm::klass:
            return List::klass;
        case IndexTerm::parent:
            return List::parent;
        case IndexTerm::biz_step:
            return List::biz_step;
        case IndexTerm::disposition:
            return List::disposition;
        case IndexTerm::read_point:
            return List::read_point;
        case IndexTerm::biz_location:
            return List::biz_location;
        case IndexTerm::biz_transaction:
            return List::biz_transaction;
    }
    return std::nullopt;
}

bool has_known_values(List list) {
    switch (list) {
        case List::event_type:
        case List::item:
        case List::biz_step:
        case List::disposition:
        case List::read_point:
        case List::biz_location:
            return true;
        case List::event_id:
        case List::klass:
        case List::parent:
        case List::biz_transaction:
        case List::party:
        case List::writer:
        case List::of_writer:
            return false;
    }
    return false;
}

bool has_writers(std::string_view klass) {
    return !klass.starts_with("https://id.gs1.org/01/") ||
           klass.find("/10/") != std::string_view::npos;
}

bool is_hashed(std::string_view value) {
    return value.empty() || value.size() > value_in_key_max ||
           value.find('\0') != std::string_view::npos;
}

std::string value_key(std::string_view value) {
    std::string out;
    append_value_key(out, value);
    return out;
}

std::string list_prefix(List list, std::string_view value) {
    std::string out;
    out.reserve(value.size() + 2);
    out.push_back(static_cast<char>(list));
    append_value_key(out, value);
    return out;
}

std::string of_writer_prefix(std::string_view listed, std::string_view writer) {
    return ByteWriter()
        .u8(static_cast<std::uint8_t>(List::of_writer))
        .text(listed.substr(1))
        .text_nul(writer)
        .take();
}

std::string time_prefix(Instant time) {
    return tagged('t', time);
}

std::string record_time_prefix(Instant recorded) {
    return tagged('n', recorded);
}

std::string known_prefix(List list, std::string_view party) {
    return ByteWriter().u8('v').u8(static_cast<std::uint8_t>(list)).text_nul(party).take();
}

std::string inverted(EventNumber number) {
    return ByteWriter().u64(~number).take();
}

Result<EventNumber> parse_inverted(std::string_view bytes) {
    ByteReader in(bytes);
    auto const number = ~in.u64();
    if (!in.done() || number == 0) {
        return bad_index("a key does not end with a number");
    }
    return number;
}

Result<Posting> parse_timed(std::string_view bytes) {
    ByteReader in(bytes);
    auto const time = time_of(in.u64());
    auto const number = ~in.u64();
    if (!in.done() || number == 0) {
        return bad_index("a key does not end with a time and a number");
    }
    return Posting{number, time};
}

Written write_chunk(std::span<Posting const> postings, std::string_view text) {
    Written out;
    out.bytes.push_back(static_cast<char>(text.empty() ? form_plain : form_with_text));
    if (!text.empty()) {
        append_varint(out.bytes, text.size());
        out.bytes += text;
    }
    Posting before;
    for (auto const& posting : postings) {
        if (out.count > 0 && out.bytes.size() > chunk_bytes_max) {
            break;
        }
        if (out.count > 0) {
            append_varint(out.bytes, posting.number - before.number);
        }
        append_varint(out.bytes, zigzag(before.time.ms, posting.time.ms));
        before = posting;
        ++out.count;
    }
    return out;
}

Result<Chunk> read_chunk(EventNumber first, std::string_view bytes) {
    Chunk chunk;
    if (!take_head(bytes, chunk.text) || bytes.empty()) {
        return bad_index("a chunk has a form that this version does not know");
    }
    Posting at{first, {}};
    while (!bytes.empty()) {
        if (!chunk.postings.empty() && !take_step(bytes, at.number)) {
            return bad_index("a chunk's numbers do not rise");
        }
        auto const time = take_varint(bytes);
        if (!time) {
            return bad_index("a chunk is cut short");
        }
        at.time.ms = add_zigzag(at.time.ms, *time);
        chunk.postings.push_back(at);
    }
    return chunk;
}

void append_varint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out.push_back(static_cast<char>(value | 0x80));
        value >>= 7U;
    }
    out.push_back(static_cast<char>(value));
}

std::optional<std::uint64_t> take_varint(std::string_view& in) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !in.empty(); shift += 7) {
        auto const byte = static_cast<std::uint8_t>(in.front());
        in.remove_prefix(1);
        // The tenth byte has one bit of 64 left.
        if (shift == 63 && byte > 1) {
            return std::nullopt;
        }
        value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80) {
            return byte == 0 && shift > 0 ? std::nullopt : std::optional(value);
        }
    }
    return std::nullopt;
}

Error bad_index(std::string reason) {
    return {Errc::corrupt, "store_corrupt", "event_index", std::move(reason)};
}

}  // namespace ocop::events
