#pragma once

#include "qr/symbol.hpp"
#include "signer/signer.hpp"
#include "stamps/orders.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// The stamps of an issued order. They are not stored: each is signed when it is asked for.
namespace ocop::prints {

// An order in state issued, which therefore has a kid and a range.
class IssuedOrder {
  public:
    // not_found "order_not_found", also when it is not for `who`; conflict "order_state".
    static Result<IssuedOrder> load(
        store::Reader const& reader, accounts::Principal const& who, std::string_view id
    );

    // refused "orders_frozen": after a recovery nobody prints for the producer, either.
    Result<void> check_printable(store::Reader const& reader, Instant now) const;

    std::int64_t count() const { return order_.count; }

    stamps::Range const& range() const { return *order_.range; }

    stamps::StampOrder const& record() const { return order_; }

    // What the signer is asked for.
    signer::ApprovedOrder approved() const;

    // Positions count from 1, counters from the range's first.
    std::uint64_t counter_of(std::int64_t position) const;
    std::int64_t position_of(std::uint64_t counter) const;

    std::string url_of(std::string_view host, signer::SignedStamp const& stamp) const;

    // The version of symbol that every stamp of the order fits, so that a print run has one size.
    Result<int> symbol_version(std::string_view host, qr::Level level) const;

  private:
    explicit IssuedOrder(stamps::StampOrder order) : order_(std::move(order)) {}

    stamps::StampOrder order_;
};

}  // namespace ocop::prints
