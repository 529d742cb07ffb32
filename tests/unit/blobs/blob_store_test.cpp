#include "blob_fixture.hpp"

#include <set>
#include <sys/stat.h>

namespace ocop::test {

namespace {

// Everything under a folder, file by file.
std::string all_bytes(std::filesystem::path const& folder) {
    std::string out;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
        out += entry.path().string() + '\n';
        if (entry.is_regular_file()) {
            out += bytes_of(entry.path());
        }
    }
    return out;
}

struct OpenFolder : BlobFolder {
    OpenFolder() { open(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(blob_store, OpenFolder)

BOOST_AUTO_TEST_CASE(what_was_put_is_read_back_also_by_another_process) {
    for (std::string const& text :
         {std::string(), std::string("a\0b", 3), std::string(70'000, 'x')}) {
        auto const name = put(owner, text);
        BOOST_TEST((name.hash == crypto::sha256(as_bytes(text))));
        BOOST_TEST(*blobs->get(name) == text);
        open();
        BOOST_TEST(*blobs->get(name) == text);
    }
}

BOOST_AUTO_TEST_CASE(plain_bytes_are_not_on_disk) {
    put(owner, "the lady of the house is called Hoa");
    auto const all = all_bytes(directory.path());
    BOOST_TEST(all.find("Hoa") == std::string::npos);
    BOOST_TEST(all.find("producer-a") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_bytes_again_are_one_file_and_count_as_put_now) {
    auto const name = put(owner, "text");
    auto const before = bytes_of(file_of(name));
    clock.advance_ms(5000);
    BOOST_TEST((put(owner, "text") == name));
    BOOST_TEST(bytes_of(file_of(name)) == before);
    std::vector<blobs::StoredBlob> seen;
    BOOST_TEST_REQUIRE(reason_of(blobs->scan([&](auto const& blob) {
                           seen.push_back(blob);
                           return true;
                       })) == "");
    BOOST_TEST_REQUIRE(seen.size() == 1U);
    BOOST_TEST((seen[0].name == name));
    BOOST_TEST(seen[0].touched.ms == clock.now().ms);
}

BOOST_AUTO_TEST_CASE(owners_do_not_share_even_the_same_bytes) {
    auto const mine = put(owner, "text");
    blobs::BlobName const theirs{std::string(other), mine.hash};
    BOOST_TEST(slug_of(blobs->get(theirs)) == "blob_missing");
    put(other, "text");
    BOOST_TEST(bytes_of(file_of(mine)) != bytes_of(file_of(theirs)));
    // A file that was moved is not read for what it was moved to.
    std::filesystem::copy_file(
        file_of(mine), file_of(theirs), std::filesystem::copy_options::overwrite_existing
    );
    BOOST_TEST(slug_of(blobs->get(theirs)) == "blob_corrupt");
    auto const second = put(owner, "second");
    std::filesystem::copy_file(
        file_of(mine), file_of(second), std::filesystem::copy_options::overwrite_existing
    );
    BOOST_TEST(slug_of(blobs->get(second)) == "blob_corrupt");
}

BOOST_AUTO_TEST_CASE(every_flipped_byte_and_every_cut_is_found) {
    auto const name = put(owner, "a text of some length");
    auto const whole = bytes_of(file_of(name));
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto flipped = whole;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        write_bytes(file_of(name), flipped);
        BOOST_TEST(slug_of(blobs->get(name)) == "blob_corrupt", i);
        write_bytes(file_of(name), std::string_view(whole).substr(0, i));
        BOOST_TEST(slug_of(blobs->get(name)) == "blob_corrupt", i);
    }
    auto const scrubbed = scrub(*blobs);
    BOOST_TEST_REQUIRE(reason_of(scrubbed) == "");
    BOOST_TEST(scrubbed->blobs == 1U);
    BOOST_TEST(scrubbed->damaged_count == 1U);
    BOOST_TEST((scrubbed->damaged == std::vector{name}));
    // Put again, it is whole again.
    put(owner, "a text of some length");
    BOOST_TEST(slug_of(blobs->get(name)) == "");
    BOOST_TEST(scrub(*blobs)->damaged_count == 0U);
}

BOOST_AUTO_TEST_CASE(a_dropped_key_erases_its_owners_blobs_and_no_others) {
    auto const mine = put(owner, "mine");
    auto const theirs = put(other, "theirs");
    BOOST_TEST(slug_of(blobs->forget(owner)) == "");
    BOOST_TEST(slug_of(blobs->get(mine)) == "blob_erased");
    BOOST_TEST(slug_of(blobs->get(theirs)) == "");
    BOOST_TEST(bytes_of(key_file()).find("producer-a") == std::string::npos);
    open();
    BOOST_TEST(slug_of(blobs->get(mine)) == "blob_erased");
    BOOST_TEST(scrub(*blobs)->erased == 1U);
    // The owner may begin anew; what was is not read by the new key.
    auto const later = put(owner, "later");
    BOOST_TEST(slug_of(blobs->get(later)) == "");
    BOOST_TEST(slug_of(blobs->get(mine)) == "blob_corrupt");
    put(owner, "mine");
    BOOST_TEST(slug_of(blobs->get(mine)) == "");
}

BOOST_AUTO_TEST_CASE(the_key_file_is_the_owners_alone) {
    put(owner, "x");

    struct stat info {};

    BOOST_TEST_REQUIRE(::stat(key_file().c_str(), &info) == 0);
    BOOST_TEST((info.st_mode & 0777) == 0600U);
    for (auto const mode : {0640U, 0604U, 0660U}) {
        BOOST_TEST_REQUIRE(::chmod(key_file().c_str(), mode) == 0);
        BOOST_TEST(slug_of(try_open(options())) == "key_file_open");
    }
}

BOOST_AUTO_TEST_CASE(blobs_without_their_key_file_are_refused) {
    put(owner, "x");
    std::filesystem::remove(key_file());
    BOOST_TEST(slug_of(try_open(options())) == "blobs_key_missing");
    // An empty one is a decision: everything was erased.
    write_bytes(key_file(), "");
    ::chmod(key_file().c_str(), 0600);
    open();
    BOOST_TEST(scrub(*blobs)->erased == 1U);
}

BOOST_AUTO_TEST_CASE(a_folder_and_a_key_file_that_lead_nowhere_are_errors) {
    auto const folder = directory.path() / "blobs";
    std::filesystem::create_symlink("producer-c", folder / "producer-c");
    BOOST_TEST(slug_of(blobs->scan([](auto const&) { return true; })) == "blobs_unreadable");
    BOOST_TEST(slug_of(try_open(options())) == "blobs_unreadable");
    std::filesystem::remove(folder / "producer-c");
    std::filesystem::remove(key_file());
    std::filesystem::create_symlink("blobs.key", key_file());
    BOOST_TEST(slug_of(try_open(options())) == "blobs_unreadable");
}

BOOST_AUTO_TEST_CASE(a_damaged_key_file_is_refused) {
    put(owner, "x");
    auto const good = bytes_of(key_file());
    for (std::string const& text :
         {good.substr(0, good.size() - 1),
          good.substr(0, good.size() - 2) + "\n",
          "../x " + good.substr(good.find(' ') + 1),
          good + "\n",
          std::string("producer-a\n")}) {
        write_bytes(key_file(), text);
        BOOST_TEST(slug_of(try_open(options())) == "blobs_key_malformed", text);
    }
    write_bytes(key_file(), good);
    BOOST_TEST(slug_of(try_open(options())) == "");
}

BOOST_AUTO_TEST_CASE(owners_that_would_leave_the_folder_are_refused) {
    for (std::string const name :
         {"", ".", "..", "a/b", "../a", ".incoming", "A", "a b", "a\n", "ơ"}) {
        BOOST_TEST(slug_of(blobs->put(name, "x")) == "blob_owner_malformed", name);
        BOOST_TEST(slug_of(blobs->get({name, Hash{}})) == "blob_missing", name);
        BOOST_TEST(!*blobs->erase({name, Hash{}}, {INT64_MAX}), name);
    }
    BOOST_TEST(slug_of(blobs->put(std::string(65, 'a'), "x")) == "blob_owner_malformed");
    BOOST_TEST(slug_of(blobs->put(std::string(64, 'a'), "x")) == "");
}

BOOST_AUTO_TEST_CASE(more_than_the_limit_is_refused) {
    std::string const most(blobs::blob_bytes_max, 'x');
    BOOST_TEST(slug_of(blobs->put(owner, most)) == "");
    BOOST_TEST(slug_of(blobs->put(owner, most + 'x')) == "blob_too_large");
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_nearly_full_is_left_alone) {
    auto wanted = options();
    wanted.free_bytes_min = std::uint64_t{1} << 60;
    BOOST_TEST_REQUIRE(reason_of(try_open(std::move(wanted))) == "");
    BOOST_TEST(slug_of(blobs->put(owner, "x")) == "storage_full");
}

BOOST_AUTO_TEST_CASE(what_a_crash_left_goes_when_the_store_is_opened) {
    auto const left = directory.path() / "blobs" / ".incoming" / "0123";
    write_bytes(left, "half of a bl");
    auto const name = put(owner, "x");
    open();
    BOOST_TEST(!std::filesystem::exists(left));
    BOOST_TEST(slug_of(blobs->get(name)) == "");
}

BOOST_AUTO_TEST_CASE(erasing_loses_to_a_later_put) {
    auto const name = put(owner, "x");
    auto const before = clock.now();
    BOOST_TEST(!*blobs->erase(name, before));
    clock.advance_ms(10);
    auto const later = clock.now();
    put(owner, "x");
    BOOST_TEST(!*blobs->erase(name, later));
    clock.advance_ms(10);
    BOOST_TEST(*blobs->erase(name, clock.now()));
    BOOST_TEST(slug_of(blobs->get(name)) == "blob_missing");
    BOOST_TEST(!*blobs->erase(name, clock.now()));
}

BOOST_AUTO_TEST_CASE(a_scan_meets_every_blob_and_stops_when_told) {
    std::set<blobs::BlobName> names;
    for (int i = 0; i < 30; ++i) {
        names.insert(put(i % 2 == 0 ? owner : other, std::to_string(i)));
    }
    std::set<blobs::BlobName> seen;
    int visits = 0;
    BOOST_TEST(slug_of(blobs->scan([&](auto const& blob) {
                   seen.insert(blob.name);
                   return true;
               })) == "");
    BOOST_TEST((seen == names));
    BOOST_TEST(slug_of(blobs->scan([&](auto const&) { return ++visits < 3; })) == "");
    BOOST_TEST(visits == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
