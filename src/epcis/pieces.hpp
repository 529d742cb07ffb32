#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ocop::epcis {

// Pieces of text that are put in byte order once all are written at the end of a string. They nest:
// a piece may itself end in pieces, sorted before it ends. `marks` is shared by all over one
// string, so that a list costs no allocation unless it is out of order.
class Pieces {
  public:
    Pieces(std::string& out, std::vector<std::size_t>& marks)
        : out_(out), marks_(marks), first_(marks.size()) {}

    void begin() { marks_.push_back(out_.size()); }

    // Takes the last piece back, where it turns out to say nothing.
    void drop() {
        out_.resize(marks_.back());
        marks_.pop_back();
    }

    bool empty() const { return marks_.size() == first_; }

    void sort() {
        if (marks_.size() - first_ > 1 && !is_sorted()) {
            reorder();
        }
        marks_.resize(first_);
    }

  private:
    std::string_view piece(std::size_t i) const {
        auto const end = i + 1 < marks_.size() ? marks_[i + 1] : out_.size();
        return std::string_view(out_).substr(marks_[i], end - marks_[i]);
    }

    bool is_sorted() const {
        for (auto i = first_ + 1; i < marks_.size(); ++i) {
            if (piece(i) < piece(i - 1)) {
                return false;
            }
        }
        return true;
    }

    void reorder() {
        std::vector<std::string_view> all;
        all.reserve(marks_.size() - first_);
        for (auto i = first_; i < marks_.size(); ++i) {
            all.push_back(piece(i));
        }
        std::sort(all.begin(), all.end());
        std::string text;
        text.reserve(out_.size() - marks_[first_]);
        for (auto const one : all) {
            text += one;
        }
        out_.replace(marks_[first_], std::string::npos, text);
    }

    std::string& out_;
    std::vector<std::size_t>& marks_;
    std::size_t first_;
};

}  // namespace ocop::epcis
