#include "witnesses/circle.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>

#include <algorithm>
#include <array>
#include <exception>

namespace ocop::witnesses {

namespace {

using http::LogField;
using http::LogLevel;
using store::Space;

std::string size_key(Witness const& witness) {
    return ByteWriter().text_nul("witness").text(ledger::encode_vkey(witness.key)).take();
}

// What is asked when there is no record, or none that can be read: it then says what it has.
std::uint64_t read_size(std::optional<std::string> const& record) {
    ByteReader in(record ? std::string_view(*record) : std::string_view());
    auto const size = in.u64();
    return in.done() ? size : 0;
}

Submission failed(std::string_view what) {
    Submission out;
    out.what = what;
    return out;
}

}  // namespace

Circle::Circle(CircleParts parts, CircleOptions options)
    : parts_(std::move(parts)), options_(std::move(options)) {
    OCOP_ASSERT(options_.witnesses.size() <= witnesses_max);
    for (auto const& witness : options_.witnesses) {
        members_.push_back({witness, 0, parts_.clock.now(), false, {}});
    }
}

void Circle::tick() {
    if (auto const published = parts_.publisher.current(); !published) {
        say(LogLevel::error, "log_unpublished", published.error().slug);
        return;
    }
    if (parts_.stop.stopped()) {
        if (auto const kept = parts_.stop.keep(); !kept) {
            say(LogLevel::error, "stop_unwritten", describe(kept.error()));
        }
        return;
    }
    auto const now = parts_.clock.now();
    // A clock that was put back must not keep us from asking.
    if (now < asked_at_ || now.ms >= asked_at_.ms + options_.interval_ms) {
        ask();
    }
}

void Circle::ask() {
    if (members_.empty() || parts_.stop.stopped()) {
        return;
    }
    asked_at_ = parts_.clock.now();
    auto const head = parts_.publisher.current();
    if (!head) {
        say(LogLevel::error, "log_unpublished", head.error().slug);
        return;
    }
    load_sizes();
    auto const submissions = submit_all(**head);
    publish(**head, submissions);
    std::vector<std::uint64_t> before;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        before.push_back(members_[i].size);
        take(members_[i], submissions[i], (*head)->tree.size);
    }
    if (!parts_.stop.stopped()) {
        save_sizes(before);
    }
}

void Circle::load_sizes() {
    if (loaded_) {
        return;
    }
    auto const snapshot = parts_.store.snapshot();
    for (auto& member : members_) {
        auto const record = snapshot->get(Space::meta, size_key(member.witness));
        member.size = record ? read_size(*record) : 0;
    }
    loaded_ = true;
}

std::vector<Submission> Circle::submit_all(tlog::Head const& head) {
    auto const snapshot = parts_.store.snapshot();
    Proofs proofs(*snapshot, head);
    Ways const ways{parts_.send, [this]() -> Result<std::uint64_t> {
                        auto const newest = tlog::load_head(*parts_.store.snapshot());
                        return newest ? Result<std::uint64_t>(newest->tree.size) : newest.error();
                    }};
    std::vector<Submission> out(members_.size());
    std::vector<std::thread> threads;
    threads.reserve(members_.size());
    for (std::size_t i = 0; i < members_.size(); ++i) {
        threads.emplace_back([&, i] {
            try {
                auto const& member = members_[i];
                out[i] = submit(member.witness, head, member.size, proofs, ways);
            } catch (std::exception const& e) {
                out[i] = failed(e.what());
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return out;
}

void Circle::publish(tlog::Head const& head, std::vector<Submission> const& submissions) {
    auto note = ledger::parse_note(head.note);
    bool cosigned = false;
    for (std::size_t i = 0; note && i < submissions.size(); ++i) {
        if (submissions[i].outcome == Outcome::cosigned) {
            note = ledger::add_cosignature(*note, submissions[i].lines, members_[i].witness.key);
            cosigned = true;
        }
    }
    if (note && cosigned) {
        parts_.publisher.add_cosigned(head, ledger::encode_note(*note));
    }
}

void Circle::take(Member& member, Submission const& submission, std::uint64_t our_size) {
    member.size = std::min(submission.size, our_size);
    bool const cosigned = submission.outcome == Outcome::cosigned;
    if (submission.outcome == Outcome::failed && member.failure != submission.what) {
        say(LogLevel::warning, "witness_failed", member, submission.what);
        member.failure = submission.what;
    }
    if (submission.outcome == Outcome::ahead || submission.outcome == Outcome::forked) {
        stop(member, submission, our_size);
        return;
    }
    judge_late(member, cosigned);
}

void Circle::judge_late(Member& member, bool cosigned) {
    auto const now = parts_.clock.now();
    if (cosigned) {
        if (member.late) {
            say(LogLevel::info, "witness_back", member, "");
        }
        member.late = false;
        member.failure.clear();
        member.cosigned_at = now;
        return;
    }
    auto const bound = options_.interval_ms * options_.late_intervals;
    if (!member.late && now.ms >= member.cosigned_at.ms + bound) {
        member.late = true;
        say(LogLevel::error, "witness_late", member, member.failure);
    }
}

void Circle::stop(Member const& member, Submission const& submission, std::uint64_t our_size) {
    auto const cause = submission.outcome == Outcome::ahead ? Cause::ahead : Cause::forked;
    StopReport const report{
        member.witness.key.name, cause, our_size, submission.size, parts_.clock.now()};
    bool const first = !parts_.stop.stopped();
    auto const written = parts_.stop.stop(report);
    std::array const fields{
        LogField{"witness", report.witness},
        LogField{"what", cause_name(cause)},
        LogField{"our_size", static_cast<std::int64_t>(report.our_size)},
        LogField{"witness_size", static_cast<std::int64_t>(report.witness_size)}};
    parts_.log.write(LogLevel::error, "log_stopped", fields);
    if (!written) {
        say(LogLevel::error, "stop_unwritten", describe(written.error()));
    }
    if (first && parts_.on_stop) {
        parts_.on_stop(report);
    }
}

void Circle::save_sizes(std::vector<std::uint64_t> const& before) {
    std::vector<std::pair<std::string, std::string>> changed;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        if (members_[i].size != before[i]) {
            auto record = ByteWriter().u64(members_[i].size).take();
            changed.emplace_back(size_key(members_[i].witness), std::move(record));
        }
    }
    if (changed.empty()) {
        return;
    }
    auto const written = store::transact_now(parts_.store, [&](store::Transaction& tx) {
        for (auto const& [key, record] : changed) {
            tx.put(Space::meta, key, record);
        }
        return Result<void>();
    });
    if (!written) {
        say(LogLevel::warning, "witness_sizes_unwritten", written.error().slug);
    }
}

void Circle::say(LogLevel level, std::string_view message, std::string_view what) const {
    parts_.log.write(level, message, std::array{LogField{"what", what}});
}

void Circle::say(
    LogLevel level, std::string_view message, Member const& member, std::string_view what
) const {
    std::string_view const name = member.witness.key.name;
    parts_.log.write(level, message, std::array{LogField{"witness", name}, LogField{"what", what}});
}

Rounds::Rounds(Circle& circle, std::chrono::milliseconds every)
    : circle_(circle), every_(every), thread_([this] { run(); }) {}

Rounds::~Rounds() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Rounds::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        circle_.tick();
        lock.lock();
        wake_.wait_for(lock, every_, [this] { return stopping_; });
    }
}

}  // namespace ocop::witnesses
