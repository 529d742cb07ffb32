#include <ocop/bundle/body.hpp>

#include <algorithm>
#include <functional>

namespace ocop::bundle {

namespace {

constexpr std::size_t values_max = 4'000'000;
constexpr std::string_view five[] = {"producers", "products", "items", "certificates", "lots"};

Error malformed(std::string pointer, std::string reason) {
    return {Errc::malformed, "bundle_malformed", std::move(pointer), std::move(reason)};
}

// Ascending, none twice.
template <class T, class Key>
bool is_in_order(std::vector<T> const& rows, Key key) {
    auto const bad = [&](T const& a, T const& b) {
        return !(std::invoke(key, a) < std::invoke(key, b));
    };
    return std::adjacent_find(rows.begin(), rows.end(), bad) == rows.end();
}

}  // namespace

json::value write(Moment moment) {
    auto text = to_text(moment.at);
    constexpr std::string_view zeros = ".000Z";
    if (std::string_view(text).ends_with(zeros)) {
        text.replace(text.size() - zeros.size(), zeros.size(), "Z");
    }
    return json::value(text);
}

void read_into(json::Reading& reading, json::value const& value, Moment& out) {
    json::read_into(reading, value, out.at);
}

json::value write(Order const& order) {
    auto out = json::write<Order>(order);
    auto& members = out.get_object();
    if (auto const* const voided = members.if_contains("voided")) {
        auto moved = *voided;
        members.erase("voided");
        members.emplace("void", std::move(moved));
    }
    return out;
}

void read_into(json::Reading& reading, json::value const& value, Order& out) {
    auto renamed = value;
    if (auto* const members = renamed.if_object()) {
        members->erase("voided");
        if (auto const* const voided = members->if_contains("void")) {
            auto moved = *voided;
            members->emplace("voided", std::move(moved));
        }
    }
    json::read_into<Order>(reading, renamed, out);
}

stamp::CertificateTerm term_of(Certificate const& certificate) {
    stamp::CertificateTerm out;
    out.issued = certificate.issued;
    out.extended_until = certificate.extended_until;
    if (certificate.withdrawal) {
        auto const& withdrawal = *certificate.withdrawal;
        out.withdrawal = stamp::Withdrawal{
            static_cast<int>(withdrawal.ground), withdrawal.effective, withdrawal.reinstated};
    }
    return out;
}

std::size_t count_filters(Lot const& lot) {
    std::size_t count = 0;
    auto const add = [&](auto const& sets) {
        for (auto const& set : *sets) {
            count += set.has_filter() ? 1 : 0;
        }
    };
    if (!lot.orders) {
        return count;
    }
    for (auto const& order : *lot.orders) {
        count += 1;
        if (order.activated) {
            add(order.activated);
        }
        if (order.voided) {
            add(order.voided);
        }
    }
    return count;
}

Result<std::string> write_body(Body const& body) {
    auto text = json::canonical(json::write(body));
    if (text.size() > body_bytes_max) {
        return Error(Errc::too_large, "bundle_too_large");
    }
    return text;
}

Result<Body> read_body(std::string_view text) {
    auto const value =
        json::parse(text, {.bytes_max = body_bytes_max, .depth_max = 16, .values_max = values_max});
    if (!value || !value->is_object()) {
        return malformed("", "is not a JSON object");
    }
    for (auto const name : five) {
        if (!value->get_object().contains(name)) {
            return malformed("/" + std::string(name), "is missing");
        }
    }
    auto body = json::read<Body>(*value, json::Mode::lenient);
    if (!body) {
        return Error(Errc::malformed, "bundle_malformed", body.error().faults);
    }
    auto const name_of = [](Lot const& lot) { return std::pair(lot.gtin, lot.lot); };
    bool sorted =
        is_in_order(body->producers, &Producer::id) &&
        is_in_order(body->products, &Product::code) && is_in_order(body->items, &Item::gtin) &&
        is_in_order(body->certificates, &Certificate::id) && is_in_order(body->lots, name_of);
    for (auto const& lot : body->lots) {
        sorted = sorted && (!lot.orders || is_in_order(*lot.orders, &Order::entry));
    }
    if (!sorted) {
        return malformed("", "has rows out of order");
    }
    return body;
}

}  // namespace ocop::bundle
