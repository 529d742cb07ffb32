#include "accounts/retention.hpp"

#include "accounts/api_keys.hpp"
#include "accounts/idempotency.hpp"
#include "accounts/invitations.hpp"
#include "accounts/notices.hpp"
#include "accounts/sessions.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace ocop::accounts {

namespace {

using store::Space;
using store::Transaction;

constexpr std::int64_t day_ms = 86'400'000;

// One record that may be over: what erases it, if it is.
using Erasure = std::function<Result<void>(Transaction&)>;
using Judge = Result<Erasure> (*)(std::string_view key, json::value const& value, Instant now);

bool is_past(Instant at, std::int64_t days, Instant now) {
    return now.ms - at.ms >= days * day_ms;
}

Erasure erase_key(std::string_view key) {
    return [key = std::string(key)](Transaction& tx) -> Result<void> {
        tx.erase(Space::accounts, key);
        return {};
    };
}

template <class T>
Result<T> read(json::value const& value) {
    return store::as_stored(json::read<T>(value, json::Mode::lenient));
}

Result<Erasure> judge_session(std::string_view key, json::value const& value, Instant now) {
    auto const session = read<Session>(value);
    if (!session) {
        return session.error();
    }
    SessionHash hash{};
    bool const over = now.ms - session->created_at.ms >= session_ms ||
                      now.ms - session->seen_at.ms >= session_idle_ms;
    if (!over || key.size() != hash.size() + 1) {
        return Erasure();
    }
    std::copy(key.begin() + 1, key.end(), hash.begin());
    return Erasure([account = session->account, hash](Transaction& tx) -> Result<void> {
        end_session(tx, account, hash);
        return {};
    });
}

Result<Erasure> judge_invitation(std::string_view key, json::value const& value, Instant now) {
    auto const invitation = read<Invitation>(value);
    if (!invitation) {
        return invitation.error();
    }
    return invitation->expires_at <= now ? erase_key(key) : Erasure();
}

Result<Erasure> judge_remembered(std::string_view key, json::value const& value, Instant now) {
    auto const answer = read<Remembered>(value);
    if (!answer) {
        return answer.error();
    }
    return is_past(answer->at, remembered_days, now) ? erase_key(key) : Erasure();
}

Result<Erasure> judge_notice(std::string_view key, json::value const& value, Instant now) {
    auto const notice = read<Notice>(value);
    if (!notice) {
        return notice.error();
    }
    return is_past(notice->at, notice_days, now) ? erase_key(key) : Erasure();
}

Result<Erasure> judge_api_key(std::string_view, json::value const& value, Instant now) {
    auto const key = read<ApiKey>(value);
    if (!key) {
        return key.error();
    }
    if (!is_past(key->expires_at, ended_api_key_days, now)) {
        return Erasure();
    }
    return Erasure([account = key->account, id = key->id](Transaction& tx) -> Result<void> {
        auto const ended = end_api_key(tx, account, id);
        bool const gone = !ended && ended.error().code == Errc::not_found;
        return ended || gone ? Result<void>() : ended.error();
    });
}

struct Kind {
    std::string_view prefix;
    Judge judge;
};

constexpr std::array<Kind, 5> kinds{{
    {"s", judge_session},
    {"v", judge_invitation},
    {"i", judge_remembered},
    {"n", judge_notice},
    {"t", judge_api_key},
}};

// What one slice found.
struct Found {
    std::vector<Erasure> erasures;
    std::uint64_t looked_at = 0;
    std::string next;  // key to go on from; empty: that was all of this kind
};

Result<Found> look(
    store::Reader const& reader, Kind const& kind, std::string_view from, Instant now
) {
    Found out;
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view bytes) {
        if (out.looked_at == static_cast<std::uint64_t>(sweep_records)) {
            out.next = std::string(key);
            return false;
        }
        ++out.looked_at;
        auto const value = store::parse_plain(bytes);
        auto erasure = value ? kind.judge(key, *value, now) : Result<Erasure>(value.error());
        if (erasure && *erasure) {
            out.erasures.push_back(std::move(*erasure));
        }
        outcome = erasure ? Result<void>() : erasure.error();
        return outcome.has_value();
    };
    if (auto scanned = reader.scan(Space::accounts, kind.prefix, from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

Result<void> erase_all(std::vector<Erasure> const& erasures, Transaction& tx) {
    for (auto const& erasure : erasures) {
        if (auto ok = erasure(tx); !ok) {
            return ok;
        }
    }
    return {};
}

}  // namespace

Result<Swept> sweep(store::Reader const& reader, SweepState const& state, Instant now) {
    auto const from = from_hex(state.from);
    auto const index = static_cast<std::size_t>(state.kind);
    if (!from || state.kind < 0 || index >= kinds.size()) {
        return Error(Errc::corrupt, "store_corrupt", "retention", "is no place to go on from");
    }
    auto found = look(reader, kinds[index], as_text(*from), now);
    if (!found) {
        return found.error();
    }
    Swept out;
    out.looked_at = found->looked_at;
    out.next = found->next.empty() ? SweepState{state.kind + 1, {}}
                                   : SweepState{state.kind, to_hex(as_bytes(found->next))};
    out.finished = found->next.empty() && index + 1 == kinds.size();
    if (!found->erasures.empty()) {
        out.work = [erasures = std::move(found->erasures)](Transaction& tx) {
            return erase_all(erasures, tx);
        };
    }
    return out;
}

}  // namespace ocop::accounts
