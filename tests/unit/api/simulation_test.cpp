#include "simulation.hpp"

#include "service.hpp"
#include "stamps/orders.hpp"
#include "stamps/policy.hpp"
#include "two_producers.hpp"

#include <map>

// The rules of alerts over a season in small, with the real register, store and verdicts.
namespace ocop::test {

namespace {

struct World : RegisteredService {
    World() {
        for (int i = 0; i < 24; ++i) {
            auto const lot = "S" + std::to_string(100 + i);
            add_lot(lot);
            orders.push_back(must_run(*disk.store, [&](store::Transaction& tx) {
                return add_order(tx, lot);
            }));
        }
    }

    // All issued, whatever their sum comes to.
    Result<stamps::StampOrder> add_order(store::Transaction& tx, std::string const& lot) {
        auto const clerk = accounts::system_principal("clerk");
        auto const approver = accounts::system_principal("approver");
        stamps::Policy const any_size{.large_sum = registry::quantity_max};
        auto const asked = stamps::request_order(tx, clerk, disk.random, {gtin, lot, 300, true});
        if (!asked) {
            return asked;
        }
        auto const approved = stamps::approve_order(tx, approver, any_size, asked->id);
        return approved ? stamps::issue_order(tx, clerk, asked->id, 0) : approved;
    }

    SimulatedWorld simulated() {
        return {*disk.store, keyring.serials, orders, [this](std::int64_t ms) {
                    disk.clock.advance_ms(ms);
                }};
    }

    // What everyone is told of those stamps.
    std::vector<stamp::Decision> decisions(std::vector<stamp::Position> const& stamps) const {
        std::vector<stamp::Decision> out;
        for (auto const& position : stamps) {
            auto const serial = keyring.serials.serial_of(position).value();
            verdicts::Question question;
            question.kind = verdicts::Question::Kind::typed_serial;
            question.text = stamp::format_typed_serial(serial);
            out.push_back(verdicts->judge(question).decision);
        }
        return out;
    }

    std::vector<stamps::StampOrder> orders;
};

std::map<std::string, Score> run(World& world, Season season, std::string const& name) {
    Simulation simulation(world.simulated(), season);
    simulation.run();
    auto const scores = simulation.scores();
    Simulation::print(name, scores);
    std::map<std::string, Score> out;
    for (auto const& score : scores) {
        out.emplace(score.rule, score);
    }
    return out;
}

void check_planted(std::map<std::string, Score> const& scores) {
    for (auto const& [rule, score] : scores) {
        BOOST_TEST(score.found == score.planted, rule);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(alerts_simulation)

BOOST_AUTO_TEST_CASE(copies_are_found_and_honest_stamps_left_alone) {
    World world;
    auto const scores = run(world, {}, "buyers from their own addresses and a carrier's");
    check_planted(scores);
    for (auto const* rule : {"lot_share", "serial_run", "before_activation", "after_void"}) {
        BOOST_TEST(scores.at(rule).false_alarms == 0U, rule);
    }
    BOOST_TEST(scores.at("many_phones").false_alarms <= 2U);
}

BOOST_AUTO_TEST_CASE(a_carrier_with_three_exits_is_a_crowd_and_no_offender) {
    World world;
    Season season;
    season.three_exits = true;
    auto const scores = run(world, season, "everybody behind three exits");
    check_planted(scores);
    for (auto const* rule : {"lot_share", "serial_run", "before_activation", "after_void"}) {
        BOOST_TEST(scores.at(rule).false_alarms == 0U, rule);
    }
    BOOST_TEST(scores.at("many_phones").false_alarms <= 2U);
}

BOOST_AUTO_TEST_CASE(seasons_that_no_threshold_was_chosen_by_come_out_as_well) {
    std::size_t false_alarms = 0;
    for (auto seed = held_out_seed_first; seed < held_out_seed_first + 5; ++seed) {
        World world;
        Season season;
        season.seed = seed;
        season.three_exits = seed % 2 == 0;
        auto const scores = run(world, season, "held out, seed " + std::to_string(seed));
        check_planted(scores);
        for (auto const* rule : {"lot_share", "serial_run", "before_activation", "after_void"}) {
            BOOST_TEST(scores.at(rule).false_alarms == 0U, rule);
        }
        false_alarms += scores.at("many_phones").false_alarms;
    }
    BOOST_TEST(false_alarms <= 10U);  // of some 11,000 stamps that were checked
}

BOOST_AUTO_TEST_CASE(a_poisoner_raises_few_alerts_and_changes_no_colour) {
    World world;
    Season season;
    season.three_exits = true;
    season.poison = Poison::forty_agents;
    Simulation simulation(world.simulated(), season);
    simulation.run();
    auto const scores = simulation.scores();
    Simulation::print("10,000 checks on 100 honest stamps, forty agents", scores);
    BOOST_TEST(scores[0].found == 1U);
    BOOST_TEST(scores[0].false_alarms <= 10U);
    BOOST_TEST(scores[1].found == 2U);
    BOOST_TEST(scores[1].false_alarms == 0U);
}

BOOST_AUTO_TEST_CASE(no_honest_stamp_changes_its_colour_whoever_checks_it) {
    for (auto const poison : {Poison::none, Poison::forty_agents, Poison::made_up_agents}) {
        World world;
        Season season;
        season.three_exits = true;
        season.poison = poison;
        season.days = 12;  // so that nothing else, as a date, changes a verdict
        Simulation simulation(world.simulated(), season);
        auto const stamps = simulation.honest_stamps();
        BOOST_TEST_REQUIRE(stamps.size() > 5'000U);
        auto const before = world.decisions(stamps);
        simulation.run();
        auto const after = world.decisions(stamps);
        BOOST_TEST((before == after));
        if (poison == Poison::made_up_agents) {
            Simulation::print("10,000 checks, another agent each", simulation.scores());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
