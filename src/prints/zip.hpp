#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

// ZIP files (PKWARE APPNOTE 6.3, as ISO/IEC 21320-1 has it) that are written member after member,
// also by several processes one after the other: what the end of the file needs of a member is a
// value that can be kept. A library keeps that in memory until the end, and could not go on after a
// restart.
namespace ocop::prints {

// What the central directory and a manifest say of a member.
struct ZipMember {
    std::string name;  // ASCII
    std::uint32_t crc = 0;
    std::uint64_t bytes = 0;
    std::uint64_t packed = 0;
    std::uint64_t offset = 0;  // of its header in the file
    std::string sha256;        // hex
};
BOOST_DESCRIBE_STRUCT(ZipMember, (), (name, crc, bytes, packed, offset, sha256))

using ZipSink = std::function<Result<void>(std::string_view bytes)>;

// One member, deflated while it is written. Its header says that sizes follow it. No dates: the
// same members give the same bytes. Holds 300 KB, whatever the size. One thread.
class ZipMemberWriter {
  public:
    // `offset`: how many bytes of the file come before. Writes the member's header. Errors here:
    // those of the sink, which then always come again.
    static Result<ZipMemberWriter> begin(std::string name, std::uint64_t offset, ZipSink sink);

    ZipMemberWriter(ZipMemberWriter&&) noexcept;
    ZipMemberWriter& operator=(ZipMemberWriter&&) noexcept;
    ~ZipMemberWriter();

    Result<void> write(std::string_view bytes);

    // too_large "zip_too_large": beyond 4 GB less a little, where older readers end.
    Result<ZipMember> finish();

  private:
    struct State;

    explicit ZipMemberWriter(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

// The central directory, which ends the file; `offset` as above. too_large "zip_too_large": more
// than 65,534 members, or as above.
Result<void> write_zip_end(
    std::span<ZipMember const> members, std::uint64_t offset, ZipSink const& sink
);

}  // namespace ocop::prints
