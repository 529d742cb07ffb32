#pragma once

#include "events/record.hpp"

#include <ocop/epcis/query.hpp>

#include <span>

// How lists of events lie in space event_index.
//
// A list holds the events that have one value, in chunks. A chunk is written once, by the
// transaction that captured its events, so lists grow without reading what is there, and the chunks
// of a list hold disjoint runs of numbers.
//
//   tag ‖ value ‖ 00 ‖ ~u64 first            → chunk
//   tag ‖ 00 ‖ SHA-256(value) ‖ ~u64 first   → chunk; values of more than 128 bytes, or with a NUL
//   'g' ‖ class ‖ 00 ‖ writer ‖ 00 ‖ ~u64 first → chunk: of the events under the class, those of
//                                               the writer (is_listed_by_writer())
//   't' ‖ ~i64 eventTime ‖ ~u64 first        → chunk of events of that very time
//   'n' ‖ ~i64 recordTime ‖ ~u64 first       → varint: how many events, from `first` on
//   'v' ‖ tag ‖ party ‖ 00 ‖ value           → empty: the party knows the value
//   'v' ‖ tag ‖ party ‖ 00 ‖ 00 ‖ SHA-256(value) → the value
//
// ~ is the complement (of an i64: after its sign bit is flipped), so that a forward scan meets the
// newest first. `first` is the chunk's lowest number: seeking ~n gives the chunk that may hold n,
// and after it those below. The other way there is no second set of keys: a scan of a window of
// numbers is turned round, and windows grow where they are empty (walk.hpp). That costs a reader a
// few seeks; a second order would cost every event its keys again.
//
// Chunk: u8 1 ‖ postings, or u8 2 ‖ varint length ‖ value ‖ postings where the key has a hash.
// A posting is the number and the eventTime in milliseconds, each as what it adds to the posting
// before: an unsigned varint (LEB128), and a zigzag one. The first adds to `first` (so only its
// time is there) and to 0. Numbers rise.
namespace ocop::events {

// By what events are listed. On disk: never renumber, only append.
enum class List : std::uint8_t {
    event_type = 'y',
    event_id = 'i',
    item = 'e',
    klass = 'c',
    parent = 'p',
    biz_step = 's',
    disposition = 'd',
    read_point = 'r',
    biz_location = 'l',
    biz_transaction = 'b',
    party = 'o',      // producers whom an event concerns, but for its writer
    writer = 'w',     // the producer that captured it; "" of an authority's own
    of_writer = 'g',  // of a class, by writer
};

// Empty for IndexTerm::none.
std::optional<List> list_of(epcis::IndexTerm term);

// The lists whose values a party knows; others have no 'v' keys.
bool has_known_values(List list);

// Whether the class is one whose events are also listed by who wrote them: a lot, or anything else
// that is no product as such. Of these events those alone that may not be the owner's
// (is_listed_by_writer()).
bool has_writers(std::string_view klass);

struct Posting {
    EventNumber number = 0;
    Instant time;  // eventTime

    friend bool operator==(Posting const&, Posting const&) = default;
};

// What of a value stands in a key: ‖ 00 included.
std::string value_key(std::string_view value);
// Whether value_key() holds a hash instead of the value.
bool is_hashed(std::string_view value);

std::string list_prefix(List list, std::string_view value);
// The list of one writer under a class; `listed` is list_prefix() of the class in any list.
std::string of_writer_prefix(std::string_view listed, std::string_view writer);
std::string time_prefix(Instant time);
std::string record_time_prefix(Instant recorded);
std::string known_prefix(List list, std::string_view party);

inline constexpr std::string_view times_prefix = "t";
inline constexpr std::string_view record_times_prefix = "n";

// A number as it ends a key.
std::string inverted(EventNumber number);
// Corrupt "store_corrupt" unless `bytes` is what inverted() gives of a number > 0.
Result<EventNumber> parse_inverted(std::string_view bytes);
// The time and number that end a key of 't' or 'n'.
Result<Posting> parse_timed(std::string_view bytes);

// As much of `postings` as fits a value of the store, at least one. `text` is the value where the
// key holds its hash, else empty.
struct Written {
    std::string bytes;
    std::size_t count = 0;
};

Written write_chunk(std::span<Posting const> postings, std::string_view text);

struct Chunk {
    std::string text;
    std::vector<Posting> postings;  // numbers rise
};

// Corrupt "store_corrupt" for anything that write_chunk() does not give.
Result<Chunk> read_chunk(EventNumber first, std::string_view bytes);

void append_varint(std::string& out, std::uint64_t value);
// Takes it off the front of `in`; empty when it is no varint in its shortest form.
std::optional<std::uint64_t> take_varint(std::string_view& in);

// The error of an index that does not hold what was written.
Error bad_index(std::string reason);

}  // namespace ocop::events
