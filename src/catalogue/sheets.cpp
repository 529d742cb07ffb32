#include "catalogue/sheets.hpp"

#include "accounts/two_persons.hpp"
#include "registry/authority.hpp"
#include "verdicts/described.hpp"

#include <algorithm>

namespace ocop::catalogue {

namespace {

using registry::Certificate;

Result<std::optional<Certificate>> governing(
    store::Reader const& reader, std::string_view product, Day today
) {
    auto all = registry::certificates_of(reader, product);
    if (!all) {
        return all.error();
    }
    std::erase_if(*all, [](Certificate const& certificate) {
        return !accounts::is_confirmed(certificate.confirmations);
    });
    if (all->empty()) {
        return std::optional<Certificate>();
    }
    auto const stands = std::find_if(all->rbegin(), all->rend(), [&](Certificate const& one) {
        return stamp::is_in_force(one.term, today);
    });
    return std::optional(stands == all->rend() ? all->back() : *stands);
}

Result<ProducerSheet::Line> line_of(
    store::Reader const& reader, registry::Product product, Day today
) {
    auto const certificate = governing(reader, product.code, today);
    if (!certificate) {
        return certificate.error();
    }
    ProducerSheet::Line line{std::move(product.code), std::move(product.name), {}};
    if (*certificate && stamp::is_in_force((*certificate)->term, today)) {
        line.stars = (*certificate)->stars;
    }
    return line;
}

}  // namespace

Result<ProductSheet> load_product_sheet(
    store::Reader const& reader, std::string_view code, Day today
) {
    auto product = registry::load<registry::Product>(reader, code);
    if (!product) {
        return product.error();
    }
    auto producer = registry::load<registry::Producer>(reader, product->producer);
    if (!producer) {
        return store::as_stored(std::move(producer)).error();
    }
    auto items = registry::trade_items_of(reader, code);
    if (!items) {
        return items.error();
    }
    auto const certificate = governing(reader, code, today);
    if (!certificate) {
        return certificate.error();
    }
    auto const demo = registry::is_demo(reader);
    if (!demo) {
        return demo.error();
    }
    ProductSheet out{std::move(*product), std::move(*producer), std::move(*items), {}, *demo};
    if (*certificate) {
        auto described = verdicts::describe_certificate(reader, **certificate, today);
        if (!described) {
            return described.error();
        }
        out.certificate = std::move(*described);
    }
    return out;
}

Result<std::string> product_of(store::Reader const& reader, std::string_view gtin) {
    auto item = registry::load<registry::TradeItem>(reader, gtin);
    return item ? Result<std::string>(std::move(item->product)) : item.error();
}

Result<ProducerSheet> load_producer_sheet(
    store::Reader const& reader, std::string_view id, ProducerPage const& page, Day today
) {
    auto producer = registry::load<registry::Producer>(reader, id);
    if (!producer) {
        return producer.error();
    }
    auto const demo = registry::is_demo(reader);
    if (!demo) {
        return demo.error();
    }
    ProducerSheet out{std::move(*producer), {}, {}, *demo};
    // The register lists a producer's records to its own people by an index of theirs.
    accounts::Principal own;
    own.reach = accounts::Reach::own;
    own.producer = out.producer.id;
    auto found = registry::list<registry::Product>(reader, own, page.after, page.limit);
    if (!found) {
        return found.error();
    }
    for (auto& product : found->records) {
        auto line = line_of(reader, std::move(product), today);
        if (!line) {
            return line.error();
        }
        out.products.push_back(std::move(*line));
    }
    out.next = std::move(found->next);
    return out;
}

}  // namespace ocop::catalogue
