#include "prints/zip.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <zlib.h>

#include <array>
#include <optional>

namespace ocop::prints {

namespace {

constexpr std::uint64_t bytes_max = 0xffff0000;
constexpr std::size_t members_max = 65'534;
constexpr std::uint16_t version_needed = 20;
constexpr std::uint16_t sizes_follow = 1 << 3;
constexpr std::uint16_t deflated = 8;
constexpr std::uint16_t first_day = 1 << 5 | 1;  // 1980-01-01, as 0 is no date
constexpr std::uint32_t owner_reads = 0100644U << 16;
constexpr int deflate_level = 1;  // digits of signatures hardly get smaller with more
constexpr int raw_window = -15;
constexpr int memory_level = 8;

// ZIP's numbers have their least byte first.
class Fields {
  public:
    Fields& u16(std::uint64_t value) { return put(value, 2); }

    Fields& u32(std::uint64_t value) { return put(value, 4); }

    Fields& text(std::string_view value) {
        out_ += value;
        return *this;
    }

    std::string const& view() const { return out_; }

  private:
    Fields& put(std::uint64_t value, int count) {
        for (int at = 0; at < count; ++at) {
            out_ += static_cast<char>(value >> (8 * at) & 0xff);
        }
        return *this;
    }

    std::string out_;
};

Error too_large() {
    return {Errc::too_large, "zip_too_large", "", "a ZIP file ends at 4 GB"};
}

}  // namespace

struct ZipMemberWriter::State {
    explicit State(ZipSink s) : sink(std::move(s)) {
        // Fails for want of memory alone.
        OCOP_ASSERT(
            deflateInit2(
                &stream, deflate_level, Z_DEFLATED, raw_window, memory_level, Z_DEFAULT_STRATEGY
            ) == Z_OK
        );
    }

    State(State const&) = delete;
    State& operator=(State const&) = delete;

    ~State() { deflateEnd(&stream); }

    Result<void> put(std::string_view bytes) {
        if (!failure) {
            if (auto const taken = sink(bytes); !taken) {
                failure = taken.error();
            }
        }
        return failure ? Result<void>(*failure) : Result<void>();
    }

    Result<void> pump(int flush) {
        do {
            stream.next_out = buffer.data();
            stream.avail_out = static_cast<uInt>(buffer.size());
            deflate(&stream, flush);
            auto const size = buffer.size() - stream.avail_out;
            member.packed += size;
            if (auto const done = put(as_text({buffer.data(), size})); !done) {
                return done.error();
            }
        } while (stream.avail_out == 0);
        return {};
    }

    ZipSink sink;
    ZipMember member;
    z_stream stream{};
    crypto::Sha256 hash;
    std::array<std::uint8_t, 32 * 1024> buffer{};
    std::optional<Error> failure;
};

ZipMemberWriter::ZipMemberWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

ZipMemberWriter::ZipMemberWriter(ZipMemberWriter&&) noexcept = default;
ZipMemberWriter& ZipMemberWriter::operator=(ZipMemberWriter&&) noexcept = default;
ZipMemberWriter::~ZipMemberWriter() = default;

Result<ZipMemberWriter> ZipMemberWriter::begin(
    std::string name, std::uint64_t offset, ZipSink sink
) {
    auto state = std::make_unique<State>(std::move(sink));
    state->member.name = std::move(name);
    state->member.offset = offset;
    Fields header;
    header.text("PK\3\4").u16(version_needed).u16(sizes_follow).u16(deflated).u16(0);
    header.u16(first_day).u32(0).u32(0).u32(0).u16(state->member.name.size()).u16(0);
    header.text(state->member.name);
    if (auto const done = state->put(header.view()); !done) {
        return done.error();
    }
    return ZipMemberWriter(std::move(state));
}

Result<void> ZipMemberWriter::write(std::string_view bytes) {
    auto& state = *state_;
    constexpr std::size_t piece_max = 1 << 20;
    while (!bytes.empty()) {
        auto const piece = as_bytes(bytes.substr(0, piece_max));
        auto const size = static_cast<uInt>(piece.size());
        state.hash.add(piece);
        state.member.crc = static_cast<std::uint32_t>(crc32(state.member.crc, piece.data(), size));
        state.member.bytes += size;
        // zlib reads from it only.
        state.stream.next_in = const_cast<std::uint8_t*>(piece.data());
        state.stream.avail_in = size;
        if (auto const done = state.pump(Z_NO_FLUSH); !done) {
            return done.error();
        }
        bytes.remove_prefix(piece.size());
    }
    return {};
}

Result<ZipMember> ZipMemberWriter::finish() {
    auto& state = *state_;
    state.stream.avail_in = 0;
    if (auto const done = state.pump(Z_FINISH); !done) {
        return done.error();
    }
    auto& member = state.member;
    if (member.bytes > bytes_max || member.offset + member.packed > bytes_max) {
        return too_large();
    }
    Fields sizes;
    sizes.text("PK\7\10").u32(member.crc).u32(member.packed).u32(member.bytes);
    if (auto const done = state.put(sizes.view()); !done) {
        return done.error();
    }
    member.sha256 = to_hex(state.hash.finish());
    return member;
}

Result<void> write_zip_end(
    std::span<ZipMember const> members, std::uint64_t offset, ZipSink const& sink
) {
    if (members.size() > members_max || offset > bytes_max) {
        return too_large();
    }
    std::uint64_t size = 0;
    for (auto const& member : members) {
        Fields entry;
        entry.text("PK\1\2").u16(version_needed | 3 << 8).u16(version_needed).u16(sizes_follow);
        entry.u16(deflated).u16(0).u16(first_day).u32(member.crc).u32(member.packed);
        entry.u32(member.bytes).u16(member.name.size()).u16(0).u16(0).u16(0).u16(0);
        entry.u32(owner_reads).u32(member.offset).text(member.name);
        size += entry.view().size();
        if (auto const done = sink(entry.view()); !done) {
            return done.error();
        }
    }
    Fields end;
    end.text("PK\5\6").u16(0).u16(0).u16(members.size()).u16(members.size());
    end.u32(size).u32(offset).u16(0);
    return sink(end.view());
}

}  // namespace ocop::prints
