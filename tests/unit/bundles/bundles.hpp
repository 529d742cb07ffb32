#pragma once

#include "bundles/publisher.hpp"
#include "inspections/inspections.hpp"
#include "inspections/recalls.hpp"
#include "orders.hpp"
#include "signer/local_signer.hpp"
#include "temporary_directory.hpp"
#include "test_keyring.hpp"
#include "unit/bundles/naive_reader.hpp"
#include "verdicts/verdicts.hpp"

#include <ocop/base/encoding.hpp>

// The small register with two real issuing keys, one of which comes into use later, and a bundle.
namespace ocop::test {

inline std::string const bundle_host = "tem.example.vn";

struct BundleFixture : OrderFixture {
    explicit BundleFixture(std::string_view certified_on = "2026-06-01") : OrderFixture(false) {
        keyring.stamp_keys.emplace(stamp::Kid{2}, crypto::P256PrivateKey::generate());
        auto journal = signer::Journal::open(directory.path() / "journal");
        BOOST_TEST_REQUIRE(reason_of(journal) == "");
        signer = std::make_unique<signer::LocalSigner>(keyring, std::move(*journal));
        certificate = certify(4, certified_on).id;
        for (auto const* number : {"L1", "L2", "L3"}) {
            lot(new_lot(number));
        }
        add(1);
        inspector.unit = "authority:phu-tho/qlcl";
        officer.unit = "authority:phu-tho/ptnt";
        second.unit = "authority:phu-tho/thanhtra";
        start();
    }

    // As a restart of the service does.
    void start() {
        std::vector<std::string> const hosts{bundle_host};
        trust = std::make_unique<verdicts::TrustPublisher>(
            store(), *signer, keyring.list_certificate, hosts, clock()
        );
        verdicts = std::make_unique<verdicts::Verdicts>(store(), keyring.serials, hosts, clock());
        publisher = std::make_unique<bundles::Publisher>(
            store(), keyring.serials, *signer, *trust, directory.path() / "bundle", clock()
        );
    }

    void add(std::uint16_t kid) {
        auto made = issuing_key(kid);
        made.logged_from.ms += kid;  // of those in use the later one is taken
        made.public_key = to_base64url(keyring.stamp_keys.at({kid}).public_key().point());
        add_key(made);
    }

    std::shared_ptr<bundles::Served const> served() {
        auto const now = publisher->current();
        BOOST_TEST_REQUIRE(reason_of(now) == "");
        return *now;
    }

    bundle::File read() {
        auto file = bundle::read_bundle(served()->file, keyring.root_pem);
        BOOST_TEST_REQUIRE(reason_of(file) == "");
        BOOST_TEST(file->trust.root_checked);
        return std::move(*file);
    }

    bundle::Lot lot_of(bundle::File const& file, std::string_view number) const {
        for (auto const& row : file.body.lots) {
            if (row.lot == number) {
                return row;
            }
        }
        BOOST_TEST_REQUIRE(false, number << " is not in the bundle");
        return {};
    }

    naive::FilterFiles filters_of(bundle::File const& file) {
        naive::FilterFiles out;
        for (auto const& row : file.body.lots) {
            if (!row.filters) {
                continue;
            }
            auto const bytes = publisher->files().read(*row.filters);
            BOOST_TEST_REQUIRE(reason_of(bytes) == "");
            BOOST_TEST(bytes->size() == row.filters_bytes.value());
            BOOST_TEST(bundle::parse_filters(*bytes)->size() == bundle::count_filters(row));
            out[*row.filters] = *bytes;
        }
        return out;
    }

    std::string url(std::string lot, std::uint64_t counter, std::uint16_t kid) const {
        stamp::Stamp const stamp{
            item_gtin, std::move(lot), keyring.serials.serial_of({0, counter}).value()};
        auto const signature = keyring.stamp_keys.at({kid}).sign(stamp::signed_bytes({kid}, stamp));
        return stamp::write_stamp_url(bundle_host, stamp, {{kid}, signature});
    }

    std::string url(stamps::StampOrder const& order, std::int64_t position) const {
        auto const counter = order.range->first + static_cast<std::uint64_t>(position) - 1;
        return url(order.lot, counter, order.kid->number);
    }

    auto inspecting(
        std::string number,
        inspections::ActionKind kind,
        std::vector<inspections::StampSpan> const& stamps
    ) {
        return [this, number, kind, stamps](store::Transaction& tx) {
            inspections::NewInspection request;
            request.device = "may-1";
            request.sequence = ++sequence;
            request.at = tx.now();
            request.gtin = item_gtin;
            request.lot = number;
            request.place = "Chợ";
            request.findings = "Nghi sao chép";
            request.action = {kind, stamps, "Nghi sao chép"};
            return inspections::record_inspection(tx, inspector, random, request);
        };
    }

    void recall(std::string const& number) {
        auto const key = registry::lot_key(item_gtin, number);
        run([&](store::Transaction& tx) {
            inspections::NewRecall request{"Dư lượng thuốc trừ sâu"};
            request.decision = "9/QĐ-UBND";
            request.decided_on = day("2026-11-20");
            return inspections::order_recall(tx, inspector, random, key, request);
        }).has_value();
        run([&](store::Transaction& tx) {
            return inspections::confirm_recall(tx, officer, random, key, {});
        }).has_value();
    }

    TemporaryDirectory directory;
    signer::Keyring keyring = make_test_keyring(clock());
    std::unique_ptr<signer::LocalSigner> signer;
    std::unique_ptr<verdicts::TrustPublisher> trust;
    std::unique_ptr<verdicts::Verdicts> verdicts;
    std::unique_ptr<bundles::Publisher> publisher;
    std::int64_t sequence = 0;
    accounts::Principal inspector = accounts::system_principal("inspector");
    accounts::Principal officer = accounts::system_principal("officer");
    accounts::Principal second = accounts::system_principal("second");
};

}  // namespace ocop::test
