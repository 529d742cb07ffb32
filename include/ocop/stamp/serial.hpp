#pragma once

#include <ocop/base/result.hpp>
#include <ocop/crypto/aes.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Serial numbers of stamps: 50 bits that name a counter without showing it. Byte form, round
// function and a worked example: FORMAT.md.
namespace ocop::stamp {

inline constexpr unsigned counter_bits = 46;
inline constexpr std::uint64_t counter_end = std::uint64_t{1} << counter_bits;
inline constexpr std::uint64_t serial_end = std::uint64_t{1} << 50;
inline constexpr std::uint8_t epoch_count = 16;

// Where a stamp stands in the order of issue. The counter restarts at 0 in each epoch; an epoch is
// the life of one serial key.
struct Position {
    std::uint8_t epoch = 0;     // 0 to 15
    std::uint64_t counter = 0;  // below counter_end

    friend auto operator<=>(Position const&, Position const&) = default;
};

// The keyed permutation of one epoch: a balanced Feistel network of ten rounds over 2 × half_bits
// bits with AES-128 as round function. Real serials have half_bits = 23; smaller ones exist so that
// a test can go through a whole domain. One thread at a time; cheap enough to make per use.
class SerialPermutation {
  public:
    // epoch 0 to 15, half_bits 1 to 23 (OCOP_ASSERT).
    SerialPermutation(crypto::AesKey const& key, std::uint8_t epoch, unsigned half_bits = 23);

    // Both take and give values below 2^(2 × half_bits) (OCOP_ASSERT).
    std::uint64_t forward(std::uint64_t counter);
    std::uint64_t inverse(std::uint64_t permuted);

  private:
    std::uint32_t round(std::uint8_t index, std::uint32_t half);

    std::unique_ptr<crypto::Aes128> aes_;
    std::uint8_t epoch_;
    unsigned half_bits_;
};

// The serial keys of all epochs in use. Who holds one can name issued serials; who loses it cannot
// read them. Add first, then use from any thread.
class SerialKeys {
  public:
    SerialKeys() = default;
    ~SerialKeys();  // clears the keys
    SerialKeys(SerialKeys const&) = default;
    SerialKeys& operator=(SerialKeys const&) = default;

    // Epoch 0 to 15, not there yet (OCOP_ASSERT).
    void add(std::uint8_t epoch, crypto::AesKey const& key);
    bool has(std::uint8_t epoch) const;

    // Absent when the epoch has no key here; the counter is below counter_end (OCOP_ASSERT).
    std::optional<std::uint64_t> serial_of(Position position) const;
    // Absent when the epoch has no key here, or the number is no serial (≥ serial_end).
    // Every serial has a position: whether a stamp was issued there is for the register to say.
    std::optional<Position> position_of(std::uint64_t serial) const;
    // For a run of counters, keyed once. Absent as above.
    std::optional<SerialPermutation> permutation(std::uint8_t epoch) const;

  private:
    std::array<std::optional<crypto::AesKey>, epoch_count> keys_;
};

// The serial of a permuted counter: epoch ‖ permuted.
std::uint64_t join_serial(std::uint8_t epoch, std::uint64_t permuted);

// Ten Crockford base32 characters, upper case. `serial` below serial_end (OCOP_ASSERT).
std::string format_serial(std::uint64_t serial);
// Exactly ten characters; folds case, I and L to 1, O to 0. Malformed "serial_malformed" with
// pointer "21".
Result<std::uint64_t> parse_serial(std::string_view text);

// For print beside the QR, and for typing: "XXXX-XXXX-XXCC", where CC is the serial modulo 1021 as
// two Crockford characters. Any one wrong character and any two exchanged ones change the
// remainder (1021 is prime and no power of 32 up to the twelfth is 1 modulo 1021); of all other
// garbled serials one in 1021 passes.
std::string format_typed_serial(std::uint64_t serial);
// Twelve characters with hyphens and spaces anywhere between, folded as above. Malformed with
// pointer "serial": "serial_malformed" (not that form), "serial_check_wrong".
Result<std::uint64_t> parse_typed_serial(std::string_view text);

}  // namespace ocop::stamp
