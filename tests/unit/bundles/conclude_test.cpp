#include "inspections/holds.hpp"
#include "registry/certificate.hpp"
#include "stamps/lapse.hpp"
#include "unit/bundles/bundles.hpp"

#include <random>

// What a reader concludes from a bundle is what the service says at that moment.

namespace ocop::bundles {

namespace {

using store::Transaction;

// A lot's life at random: orders, moves, findings, holds, recalls, withdrawals, closing.
struct History : test::BundleFixture {
    // Every other certificate ends while the history goes on.
    explicit History(std::uint64_t seed)
        : BundleFixture(seed % 2 == 0 ? "2026-06-01" : "2023-12-10"), dice(seed) {}

    std::int64_t pick(std::int64_t first, std::int64_t last) {
        return std::uniform_int_distribution<std::int64_t>(first, last)(dice);
    }

    std::string any_lot() { return "L" + std::to_string(pick(1, 3)); }

    stamps::StampOrder const& any_order() {
        return orders[static_cast<std::size_t>(pick(0, std::ssize(orders) - 1))];
    }

    stamps::Positions any_positions(stamps::StampOrder const& order) {
        auto const first = pick(1, order.count);
        return {first, std::min(order.count, first + (pick(0, 3) == 0 ? 0 : pick(0, order.count)))};
    }

    void order() {
        auto request = test::new_order(pick(0, 2) == 0 ? pick(100, 250) : pick(1, 30), any_lot());
        request.active_when_issued = pick(0, 3) == 0;
        request.pins = pick(0, 4) == 0;
        auto const asked = run(requesting(request));
        auto const approved = asked ? run(approving(asked->id)) : asked;
        auto const made = approved ? run(issuing(approved->id)) : approved;
        if (made) {
            orders.push_back(*made);
            if (pick(0, 4) != 0) {
                must(moving(*made, stamps::StampState::printed, {{1, made->count}}));
            }
        }
    }

    void move() {
        using enum stamps::StampState;
        static constexpr stamps::StampState states[] = {
            activated,
            activated,
            activated,
            activated,
            received,
            opened,
            spoiled,
            returned,
            damaged,
            lost,
            destroyed,
            voided,
            seized,
            lapsed};
        auto const& chosen = any_order();
        auto const to = states[static_cast<std::size_t>(pick(0, std::ssize(states) - 1))];
        run(moving(chosen, to, {any_positions(chosen)})).has_value();
    }

    void inspect() {
        using enum inspections::ActionKind;
        auto const& chosen = any_order();
        auto const at = any_positions(chosen);
        if (pick(0, 3) == 0) {
            run(inspecting(any_lot(), hold, {})).has_value();
            return;
        }
        auto const kind = std::array{hold, copied, seize}[static_cast<std::size_t>(pick(0, 2))];
        run(inspecting(chosen.lot, kind, {{chosen.id, at.first, at.last}})).has_value();
    }

    void lift() {
        auto const all = inspections::list_holds(
            *store().snapshot(), accounts::system_principal(), clock().now(), "", 100
        );
        BOOST_TEST_REQUIRE(test::reason_of(all) == "");
        for (auto const& hold : all->holds) {
            if (pick(0, 1) == 0) {
                run([&](Transaction& tx) {
                    return inspections::lift_hold(tx, officer, random, hold.id, {"Đã rõ"});
                }).has_value();
            } else {
                run([&](Transaction& tx) { return inspections::confirm_hold(tx, officer, hold.id); }
                ).has_value();
            }
        }
    }

    void decide_on_certificate() {
        auto const today = legal_day(clock().now());
        run([&](Transaction& tx) {
            return registry::withdraw_certificate(
                tx,
                who,
                certificate,
                {"3/QĐ", today, pick(1, 6), add_days(today, static_cast<int>(pick(-3, 3)))}
            );
        }).has_value();
        if (pick(0, 2) == 0) {
            run([&](Transaction& tx) {
                return registry::reinstate_certificate(tx, who, certificate, {"4/QĐ", today});
            }).has_value();
        }
    }

    void change_keys() {
        if (keys == 1) {
            add(2);
            keys = 2;
        } else if (pick(0, 2) == 0) {
            run([&](Transaction& tx) {
                auto const size = static_cast<std::uint64_t>(pick(30, 80));
                return stamps::revoke_key(
                    tx, who, {1}, {"Lộ khóa", std::min(size, tx.ledger_size())}
                );
            }).has_value();
        }
    }

    void close() {
        run([&](Transaction& tx) {
            return stamps::close_lot(
                tx, who, policy, registry::lot_key(test::item_gtin, any_lot())
            );
        }).has_value();
    }

    void step() {
        clock().advance_ms(pick(0, 30) * 3'600'000);
        auto const what = pick(0, 19);
        if (orders.empty() || what < 3) {
            order();
        } else if (what < 12) {
            move();
        } else if (what < 15) {
            inspect();
        } else if (what == 15) {
            lift();
        } else if (what == 16) {
            change_keys();
        } else if (what == 17 && pick(0, 2) == 0) {
            decide_on_certificate();
        } else if (what == 18 && pick(0, 3) == 0) {
            recall(any_lot());
        } else if (what == 19 && pick(0, 4) == 0) {
            close();
        }
    }

    std::mt19937_64 dice;
    std::vector<stamps::StampOrder> orders;
    int keys = 1;
};

std::string told(stamp::Decision const& decision) {
    auto out = std::string(stamp::code_of(decision.headline)) + " " + std::string(decision.reason);
    for (auto const also : decision.also) {
        out += "; " + std::string(stamp::code_of(also));
    }
    return out;
}

struct Tally {
    std::map<std::string, int> said;
    int compared = 0;
};

// Headline, colour, the rows beside it and the reason, but for what the format lets differ.
void compare(History& history, naive::Reader const& reader, std::string const& link, Tally& tally) {
    auto const online = history.verdicts->judge({verdicts::Question::Kind::uri, link, "", ""});
    auto const offline = reader.conclude(link, history.clock().now());
    tally.compared += 1;
    tally.said[online.answer.verdict] += 1;
    BOOST_TEST_REQUIRE(
        (online.decision == offline.decision),
        link << "\nonline " << told(online.decision) << "\noffline " << told(offline.decision)
    );
}

void compare_all(History& history, Tally& tally) {
    auto const file = history.read();
    auto const filters = history.filters_of(file);
    naive::Reader const reader(file, filters);
    for (auto const& order : history.orders) {
        for (std::int64_t position = 1; position <= order.count; ++position) {
            compare(history, reader, history.url(order, position), tally);
        }
        // Signed by a key that is not the order's.
        auto const other = order.kid->number == 1 ? std::uint16_t{2} : std::uint16_t{1};
        if (history.keys == 2) {
            compare(history, reader, history.url(order.lot, order.range->first, other), tally);
        }
        auto const bad = history.url(order, 1);
        compare(
            history, reader, bad.substr(0, bad.size() - 1) + (bad.back() == '1' ? "2" : "1"), tally
        );
        compare(history, reader, bad.substr(0, bad.find('?')), tally);
        compare(history, reader, bad.substr(0, bad.find("/21/")), tally);
        compare(history, reader, "https://tem.example.vn.co" + bad.substr(22), tally);
    }
}

// Never issued: not issued online; offline too, in amber where an order may have come since.
void check_unissued(History& history) {
    auto const file = history.read();
    auto const filters = history.filters_of(file);
    naive::Reader const reader(file, filters);
    for (auto const& row : file.body.lots) {
        for (std::uint64_t counter = 1'000'000; counter < 1'000'020; ++counter) {
            auto const link = history.url(row.lot, counter, 1);
            auto const online =
                history.verdicts->judge({verdicts::Question::Kind::uri, link, "", ""});
            auto const offline = reader.conclude(link, history.clock().now());
            if (!row.filters) {
                BOOST_TEST(offline.not_in_bundle);
                continue;
            }
            BOOST_TEST_REQUIRE((online.decision == offline.decision));
            // Key 1 issues nothing any more when its window is over.
            bool const over = history.clock().now() > test::issuing_key(1).logged_until;
            BOOST_TEST_REQUIRE(offline.issued_since == (!row.closed_on && !over));
        }
    }
}

void check_typed(History& history) {
    auto const file = history.read();
    auto const filters = history.filters_of(file);
    naive::Reader const reader(file, filters);
    auto const& order = history.orders.front();
    auto const serial = history.keyring.serials.serial_of({0, order.range->first}).value();
    auto const typed = stamp::format_typed_serial(serial);
    auto const online =
        history.verdicts->judge({verdicts::Question::Kind::typed_serial, typed, "", ""});
    auto const offline = reader.conclude_typed(typed, order.gtin, order.lot, history.clock().now());
    BOOST_TEST((online.decision == offline.decision));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conclude)

BOOST_AUTO_TEST_CASE(a_reader_concludes_of_every_stamp_what_the_service_says) {
    Tally tally;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            History history(seed);
            for (int i = 0; i < 60; ++i) {
                history.step();
                if (i % 20 == 19) {
                    compare_all(history, tally);
                }
            }
            check_unissued(history);
            check_typed(history);
        }
    }
    std::string said;
    for (auto const& [verdict, count] : tally.said) {
        said += verdict + " " + std::to_string(count) + ", ";
    }
    BOOST_TEST_MESSAGE(tally.compared << " compared: " << said);
    // Each kind of fate came up.
    for (auto const* verdict :
         {"valid",
          "pin_pending",
          "not_activated",
          "void",
          "copied",
          "held",
          "recalled",
          "certificate_withdrawn",
          "certificate_expired",
          "certificate_lapsed",
          "key_revoked",
          "not_issued",
          "signature_invalid",
          "unsigned",
          "foreign_link"}) {
        BOOST_TEST(tally.said.contains(verdict), verdict << " never came up");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::bundles
