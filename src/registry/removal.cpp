#include "registry/removal.hpp"

#include "registry/lot.hpp"
#include "registry/names.hpp"

namespace ocop::registry {

namespace {

// Whether the register has a key that begins so.
Result<bool> has_any(store::Reader const& reader, std::string_view prefix) {
    bool found = false;
    auto const scanned =
        reader
            .scan(store::Space::registry, prefix, {}, [&found](std::string_view, std::string_view) {
                found = true;
                return false;
            });
    return scanned ? Result<bool>(found) : scanned.error();
}

struct Kept {
    std::string prefix;
    std::string_view words;
};

Result<std::string_view> first_of(store::Reader const& reader, std::span<Kept const> all) {
    for (auto const& each : all) {
        auto const any = has_any(reader, each.prefix);
        if (!any) {
            return any.error();
        }
        if (*any) {
            return each.words;
        }
    }
    return std::string_view();
}

}  // namespace

Result<std::string_view> resting_on(store::Reader const& reader, Producer const& producer) {
    Kept const all[] = {
        {owned_key<Product>(producer.id, {}), "has products"},
        {owned_key<Place>(producer.id, {}), "has places"},
        {owned_key<TradeItem>(producer.id, {}), "has trade items"},
        {owned_key<Certificate>(producer.id, {}), "has certificates"},
        {owned_key<Lot>(producer.id, {}), "has lots"},
    };
    return first_of(reader, all);
}

Result<std::string_view> resting_on(store::Reader const& reader, Product const& product) {
    Kept const all[] = {
        {ByteWriter().u8('T').text_nul(product.code).take(), "has trade items"},
        {record_key<Certificate>(product.code + "."), "has certificates"},
    };
    return first_of(reader, all);
}

Result<std::string_view> resting_on(store::Reader const& reader, TradeItem const& item) {
    Kept const all[] = {{record_key<Lot>(lot_key(item.gtin, {})), "has lots"}};
    return first_of(reader, all);
}

Result<std::string_view> resting_on(store::Reader const& reader, Certificate const& certificate) {
    auto const all = certificates_of(reader, certificate.product);
    if (!all) {
        return all.error();
    }
    bool const is_last = !all->empty() && all->back().id == certificate.id;
    return is_last ? std::string_view() : "has a later certificate";
}

Result<std::set<std::string>> gtins_in_sets(store::Reader const& reader) {
    std::set<std::string> out;
    auto const each = [&out](std::string_view, TradeItem item) {
        for (auto& member : item.members) {
            out.insert(std::move(member.gtin));
        }
        return true;
    };
    auto const scanned = store::scan_logged<TradeItem>(
        reader, store::Space::registry, record_key<TradeItem>({}), {}, each
    );
    return scanned ? Result<std::set<std::string>>(std::move(out)) : scanned.error();
}

Result<void> drop_record(store::Transaction& tx, Principal const& who, Producer const& producer) {
    leave_names(tx, named(producer));
    return drop(tx, who, producer);
}

Result<void> drop_record(store::Transaction& tx, Principal const& who, Product const& product) {
    leave_names(tx, named(product));
    return drop(tx, who, product);
}

Result<void> drop_record(store::Transaction& tx, Principal const& who, TradeItem const& item) {
    leave_product(tx, item);
    return drop(tx, who, item);
}

Result<void> drop_record(
    store::Transaction& tx, Principal const& who, Certificate const& certificate
) {
    return drop(tx, who, certificate);
}

}  // namespace ocop::registry
