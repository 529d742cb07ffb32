#pragma once

#include "imports/columns.hpp"
#include "registry/certificate.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// A file of lines to register, read into the requests that single registrations make. Pure; any
// thread: nothing here asks the register.
namespace ocop::imports {

inline constexpr std::size_t bytes_max = std::size_t{1024} * 1024;
inline constexpr std::size_t lines_max = 2'000;  // behind the header
inline constexpr std::size_t errors_max = 200;   // that are told; all are counted

// What is wrong with a line.
struct LineError {
    std::int64_t line = 0;  // of the file, from 1; of a row over several lines the first
    std::string column;     // as the header writes it; empty: the line as a whole
    std::string pointer;    // into the request that the line makes; empty: the same
    std::string code;       // a problem's slug
    std::string detail;     // for people, in English; may be empty
};
BOOST_DESCRIBE_STRUCT(LineError, (), (line, column, pointer, code, detail))

struct Errors {
    std::vector<LineError> first;  // at most errors_max
    std::int64_t total = 0;

    void add(LineError error);
};

using Request = std::variant<
    registry::NewProducer,
    registry::NewProduct,
    registry::NewTradeItem,
    registry::NewCertificate>;

struct Line {
    std::int64_t line = 0;
    Request request;
};

struct Table {
    Kind kind = Kind::producers;
    // The columns of the file: where in a request, and as its header writes it.
    std::vector<std::pair<std::string, std::string>> columns;
    std::vector<Line> lines;  // those without an error
    Errors errors;

    // The header's word for a place in a request; the API's own name where the file has no such
    // column, empty for what is none.
    std::string column_at(std::string_view pointer) const;
};

// `authority` is what stands in for an empty cell of that column. Errors: "csv_not_utf8",
// "csv_invalid", "csv_too_long", "csv_empty" of the file, "column_unknown", "column_repeated",
// "column_missing" of its header, "line_too_wide", "line_repeated" and "json_invalid" of a line.
// Lines are not read behind an error of the file or its header.
Table read_table(Kind kind, std::string_view text, std::string_view authority);

// One error a fault of `error`, at the columns they point to; one of the line where it has none.
void add_errors(Errors& errors, Table const& table, std::int64_t line, Error const& error);

}  // namespace ocop::imports
