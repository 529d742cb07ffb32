#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/days.hpp>
#include <ocop/stamp/serial.hpp>

#include <string>
#include <string_view>

// The keys of pins.hpp.
namespace ocop::pins {

inline constexpr std::size_t client_bytes = 16;
inline constexpr std::size_t ticket_bytes = 16;  // of the token's hash, in the keys of a ticket

inline std::string stamp_key(char what, stamp::Position position) {
    return ByteWriter()
        .u8('u')
        .u8(static_cast<std::uint8_t>(what))
        .u8(position.epoch)
        .u64(position.counter)
        .take();
}

inline std::string receipt_key(ByteView token_hash) {
    return ByteWriter().u8('u').u8('r').bytes(token_hash).take();
}

// Of everything that goes with the day.
inline std::string day_prefix(Day day, char what) {
    return ByteWriter()
        .u8('u')
        .u8('d')
        .u32(days_since_1970(day))
        .u8(static_cast<std::uint8_t>(what))
        .take();
}

inline std::string day_key(Day day, char what, stamp::Position position) {
    return day_prefix(day, what) + ByteWriter().u8(position.epoch).u64(position.counter).take();
}

inline std::string day_key(Day day, char what, std::string_view client) {
    return day_prefix(day, what) + std::string(client);
}

}  // namespace ocop::pins
