#include "prints/issued.hpp"

#include "accounts/notices.hpp"

namespace ocop::prints {

Result<IssuedOrder> IssuedOrder::load(
    store::Reader const& reader, accounts::Principal const& who, std::string_view id
) {
    auto order = stamps::load_order_in(reader, who, id, stamps::OrderState::issued);
    if (!order) {
        return order.error();
    }
    return IssuedOrder(std::move(*order));
}

Result<void> IssuedOrder::check_printable(store::Reader const& reader, Instant now) const {
    return accounts::check_orders_thawed(reader, order_.producer, now);
}

signer::ApprovedOrder IssuedOrder::approved() const {
    return {
        order_.id,
        order_.gtin,
        order_.lot,
        stamp::to_text(*order_.kid),
        range().epoch,
        range().first,
        range().count};
}

std::uint64_t IssuedOrder::counter_of(std::int64_t position) const {
    return range().first + static_cast<std::uint64_t>(position) - 1;
}

std::int64_t IssuedOrder::position_of(std::uint64_t counter) const {
    return static_cast<std::int64_t>(counter - range().first) + 1;
}

std::string IssuedOrder::url_of(std::string_view host, signer::SignedStamp const& stamp) const {
    return stamp::write_stamp_url(
        host, {order_.gtin, order_.lot, stamp.serial}, {*order_.kid, stamp.signature}
    );
}

// All URLs of an order have the same length and digits in the same places, except in the serial.
// One of letters alone takes the most room: digits might go into a numeric segment, letters cannot.
Result<int> IssuedOrder::symbol_version(std::string_view host, qr::Level level) const {
    constexpr std::uint64_t letters_alone = stamp::serial_end - 1;  // ZZZZZZZZZZ
    return qr::smallest_version(url_of(host, {0, letters_alone, {}}), level);
}

}  // namespace ocop::prints
