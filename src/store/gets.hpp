#pragma once

#include "store/store.hpp"

#include <memory_resource>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace ocop::store {

// What the database said when the transactions of one batch asked it: many ask for the same
// account, product or place. It stays true for that batch: what changes the database meanwhile is
// the batch before, whose overlay is asked first; the keys that the writer adds to it (layout.hpp)
// no transaction reads. Lies in the batch's arena.
class Gets {
  public:
    using Value = std::optional<std::string_view>;

    explicit Gets(std::pmr::memory_resource& arena) : arena_(&arena), known_(&arena) {}

    // Null: not known, ask the database.
    Value const* find(Space space, std::string_view key) const;
    // Keeps it, while there is room.
    void add(Space space, std::string_view key, std::optional<std::string> const& value);

  private:
    struct Key {
        Space space;
        std::string_view key;

        friend bool operator==(Key const&, Key const&) = default;
    };

    struct Hash {
        std::size_t operator()(Key const& of) const {
            return std::hash<std::string_view>()(of.key) + static_cast<std::size_t>(of.space);
        }
    };

    std::pmr::memory_resource* arena_;
    std::pmr::unordered_map<Key, Value, Hash> known_;
    std::size_t bytes_ = 0;
};

}  // namespace ocop::store
