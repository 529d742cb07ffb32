#include "cli/document_writer.hpp"

#include "cli/event_file.hpp"
#include "cli/files.hpp"
#include "fixture.hpp"
#include "temporary_directory.hpp"

#include <csignal>
#include <fstream>
#include <sys/resource.h>

BOOST_AUTO_TEST_SUITE(document_writer)

using namespace ocop;
using namespace ocop::cli;
using namespace ocop::test;

namespace {

// The process's files may be no longer than that.
class FileLimit {
  public:
    explicit FileLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit const now{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }

    ~FileLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

    FileLimit(FileLimit const&) = delete;
    FileLimit& operator=(FileLimit const&) = delete;

  private:
    void (*handler_)(int);
    rlimit before_{};
};

json::value event_of(std::size_t bytes) {
    return json::object{{"note", std::string(bytes, 'x')}};
}

std::string told(Error const& error) {
    auto const& fault = error.faults.front();
    return std::string(error.slug) + ": " + fault.reason;
}

struct Folder {
    TemporaryDirectory directory;
    std::filesystem::path file = directory.path() / "events.jsonld";
    std::filesystem::path part = directory.path() / "events.jsonld.part";
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_document_is_there_once_it_is_whole, Folder) {
    auto out = DocumentWriter::open(file);
    BOOST_TEST_REQUIRE(reason_of(out) == "");
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST_REQUIRE(reason_of(out->add(event_of(std::size_t{1} << 20))) == "");
    }
    BOOST_TEST(!std::filesystem::exists(file));
    BOOST_TEST_REQUIRE(reason_of(out->finish()) == "");
    BOOST_TEST(!std::filesystem::exists(part));
    auto const text = read_file(file);
    BOOST_TEST_REQUIRE(reason_of(text) == "");
    auto const found = find_events_in(*text);
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    BOOST_TEST(found->events.size() == 3U);
}

BOOST_FIXTURE_TEST_CASE(what_did_not_finish_leaves_nothing_and_keeps_what_was_there, Folder) {
    std::ofstream(file) << "before";
    {
        auto out = DocumentWriter::open(file);
        BOOST_TEST_REQUIRE(reason_of(out) == "");
        BOOST_TEST(reason_of(out->add(event_of(9))) == "");
        BOOST_TEST(std::filesystem::exists(part));
    }
    BOOST_TEST(!std::filesystem::exists(part));
    BOOST_TEST(*read_file(file) == "before");
}

BOOST_FIXTURE_TEST_CASE(a_file_that_cannot_be_opened_is_told_before_anything_is_fetched, Folder) {
    auto const nowhere = DocumentWriter::open(directory.path() / "none" / "x");
    BOOST_TEST_REQUIRE(!nowhere);
    BOOST_TEST(told(nowhere.error()) == "file_unwritable: No such file or directory");
    auto const folder = DocumentWriter::open(directory.path());
    BOOST_TEST_REQUIRE(!folder);
    BOOST_TEST(told(folder.error()) == "file_unwritable: Is a directory");
}

BOOST_FIXTURE_TEST_CASE(a_full_disk_is_told_with_its_reason, Folder) {
    {
        auto out = DocumentWriter::open(file);
        BOOST_TEST_REQUIRE(reason_of(out) == "");
        Result<void> added;
        {
            FileLimit const limit(65'536);
            added = out->add(event_of(std::size_t{2} << 20));
        }
        BOOST_TEST_REQUIRE(!added);
        BOOST_TEST(told(added.error()) == "file_unwritable: File too large");
    }
    BOOST_TEST(!std::filesystem::exists(part));
    BOOST_TEST(!std::filesystem::exists(file));
}

BOOST_AUTO_TEST_SUITE_END()
