#include "events/values.hpp"

#include "registry/producer.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>

namespace ocop::events {

namespace {

using accounts::Reach;
using store::Space;

// A value as its key has it, and itself.
struct Value {
    std::string key;
    std::string text;

    friend bool operator<(Value const& a, Value const& b) { return a.key < b.key; }

    friend bool operator==(Value const& a, Value const& b) { return a.key == b.key; }
};

constexpr std::size_t hash_bytes = std::tuple_size_v<Hash>;

// What value_key() gave, off the front of the rest of a key. Empty when there is none.
std::string_view value_key_at(std::string_view rest) {
    auto const end = rest.find('\0');
    if (end == std::string_view::npos) {
        return {};
    }
    auto const size = end == 0 ? 1 + hash_bytes : end + 1;
    return rest.size() < size ? std::string_view() : rest.substr(0, size);
}

bool holds_hash(std::string_view value_key) {
    return value_key.front() == '\0';
}

// The least string above all that start with `key`; a value's key ends with 00 or a hash.
std::string beyond(std::string key) {
    while (static_cast<std::uint8_t>(key.back()) == 0xFF) {
        key.pop_back();
    }
    key.back() = static_cast<char>(static_cast<std::uint8_t>(key.back()) + 1);
    return key;
}

// The first value in the list at or beyond `from`.
Result<std::optional<Value>> first_value(
    store::Reader const& reader, List list, std::string const& from
) {
    std::string const prefix(1, static_cast<char>(list));
    Result<std::optional<Value>> found = std::optional<Value>();
    auto const each = [&](std::string_view key, std::string_view bytes) {
        auto const rest = key.substr(prefix.size());
        auto const value = value_key_at(rest);
        auto const number = parse_inverted(rest.substr(value.size()));
        if (value.empty()) {
            found = bad_index("a key of a list has no value");
        } else if (!number) {
            found = number.error();
        } else if (holds_hash(value)) {
            // The text itself lies in the chunk.
            auto chunk = read_chunk(*number, bytes);
            found = chunk ? std::optional(Value{std::string(value), std::move(chunk->text)})
                          : Result<std::optional<Value>>(chunk.error());
        } else {
            auto const text = value.substr(0, value.size() - 1);
            found = std::optional(Value{std::string(value), std::string(text)});
        }
        return false;
    };
    auto const scanned = reader.scan(Space::event_index, prefix, from, each);
    if (!scanned) {
        return scanned.error();
    }
    return found;
}

// Appends up to `limit` values that a party knows.
Result<void> known_values(
    store::Reader const& reader,
    std::string const& prefix,
    std::string_view after,
    std::size_t limit,
    std::vector<Value>& out
) {
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view bytes) {
        auto const rest = key.substr(prefix.size());
        auto const value = value_key_at(rest);
        if (value.empty() || value.size() != rest.size() || holds_hash(value) == bytes.empty()) {
            outcome = bad_index("a known value has another form");
            return false;
        }
        auto const text = holds_hash(value) ? bytes : value.substr(0, value.size() - 1);
        out.push_back({std::string(value), std::string(text)});
        return --limit > 0;
    };
    auto const from = after.empty() ? prefix : beyond(prefix + value_key(after));
    if (auto scanned = reader.scan(Space::event_index, prefix, from, each); !scanned) {
        return scanned;
    }
    return outcome;
}

Result<std::vector<std::string>> parties_of(store::Reader const& reader, Principal const& who) {
    std::vector<std::string> out;
    if (who.reach == Reach::own && !who.producer.empty()) {
        out.push_back(who.producer);
    }
    if (who.reach == Reach::commune) {
        auto const all = registry::list<registry::Producer>(reader, who, {}, std::size_t{0} - 1);
        if (!all) {
            return all.error();
        }
        for (auto const& producer : all->records) {
            out.push_back(producer.id);
        }
    }
    return out;
}

// The first `limit` values that any of the parties knows, each once.
Result<std::vector<Value>> values_known_to(
    store::Reader const& reader,
    std::vector<std::string> const& parties,
    List list,
    std::string_view after,
    std::size_t limit
) {
    std::vector<Value> out;
    for (auto const& party : parties) {
        auto const known = known_values(reader, known_prefix(list, party), after, limit, out);
        if (!known) {
            return known.error();
        }
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        out.resize(std::min(out.size(), limit));
    }
    return out;
}

}  // namespace

Result<std::vector<std::string>> values_of(
    store::Reader const& reader, List list, std::string_view after, std::size_t limit
) {
    std::vector<std::string> out;
    auto from = after.empty() ? std::string() : beyond(list_prefix(list, after));
    while (out.size() < limit) {
        auto found = first_value(reader, list, from);
        if (!found) {
            return found.error();
        }
        if (!*found) {
            break;
        }
        out.push_back(std::move((*found)->text));
        from = beyond(std::string(1, static_cast<char>(list)) + (*found)->key);
    }
    return out;
}

Result<ValuePage> list_values(
    store::Reader const& reader,
    Principal const& who,
    List list,
    std::string_view after,
    std::size_t limit
) {
    OCOP_ASSERT(has_known_values(list));
    limit = std::clamp<std::size_t>(limit, 1, values_page_max);
    ValuePage page;
    if (who.reach == Reach::all) {
        auto values = values_of(reader, list, after, limit + 1);
        if (!values) {
            return values.error();
        }
        page.values = std::move(*values);
    } else {
        auto const parties = parties_of(reader, who);
        if (!parties) {
            return parties.error();
        }
        auto values = values_known_to(reader, *parties, list, after, limit + 1);
        if (!values) {
            return values.error();
        }
        for (auto& value : *values) {
            page.values.push_back(std::move(value.text));
        }
    }
    if (page.values.size() > limit) {
        page.values.pop_back();
        page.next = page.values.back();
    }
    return page;
}

Result<bool> knows_value(
    store::Reader const& reader, Principal const& who, List list, std::string_view value
) {
    OCOP_ASSERT(has_known_values(list));
    if (who.reach == Reach::all) {
        bool found = false;
        auto const each = [&found](std::string_view, std::string_view) {
            found = true;
            return false;
        };
        auto const scanned = reader.scan(Space::event_index, list_prefix(list, value), {}, each);
        return scanned ? Result<bool>(found) : scanned.error();
    }
    auto const parties = parties_of(reader, who);
    if (!parties) {
        return parties.error();
    }
    for (auto const& party : *parties) {
        auto const known =
            reader.get(Space::event_index, known_prefix(list, party) + value_key(value));
        if (!known || *known) {
            return known ? Result<bool>(true) : known.error();
        }
    }
    return false;
}

}  // namespace ocop::events
