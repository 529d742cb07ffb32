#pragma once

#include "html.hpp"
#include "pages/services.hpp"
#include "registry/admission.hpp"
#include "registry/authority.hpp"
#include "registry/certificate.hpp"
#include "registry/lot.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"
#include "sample.hpp"
#include "signer/local_signer.hpp"
#include "stamps/keys.hpp"
#include "stamps/quota.hpp"
#include "store/temporary_store.hpp"
#include "test_keyring.hpp"

#include <ocop/base/encoding.hpp>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// All pages over a real store with one product, lot and issued order of stamps, without a socket.
namespace ocop::pages::test {

class PagesService {
  public:
    static constexpr std::int64_t order_count = 20;

    explicit PagesService(std::string const& host = "tem.example", bool pins = false)
        : has_pins(pins) {
        store::Store& opened = disk.open();
        auto journal = signer::Journal::open(keys.path() / "journal");
        BOOST_TEST_REQUIRE(ocop::test::reason_of(journal) == "");
        signer = std::make_unique<signer::LocalSigner>(keyring, std::move(*journal));
        verdicts = std::make_unique<verdicts::Verdicts>(
            opened, serials, std::vector<std::string>{host}, disk.clock
        );
        catalogue = std::make_unique<catalogue::Catalogue>(opened, disk.clock);
        services = std::make_unique<pages::Services>(pages::Services{
            opened, *verdicts, *catalogue, *signer, disk.clock, disk.random, host, {}});
        router = std::make_unique<http::Router>(pages::routes(*services));
        write([this](store::Transaction& tx) { return register_all(tx); });
    }

    void write(store::Work const& work) {
        auto const done = transact_now(*disk.store, work);
        BOOST_TEST_REQUIRE(ocop::test::reason_of(done) == "");
    }

    // "/01/…?s=…" of the stamp at a counter, signed whether it was issued or not.
    std::string link(std::uint64_t counter, std::string const& lot = "L1") const {
        auto const serial = serials.serial_of({0, counter}).value();
        stamp::Stamp const stamp{gtin, lot, serial};
        auto const bytes = key.sign(stamp::signed_bytes({1}, stamp));
        return "/01/" + gtin + "/10/" + lot + "/21/" + stamp::format_serial(serial) +
               "?s=" + stamp::encode_stamp_digits({{1}, bytes});
    }

    std::string typed_serial(std::uint64_t counter) const {
        return stamp::format_typed_serial(serials.serial_of({0, counter}).value());
    }

    http::Response send(
        http::Method method,
        std::string target,
        std::vector<http::Header> headers = {},
        std::string body = {}
    ) const {
        http::Request request;
        request.body = std::move(body);
        request.peer = "192.0.2.1";
        request.method = method;
        request.target = std::move(target);
        auto const mark = std::min(request.target.find('?'), request.target.size());
        request.path = request.target.substr(0, mark);
        request.query = request.target.substr(std::min(mark + 1, request.target.size()));
        request.headers = std::move(headers);
        request.headers.push_back({"Host", "tem.example"});
        auto const route = router->find(request);
        if (!route) return http::problem_response(route.error(), "r1");
        BOOST_TEST(((*route)->access == http::Access::open));
        BOOST_TEST(((*route)->security == http::Security::page));
        auto answer = (*route)->handler(request);
        if (auto* const response = std::get_if<http::Response>(&answer)) {
            return std::move(*response);
        }
        std::promise<http::Response> given;
        std::get<http::Pending>(answer).start([&](http::Response response) {
            given.set_value(std::move(response));
        });
        return given.get_future().get();
    }

    http::Response get(std::string target, std::vector<http::Header> headers = {}) const {
        return send(http::Method::get, std::move(target), std::move(headers));
    }

    http::Response post(std::string target, std::vector<http::Header> headers = {}) const {
        return send(http::Method::post, std::move(target), std::move(headers));
    }

    std::uint64_t checks_of(std::uint64_t counter) const {
        return checks::summary_of(*disk.store->snapshot(), {0, counter}).value().count;
    }

    bool const has_pins;
    ocop::test::TemporaryStore disk;
    crypto::P256PrivateKey const key = crypto::P256PrivateKey::generate();
    ocop::test::TemporaryDirectory keys;
    signer::Keyring const keyring = ocop::test::make_test_keyring(disk.clock);
    stamp::SerialKeys const& serials = keyring.serials;
    std::unique_ptr<signer::LocalSigner> signer;
    std::unique_ptr<verdicts::Verdicts> verdicts;
    std::unique_ptr<catalogue::Catalogue> catalogue;
    std::unique_ptr<pages::Services> services;
    std::unique_ptr<http::Router> router;
    std::string gtin;
    std::string certificate;
    accounts::Principal const who = accounts::system_principal("clerk");

  private:
    Result<void> register_all(store::Transaction& tx) {
        using namespace registry;
        register_demo_authority(
            tx, who, {"phu-tho", {"UBND tỉnh Phú Thọ", {}}, Level::province, "25", "9521234"}
        )
            .value();
        NewProducer producer;
        producer.name = {"HTX Chè Mẫu", {}};
        producer.legal_form = LegalForm::cooperative;
        producer.commune_code = "08620";
        producer.address = "Xóm Mẫu";
        auto const made = register_producer(tx, who, disk.random, producer).value();
        NewProduct product;
        product.code = "25-08620-01-2026";
        product.producer = made.id;
        product.authority = "phu-tho";
        product.name = {"Chè xanh Mẫu", {}};
        product.group = product.criteria_set = 1;
        register_product(tx, who, product).value();
        gtin = register_trade_item(
                   tx, who, {{}, product.code, {"Chè xanh hộp", {}}, {100, Unit::g}, {}}
        )
                   .value()
                   .gtin;
        NewCertificate stars{
            product.code, "phu-tho", 4, "12/QĐ-UBND", day("2026-01-10"), day("2026-01-15")};
        certificate = register_certificate(tx, who, stars).value().id;
        for (auto const* person : {"officer", "approver"}) {
            auto const by = accounts::system_principal(person);
            confirm_certificate(tx, by, certificate, {std::string(64, 'd')}).value();
        }
        stamps::NewQuota quota{
            product.code, "2026", day("2026-01-01"), day("2026-12-31"), {1000, Unit::kg}};
        stamps::declare_quota(tx, who, {}, quota).value();
        NewLot lot{gtin, "L1", day("2026-10-01"), day("2027-10-01"), {3000, Unit::piece}, {}};
        open_lot(tx, who, lot).value();
        return issue(tx);
    }

    Result<void> issue(store::Transaction& tx) {
        stamps::IssuingKey issuing;
        issuing.kid = {1};
        issuing.authority = "phu-tho";
        issuing.public_key = to_base64url(key.public_key().point());
        issuing.logged_until = {disk.clock.now().ms * 2};
        issuing.demo = true;
        if (auto ok = stamps::register_key(tx, who, issuing); !ok) return ok;
        auto const order =
            stamps::request_order(tx, who, disk.random, {gtin, "L1", order_count, true, has_pins})
                .value();
        stamps::approve_order(tx, accounts::system_principal("approver"), {}, order.id).value();
        auto const issued = stamps::issue_order(tx, who, order.id, 0);
        return issued ? Result<void>() : Result<void>(issued.error());
    }
};

}  // namespace ocop::pages::test
