#include <ocop/base/assert.hpp>

#include <cstdio>
#include <cstdlib>

namespace ocop {

void assertion_failed(char const* expression, char const* file, int line) noexcept {
    std::fprintf(stderr, "%s:%d: broken invariant: %s\n", file, line, expression);
    std::abort();
}

}  // namespace ocop
