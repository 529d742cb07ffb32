#include "registry/names.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/text.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::registry {

namespace {

// Of all records that have a name of this look.
std::string look_prefix(std::string_view noun, std::string_view name) {
    return ByteWriter().u8('s').text_nul(noun).text_nul(confusable_skeleton(name)).take();
}

Result<void> enter(
    store::Transaction& tx, Named const& record, std::string_view name, std::string pointer
) {
    auto const prefix = look_prefix(record.noun, name);
    auto const written = crypto::sha256(as_bytes(fold_case(name)));
    bool same = true;
    auto const first = [&](std::string_view, std::string_view other) {
        same = other == as_text(written);
        return false;
    };
    if (auto scanned = tx.scan(store::Space::registry, prefix, {}, first); !scanned) {
        return scanned;
    }
    if (!same) {
        return Error(
            Errc::refused,
            "name_confusable",
            std::move(pointer),
            "looks like a name in the register that is written in another way: write it as that "
            "one, or choose another"
        );
    }
    tx.put(store::Space::registry, prefix + record.key, as_text(written));
    return {};
}

}  // namespace

Result<void> enter_names(store::Transaction& tx, Named const& now) {
    auto entered = enter(tx, now, now.name.vi, "/name/vi");
    if (entered && now.name.en) {
        entered = enter(tx, now, *now.name.en, "/name/en");
    }
    return entered;
}

Result<void> change_names(store::Transaction& tx, Named const& before, Named const& now) {
    if (before.name.vi == now.name.vi && before.name.en == now.name.en) {
        return {};
    }
    leave_names(tx, before);
    return enter_names(tx, now);
}

void leave_names(store::Transaction& tx, Named const& record) {
    for (auto const& name : {record.name.vi, record.name.en.value_or(record.name.vi)}) {
        tx.erase(store::Space::registry, look_prefix(record.noun, name) + record.key);
    }
}

Result<std::vector<std::string>> keys_named(
    store::Reader const& reader, std::string_view noun, std::string_view name, std::size_t limit
) {
    std::vector<std::string> keys;
    auto const prefix = look_prefix(noun, name);
    auto const written = crypto::sha256(as_bytes(fold_case(name)));
    auto const each = [&](std::string_view key, std::string_view value) {
        if (value == as_text(written)) {
            keys.emplace_back(key.substr(prefix.size()));
        }
        return keys.size() < limit;
    };
    auto const scanned = reader.scan(store::Space::registry, prefix, {}, each);
    return scanned ? Result<std::vector<std::string>>(std::move(keys)) : scanned.error();
}

}  // namespace ocop::registry
