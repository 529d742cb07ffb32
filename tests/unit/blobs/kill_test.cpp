#include "blob_fixture.hpp"
#include "blobs/findings.hpp"

#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

// The order of writes under kill -9: a process that uploads a photo and names it by an event is
// killed at each step. Whatever is left, no record lacks a blob and no event a record.
namespace ocop::test {

namespace {

constexpr char const* directory_variable = "OCOP_BLOB_KILL_DIRECTORY";
constexpr char const* step_variable = "OCOP_BLOB_KILL_STEP";
constexpr std::string_view event_key = "e-of-the-test";

std::string photo() {
    return make_jpeg(scene(1, {600, 400}));
}

// Ends the process when it was told to, at the so-manieth step.
class Countdown {
  public:
    explicit Countdown(int steps) : left_(steps) {}

    void step() {
        if (left_-- == 0) {
            ::kill(::getpid(), SIGKILL);
        }
    }

  private:
    int left_;
};

Result<void> name_in_event(store::Transaction& tx, Hash const& hash) {
    auto const noted = blobs::note_use(tx, {owner, "0952:A", hash, event_key});
    if (!noted) {
        return noted.error();
    }
    tx.put(store::Space::events, event_key, to_hex(hash));
    return {};
}

struct Opened {
    explicit Opened(std::filesystem::path const& directory, Countdown* countdown = nullptr)
        : disk(directory / "store") {
        auto options = disk.options();
        options.env = nullptr;  // with real syncs
        BOOST_TEST_REQUIRE(reason_of(disk.try_open(std::move(options))) == "");
        blobs::FileBlobOptions blob_options{
            directory / "blobs", directory / "blobs.key", disk.clock, disk.random};
        if (countdown != nullptr) {
            blob_options.at = [countdown](blobs::PutStep) { countdown->step(); };
        }
        auto opened = blobs::open_file_blobs(std::move(blob_options));
        BOOST_TEST_REQUIRE(reason_of(opened) == "");
        blobs = std::move(*opened);
    }

    TemporaryStore disk;
    std::unique_ptr<blobs::BlobStore> blobs;
};

// True when the child was killed; false when it came to its end.
bool run_child(std::filesystem::path const& directory, int step) {
    ::setenv(directory_variable, directory.c_str(), 1);
    ::setenv(step_variable, std::to_string(step).c_str(), 1);
    // RocksDB's threads do not survive a fork, so the child is this program anew.
    auto const process = ::fork();
    if (process == 0) {
        ::execl(
            "/proc/self/exe",
            "unit_blobs",
            "--run_test=killed/uploads_and_names_a_photo",
            "--report_level=no",
            static_cast<char*>(nullptr)
        );
        ::_exit(127);
    }
    ::unsetenv(directory_variable);
    int status = 0;
    BOOST_TEST_REQUIRE(::waitpid(process, &status, 0) == process);
    BOOST_TEST_REQUIRE((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
    return WIFSIGNALED(status);
}

struct Left {
    bool blobs_without_record = false;
    bool record = false;
    bool event = false;
};

Left check_what_is_left(std::filesystem::path const& directory) {
    Opened opened(directory);
    auto const snapshot = opened.disk.store->snapshot();
    auto const hash = crypto::sha256(as_bytes(photo()));
    Left out;
    auto const record = blobs::find_blob(*snapshot, owner, hash);
    BOOST_TEST_REQUIRE(reason_of(record) == "");
    out.record = record->has_value();
    if (out.record) {
        BOOST_TEST(reason_of(opened.blobs->get(*name_of(**record))) == "");
        BOOST_TEST(
            reason_of(opened.blobs->get(*name_of(**record, (*record)->shown.value()))) == ""
        );
        BOOST_TEST(
            reason_of(opened.blobs->get(*name_of(**record, (*record)->thumbnail.value()))) == ""
        );
    }
    out.event = snapshot->get(store::Space::events, event_key)->has_value();
    BOOST_TEST((!out.event || (out.record && (*record)->first_lot.has_value())));
    auto const scrubbed = scrub(*opened.blobs);
    BOOST_TEST(scrubbed->damaged_count == 0U);
    BOOST_TEST(scrubbed->erased == 0U);
    BOOST_TEST(std::filesystem::is_empty(directory / "blobs" / ".incoming"));
    auto const found = unnamed(*opened.blobs, *snapshot, {INT64_MAX});
    out.blobs_without_record = !found->empty();
    BOOST_TEST((!out.record || found->empty()));
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(killed)

// The child's side; does nothing when it is run as a test of its own.
BOOST_AUTO_TEST_CASE(uploads_and_names_a_photo) {
    auto const* directory = std::getenv(directory_variable);
    if (directory == nullptr) {
        return;
    }
    Countdown countdown(std::atoi(std::getenv(step_variable)));
    Opened opened(directory, &countdown);
    auto& store = *opened.disk.store;
    auto const bytes = photo();
    auto const seen = blobs::inspect(bytes, blobs::MediaType::jpeg);
    auto const kept =
        blobs::keep_upload(*opened.blobs, owner, bytes, blobs::MediaType::jpeg, *seen);
    BOOST_TEST_REQUIRE(reason_of(kept) == "");
    countdown.step();
    auto const recorded = transact_now(store, [&](store::Transaction& tx) -> Result<void> {
        auto const done = blobs::record_upload(tx, *kept, blobs::default_quota_bytes);
        return done ? Result<void>() : done.error();
    });
    BOOST_TEST_REQUIRE(reason_of(recorded) == "");
    countdown.step();
    auto const named = transact_now(store, [&](store::Transaction& tx) {
        return name_in_event(tx, *blobs::parse_hash(kept->record.sha256));
    });
    BOOST_TEST_REQUIRE(reason_of(named) == "");
    countdown.step();
}

BOOST_AUTO_TEST_CASE(a_killed_upload_leaves_no_name_without_its_blob) {
    int step = 0;
    int records = 0;
    int orphans = 0;
    int events = 0;
    for (bool killed = true; killed; ++step) {
        TemporaryDirectory directory;
        killed = run_child(directory.path(), step);
        auto const left = check_what_is_left(directory.path());
        records += left.record ? 1 : 0;
        orphans += left.blobs_without_record ? 1 : 0;
        events += left.event ? 1 : 0;
        // Whoever tries again comes to the end.
        BOOST_TEST(!run_child(directory.path(), 1000));
        BOOST_TEST(check_what_is_left(directory.path()).event);
    }
    // Three blobs of seven steps each, and three behind: all were met.
    BOOST_TEST(step == 3 * 7 + 3 + 1);
    BOOST_TEST(records == 3);
    BOOST_TEST(events == 2);
    BOOST_TEST(orphans > 10);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
