#pragma once

#include <ocop/base/result.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ocop::sheets {

// Takes the next bytes of a file, in order. What it returns as an error ends the file.
using Sink = std::function<Result<void>(std::string_view bytes)>;

// The frame of a PDF file (ISO 32000-1 §7.5): numbered objects one after the other, a table of
// where they are, a trailer. It keeps a buffer of fixed size and eight bytes an object, no more.
// The sink's first error sticks: it is not called again, what is written later is dropped, and
// finish() gives the error; so does too_large sheets_file_too_large, when an object would begin
// where the table's ten digits do not reach. One thread.
class PdfWriter {
  public:
    static constexpr std::size_t buffer_bytes = 64 * 1024;
    static constexpr std::uint64_t offset_max = 9'999'999'999;

    // Writes the header. The sink must live as long as the writer.
    explicit PdfWriter(Sink sink);

    // The next free object number, from 1.
    int reserve();

    // An object is begun once and ended before the next one begins (OCOP_ASSERT).
    void begin(int object);
    void end();

    // A whole object.
    void object(int number, std::string_view body);

    // A stream whose length is known only at its end; it takes an object more for that. Within it,
    // the streaming functions below. `entries` are those of its dictionary besides the length.
    void begin_stream(int object, std::string_view entries = {});
    void end_stream();

    // A whole stream, deflated. `entries` are those of its dictionary besides filter and length.
    void deflated_stream(int object, std::string_view bytes, std::string_view entries = {});

    void put(std::string_view bytes);
    void put_number(std::int64_t number);
    // A length in units of 1/100 point, as points with up to two decimals; a space after it.
    void put_units(int units);

    bool failed() const { return failure_.has_value(); }

    Result<void> state() const;

    // The table and the trailer. Every reserved object must have been written (OCOP_ASSERT).
    // Writes nothing more afterwards.
    Result<void> finish(int root, int info);

    std::uint64_t bytes_written() const { return flushed_ + buffer_.size(); }

  private:
    void flush();

    Sink sink_;
    std::string buffer_;
    std::uint64_t flushed_ = 0;
    std::vector<std::uint64_t> offsets_;  // of object n at n − 1; 0 until begun
    std::optional<Error> failure_;
    bool open_ = false;
    int length_object_ = 0;
    std::uint64_t stream_start_ = 0;
};

}  // namespace ocop::sheets
