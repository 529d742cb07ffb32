#include "http/large_bodies.hpp"

#include <map>
#include <mutex>

namespace ocop::http {

struct LargeBodies::Count {
    std::mutex mutex;  // guards the rest
    std::size_t all = 0;
    std::map<std::string, std::size_t, std::less<>> of_account;  // those above 0
};

std::shared_ptr<LargeBodies::Count> LargeBodies::make_count() {
    return std::make_shared<Count>();
}

std::shared_ptr<void const> LargeBodies::try_hold(std::string const& account) {
    std::lock_guard const lock(count_->mutex);
    auto& own = count_->of_account[account];
    if (count_->all >= at_once_max || own >= per_account_max) {
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

}  // namespace ocop::http
