#pragma once

#include "store/engine.hpp"
#include "store/gets.hpp"

#include <array>
#include <map>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>

// Writes that are not in the database yet. A transaction has one of its own, a batch has one of all
// its successful transactions; dropping a refused transaction's costs what it wrote and no more.
// All that a batch's overlays hold lies in the batch's arena, and goes with it: bytes once set stay
// where they are until then, also when the key is set again.
namespace ocop::store {

class Overlay {
  public:
    // An empty value is an erased key.
    using Value = std::optional<std::string_view>;
    using Values = std::pmr::map<std::string_view, Value>;

    // The arena never gives memory back, and must outlive the overlay and every view of it.
    explicit Overlay(std::pmr::memory_resource& arena);

    Overlay(Overlay const&) = delete;
    Overlay& operator=(Overlay const&) = delete;

    void set(Space space, std::string_view key, Value value);

    // What is known of the key: null when nothing is.
    Value const* find(Space space, std::string_view key) const;

    Values const& values(Space space) const { return spaces_[static_cast<std::size_t>(space)]; }

    // Of keys and values.
    std::size_t bytes() const { return bytes_; }

    bool empty() const;

    // Takes over what `later` holds, which wins and has the same arena; it is empty then.
    void merge(Overlay& later);

  private:
    std::pmr::memory_resource* arena_;
    std::array<Values, space_count> spaces_;
    std::array<Values::iterator, space_count> last_;  // where the last key was set, or the end
    std::size_t bytes_ = 0;
};

// What lies over the database: newest first, null for none.
struct Layers {
    Engine const& engine;
    std::array<Overlay const*, 3> overlays;
    Gets& gets;  // of `engine`
};

Result<std::optional<std::string>> get_layered(
    Layers const& layers, Space space, std::string_view key
);

struct Range {
    Space space;
    std::string_view prefix;
    std::string_view from;
};

// As Reader::scan(). The visitor may add to an overlay.
Result<void> scan_layered(Layers const& layers, Range const& range, Reader::Visit const& visit);

}  // namespace ocop::store
