#include "accounts/recovery_codes.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <array>

namespace ocop::accounts {

namespace {

constexpr std::size_t code_digits = 16;
constexpr std::size_t half_digits = 8;  // 40 bits: what from_crockford() takes at once
constexpr std::size_t typed_bytes_max = 64;

std::string grouped(std::string_view digits) {
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        out += i > 0 && i % 4 == 0 ? "-" : "";
        out.push_back(digits[i]);
    }
    return out;
}

}  // namespace

std::vector<std::string> new_recovery_codes(Random& random) {
    std::vector<std::string> out;
    for (int i = 0; i < recovery_code_count; ++i) {
        std::array<std::uint8_t, 10> bits{};
        random.fill(bits);
        ByteReader in(as_text(bits));
        std::string digits;
        for (int half = 0; half < 2; ++half) {
            auto const high = std::uint64_t(in.u32()) << 8;
            digits += to_crockford(high | in.u8(), half_digits);
        }
        out.push_back(grouped(digits));
    }
    return out;
}

std::optional<std::string> normalise_recovery_code(std::string_view typed) {
    std::string digits;
    for (char const c : typed.substr(0, typed_bytes_max)) {
        digits += c == ' ' || c == '-' ? "" : std::string(1, c);
    }
    if (digits.size() != code_digits || typed.size() > typed_bytes_max) {
        return std::nullopt;
    }
    auto const high = from_crockford(std::string_view(digits).substr(0, half_digits));
    auto const low = from_crockford(std::string_view(digits).substr(half_digits));
    if (!high || !low) {
        return std::nullopt;
    }
    return grouped(to_crockford(*high, half_digits) + to_crockford(*low, half_digits));
}

std::string hash_recovery_code(std::string_view code) {
    return to_hex(crypto::sha256(as_bytes(code)));
}

bool use_recovery_code(std::vector<std::string>& hashes, std::string_view typed) {
    auto const code = normalise_recovery_code(typed);
    if (!code) {
        return false;
    }
    auto const hash = hash_recovery_code(*code);
    auto found = hashes.size();
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        found = crypto::equal_secret(as_bytes(hashes[i]), as_bytes(hash)) ? i : found;
    }
    if (found == hashes.size()) {
        return false;
    }
    hashes.erase(hashes.begin() + static_cast<std::ptrdiff_t>(found));
    return true;
}

}  // namespace ocop::accounts
