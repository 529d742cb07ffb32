#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>

namespace ocop {

namespace {

void put(std::string& out, std::uint64_t value, int width) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>((value >> shift) & 0xFF));
    }
}

}  // namespace

ByteWriter& ByteWriter::u8(std::uint8_t value) {
    put(out_, value, 1);
    return *this;
}

ByteWriter& ByteWriter::u16(std::uint16_t value) {
    put(out_, value, 2);
    return *this;
}

ByteWriter& ByteWriter::u32(std::uint32_t value) {
    put(out_, value, 4);
    return *this;
}

ByteWriter& ByteWriter::u64(std::uint64_t value) {
    put(out_, value, 8);
    return *this;
}

ByteWriter& ByteWriter::bytes(ByteView value) {
    return text(as_text(value));
}

ByteWriter& ByteWriter::text(std::string_view value) {
    out_.append(value);
    return *this;
}

ByteWriter& ByteWriter::text_nul(std::string_view value) {
    OCOP_ASSERT(value.find('\0') == std::string_view::npos);
    out_.append(value).push_back('\0');
    return *this;
}

std::uint64_t ByteReader::number(std::size_t width) {
    std::uint64_t value = 0;
    for (char c : take(width)) {
        value = (value << 8) | static_cast<std::uint8_t>(c);
    }
    return value;
}

std::uint8_t ByteReader::u8() {
    return static_cast<std::uint8_t>(number(1));
}

std::uint16_t ByteReader::u16() {
    return static_cast<std::uint16_t>(number(2));
}

std::uint32_t ByteReader::u32() {
    return static_cast<std::uint32_t>(number(4));
}

std::uint64_t ByteReader::u64() {
    return number(8);
}

std::string_view ByteReader::take(std::size_t count) {
    if (failed_ || count > in_.size()) {
        failed_ = true;
        return {};
    }
    auto out = in_.substr(0, count);
    in_.remove_prefix(count);
    return out;
}

std::string_view ByteReader::text_nul() {
    auto end = in_.find('\0');
    if (failed_ || end == std::string_view::npos) {
        failed_ = true;
        return {};
    }
    auto out = take(end);
    take(1);
    return out;
}

}  // namespace ocop
