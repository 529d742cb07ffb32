#include "unit/qr/library.hpp"

#include <qrencode.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

extern "C" {
// NOLINTNEXTLINE(readability-identifier-naming)
QRcode* QRcode_encodeMask(QRinput* input, int mask);
// NOLINTNEXTLINE(readability-identifier-naming)
int Mask_evaluateSymbol(int width, unsigned char* frame);
}

namespace ocop::qr::testing {

namespace {

int dark_count(Bytes const& modules) {
    int out = 0;
    for (auto module : modules) {
        out += module & 1;
    }
    return out;
}

}  // namespace

Bytes library_symbol(
    std::vector<Segment> const& segments, int version, Level level, std::optional<int> mask
) {
    std::unique_ptr<QRinput, decltype(&QRinput_free)> const input(
        QRinput_new2(version, static_cast<QRecLevel>(level)), QRinput_free
    );
    for (auto const& segment : segments) {
        constexpr QRencodeMode modes[] = {QR_MODE_NUM, QR_MODE_AN, QR_MODE_8};
        auto const text = as_bytes(segment.text);
        QRinput_append(
            input.get(),
            modes[static_cast<int>(segment.mode)],
            static_cast<int>(text.size()),
            text.data()
        );
    }
    std::unique_ptr<QRcode, decltype(&QRcode_free)> const code(
        QRcode_encodeMask(input.get(), mask.value_or(-1)), QRcode_free
    );
    if (code == nullptr || code->version != version) {
        throw std::runtime_error("libqrencode did not make the symbol");
    }
    Bytes out(code->data, code->data + code->width * code->width);
    for (auto& module : out) {
        module &= 1;
    }
    return out;
}

int library_points(Bytes modules, int size) {
    return Mask_evaluateSymbol(size, modules.data());
}

int share_points(Bytes const& modules) {
    auto const share = 100.0 * dark_count(modules) / static_cast<double>(modules.size());
    int points = 0;
    // From 50 % outwards, exact where a share is a whole multiple: 5 % of any count.
    for (int k = 1; std::abs(share - 50) >= 5 * k - 1e-9; ++k) {
        points += 10;
    }
    return points;
}

int library_share_points(Bytes const& modules) {
    auto const all = static_cast<int>(modules.size());
    auto const rounded = (200 * dark_count(modules) + all) / all / 2;
    return std::abs(rounded - 50) / 5 * 10;
}

Bytes modules_of(Square const& square) {
    Bytes out;
    for (int row = 0; row < square.size; ++row) {
        for (int column = 0; column < square.size; ++column) {
            out.push_back(square.dark(row, column) ? 1 : 0);
        }
    }
    return out;
}

Bytes modules_of(Symbol const& symbol) {
    Bytes out;
    for (int row = 0; row < symbol.size(); ++row) {
        for (int column = 0; column < symbol.size(); ++column) {
            out.push_back(symbol.dark(row, column) ? 1 : 0);
        }
    }
    return out;
}

}  // namespace ocop::qr::testing
