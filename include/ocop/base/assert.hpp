#pragma once

// OCOP_ASSERT stops the process on a broken invariant of our own code. It stays on in release and
// is never used to judge input: input gets an Error.

namespace ocop {

[[noreturn]] void assertion_failed(char const* expression, char const* file, int line) noexcept;

}  // namespace ocop

#define OCOP_ASSERT(expression)          \
    ((expression) ? static_cast<void>(0) \
                  : ::ocop::assertion_failed(#expression, __FILE__, __LINE__))
