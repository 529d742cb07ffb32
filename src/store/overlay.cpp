#include "store/overlay.hpp"

#include <ocop/base/arena.hpp>
#include <ocop/base/assert.hpp>

#include <algorithm>
#include <utility>

namespace ocop::store {

namespace {

std::size_t size_of(Overlay::Value const& value) {
    return value ? value->size() : 0;
}

// One overlay's keys in a range, in order. Insertions into the map do not disturb it.
class Walk {
  public:
    Walk(Overlay const& overlay, Range const& range)
        : at_(overlay.values(range.space).lower_bound(std::max(range.prefix, range.from))),
          end_(overlay.values(range.space).end()),
          prefix_(range.prefix) {}

    bool valid() const { return at_ != end_ && at_->first.starts_with(prefix_); }

    std::string_view key() const { return at_->first; }

    Overlay::Value const& value() const { return at_->second; }

    void pass(std::string_view key) {
        if (valid() && at_->first == key) {
            ++at_;
        }
    }

  private:
    Overlay::Values::const_iterator at_;
    Overlay::Values::const_iterator end_;
    std::string_view prefix_;
};

// The walk with the lesser key, the newer of equal ones; null when both are over.
Walk const* first_of(Walk const& newer, Walk const& older) {
    if (!newer.valid() || !older.valid()) {
        return newer.valid() ? &newer : older.valid() ? &older : nullptr;
    }
    return older.key() < newer.key() ? &older : &newer;
}

// What `from` holds wins.
void move_all(Overlay::Values& from, Overlay::Values& to) {
    if (to.empty()) {
        to.swap(from);
    }
    while (!from.empty()) {
        auto result = to.insert(from.extract(from.begin()));
        if (!result.inserted) {
            result.position->second = result.node.mapped();
        }
    }
}

// Whether the visitor wants more after all that is stored below `key`.
bool visit_below(Cursor& stored, std::string_view key, Reader::Visit const& visit) {
    for (; stored.valid() && stored.key() < key; stored.next()) {
        if (!visit(stored.key(), stored.value())) {
            return false;
        }
    }
    return true;
}

template <std::size_t... I>
std::array<Overlay::Values, sizeof...(I)>
values_in(std::pmr::memory_resource& arena, std::index_sequence<I...>) {
    return {((void)I, Overlay::Values(&arena))...};
}

}  // namespace

Overlay::Overlay(std::pmr::memory_resource& arena)
    : arena_(&arena), spaces_(values_in(arena, std::make_index_sequence<space_count>())) {}

void Overlay::set(Space space, std::string_view key, Value value) {
    auto& values = spaces_[static_cast<std::size_t>(space)];
    auto at = values.lower_bound(key);
    if (at == values.end() || at->first != key) {
        at = values.emplace_hint(at, keep_in(*arena_, key), std::nullopt);
        bytes_ += key.size();
    }
    bytes_ -= size_of(at->second);
    at->second = value ? Value(keep_in(*arena_, *value)) : std::nullopt;
    bytes_ += size_of(at->second);
}

Overlay::Value const* Overlay::find(Space space, std::string_view key) const {
    auto const& all = values(space);
    auto const at = all.find(key);
    return at == all.end() ? nullptr : &at->second;
}

bool Overlay::empty() const {
    return std::all_of(spaces_.begin(), spaces_.end(), [](Values const& values) {
        return values.empty();
    });
}

void Overlay::merge(Overlay&& later) {
    OCOP_ASSERT(later.arena_ == arena_);
    for (std::size_t i = 0; i < space_count; ++i) {
        move_all(later.spaces_[i], spaces_[i]);
    }
    bytes_ += std::exchange(later.bytes_, 0);
}

Result<std::optional<std::string>> get_layered(
    Layers const& layers, Space space, std::string_view key
) {
    for (auto const* overlay : {&layers.newer, &layers.older}) {
        if (auto const* known = overlay->find(space, key)) {
            return *known ? std::optional<std::string>(**known) : std::nullopt;
        }
    }
    return layers.engine.get(space, key);
}

Result<void> scan_layered(Layers const& layers, Range const& range, Reader::Visit const& visit) {
    Walk newer(layers.newer, range);
    Walk older(layers.older, range);
    auto const stored = layers.engine.cursor(nullptr, range.space);
    stored->seek(range.prefix, range.from);
    while (auto const* overlaid = first_of(newer, older)) {
        if (!visit_below(*stored, overlaid->key(), visit)) {
            return {};
        }
        // A copy: the visitor may set this very key.
        auto const key = overlaid->key();
        auto const value = overlaid->value();
        if (value && !visit(key, *value)) {
            return {};
        }
        newer.pass(key);
        older.pass(key);
        if (stored->valid() && stored->key() == key) {
            stored->next();
        }
    }
    return visit_all(*stored, visit);
}

}  // namespace ocop::store
