#pragma once

#include "events/templates.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Comma-separated values (RFC 4180) as spreadsheets write them: UTF-8 with or without a byte order
// mark, parted by ',', ';' or tabs (the one that the first line has more of, outside quotes;
// Vietnamese and most European settings write ';'), quoted fields with "" for a quote and with line
// breaks in them, CRLF, LF or CR. Pure; any thread.
namespace ocop::events {

// What is wrong with a line, for people.
struct LineFault {
    std::size_t line = 0;  // of the file, from 1; of a row over several lines the first
    std::string column;    // as the header writes it; empty: the line as a whole
    std::string vi;
    std::string en;
};

struct CsvRow {
    std::size_t line = 0;
    std::vector<std::string> cells;
};

enum class CsvTrouble : std::uint8_t { none, not_utf8, too_many_rows, not_csv };

struct Csv {
    std::vector<CsvRow> rows;  // without those whose cells are all blank
    // The first thing that is no CSV, or none: bytes that are not UTF-8, NUL, a quote inside a bare
    // field or text behind a closed one, a quote that is never closed, more than `rows_max` rows or
    // `cells_max` cells in one. `rows` then holds the rows before it.
    std::optional<LineFault> fault;
    CsvTrouble trouble = CsvTrouble::none;  // what kind of fault it is
};

struct CsvLimits {
    std::size_t rows_max = 501;  // the header among them
    std::size_t cells_max = 64;
};

Csv read_csv(std::string_view text, CsvLimits limits = {});

LineFault line_fault(std::size_t line, std::string_view column, Words const& reason);

}  // namespace ocop::events
