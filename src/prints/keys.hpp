#pragma once

#include "prints/print_run.hpp"
#include "store/store.hpp"

#include <functional>
#include <string>

// Keys and values in space stamps that more than one file here writes; their tables are in
// print_run.hpp and features.hpp.
namespace ocop::prints {

std::string run_key(std::string_view id);
std::string order_prefix(std::string_view order);
std::string number_key(std::string_view order);
std::string feature_prefix(std::string_view order);
std::string link_key(ByteView token);  // SHA-256

// What the index has of a run.
struct Printed {
    std::string run;
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t copy = 0;  // 0: not begun

    bool meets(std::int64_t from, std::int64_t to) const { return first <= to && from <= last; }
};

void put_printed(store::Transaction& tx, PrintRun const& run);

// All runs of an order, by id, until `visit` says false. Corrupt "store_corrupt".
Result<void> scan_printed(
    store::Reader const& reader,
    std::string_view order,
    std::string_view from,
    std::function<bool(Printed const&)> const& visit
);

// The highest copy that a position of the range has had; 0: none was printed.
Result<std::int64_t> highest_copy(
    store::Reader const& reader, std::string_view order, std::int64_t first, std::int64_t last
);

}  // namespace ocop::prints
