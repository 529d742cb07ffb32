#include <ocop/base/id.hpp>

namespace ocop {

std::string random_id(Random& random) {
    std::array<std::uint8_t, 10> bytes{};
    random.fill(bytes);
    ByteReader in(as_text(bytes));
    auto out = to_crockford((std::uint64_t(in.u32()) << 8) | in.u8(), 8);
    out += to_crockford((std::uint64_t(in.u32()) << 8) | in.u8(), 8);
    for (auto& c : out) {
        c = c >= 'A' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

}  // namespace ocop
