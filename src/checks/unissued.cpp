#include "checks/unissued.hpp"

#include <utility>

namespace ocop::checks {

void Unissued::met(UnissuedStamp stamp, bool in_order) {
    auto const kid = stamp.kid;
    UnissuedOfKey one;
    one.met = 1;
    one.in_order = in_order ? 1 : 0;
    one.stamps.insert(std::move(stamp));
    std::lock_guard const lock(mutex_);
    add(kid, one);
}

std::map<std::string, UnissuedOfKey> Unissued::take() {
    std::lock_guard const lock(mutex_);
    return std::exchange(keys_, {});
}

void Unissued::put_back(std::map<std::string, UnissuedOfKey> const& taken) {
    std::lock_guard const lock(mutex_);
    for (auto const& [kid, of_key] : taken) {
        add(kid, of_key);
    }
}

void Unissued::add(std::string const& kid, UnissuedOfKey const& more) {
    if (keys_.count(kid) == 0 && keys_.size() == keys_max) {
        return;
    }
    auto& of_key = keys_[kid];
    of_key.met += more.met;
    of_key.in_order += more.in_order;
    for (auto const& stamp : more.stamps) {
        if (of_key.stamps.size() < stamps_max) {
            of_key.stamps.insert(stamp);
        }
    }
}

}  // namespace ocop::checks
