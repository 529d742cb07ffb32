#include "unit/ledger/naive.hpp"
#include "unit/ledger/signers.hpp"
#include "world.hpp"

#include <atomic>
#include <fstream>
#include <thread>

// What a witness keeps, and when.
namespace ocop::witnesses {

namespace {

using namespace test;
using ledger::naive::Tree;

Tree const& entries() {
    static auto const made = ledger::naive::numbered_tree(64);
    return made;
}

std::string request(Tree const& tree, std::size_t from, std::size_t to) {
    auto const log = ledger::the_log();
    auto const note = ledger::sign_checkpoint({log.key.name, tree.head(to), {}}, log.key, log.sign);
    return ledger::encode_add_checkpoint({from, tree.growth(from, to), *note});
}

std::string request(std::size_t from, std::size_t to) {
    return request(entries(), from, to);
}

struct Fixture {
    Fixture() { BOOST_TEST_REQUIRE(try_open() == ""); }

    std::string try_open(std::string const& name = "office.example/w") {
        book.reset();
        auto opened = Book::open({folder(), name, {ledger::the_log().key}, clock, random, kept});
        if (!opened) {
            return test::slug_of(opened);
        }
        book = std::move(*opened);
        return "";
    }

    std::filesystem::path folder() const { return directory.path() / "witness"; }

    std::string id() const { return to_hex(crypto::sha256(as_bytes(ledger::the_log().key.name))); }

    std::filesystem::path file() const { return folder() / (id() + ".checkpoint"); }

    std::uint64_t size() const {
        auto const note = book->latest(id());
        return note ? ledger::open_checkpoint(*note, ledger::the_log().key)->checkpoint.head.size
                    : 0;
    }

    int ask(std::string const& body) { return book->add(body)->status; }

    ocop::test::TemporaryDirectory directory;
    ocop::test::TestClock clock;
    crypto::SystemRandom random;
    std::function<void()> kept;
    std::unique_ptr<Book> book;
};

void write(std::filesystem::path const& path, std::string const& text) {
    std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(book)

BOOST_FIXTURE_TEST_CASE(the_last_checkpoint_is_kept_with_both_signatures_over_restarts, Fixture) {
    auto const key = book->key();
    BOOST_TEST(test::slug_of(book->latest(id())) == "checkpoint_not_found");
    BOOST_TEST(test::slug_of(book->latest(std::string(64, '0'))) == "checkpoint_not_found");
    for (std::size_t size = 0; size < 12; ++size) {
        BOOST_TEST_REQUIRE(ask(request(size == 0 ? 0 : size - 1, size)) == 200);
        BOOST_TEST_REQUIRE(try_open() == "");
        BOOST_TEST((book->key() == key));
        auto const note = book->latest(id());
        BOOST_TEST_REQUIRE(reason_of(note) == "");
        auto const opened = ledger::open_witnessed(*note, {ledger::the_log().key, {key}, 1});
        BOOST_TEST_REQUIRE(reason_of(opened) == "");
        BOOST_TEST((opened->checkpoint.head == entries().head(size)));
    }
}

BOOST_FIXTURE_TEST_CASE(the_key_is_for_its_owner_alone, Fixture) {
    using std::filesystem::perms;
    auto const mode = std::filesystem::status(folder() / "key").permissions();
    BOOST_TEST((mode == (perms::owner_read | perms::owner_write)));
    book.reset();
    std::filesystem::permissions(folder() / "key", perms::owner_all | perms::group_read);
    BOOST_TEST(try_open() == "key_file_open");
}

BOOST_FIXTURE_TEST_CASE(a_folder_is_one_process_s_and_one_key_s, Fixture) {
    BOOST_TEST(ask(request(0, 5)) == 200);
    auto const second = Book::open({folder(), "office.example/w", {}, clock, random});
    BOOST_TEST(test::slug_of(second) == "folder_locked");
    BOOST_TEST(try_open("another.example/w") == "witness_state_differs");
    std::filesystem::rename(folder() / "key", folder() / "away");
    BOOST_TEST(try_open() == "witness_key_missing");
    write(folder() / "key", "short\n");
    std::filesystem::permissions(folder() / "key", std::filesystem::perms::owner_read);
    BOOST_TEST(try_open() == "witness_key_unreadable");
    std::filesystem::rename(folder() / "away", folder() / "key");
    BOOST_TEST(try_open() == "");
    BOOST_TEST(size() == 5U);
}

BOOST_FIXTURE_TEST_CASE(a_changed_checkpoint_is_refused_at_the_start_and_while_it_runs, Fixture) {
    BOOST_TEST(ask(request(0, 5)) == 200);
    auto const note = *book->latest(id());
    for (std::size_t cut : {std::size_t{0}, std::size_t{40}, note.size() - 30, note.size() - 1}) {
        write(file(), note.substr(0, cut));
        BOOST_TEST(test::slug_of(book->add(request(5, 6))) == "witness_state_differs");
        BOOST_TEST(test::slug_of(book->latest(id())) == "witness_state_differs");
    }
    write(file(), ledger::replaced(note, "\n5\n", "\n4\n"));
    BOOST_TEST(test::slug_of(book->add(request(5, 6))) == "witness_state_differs");
    BOOST_TEST(try_open() == "witness_state_differs");
    write(file(), note);
    BOOST_TEST(try_open() == "");
    BOOST_TEST(ask(request(5, 6)) == 200);
}

BOOST_FIXTURE_TEST_CASE(a_checkpoint_is_on_disk_before_its_cosignature_is_given_out, Fixture) {
    std::vector<std::uint64_t> seen;
    kept = [&] {
        auto const text = *read_file_if_there(file());
        seen.push_back(ledger::open_checkpoint(*text, ledger::the_log().key)->checkpoint.head.size);
    };
    BOOST_TEST_REQUIRE(try_open() == "");
    BOOST_TEST(ask(request(0, 5)) == 200);
    BOOST_TEST(ask(request(5, 9)) == 200);
    BOOST_TEST((seen == std::vector<std::uint64_t>{5, 9}));
}

BOOST_FIXTURE_TEST_CASE(one_that_was_kept_and_not_answered_is_cosigned_when_asked_again, Fixture) {
    kept = [] { throw std::runtime_error("killed"); };
    BOOST_TEST_REQUIRE(try_open() == "");
    BOOST_CHECK_THROW(static_cast<void>(book->add(request(0, 5))), std::runtime_error);
    kept = nullptr;
    BOOST_TEST_REQUIRE(try_open() == "");
    BOOST_TEST(size() == 5U);
    auto const told = book->add(request(0, 5));
    BOOST_TEST(told->status == 409);
    BOOST_TEST(told->body == "5\n");
    BOOST_TEST(ask(request(5, 5)) == 200);
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_written_is_not_answered, Fixture) {
    BOOST_TEST(ask(request(0, 5)) == 200);
    std::filesystem::create_directory(file().string() + ".new");  // in the temporary file's place
    BOOST_TEST(test::slug_of(book->add(request(5, 6))) == "file_unwritable");
    std::filesystem::remove(file().string() + ".new");
    BOOST_TEST(size() == 5U);
    BOOST_TEST(ask(request(5, 6)) == 200);
}

BOOST_FIXTURE_TEST_CASE(of_those_who_ask_at_once_one_at_most_is_cosigned_from_each_size, Fixture) {
    std::vector<std::string> others;
    for (int i = 0; i < 64; ++i) {
        others.push_back("other " + std::to_string(i));
    }
    Tree const fork(others);
    for (std::size_t from = 0; from < 12; from = size()) {
        // From nothing both histories are as good; from then on the one that was taken.
        std::vector<std::string> const bodies{
            request(from, from + 1),
            request(fork, from, from + 1),
            request(from, from + 2),
            request(fork, from, from + 2)};
        std::atomic<int> cosigned{0};
        std::vector<std::thread> threads;
        for (auto const& body : bodies) {
            threads.emplace_back([&] { cosigned += ask(body) == 200 ? 1 : 0; });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        BOOST_TEST(cosigned == 1);
        BOOST_TEST_REQUIRE(size() > from);
    }
}

BOOST_FIXTURE_TEST_CASE(lines_of_others_are_not_kept, Fixture) {
    auto body = request(0, 5);
    auto const parsed = *ledger::parse_add_checkpoint(body);
    auto note = *ledger::parse_note(parsed.checkpoint);
    note.signatures.insert(note.signatures.begin(), {"stranger", 7, Bytes(3'000, 1)});
    body = ledger::encode_add_checkpoint({0, {}, ledger::encode_note(note)});
    BOOST_TEST(ask(body) == 200);
    BOOST_TEST(ledger::parse_note(*book->latest(id()))->signatures.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::witnesses
