#include "http/codings.hpp"

#include "http/ascii.hpp"

namespace ocop::http {

namespace {

// What stands before the next separator, which leaves `list` with it.
std::string_view take_next(std::string_view& list, char separator) {
    auto const end = std::min(list.find(separator), list.size());
    auto const out = trim(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    return out;
}

// "q=0", "q=0.000"
bool is_zero(std::string_view weight) {
    return weight.size() >= 3 && equal_without_case(weight.substr(0, 3), "q=0") &&
           weight.find_first_not_of("0.", 2) == std::string_view::npos;
}

}  // namespace

bool accepts_coding(std::string_view header, std::string_view coding) {
    bool any = false;
    while (!header.empty()) {
        auto parameters = take_next(header, ',');
        auto const name = take_next(parameters, ';');
        bool const taken = !is_zero(take_next(parameters, ';'));
        if (equal_without_case(name, coding)) {
            return taken;
        }
        any = any || (name == "*" && taken);
    }
    return any;
}

bool names_tag(std::string_view header, std::string_view tag) {
    while (!header.empty()) {
        auto each = take_next(header, ',');
        if (each.starts_with("W/")) {
            each.remove_prefix(2);
        }
        if (each == tag || each == "*") {
            return true;
        }
    }
    return false;
}

}  // namespace ocop::http
