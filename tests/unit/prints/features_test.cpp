#include "prints/features.hpp"

#include "unit/prints/printing.hpp"

#include <random>

BOOST_AUTO_TEST_SUITE(features)

namespace {

using namespace ocop;
using namespace ocop::prints;

// Counts what is read of the store below it.
class Counting final : public store::Reader {
  public:
    explicit Counting(store::Reader const& real) : real_(real) {}

    Result<std::optional<std::string>> get(store::Space space, std::string_view key)
        const override {
        ++reads;
        return real_.get(space, key);
    }

    Result<void> scan(
        store::Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const override {
        return real_.scan(space, prefix, from, [&](auto key, auto value) {
            ++reads;
            return visit(key, value);
        });
    }

    mutable int reads = 0;

  private:
    store::Reader const& real_;
};

struct Features : test::PrintFixture {
    PrintRun run_with(std::int64_t first, std::int64_t last, std::int64_t copy, bool says = true) {
        PrintRun run;
        run.order = "o";
        run.first = first;
        run.last = last;
        run.copy = copy;
        if (says) {
            run.overt = OvertFeature{"copy " + std::to_string(copy), {}};
        }
        return run;
    }

    void put(PrintRun const& run) {
        must([&](store::Transaction& tx) -> Result<bool> {
            auto const ok = put_overt(tx, run);
            return ok ? Result<bool>(true) : ok.error();
        });
    }

    std::string told(std::string const& order, std::int64_t position) {
        auto const found = overt_of(*store().snapshot(), order, position);
        BOOST_TEST_REQUIRE(test::reason_of(found) == "");
        return *found ? (**found).text : "";
    }
};

// As it is said: of all runs that printed the position and say something, the highest copy.
std::string naive(std::vector<PrintRun> const& runs, std::int64_t position) {
    std::int64_t copy = 0;
    for (auto const& run : runs) {
        if (run.overt && run.first <= position && position <= run.last) {
            copy = std::max(copy, run.copy);
        }
    }
    return copy == 0 ? "" : "copy " + std::to_string(copy);
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(of_many_runs_the_highest_copy_tells_and_one_read_finds_it, Features) {
    constexpr int positions = 60;
    std::mt19937 chance(7);
    std::vector<PrintRun> runs;
    for (std::int64_t copy = 1; copy <= 200; ++copy) {
        auto const first = 1 + static_cast<std::int64_t>(chance() % positions);
        auto const last = std::min<std::int64_t>(positions, first + chance() % 20);
        runs.push_back(run_with(first, last, copy, chance() % 4 != 0));
    }
    std::shuffle(runs.begin(), runs.end(), chance);  // they end in any order
    put(run_with(1, 2, 9));
    std::vector<PrintRun> made{run_with(1, 2, 9)};
    for (std::size_t at = 0; at < runs.size(); ++at) {
        put(runs[at]);
        made.push_back(runs[at]);
        for (std::int64_t position = 0; position <= positions + 1; ++position) {
            BOOST_TEST_REQUIRE(told("o", position) == naive(made, position));
        }
    }
    auto const snapshot = store().snapshot();
    for (std::int64_t position = 0; position <= positions + 1; ++position) {
        Counting const counting(*snapshot);
        BOOST_TEST(test::slug_of(overt_of(counting, "o", position)) == "");
        BOOST_TEST(counting.reads <= 1);
    }
}

BOOST_FIXTURE_TEST_CASE(no_order_tells_of_another, Features) {
    put(run_with(1, 5, 1));
    BOOST_TEST(told("o", 5) == "copy 1");
    BOOST_TEST(told("o1", 5) == "");
    BOOST_TEST(told("", 5) == "");
}

BOOST_FIXTURE_TEST_CASE(a_feature_is_told_once_the_file_is_made, Features) {
    auto const order = issued(test::new_order(10));
    auto request = asked(order, 1, 4, Format::pdf);
    request.request.overt = OvertFeature{"Mực đổi màu", {}};
    auto const run = must(beginning(request));
    BOOST_TEST(told(order.id, 1) == "");
    make(run.id);
    BOOST_TEST(told(order.id, 1) == "Mực đổi màu");
    BOOST_TEST(told(order.id, 4) == "Mực đổi màu");
    BOOST_TEST(told(order.id, 5) == "");
}

BOOST_AUTO_TEST_SUITE_END()
