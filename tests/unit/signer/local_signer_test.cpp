#include "signer/local_signer.hpp"

#include "unit/signer/keys.hpp"

#include <ocop/stamp/verifier.hpp>

#include <set>

namespace ocop::signer {

namespace {

struct Fixture : test::KeyringFixture {
    Fixture() : keyring(load(folder)) {
        auto journal = Journal::open(folder / "journal.jsonl");
        BOOST_TEST_REQUIRE(test::reason_of(journal) == "");
        signer = std::make_unique<LocalSigner>(keyring, std::move(*journal));
    }

    static ApprovedOrder order() { return {"order", "09520001100017", "L1", "0001", 0, 100, 10}; }

    std::string signing(ApprovedOrder const& of, std::uint64_t first, std::uint64_t count) {
        stamps.clear();
        return test::slug_of(signer->sign_range(of, first, count, [&](SignedStamp const& stamp) {
            stamps.push_back(stamp);
            return true;
        }));
    }

    Keyring const keyring;
    std::unique_ptr<LocalSigner> signer;
    std::vector<SignedStamp> stamps;
};

constexpr std::string_view refused = "range_not_approved";

}  // namespace

BOOST_AUTO_TEST_SUITE(local_signer)

BOOST_FIXTURE_TEST_CASE(a_range_is_signed_in_order_with_the_serials_of_its_counters, Fixture) {
    BOOST_TEST_REQUIRE(signing(order(), 100, 10) == "");
    BOOST_TEST_REQUIRE(stamps.size() == 10u);
    stamp::StampVerifier verifier;
    auto const& key = keyring.stamp_keys.at({1});
    BOOST_TEST_REQUIRE(test::reason_of(verifier.add_key({1}, key.public_key())) == "");
    for (std::size_t i = 0; i < stamps.size(); ++i) {
        auto const& one = stamps[i];
        BOOST_TEST(one.counter == 100 + i);
        BOOST_TEST(one.serial == keyring.serials.serial_of({0, one.counter}).value());
        auto const good =
            verifier.verify({"09520001100017", "L1", one.serial}, {{1}, one.signature});
        BOOST_TEST((good == stamp::SignatureState::good));
        auto const other_lot =
            verifier.verify({"09520001100017", "L2", one.serial}, {{1}, one.signature});
        BOOST_TEST((other_lot == stamp::SignatureState::bad));
    }
}

BOOST_FIXTURE_TEST_CASE(exactly_the_sub_ranges_of_the_order_are_signed, Fixture) {
    auto small = order();
    small.count = 4;
    for (std::uint64_t first = 98; first <= 106; ++first) {
        for (std::uint64_t count = 0; count <= 6; ++count) {
            bool const inside = first >= 100 && first + count <= 104;
            BOOST_TEST(signing(small, first, count) == (inside ? "" : refused));
            BOOST_TEST(stamps.size() == (inside ? count : 0));
        }
    }
    BOOST_TEST(signing(small, 100, ~std::uint64_t{0}) == refused);
    BOOST_TEST(signing(small, ~std::uint64_t{0}, 2) == refused);
}

BOOST_FIXTURE_TEST_CASE(the_journal_binds_counters_across_restarts, Fixture) {
    BOOST_TEST_REQUIRE(signing(order(), 100, 1) == "");
    signer.reset();
    auto journal = Journal::open(folder / "journal.jsonl");
    BOOST_TEST_REQUIRE(test::reason_of(journal) == "");
    signer = std::make_unique<LocalSigner>(keyring, std::move(*journal));
    auto other = order();
    other.lot = "L2";
    BOOST_TEST(signing(other, 100, 1) == refused);
    BOOST_TEST(stamps.empty());
    // Though only one of them was signed so far.
    other = order();
    other.order = "another";
    other.first = 105;
    BOOST_TEST(signing(other, 105, 1) == refused);
    BOOST_TEST(signing(order(), 105, 5) == "");
}

BOOST_FIXTURE_TEST_CASE(what_it_has_no_key_for_is_refused, Fixture) {
    auto unknown = order();
    for (auto const* kid : {"0003", "", "1", "00001", "000x"}) {
        unknown.kid = kid;
        BOOST_TEST(signing(unknown, 100, 1) == "kid_unknown", kid);
    }
    auto epoch = order();
    epoch.epoch = 1;
    BOOST_TEST(signing(epoch, 100, 1) == refused);
    auto end = order();
    end.first = stamp::counter_end - 5;
    BOOST_TEST(signing(end, end.first, 1) == refused);
    end.count = 5;
    BOOST_TEST(signing(end, end.first, 5) == "");
    end.first = ~std::uint64_t{0} - 4;
    BOOST_TEST(signing(end, end.first, 1) == refused);
}

BOOST_FIXTURE_TEST_CASE(a_sink_may_stop, Fixture) {
    int seen = 0;
    auto const stopped =
        signer->sign_range(order(), 100, 10, [&](auto const&) { return ++seen < 3; });
    BOOST_TEST(test::reason_of(stopped) == "");
    BOOST_TEST(seen == 3);
}

BOOST_FIXTURE_TEST_CASE(marks_and_lists_are_signed_with_their_own_keys, Fixture) {
    auto const message = as_bytes("message");
    auto const mark = signer->sign_mark(message);
    BOOST_TEST_REQUIRE(test::reason_of(mark) == "");
    BOOST_TEST(crypto::verify_ed25519(signer->mark_key(), message, *mark));
    BOOST_TEST(!crypto::verify_ed25519(signer->mark_key(), as_bytes("massage"), *mark));
    auto const list = signer->sign_list(message);
    BOOST_TEST_REQUIRE(test::reason_of(list) == "");
    BOOST_TEST(keyring.list_key.public_key().verify(message, *list));
    for (auto const& [kid, key] : keyring.stamp_keys) {
        BOOST_TEST(!key.public_key().verify(message, *list));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::signer
