#include "unit/sheets/paper.hpp"

#include "unit/qr/stamps.hpp"

#include <png.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <random>
#include <sstream>

namespace ocop::sheets::testing {

namespace {

constexpr std::array names = {
    "Chè xanh Long Cốc đặc sản Tân Sơn",
    "Mật ong rừng Xuân Sơn nguyên chất",
    "Gạo nếp Gà Gáy Mỹ Lung",
    "Thịt chua Thanh Sơn hũ 200 g",
    "Bưởi Đoan Hùng ruột hồng, quả lớn loại một",
    "ẤẦẨẪẬ ỘỞỠỢỤ Ừữ ỳỷỹỵ ằẳẵặ & <A+>",
};

std::string single_spaced(std::string const& text) {
    std::istringstream in(text);
    std::string out;
    for (std::string word; in >> word;) {
        out += (out.empty() ? "" : " ") + word;
    }
    return out;
}

qr::testing::Raster read_pgm(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::string kind;
    int width = 0;
    int height = 0;
    int most = 0;
    in >> kind >> width >> height >> most;
    BOOST_TEST_REQUIRE((kind == "P5" && most == 255), path);
    in.get();
    qr::testing::Raster out(width, height);
    in.read(
        reinterpret_cast<char*>(out.grey.data()), static_cast<std::streamsize>(out.grey.size())
    );
    BOOST_TEST_REQUIRE(in.good());
    return out;
}

}  // namespace

Font const& font() {
    static Font const loaded = *Font::load(font_path);
    return loaded;
}

std::string Words::text() const {
    return single_spaced(product + ' ' + serial + ' ' + lot + ' ' + position + ' ' + copy);
}

std::vector<Words> run_of(int count, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<Words> out;
    for (int at = 1; at <= count; ++at) {
        auto const serial =
            qr::testing::random_text(random, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 10);
        std::array<char, 64> position{};
        std::snprintf(position.data(), position.size(), "C3 · %04d/%04d", at, count);
        out.push_back(
            {qr::testing::random_stamp(random),
             names[static_cast<std::size_t>(at) % names.size()],
             serial.substr(0, 4) + "-" + serial.substr(4, 4) + "-" + serial.substr(8),
             "Lô L1042A",
             position.data(),
             "L3/1"}
        );
    }
    return out;
}

std::string draw(Sheet const& sheet, std::vector<Words> const& labels) {
    std::string out;
    auto writer = SheetWriter::open(sheet, font(), [&](std::string_view bytes) {
        out += bytes;
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(test::reason_of(writer) == "");
    for (auto const& words : labels) {
        BOOST_TEST_REQUIRE(test::reason_of(writer->add(words.label())) == "");
    }
    auto const written = writer->finish();
    BOOST_TEST_REQUIRE(test::reason_of(written) == "");
    BOOST_TEST(written->labels == labels.size());
    BOOST_TEST(written->bytes == out.size());
    return out;
}

Bytes png_of(qr::testing::Raster const& picture) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_GRAY;
    png_alloc_size_t size = 0;
    auto const* const grey = picture.grey.data();
    BOOST_REQUIRE(png_image_write_to_memory(&image, nullptr, &size, 0, grey, 0, nullptr) != 0);
    Bytes out(size);
    BOOST_REQUIRE(png_image_write_to_memory(&image, out.data(), &size, 0, grey, 0, nullptr) != 0);
    out.resize(size);
    return out;
}

Bytes mark_png() {
    qr::testing::Raster out(40, 20, 60);
    for (int y = 2; y < 18; ++y) {
        for (int x = 2; x < 38; ++x) {
            out.at(x, y) = 200;
        }
    }
    return png_of(out);
}

std::string output_of(std::string const& command) {
    auto* const pipe = ::popen((command + " 2>&1").c_str(), "r");
    BOOST_TEST_REQUIRE((pipe != nullptr));
    std::string out;
    std::array<char, 4096> bytes{};
    while (auto const count = std::fread(bytes.data(), 1, bytes.size(), pipe)) {
        out.append(bytes.data(), count);
    }
    BOOST_TEST(::pclose(pipe) == 0, command << ": " << out);
    return out;
}

Paper::Paper(std::string const& pdf) {
    std::ofstream(path(), std::ios::binary) << pdf;
}

std::vector<qr::testing::Raster> Paper::pages(int dpi) const {
    auto const stem = (directory_.path() / "page").string();
    output_of("pdftoppm -gray -r " + std::to_string(dpi) + " " + path() + " " + stem);
    std::vector<std::string> files;
    for (auto const& entry : std::filesystem::directory_iterator(directory_.path())) {
        if (entry.path().extension() == ".pgm") {
            files.push_back(entry.path().string());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<qr::testing::Raster> out;
    for (auto const& file : files) {
        out.push_back(read_pgm(file));
        std::filesystem::remove(file);
    }
    return out;
}

std::string Paper::text() const {
    return single_spaced(output_of("pdftotext -raw -enc UTF-8 " + path() + " -"));
}

std::string Paper::output(std::string const& program, std::string const& options) const {
    return output_of(program + " " + options + " " + path());
}

qr::testing::Raster part(qr::testing::Raster const& page, UnitBox const& pixels) {
    qr::testing::Raster out(pixels.width, pixels.height);
    for (int y = 0; y < pixels.height; ++y) {
        for (int x = 0; x < pixels.width; ++x) {
            int const at_x = pixels.x + x;
            int const at_y = pixels.y + y;
            if (at_x >= 0 && at_x < page.width && at_y >= 0 && at_y < page.height) {
                out.at(x, y) = page.at(at_x, at_y);
            }
        }
    }
    return out;
}

int darkest(qr::testing::Raster const& page, UnitBox const& pixels) {
    auto const picture = part(page, pixels);
    return *std::min_element(picture.grey.begin(), picture.grey.end());
}

UnitBox label_dots(Sheet const& sheet, int position) {
    auto const box = label_box(sheet.layout, position);
    auto const down = [](int mm100) {
        return static_cast<int>(mm100 * 300.0 / 2540 + 1000) - 1000;
    };
    int const x = box.x + sheet.offset.x_tenths * 10;
    int const y = box.y + sheet.offset.y_tenths * 10;
    int const left = down(x);
    int const top = down(y);
    return {left, top, down(x + box.width) + 1 - left, down(y + box.height) + 1 - top};
}

UnitBox symbol_dots(Sheet const& sheet, int position, int modules) {
    auto const room = *arrange(sheet.layout, modules);
    auto const box = label_box(sheet.layout, position);
    // In hundredths of a millimetre to dots, by way of nothing of ours.
    auto const nearest = [](double units) {
        return static_cast<int>(units / units_per_dot + 1000.5) - 1000;
    };
    double const x = (box.x + sheet.offset.x_tenths * 10) * 7200.0 / 2540;
    double const y = (box.y + sheet.offset.y_tenths * 10) * 7200.0 / 2540;
    int const side = (modules + 8) * sheet.layout.module_dots;
    return {nearest(x + room.symbol.x), nearest(y + room.symbol.y), side, side};
}

}  // namespace ocop::sheets::testing
