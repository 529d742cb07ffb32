#include "events/dead_letter.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/id.hpp>

#include <algorithm>
#include <array>

namespace ocop::events {

namespace {

using store::Space;

constexpr int id_time_digits = 9;  // Crockford: 45 bits of milliseconds, to the year 3084

std::string letter_key(std::string_view id) {
    return ByteWriter().u8('x').text(id).take();
}

std::string index_key(char kind, std::string_view of, std::string_view id) {
    return ByteWriter().u8('X').u8(static_cast<std::uint8_t>(kind)).text_nul(of).text(id).take();
}

Error unknown() {
    return {Errc::not_found, "dead_letter_not_found"};
}

// Visits the letters under an index key.
Result<void> visit(
    store::Reader const& reader,
    std::string_view prefix,
    std::string_view from,
    std::function<bool(DeadLetter)> const& visit
) {
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view) {
        auto record = store::find_plain<DeadLetter>(
            reader, Space::events, letter_key(key.substr(prefix.size()))
        );
        if (!record || !*record) {
            outcome = record ? Error(Errc::corrupt, "store_corrupt") : record.error();
            return false;
        }
        return visit(std::move(**record));
    };
    if (auto const scanned = reader.scan(Space::events, prefix, from, each); !scanned) {
        return scanned.error();
    }
    return outcome;
}

}  // namespace

std::string new_dead_letter_id(Random& random, Instant at) {
    auto id = to_crockford(static_cast<std::uint64_t>(at.ms), id_time_digits);
    std::transform(id.begin(), id.end(), id.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return id + random_id(random);
}

void put_dead_letter(store::Transaction& tx, DeadLetter const& record) {
    store::put_plain(tx, Space::events, letter_key(record.id), record);
    tx.put(Space::events, index_key('s', record.subscription, record.id), {});
    tx.put(Space::events, index_key('u', record.unit, record.id), {});
}

void erase_dead_letter(store::Transaction& tx, DeadLetter const& record) {
    tx.erase(Space::events, letter_key(record.id));
    tx.erase(Space::events, index_key('s', record.subscription, record.id));
    tx.erase(Space::events, index_key('u', record.unit, record.id));
}

Result<DeadLetter> load_dead_letter(
    store::Reader const& reader, std::string_view unit, std::string_view id
) {
    auto found = store::find_plain<DeadLetter>(reader, Space::events, letter_key(id));
    if (!found) {
        return found.error();
    }
    if (!*found || (*found)->unit != unit) {
        return unknown();
    }
    return std::move(**found);
}

Result<std::vector<DeadLetter>> dead_letters_of(
    store::Reader const& reader, std::string_view subscription
) {
    std::vector<DeadLetter> out;
    auto const visited =
        visit(reader, index_key('s', subscription, {}), {}, [&](DeadLetter record) {
            out.push_back(std::move(record));
            return true;
        });
    if (!visited) {
        return visited.error();
    }
    return out;
}

Result<DeadLetterPage> list_dead_letters(
    store::Reader const& reader, std::string_view unit, std::string_view after, std::size_t limit
) {
    DeadLetterPage page;
    auto const from = after.empty() ? std::string() : index_key('u', unit, after) + '\0';
    auto const visited = visit(reader, index_key('u', unit, {}), from, [&](DeadLetter record) {
        if (page.letters.size() == limit) {
            page.next = page.letters.back().id;
            return false;
        }
        page.letters.push_back(std::move(record));
        return true;
    });
    if (!visited) {
        return visited.error();
    }
    return page;
}

Result<DeadLetter> ask_retry(store::Transaction& tx, std::string_view unit, std::string_view id) {
    auto letter = load_dead_letter(tx, unit, id);
    if (!letter) {
        return letter;
    }
    auto subscription = find_subscription(tx, letter->subscription);
    if (!subscription) {
        return subscription.error();
    }
    if (!*subscription) {
        return Error(Errc::corrupt, "store_corrupt");
    }
    if ((**subscription).state == SubscriptionState::ended) {
        return Error(
            Errc::conflict,
            "subscription_ended",
            "",
            "its receiver said that it is gone (410), or the API key that made it is over"
        );
    }
    letter->retry_asked = true;
    (**subscription).retry_asked = true;
    put_dead_letter(tx, *letter);
    put_subscription(tx, **subscription);
    return letter;
}

}  // namespace ocop::events
