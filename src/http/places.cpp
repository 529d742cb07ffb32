#include "http/places.hpp"

#include <map>
#include <mutex>

namespace ocop::http {

struct Places::Count {
    Count(std::size_t all_most, std::size_t own_most) : all_max(all_most), own_max(own_most) {}

    std::size_t const all_max;
    std::size_t const own_max;
    std::mutex mutex;  // guards the rest
    std::size_t all = 0;
    std::map<std::string, std::size_t, std::less<>> of_account;  // those above 0
};

Places::Places(std::size_t at_once_max, std::size_t per_account_max)
    : count_(std::make_shared<Count>(at_once_max, per_account_max)) {}

std::shared_ptr<void const> Places::try_hold(std::string const& account) {
    std::lock_guard const lock(count_->mutex);
    auto& own = count_->of_account[account];
    if (count_->all >= count_->all_max || own >= count_->own_max) {
        if (own == 0) {
            count_->of_account.erase(account);
        }
        return nullptr;
    }
    ++count_->all;
    ++own;
    // The count is shared, since a request may outlive this object by a moment.
    return {count_.get(), [count = count_, account](void const*) {
                std::lock_guard const give_back(count->mutex);
                --count->all;
                auto const found = count->of_account.find(account);
                if (--found->second == 0) {
                    count->of_account.erase(found);
                }
            }};
}

bool Places::full() const {
    std::lock_guard const lock(count_->mutex);
    return count_->all >= count_->all_max;
}

}  // namespace ocop::http
