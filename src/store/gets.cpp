#include "store/gets.hpp"

#include <ocop/base/arena.hpp>

namespace ocop::store {

namespace {

constexpr std::size_t bytes_max = std::size_t{1} << 20;
// About what a key and its place in the map cost besides their bytes.
constexpr std::size_t key_bytes = 64;

}  // namespace

Gets::Value const* Gets::find(Space space, std::string_view key) const {
    auto const at = known_.find({space, key});
    return at == known_.end() ? nullptr : &at->second;
}

void Gets::add(Space space, std::string_view key, std::optional<std::string> const& value) {
    auto const bytes = bytes_ + key_bytes + key.size() + (value ? value->size() : 0);
    if (bytes > bytes_max) {
        return;
    }
    bytes_ = bytes;
    known_.emplace(
        Key{space, keep_in(*arena_, key)}, value ? Value(keep_in(*arena_, *value)) : std::nullopt
    );
}

}  // namespace ocop::store
