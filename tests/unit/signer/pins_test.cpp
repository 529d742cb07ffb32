#include "signer/local_signer.hpp"
#include "unit/signer/keys.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/sealed.hpp>
#include <ocop/stamp/pin.hpp>

#include <array>
#include <set>

namespace ocop::signer {

namespace {

struct Fixture : test::KeyringFixture {
    static ApprovedOrder order() { return {"order", "09520001100017", "L1", "0001", 0, 0, 2'000}; }

    std::unique_ptr<LocalSigner> over(Keyring const& keyring) {
        auto journal = Journal::open(folder / "journal.jsonl");
        BOOST_TEST_REQUIRE(test::reason_of(journal) == "");
        return std::make_unique<LocalSigner>(keyring, std::move(*journal));
    }

    static std::vector<StampPin> pins_of(LocalSigner& signer, std::uint64_t count) {
        std::vector<StampPin> out;
        auto const ok = signer.pins(order(), 0, count, [&](StampPin const& one) {
            out.push_back(one);
            return true;
        });
        BOOST_TEST_REQUIRE(test::reason_of(ok) == "");
        return out;
    }

    // The keyring as it was before there were PINs.
    void make_old() {
        auto const sealed = test::text_of(folder / "secrets.sealed");
        auto const opened = crypto::open_seal(sealed, test::passphrase);
        BOOST_TEST_REQUIRE(test::reason_of(opened) == "");
        auto secrets = json::parse(*opened, {.bytes_max = opened->size(), .depth_max = 8}).value();
        BOOST_TEST(secrets.as_object().erase("pin_key") == 1U);
        test::write_text(
            folder / "secrets.sealed",
            crypto::seal(json::serialize(secrets), test::passphrase, random)
        );
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(signer_pins)

BOOST_FIXTURE_TEST_CASE(each_stamp_has_one_pin_and_only_that_is_right, Fixture) {
    auto const keyring = load(folder);
    auto const signer = over(keyring);
    auto const pins = pins_of(*signer, 200);
    BOOST_TEST_REQUIRE(pins.size() == 200U);
    std::set<std::string> different;
    for (std::size_t i = 0; i < pins.size(); ++i) {
        auto const& one = pins[i];
        different.insert(one.pin);
        BOOST_TEST(one.counter == i);
        BOOST_TEST(one.serial == keyring.serials.serial_of({0, i}).value());
        BOOST_TEST(test::reason_of(stamp::parse_pin(one.pin)) == "");
        BOOST_TEST(signer->check_pin(one.serial, one.pin).value());
        BOOST_TEST(signer->check_pin(one.serial, stamp::group_pin(one.pin)).value());
        auto const& next = pins[(i + 1) % pins.size()];
        BOOST_TEST(signer->check_pin(next.serial, one.pin).value() == (next.pin == one.pin));
    }
    BOOST_TEST(different.size() >= 199U);
    BOOST_TEST(pins_of(*signer, 1).at(0).pin == pins.at(0).pin);
}

// 2,000 PINs, 200 expected of each leading digit: within five standard deviations of 13.4.
BOOST_FIXTURE_TEST_CASE(pins_are_spread_over_all_numbers, Fixture) {
    auto const keyring = load(folder);
    auto const signer = over(keyring);
    std::array<int, 10> seen{};
    for (auto const& one : pins_of(*signer, 2'000)) {
        ++seen[static_cast<std::size_t>(one.pin[0] - '0')];
    }
    for (auto const count : seen) {
        BOOST_TEST((count > 133 && count < 267), count);
    }
}

BOOST_FIXTURE_TEST_CASE(pins_go_to_the_order_of_the_range_alone, Fixture) {
    auto const keyring = load(folder);
    auto const signer = over(keyring);
    auto const asked = [&](ApprovedOrder const& order, std::uint64_t first, std::uint64_t count) {
        bool given = false;
        auto const slug = test::slug_of(signer->pins(order, first, count, [&](auto const&) {
            return given = true;
        }));
        BOOST_TEST(given == slug.empty());
        return std::string(slug);
    };
    BOOST_TEST(asked(order(), 0, 1) == "");
    BOOST_TEST(asked(order(), 1'999, 2) == "range_not_approved");
    auto other = order();
    other.order = "other";
    BOOST_TEST(asked(other, 0, 1) == "range_not_approved");
    other = order();
    other.kid = "0009";
    BOOST_TEST(asked(other, 0, 1) == "kid_unknown");
}

BOOST_FIXTURE_TEST_CASE(what_is_no_pin_or_serial_is_said_so, Fixture) {
    auto const keyring = load(folder);
    auto const signer = over(keyring);
    BOOST_TEST(test::slug_of(signer->check_pin(1, "12345")) == "pin_malformed");
    auto slip = stamp::format_pin(3);
    std::swap(slip[6], slip[7]);
    BOOST_TEST(test::slug_of(signer->check_pin(1, slip)) == "pin_check_wrong");
    auto const beyond = signer->check_pin(stamp::serial_end, stamp::format_pin(3));
    BOOST_TEST(test::slug_of(beyond) == "serial_malformed");
}

BOOST_FIXTURE_TEST_CASE(two_keyrings_have_different_pins_and_a_restored_one_the_same, Fixture) {
    auto const first = load(folder);
    auto const pins = pins_of(*over(first), 20);
    auto const backup = back_up_keyring(folder);
    BOOST_TEST_REQUIRE(test::reason_of(backup) == "");
    auto const restored_to = directory.path() / "restored";
    auto const restored = restore_keyring(restored_to, *backup, test::passphrase);
    BOOST_TEST_REQUIRE(test::reason_of(restored) == "");
    auto again = load(restored_to);
    BOOST_TEST((again.pin_key == first.pin_key));
    BOOST_TEST((again.pin_key != PinKey{}));
    auto const made = directory.path() / "other";
    auto const ok = make_keyring(made, test::passphrase, {"phu-tho", false, test::now, 90}, random);
    BOOST_TEST_REQUIRE(test::reason_of(ok) == "");
    BOOST_TEST((load(made).pin_key != first.pin_key));
    again.pin_key[0] ^= 1;
    auto journal = Journal::open(directory.path() / "j");
    LocalSigner other(again, std::move(*journal));
    auto const others = pins_of(other, 20);
    int same = 0;
    for (std::size_t i = 0; i < pins.size(); ++i) {
        same += pins[i].pin == others[i].pin ? 1 : 0;
    }
    BOOST_TEST(same == 0);
}

// Whoever restores an old backup reads the PINs that were printed after it was made.
BOOST_FIXTURE_TEST_CASE(a_keyring_of_before_has_pins_of_its_own_that_never_change, Fixture) {
    auto const with = load(folder);
    make_old();
    auto const backup = back_up_keyring(folder);
    auto const old = load(folder);
    BOOST_TEST((old.pin_key != with.pin_key));
    BOOST_TEST((old.pin_key != PinKey{}));
    BOOST_TEST((load(folder).pin_key == old.pin_key));
    auto const added = add_stamp_key(folder, test::passphrase, {"phu-tho", false, test::now, 30});
    BOOST_TEST_REQUIRE(test::reason_of(added) == "");
    BOOST_TEST((load(folder).pin_key == old.pin_key));
    auto const to = directory.path() / "restored";
    BOOST_TEST_REQUIRE(test::reason_of(restore_keyring(to, *backup, test::passphrase)) == "");
    BOOST_TEST((load(to).pin_key == old.pin_key));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::signer
