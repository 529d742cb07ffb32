#include "accounts/notices.hpp"

#include "store/record.hpp"

#include <ocop/base/id.hpp>

#include <algorithm>

namespace ocop::accounts {

namespace {

using store::Space;

std::string prefix_of(std::string_view account) {
    return ByteWriter().u8('n').text_nul(account).take();
}

std::string frozen_key(std::string_view producer) {
    return ByteWriter().u8('f').text(producer).take();
}

}  // namespace

void put_notice(store::Transaction& tx, Random& random, std::string_view account, Notice notice) {
    notice.at = tx.now();
    auto const key = ByteWriter()
                         .text(prefix_of(account))
                         .u64(static_cast<std::uint64_t>(notice.at.ms))
                         .text(random_id(random))
                         .take();
    store::put_plain(tx, Space::accounts, key, notice);
}

Result<std::vector<Notice>> notices_of(
    store::Reader const& reader, std::string_view account, std::size_t count
) {
    std::vector<Notice> out;
    Result<void> outcome;
    auto const each = [&](std::string_view, std::string_view bytes) {
        auto const value = store::parse_plain(bytes);
        auto notice = value ? store::as_stored(json::read<Notice>(*value, json::Mode::lenient))
                            : Result<Notice>(value.error());
        if (!notice) {
            outcome = notice.error();
            return false;
        }
        out.push_back(std::move(*notice));
        return true;
    };
    if (auto scanned = reader.scan(Space::accounts, prefix_of(account), {}, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    std::reverse(out.begin(), out.end());
    out.resize(std::min(out.size(), count));
    return out;
}

Result<void> erase_notices(store::Transaction& tx, std::string_view account) {
    std::vector<std::string> keys;
    auto const each = [&](std::string_view key, std::string_view) {
        keys.emplace_back(key);
        return true;
    };
    if (auto scanned = tx.scan(Space::accounts, prefix_of(account), {}, each); !scanned) {
        return scanned;
    }
    for (auto const& key : keys) {
        tx.erase(Space::accounts, key);
    }
    return {};
}

void freeze_orders(store::Transaction& tx, std::string_view producer, Instant until) {
    tx.put(
        Space::accounts,
        frozen_key(producer),
        ByteWriter().u64(static_cast<std::uint64_t>(until.ms)).take()
    );
}

Result<void> check_orders_thawed(
    store::Reader const& reader, std::string_view producer, Instant now
) {
    auto const bytes = reader.get(Space::accounts, frozen_key(producer));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return {};
    }
    ByteReader in(**bytes);
    Instant const until{static_cast<std::int64_t>(in.u64())};
    if (!in.done()) {
        return Error(Errc::corrupt, "store_corrupt", "accounts f", "has the wrong length");
    }
    if (now < until) {
        return Error(
            Errc::refused,
            "orders_frozen",
            "",
            "an account of this producer was recovered; orders stand still until " + to_text(until)
        );
    }
    return {};
}

}  // namespace ocop::accounts
