#include "cli/every_minute.hpp"

#include "alerts/unissued.hpp"
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
    store::Transaction& tx, stamp::SerialKeys const& serials, stamp::Position position, Day day
) {
    auto alert = about(tx, serials, position);
    auto const tries = pins::wrong_tries(tx, position, start_of(day));
    if (!alert || !tries) {
        return alert ? tries.error() : alert.error();
    }
    if (!*alert) {
        return {};
    }
    (*alert)->rule = alerts::Rule::pin_guesses;
    (*alert)->figures = {{"wrong_in_a_day", static_cast<std::int64_t>(*tries)}};
    (*alert)->seen_on = day;
    auto const raised = alerts::raise(tx, std::move(**alert));
    return raised ? Result<void>() : raised.error();
}

Result<void> raise_all_guesses(
    store::Transaction& tx,
    stamp::SerialKeys const& serials,
    std::vector<stamp::Position> const& positions,
    Day day
) {
    for (auto const& position : positions) {
        if (auto ok = raise_guesses(tx, serials, position, day); !ok) {
            return ok;
        }
    }
    return {};
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

Result<void> raise_openings(
    store::Transaction& tx,
    stamp::SerialKeys const& serials,
    std::vector<stamp::Position> const& positions
) {
    for (auto const& position : positions) {
        if (auto ok = raise_opening(tx, serials, position); !ok) {
            return ok;
        }
    }
    return {};
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
        tell_of_unissued();
        lock.lock();
        wake_.wait_for(lock, every_, [this] { return stopping_; });
    }
    lock.unlock();
    write_openings();
    tell_of_unissued();
}

void EveryMinute::log_failure(std::string_view event, Error const& error) {
    auto const what = describe(error);
    parts_.log.write(http::LogLevel::error, event, std::array{http::LogField{"what", what}});
}

void EveryMinute::write_openings() {
    auto const written = parts_.openings.write(parts_.store, parts_.random, parts_.clock.now());
    if (!written) {
        log_failure("openings_unwritten", written.error());
    }
}

// More than a buyer makes: somebody guesses. The stamp's verdict does not change. Yesterday's last
// minutes are looked at once, after midnight.
Result<void> EveryMinute::tell_of_guesses() {
    auto const today = legal_day(parts_.clock.now());
    if (guesses_told_ != today) {
        if (auto ok = tell_of_guesses_on(add_days(today, -1)); !ok) {
            return ok;
        }
        guesses_told_ = today;
    }
    return tell_of_guesses_on(today);
}

Result<void> EveryMinute::tell_of_guesses_on(Day day) {
    auto const snapshot = parts_.store.snapshot();
    std::optional<stamp::Position> after;
    while (true) {
        auto const found = pins::guessed_stamps(*snapshot, day, after, guessed_at_once);
        if (!found || found->empty()) {
            return found ? Result<void>() : found.error();
        }
        auto const work = [&](store::Transaction& tx) {
            return raise_all_guesses(tx, parts_.serials, *found, day);
        };
        if (auto const written = store::transact_now(parts_.store, work); !written) {
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
        log_failure("pins_unwatched", done.error());
    }
}

// Its producer forgot to report it, or somebody opened what never left.
void EveryMinute::tell_of_openings() {
    auto const positions = parts_.openings.take_inactive();
    if (positions.empty()) {
        return;
    }
    auto const work = [&](store::Transaction& tx) {
        return raise_openings(tx, parts_.serials, positions);
    };
    if (auto const written = store::transact_now(parts_.store, work); !written) {
        for (auto const& position : positions) {
            parts_.openings.opened_inactive(position);
        }
        log_failure("openings_untold", written.error());
    }
}

// Who makes such stamps has the key.
void EveryMinute::tell_of_unissued() {
    auto const keys = parts_.unissued.take();
    if (keys.empty()) {
        return;
    }
    auto const work = [&](store::Transaction& tx) { return alerts::raise_unissued(tx, keys); };
    if (auto const written = store::transact_now(parts_.store, work); !written) {
        parts_.unissued.put_back(keys);
        log_failure("unissued_untold", written.error());
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
        log_failure("checks_unwatched", more.error());
    }
}

}  // namespace ocop::cli
