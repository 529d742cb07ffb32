#include "store/overlay.hpp"

#include <ocop/base/arena.hpp>
#include <ocop/base/assert.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace ocop::store {

namespace {

std::size_t size_of(Overlay::Value const& value) {
    return value ? value->size() : 0;
}

// One overlay's keys in a range, in order. Insertions into the map do not disturb it.
class Walk {
  public:
    // Null: an overlay with no keys.
    Walk(Overlay const* overlay, Range const& range) : prefix_(range.prefix) {
        if (overlay != nullptr) {
            auto const& values = overlay->values(range.space);
            at_ = values.lower_bound(std::max(range.prefix, range.from));
            end_ = values.end();
        }
    }

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

// The walk with the least key, the newest of equal ones; null when all are over.
Walk const* first_of(std::span<Walk const> newest_first) {
    Walk const* first = nullptr;
    for (auto const& walk : newest_first) {
        if (walk.valid() && (first == nullptr || walk.key() < first->key())) {
            first = &walk;
        }
    }
    return first;
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

// values.lower_bound(key). Keys are mostly set in order, so it is often what comes after the last.
Overlay::Values::iterator first_from(
    Overlay::Values& values, Overlay::Values::iterator last, std::string_view key
) {
    if (last != values.end() && last->first < key) {
        auto const next = std::next(last);
        if (next == values.end() || key <= next->first) {
            return next;
        }
    }
    return values.lower_bound(key);
}

template <std::size_t... I>
std::array<Overlay::Values, sizeof...(I)>
values_in(std::pmr::memory_resource& arena, std::index_sequence<I...>) {
    return {((void)I, Overlay::Values(&arena))...};
}

}  // namespace

Overlay::Overlay(std::pmr::memory_resource& arena)
    : arena_(&arena), spaces_(values_in(arena, std::make_index_sequence<space_count>())) {
    for (std::size_t i = 0; i < space_count; ++i) {
        last_[i] = spaces_[i].end();
    }
}

void Overlay::set(Space space, std::string_view key, Value value) {
    auto& values = spaces_[static_cast<std::size_t>(space)];
    auto& last = last_[static_cast<std::size_t>(space)];
    auto at = first_from(values, last, key);
    if (at == values.end() || at->first != key) {
        at = values.emplace_hint(at, keep_in(*arena_, key), std::nullopt);
        bytes_ += key.size();
    }
    last = at;
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

void Overlay::merge(Overlay& later) {
    OCOP_ASSERT(later.arena_ == arena_);
    for (std::size_t i = 0; i < space_count; ++i) {
        move_all(later.spaces_[i], spaces_[i]);
        last_[i] = spaces_[i].end();
        later.last_[i] = later.spaces_[i].end();
    }
    bytes_ += std::exchange(later.bytes_, 0);
}

Result<std::optional<std::string>> get_layered(
    Layers const& layers, Space space, std::string_view key
) {
    for (auto const* overlay : layers.overlays) {
        auto const* const known = overlay == nullptr ? nullptr : overlay->find(space, key);
        if (known != nullptr) {
            return *known ? std::optional<std::string>(**known) : std::nullopt;
        }
    }
    if (auto const* known = layers.gets.find(space, key)) {
        return *known ? std::optional<std::string>(**known) : std::nullopt;
    }
    auto got = layers.engine.get(space, key);
    if (got) {
        layers.gets.add(space, key, *got);
    }
    return got;
}

Result<void> scan_layered(Layers const& layers, Range const& range, Reader::Visit const& visit) {
    auto const& [newest, middle, oldest] = layers.overlays;
    std::array walks{Walk(newest, range), Walk(middle, range), Walk(oldest, range)};
    auto const stored = layers.engine.cursor(nullptr, range.space);
    stored->seek(range.prefix, range.from);
    while (auto const* overlaid = first_of(walks)) {
        if (!visit_below(*stored, overlaid->key(), visit)) {
            return {};
        }
        // A copy: the visitor may set this very key.
        auto const key = overlaid->key();
        auto const value = overlaid->value();
        if (value && !visit(key, *value)) {
            return {};
        }
        for (auto& walk : walks) {
            walk.pass(key);
        }
        if (stored->valid() && stored->key() == key) {
            stored->next();
        }
    }
    return visit_all(*stored, visit);
}

}  // namespace ocop::store
