#include "bench/alerts.hpp"

#include "bench/stamp_register.hpp"
#include "simulation.hpp"

#include <atomic>

namespace ocop::bench {

namespace {

class MovedClock final : public Clock {
  public:
    Instant now() const override { return {ms_}; }

    void advance(std::int64_t ms) { ms_ += ms; }

  private:
    std::atomic<std::int64_t> ms_ = SystemClock().now().ms;
};

// A season's scores, printed.
std::vector<test::Score> show(std::string const& name, test::Season const& season) {
    BenchFolder const folder;
    MovedClock clock;
    Register data(folder.path, clock, 40);
    test::Simulation simulation(
        {*data.store,
         data.keyring->serials,
         data.orders,
         [&](std::int64_t ms) { clock.advance(ms); }},
        season
    );
    simulation.run();
    auto const scores = simulation.scores();
    test::Simulation::print(
        name + " (seed " + std::to_string(season.seed) + ", " +
            std::to_string(simulation.checks()) + " checks)",
        scores
    );
    return scores;
}

// The same of several seasons together.
void add(std::vector<test::Score>& sum, std::vector<test::Score> const& scores) {
    sum.resize(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        sum[i].rule = scores[i].rule;
        sum[i].planted += scores[i].planted;
        sum[i].found += scores[i].found;
        sum[i].honest += scores[i].honest;
        sum[i].false_alarms += scores[i].false_alarms;
    }
}

void show_seeds(std::string const& name, std::uint64_t first, std::uint64_t last) {
    using test::Poison;

    struct Kind {
        char const* name;
        bool three_exits;
        Poison poison;
    };

    static constexpr Kind kinds[] = {
        {"own addresses and a carrier's", false, Poison::none},
        {"all behind three exits", true, Poison::none},
        {"three exits, poisoner with forty agents", true, Poison::forty_agents},
        {"three exits, poisoner with another agent each time", true, Poison::made_up_agents}};
    for (auto const& kind : kinds) {
        std::vector<test::Score> sum;
        for (auto seed = first; seed <= last; ++seed) {
            add(sum, show(kind.name, {seed, kind.three_exits, kind.poison}));
        }
        test::Simulation::print(
            name + ", seeds " + std::to_string(first) + " to " + std::to_string(last) +
                " together: " + kind.name,
            sum
        );
    }
}

}  // namespace

int show_alerts() {
    // The thresholds of alerts/watch.hpp were chosen by the first; what they are worth is said by
    // the second, which had no part in it.
    show_seeds("fitted on", 1, test::fitted_seed_last);
    show_seeds("held out", test::held_out_seed_first, test::held_out_seed_first + 5);
    return 0;
}

}  // namespace ocop::bench
