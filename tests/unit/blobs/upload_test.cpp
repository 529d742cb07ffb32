#include "blobs/upload.hpp"

#include "blobs/codecs.hpp"
#include "pictures.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <sys/resource.h>

namespace ocop::test {

namespace {

using blobs::inspect;
using blobs::MediaType;

constexpr std::array types{MediaType::jpeg, MediaType::png, MediaType::webp};

std::string file_of(MediaType type, Picture const& picture, std::string const& tiff = {}) {
    switch (type) {
        case MediaType::jpeg:
            return make_jpeg(picture, {.exif = tiff.empty() ? tiff : app1(tiff)});
        case MediaType::png:
            return make_png(picture, {.exif = tiff});
        case MediaType::webp:
            return tiff.empty() ? make_webp(picture)
                                : with_exif(make_webp(picture), picture.extent, tiff);
        case MediaType::pdf:
            break;
    }
    return make_pdf("x");
}

blobs::Photo photo_of(std::string const& bytes, MediaType type) {
    auto const photo = inspect(bytes, type);
    BOOST_TEST_REQUIRE(reason_of(photo) == "");
    BOOST_TEST_REQUIRE(photo->has_value());
    return **photo;
}

Picture decoded(std::string const& jpeg) {
    auto const read = blobs::read_jpeg(jpeg, 5000);
    BOOST_TEST_REQUIRE(reason_of(read) == "");
    return read->picture;
}

// The segments of a JPEG file before its pixels: their codes.
std::vector<int> segments_of(std::string const& jpeg) {
    std::vector<int> out;
    for (std::size_t at = 2; at + 4 <= jpeg.size();) {
        auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(jpeg[at + i]); };
        BOOST_TEST_REQUIRE(byte(0) == 0xff);
        out.push_back(byte(1));
        if (byte(1) == 0xda) {
            break;
        }
        at += std::size_t{2} + byte(2) * 256U + byte(3);
    }
    return out;
}

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

long peak_kib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(upload)

BOOST_AUTO_TEST_CASE(copies_show_the_photo_at_their_sizes) {
    auto const picture = scene(3, {2400, 1500});
    for (auto const type : types) {
        auto const photo = photo_of(file_of(type, picture), type);
        BOOST_TEST((photo.extent == Extent{2400, 1500}));
        BOOST_TEST((photo.shown.extent == Extent{1600, 1000}));
        BOOST_TEST((photo.thumbnail.extent == Extent{480, 300}));
        auto const shown = decoded(photo.shown.jpeg);
        BOOST_TEST((shown.extent == photo.shown.extent));
        BOOST_TEST(difference(shown, shrink(picture, shown.extent)) < 6);
        auto const thumbnail = decoded(photo.thumbnail.jpeg);
        BOOST_TEST((thumbnail.extent == photo.thumbnail.extent));
        BOOST_TEST(difference(thumbnail, shrink(picture, thumbnail.extent)) < 7);
    }
}

BOOST_AUTO_TEST_CASE(a_small_photo_is_not_made_larger) {
    auto const photo = photo_of(make_jpeg(scene(3, {90, 60})), MediaType::jpeg);
    BOOST_TEST((photo.shown.extent == Extent{90, 60}));
    BOOST_TEST((photo.thumbnail.extent == Extent{90, 60}));
    auto const narrow = photo_of(make_png(scene(3, {3, 4000})), MediaType::png);
    BOOST_TEST((narrow.shown.extent == Extent{1, 1600}));
    auto const dot = photo_of(make_png(scene(3, {1, 1})), MediaType::png);
    BOOST_TEST((dot.shown.extent == Extent{1, 1}));
}

BOOST_AUTO_TEST_CASE(copies_are_pixels_and_nothing_of_what_the_camera_said) {
    auto const picture = scene(5, {640, 480});
    std::string const secret = "a comment of the camera";
    auto const jpeg = make_jpeg(picture, {.exif = app1(ExifMaker().usual()), .comment = secret});
    auto const png = make_png(picture, {.exif = ExifMaker().usual(), .text = secret});
    auto const webp = file_of(MediaType::webp, picture, ExifMaker().usual());
    for (auto const& [bytes, type] :
         {std::pair{jpeg, MediaType::jpeg}, {png, MediaType::png}, {webp, MediaType::webp}}) {
        BOOST_TEST_REQUIRE(bytes.find("Maker of cameras") != std::string::npos);
        auto const photo = photo_of(bytes, type);
        BOOST_TEST(photo.exif.taken_at.value() == "2026-10-01T07:30:00+07:00");
        BOOST_TEST(photo.exif.latitude_e6.value() == 21'258'333);
        for (auto const& copy : {photo.shown.jpeg, photo.thumbnail.jpeg}) {
            for (auto const* word : {"Exif", "Maker", "2026", "comment", "ICC", "http", "Adobe"}) {
                BOOST_TEST(copy.find(word) == std::string::npos, word);
            }
            // JFIF's own, tables, frame, scan: no other APPn and no comment.
            for (auto const segment : segments_of(copy)) {
                bool const plain = segment == 0xe0 || segment == 0xdb || segment == 0xc4 ||
                                   segment == 0xc2 || segment == 0xda;
                BOOST_TEST(plain, segment);
            }
            BOOST_TEST(copy.find("\xff\xc2") != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_copy_that_outgrows_its_buffer_many_times_is_whole) {
    std::mt19937 random(9);
    Picture noise;
    noise.extent = {700, 500};
    noise.rgb.resize(noise.extent.pixels() * 3);
    for (auto& value : noise.rgb) {
        value = static_cast<std::uint8_t>(random());
    }
    auto const written = blobs::write_jpeg(noise, 95);
    BOOST_TEST_REQUIRE(reason_of(written) == "");
    BOOST_TEST(written->size() > 4U * 65'536);
    BOOST_TEST(written->ends_with("\xff\xd9"));
    auto const read = blobs::read_jpeg(*written, 700);
    BOOST_TEST_REQUIRE(reason_of(read) == "");
    BOOST_TEST((read->picture.extent == noise.extent));
    BOOST_TEST(slug_of(blobs::write_jpeg(Picture(), 95)) == "image_unwritable");
}

BOOST_AUTO_TEST_CASE(the_same_file_gives_the_same_copies) {
    auto const bytes = make_jpeg(scene(6, {2000, 1300}));
    BOOST_TEST(
        (photo_of(bytes, MediaType::jpeg).shown.jpeg == photo_of(bytes, MediaType::jpeg).shown.jpeg)
    );
}

BOOST_AUTO_TEST_CASE(a_photo_is_shown_upright_whichever_way_the_camera_was_held) {
    auto const upright = scene(8, {600, 400});
    // How a camera stores `upright` under each orientation: the inverse of what is to be done.
    std::array<int, 9> const inverse{0, 1, 2, 3, 4, 5, 8, 7, 6};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        auto const stored =
            blobs::orient(upright, inverse.at(static_cast<std::size_t>(orientation)));
        for (auto const type : types) {
            auto const tiff = ExifMaker(true).usual(static_cast<std::uint32_t>(orientation));
            auto const photo = photo_of(file_of(type, stored, tiff), type);
            BOOST_TEST((photo.extent == upright.extent), orientation);
            BOOST_TEST_REQUIRE((photo.shown.extent == upright.extent), orientation);
            BOOST_TEST(difference(decoded(photo.shown.jpeg), upright) < 7, orientation);
        }
    }
}

// Told by hand, so that two mistakes do not cancel out: a picture of 2 × 1 pixels, A B.
BOOST_AUTO_TEST_CASE(orientations_are_those_of_the_standard) {
    Picture const stored{{2, 2}, {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4}};  // 1 2 / 3 4
    std::array<std::array<int, 4>, 9> const seen{
        {{},
         {1, 2, 3, 4},
         {2, 1, 4, 3},
         {4, 3, 2, 1},
         {3, 4, 1, 2},
         {1, 3, 2, 4},
         {3, 1, 4, 2},
         {4, 2, 3, 1},
         {2, 4, 1, 3}}};
    for (std::size_t orientation = 1; orientation <= 8; ++orientation) {
        auto const turned = blobs::orient(stored, static_cast<int>(orientation));
        for (std::size_t i = 0; i < 4; ++i) {
            BOOST_TEST(turned.rgb[i * 3] == seen.at(orientation).at(i), orientation << " " << i);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_transparent_is_shown_over_white) {
    Picture const black{{40, 30}, std::vector<std::uint8_t>(40 * 30 * 3, 0)};
    for (auto const& [opacity, value] : {std::pair{0, 255}, {255, 0}, {128, 127}}) {
        auto const png = make_png(black, {.opacity = static_cast<std::uint8_t>(opacity)});
        auto const shown = decoded(photo_of(png, MediaType::png).shown.jpeg);
        BOOST_TEST(std::abs(int{shown.rgb[0]} - value) <= 2, opacity);
    }
}

BOOST_AUTO_TEST_CASE(every_form_of_a_format_is_read) {
    auto const picture = scene(9, {700, 500});
    auto const near = [&](std::string const& bytes, MediaType type) {
        BOOST_TEST(difference(decoded(photo_of(bytes, type).shown.jpeg), picture) < 7);
    };
    near(make_jpeg(picture, {.progressive = true}), MediaType::jpeg);
    near(make_png(picture, {.interlaced = true}), MediaType::png);
    near(make_webp(picture, true), MediaType::webp);
}

// A cut file is refused; a changed byte is refused or shows pixels: never a crash (the sanitizers
// look), never memory that was not written.
BOOST_AUTO_TEST_CASE(damaged_files_are_refused_or_read_alike_each_time) {
    auto const picture = scene(11, {120, 90});
    std::vector<std::pair<std::string, MediaType>> const files{
        {make_jpeg(picture, {.exif = app1(ExifMaker().usual())}), MediaType::jpeg},
        {make_jpeg(picture, {.progressive = true}), MediaType::jpeg},
        {make_png(picture, {.exif = ExifMaker().usual()}), MediaType::png},
        {make_png(picture, {.interlaced = true}), MediaType::png},
        {make_webp(picture), MediaType::webp},
        {make_webp(picture, true), MediaType::webp}};
    for (auto const& [whole, type] : files) {
        for (std::size_t cut = 0; cut < whole.size(); cut += 1 + whole.size() / 150) {
            auto const read = inspect(std::string_view(whole).substr(0, cut), type);
            BOOST_TEST(!read.has_value(), media_type_name(type) << " cut at " << cut);
        }
        for (std::size_t i = 0; i < whole.size(); i += 1 + whole.size() / 150) {
            auto changed = whole;
            changed[i] = static_cast<char>(changed[i] ^ (i % 2 == 0 ? 0xff : 0x10));
            auto const first = inspect(changed, type);
            auto const second = inspect(changed, type);
            BOOST_TEST_REQUIRE(first.has_value() == second.has_value());
            if (first) {
                BOOST_TEST((**first).shown.jpeg == (**second).shown.jpeg, i);
            }
        }
    }
}

// A JPEG header of any size: SOF0 with three parts.
std::string jpeg_header(unsigned width, unsigned height) {
    auto const number = [](unsigned value) {
        return std::string{static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
    };
    std::string const parts("\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01", 10);
    return "\xff\xd8\xff\xc0" + number(17) + '\x08' + number(height) + number(width) + parts +
           std::string("\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00", 14);
}

std::string png_header(std::uint32_t width, std::uint32_t height) {
    auto out = make_png(scene(1, {1, 1}));
    auto const big = ByteWriter().u32(width).u32(height).take();
    return out.replace(16, 8, big);
}

BOOST_AUTO_TEST_CASE(a_header_that_promises_billions_of_pixels_costs_little) {
    auto const before = peak_kib();
    auto const began = cpu_seconds();
    for (int i = 0; i < 100; ++i) {
        BOOST_TEST(
            slug_of(inspect(png_header(100'000, 100'000), MediaType::png)) == "image_too_large"
        );
        BOOST_TEST(
            slug_of(inspect(png_header(0xffff'ffff, 1), MediaType::png)) == "image_too_large"
        );
        BOOST_TEST(
            slug_of(inspect(jpeg_header(65'000, 65'000), MediaType::jpeg)) == "image_too_large"
        );
        BOOST_TEST(slug_of(inspect(jpeg_header(8000, 8000), MediaType::jpeg)) == "image_too_large");
    }
    auto const webp = with_exif(make_webp(scene(1, {8, 8})), {16'000, 16'000}, "x");
    BOOST_TEST(slug_of(inspect(webp, MediaType::webp)) != "");
    BOOST_TEST(cpu_seconds() - began < 1.0);  // 10 ms each would be 4
    BOOST_TEST(peak_kib() - before < 32 * 1024);
}

// Rows are shrunk as they come: 72 MB of pixels leave a few.
BOOST_AUTO_TEST_CASE(what_is_allowed_is_read_without_the_whole_of_it_in_memory) {
    auto const before = peak_kib();
    Picture flat{{6000, 4000}, std::vector<std::uint8_t>(6000UL * 4000 * 3, 200)};
    auto const png = make_png(flat);
    auto const jpeg = make_jpeg(flat);
    auto const made = peak_kib();
    flat = {};
    BOOST_TEST((photo_of(png, MediaType::png).shown.extent == Extent{1600, 1067}));
    BOOST_TEST((photo_of(jpeg, MediaType::jpeg).shown.extent == Extent{1600, 1067}));
    BOOST_TEST(made >= before);
    BOOST_TEST(peak_kib() - made < 40 * 1024);
}

// Each scan is a pass over all blocks, whatever the file is small: a valid file may ask for many.
BOOST_AUTO_TEST_CASE(a_progressive_file_of_many_scans_is_refused) {
    auto const picture = scene(2, {64, 64});
    auto const few = make_jpeg(picture, {.progressive = true});
    auto const many = make_jpeg(picture, {.many_scans = true});
    BOOST_TEST(slug_of(inspect(few, MediaType::jpeg)) == "");
    BOOST_TEST(slug_of(inspect(many, MediaType::jpeg)) == "image_malformed");
}

BOOST_AUTO_TEST_CASE(the_bytes_must_be_what_they_are_said_to_be) {
    auto const picture = scene(1, {40, 30});
    for (auto const is : {MediaType::jpeg, MediaType::png, MediaType::webp, MediaType::pdf}) {
        for (auto const said : {MediaType::jpeg, MediaType::png, MediaType::webp, MediaType::pdf}) {
            auto const slug = slug_of(inspect(file_of(is, picture), said));
            BOOST_TEST(slug == (is == said ? "" : "media_type_mismatch"));
        }
    }
    BOOST_TEST(slug_of(inspect("", MediaType::jpeg)) == "media_type_mismatch");
    BOOST_TEST(slug_of(inspect("<svg onload='x'/>", MediaType::png)) == "media_type_mismatch");
}

BOOST_AUTO_TEST_CASE(a_report_has_its_beginning_and_its_end) {
    auto const pdf = make_pdf("words");
    auto const kept = inspect(pdf, MediaType::pdf);
    BOOST_TEST_REQUIRE(reason_of(kept) == "");
    BOOST_TEST(!kept->has_value());
    BOOST_TEST(slug_of(inspect(pdf.substr(0, 30), MediaType::pdf)) == "pdf_malformed");
    BOOST_TEST(slug_of(inspect("x" + pdf, MediaType::pdf)) == "media_type_mismatch");
    auto const long_one = "%PDF-1.4\n%%EOF" + std::string(5000, ' ');
    BOOST_TEST(slug_of(inspect(long_one, MediaType::pdf)) == "pdf_malformed");
    std::string const over(blobs::blob_bytes_max + 1, ' ');
    BOOST_TEST(slug_of(inspect(over, MediaType::pdf)) == "blob_too_large");
}

BOOST_AUTO_TEST_CASE(heic_is_refused_with_what_to_do) {
    auto const heic = std::string("\0\0\0\x18", 4) + "ftypheic" + std::string(100, 'x');
    for (auto const type : types) {
        auto const refused = inspect(heic, type);
        BOOST_TEST(slug_of(refused) == "heic_unsupported");
        BOOST_TEST(reason_of(refused).find("Tương thích nhất") != std::string::npos);
        BOOST_TEST(reason_of(refused).find("Most Compatible") != std::string::npos);
    }
    BOOST_TEST(slug_of(blobs::parse_media_type("image/heic")) == "heic_unsupported");
    BOOST_TEST(slug_of(blobs::parse_media_type("image/HEIF")) == "heic_unsupported");
}

BOOST_AUTO_TEST_CASE(media_types_are_read_without_case_and_parameters) {
    BOOST_TEST((*blobs::parse_media_type("image/jpeg") == MediaType::jpeg));
    BOOST_TEST((*blobs::parse_media_type("Image/PNG ; x=y") == MediaType::png));
    for (auto const* bad : {"", "image/jpg", "image/gif", "image/svg+xml", "text/html", "jpeg"}) {
        BOOST_TEST(slug_of(blobs::parse_media_type(bad)) == "media_type_unsupported", bad);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
