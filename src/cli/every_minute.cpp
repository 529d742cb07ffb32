#include "cli/every_minute.hpp"

#include "pins/pins.hpp"
#include "prints/maker.hpp"
#include "stamps/orders.hpp"

#include <array>

namespace ocop::cli {

namespace {

constexpr std::size_t guessed_at_once = 100;

// An alert about one stamp; none for a position that no order holds.
Result<std::optional<alerts::NewAlert>> about(
    store::Reader const& reader, stamp::SerialKeys const& serials, stamp::Position position
) {
    std::optional<alerts::NewAlert> out;
    auto const issued = stamps::find_issued(reader, position);
    if (!issued) {
        return issued.error();
    }
    auto const serial = serials.serial_of(position);
    if (!*issued || !serial) {
        return out;
    }
    auto const order = stamps::load_order(reader, (*issued)->order);
    if (!order) {
        return order.error();
    }
    auto& alert = out.emplace();
    alert.stamps = {stamp::format_serial(*serial)};
    alert.subject = "stamp:" + alert.stamps.front();
    alert.producer = order->producer;
    alert.gtin = order->gtin;
    alert.lot = order->lot;
    alert.order = order->id;
    return out;
}

Result<void> raise_guesses(
    store::Transaction& tx, stamp::SerialKeys const& serials, stamp::Position position, Instant now
) {
    auto alert = about(tx, serials, position);
    auto const tries = pins::wrong_tries(tx, position, now);
    if (!alert || !tries) {
        return alert ? tries.error() : alert.error();
    }
    if (!*alert) {
        return {};
    }
    (*alert)->rule = alerts::Rule::pin_guesses;
    (*alert)->figures = {{"wrong_today", static_cast<std::int64_t>(*tries)}};
    auto const raised = alerts::raise(tx, std::move(**alert));
    return raised ? Result<void>() : raised.error();
}

Result<void> raise_opening(
    store::Transaction& tx, stamp::SerialKeys const& serials, stamp::Position position
) {
    auto alert = about(tx, serials, position);
    if (!alert || !*alert) {
        return alert ? Result<void>() : alert.error();
    }
    (*alert)->rule = alerts::Rule::first_opening;
    auto const raised = alerts::raise(tx, std::move(**alert));
    return raised ? Result<void>() : raised.error();
}

}  // namespace

EveryMinute::EveryMinute(MinuteParts parts, std::chrono::milliseconds every)
    : parts_(parts),
      every_(every),
      watch_(parts.store, parts.serials),
      thread_([this] { run(); }) {}

EveryMinute::~EveryMinute() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

bool EveryMinute::is_stopping() {
    std::lock_guard const lock(mutex_);
    return stopping_;
}

void EveryMinute::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        write_openings();
        watch_checks();
        watch_pins();
        tell_of_openings();
        sweep_prints();
        lock.lock();
        wake_.wait_for(lock, every_, [this] { return stopping_; });
    }
    lock.unlock();
    write_openings();
}

void EveryMinute::write_openings() {
    auto const written = parts_.openings.write(parts_.store, parts_.random, parts_.clock.now());
    if (!written) {
        auto const what = describe(written.error());
        parts_.log.write(
            http::LogLevel::error, "openings_unwritten", std::array{http::LogField{"what", what}}
        );
    }
}

// More than a buyer makes: somebody guesses. The stamp's verdict does not change.
Result<void> EveryMinute::tell_of_guesses() {
    auto const snapshot = parts_.store.snapshot();
    auto const now = parts_.clock.now();
    std::optional<stamp::Position> after;
    while (true) {
        auto const found = pins::guessed_stamps(*snapshot, legal_day(now), after, guessed_at_once);
        if (!found) {
            return found.error();
        }
        if (found->empty()) {
            return {};
        }
        auto const written =
            store::transact_now(parts_.store, [&](store::Transaction& tx) -> Result<void> {
                for (auto const& position : *found) {
                    if (auto ok = raise_guesses(tx, parts_.serials, position, now); !ok) {
                        return ok;
                    }
                }
                return {};
            });
        if (!written) {
            return written.error();
        }
        after = found->back();
    }
}

Result<void> EveryMinute::end_pin_days() {
    for (std::size_t swept = 1; swept > 0 && !is_stopping();) {
        auto const written = store::transact_now(parts_.store, [&](auto& tx) -> Result<void> {
            auto const count = pins::sweep_days(tx);
            swept = count ? *count : 0;
            return count ? Result<void>() : count.error();
        });
        if (!written) {
            return written.error();
        }
    }
    return {};
}

void EveryMinute::watch_pins() {
    auto const told = tell_of_guesses();
    if (auto const done = told ? end_pin_days() : told; !done) {
        auto const what = describe(done.error());
        parts_.log.write(
            http::LogLevel::error, "pins_unwatched", std::array{http::LogField{"what", what}}
        );
    }
}

// Its producer forgot to report it, or somebody opened what never left.
void EveryMinute::tell_of_openings() {
    auto const positions = parts_.openings.take_inactive();
    if (positions.empty()) {
        return;
    }
    auto const written =
        store::transact_now(parts_.store, [&](store::Transaction& tx) -> Result<void> {
            for (auto const& position : positions) {
                if (auto ok = raise_opening(tx, parts_.serials, position); !ok) {
                    return ok;
                }
            }
            return {};
        });
    if (!written) {
        for (auto const& position : positions) {
            parts_.openings.opened_inactive(position);
        }
        auto const what = describe(written.error());
        parts_.log.write(
            http::LogLevel::error, "openings_untold", std::array{http::LogField{"what", what}}
        );
    }
}

void EveryMinute::sweep_prints() {
    auto const swept = prints::sweep_files(parts_.store, parts_.desk, parts_.clock.now());
    if (!swept) {
        auto const what = describe(swept.error());
        parts_.log.write(
            http::LogLevel::error, "print_files_unswept", std::array{http::LogField{"what", what}}
        );
    }
}

void EveryMinute::watch_checks() {
    auto more = watch_.step();
    while (more && *more && !is_stopping()) {
        more = watch_.step();
    }
    if (!more) {
        auto const what = describe(more.error());
        parts_.log.write(
            http::LogLevel::error, "checks_unwatched", std::array{http::LogField{"what", what}}
        );
    }
}

}  // namespace ocop::cli
