#include "signer/journal.hpp"

#include "temporary_directory.hpp"

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

namespace ocop::signer {

namespace {

ApprovedOrder order(std::string id, std::uint64_t first, std::uint64_t count) {
    return {std::move(id), "09520001100017", "L1", "0001", 0, first, count};
}

struct Fixture {
    std::unique_ptr<Journal> open() {
        auto journal = Journal::open(file);
        BOOST_TEST_REQUIRE(test::reason_of(journal) == "");
        return std::move(*journal);
    }

    std::string opening() { return test::slug_of(Journal::open(file)); }

    std::string text() {
        std::ifstream in(file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    }

    void write(std::string_view text) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
    }

    // Three lines on disk.
    std::string three_lines() {
        auto const journal = open();
        for (std::uint64_t i = 0; i < 3; ++i) {
            auto const done = journal->claim(order("o" + std::to_string(i), i * 10, 10));
            BOOST_TEST_REQUIRE(test::reason_of(done) == "");
        }
        return text();
    }

    test::TemporaryDirectory directory;
    std::filesystem::path const file = directory.path() / "journal.jsonl";
};

std::string claiming(Journal& journal, ApprovedOrder const& claimed) {
    return test::slug_of(journal.claim(claimed));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(journal)

BOOST_FIXTURE_TEST_CASE(the_same_order_is_claimed_again_and_written_once, Fixture) {
    auto const journal = open();
    BOOST_TEST(claiming(*journal, order("a", 0, 10)) == "");
    auto const once = text();
    BOOST_TEST(claiming(*journal, order("a", 0, 10)) == "");
    BOOST_TEST(text() == once);
}

BOOST_FIXTURE_TEST_CASE(a_counter_is_never_claimed_for_anything_else, Fixture) {
    auto const good = order("a", 10, 10);
    auto const refused = [&](Journal& journal, auto const& change) {
        auto other = good;
        change(other);
        return claiming(journal, other) == "range_not_approved";
    };
    auto const all_refused = [&](Journal& journal) {
        BOOST_TEST(refused(journal, [](auto& o) { o.order = "b"; }));
        BOOST_TEST(refused(journal, [](auto& o) { o.gtin = "09520001100024"; }));
        BOOST_TEST(refused(journal, [](auto& o) { o.lot = "L2"; }));
        BOOST_TEST(refused(journal, [](auto& o) { o.kid = "0002"; }));
        BOOST_TEST(refused(journal, [](auto& o) { o.count = 0; }));
        for (std::uint64_t first = 0; first <= 30; ++first) {
            for (std::uint64_t count = 1; first + count <= 30; ++count) {
                bool const overlaps = first < 20 && first + count > 10;
                bool const same = first == 10 && count == 10;
                if (overlaps && !same) {
                    BOOST_TEST(claiming(journal, order("a", first, count)) == "range_not_approved");
                    BOOST_TEST(claiming(journal, order("b", first, count)) == "range_not_approved");
                }
            }
        }
    };
    {
        auto const journal = open();
        BOOST_TEST_REQUIRE(claiming(*journal, good) == "");
        all_refused(*journal);
    }
    auto const written = text();
    auto const reopened = open();
    all_refused(*reopened);
    BOOST_TEST(claiming(*reopened, good) == "");
    BOOST_TEST(text() == written);
    BOOST_TEST(claiming(*reopened, order("b", 0, 10)) == "");
    BOOST_TEST(claiming(*reopened, order("c", 20, 5)) == "");
    auto other_epoch = order("d", 10, 10);
    other_epoch.epoch = 1;
    BOOST_TEST(claiming(*reopened, other_epoch) == "");
}

BOOST_FIXTURE_TEST_CASE(a_range_that_swallows_smaller_ones_is_refused, Fixture) {
    auto const journal = open();
    BOOST_TEST_REQUIRE(claiming(*journal, order("a", 10, 2)) == "");
    BOOST_TEST_REQUIRE(claiming(*journal, order("b", 20, 2)) == "");
    BOOST_TEST(claiming(*journal, order("c", 0, 100)) == "range_not_approved");
    BOOST_TEST(claiming(*journal, order("c", 15, 100)) == "range_not_approved");
    BOOST_TEST(claiming(*journal, order("c", 0, 11)) == "range_not_approved");
}

BOOST_FIXTURE_TEST_CASE(a_last_line_cut_anywhere_is_dropped_and_the_rest_kept, Fixture) {
    auto const whole = three_lines();
    auto const last = whole.rfind('\n', whole.size() - 2) + 1;
    for (auto length = last; length < whole.size(); ++length) {
        write(whole.substr(0, length));
        {
            auto const journal = open();
            BOOST_TEST(text() == whole.substr(0, last));
            BOOST_TEST(claiming(*journal, order("x", 15, 1)) == "range_not_approved");
            BOOST_TEST(claiming(*journal, order("o2", 20, 10)) == "");
        }
        BOOST_TEST(text() == whole);  // the chain went on as if nothing had been
    }
}

BOOST_FIXTURE_TEST_CASE(any_changed_byte_of_a_complete_line_is_refused, Fixture) {
    auto const whole = three_lines();
    auto const second = whole.find('\n') + 1;
    auto const end = whole.find('\n', second);
    for (auto at = second; at < end; ++at) {
        auto bad = whole;
        bad[at] = bad[at] == '0' ? '1' : '0';
        write(bad);
        BOOST_TEST(opening() == "journal_corrupt", at);
    }
}

BOOST_FIXTURE_TEST_CASE(a_line_left_out_or_moved_or_doubled_is_refused, Fixture) {
    auto const whole = three_lines();
    auto const one = whole.find('\n') + 1;
    auto const two = whole.find('\n', one) + 1;
    auto const a = whole.substr(0, one);
    auto const b = whole.substr(one, two - one);
    auto const c = whole.substr(two);
    for (auto const& text : {b + c, a + c, b + a + c, a + c + b, a + a + b + c, a + b + c + c}) {
        write(text);
        BOOST_TEST(opening() == "journal_corrupt");
    }
    write(a + b);
    BOOST_TEST(opening() == "");
    write("\n");
    BOOST_TEST(opening() == "journal_corrupt");
    write("");
    BOOST_TEST(opening() == "");
}

BOOST_FIXTURE_TEST_CASE(a_journal_that_cannot_be_opened_is_told, Fixture) {
    BOOST_TEST(
        test::slug_of(Journal::open(directory.path() / "nowhere" / "j")) == "journal_unavailable"
    );
}

BOOST_FIXTURE_TEST_CASE(a_number_that_is_no_counter_is_corrupt_and_ends_nothing, Fixture) {
    auto const whole = three_lines();
    for (auto const* number : {"1.5", "1e1", "10.0", "-10", "1e400", "18446744073709551616"}) {
        auto bad = whole;
        bad.replace(bad.find(":10,"), 4, ":" + std::string(number) + ",");
        write(bad);
        BOOST_TEST(opening() == "journal_corrupt", number);
    }
    write(whole.substr(0, 1) + " " + whole.substr(1));  // the same to any reader of JSON
    BOOST_TEST(opening() == "journal_corrupt");
}

BOOST_FIXTURE_TEST_CASE(a_journal_is_open_once_at_a_time, Fixture) {
    auto first = open();
    BOOST_TEST(opening() == "journal_unavailable");
    BOOST_TEST(claiming(*first, order("a", 0, 10)) == "");
    first.reset();
    BOOST_TEST(opening() == "");
}

BOOST_FIXTURE_TEST_CASE(a_journal_that_others_may_read_is_refused, Fixture) {
    using std::filesystem::perms;
    auto const whole = three_lines();
    for (auto const right : {perms::group_read, perms::others_read, perms::others_write}) {
        std::filesystem::permissions(file, perms::owner_read | perms::owner_write | right);
        BOOST_TEST(opening() == "key_file_open");
    }
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
    BOOST_TEST(opening() == "");
    BOOST_TEST(text() == whole);
}

BOOST_FIXTURE_TEST_CASE(of_eight_threads_that_claim_one_range_one_order_gets_it, Fixture) {
    auto journal = open();
    std::vector<std::thread> workers;
    std::atomic<int> won = 0;
    for (int t = 0; t < 8; ++t) {
        workers.emplace_back([&, t] {
            won += journal->claim(order("o" + std::to_string(t), 0, 10)) ? 1 : 0;
        });
    }
    for (auto& worker : workers) {
        worker.join();
    }
    BOOST_TEST(won == 1);
    journal.reset();
    BOOST_TEST(opening() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::signer
