#include "tlog/publisher.hpp"

namespace ocop::tlog {

Result<std::shared_ptr<Head const>> Publisher::current() {
    auto const now = clock_.now();
    std::lock_guard const lock(mutex_);
    // A clock that was put back must not keep an old checkpoint in place.
    if (current_ && now >= at_ && now.ms < at_.ms + publication_ms) {
        return current_;
    }
    auto head = load_head(*store_.snapshot());
    if (!head) {
        return head.error();
    }
    at_ = now;
    if (!current_ || head->tree.size > current_->tree.size) {
        current_ = std::make_shared<Head const>(std::move(*head));
    }
    return current_;
}

void Publisher::add_cosigned(Head const& head, std::string note) {
    auto cosigned = std::make_shared<Head const>(Head{std::move(note), head.tree});
    std::lock_guard const lock(mutex_);
    if (current_ && current_->tree == head.tree) {
        current_ = cosigned;
    }
    if (!witnessed_ || witnessed_->tree.size <= head.tree.size) {
        witnessed_ = std::move(cosigned);
    }
}

std::shared_ptr<Head const> Publisher::witnessed() const {
    std::lock_guard const lock(mutex_);
    return witnessed_;
}

}  // namespace ocop::tlog
