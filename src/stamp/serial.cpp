#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/stamp/serial.hpp>

#include <utility>

namespace ocop::stamp {

namespace {

constexpr std::uint8_t rounds = 10;
constexpr std::uint64_t check_modulus = 1021;  // the largest prime that two characters can hold
constexpr std::size_t serial_length = 10;
constexpr std::size_t check_length = 2;

Error serial_malformed(std::string pointer, std::string reason) {
    return {Errc::malformed, "serial_malformed", std::move(pointer), std::move(reason)};
}

}  // namespace

SerialPermutation::SerialPermutation(
    crypto::AesKey const& key, std::uint8_t epoch, unsigned half_bits
)
    : aes_(std::make_unique<crypto::Aes128>(key)), epoch_(epoch), half_bits_(half_bits) {
    OCOP_ASSERT(epoch < epoch_count && half_bits >= 1 && half_bits <= counter_bits / 2);
}

std::uint32_t SerialPermutation::round(std::uint8_t index, std::uint32_t half) {
    crypto::AesBlock const block{
        'O',
        'C',
        'O',
        'P',
        'S',
        'E',
        'R',
        '1',
        epoch_,
        index,
        0,
        0,
        static_cast<std::uint8_t>(half >> 24),
        static_cast<std::uint8_t>(half >> 16),
        static_cast<std::uint8_t>(half >> 8),
        static_cast<std::uint8_t>(half)};
    auto const out = aes_->encrypt(block);
    auto const first = (std::uint32_t{out[0]} << 24) | (std::uint32_t{out[1]} << 16) |
                       (std::uint32_t{out[2]} << 8) | std::uint32_t{out[3]};
    return first >> (32 - half_bits_);
}

std::uint64_t SerialPermutation::forward(std::uint64_t counter) {
    OCOP_ASSERT(counter >> (2 * half_bits_) == 0);
    auto left = static_cast<std::uint32_t>(counter >> half_bits_);
    auto right = static_cast<std::uint32_t>(counter & ((std::uint64_t{1} << half_bits_) - 1));
    for (std::uint8_t i = 0; i < rounds; ++i) {
        left ^= round(i, right);
        std::swap(left, right);
    }
    return (std::uint64_t{left} << half_bits_) | right;
}

std::uint64_t SerialPermutation::inverse(std::uint64_t permuted) {
    OCOP_ASSERT(permuted >> (2 * half_bits_) == 0);
    auto left = static_cast<std::uint32_t>(permuted >> half_bits_);
    auto right = static_cast<std::uint32_t>(permuted & ((std::uint64_t{1} << half_bits_) - 1));
    for (std::uint8_t i = rounds; i-- > 0;) {
        std::swap(left, right);
        left ^= round(i, right);
    }
    return (std::uint64_t{left} << half_bits_) | right;
}

SerialKeys::~SerialKeys() {
    for (auto& key : keys_) {
        if (key) {
            // Through volatile, so that the compiler keeps writes that nobody reads.
            std::uint8_t volatile* const bytes = key->data();
            for (std::size_t i = 0; i < key->size(); ++i) {
                bytes[i] = 0;
            }
        }
    }
}

void SerialKeys::add(std::uint8_t epoch, crypto::AesKey const& key) {
    OCOP_ASSERT(epoch < epoch_count && !keys_[epoch]);
    keys_[epoch] = key;
}

bool SerialKeys::has(std::uint8_t epoch) const {
    return epoch < epoch_count && keys_[epoch].has_value();
}

std::optional<SerialPermutation> SerialKeys::permutation(std::uint8_t epoch) const {
    if (!has(epoch)) {
        return std::nullopt;
    }
    return SerialPermutation(*keys_[epoch], epoch);
}

std::optional<std::uint64_t> SerialKeys::serial_of(Position position) const {
    auto keyed = permutation(position.epoch);
    if (!keyed) {
        return std::nullopt;
    }
    return join_serial(position.epoch, keyed->forward(position.counter));
}

std::optional<Position> SerialKeys::position_of(std::uint64_t serial) const {
    if (serial >= serial_end) {
        return std::nullopt;
    }
    auto const epoch = static_cast<std::uint8_t>(serial >> counter_bits);
    auto keyed = permutation(epoch);
    if (!keyed) {
        return std::nullopt;
    }
    return Position{epoch, keyed->inverse(serial & (counter_end - 1))};
}

std::uint64_t join_serial(std::uint8_t epoch, std::uint64_t permuted) {
    OCOP_ASSERT(epoch < epoch_count && permuted < counter_end);
    return (std::uint64_t{epoch} << counter_bits) | permuted;
}

std::string format_serial(std::uint64_t serial) {
    return to_crockford(serial, serial_length);
}

Result<std::uint64_t> parse_serial(std::string_view text) {
    if (text.size() != serial_length) {
        return serial_malformed("21", "must have 10 characters");
    }
    auto const value = from_crockford(text);
    if (!value) {
        return serial_malformed("21", "must be of 0-9 and A-Z without U");
    }
    return *value;
}

std::string format_typed_serial(std::uint64_t serial) {
    auto const text = format_serial(serial) + to_crockford(serial % check_modulus, check_length);
    return text.substr(0, 4) + "-" + text.substr(4, 4) + "-" + text.substr(8);
}

Result<std::uint64_t> parse_typed_serial(std::string_view text) {
    std::string bare;
    for (char c : text) {
        if (c == ' ' || c == '-') {
            continue;
        }
        if (bare.size() == serial_length + check_length) {
            return serial_malformed("serial", "must have 12 characters");
        }
        bare.push_back(c);
    }
    if (bare.size() != serial_length + check_length) {
        return serial_malformed("serial", "must have 12 characters");
    }
    auto const serial = from_crockford(std::string_view(bare).substr(0, serial_length));
    auto const check = from_crockford(std::string_view(bare).substr(serial_length));
    if (!serial || !check) {
        return serial_malformed("serial", "must be of 0-9 and A-Z without U");
    }
    if (*serial % check_modulus != *check) {
        return Error(
            Errc::malformed,
            "serial_check_wrong",
            "serial",
            "the last two characters do not belong to the ten before them"
        );
    }
    return *serial;
}

}  // namespace ocop::stamp
