#include "blobs/codecs.hpp"

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>
#include <jpeglib.h>
#include <memory>
#include <new>
#include <optional>
#include <string>
// after it, since it needs its types
#include <jerror.h>

namespace ocop::blobs {

namespace {

// A progressive file of a few kilobytes may ask for thousands of passes over all its blocks.
constexpr int scans_max = 64;

// What libjpeg is told of first, so that a pointer to it is one to the whole.
struct Failure {
    jpeg_error_mgr manager{};
    std::jmp_buf back{};
    std::array<char, JMSG_LENGTH_MAX> message{};
};

[[noreturn]] void fail(j_common_ptr info) {
    auto* const failure = reinterpret_cast<Failure*>(info->err);
    info->err->format_message(info, failure->message.data());
    std::longjmp(failure->back, 1);
}

// Warnings are of damage. What lies between segments is none of our business; what is wrong in the
// pixels would be shown as grey or noise, and is refused.
void warn(j_common_ptr info, int level) {
    auto const code = info->err->msg_code;
    if (level < 0 && code != JWRN_EXTRANEOUS_DATA && code != JWRN_ADOBE_XFORM &&
        code != JWRN_JFIF_MAJOR) {
        fail(info);
    }
}

void say_nothing(j_common_ptr) {}

void count_scans(j_common_ptr info) {
    if (info->is_decompressor != 0 &&
        reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > scans_max) {
        info->err->msg_code = JERR_BAD_PROGRESSION;
        fail(info);
    }
}

jpeg_error_mgr* quiet(Failure& failure) {
    auto* const manager = jpeg_std_error(&failure.manager);
    manager->error_exit = fail;
    manager->emit_message = warn;
    manager->output_message = say_nothing;
    return manager;
}

// Runs calls of the library that may fail. `act` and what it calls here hold no object whose
// destructor would be jumped over.
template <class Act>
[[gnu::noinline]] bool guarded(Failure& failure, Act const& act) {
    if (setjmp(failure.back) != 0) {
        return false;
    }
    act();
    return true;
}

class Reader {
  public:
    explicit Reader(std::string_view bytes) {
        info_.err = quiet(failure_);
        made_ = guarded(failure_, [&] {
            jpeg_create_decompress(&info_);
            progress_.progress_monitor = count_scans;
            info_.progress = &progress_;
            jpeg_save_markers(&info_, JPEG_APP0 + 1, 0xffff);
            jpeg_mem_src(
                &info_,
                reinterpret_cast<unsigned char const*>(bytes.data()),
                static_cast<unsigned long>(bytes.size())
            );
        });
    }

    ~Reader() { jpeg_destroy_decompress(&info_); }

    Reader(Reader const&) = delete;
    Reader& operator=(Reader const&) = delete;

    Result<Decoded> read(std::uint32_t side_max);

  private:
    Error broken() const { return image_malformed(failure_.message.data()); }

    Result<void> check_memory() const;
    std::string exif() const;
    void choose_scale(std::uint32_t side_max);
    Result<Picture> read_rows(Extent to);

    Failure failure_;
    jpeg_decompress_struct info_{};
    jpeg_progress_mgr progress_{};
    bool made_ = false;
};

Result<void> Reader::check_memory() const {
    // Only then all coefficients are kept, two bytes each, until the last scan is read.
    if (jpeg_has_multiple_scans(const_cast<jpeg_decompress_struct*>(&info_)) == 0) {
        return {};
    }
    std::uint64_t bytes = 0;
    for (int i = 0; i < info_.num_components; ++i) {
        auto const& part = info_.comp_info[i];
        bytes += std::uint64_t{part.width_in_blocks} * part.height_in_blocks * sizeof(JBLOCK);
    }
    return bytes <= decode_bytes_max
               ? Result<void>()
               : Error(
                     Errc::too_large,
                     "image_too_large",
                     "",
                     "is progressive and too large for that; save it as baseline"
                 );
}

std::string Reader::exif() const {
    constexpr std::string_view mark("Exif\0\0", 6);
    for (auto const* each = info_.marker_list; each != nullptr; each = each->next) {
        std::string_view const data(reinterpret_cast<char const*>(each->data), each->data_length);
        if (data.substr(0, mark.size()) == mark) {
            return std::string(data);
        }
    }
    return {};
}

// The library can leave out frequencies that the outcome cannot show: less work, same picture.
void Reader::choose_scale(std::uint32_t side_max) {
    auto const side = std::max(info_.image_width, info_.image_height);
    info_.scale_denom = 8;
    info_.scale_num = 8;
    for (unsigned int eighths : {1U, 2U, 4U}) {
        if (std::uint64_t{side} * eighths / 8 >= std::uint64_t{side_max} * 2) {
            info_.scale_num = eighths;
            return;
        }
    }
}

Result<Picture> Reader::read_rows(Extent to) {
    Extent const from{info_.output_width, info_.output_height};
    Shrinker shrinker(from, {std::min(to.width, from.width), std::min(to.height, from.height)});
    std::vector<std::uint8_t> line(std::size_t{from.width} * 3);
    while (!shrinker.complete()) {
        JSAMPROW row = line.data();
        JDIMENSION got = 0;
        bool const read = guarded(failure_, [&] { got = jpeg_read_scanlines(&info_, &row, 1); });
        if (!read || got != 1) {
            return broken();
        }
        shrinker.add(line);
    }
    // What is damaged behind the last row shows only now.
    if (!guarded(failure_, [&] { jpeg_finish_decompress(&info_); })) {
        return broken();
    }
    return shrinker.take();
}

Result<Decoded> Reader::read(std::uint32_t side_max) {
    if (!made_ || !guarded(failure_, [&] { jpeg_read_header(&info_, TRUE); })) {
        return broken();
    }
    Decoded out;
    out.original = {info_.image_width, info_.image_height};
    if (auto ok = check_extent(out.original); !ok) {
        return ok.error();
    }
    if (auto ok = check_memory(); !ok) {
        return ok.error();
    }
    if (info_.num_components != 1 && info_.num_components != 3) {
        return image_malformed("has the colours of a printing press (CMYK); save it as RGB");
    }
    out.exif = exif();
    info_.out_color_space = JCS_RGB;
    choose_scale(side_max);
    if (!guarded(failure_, [&] { jpeg_start_decompress(&info_); })) {
        return broken();
    }
    if (info_.output_components != 3) {
        return image_malformed("has a form of pixels that is not known here");
    }
    auto picture = read_rows(fit(out.original, side_max));
    if (!picture) {
        return picture.error();
    }
    out.picture = std::move(*picture);
    return out;
}

// Where libjpeg puts what it writes. The manager of its own for memory (jpeg_mem_dest) frees what
// it had when it grows, and tells so only once all is written: never, when that fails. What libjpeg
// is told of is first, so that a pointer to it is one to the whole.
struct Output {
    jpeg_destination_mgr manager{};
    std::string bytes;  // the manager's `free_in_buffer` last ones are to be written
};

Output& output_of(j_compress_ptr info) {
    return *reinterpret_cast<Output*>(info->dest);
}

bool resize(std::string& bytes, std::size_t size) {
    try {
        bytes.resize(size);
    } catch (std::bad_alloc const&) {
        return false;
    }
    return true;
}

// Lends libjpeg as much again as it has filled.
void lend(j_compress_ptr info) {
    constexpr std::size_t first_bytes = 65'536;
    auto& out = output_of(info);
    auto const filled = out.bytes.size();
    if (!resize(out.bytes, filled == 0 ? first_bytes : filled * 2)) {
        ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
    }
    out.manager.next_output_byte = reinterpret_cast<JOCTET*>(&out.bytes[filled]);
    out.manager.free_in_buffer = out.bytes.size() - filled;
}

boolean lend_more(j_compress_ptr info) {
    lend(info);
    return TRUE;
}

void take_back(j_compress_ptr info) {
    auto& out = output_of(info);
    out.bytes.resize(out.bytes.size() - out.manager.free_in_buffer);
}

void write_to(Output& out, jpeg_compress_struct& info) {
    out.manager.init_destination = lend;
    out.manager.empty_output_buffer = lend_more;
    out.manager.term_destination = take_back;
    info.dest = &out.manager;
}

}  // namespace

Error image_malformed(std::string reason) {
    return {Errc::malformed, "image_malformed", "", std::move(reason)};
}

Result<void> check_extent(Extent extent) {
    if (extent.width == 0 || extent.height == 0) {
        return image_malformed("has no pixels");
    }
    if (extent.width > image_side_max || extent.height > image_side_max ||
        extent.pixels() > image_pixels_max) {
        return Error(
            Errc::too_large,
            "image_too_large",
            "",
            "is " + std::to_string(extent.width) + " × " + std::to_string(extent.height) +
                " pixels; at most 50 million"
        );
    }
    return {};
}

Result<Decoded> read_jpeg(std::string_view bytes, std::uint32_t side_max) {
    return std::make_unique<Reader>(bytes)->read(side_max);
}

Result<std::string> write_jpeg(Picture const& picture, int quality) {
    Failure failure;
    jpeg_compress_struct info{};
    Output out;
    info.err = quiet(failure);
    bool const written = guarded(failure, [&] {
        jpeg_create_compress(&info);
        write_to(out, info);
        info.image_width = picture.extent.width;
        info.image_height = picture.extent.height;
        info.input_components = 3;
        info.in_color_space = JCS_RGB;
        jpeg_set_defaults(&info);
        jpeg_set_quality(&info, quality, TRUE);
        jpeg_simple_progression(&info);
        jpeg_start_compress(&info, TRUE);
        while (info.next_scanline < info.image_height) {
            auto const* row = &picture.rgb[info.next_scanline * picture.row_bytes()];
            auto* line = const_cast<JSAMPROW>(row);
            jpeg_write_scanlines(&info, &line, 1);
        }
        jpeg_finish_compress(&info);
    });
    jpeg_destroy_compress(&info);
    if (!written) {
        return Error(Errc::internal, "image_unwritable", "", failure.message.data());
    }
    return std::move(out.bytes);
}

}  // namespace ocop::blobs
