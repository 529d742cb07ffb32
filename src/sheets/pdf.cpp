#include "sheets/pdf.hpp"

#include <ocop/base/assert.hpp>

#include <zlib.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <new>

namespace ocop::sheets {

namespace {

// 1.7: a viewer then honours "/PrintScaling /None". Four bytes above 127 say that the file is
// binary (ISO 32000-1 §7.5.2).
constexpr std::string_view header = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

std::string deflated(std::string_view bytes) {
    auto size = compressBound(static_cast<uLong>(bytes.size()));
    std::string out(size, '\0');
    int const done = compress2(
        reinterpret_cast<Bytef*>(out.data()),
        &size,
        reinterpret_cast<Bytef const*>(bytes.data()),
        static_cast<uLong>(bytes.size()),
        Z_BEST_COMPRESSION
    );
    if (done != Z_OK) {
        // The buffer is as large as zlib asks for: it lacked memory.
        throw std::bad_alloc();
    }
    out.resize(size);
    return out;
}

}  // namespace

PdfWriter::PdfWriter(Sink sink) : sink_(std::move(sink)) {
    buffer_.reserve(buffer_bytes);
    put(header);
}

int PdfWriter::reserve() {
    offsets_.push_back(0);
    return static_cast<int>(offsets_.size());
}

void PdfWriter::begin(int object) {
    OCOP_ASSERT(!open_ && object >= 1 && static_cast<std::size_t>(object) <= offsets_.size());
    auto& offset = offsets_[static_cast<std::size_t>(object) - 1];
    OCOP_ASSERT(offset == 0);
    offset = bytes_written();
    if (offset > offset_max && !failure_) {
        failure_ = Error(Errc::too_large, "sheets_file_too_large");
    }
    open_ = true;
    put_number(object);
    put(" 0 obj\n");
}

void PdfWriter::end() {
    OCOP_ASSERT(open_);
    open_ = false;
    put("\nendobj\n");
}

void PdfWriter::object(int number, std::string_view body) {
    begin(number);
    put(body);
    end();
}

void PdfWriter::begin_stream(int object, std::string_view entries) {
    length_object_ = reserve();
    begin(object);
    put("<</Length ");
    put_number(length_object_);
    put(" 0 R");
    put(entries);
    put(">>\nstream\n");
    stream_start_ = bytes_written();
}

void PdfWriter::end_stream() {
    auto const length = bytes_written() - stream_start_;
    put("\nendstream");
    end();
    begin(length_object_);
    put_number(static_cast<std::int64_t>(length));
    end();
}

void PdfWriter::deflated_stream(int object, std::string_view bytes, std::string_view entries) {
    auto const packed = deflated(bytes);
    begin(object);
    put("<</Filter/FlateDecode/Length ");
    put_number(static_cast<std::int64_t>(packed.size()));
    put(entries);
    put(">>\nstream\n");
    put(packed);
    put("\nendstream");
    end();
}

void PdfWriter::put(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const part = bytes.substr(0, buffer_bytes - buffer_.size());
        buffer_ += part;
        bytes.remove_prefix(part.size());
        if (buffer_.size() == buffer_bytes) {
            flush();
        }
    }
}

void PdfWriter::put_number(std::int64_t number) {
    std::array<char, 24> digits{};
    auto* const last = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    put({digits.data(), static_cast<std::size_t>(last - digits.data())});
}

void PdfWriter::put_units(int units) {
    std::array<char, 24> text{};
    char* at = text.data();
    if (units < 0) {
        *at++ = '-';
    }
    int const size = units < 0 ? -units : units;
    at = std::to_chars(at, text.data() + text.size(), size / 100).ptr;
    if (size % 100 != 0) {
        *at++ = '.';
        *at++ = static_cast<char>('0' + size / 10 % 10);
        *at++ = static_cast<char>('0' + size % 10);
    }
    *at++ = ' ';
    put({text.data(), static_cast<std::size_t>(at - text.data())});
}

Result<void> PdfWriter::state() const {
    return failure_ ? Result<void>(*failure_) : Result<void>();
}

Result<void> PdfWriter::finish(int root, int info) {
    OCOP_ASSERT(!open_);
    auto const table = bytes_written();
    put("xref\n0 ");
    put_number(static_cast<std::int64_t>(offsets_.size()) + 1);
    put("\n0000000000 65535 f \n");
    for (auto const offset : offsets_) {
        OCOP_ASSERT(offset != 0);
        std::array<char, 32> line{};
        std::snprintf(
            line.data(), line.size(), "%010llu 00000 n \n", static_cast<unsigned long long>(offset)
        );
        put(line.data());
    }
    put("trailer\n<</Size ");
    put_number(static_cast<std::int64_t>(offsets_.size()) + 1);
    put("/Root ");
    put_number(root);
    put(" 0 R/Info ");
    put_number(info);
    put(" 0 R>>\nstartxref\n");
    put_number(static_cast<std::int64_t>(table));
    put("\n%%EOF\n");
    flush();
    return state();
}

void PdfWriter::flush() {
    if (!failure_ && !buffer_.empty()) {
        if (auto const taken = sink_(buffer_); !taken) {
            failure_ = taken.error();
        }
    }
    flushed_ += buffer_.size();
    buffer_.clear();
}

}  // namespace ocop::sheets
