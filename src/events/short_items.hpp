#pragma once

#include "events/short_form.hpp"

#include <set>

// The what dimension of a short form: of short_build.cpp alone. Faults and origins go to `out`.
namespace ocop::events {

void add_fault(BuildResult& out, std::string pointer, Words const& reason);

// An element of a quantity list; `at` is the amount's pointer.
json::object quantity_element(
    std::string const& id,
    std::optional<Amount> const& amount,
    std::string const& at,
    BuildResult& out
);

// One side of a transformation.
struct Side {
    json::array instances;
    json::array classes;  // what is no single thing, of GS1 or not
    std::set<std::string> ids;
};

// `stem` is "/input" or "/output", the pointer of its lists in the event.
Side read_side(
    std::vector<ShortItem> const& items,
    std::string const& pointer,
    std::string const& stem,
    BuildResult& out
);

}  // namespace ocop::events
