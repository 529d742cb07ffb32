#include "pins/pins.hpp"

#include "pins/keys.hpp"
#include "stamps/moves.hpp"
#include "store/record.hpp"

#include <ocop/crypto/hash.hpp>

#include <algorithm>

namespace ocop::pins {

namespace {

using store::Space;

constexpr std::size_t swept_at_once = 2'000;

Error damaged(std::string what) {
    return {Errc::corrupt, "store_corrupt", std::move(what), "has the wrong length"};
}

Result<std::uint32_t> read_count(store::Reader const& reader, std::string const& key) {
    auto const bytes = reader.get(Space::stamps, key);
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::uint32_t{0};
    }
    ByteReader in(**bytes);
    auto const count = in.u32();
    return in.done() ? Result<std::uint32_t>(count) : damaged("stamps u d");
}

// Keys under `prefix` at or after `from`, counted up to `most`.
Result<std::size_t> count_keys(
    store::Reader const& reader,
    std::string const& prefix,
    std::string const& from,
    std::size_t most
) {
    std::size_t count = 0;
    auto const scanned =
        reader.scan(Space::stamps, prefix, from, [&](auto, auto) { return ++count < most; });
    return scanned ? Result<std::size_t>(count) : scanned.error();
}

struct FirstUse {
    Instant at;
    std::string client;
};

Result<std::optional<FirstUse>> find_first_use(
    store::Reader const& reader, stamp::Position position
) {
    auto const bytes = reader.get(Space::stamps, stamp_key('f', position));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::optional<FirstUse>();
    }
    ByteReader in(**bytes);
    FirstUse out;
    out.at = {static_cast<std::int64_t>(in.u64())};
    out.client = std::string(in.take(client_bytes));
    if (!in.done()) {
        return damaged("stamps u f");
    }
    return std::optional(std::move(out));
}

// One try on its way.
class Trial {
  public:
    Trial(store::Transaction& tx, NewTry const& request)
        : tx_(tx),
          request_(request),
          today_(legal_day(tx.now())),
          hash_(crypto::sha256(as_bytes(request.token))) {}

    Result<PinReceipt> run() {
        for (auto const step : {&Trial::know, &Trial::count, &Trial::admit, &Trial::judge}) {
            if (auto ok = (this->*step)(); !ok) {
                return ok.error();
            }
        }
        write();
        return receipt_;
    }

  private:
    // Names of the client and its network that nobody can read back once the day's key is gone.
    Result<void> know() {
        auto const key = day_prefix(today_, 'k');
        auto const known = tx_.get(Space::stamps, key);
        if (!known) {
            return known.error();
        }
        std::string const secret(*known ? **known : std::string(as_text(request_.fresh_key)));
        if (!*known) {
            tx_.put(Space::stamps, key, secret);
        }
        auto const name = [&](std::string_view kind, std::string const& text) {
            auto const message = ByteWriter().text_nul(kind).text(text).take();
            auto const mac = crypto::hmac_sha256(as_bytes(secret), as_bytes(message));
            return std::string(as_text(mac).substr(0, client_bytes));
        };
        // An agent may hold a NUL; its hash does not.
        auto const agent = crypto::sha256(as_bytes(request_.client.agent));
        client_ = name("client", request_.client.network + '\n' + std::string(as_text(agent)));
        network_ = name("network", request_.client.network);
        return {};
    }

    Result<void> count() {
        auto const of_stamp = read_count(tx_, day_key(today_, 's', request_.position));
        auto const of_client = read_count(tx_, day_key(today_, 'c', client_));
        auto const of_network = read_count(tx_, day_key(today_, 'n', network_));
        for (auto const* part : {&of_stamp, &of_client, &of_network}) {
            if (!*part) {
                return part->error();
            }
        }
        of_stamp_ = *of_stamp;
        of_client_ = *of_client;
        of_network_ = *of_network;
        return {};
    }

    bool needs_ticket() const {
        return of_client_ >= tries_of_client || of_stamp_ >= tries_of_stamp;
    }

    // Before anyone looks at whether the PIN is right.
    Result<void> admit() {
        receipt_.at = receipt_.ripe_at = tx_.now();
        if (!needs_ticket()) {
            return {};
        }
        auto const open_from =
            ByteWriter().u64(static_cast<std::uint64_t>(tx_.now().ms + 1)).take();
        auto const stamps = day_key(today_, 'q', request_.position);
        auto const clients = day_key(today_, 'Q', client_);
        auto const of_stamp = count_keys(tx_, stamps, stamps + open_from, tickets_of_stamp);
        auto const of_client = count_keys(tx_, clients, clients + open_from, tickets_of_client);
        if (!of_stamp) {
            return of_stamp.error();
        }
        if (!of_client) {
            return of_client.error();
        }
        auto const room = tickets_of_stamp - (of_network_ > 0 ? tickets_kept_free : 0);
        if (*of_stamp >= room || *of_client >= tickets_of_client) {
            return Error(Errc::too_many, "pin_busy", "pin", "try again in half a minute");
        }
        receipt_.ripe_at.ms += of_stamp_ >= tries_before_long_wait ? long_wait_ms : wait_ms;
        auto const tail = ByteWriter()
                              .u64(static_cast<std::uint64_t>(receipt_.ripe_at.ms))
                              .bytes(ByteView(hash_).first(ticket_bytes))
                              .take();
        tx_.put(Space::stamps, stamps + tail, {});
        tx_.put(Space::stamps, clients + tail, {});
        return {};
    }

    Result<void> judge() {
        auto const used = find_first_use(tx_, request_.position);
        if (!used) {
            return used.error();
        }
        if (!request_.right) {
            return {};
        }
        bool const same =
            *used && (*used)->client == client_ && tx_.now().ms - (*used)->at.ms <= same_use_ms;
        receipt_.outcome = *used && !same ? Outcome::used_before : Outcome::first_use;
        receipt_.used_at = *used ? (*used)->at : tx_.now();
        if (!*used) {
            auto const at =
                ByteWriter().u64(static_cast<std::uint64_t>(tx_.now().ms)).text(client_).take();
            tx_.put(Space::stamps, stamp_key('f', request_.position), at);
        }
        return {};
    }

    void write() {
        if (!request_.right) {
            raise(day_key(today_, 's', request_.position), of_stamp_);
            raise(day_key(today_, 'c', client_), of_client_);
            raise(day_key(today_, 'n', network_), of_network_);
            if (of_stamp_ >= tries_of_stamp) {
                tx_.put(Space::stamps, day_key(today_, 'a', request_.position), {});
            }
        }
        receipt_.epoch = request_.position.epoch;
        receipt_.counter = request_.position.counter;
        receipt_.gtin = request_.gtin;
        receipt_.lot = request_.lot;
        receipt_.serial = request_.serial;
        receipt_.digits = request_.digits;
        store::put_plain(tx_, Space::stamps, receipt_key(hash_), receipt_);
    }

    void raise(std::string const& key, std::uint32_t count) {
        tx_.put(Space::stamps, key, ByteWriter().u32(count + 1).view());
    }

    store::Transaction& tx_;
    NewTry const& request_;
    Day const today_;
    Hash const hash_;
    std::string client_;
    std::string network_;
    std::uint32_t of_stamp_ = 0;
    std::uint32_t of_client_ = 0;
    std::uint32_t of_network_ = 0;
    PinReceipt receipt_;
};

Result<std::optional<Instant>> read_instant(store::Reader const& reader, std::string const& key) {
    auto const bytes = reader.get(Space::stamps, key);
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::optional<Instant>();
    }
    ByteReader in(**bytes);
    Instant const at{static_cast<std::int64_t>(in.u64())};
    return in.done() ? Result<std::optional<Instant>>(at) : damaged("stamps u o");
}

// In the stamp ledger too, when its producer reported it as applied. A buyer has no account.
Result<void> move_opened(store::Transaction& tx, stamp::Position position) {
    auto const issued = stamps::find_issued(tx, position);
    if (!issued || !*issued) {
        return issued ? Result<void>() : issued.error();
    }
    auto const order = stamps::load_order(tx, (*issued)->order);
    if (!order) {
        return order.error();
    }
    auto const at = static_cast<std::int64_t>(position.counter - (*issued)->first) + 1;
    auto const segment = stamps::segment_at(tx, *order, at);
    if (!segment) {
        return segment.error();
    }
    if (!stamps::is_legal(segment->state, stamps::StampState::opened)) {
        return {};
    }
    stamps::NewMove move;
    move.to = stamps::StampState::opened;
    move.positions = {{at, at}};
    auto const moved =
        stamps::move_stamps(tx, accounts::system_principal("buyer"), *order, std::move(move));
    return moved ? Result<void>() : moved.error();
}

}  // namespace

Result<PinReceipt> record_try(store::Transaction& tx, NewTry const& request) {
    return Trial(tx, request).run();
}

bool is_ripe(PinReceipt const& receipt, Instant now) {
    return now >= receipt.ripe_at;
}

Result<std::optional<PinReceipt>> find_receipt(
    store::Reader const& reader, std::string_view token
) {
    auto const key = receipt_key(crypto::sha256(as_bytes(token)));
    return store::find_plain<PinReceipt>(reader, Space::stamps, key);
}

void erase_receipts(store::Transaction& tx, std::vector<std::string> const& check_keys) {
    for (auto const& key : check_keys) {
        tx.erase(Space::stamps, receipt_key(as_bytes(key).subspan(1)));
    }
}

Result<Instant> record_opened(store::Transaction& tx, std::string_view token) {
    auto const receipt = find_receipt(tx, token);
    if (!receipt) {
        return receipt.error();
    }
    if (!*receipt) {
        return Error(Errc::not_found, "receipt_not_found");
    }
    if ((*receipt)->outcome != Outcome::first_use || !is_ripe(**receipt, tx.now())) {
        return Error(Errc::conflict, "pin_not_confirmed");
    }
    stamp::Position const position{(*receipt)->epoch, (*receipt)->counter};
    auto const before = opened_at(tx, position);
    if (!before) {
        return before.error();
    }
    if (*before) {
        return **before;
    }
    auto const at = ByteWriter().u64(static_cast<std::uint64_t>(tx.now().ms)).take();
    tx.put(Space::stamps, stamp_key('o', position), at);
    if (auto ok = move_opened(tx, position); !ok) {
        return ok.error();
    }
    return tx.now();
}

Result<std::optional<Instant>> opened_at(store::Reader const& reader, stamp::Position position) {
    return read_instant(reader, stamp_key('o', position));
}

Result<std::uint32_t> wrong_tries(
    store::Reader const& reader, stamp::Position position, Instant at
) {
    return read_count(reader, day_key(legal_day(at), 's', position));
}

Result<std::size_t> sweep_days(store::Transaction& tx) {
    auto const yesterday = days_since_1970(add_days(legal_day(tx.now()), -1));
    auto const kept = ByteWriter().u8('u').u8('d').u32(yesterday).take();
    std::vector<std::string> old;
    auto const scanned = tx.scan(Space::stamps, "ud", {}, [&](std::string_view key, auto) {
        if (key >= kept || old.size() == swept_at_once) {
            return false;
        }
        old.emplace_back(key);
        return true;
    });
    if (!scanned) {
        return scanned.error();
    }
    for (auto const& key : old) {
        tx.erase(Space::stamps, key);
    }
    return old.size();
}

Result<std::vector<stamp::Position>> guessed_stamps(
    store::Reader const& reader, Day day, std::optional<stamp::Position> after, std::size_t limit
) {
    std::vector<stamp::Position> out;
    auto const prefix = day_prefix(day, 'a');
    auto const from = after ? day_key(day, 'a', *after) + '\0' : prefix;
    auto const scanned = reader.scan(Space::stamps, prefix, from, [&](std::string_view key, auto) {
        if (out.size() == limit) {
            return false;
        }
        ByteReader in(key.substr(prefix.size()));
        stamp::Position position;
        position.epoch = in.u8();
        position.counter = in.u64();
        out.push_back(position);
        return true;
    });
    return scanned ? Result<std::vector<stamp::Position>>(std::move(out)) : scanned.error();
}

}  // namespace ocop::pins
