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

void show(std::string const& name, test::Season const& season) {
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
}

}  // namespace

int show_alerts() {
    using test::Poison;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        show("own addresses and a carrier's", {.seed = seed});
        show("all behind three exits", {.seed = seed, .three_exits = true});
        show(
            "three exits, poisoner with forty agents",
            {.seed = seed, .three_exits = true, .poison = Poison::forty_agents}
        );
        show(
            "three exits, poisoner with another agent each time",
            {.seed = seed, .three_exits = true, .poison = Poison::made_up_agents}
        );
    }
    return 0;
}

}  // namespace ocop::bench
