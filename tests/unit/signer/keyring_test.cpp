#include "signer/keyring.hpp"

#include "unit/signer/keys.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/sealed.hpp>
#include <ocop/stamp/verifier.hpp>

namespace ocop::signer {

namespace {

using test::passphrase;

struct Fixture : test::KeyringFixture {
    std::string refusal(std::filesystem::path const& from, std::string_view with = passphrase) {
        return test::slug_of(load_keyring(from, with));
    }

    std::vector<std::filesystem::path> files() const {
        std::vector<std::filesystem::path> out;
        for (auto const& entry : std::filesystem::directory_iterator(folder)) {
            out.push_back(entry.path());
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    // What an epoch's serial key gives, far apart.
    static std::vector<std::uint64_t> serials(Keyring const& keyring, std::uint8_t epoch) {
        std::vector<std::uint64_t> out;
        for (std::uint64_t counter : {0ull, 1ull, 1'000'000ull, (1ull << 46) - 1}) {
            out.push_back(keyring.serials.serial_of({epoch, counter}).value());
        }
        return out;
    }

    // As the ceremony of a new epoch leaves the folder: another serial key beside the first.
    void begin_epoch_1() {
        auto const sealed = test::text_of(folder / "secrets.sealed");
        auto const opened = crypto::open_seal(sealed, passphrase);
        BOOST_TEST_REQUIRE(test::reason_of(opened) == "");
        auto secrets = json::parse(*opened).value();
        crypto::AesKey key{};
        random.fill(key);
        secrets.at("serials").as_array().push_back({{"epoch", 1}, {"key", to_hex(key)}});
        auto index = json::parse(test::text_of(folder / "keyring.json")).value();
        index.at("epoch") = 1;
        test::write_text(
            folder / "secrets.sealed", crypto::seal(json::serialize(secrets), passphrase, random)
        );
        test::write_text(folder / "keyring.json", json::serialize(index));
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(keyring)

BOOST_FIXTURE_TEST_CASE(a_new_keyring_holds_what_it_says, Fixture) {
    auto const keyring = load(folder);
    BOOST_TEST(keyring.index.epoch == 0);
    BOOST_TEST_REQUIRE(keyring.index.stamp_keys.size() == 2u);
    auto const& second = keyring.index.stamp_keys[1];
    BOOST_TEST((second.kid == stamp::Kid{2} && second.authority == "cao-bang"));
    BOOST_TEST(second.logged_from.ms == test::now.ms);
    BOOST_TEST(second.logged_until.ms - test::now.ms == 30 * 86'400'000ll);
    BOOST_TEST(keyring.stamp_keys.size() == 2u);
    BOOST_TEST(keyring.serials.has(0));
    BOOST_TEST(!keyring.serials.has(1));
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_holds_anything_is_not_overwritten, Fixture) {
    auto const again = make_keyring(folder, passphrase, {"phu-tho", false, test::now, 90}, random);
    BOOST_TEST(test::slug_of(again) == "keyring_exists");
    load(folder);
    BOOST_TEST(refusal(directory.path() / "nowhere") == "keyring_missing");
}

BOOST_FIXTURE_TEST_CASE(a_wrong_passphrase_opens_nothing, Fixture) {
    BOOST_TEST(refusal(folder, "đồi chè bát ú") == "key_malformed");
    auto const added = add_stamp_key(folder, "wrong one", {"x", false, test::now, 90});
    BOOST_TEST(test::slug_of(added) == "key_malformed");
    BOOST_TEST(load(folder).stamp_keys.size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_passphrase_below_eight_bytes_is_refused, Fixture) {
    for (std::string_view const brief : {"", "a", "1234567"}) {
        BOOST_TEST(refusal(folder, brief) == "passphrase_too_short");
        auto const path = directory.path() / "new";
        auto const made = make_keyring(path, brief, {"phu-tho", false, test::now, 90}, random);
        BOOST_TEST(test::slug_of(made) == "passphrase_too_short");
        BOOST_TEST(!std::filesystem::exists(path));
        auto const added = add_stamp_key(folder, brief, {"x", false, test::now, 90});
        BOOST_TEST(test::slug_of(added) == "passphrase_too_short");
    }
    BOOST_TEST(refusal(folder, "12345678") == "key_malformed");
}

BOOST_FIXTURE_TEST_CASE(asvs_13_3_1_no_secret_lies_in_the_folder_in_clear, Fixture) {
    auto const opened = crypto::open_seal(test::text_of(folder / "secrets.sealed"), passphrase);
    BOOST_TEST_REQUIRE(test::reason_of(opened) == "");
    auto const secrets = json::parse(*opened).value();
    std::string const serial(secrets.at("serials").at(0).at("key").as_string());
    std::string const seed(secrets.at("mark_seed").as_string());
    for (auto const& file : files()) {
        auto const text = test::text_of(file);
        for (auto const& hex : {serial, seed}) {
            auto const raw = from_hex(hex).value();
            BOOST_TEST((text.find(hex) == std::string::npos), file);
            BOOST_TEST((text.find(as_text(raw)) == std::string::npos), file);
        }
        BOOST_TEST((text.find("BEGIN PRIVATE KEY") == std::string::npos), file);
        BOOST_TEST((text.find("BEGIN EC PRIVATE KEY") == std::string::npos), file);
    }
}

BOOST_FIXTURE_TEST_CASE(files_are_for_their_owner_alone_and_refused_otherwise, Fixture) {
    namespace fs = std::filesystem;
    BOOST_TEST((fs::status(folder).permissions() == fs::perms::owner_all));
    auto const own = fs::perms::owner_read | fs::perms::owner_write;
    for (auto const& file : files()) {
        BOOST_TEST((fs::status(file).permissions() == own), file);
        if (file.filename() == "root.pem") {
            continue;  // of a development keyring, and not read by an installation
        }
        for (auto const open : {fs::perms::group_read, fs::perms::others_read}) {
            fs::permissions(file, own | open);
            BOOST_TEST(refusal(folder) == "key_file_open", file);
        }
        fs::permissions(file, own);
    }
    load(folder);
}

BOOST_FIXTURE_TEST_CASE(a_missing_file_is_told, Fixture) {
    for (auto const& file : files()) {
        if (file.filename() == "root.pem") {
            continue;
        }
        auto const aside = directory.path() / "aside";
        std::filesystem::rename(file, aside);
        BOOST_TEST(refusal(folder) == "keyring_missing", file);
        std::filesystem::rename(aside, file);
    }
    load(folder);
}

BOOST_FIXTURE_TEST_CASE(parts_of_two_keyrings_do_not_go_together, Fixture) {
    auto const one = folder / "stamp-0001.pem";
    auto const two = folder / "stamp-0002.pem";
    auto const text = test::text_of(one);
    test::write_text(one, test::text_of(two));
    BOOST_TEST(refusal(folder) == "keyring_corrupt");
    test::write_text(one, text);
    load(folder);
    test::write_text(folder / "keyring.json", "{}");
    BOOST_TEST(refusal(folder) == "keyring_corrupt");
}

BOOST_FIXTURE_TEST_CASE(a_changed_byte_of_the_sealed_secrets_is_refused, Fixture) {
    auto const file = folder / "secrets.sealed";
    auto const good = test::text_of(file);
    for (std::size_t const at :
         {std::size_t{0}, std::size_t{12}, std::size_t{40}, good.size() - 1}) {
        auto bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        test::write_text(file, bad);
        BOOST_TEST(refusal(folder) == "seal_broken", at);
    }
}

BOOST_FIXTURE_TEST_CASE(a_backup_restores_the_same_serials_and_signatures, Fixture) {
    auto const before = load(folder);
    auto const backup = back_up_keyring(folder);
    BOOST_TEST_REQUIRE(test::reason_of(backup) == "");
    auto const other = directory.path() / "restored";
    BOOST_TEST_REQUIRE(test::reason_of(restore_keyring(other, *backup, passphrase)) == "");
    auto const after = load(other);

    BOOST_TEST(serials(after, 0) == serials(before, 0), boost::test_tools::per_element());
    BOOST_TEST((after.mark_key.public_key() == before.mark_key.public_key()));
    BOOST_TEST((after.list_key.public_key() == before.list_key.public_key()));
    BOOST_TEST(after.list_certificate == before.list_certificate);
    BOOST_TEST(after.root_pem == before.root_pem);
    stamp::StampVerifier verifier;
    for (auto const& [kid, key] : before.stamp_keys) {
        BOOST_TEST_REQUIRE(test::reason_of(verifier.add_key(kid, key.public_key())) == "");
    }
    stamp::Stamp const stamp{"09520001100017", "L1", serials(before, 0)[2]};
    for (auto const& [kid, key] : after.stamp_keys) {
        auto const signature = key.sign(stamp::signed_bytes(kid, stamp));
        auto const state = verifier.verify(stamp, {kid, signature});
        BOOST_TEST((state == stamp::SignatureState::good));
    }
    BOOST_TEST(after.stamp_keys.size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_backup_is_restored_into_an_empty_folder_with_its_passphrase, Fixture) {
    auto const backup = back_up_keyring(folder).value();
    BOOST_TEST(test::slug_of(restore_keyring(folder, backup, passphrase)) == "keyring_exists");
    auto const other = directory.path() / "other";
    BOOST_TEST(test::slug_of(restore_keyring(other, backup, "wrong one")) == "key_malformed");
    auto const none = back_up_keyring(directory.path() / "nowhere");
    BOOST_TEST(test::slug_of(none) == "keyring_missing");
}

BOOST_FIXTURE_TEST_CASE(neither_a_backup_nor_a_restore_takes_the_journal, Fixture) {
    test::write_text(folder / journal_file, std::string(backup_bytes_max, 'j'));
    test::write_text(folder / ".hidden", "not ours");
    std::filesystem::create_directory(folder / "lost+found");
    auto const backup = back_up_keyring(folder);
    BOOST_TEST_REQUIRE(test::reason_of(backup) == "");
    BOOST_TEST(backup->find(journal_file) == std::string::npos);
    auto with = json::parse(*backup, {1 << 20, 4}).value();
    with.at("files").as_array().push_back(
        {{"name", journal_file}, {"bytes", ""}, {"sha256", to_hex(crypto::sha256(ByteView()))}}
    );
    auto const other = directory.path() / "restored";
    auto const restored = restore_keyring(other, json::serialize(with), passphrase);
    BOOST_TEST_REQUIRE(test::reason_of(restored) == "");
    BOOST_TEST(!std::filesystem::exists(other / journal_file));
    BOOST_TEST((std::filesystem::status(other).permissions() == std::filesystem::perms::owner_all));
    load(other);
}

BOOST_FIXTURE_TEST_CASE(what_could_not_be_restored_is_not_backed_up, Fixture) {
    auto const own = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    test::write_text(folder / "large", std::string(backup_bytes_max / 4 * 3, 'x'));
    std::filesystem::permissions(folder / "large", own);
    BOOST_TEST(test::slug_of(back_up_keyring(folder)) == "backup_too_large");
    auto const restored =
        restore_keyring(directory.path() / "other", std::string(backup_bytes_max + 1, ' '), "");
    BOOST_TEST(test::slug_of(restored) == "backup_too_large");
    test::write_text(folder / "large", std::string(backup_bytes_max / 4 * 3 - 100'000, 'x'));
    auto const backup = back_up_keyring(folder);
    BOOST_TEST_REQUIRE(test::reason_of(backup) == "");
    auto const other = directory.path() / "restored";
    BOOST_TEST(test::reason_of(restore_keyring(other, *backup, passphrase)) == "");
}

BOOST_FIXTURE_TEST_CASE(a_restore_that_fails_leaves_nothing_behind, Fixture) {
    namespace fs = std::filesystem;
    auto const backup = back_up_keyring(folder).value();
    auto const parent = directory.path() / "machine";
    fs::create_directory(parent);
    auto const into = parent / "keys";
    BOOST_TEST(test::slug_of(restore_keyring(into, backup, "wrong one")) == "key_malformed");
    BOOST_TEST(fs::is_empty(parent));
    auto changed = json::parse(backup, {1 << 20, 4}).value();
    auto& files = changed.at("files").as_array();
    files.push_back(files.front());
    auto const doubled = restore_keyring(into, json::serialize(changed), passphrase);
    BOOST_TEST(test::slug_of(doubled) == "backup_broken");
    BOOST_TEST(fs::is_empty(parent));
    test::write_text(into, "a file");
    BOOST_TEST(test::slug_of(restore_keyring(into, backup, passphrase)) == "keyring_exists");
    fs::remove(into);
    // As a restore that was cut short left it, and a path with a slash at its end.
    fs::create_directory(into);
    fs::create_directory(parent / "keys.new");
    test::write_text(parent / "keys.new" / "list.pem", "half");
    BOOST_TEST(test::reason_of(restore_keyring(into / "", backup, passphrase)) == "");
    BOOST_TEST(!fs::exists(parent / "keys.new"));
    load(into);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_backup_is_refused, Fixture) {
    auto const backup = json::parse(back_up_keyring(folder).value(), {1 << 20, 4}).value();
    int attempt = 0;
    auto const restoring = [&](std::string const& text) {
        auto const into = directory.path() / ("try" + std::to_string(++attempt));
        return test::slug_of(restore_keyring(into, text, passphrase));
    };
    BOOST_TEST(restoring(json::serialize(backup)) == "");
    BOOST_TEST(restoring("") == "backup_broken");
    BOOST_TEST(restoring("{}") == "backup_broken");
    for (std::size_t i = 0; i < backup.at("files").as_array().size(); ++i) {
        auto changed = backup;
        auto& bytes = changed.at("files").at(i).at("bytes").as_string();
        bytes[0] = bytes[0] == 'A' ? 'B' : 'A';
        BOOST_TEST(restoring(json::serialize(changed)) == "backup_broken");
    }
    for (auto const* name : {"../escaped", "/tmp/escaped", ".hidden", ""}) {
        auto changed = backup;
        changed.at("files").at(0).at("name") = name;
        BOOST_TEST(restoring(json::serialize(changed)) == "backup_broken", name);
    }
    BOOST_TEST(!std::filesystem::exists(directory.path() / "escaped"));
    auto const whole = json::serialize(backup);
    for (std::size_t length = 0; length < whole.size(); length += whole.size() / 16) {
        BOOST_TEST(restoring(whole.substr(0, length)) == "backup_broken");
    }
}

BOOST_FIXTURE_TEST_CASE(a_second_epoch_has_serials_of_its_own_and_keeps_the_first, Fixture) {
    auto const before = serials(load(folder), 0);
    begin_epoch_1();
    auto const keyring = load(folder);
    BOOST_TEST(keyring.index.epoch == 1);
    BOOST_TEST(serials(keyring, 0) == before, boost::test_tools::per_element());
    auto const second = serials(keyring, 1);
    for (std::size_t i = 0; i < second.size(); ++i) {
        BOOST_TEST((second[i] >> 46) == 1u);
        BOOST_TEST((second[i] & ((1ull << 46) - 1)) != before[i]);
        BOOST_TEST((keyring.serials.position_of(second[i])->epoch == 1));
    }
    auto const backup = back_up_keyring(folder).value();
    auto const other = directory.path() / "restored";
    BOOST_TEST_REQUIRE(test::reason_of(restore_keyring(other, backup, passphrase)) == "");
    BOOST_TEST(serials(load(other), 1) == second, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(an_epoch_without_its_serial_key_is_refused, Fixture) {
    auto index = json::parse(test::text_of(folder / "keyring.json")).value();
    index.at("epoch") = 3;
    test::write_text(folder / "keyring.json", json::serialize(index));
    BOOST_TEST(refusal(folder) == "keyring_corrupt");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::signer
