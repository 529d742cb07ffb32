#include <ocop/base/result.hpp>

#include <stdexcept>

namespace ocop {

std::string describe(Error const& error) {
    std::string out(error.slug);
    for (auto const& fault : error.faults) {
        out += out.size() == error.slug.size() ? " at " : "; ";
        out += fault.pointer + ": " + fault.reason;
    }
    return out;
}

void throw_exception_from_error(Error const& error, boost::source_location const& where) {
    throw std::logic_error(
        "value() of a failed result at " + where.to_string() + ": " + describe(error)
    );
}

}  // namespace ocop
