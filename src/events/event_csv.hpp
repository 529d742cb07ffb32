#pragma once

#include "events/csv.hpp"
#include "events/short_form.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// A table of events of one lot, as a spreadsheet writes it, to short forms. Pure; any thread.
//
// The first row names the columns, in Vietnamese or English, in any order, without regard to
// capitals; what stands in parentheses is not looked at ("Nhiệt độ (°C)"). Each further row is an
// event; a row with input columns alone adds an input to the event above. Dates are dd/mm/yyyy or
// ISO, with a time of day behind them or in a column of its own ("8:30", "8h30"), all in Vietnam's
// time; a day without one is its first minute. Numbers have a decimal comma or point; one that
// could be read in two ways ("1.500") is a fault.
namespace ocop::events {

enum class CsvColumn : std::uint8_t {
    step,
    chain,
    date,
    time,
    place,
    quantity,
    unit,
    input_gtin,
    input_lot,
    input_id,
    input_quantity,
    input_unit,
    to,
    from,
    temperature,
    humidity,
    material,
    phi_days,
    notes,
    photos,     // hashes, parted by spaces
    documents,  // the same
};

struct CsvColumnName {
    CsvColumn column = CsvColumn::step;
    Words name;
};

std::span<CsvColumnName const> csv_columns();

// Where in the file a part of a form comes from.
struct CsvOrigin {
    std::string pointer;  // into the short form
    std::size_t line = 0;
    std::string column;
};

struct CsvForm {
    ShortEvent form;
    std::size_t line = 0;
    std::vector<CsvOrigin> origins;
};

struct CsvReading {
    std::vector<CsvForm> forms;     // in the order of the file
    std::vector<LineFault> faults;  // every one, in the order of the file
};

inline constexpr std::size_t csv_events_max = 500;  // rows, those of further inputs among them
inline constexpr std::size_t csv_bytes_max = std::size_t{512} * 1024;

CsvReading read_event_csv(std::string_view text);

// A fault of a form, at its place in the file.
LineFault at_line(CsvForm const& form, FormFault const& fault);

}  // namespace ocop::events
