#include "qr/draw.hpp"

#include <ocop/base/assert.hpp>

#include <png.h>

#include <array>
#include <charconv>
#include <csetjmp>
#include <new>
#include <string_view>

namespace ocop::qr {

namespace {

constexpr double mm_per_inch = 25.4;
constexpr int um_per_inch = 25400;

int module_um_min(Profile profile) {
    return profile == Profile::pos ? 396 : 338;
}

void check_planned(Symbol const& symbol, PrintSize const& size) {
    OCOP_ASSERT(size.modules == symbol.size() && size.dots >= 1);
    OCOP_ASSERT(size.dpi >= dpi_min && size.dpi <= dpi_max);
}

// Written without the locale, in which a comma may separate decimals.
void append(std::string& out, int number) {
    std::array<char, 12> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

// To the micrometre, trailing zeros kept.
void append_mm(std::string& out, double mm) {
    std::array<char, 32> digits{};
    auto* const last = digits.data() + digits.size();
    auto const end = std::to_chars(digits.data(), last, mm, std::chars_format::fixed, 3).ptr;
    out.append(digits.data(), end);
}

void append_run(std::string& path, int column, int row, int length) {
    path += 'M';
    append(path, column + quiet_zone_modules);
    path += ' ';
    append(path, row + quiet_zone_modules);
    path += 'h';
    append(path, length);
    path += "v1h-";
    append(path, length);
    path += 'z';
}

// Every horizontal run of dark modules as a closed rectangle.
void append_row(std::string& path, Symbol const& symbol, int row) {
    int start = 0;
    for (int column = 0; column < symbol.size(); ++column) {
        if (!symbol.dark(row, column)) {
            start = column + 1;
        } else if (column + 1 == symbol.size() || !symbol.dark(row, column + 1)) {
            append_run(path, start, row, column + 1 - start);
        }
    }
}

// The picture as libpng takes it: one packed line for each row of modules, quiet zone included,
// that is written `dots` times. A set bit is white.
struct Bitmap {
    png_uint_32 pixels = 0;
    png_uint_32 pixels_per_metre = 0;
    int dots = 0;
    std::size_t line_bytes = 0;
    Bytes lines;
};

void darken(std::uint8_t* line, int first_pixel, int count) {
    for (int pixel = first_pixel; pixel < first_pixel + count; ++pixel) {
        auto const bit = static_cast<std::uint8_t>(0x80 >> (pixel % 8));
        line[pixel / 8] = static_cast<std::uint8_t>(line[pixel / 8] & ~bit);
    }
}

Bitmap rasterise(Symbol const& symbol, PrintSize const& size) {
    Bitmap out;
    out.pixels = static_cast<png_uint_32>(size.pixels());
    out.pixels_per_metre = static_cast<png_uint_32>(size.dpi * 1000 / mm_per_inch + 0.5);
    out.dots = size.dots;
    out.line_bytes = (out.pixels + 7) / 8;
    auto const lines = static_cast<std::size_t>(symbol.size() + 2 * quiet_zone_modules);
    out.lines.assign(lines * out.line_bytes, 0xff);
    for (int row = 0; row < symbol.size(); ++row) {
        auto const at = static_cast<std::size_t>(row + quiet_zone_modules) * out.line_bytes;
        for (int column = 0; column < symbol.size(); ++column) {
            if (symbol.dark(row, column)) {
                darken(&out.lines[at], (column + quiet_zone_modules) * size.dots, size.dots);
            }
        }
    }
    return out;
}

// libpng calls these from C, through which no exception may pass.
void write_png_bytes(png_structp png, png_bytep data, png_size_t count) {
    auto* const out = static_cast<Bytes*>(png_get_io_ptr(png));
    bool stored = true;
    try {
        out->insert(out->end(), data, data + count);
    } catch (std::bad_alloc const&) {
        stored = false;
    }
    if (!stored) {
        png_error(png, "out of memory");
    }
}

void flush_png(png_structp) {}

[[noreturn]] void png_failed(png_structp png, png_const_charp) {
    png_longjmp(png, 1);
}

void png_warned(png_structp, png_const_charp) {}

class PngWriter {
  public:
    PngWriter()
        : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, png_failed, png_warned)) {
        if (png_ != nullptr) {
            info_ = png_create_info_struct(png_);
        }
    }

    PngWriter(PngWriter const&) = delete;
    PngWriter& operator=(PngWriter const&) = delete;

    ~PngWriter() { png_destroy_write_struct(&png_, &info_); }

    // False when libpng gave up. A longjmp lands here, so nothing with a destructor lives here.
    bool write(Bitmap const& bitmap, Bytes& out) {
        if (info_ == nullptr || setjmp(png_jmpbuf(png_)) != 0) {
            return false;
        }
        png_set_write_fn(png_, &out, write_png_bytes, flush_png);
        png_set_IHDR(
            png_,
            info_,
            bitmap.pixels,
            bitmap.pixels,
            1,
            PNG_COLOR_TYPE_GRAY,
            PNG_INTERLACE_NONE,
            PNG_COMPRESSION_TYPE_DEFAULT,
            PNG_FILTER_TYPE_DEFAULT
        );
        png_set_pHYs(
            png_, info_, bitmap.pixels_per_metre, bitmap.pixels_per_metre, PNG_RESOLUTION_METER
        );
        png_write_info(png_, info_);
        for (png_uint_32 y = 0; y < bitmap.pixels; ++y) {
            auto const line = y / static_cast<png_uint_32>(bitmap.dots);
            png_write_row(png_, &bitmap.lines[line * bitmap.line_bytes]);
        }
        png_write_end(png_, info_);
        return true;
    }

  private:
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
};

}  // namespace

Result<PrintSize> plan_print(Symbol const& symbol, Profile profile, int dpi) {
    if (dpi < dpi_min || dpi > dpi_max) {
        return Error(
            Errc::malformed, "qr_dpi_out_of_range", "", "a printer has 150 to 2400 dots per inch"
        );
    }
    PrintSize out;
    out.modules = symbol.size();
    out.dpi = dpi;
    // In whole numbers: a rounding error must not make the module a dot smaller than its profile.
    out.dots = (module_um_min(profile) * dpi + um_per_inch - 1) / um_per_inch;
    out.module_mm = out.dots * mm_per_inch / dpi;
    out.size_mm = out.pixels() * mm_per_inch / dpi;
    return out;
}

std::string draw_svg(Symbol const& symbol, PrintSize const& size) {
    check_planned(symbol, size);
    int const units = size.modules + 2 * quiet_zone_modules;
    std::string out;
    out.reserve(512 + static_cast<std::size_t>(size.modules * size.modules) * 5);
    out += R"(<svg xmlns="http://www.w3.org/2000/svg" width=")";
    append_mm(out, size.size_mm);
    out += R"(mm" height=")";
    append_mm(out, size.size_mm);
    out += R"(mm" viewBox="0 0 )";
    append(out, units);
    out += ' ';
    append(out, units);
    out += R"(" shape-rendering="crispEdges"><rect width=")";
    append(out, units);
    out += R"(" height=")";
    append(out, units);
    out += R"(" fill="#fff"/><path fill="#000" d=")";
    for (int row = 0; row < symbol.size(); ++row) {
        append_row(out, symbol, row);
    }
    out += R"("/></svg>)";
    return out;
}

Bytes draw_png(Symbol const& symbol, PrintSize const& size) {
    check_planned(symbol, size);
    auto const bitmap = rasterise(symbol, size);
    Bytes out;
    if (!PngWriter().write(bitmap, out)) {
        // All that is asked of libpng here is valid: it lacked memory.
        throw std::bad_alloc();
    }
    return out;
}

}  // namespace ocop::qr
