#include "cli/retention.hpp"

#include "accounts.hpp"
#include "accounts/invitations.hpp"
#include "accounts/notices.hpp"
#include "accounts/retention.hpp"
#include "blobs/record.hpp"
#include "checks/checks.hpp"
#include "checks/retention.hpp"
#include "cli/ledger_day.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <thread>

namespace ocop::cli {

namespace {

using store::Transaction;

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::string_view owner = "producer-a";
constexpr int notices = 2'500;
constexpr int receipts = 1'500;

using Contents = std::vector<std::pair<std::string, std::string>>;

// Tells whether it was asked: what asks does its work before it ends.
class WatchedClock final : public Clock {
  public:
    explicit WatchedClock(Clock const& clock) : clock_(clock) {}

    Instant now() const override {
        asked_ = true;
        return clock_.now();
    }

    void wait_until_asked() const {
        while (!asked_) {
            std::this_thread::yield();
        }
    }

  private:
    Clock const& clock_;
    mutable std::atomic<bool> asked_ = false;
};

struct Fixture : test::ServiceFixture {
    Fixture() {
        auto opened = blobs::open_file_blobs(
            {folder.path() / "blobs", folder.path() / "blobs.key", clock(), random}
        );
        BOOST_TEST_REQUIRE(test::reason_of(opened) == "");
        files = std::move(*opened);
    }

    blobs::BlobName put(std::string_view bytes) {
        auto const name = files->put(owner, bytes);
        BOOST_TEST_REQUIRE(test::reason_of(name) == "");
        return *name;
    }

    test::TemporaryDirectory folder;
    std::unique_ptr<blobs::BlobStore> files;
    stamp::SerialKeys const serials;
    bundles::FilterFiles filters{folder.path() / "bundle", serials};
    int runs = 0;

    // Records that take several slices of the accounts and of the receipts; half of them are over
    // two years later, which is when the clock stands then.
    void fill() {
        for (int half = 0; half < 2; ++half) {
            for (int i = 0; i < notices / 2; i += 250) {
                test::tamper(*this, [&](Transaction& tx) {
                    for (int each = 0; each < 250; ++each) {
                        accounts::put_notice(tx, random, "lan", {});
                    }
                });
            }
            for (int i = 0; i < receipts / 2; i += 250) {
                test::tamper(*this, [&](Transaction& tx) { add_receipts(tx, 250); });
            }
            if (half == 0) {
                clock().advance_ms(checks::receipt_days * day_ms);
            }
        }
        accounts::Account lan;
        lan.id = "lan";
        must([&](Transaction& tx) -> Result<std::string> {
            return put_invitation(tx, random, lan, accounts::InvitationKind::recovery);
        });
        clock().advance_ms(accounts::recovery_ms);
    }

    void add_receipts(Transaction& tx, int count) {
        for (int i = 0; i < count; ++i) {
            checks::NewCheck check;
            check.position = {0, 1};
            check.token = checks::new_receipt_token(random);
            check.receipt = {1, "gtin", "L1", "serial", "valid", 0, {}};
            auto const made = checks::record_check(tx, check);
            BOOST_TEST_REQUIRE(test::reason_of(made) == "");
        }
    }

    // All that is stored, but for the jobs themselves.
    Contents without_jobs() {
        auto out = contents();
        auto const jobs = std::to_string(static_cast<int>(store::Space::jobs)) + ":";
        out.erase(
            std::remove_if(
                out.begin(),
                out.end(),
                [&](auto const& each) { return each.first.starts_with(jobs); }
            ),
            out.end()
        );
        return out;
    }

    std::size_t count(store::Space space, std::string_view prefix) {
        std::size_t out = 0;
        auto const scanned = store().snapshot()->scan(space, prefix, "", [&](auto, auto) {
            ++out;
            return true;
        });
        BOOST_TEST_REQUIRE(test::reason_of(scanned) == "");
        return out;
    }

    std::vector<jobs::Job> jobs_now() {
        auto const all = jobs::list(*store().snapshot(), {}, 100);
        BOOST_TEST_REQUIRE(test::reason_of(all) == "");
        return *all;
    }

    jobs::JobId begin() {
        return must([&](Transaction& tx) {
            return jobs::start(
                tx, random, {std::string(retention_kind), std::to_string(++runs), json::object(), 0}
            );
        });
    }

    jobs::Job find(jobs::JobId const& id) {
        auto const job = jobs::find(*store().snapshot(), id);
        BOOST_TEST_REQUIRE((job && *job));
        return **job;
    }

    jobs::Slice slice_of(jobs::Job const& job) {
        auto const slice = retention_step(store(), *files, filters, clock(), 90)(job);
        BOOST_TEST_REQUIRE(test::reason_of(slice) == "");
        return *slice;
    }

    // What the workers do with a slice: its writes and the new state in one transaction.
    void keep(jobs::JobId const& id, jobs::Slice const& slice) {
        auto const kept = transact_now(store(), [&](Transaction& tx) -> Result<void> {
            auto job = jobs::find(tx, id).value().value();
            job.state = slice.state;
            job.done = slice.done;
            job.status = slice.finished ? jobs::Status::finished : jobs::Status::running;
            jobs::save(tx, job);
            return slice.work ? slice.work(tx) : Result<void>();
        });
        BOOST_TEST_REQUIRE(test::reason_of(kept) == "");
    }

    void check_swept() {
        BOOST_TEST(count(store::Space::accounts, "n") == std::size_t{notices / 2});
        BOOST_TEST(count(store::Space::accounts, "v") == 0u);
        BOOST_TEST(count(store::Space::checks, "r") == std::size_t{receipts / 2});
        BOOST_TEST(count(store::Space::checks, "d") == std::size_t{receipts / 2});
        BOOST_TEST(count(store::Space::checks, "n") == 1u);
    }

    // Waits for what another thread commits.
    void wait_for_jobs(std::size_t finished) {
        std::size_t seen = 0;
        while (seen < finished) {
            std::this_thread::yield();
            seen = 0;
            for (auto const& job : jobs_now()) {
                seen += job.status == jobs::Status::finished ? 1 : 0;
            }
        }
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(retention)

BOOST_FIXTURE_TEST_CASE(the_job_goes_through_accounts_and_receipts_to_its_end, Fixture) {
    fill();
    jobs::Jobs workers(
        store(),
        {{std::string(retention_kind), retention_step(store(), *files, filters, clock(), 90)}}
    );
    auto const id = begin();
    workers.run();
    wait_for_jobs(1);
    workers.stop();
    check_swept();
    auto const job = find(id);
    BOOST_TEST(job.error == "");
    BOOST_TEST(job.done >= std::uint64_t{notices});
    BOOST_TEST(job.total == job.done);
}

BOOST_FIXTURE_TEST_CASE(a_job_cut_off_in_any_slice_goes_on_from_the_one_before, Fixture) {
    fill();
    auto const id = begin();
    int slices = 0;
    for (bool finished = false; !finished; ++slices) {
        BOOST_TEST_REQUIRE(slices < 50);
        // Cut before anything of the slice was written: it is as if it had never been.
        auto const before = without_jobs();
        auto const lost = slice_of(find(id));
        BOOST_TEST((without_jobs() == before));
        temporary.open();
        auto const again = slice_of(find(id));
        BOOST_TEST((again.state == lost.state));
        BOOST_TEST(again.done == lost.done);
        finished = again.finished;
        keep(id, again);
        // And cut behind it.
        temporary.open();
    }
    // Four kinds in a slice each, notices in three, receipts in two, records, tallies, contacts,
    // blobs.
    BOOST_TEST(slices == 4 + 3 + 2 + 1 + 1 + 1 + 1);
    check_swept();
    BOOST_TEST((find(id).status == jobs::Status::finished));
}

BOOST_FIXTURE_TEST_CASE(a_sweep_with_nothing_to_drop_changes_nothing, Fixture) {
    test::tamper(*this, [&](Transaction& tx) {
        accounts::put_notice(tx, random, "lan", {});
        add_receipts(tx, 3);
    });
    auto const before = without_jobs();
    auto const id = begin();
    for (bool finished = false; !finished;) {
        auto const slice = slice_of(find(id));
        finished = slice.finished;
        keep(id, slice);
    }
    BOOST_TEST((without_jobs() == before));
}

BOOST_FIXTURE_TEST_CASE(uploads_that_ended_half_way_go_a_day_later_and_no_others, Fixture) {
    auto const run = [this] {
        auto const id = begin();
        while (!jobs::is_over(find(id).status)) {
            keep(id, slice_of(find(id)));
        }
        return find(id).done;
    };
    auto const left = put("of an upload that ended half-way");
    auto kept =
        blobs::keep_upload(*files, owner, "%PDF-1.7 named", blobs::MediaType::pdf, std::nullopt);
    BOOST_TEST_REQUIRE(test::reason_of(kept) == "");
    must([&](Transaction& tx) {
        return blobs::record_upload(tx, *kept, blobs::default_quota_bytes);
    });
    auto const before = run();
    BOOST_TEST(test::reason_of(files->get(left)) == "");
    clock().advance_ms(blobs::unnamed_after_ms + 1);
    auto const recent = put("of one that is under way");
    BOOST_TEST(run() == before + 1);
    BOOST_TEST(test::slug_of(files->get(left)) == "blob_missing");
    BOOST_TEST(test::reason_of(files->get(recent)) == "");
    auto const name = blobs::name_of(kept->record);
    BOOST_TEST_REQUIRE(test::reason_of(name) == "");
    BOOST_TEST(test::reason_of(files->get(*name)) == "");
}

BOOST_FIXTURE_TEST_CASE(filter_files_that_no_bundle_named_lately_go, Fixture) {
    auto const id = begin();
    auto const folder_of_filters = folder.path() / "bundle";
    std::filesystem::create_directory(folder_of_filters);
    auto const days_old = [&](std::string const& name, std::int64_t days) {
        std::ofstream(folder_of_filters / name) << name;
        std::filesystem::last_write_time(
            folder_of_filters / name,
            std::filesystem::file_time_type::clock::from_sys(
                std::chrono::sys_time<std::chrono::milliseconds>(
                    std::chrono::milliseconds(clock().now().ms - days * day_ms)
                )
            )
        );
    };
    days_old("old.filters", 9);
    days_old("new.filters", 7);
    while (!jobs::is_over(find(id).status)) {
        keep(id, slice_of(find(id)));
    }
    BOOST_TEST(!std::filesystem::exists(folder_of_filters / "old.filters"));
    BOOST_TEST(std::filesystem::exists(folder_of_filters / "new.filters"));
}

BOOST_FIXTURE_TEST_CASE(a_damaged_record_ends_the_job_with_its_error, Fixture) {
    test::write_one(store(), store::Space::checks, "r~", "{");
    jobs::Jobs workers(
        store(),
        {{std::string(retention_kind), retention_step(store(), *files, filters, clock(), 90)}}
    );
    auto const id = begin();
    workers.run();
    while (!jobs::is_over(find(id).status)) {
        std::this_thread::yield();
    }
    BOOST_TEST((find(id).status == jobs::Status::failed));
    BOOST_TEST(find(id).error == "store_corrupt");
}

BOOST_FIXTURE_TEST_CASE(each_legal_day_has_one_job_a_kind_however_often_we_start, Fixture) {
    auto const last_ms = start_of(test::day("2026-11-23")).ms - 1;
    stamps::Policy const policy;
    clock().set({last_ms});
    for (std::size_t days = 1; days <= 3; ++days) {
        for (int starts = 0; starts < 3; ++starts) {
            jobs::Jobs workers(
                store(),
                {{std::string(retention_kind),
                  retention_step(store(), *files, filters, clock(), 90)},
                 {std::string(ledger_day_kind), ledger_day_step(store(), clock(), policy)}}
            );
            workers.run();
            WatchedClock const watched(clock());
            DailyRetention const daily(store(), workers, watched, temporary.random);
            watched.wait_until_asked();
            wait_for_jobs(2 * days);
        }
        BOOST_TEST(jobs_now().size() == 2 * days);
        clock().advance_ms(days == 1 ? 1 : day_ms);
    }
    std::map<std::string, std::vector<std::string>> keys;
    for (auto const& job : jobs_now()) {
        keys[job.kind].push_back(job.key);
    }
    std::vector<std::string> const expected{"2026-11-22", "2026-11-23", "2026-11-24"};
    for (auto const kind : {retention_kind, ledger_day_kind}) {
        BOOST_TEST(keys[std::string(kind)] == expected, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::cli
