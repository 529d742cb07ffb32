#pragma once

#include "bench/event_store.hpp"
#include "registry/admission.hpp"
#include "registry/authority.hpp"
#include "registry/certificate.hpp"
#include "registry/lot.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"
#include "signer/local_signer.hpp"
#include "stamps/keys.hpp"
#include "stamps/orders.hpp"
#include "stamps/quota.hpp"
#include "store/rocks_store.hpp"

#include <ocop/crypto/hash.hpp>
#include <ocop/stamp/payload.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ocop::bench {

inline constexpr std::string_view stamp_host = "id.ocop.vn";

// A register with many issued orders, so that a lookup is one among many.
struct Register {
    std::filesystem::path folder;
    crypto::SystemRandom random;
    Clock const& clock;
    std::unique_ptr<signer::Keyring> keyring;
    std::unique_ptr<signer::LocalSigner> signer;
    std::unique_ptr<store::Store> store;
    std::string producer;  // of all
    std::vector<stamps::StampOrder> orders;

    // In `folder`, which exists and is the caller's; with `lots` orders of 1,000 stamps each.
    // `logged` false: the store keeps entries, but no public log.
    Register(std::filesystem::path where, Clock const& time, int lots, bool logged = true)
        : folder(std::move(where)), clock(time) {
        signer::NewKeyring const request{.authority = "phu-tho", .demo = true, .now = clock.now()};
        must(signer::make_keyring(folder / "keys", "benchmark", request, random).has_value());
        keyring =
            std::make_unique<signer::Keyring>(*signer::load_keyring(folder / "keys", "benchmark"));
        signer = std::make_unique<signer::LocalSigner>(
            *keyring, *signer::Journal::open(folder / "journal")
        );
        store = *store::open_rocks_store({
            .directory = folder / "store",
            .mark = {[this](ByteView b) { return signer->sign_mark(b); }, signer->mark_key()},
            .log = logged ? std::optional(log_signer()) : std::nullopt,
            .clock = clock,
            .random = random,
            .free_bytes_min = 1,
            .on_fatal = {},
            .env = nullptr,
            .say = {},
        });
        fill(lots);
    }

    store::LogSigner log_signer() {
        return {"ocop.example/log", signer->checkpoint_key(), [this](ByteView b) {
                    return signer->sign_checkpoint(b);
                }};
    }

    void fill(int lots) {
        auto const who = accounts::system_principal("bench");
        auto const day = legal_day(clock.now());
        auto const committed = store::transact_now(*store, [&](store::Transaction& tx) {
            stamps::IssuingKey key;
            auto const& entry = keyring->index.stamp_keys.front();
            key.kid = entry.kid;
            key.authority = entry.authority;
            key.public_key = entry.public_key;
            key.logged_from = entry.logged_from;
            key.logged_until = entry.logged_until;
            key.demo = true;
            must(stamps::register_key(tx, who, key).has_value());
            registry::NewAuthority authority;
            authority.id = "phu-tho";
            authority.name.vi = "Phú Thọ";
            authority.province_code = "25";
            must(registry::register_demo_authority(tx, who, authority).has_value());
            registry::NewProducer asked;
            asked.name.vi = "HTX Mẫu";
            asked.commune_code = "08620";
            asked.address = "Long Cốc";
            auto const made = registry::register_producer(tx, who, random, asked);
            must(made.has_value());
            producer = made->id;
            registry::NewProduct product;
            product.code = "25-08620-01-2026";
            product.producer = made->id;
            product.authority = "phu-tho";
            product.name.vi = "Chè";
            product.group = 1;
            product.criteria_set = 11;
            must(registry::register_product(tx, who, product).has_value());
            registry::NewTradeItem item;
            item.gtin = "9520000100018";
            item.product = product.code;
            item.name.vi = "Gói 100 g";
            item.net_content = {100, registry::Unit::g};
            must(registry::register_trade_item(tx, who, item).has_value());
            registry::NewCertificate certificate{
                product.code, "phu-tho", 4, "1/QĐ-UBND", add_days(day, -30), add_days(day, -30)};
            auto const entered = registry::register_certificate(tx, who, certificate);
            must(entered.has_value());
            for (auto const* person : {"officer", "approver"}) {
                auto const by = accounts::system_principal(person);
                must(registry::confirm_certificate(tx, by, entered->id, {std::string(64, 'd')})
                         .has_value());
            }
            stamps::NewQuota quota{
                product.code,
                "BENCH",
                add_days(day, -30),
                add_days(day, 30),
                {registry::quantity_max, registry::Unit::g}};
            must(stamps::declare_quota(tx, who, {}, quota).has_value());
            return Result<void>();
        });
        must(committed.has_value());
        for (int i = 0; i < lots; ++i) {
            order("L" + std::to_string(1000 + i), day);
        }
    }

    void order(std::string const& lot, Day day, std::int64_t count = 1000) {
        auto const who = accounts::system_principal("bench");
        auto const committed = store::transact_now(*store, [&](store::Transaction& tx) {
            registry::NewLot fresh{
                "09520000100018", lot, day, {}, {count, registry::Unit::piece}, {}};
            must(registry::open_lot(tx, who, fresh).has_value());
            auto const asked =
                stamps::request_order(tx, who, random, {"09520000100018", lot, count, true});
            must(asked.has_value());
            auto const approver = accounts::system_principal("approver");
            stamps::Policy const any_size{.large_sum = registry::quantity_max};
            must(stamps::approve_order(tx, approver, any_size, asked->id).has_value());
            auto issued = stamps::issue_order(tx, who, asked->id, 0);
            must(issued.has_value());
            orders.push_back(std::move(*issued));
            return Result<void>();
        });
        must(committed.has_value());
    }

    // `per_order` signed URLs of every order.
    std::vector<std::string> urls(std::uint64_t per_order) {
        std::vector<std::string> out;
        for (auto const& order : orders) {
            sign(order, per_order, [&](std::string url) { out.push_back(std::move(url)); });
        }
        return out;
    }

    void sign(
        stamps::StampOrder const& order,
        std::uint64_t count,
        std::function<void(std::string)> const& take
    ) {
        signer::ApprovedOrder const approved{
            order.id,
            order.gtin,
            order.lot,
            stamp::to_text(*order.kid),
            order.range->epoch,
            order.range->first,
            order.range->count};
        auto const sink = [&](signer::SignedStamp const& s) {
            take(stamp::write_stamp_url(
                stamp_host, {order.gtin, order.lot, s.serial}, {*order.kid, s.signature}
            ));
            return true;
        };
        must(signer->sign_range(approved, approved.first, count, sink).has_value());
    }
};

// A new folder, removed with what is in it.
struct BenchFolder {
    std::filesystem::path path;

    BenchFolder() {
        auto pattern = (std::filesystem::temp_directory_path() / "ocop-bench-XXXXXX").string();
        must(mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }

    ~BenchFolder() { std::filesystem::remove_all(path); }

    BenchFolder(BenchFolder const&) = delete;
    BenchFolder& operator=(BenchFolder const&) = delete;
};

}  // namespace ocop::bench
