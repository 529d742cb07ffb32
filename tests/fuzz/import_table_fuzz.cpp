// libFuzzer target: any bytes as a file to import, the first of which says its kind. Every error
// has a line of the file and a code; a file without errors has a line; what is told is not more
// than what is counted.

#include "imports/table.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace ocop;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    auto const kind = static_cast<imports::Kind>(data[0] % 4);
    auto const text = as_text({data + 1, size - 1});
    auto const breaks =
        std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
    auto const table = imports::read_table(kind, text, "phu-tho");
    OCOP_ASSERT(table.errors.total > 0 || !table.lines.empty());
    OCOP_ASSERT(static_cast<std::int64_t>(table.errors.first.size()) <= table.errors.total);
    OCOP_ASSERT(table.errors.first.size() <= imports::errors_max);
    OCOP_ASSERT(table.lines.size() <= imports::lines_max);
    for (auto const& error : table.errors.first) {
        OCOP_ASSERT(error.line >= 1 && error.line <= breaks + 1);
        OCOP_ASSERT(!error.code.empty());
    }
    std::int64_t last = 1;
    for (auto const& line : table.lines) {
        OCOP_ASSERT(line.line > last && line.line <= breaks + 1);
        last = line.line;
    }
    return 0;
}
