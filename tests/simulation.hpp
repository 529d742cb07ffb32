#pragma once

#include "alerts/watch.hpp"
#include "checks/checks.hpp"
#include "stamps/orders.hpp"
#include "store/record.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

// A season of buyers, copiers and a poisoner in small, and what the rules of alerts make of it. The
// same seed gives the same season. Used by a test and by scripts/bench alerts.
//
// Who does what, over `days` days:
//   honest buyers   every pack is sold once; three in ten are checked, some twice, some by another
//                   phone of the family; one pack in a hundred stands on a shelf where passers-by
//                   check it. Nine in ten say nothing of the place.
//   one serial      copied 400 times, sold and checked as honest packs are
//   many serials    100 of each of two lots, copied five times each
//   an insider      checks 30 stamps of a roll with one phone
//   a lot           that was sold without being reported as applied; five stamps sold again after
//                   they were void
//   a poisoner      checks 100 honest stamps 10,000 times in a day
namespace ocop::test {

struct SimulatedWorld {
    store::Store& store;
    stamp::SerialKeys const& serials;
    std::vector<stamps::StampOrder> orders;        // issued; at least 12 of 300 stamps or more
    std::function<void(std::int64_t ms)> advance;  // the store's clock
};

enum class Poison : std::uint8_t {
    none,
    forty_agents,    // one after the other, from three addresses
    made_up_agents,  // another one for each check
};

// The thresholds of alerts/watch.hpp were chosen by the seasons of the seeds up to the first of
// these: figures that are to say anything come of seeds from the second on.
inline constexpr std::uint64_t fitted_seed_last = 3;
inline constexpr std::uint64_t held_out_seed_first = 101;

struct Season {
    std::uint64_t seed = 1;
    bool three_exits = false;  // everybody comes from one of three addresses of a carrier
    Poison poison = Poison::none;
    int days = 20;
};

struct Score {
    std::string rule;
    std::size_t planted = 0;
    std::size_t found = 0;
    std::size_t honest = 0;  // that could be taken for it
    std::size_t false_alarms = 0;
};

class Simulation {
  public:
    Simulation(SimulatedWorld world, Season season)
        : world_(std::move(world)),
          season_(season),
          random_(season.seed),
          watch_(world_.store, world_.serials) {
        OCOP_ASSERT(world_.orders.size() >= orders_min);
    }

    void run() {
        plan();
        for (int day = 0; day < season_.days; ++day) {
            auto& checks = by_day_[static_cast<std::size_t>(day)];
            std::shuffle(checks.begin(), checks.end(), random_);
            for (std::size_t from = 0; from < checks.size(); from += at_once) {
                write(checks, from);
                world_.advance(20'000);
            }
            look();
            world_.advance(day_ms - 20'000 * static_cast<std::int64_t>(checks.size() / at_once));
        }
    }

    std::vector<Score> scores() const {
        auto const raised =
            alerts::list(*world_.store.snapshot(), accounts::system_principal(), {}, {}, 100'000);
        OCOP_ASSERT(raised && !raised->next);
        std::vector<Score> out{
            {"many_phones", 1, 0, checked_.size(), 0},
            {"lot_share", 2, 0, world_.orders.size() - 3, 0},
            {"serial_run", 1, 0, world_.orders.size() - 1, 0},
            {"before_activation", 1, 0, world_.orders.size() - 1, 0},
            {"after_void", voided.size(), 0, checked_.size(), 0}};
        for (auto const& alert : raised->alerts) {
            count(out, alert);
        }
        return out;
    }

    // Everything that was not copied, voided or left unreported.
    std::vector<stamp::Position> honest_stamps() const {
        std::vector<stamp::Position> out;
        for (std::size_t i = 0; i < world_.orders.size(); ++i) {
            for (std::uint64_t at = 0; at < world_.orders[i].range->count; ++at) {
                if (auto const p = position(i, at); i != unreported && planted_.count(p) == 0) {
                    out.push_back(p);
                }
            }
        }
        return out;
    }

    std::uint64_t checks() const { return number_; }

    static void print(std::string const& name, std::vector<Score> const& scores) {
        std::printf("%s\n", name.c_str());
        for (auto const& s : scores) {
            auto const share = [](std::size_t part, std::size_t whole) {
                return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
            };
            std::printf(
                "  %-18s recall %zu/%zu = %.2f   false alarms %zu of %zu = %.5f\n",
                s.rule.c_str(),
                s.found,
                s.planted,
                share(s.found, s.planted),
                s.false_alarms,
                s.honest,
                share(s.false_alarms, s.honest)
            );
        }
        std::fflush(stdout);
    }

  private:
    static constexpr std::size_t orders_min = 12;
    static constexpr std::size_t at_once = 200;
    static constexpr std::int64_t day_ms = 86'400'000;
    // By order.
    static constexpr std::size_t single = 0;
    static constexpr std::size_t copied[] = {1, 2};
    static constexpr std::size_t insider = 3;
    static constexpr std::size_t unreported = 4;
    static constexpr std::size_t sold_again = 5;
    static constexpr std::size_t poisoned = 6;
    static constexpr std::uint64_t single_at = 17;
    static constexpr std::uint64_t serials_copied = 100;
    inline static std::vector<std::uint64_t> const voided{3, 50, 51, 120, 200};

    struct Check {
        stamp::Position position;
        std::size_t order = 0;
        checks::Visitor visitor;
        checks::Place place;
        checks::Standing standing = checks::Standing::good;
    };

    stamp::Position position(std::size_t order, std::uint64_t at) const {
        auto const& range = *world_.orders[order].range;
        return {range.epoch, range.first + at};
    }

    std::uint64_t below(std::uint64_t end) { return random_() % end; }

    bool chance(unsigned percent) { return below(100) < percent; }

    // A phone: one of 200 kinds, common ones far more often, behind some address.
    checks::Visitor phone() {
        auto const u = static_cast<double>(below(1'000'000)) / 1e6;
        auto const kind = static_cast<int>(std::pow(200.0, u));  // Zipf
        checks::Visitor out;
        out.agent = "Mozilla/5.0 (Linux; Android) model " + std::to_string(kind);
        bool const carrier = season_.three_exits || chance(60);
        out.address = carrier ? "203.0.113." + std::to_string(below(3))
                              : "198.51." + std::to_string(below(65'536));
        return out;
    }

    checks::Place place() {
        checks::Place out;
        if (chance(10)) {
            auto const all = checks::provinces();
            out.province = all[below(all.size())].code;
            out.kind = checks::PlaceKind::market;
        }
        return out;
    }

    void add(std::size_t day, Check check) {
        by_day_[std::min(day, by_day_.size() - 1)].push_back(std::move(check));
    }

    checks::Standing standing_of(std::size_t order, std::uint64_t at) const {
        if (order == unreported) return checks::Standing::not_active;
        bool const gone =
            order == sold_again && std::find(voided.begin(), voided.end(), at) != voided.end();
        return gone ? checks::Standing::voided : checks::Standing::good;
    }

    // One pack, sold on some day.
    void sell(std::size_t order, std::uint64_t at) {
        auto const day = below(static_cast<std::uint64_t>(season_.days));
        Check check{position(order, at), order, phone(), place(), standing_of(order, at)};
        if (chance(30)) {
            add(day, check);
            while (chance(30)) {
                if (chance(40)) check.visitor = phone();
                add(day + below(3), check);
            }
        }
        if (chance(1)) {
            for (auto more = 1 + below(5); more > 0; --more) {
                check.visitor = phone();
                add(day + below(10), check);
            }
        }
    }

    void plan() {
        by_day_.resize(static_cast<std::size_t>(season_.days));
        for (std::size_t order = 0; order < world_.orders.size(); ++order) {
            for (std::uint64_t at = 0; at < world_.orders[order].range->count; ++at) {
                sell(order, at);
            }
        }
        for (int copy = 0; copy < 400; ++copy)
            sell(single, single_at);
        planted_.insert(position(single, single_at));
        for (auto const order : copied) {
            for (std::uint64_t at = 0; at < serials_copied; ++at) {
                planted_.insert(position(order, 2 * at));
                for (int copy = 0; copy < 5; ++copy)
                    sell(order, 2 * at);
            }
        }
        auto const roll = phone();
        for (std::uint64_t at = 100; at < 130; ++at) {
            add(4, {position(insider, at), insider, roll, {}, checks::Standing::good});
        }
        for (auto const at : voided) {
            planted_.insert(position(sold_again, at));
            add(7, {position(sold_again, at), sold_again, phone(), {}, checks::Standing::voided});
        }
        add(2, {position(unreported, 9), unreported, phone(), {}, checks::Standing::not_active});
        poison();
    }

    void poison() {
        if (season_.poison == Poison::none) return;
        for (int i = 0; i < 10'000; ++i) {
            auto const at = below(100);
            auto const kind = season_.poison == Poison::forty_agents ? below(40) : random_();
            Check check;
            check.position = position(poisoned, 2 * at);
            check.order = poisoned;
            check.visitor = {
                "203.0.113." + std::to_string(below(3)), "bot " + std::to_string(kind)};
            add(10, std::move(check));
        }
    }

    void write(std::vector<Check> const& all, std::size_t from) {
        auto const end = std::min(all.size(), from + at_once);
        auto const first_number = number_;
        auto const done = store::transact_now(world_.store, [&](store::Transaction& tx) {
            number_ = first_number;
            for (auto i = from; i < end; ++i) {
                if (auto ok = write_one(tx, all[i]); !ok) return ok;
            }
            return Result<void>();
        });
        OCOP_ASSERT(done);
        look();
    }

    Result<void> write_one(store::Transaction& tx, Check const& check) {
        auto const& order = world_.orders[check.order];
        checks::NewCheck request;
        request.position = check.position;
        request.standing = check.standing;
        request.token = "token " + std::to_string(++number_);
        request.receipt.gtin = order.gtin;
        request.receipt.lot = order.lot;
        request.place = check.place;
        request.visitor = check.visitor;
        request.fresh_key[0] = static_cast<std::uint8_t>(season_.seed);
        checked_.insert(check.position);
        auto const recorded = checks::record_check(tx, request);
        return recorded ? Result<void>() : recorded.error();
    }

    void look() {
        auto more = watch_.step();
        while (more && *more)
            more = watch_.step();
        OCOP_ASSERT(more);
    }

    void count(std::vector<Score>& scores, alerts::Alert const& alert) const {
        using alerts::Rule;
        auto const lot_of = [&](std::size_t order) {
            return alert.lot == world_.orders[order].lot;
        };
        auto const serial = world_.serials.position_of(*stamp::parse_serial(alert.stamps.at(0)));
        auto const is = [&](std::size_t order, std::uint64_t at) {
            return *serial == position(order, at);
        };
        bool right = false;
        bool counts = true;  // a serial copied five times may be found here too
        switch (alert.rule) {
            case Rule::many_phones:
                right = is(single, single_at);
                counts = right || planted_.count(*serial) == 0;
                break;
            case Rule::lot_share:
                right = lot_of(copied[0]) || lot_of(copied[1]);
                counts = !lot_of(single);
                break;
            case Rule::serial_run:
                right = lot_of(insider);
                break;
            case Rule::before_activation:
                right = lot_of(unreported);
                break;
            default:
                right = std::any_of(voided.begin(), voided.end(), [&](std::uint64_t at) {
                    return is(sold_again, at);
                });
        }
        static constexpr Rule order[] = {
            Rule::many_phones,
            Rule::lot_share,
            Rule::serial_run,
            Rule::before_activation,
            Rule::after_void};
        auto const index = std::find(std::begin(order), std::end(order), alert.rule);
        OCOP_ASSERT(index != std::end(order));
        auto& score = scores[static_cast<std::size_t>(index - std::begin(order))];
        score.found += right ? 1 : 0;
        score.false_alarms += !right && counts ? 1 : 0;
    }

    SimulatedWorld const world_;
    Season const season_;
    std::mt19937_64 random_;
    alerts::Watch watch_;
    std::vector<std::vector<Check>> by_day_;
    std::set<stamp::Position> planted_;
    std::set<stamp::Position> checked_;
    std::uint64_t number_ = 0;
};

}  // namespace ocop::test
