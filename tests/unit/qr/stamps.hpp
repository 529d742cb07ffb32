#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace ocop::qr::testing {

// Characters drawn from `alphabet`, the same ones for the same state of `random` everywhere.
inline std::string random_text(std::mt19937& random, std::string_view alphabet, std::size_t size) {
    std::string out(size, ' ');
    for (char& c : out) {
        c = alphabet[random() % alphabet.size()];
    }
    return out;
}

// A text of the shape of a stamp's link: 212 characters and the host's.
inline std::string random_stamp(std::mt19937& random, std::string_view host = "id.ocop.vn") {
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string out = "https://" + std::string(host) + "/01/";
    out += random_text(random, digits, 14) + "/10/L" + random_text(random, digits, 4) + "A/21/";
    out += random_text(random, crockford, 10) + "?s=" + random_text(random, digits, 159);
    return out;
}

}  // namespace ocop::qr::testing
