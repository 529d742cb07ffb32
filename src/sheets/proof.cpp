#include "sheets/proof.hpp"

#include "qr/draw.hpp"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/DecodeHints.h>
#include <ZXing/ImageView.h>
#include <ZXing/ReadBarcode.h>

#include <charconv>
#include <optional>
#include <string>
#include <vector>

namespace ocop::sheets {

namespace {

Error failed(std::string reason) {
    return {Errc::internal, "sheets_proof_failed", "", std::move(reason)};
}

// 0 is black, as readers have it.
std::vector<std::uint8_t> grey_of(Bitmap const& picture) {
    std::vector<std::uint8_t> out;
    out.reserve(
        static_cast<std::size_t>(picture.width()) * static_cast<std::size_t>(picture.height())
    );
    for (int y = 0; y < picture.height(); ++y) {
        auto const row = picture.row(y);
        for (int x = 0; x < picture.width(); ++x) {
            unsigned const bits = row[static_cast<std::size_t>(x) / 8];
            bool const ink = (bits >> (7 - static_cast<unsigned>(x) % 8) & 1U) != 0;
            out.push_back(ink ? 0 : 255);
        }
    }
    return out;
}

Bitmap white_square(int modules, int dots) {
    int const side = (modules + 2 * qr::quiet_zone_modules) * dots;
    return {side, side};
}

// `side` dots of the module's `dots`: all of them, or none.
void set_module(Bitmap& out, int column, int row, int side, int dots) {
    int const quiet = qr::quiet_zone_modules;
    out.fill((column + quiet) * dots, (row + quiet) * dots, side, side);
}

bool has_ink(Bitmap const& picture, int left, int top, int right, int bottom) {
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            if (picture.ink(x, y)) return true;
        }
    }
    return false;
}

bool has_ink_at_edge(Bitmap const& picture, int quiet) {
    int const width = picture.width();
    int const height = picture.height();
    return has_ink(picture, 0, 0, width, quiet) ||
           has_ink(picture, 0, height - quiet, width, height) ||
           has_ink(picture, 0, 0, quiet, height) ||
           has_ink(picture, width - quiet, 0, width, height);
}

std::optional<unsigned> digit_of(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<unsigned>(c - 'A') + 10;
    }
    return std::nullopt;
}

// Takes "M1 2h3v1h-3z" apart.
class PathReader {
  public:
    explicit PathReader(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    bool skip(std::string_view literal) {
        if (!rest_.starts_with(literal)) {
            return false;
        }
        rest_.remove_prefix(literal.size());
        return true;
    }

    bool number(int& out) {
        auto const read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
        if (read.ec != std::errc()) {
            return false;
        }
        rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
        return true;
    }

  private:
    std::string_view rest_;
};

struct Run {
    int column = 0;
    int row = 0;
    int length = 0;
};

std::optional<Run> next_run(PathReader& in) {
    Run out;
    int back = 0;
    bool const good = in.skip("M") && in.number(out.column) && in.skip(" ") && in.number(out.row) &&
                      in.skip("h") && in.number(out.length) && in.skip("v1h-") && in.number(back) &&
                      in.skip("z") && back == out.length;
    return good ? std::optional(out) : std::nullopt;
}

}  // namespace

Result<void> prove(Bitmap const& picture, int quiet, std::string_view url) {
    if (has_ink_at_edge(picture, quiet)) return failed("there is ink in the quiet zone");
    auto const grey = grey_of(picture);
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    hints.setIsPure(true);
    hints.setBinarizer(ZXing::Binarizer::FixedThreshold);
    auto const read = ZXing::ReadBarcode(
        ZXing::ImageView(grey.data(), picture.width(), picture.height(), ZXing::ImageFormat::Lum),
        hints
    );
    if (!read.isValid()) return failed("no reader finds a symbol in what was drawn");
    if (as_text({read.bytes().data(), read.bytes().size()}) != url)
        return failed("what was drawn reads otherwise");
    return {};
}

Result<void> prove_mask(std::string_view rows_hex, int modules, int dots, std::string_view url) {
    auto const digits = (static_cast<std::size_t>(modules) + 7) / 8 * 2;
    if (rows_hex.size() != digits * static_cast<std::size_t>(modules))
        return failed("the mask has another size");
    auto picture = white_square(modules, dots);
    auto const* const text = rows_hex.data();
    for (int row = 0; row < modules; ++row) {
        auto const* const line = text + static_cast<std::size_t>(row) * digits;
        for (int column = 0; column < modules; ++column) {
            auto const four = digit_of(line[column / 4]);
            if (!four) return failed("the mask is not hexadecimal");
            bool const dark = (*four >> (3 - static_cast<unsigned>(column) % 4) & 1U) == 0;
            set_module(picture, column, row, dark ? dots : 0, dots);
        }
    }
    return prove(picture, qr::quiet_zone_modules * dots, url);
}

Result<void> prove_path(std::string_view path, int modules, int dots, std::string_view url) {
    auto picture = white_square(modules, dots);
    PathReader in(path);
    while (!in.at_end()) {
        auto const run = next_run(in);
        if (!run) return failed("the path is not one of rectangles");
        for (int column = run->column; column < run->column + run->length; ++column) {
            set_module(picture, column, run->row, dots, dots);
        }
    }
    return prove(picture, qr::quiet_zone_modules * dots, url);
}

}  // namespace ocop::sheets
