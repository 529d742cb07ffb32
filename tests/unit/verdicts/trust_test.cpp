#include "verdicts/trust.hpp"

#include "orders.hpp"
#include "signer/local_signer.hpp"
#include "unit/signer/keys.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/stamp/trust.hpp>

namespace ocop::verdicts {

namespace {

using store::Transaction;

struct Fixture : test::OrderFixture {
    Fixture() : OrderFixture(false), keyring(keys.load(keys.folder)) {
        auto journal = signer::Journal::open(keys.folder / "journal.jsonl");
        BOOST_TEST_REQUIRE(test::reason_of(journal) == "");
        signer = std::make_unique<signer::LocalSigner>(keyring, std::move(*journal));
        clock().set({test::now.ms + 1000});
        publisher = std::make_unique<TrustPublisher>(
            store(), *signer, keyring.list_certificate, std::vector<std::string>{"tem.vn"}, clock()
        );
    }

    void add(std::uint16_t kid, std::string authority) {
        auto made = test::issuing_key(kid);
        made.authority = std::move(authority);
        made.public_key = to_base64url(keyring.stamp_keys.at({kid}).public_key().point());
        add_key(made);
    }

    stamp::TrustList current() {
        auto const text = publisher->current();
        BOOST_TEST_REQUIRE(test::reason_of(text) == "");
        auto const file = stamp::parse_trust_list(*text, keyring.root_pem);
        BOOST_TEST_REQUIRE(test::reason_of(file) == "");
        BOOST_TEST(file->root_checked);
        return file->list;
    }

    test::KeyringFixture keys;
    signer::Keyring const keyring;
    std::unique_ptr<signer::LocalSigner> signer;
    std::unique_ptr<TrustPublisher> publisher;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(trust)

BOOST_FIXTURE_TEST_CASE(the_list_says_what_the_register_knows_and_the_root_vouches, Fixture) {
    must([&](Transaction& tx) {
        return registry::register_authority(tx, who, test::province("hoa-binh"));
    });
    must([&](Transaction& tx) { return registry::name_successor(tx, who, "hoa-binh", "phu-tho"); });
    add(1, "phu-tho");
    add(2, "hoa-binh");
    auto const list = current();
    BOOST_TEST_REQUIRE(list.keys.size() == 2u);
    BOOST_TEST(list.keys[1].authority == "hoa-binh");
    BOOST_TEST(!list.keys[0].revoked_at_size.has_value());
    BOOST_TEST((list.hosts == std::vector<std::string>{"tem.vn"}));
    BOOST_TEST(list.authorities.size() == 3u);
    for (auto const& authority : list.authorities) {
        auto const expected = authority.id == "hoa-binh" ? "phu-tho" : "";
        BOOST_TEST(authority.successor.value_or("") == expected);
    }
}

BOOST_FIXTURE_TEST_CASE(it_is_kept_until_the_ledger_grows_or_a_minute_is_over, Fixture) {
    add(1, "phu-tho");
    auto const first = publisher->current().value();
    clock().advance_ms(59'999);
    BOOST_TEST((publisher->current().value() == first));
    clock().advance_ms(1);
    BOOST_TEST((publisher->current().value() != first));
    auto const before = current();
    clock().advance_ms(1);
    must([&](Transaction& tx) { return stamps::revoke_key(tx, who, {1}, {"lost", {}}); });
    auto const after = current();
    BOOST_TEST(after.keys.at(0).revoked_at_size.has_value());
    BOOST_TEST(after.version > before.version);
}

BOOST_FIXTURE_TEST_CASE(a_key_whose_authority_is_not_registered_yet_spoils_nothing, Fixture) {
    add(1, "phu-tho");
    add(2, "cao-bang");
    BOOST_TEST(current().keys.size() == 1u);
    auto request = test::province("cao-bang");
    must([&](Transaction& tx) { return registry::register_authority(tx, who, request); });
    BOOST_TEST(current().keys.size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(an_empty_register_has_a_list_too, Fixture) {
    BOOST_TEST(current().keys.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::verdicts
