#include "cli/demo.hpp"
#include "cli/demo_data.hpp"
#include "prints/issued.hpp"
#include "stamps/orders.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/gs1/check_digit.hpp>

#include <map>
#include <set>

namespace ocop::cli {

namespace {

// A GTIN of the demonstration prefix that no authority of the sample register allocates from.
constexpr std::string_view unknown_gtin_body = "0952999999999";

Error sample_missing(std::string_view lot) {
    return {Errc::not_found, "sample_missing", std::string(lot), "has no issued order"};
}

using OrdersByLot = std::map<std::string, prints::IssuedOrder, std::less<>>;

// The order of each sample's lot. Walks the ranges from the first: sample orders were issued
// before any other of their lots, and few come before the last of them.
Result<OrdersByLot> find_orders(store::Reader const& reader) {
    std::set<std::string_view> wanted;
    for (auto const& row : demo::samples()) {
        wanted.insert(row.lot);
    }
    OrdersByLot found;
    stamp::Position at{0, 0};
    while (!wanted.empty()) {
        auto const issued = stamps::find_issued(reader, at);
        if (!issued) {
            return issued.error();
        }
        if (!*issued) {
            return sample_missing(*wanted.begin());
        }
        auto order =
            prints::IssuedOrder::load(reader, accounts::system_principal(), (*issued)->order);
        if (!order) {
            return order.error();
        }
        at.counter = order->range().first + order->range().count;
        auto const lot = order->approved().lot;
        if (wanted.erase(lot) > 0) {
            found.emplace(lot, std::move(*order));
        }
    }
    return found;
}

std::string with_last_digit_changed(std::string url) {
    url.back() = url.back() == '9' ? '0' : static_cast<char>(url.back() + 1);
    return url;
}

// The link as an imitator would print it: it begins as ours does, and leads to another domain,
// because what stands before '@' names a user.
std::string on_look_alike_host(std::string_view url, std::string_view host) {
    auto const path = url.substr(std::string_view("https://").size() + host.size());
    return "https://" + std::string(host) + "@tem-ocop.example" + std::string(path);
}

std::string unknown_gtin() {
    std::string gtin(unknown_gtin_body);
    gtin.push_back(gs1::check_digit(gtin));
    return gtin;
}

// Those that need no signature of their own, from the good stamp.
std::vector<Sample> derived_samples(
    std::string_view good, std::string_view host, std::string_view typed_serial
) {
    auto const base = "https://" + std::string(host);
    auto foreign = base + "/v?uri=";
    append_percent_encoded(foreign, on_look_alike_host(good, host));
    auto const before_serial = good.substr(0, good.find("/21/"));
    return {
        {"signature_invalid", with_last_digit_changed(std::string(good))},
        {"malformed", std::string(good.substr(0, good.size() - 1))},
        {"unsigned", std::string(before_serial)},
        {"not_issued", base + "/01/" + unknown_gtin()},
        {"listed", base + "/v?serial=" + std::string(typed_serial)},
        {"foreign_link", foreign},
    };
}

}  // namespace

Result<std::vector<Sample>> demo_samples(
    store::Reader const& reader,
    StampLink const& link,
    stamp::SerialKeys const& serials,
    std::string_view host
) {
    auto const orders = find_orders(reader);
    if (!orders) {
        return orders.error();
    }
    std::vector<Sample> out;
    for (auto const& row : demo::samples()) {
        auto url = link(orders->find(row.lot)->second, row.position);
        if (!url) {
            return url.error();
        }
        out.push_back({std::string(row.verdict), std::move(*url)});
    }
    auto const& good = orders->find(demo::samples().front().lot)->second;
    auto const serial = serials.serial_of({good.range().epoch, good.range().first});
    if (!serial) {
        return Error(Errc::not_found, "serial_key_missing");
    }
    auto const typed = stamp::format_typed_serial(*serial);
    for (auto& sample : derived_samples(out.front().url, host, typed)) {
        out.push_back(std::move(sample));
    }
    return out;
}

}  // namespace ocop::cli
