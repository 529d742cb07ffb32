#include "audit_world.hpp"
#include "cli/audit_files.hpp"

#include <ocop/ledger/checkpoint.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>

// The auditor's own copy of a log: what a mistyped name, a crash or a hostile log may not do to it.
namespace ocop::test {

namespace {

std::string entry_text(std::uint64_t index) {
    return "entry " + std::to_string(index);
}

tlog::Audited audited_at(std::uint64_t size) {
    ledger::Frontier frontier;
    for (std::uint64_t i = 0; i < size; ++i) {
        frontier.append(as_bytes(entry_text(i)));
    }
    ledger::TreeHead const head{size, frontier.root()};
    return {
        *ledger::sign_checkpoint({log_key().name, head, {}}, log_key(), log_signer().sign), head};
}

void write(std::filesystem::path const& file, std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string bytes_of(std::filesystem::path const& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
}

class State {
    TemporaryDirectory directory_;

  public:
    std::filesystem::path const file = directory_.path() / "log";
    std::filesystem::path const checkpoint = directory_.path() / "log.checkpoint";

    Result<cli::KeptLog> open() const { return cli::KeptLog::open(file, log_key()); }

    // As an audit does of a log of `size`, which is cut off before it is saved, or not.
    void audit(std::uint64_t size, bool saves) const {
        auto kept = open();
        BOOST_TEST_REQUIRE(reason_of(kept) == "");
        for (std::uint64_t i = 0; i < size; ++i) {
            kept->add(i, entry_text(i));
        }
        if (saves) {
            BOOST_TEST(reason_of(kept->save(audited_at(size))) == "");
        }
    }

    std::uint64_t size() const {
        auto const kept = open();
        BOOST_TEST_REQUIRE(reason_of(kept) == "");
        return kept->head() ? kept->head()->size : 0;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(kept_log)

BOOST_AUTO_TEST_CASE(a_file_of_somebody_elses_is_refused_and_left_as_it_is) {
    State const state;
    write(state.file, "my thesis");
    BOOST_TEST(slug_of(state.open()) == "state_malformed");
    BOOST_TEST(bytes_of(state.file) == "my thesis");
}

BOOST_AUTO_TEST_CASE(half_of_a_copy_is_refused_and_its_anchor_is_not_forgotten) {
    State const state;
    state.audit(300, true);
    auto const kept = bytes_of(state.file);
    auto const note = bytes_of(state.checkpoint);
    std::filesystem::remove(state.checkpoint);
    BOOST_TEST(slug_of(state.open()) == "state_malformed");
    write(state.checkpoint, note);
    BOOST_TEST(state.size() == 300U);
    std::filesystem::remove(state.file);
    BOOST_TEST(slug_of(state.open()) == "state_malformed");
    write(state.file, kept);
    BOOST_TEST(state.size() == 300U);
}

BOOST_AUTO_TEST_CASE(a_crash_before_the_checkpoint_leaves_the_old_copy) {
    State const state;
    state.audit(300, true);
    auto const kept = bytes_of(state.file);
    state.audit(700, false);
    BOOST_TEST(bytes_of(state.file).starts_with(kept));
    BOOST_TEST(bytes_of(state.file).size() > kept.size());
    BOOST_TEST(state.size() == 300U);
    state.audit(600, true);
    BOOST_TEST(state.size() == 600U);
    state.audit(600, true);
    BOOST_TEST(state.size() == 600U);
}

BOOST_AUTO_TEST_CASE(a_crash_of_the_first_run_leaves_what_the_next_begins_from) {
    State const state;
    state.audit(700, false);
    BOOST_TEST(state.size() == 0U);
    state.audit(300, true);
    BOOST_TEST(state.size() == 300U);
}

BOOST_AUTO_TEST_CASE(each_bundle_is_on_file_as_it_comes) {
    State const state;
    auto kept = state.open();
    std::uint64_t most = 0;
    for (std::uint64_t i = 0; i < 1'024; ++i) {
        kept->add(i, std::string(1'000, 'x'));
        auto const written =
            std::filesystem::exists(state.file) ? std::filesystem::file_size(state.file) : 0;
        most = std::max(most, (i + 1) * 1'002 - written);
    }
    BOOST_TEST(most <= 256U * 1'002U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
