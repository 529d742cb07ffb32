#include "store/overlay.hpp"

#include <algorithm>

namespace ocop::store {

namespace {

std::size_t size_of(std::optional<std::string> const& value) {
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

    std::string const& key() const { return at_->first; }

    std::optional<std::string> const& value() const { return at_->second; }

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

// The lesser of the two keys; null when both walks are over.
std::string const* first_of(Walk const& a, Walk const& b) {
    if (!a.valid() || !b.valid()) {
        return a.valid() ? &a.key() : b.valid() ? &b.key() : nullptr;
    }
    return b.key() < a.key() ? &b.key() : &a.key();
}

}  // namespace

void Overlay::set(Space space, std::string_view key, std::optional<std::string_view> value) {
    auto& values = spaces_[static_cast<std::size_t>(space)];
    auto at = values.lower_bound(key);
    if (at == values.end() || at->first != key) {
        at = values.emplace_hint(at, key, std::nullopt);
        bytes_ += key.size();
    }
    bytes_ -= size_of(at->second);
    at->second = value ? std::optional<std::string>(*value) : std::nullopt;
    bytes_ += size_of(at->second);
}

std::optional<std::string> const* Overlay::find(Space space, std::string_view key) const {
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
    for (std::size_t i = 0; i < space_count; ++i) {
        auto& from = later.spaces_[i];
        if (spaces_[i].empty()) {
            spaces_[i].swap(from);
        }
        while (!from.empty()) {
            auto result = spaces_[i].insert(from.extract(from.begin()));
            if (!result.inserted) {
                result.position->second = std::move(result.node.mapped());
            }
        }
    }
    bytes_ += std::exchange(later.bytes_, 0);
}

Result<std::optional<std::string>> get_layered(
    Layers const& layers, Space space, std::string_view key
) {
    for (auto const* overlay : {&layers.newer, &layers.older}) {
        if (auto const* known = overlay->find(space, key)) {
            return *known;
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
        if (stored->valid() && stored->key() < *overlaid) {
            if (!visit(stored->key(), stored->value())) {
                return {};
            }
            stored->next();
            continue;
        }
        // Copies: the visitor may change this very value.
        auto const key = *overlaid;
        auto const value = newer.valid() && newer.key() == key ? newer.value() : older.value();
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
