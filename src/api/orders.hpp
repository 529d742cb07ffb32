#pragma once

#include <ocop/base/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ocop::api {

inline constexpr std::size_t approvals_max = 100;  // in one request

struct OrderToApprove {
    std::string id;
    std::optional<std::string> etag;  // as If-Match of the approval of one
};
BOOST_DESCRIBE_STRUCT(OrderToApprove, (), (id, etag))

// Many approvals with one step-up and in one transaction, in the order given: each is judged as if
// it came alone after those before it. What refuses one order stops no other and is told in its
// place; any other failure (the store's, a right taken away meanwhile) refuses all.
struct Approvals {
    std::vector<OrderToApprove> orders;
};
BOOST_DESCRIBE_STRUCT(Approvals, (), (orders))

}  // namespace ocop::api
