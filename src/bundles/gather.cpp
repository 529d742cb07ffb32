#include "bundles/gather.hpp"

#include "bundles/lots.hpp"
#include "registry/authority.hpp"
#include "registry/certificate.hpp"
#include "registry/lot.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace ocop::bundles {

namespace {

template <class R>
Result<std::vector<R>> all_of(store::Reader const& reader) {
    auto page = registry::list<R>(
        reader, accounts::system_principal(), {}, std::numeric_limits<std::size_t>::max()
    );
    return page ? Result<std::vector<R>>(std::move(page->records)) : page.error();
}

bundle::Certificate write_certificate(registry::Certificate const& certificate) {
    bundle::Certificate out;
    out.id = certificate.id;
    out.product = certificate.product;
    out.stars = certificate.stars;
    out.decision = certificate.recognised.decision;
    out.issued = certificate.term.issued;
    out.extended_until = certificate.term.extended_until;
    if (auto const& withdrawal = certificate.term.withdrawal) {
        auto& row = out.withdrawal.emplace();
        row.ground = withdrawal->ground;
        row.effective = withdrawal->effective;
        row.reinstated = withdrawal->reinstated;
        if (certificate.withdrawn) {
            row.decision = certificate.withdrawn->decision;
        }
    }
    return out;
}

using Codes = std::set<std::string, std::less<>>;

Result<void> add_certificates(
    store::Reader const& reader, bundle::Body& body, Terms& terms, Codes& products
) {
    auto const all = all_of<registry::Certificate>(reader);
    if (!all) {
        return all.error();
    }
    for (auto const& certificate : *all) {
        terms.emplace(certificate.id, certificate.term);
        products.insert(certificate.product);
        body.certificates.push_back(write_certificate(certificate));
    }
    return {};
}

Result<void> add_lots(LotParts const& parts, bundle::Body& body) {
    auto const all = all_of<registry::Lot>(parts.reader);
    if (!all) {
        return all.error();
    }
    for (auto const& lot : *all) {
        auto row = gather_lot(parts, lot);
        if (!row) {
            return row.error();
        }
        if (*row) {
            body.lots.push_back(std::move(**row));
        }
    }
    return {};
}

// The trade items of listed products, and of lots; then their products are listed too.
Result<void> add_items(store::Reader const& reader, bundle::Body& body, Codes& products) {
    auto const all = all_of<registry::TradeItem>(reader);
    if (!all) {
        return all.error();
    }
    Codes of_lots;
    for (auto const& lot : body.lots) {
        of_lots.insert(lot.gtin);
    }
    for (auto const& item : *all) {
        if (of_lots.contains(item.gtin)) {
            products.insert(item.product);
        }
    }
    for (auto const& item : *all) {
        if (products.contains(item.product)) {
            body.items.push_back(
                {item.gtin, item.product, write_name(item.name), write_quantity(item.net_content)}
            );
        }
    }
    return {};
}

Result<void> add_products(store::Reader const& reader, bundle::Body& body, Codes const& products) {
    auto const all = all_of<registry::Product>(reader);
    auto const makers = all_of<registry::Producer>(reader);
    auto const demo = registry::is_demo(reader);
    if (!all || !makers || !demo) {
        return !all ? all.error() : !makers ? makers.error() : demo.error();
    }
    Codes producers;
    for (auto const& product : *all) {
        if (!products.contains(product.code)) {
            continue;
        }
        bundle::Product row{product.code, write_name(product.name), product.producer, {}};
        if (*demo) {
            row.demo = true;
        }
        body.products.push_back(std::move(row));
        producers.insert(product.producer);
    }
    for (auto const& maker : *makers) {
        if (producers.contains(maker.id)) {
            body.producers.push_back({maker.id, write_name(maker.name), maker.commune_code});
        }
    }
    return {};
}

std::uint64_t last_entry(bundle::Lot const& lot) {
    return lot.orders && !lot.orders->empty() ? lot.orders->back().entry : 0;
}

bool is_standing(bundle::Lot const& lot) {
    return lot.recall || lot.hold;
}

// Leaves out lots, those whose stamps were issued first before others, until the text fits.
void fit(bundle::Body& body) {
    std::vector<bundle::Lot*> by_age;
    for (auto& lot : body.lots) {
        by_age.push_back(&lot);
    }
    std::sort(by_age.begin(), by_age.end(), [](auto const* a, auto const* b) {
        auto const rank = [](bundle::Lot const& lot) {
            return std::pair(is_standing(lot), last_entry(lot));
        };
        return rank(*a) > rank(*b);
    });
    auto without = body;
    without.lots.clear();
    auto bytes = json::canonical(json::write(without)).size();
    std::set<bundle::Lot const*> kept;
    for (auto const* lot : by_age) {
        bytes += json::canonical(json::write(*lot)).size() + 1;
        if (bytes > bundle::body_bytes_max && !is_standing(*lot)) {
            break;
        }
        kept.insert(lot);
    }
    std::vector<bundle::Lot> lots;
    for (auto& lot : body.lots) {
        if (kept.contains(&lot)) {
            lots.push_back(std::move(lot));
        }
    }
    body.lots = std::move(lots);
}

}  // namespace

Result<bundle::Body> gather_body(
    store::Reader const& reader, FilterFiles& files, stamp::SerialKeys const& serials, Instant now
) {
    bundle::Body body;
    Terms terms;
    Codes products;
    if (auto ok = add_certificates(reader, body, terms, products); !ok) {
        return ok.error();
    }
    if (auto ok = add_lots({reader, files, serials, terms, now}, body); !ok) {
        return ok.error();
    }
    if (auto ok = add_items(reader, body, products); !ok) {
        return ok.error();
    }
    if (auto ok = add_products(reader, body, products); !ok) {
        return ok.error();
    }
    return body;
}

Result<std::string> gather(
    store::Reader const& reader, FilterFiles& files, stamp::SerialKeys const& serials, Instant now
) {
    auto body = gather_body(reader, files, serials, now);
    if (!body) {
        return body.error();
    }
    auto text = bundle::write_body(*body);
    if (text || text.error().code != Errc::too_large) {
        return text;
    }
    fit(*body);
    return bundle::write_body(*body);
}

}  // namespace ocop::bundles
