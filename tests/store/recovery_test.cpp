#include "store/check.hpp"
#include "store/record.hpp"
#include "store/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <numeric>

using namespace ocop;
using namespace ocop::store;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t page = 4096;

std::string read(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(fs::path const& path, std::string const& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

void replace_directory(fs::path const& to, fs::path const& from) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
}

fs::path wal_of(fs::path const& store) {
    fs::path newest;
    for (auto const& entry : fs::directory_iterator(store / "db")) {
        if (entry.path().extension() == ".log" && entry.path() > newest) {
            newest = entry.path();
        }
    }
    BOOST_TEST_REQUIRE(!newest.empty());
    return newest;
}

// Text in which no two pages are alike.
std::string noise(int seed, std::size_t bytes) {
    std::string out;
    for (std::uint32_t n = static_cast<std::uint32_t>(seed); out.size() < bytes; ++n) {
        out += std::to_string(n * 2'654'435'761U);
    }
    out.resize(bytes);
    return out;
}

// Each writes one logged record, and one in another space.
void add(Store& store, int number) {
    auto const commit = transact_now(store, [number](Transaction& tx) -> Result<void> {
        auto const key = "k" + std::to_string(number);
        json::object record{{"n", number}, {"pad", "p"}};
        auto const index =
            put_logged(tx, Space::registry, key, test::draft("s:" + key), std::move(record));
        tx.put(Space::stamps, key, "s");
        return index ? Result<void>() : index.error();
    });
    BOOST_TEST_REQUIRE(test::reason_of(commit) == "");
}

int count(Reader const& reader, Space space) {
    int keys = 0;
    auto const scanned = reader.scan(space, "", "", [&keys](auto, auto) {
        ++keys;
        return true;
    });
    BOOST_TEST(test::reason_of(scanned) == "");
    return keys;
}

// What is there is whole: as many in each space as in the ledger, and all checks hold.
std::uint64_t check_whole(Store const& store) {
    auto const snapshot = store.snapshot();
    auto const size = snapshot->ledger_size();
    BOOST_TEST(count(*snapshot, Space::registry) == static_cast<int>(size));
    BOOST_TEST(count(*snapshot, Space::stamps) == static_cast<int>(size));
    BOOST_TEST(test::reason_of(check_ledger(*snapshot)) == "");
    BOOST_TEST(test::reason_of(check_logged(*snapshot)) == "");
    return size;
}

// A store as a power cut leaves it: five acknowledged batches, and a large sixth of four
// transactions that is in the log, wholly so far, but not in the mark.
class Torn {
  public:
    static constexpr std::uint64_t acknowledged = 5;
    static constexpr std::uint64_t with_last = 9;

    Torn() {
        test::TemporaryStore first(live_.path() / "store");
        auto& store = first.open();
        for (int i = 0; i < 5; ++i) {
            add(store, i);
        }
        auto const before = read(wal_of(first.path()));
        auto const mark = read(first.path() / "mark");
        add_batch(store);
        fs::copy(first.path(), image_.path() / "store", fs::copy_options::recursive);
        write(image() / "mark", mark);
        wal_ = read(wal_of(image()));
        start_ = before.size();
        BOOST_TEST_REQUIRE(wal_.starts_with(before));
        BOOST_TEST_REQUIRE(wal_.size() > start_ + 10 * page);
    }

    fs::path image() const { return image_.path() / "store"; }

    std::string const& wal() const { return wal_; }

    std::size_t start() const { return start_; }  // of the last batch in the log

    // Opens the image with this log. Gives the ledger's size after the checks.
    std::uint64_t open_with(std::string const& wal) {
        replace_directory(temporary_.path(), image());
        write(wal_of(temporary_.path()), wal);
        auto const size = check_whole(temporary_.open());
        // It goes on from there, and stays after another restart.
        add(*temporary_.store, 100);
        BOOST_TEST(check_whole(temporary_.open()) == size + 1);
        temporary_.close();
        return size;
    }

  private:
    static void add_batch(Store& store) {
        auto const commit = transact_now(store, [](Transaction& tx) -> Result<void> {
            for (int i = 10; i < 14; ++i) {
                auto const key = "k" + std::to_string(i);
                json::object record{{"n", i}, {"pad", noise(i, 12'000)}};
                auto const index =
                    put_logged(tx, Space::registry, key, test::draft("s:" + key), record);
                tx.put(Space::stamps, key, noise(i, 6'000));
                if (!index) {
                    return index.error();
                }
            }
            return {};
        });
        BOOST_TEST_REQUIRE(test::reason_of(commit) == "");
    }

    test::TemporaryDirectory live_;
    test::TemporaryDirectory image_;
    test::TemporaryStore temporary_;
    std::string wal_;
    std::size_t start_ = 0;
};

std::size_t next_page(std::size_t offset) {
    return (offset + page - 1) / page * page;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recovery)

BOOST_AUTO_TEST_CASE(a_whole_batch_without_its_mark_is_kept_and_marked) {
    Torn torn;
    BOOST_TEST(torn.open_with(torn.wal()) == Torn::with_last);
}

BOOST_AUTO_TEST_CASE(asvs_2_3_3_a_last_batch_cut_anywhere_costs_nothing_acknowledged) {
    Torn torn;
    std::vector<std::size_t> cuts = {torn.start(), torn.start() + 1, torn.start() + 7};
    for (auto at = next_page(torn.start()); at < torn.wal().size(); at += page) {
        cuts.push_back(at);
    }
    cuts.push_back(torn.wal().size() - 1);
    for (auto const cut : cuts) {
        BOOST_TEST_CONTEXT("cut at " << cut) {
            BOOST_TEST(torn.open_with(torn.wal().substr(0, cut)) == Torn::acknowledged);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_last_batch_with_pages_that_never_came_costs_nothing_acknowledged) {
    Torn torn;
    std::vector<std::size_t> starts = {torn.start()};
    for (auto at = next_page(torn.start() + 1); at < torn.wal().size(); at += page) {
        starts.push_back(at);
    }
    for (auto const from : starts) {
        // This page alone, and all from this page on.
        auto const end = std::min(next_page(from + 1), torn.wal().size());
        for (auto const to : {end, torn.wal().size()}) {
            auto wal = torn.wal();
            wal.replace(from, to - from, to - from, '\0');
            BOOST_TEST_CONTEXT("zeros from " << from << " to " << to) {
                BOOST_TEST(torn.open_with(wal) == Torn::acknowledged);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_last_batch_with_swapped_pages_or_garbage_costs_nothing_acknowledged) {
    Torn torn;
    auto const first = next_page(torn.start());
    auto const pages = (torn.wal().size() - first) / page;
    for (std::size_t i = 0; i + 1 < pages; ++i) {
        auto wal = torn.wal();
        auto const a = wal.begin() + static_cast<std::ptrdiff_t>(first + i * page);
        std::swap_ranges(a, a + page, a + page);
        BOOST_TEST_CONTEXT("swapped pages " << i << " and the next") {
            BOOST_TEST(torn.open_with(wal) == Torn::acknowledged);
        }
    }
    std::string garbage(3 * page, '\0');
    std::iota(garbage.begin(), garbage.end(), '\1');
    auto const before = torn.wal().substr(0, torn.start());
    BOOST_TEST(torn.open_with(before + garbage) == Torn::acknowledged);
    BOOST_TEST(torn.open_with(torn.wal() + garbage) == Torn::with_last);
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_in_what_was_acknowledged_is_refused) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    for (int i = 0; i < 6; ++i) {
        add(store, i);
    }
    temporary.close();
    test::TemporaryDirectory saved;
    auto const image = saved.path() / "image";
    fs::copy(temporary.path(), image, fs::copy_options::recursive);
    auto const wal = read(wal_of(image));
    for (std::size_t at = 1; at < wal.size(); at += 97) {
        replace_directory(temporary.path(), image);
        auto bad = wal;
        bad[at] = static_cast<char>(bad[at] ^ 4);
        write(wal_of(temporary.path()), bad);
        auto const refusal = temporary.refusal();
        BOOST_TEST_CONTEXT("at byte " << at) {
            BOOST_TEST((refusal == "store_behind_mark" || refusal == "store_corrupt"), refusal);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_deleted_log_or_database_is_refused) {
    test::TemporaryStore temporary;
    add(temporary.open(), 1);
    temporary.close();
    fs::remove(wal_of(temporary.path()));
    auto const without_log = temporary.refusal();
    BOOST_TEST((without_log == "store_behind_mark" || without_log == "store_corrupt"), without_log);
    fs::remove_all(temporary.path() / "db");
    BOOST_TEST(temporary.refusal() == "store_behind_mark");
}

BOOST_AUTO_TEST_CASE(an_older_copy_of_the_database_is_refused_and_both_sizes_are_named) {
    test::TemporaryStore temporary;
    add(temporary.open(), 1);
    temporary.close();
    test::TemporaryDirectory saved;
    fs::copy(temporary.path() / "db", saved.path() / "db", fs::copy_options::recursive);
    add(temporary.open(), 2);
    temporary.close();
    replace_directory(temporary.path() / "db", saved.path() / "db");
    auto const opened = temporary.try_open();
    BOOST_TEST(test::slug_of(opened) == "store_behind_mark");
    auto const reason = test::reason_of(opened);
    BOOST_TEST(reason.find("1 entries") != std::string::npos, reason);
    BOOST_TEST(reason.find("2 entries") != std::string::npos, reason);
}

// Writes that are no entries count too: the mark carries the number of the batch.
BOOST_AUTO_TEST_CASE(an_older_copy_that_lacks_only_writes_beside_the_ledger_is_refused) {
    test::TemporaryStore temporary;
    add(temporary.open(), 1);
    temporary.close();
    test::TemporaryDirectory saved;
    fs::copy(temporary.path() / "db", saved.path() / "db", fs::copy_options::recursive);
    test::write_one(temporary.open(), Space::jobs, "a", "1");
    temporary.close();
    replace_directory(temporary.path() / "db", saved.path() / "db");
    BOOST_TEST(temporary.refusal() == "store_behind_mark");
}

BOOST_AUTO_TEST_CASE(another_history_of_the_same_length_is_refused) {
    test::TemporaryStore one;
    test::TemporaryStore other;
    add(one.open(), 1);
    add(other.open(), 1);
    one.close();
    other.close();
    replace_directory(one.path() / "db", other.path() / "db");
    BOOST_TEST(one.refusal() == "store_root_differs");
}

BOOST_AUTO_TEST_CASE(a_database_with_data_and_no_mark_is_refused_but_an_empty_one_is_not) {
    test::TemporaryStore temporary;
    temporary.open();
    temporary.close();
    fs::remove(temporary.path() / "mark");
    BOOST_TEST(temporary.refusal() == "");
    add(*temporary.store, 1);
    temporary.close();
    fs::remove(temporary.path() / "mark");
    BOOST_TEST(temporary.refusal() == "store_without_mark");
}

BOOST_AUTO_TEST_CASE(one_damaged_slot_of_the_mark_is_survived_and_two_are_refused) {
    test::TemporaryStore temporary;
    for (int i = 0; i < 3; ++i) {
        add(temporary.open(), i);
    }
    temporary.close();
    auto const mark = read(temporary.path() / "mark");
    for (std::size_t slot : {0U, 4096U}) {
        auto torn = mark;
        torn[slot + 20] = static_cast<char>(torn[slot + 20] ^ 1);
        write(temporary.path() / "mark", torn);
        BOOST_TEST(temporary.refusal() == "");
        BOOST_TEST(check_whole(*temporary.store) == 3U);
        temporary.close();
    }
    auto torn = mark;
    torn[20] = static_cast<char>(torn[20] ^ 1);
    torn[4096 + 20] = static_cast<char>(torn[4096 + 20] ^ 1);
    write(temporary.path() / "mark", torn);
    BOOST_TEST(temporary.refusal() == "mark_unreadable");
    write(temporary.path() / "mark", "");
    BOOST_TEST(temporary.refusal() == "mark_unreadable");
}

BOOST_AUTO_TEST_CASE(a_mark_signed_by_another_key_is_refused) {
    test::TemporaryStore temporary;
    temporary.open();
    temporary.close();
    auto options = temporary.options();
    options.mark.public_key[0] ^= 1;
    BOOST_TEST(test::slug_of(temporary.try_open(options)) == "mark_unreadable");
}

BOOST_AUTO_TEST_CASE(a_directory_is_opened_once_at_a_time) {
    test::TemporaryStore first;
    first.open();
    test::TemporaryStore second(first.path());
    BOOST_TEST(second.refusal() == "store_locked");
    first.close();
    BOOST_TEST(second.refusal() == "");
}

BOOST_AUTO_TEST_CASE(a_swap_cut_between_its_two_renames_is_undone) {
    test::TemporaryStore temporary;
    add(temporary.open(), 1);
    temporary.close();
    fs::create_directory(temporary.path() / "db.copy");
    fs::rename(temporary.path() / "db", temporary.path() / "db.damaged");
    BOOST_TEST(check_whole(temporary.open()) == 1U);
}

BOOST_AUTO_TEST_CASE(a_missing_table_file_is_refused) {
    test::TemporaryStore temporary;
    add(temporary.open(), 1);
    temporary.open();  // writes the log's content into tables
    temporary.close();
    int removed = 0;
    for (auto const& entry : fs::directory_iterator(temporary.path() / "db")) {
        if (entry.path().extension() == ".sst" && removed == 0) {
            removed += fs::remove(entry.path()) ? 1 : 0;
        }
    }
    BOOST_TEST_REQUIRE(removed == 1);
    BOOST_TEST(temporary.refusal() != "");
}

BOOST_AUTO_TEST_SUITE_END()
