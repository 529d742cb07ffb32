#pragma once

#include "stamps/moves.hpp"

#include <ocop/stamp/serial.hpp>

#include <optional>
#include <string>
#include <vector>

// Which stamps are meant: people read positions off labels, scan them, or only count.
namespace ocop::stamps {

// Exactly one way of saying it: positions; first and last; scans; roll; count.
struct Selection {
    std::optional<std::string> positions;  // "412-418, 420" (parse_positions())
    std::optional<std::int64_t> first;     // with last: positions
    std::optional<std::int64_t> last;
    std::optional<std::vector<std::string>> scans;  // stamps: what a camera read, or typed serials
    std::optional<std::vector<std::string>> roll;   // two scans: the ends of a strip, in any order
    std::optional<std::int64_t> count;              // the first so many that may go to the state
};
BOOST_DESCRIBE_STRUCT(Selection, (), (positions, first, last, scans, roll, count))

// The counters behind scans and roll, read before any transaction. Signatures are not looked at:
// these are the producer's own stamps, and nothing is told of them.
struct Scanned {
    std::vector<stamp::Position> stamps;
};

// malformed "scan_unreadable" at /scans/N or /roll/N.
Result<Scanned> read_scans(stamp::SerialKeys const& serials, Selection const& selection);

// The positions that are meant, for a move to `to`. malformed "positions_invalid" when not exactly
// one way is used, or as parse_positions(); refused "stamp_elsewhere" at /scans/N or /roll/N for a
// stamp of another order; conflict "stamps_too_few" when fewer than `count` may go there.
Result<std::vector<Positions>> select(
    store::Reader const& reader,
    StampOrder const& order,
    Selection const& selection,
    Scanned const& scanned,
    StampState to
);

}  // namespace ocop::stamps
