#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace ocop::events {

// Keeps each text of a list once; of texts that anybody may send, at a cost that stays within
// n log n whatever they are.
class Once {
  public:
    // The list must outlive it, and nothing else may add to it meanwhile.
    explicit Once(std::vector<std::string>& list) : list_(list) {}

    // Whether it is new. Empty says nothing and is not kept.
    bool add(std::string text) {
        if (text.empty() || is_there(text)) {
            return false;
        }
        if (!seen_.empty()) {
            seen_.insert(text);
        }
        list_.push_back(std::move(text));
        return true;
    }

  private:
    static constexpr std::size_t few = 16;  // looked through faster than looked up

    bool is_there(std::string const& text) {
        if (list_.size() < few) {
            return std::find(list_.begin(), list_.end(), text) != list_.end();
        }
        if (seen_.empty()) {
            seen_.insert(list_.begin(), list_.end());
        }
        return seen_.contains(text);
    }

    std::vector<std::string>& list_;
    std::set<std::string> seen_;  // empty while there are few
};

}  // namespace ocop::events
