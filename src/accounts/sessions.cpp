#include "accounts/sessions.hpp"

#include "store/record.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>

namespace ocop::accounts {

namespace {

using store::Space;

constexpr std::size_t client_chars_max = 80;

std::string session_key(SessionHash const& hash) {
    return ByteWriter().u8('s').bytes(hash).take();
}

std::string owned_key(std::string_view account) {
    return ByteWriter().u8('S').text_nul(account).take();
}

std::string random_text(Random& random) {
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    return to_base64url(bytes);
}

bool is_over(Session const& session, Instant now) {
    return now.ms - session.created_at.ms >= session_ms ||
           now.ms - session.seen_at.ms >= session_idle_ms;
}

// What a client says of itself, as far as it is plain text.
std::string client_words(std::string_view text) {
    auto const clean = clean_line(text.substr(0, client_chars_max), client_chars_max);
    return clean ? *clean : std::string("?");
}

struct Owned {
    SessionHash hash;
    Session session;
};

Result<std::vector<Owned>> owned_by(store::Reader const& reader, std::string_view account) {
    std::vector<Owned> out;
    Result<void> outcome;
    auto const prefix = owned_key(account);
    auto const each = [&](std::string_view key, std::string_view) {
        Owned owned;
        auto const rest = key.substr(prefix.size());
        if (rest.size() != owned.hash.size()) {
            outcome = Error(Errc::corrupt, "store_corrupt", "accounts S", "has the wrong length");
            return false;
        }
        std::copy(rest.begin(), rest.end(), owned.hash.begin());
        auto session = store::find_plain<Session>(reader, Space::accounts, session_key(owned.hash));
        if (!session) {
            outcome = session.error();
            return false;
        }
        if (*session) {
            owned.session = std::move(**session);
            out.push_back(std::move(owned));
        }
        return true;
    };
    if (auto scanned = reader.scan(Space::accounts, prefix, {}, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

}  // namespace

SessionHash session_hash(std::string_view token) {
    return crypto::sha256(as_bytes(token));
}

OpenedSession make_session(Random& random, NewSession request, Instant now) {
    OpenedSession out;
    out.token = random_text(random);
    out.session.account = std::move(request.account);
    out.session.csrf = random_text(random);
    out.session.created_at = now;
    out.session.seen_at = now;
    out.session.second_factor = request.second_factor;
    out.session.stepped_up_at = request.stepped_up_at;
    out.session.client = client_words(request.client);
    return out;
}

Result<void> put_session(store::Transaction& tx, OpenedSession const& opened) {
    auto const hash = session_hash(opened.token);
    auto const& account = opened.session.account;
    auto all = owned_by(tx, account);
    if (!all) {
        return all.error();
    }
    std::sort(all->begin(), all->end(), [](Owned const& a, Owned const& b) {
        return a.session.created_at < b.session.created_at;
    });
    for (std::size_t i = 0; i + sessions_max <= all->size(); ++i) {
        end_session(tx, account, (*all)[i].hash);
    }
    store::put_plain(tx, Space::accounts, session_key(hash), opened.session);
    tx.put(Space::accounts, ByteWriter().text(owned_key(account)).bytes(hash).take(), "");
    return {};
}

Result<std::optional<Session>> find_session(
    store::Reader const& reader, SessionHash const& hash, Instant now
) {
    auto found = store::find_plain<Session>(reader, Space::accounts, session_key(hash));
    if (found && *found && is_over(**found, now)) {
        return std::optional<Session>();
    }
    return found;
}

Result<std::vector<Session>> sessions_of(store::Reader const& reader, std::string_view account) {
    auto all = owned_by(reader, account);
    if (!all) {
        return all.error();
    }
    std::vector<Session> out;
    for (auto& owned : *all) {
        out.push_back(std::move(owned.session));
    }
    return out;
}

Result<void> touch_session(store::Transaction& tx, SessionHash const& hash, Instant now) {
    auto found = store::find_plain<Session>(tx, Space::accounts, session_key(hash));
    if (!found) {
        return found.error();
    }
    if (*found && !is_over(**found, now)) {
        (*found)->seen_at = std::max((*found)->seen_at, now);
        store::put_plain(tx, Space::accounts, session_key(hash), **found);
    }
    return {};
}

void end_session(store::Transaction& tx, std::string_view account, SessionHash const& hash) {
    tx.erase(Space::accounts, session_key(hash));
    tx.erase(Space::accounts, ByteWriter().text(owned_key(account)).bytes(hash).take());
}

Result<void> end_sessions(
    store::Transaction& tx, std::string_view account, std::optional<SessionHash> const& except
) {
    auto const all = owned_by(tx, account);
    if (!all) {
        return all.error();
    }
    for (auto const& owned : *all) {
        if (owned.hash != except) {
            end_session(tx, account, owned.hash);
        }
    }
    return {};
}

}  // namespace ocop::accounts
