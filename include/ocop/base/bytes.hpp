#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ocop {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<std::uint8_t const>;
using Hash = std::array<std::uint8_t, 32>;  // SHA-256

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

// Appends fixed-width big-endian fields to a string that it owns. Used for keys and binary values,
// where byte order must be sort order.
class ByteWriter {
  public:
    ByteWriter& u8(std::uint8_t value);
    ByteWriter& u16(std::uint16_t value);
    ByteWriter& u32(std::uint32_t value);
    ByteWriter& u64(std::uint64_t value);
    ByteWriter& bytes(ByteView value);
    ByteWriter& text(std::string_view value);  // without a terminator: for the last field only
    // Text that may not hold a NUL, ended by one, so that "A" sorts before "AB" and no key is a
    // prefix of another. A NUL in `value` is a bug (OCOP_ASSERT).
    ByteWriter& text_nul(std::string_view value);

    std::string const& view() const { return out_; }

    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

// Reads what ByteWriter wrote. A failure sticks: later reads give zeros, and done() tells at the
// end, so ten fields need one test. Views returned point into the input.
class ByteReader {
  public:
    explicit ByteReader(std::string_view in) : in_(in) {}

    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    std::uint64_t u64();
    std::string_view take(std::size_t count);
    std::string_view text_nul();

    std::string_view rest() { return take(in_.size()); }

    bool failed() const { return failed_; }

    // True when every field was there and nothing is left over.
    bool done() const { return !failed_ && in_.empty(); }

  private:
    std::uint64_t number(std::size_t width);

    std::string_view in_;
    bool failed_ = false;
};

}  // namespace ocop
