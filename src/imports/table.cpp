#include "imports/table.hpp"

#include "events/csv.hpp"
#include "events/csv_values.hpp"
#include "imports/cells.hpp"

#include <algorithm>
#include <map>

namespace ocop::imports {

namespace {

using events::CsvRow;

constexpr std::size_t cells_max = 64;
constexpr std::string_view not_utf8 = "is not UTF-8: save the file as \"CSV UTF-8\"";

// A column of the file; null: none of ours, and empty throughout.
using Columns = std::vector<Column const*>;

std::int64_t number_of(std::size_t line) {
    return static_cast<std::int64_t>(line);
}

// The first error that makes the file none, in the words of the import.
LineError file_error(events::LineFault const& fault, events::CsvTrouble trouble) {
    LineError out{number_of(fault.line), fault.column, {}, "csv_invalid", fault.en};
    if (trouble == events::CsvTrouble::not_utf8) {
        out.code = "csv_not_utf8";
        out.detail = not_utf8;
    } else if (trouble == events::CsvTrouble::too_many_rows) {
        out.code = "csv_too_long";
        out.detail = "has more than " + std::to_string(lines_max) + " lines: part it into files";
    }
    return out;
}

bool is_blank_below(std::vector<CsvRow> const& rows, std::size_t column) {
    return std::all_of(rows.begin() + 1, rows.end(), [column](CsvRow const& row) {
        return column >= row.cells.size() || events::trimmed(row.cells[column]).empty();
    });
}

Columns read_header(Table& table, std::vector<CsvRow> const& rows) {
    Columns out;
    auto const& header = rows.front();
    auto const line = number_of(header.line);
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
        std::string const name(events::trimmed(header.cells[i]));
        auto const* const column = find_column(table.kind, name);
        bool const twice =
            column != nullptr && std::find(out.begin(), out.end(), column) != out.end();
        if (column == nullptr && !(name.empty() && is_blank_below(rows, i))) {
            table.errors.add({line, name, {}, "column_unknown", {}});
        } else if (twice) {
            table.errors.add({line, name, std::string(column->pointer), "column_repeated", {}});
        }
        out.push_back(column);
        if (column != nullptr && !twice) {
            table.columns.emplace_back(column->pointer, name);
        }
    }
    for (auto const& column : columns_of(table.kind)) {
        if (column.required && std::find(out.begin(), out.end(), &column) == out.end()) {
            table.errors.add(
                {line, name_of(column), std::string(column.pointer), "column_missing", {}}
            );
        }
    }
    return out;
}

// Puts a value where a pointer of one or two names leads.
void put_at(json::object& object, std::string_view pointer, json::value value) {
    auto const path = pointer.substr(1);
    auto const slash = path.find('/');
    if (slash == std::string_view::npos) {
        object[path] = std::move(value);
        return;
    }
    auto& inner = object[path.substr(0, slash)];
    if (!inner.is_object()) {
        inner = json::object();
    }
    inner.get_object()[path.substr(slash + 1)] = std::move(value);
}

// What a clerk leaves out and a program must say.
void fill_in(Kind kind, json::object& request, std::string_view authority) {
    bool const has_authority = kind == Kind::products || kind == Kind::certificates;
    if (has_authority && !request.contains("authority") && !authority.empty()) {
        request["authority"] = authority;
    }
    if (kind != Kind::products) {
        return;
    }
    if (!request.contains("legal_version")) {
        request["legal_version"] = "qd26";
    }
    auto const* const set = request.if_contains("criteria_set");
    if (!request.contains("group") && set != nullptr && set->is_int64()) {
        request["group"] = registry::group_of(set->get_int64());
    }
}

template <class R>
Result<Request> read_as(json::object const& request) {
    auto read = json::read<R>(json::value(request), json::Mode::strict);
    return read ? Result<Request>(Request(std::move(*read))) : read.error();
}

Result<Request> read_request(Kind kind, json::object const& request) {
    switch (kind) {
        case Kind::producers:
            return read_as<registry::NewProducer>(request);
        case Kind::products:
            return read_as<registry::NewProduct>(request);
        case Kind::trade_items:
            return read_as<registry::NewTradeItem>(request);
        case Kind::certificates:
            return read_as<registry::NewCertificate>(request);
    }
    return Error();
}

// What the register itself does not see: the same producer twice would be two producers.
class Repeats {
  public:
    void look(Table& table, Line const& line) {
        auto const* const producer = std::get_if<registry::NewProducer>(&line.request);
        if (producer == nullptr || !producer->tax_code) {
            return;
        }
        auto const [first, fresh] = lines_.try_emplace(*producer->tax_code, line.line);
        if (!fresh) {
            table.errors.add(
                {line.line,
                 table.column_at("/tax_code"),
                 "/tax_code",
                 "line_repeated",
                 "is also on line " + std::to_string(first->second)}
            );
        }
    }

  private:
    std::map<std::string, std::int64_t> lines_;
};

void read_line(
    Table& table, Columns const& columns, CsvRow const& row, std::string_view authority
) {
    auto const line = number_of(row.line);
    auto const before = table.errors.total;
    json::object request;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        auto const text = events::trimmed(row.cells[i]);
        if (text.empty()) {
            continue;
        }
        if (i >= columns.size()) {
            table.errors.add({line, {}, {}, "line_too_wide", "has more cells than the header"});
            break;
        }
        auto cell = read_cell(columns[i]->cell, text);
        if (auto* const value = std::get_if<json::value>(&cell)) {
            put_at(request, columns[i]->pointer, std::move(*value));
            continue;
        }
        std::string const pointer(columns[i]->pointer);
        table.errors.add(
            {line,
             table.column_at(pointer),
             pointer,
             "json_invalid",
             std::string(std::get<std::string_view>(cell))}
        );
    }
    if (table.errors.total > before) {
        return;
    }
    // So that a name that is left out is missed where it would stand.
    for (auto const& column : columns_of(table.kind)) {
        if (column.required && column.pointer == "/name/vi" && !request.contains("name")) {
            request["name"] = json::object();
        }
        if (column.pointer == "/net_content/value" && !request.contains("net_content")) {
            request["net_content"] = json::object();
        }
    }
    fill_in(table.kind, request, authority);
    auto read = read_request(table.kind, request);
    if (read) {
        table.lines.push_back({line, std::move(*read)});
    } else {
        add_errors(table.errors, table, line, read.error());
    }
}

}  // namespace

void Errors::add(LineError error) {
    ++total;
    if (first.size() < errors_max) {
        first.push_back(std::move(error));
    }
}

std::string Table::column_at(std::string_view pointer) const {
    for (auto const& [place, name] : columns) {
        if (place == pointer) {
            return name;
        }
    }
    for (auto const& column : columns_of(kind)) {
        if (column.pointer == pointer) {
            return name_of(column);
        }
    }
    return {};
}

Table read_table(Kind kind, std::string_view text, std::string_view authority) {
    Table table;
    table.kind = kind;
    auto const csv = events::read_csv(text, {lines_max + 1, cells_max});
    if (csv.fault) {
        table.errors.add(file_error(*csv.fault, csv.trouble));
        return table;
    }
    if (csv.rows.size() < 2) {
        table.errors.add({1, {}, {}, "csv_empty", "has no lines below the header"});
        return table;
    }
    auto const columns = read_header(table, csv.rows);
    if (table.errors.total > 0) {
        return table;
    }
    Repeats repeats;
    for (auto row = csv.rows.begin() + 1; row != csv.rows.end(); ++row) {
        auto const before = table.lines.size();
        read_line(table, columns, *row, authority);
        if (table.lines.size() > before) {
            repeats.look(table, table.lines.back());
        }
    }
    return table;
}

void add_errors(Errors& errors, Table const& table, std::int64_t line, Error const& error) {
    std::string const code(error.slug);
    if (error.faults.empty()) {
        errors.add({line, {}, {}, code, {}});
    }
    for (auto const& fault : error.faults) {
        errors.add({line, table.column_at(fault.pointer), fault.pointer, code, fault.reason});
    }
}

}  // namespace ocop::imports
