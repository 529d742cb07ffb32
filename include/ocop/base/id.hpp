#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/base/random.hpp>

#include <array>
#include <compare>
#include <string>

namespace ocop {

// A random 80-bit name, 16 Crockford characters in lower case; the tag keeps ids of different
// things apart at compile time.
template <class Tag>
struct Id {
    std::string value;

    friend auto operator<=>(Id const&, Id const&) = default;
};

std::string random_id(Random& random);

template <class Tag>
Id<Tag> new_id(Random& random) {
    return {random_id(random)};
}

}  // namespace ocop
