#include "base/json_pointer.hpp"

#include <ocop/base/json.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <functional>
#include <system_error>

namespace ocop::json {

namespace {

using boost::json::error_code;
using boost::json::string_view;

constexpr std::size_t pointer_bytes_max = 512;  // a deep document has a long one

// Builds the value while Boost's push parser reads; stops at the first duplicate key. What a list
// or a small object holds waits on one stack, so that each is allocated once, and of its size. An
// object of many members is filled as they come: its own table finds their keys again.
class Builder {
  public:
    // Names and limits that basic_parser asks its handler for.
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 1024;
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    // `text` is what the parser will read, in one piece.
    Builder(std::string_view text, std::size_t values_max) : input_(text), left_(values_max) {}

    bool on_document_begin(error_code&) { return true; }

    bool on_document_end(error_code&) { return true; }

    bool on_object_begin(error_code& ec) { return open(true, ec); }

    bool on_object_end(std::size_t, error_code&) {
        auto frame = std::move(frames_.back());
        frames_.pop_back();
        if (!frame.is_large) {
            move_members(frame);
        }
        put(std::move(frame.members));
        return true;
    }

    bool on_array_begin(error_code& ec) { return open(false, ec); }

    bool on_array_end(std::size_t, error_code&) {
        auto const first = frames_.back().first_value;
        frames_.pop_back();
        array list;
        list.reserve(values_.size() - first);
        for (auto i = first; i < values_.size(); ++i) {
            list.push_back(std::move(values_[i]));
        }
        drop_from(values_, first);
        put(std::move(list));
        return true;
    }

    bool on_key_part(string_view part, std::size_t, error_code&) { return append(part); }

    bool on_key(string_view part, std::size_t, error_code& ec) {
        auto& frame = frames_.back();
        frame.key = keep(part);
        frame.has_key = true;
        if (has(frame, frame.key)) {
            return stop(Stop::duplicate, boost::json::error::syntax, ec);
        }
        if (frame.is_large) {
            return true;
        }
        if (keys_.size() - frame.first_key == small_max) {
            move_members(frame);
            frame.is_large = true;
        } else {
            keys_.push_back(frame.key);
        }
        return true;
    }

    bool on_string_part(string_view part, std::size_t, error_code&) { return append(part); }

    bool on_string(string_view part, std::size_t, error_code& ec) {
        if (text_.empty()) {
            return add(part, ec);
        }
        append(part);
        bool const good = add(string_view(text_), ec);
        text_.clear();
        return good;
    }

    bool on_number_part(string_view part, error_code&) { return append(part); }

    bool on_int64(std::int64_t v, string_view, error_code& ec) {
        text_.clear();
        return add(v, ec);
    }

    bool on_uint64(std::uint64_t v, string_view, error_code& ec) {
        text_.clear();
        return add(v, ec);
    }

    // Boost 1.81 scales digits by powers of ten and may miss the nearest double by one.
    bool on_double(double v, string_view part, error_code& ec) {
        if (!std::isfinite(v)) {
            return stop(Stop::infinite, boost::json::error::exponent_overflow, ec);
        }
        if (!text_.empty()) {
            append(part);
            part = text_;
        }
        // Out of range is what is too small here, and v then as good as it gets.
        std::from_chars(part.data(), part.data() + part.size(), v);
        text_.clear();
        return add(v, ec);
    }

    bool on_bool(bool v, error_code& ec) { return add(v, ec); }

    bool on_null(error_code& ec) { return add(nullptr, ec); }

    bool on_comment_part(string_view, error_code&) { return true; }

    bool on_comment(string_view, error_code&) { return true; }

    // Why the builder itself had the parser stop.
    enum class Stop { none, duplicate, infinite, too_many };

    Stop stopped() const { return stopped_; }

    value take() { return std::move(root_); }

    // Of the member or element being read. Bounded, since a deep document has a long pointer.
    std::string pointer() const {
        std::string out;
        for (std::size_t i = 0; i < frames_.size() && out.size() <= pointer_bytes_max; ++i) {
            auto const& frame = frames_[i];
            if (!frame.is_object) {
                auto const end =
                    i + 1 < frames_.size() ? frames_[i + 1].first_value : values_.size();
                append_token(out, std::to_string(end - frame.first_value));
            } else if (frame.has_key) {
                append_token(out, frame.key);
            }
        }
        return out;
    }

  private:
    // Compared one by one while there are no more.
    static constexpr std::size_t small_max = 16;

    // A list or object being read.
    struct Frame {
        std::size_t first_value;  // of its own on the stacks
        std::size_t first_key;
        std::string_view key;  // of the member being read
        object members;        // of a large object, so far
        bool is_object = false;
        bool is_large = false;
        bool has_key = false;
    };

    template <class T>
    static void drop_from(std::vector<T>& list, std::size_t first) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(first), list.end());
    }

    bool append(string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }

    // A key until the end of the parse: where it stands in the text, or unescaped.
    std::string_view keep(string_view part) {
        std::less_equal<char const*> const before;
        if (text_.empty() && before(input_.data(), part.data()) &&
            before(part.data() + part.size(), input_.data() + input_.size())) {
            return part;
        }
        append(part);
        unescaped_.push_back(text_);
        text_.clear();
        return unescaped_.back();
    }

    bool has(Frame const& frame, std::string_view key) const {
        if (frame.is_large) {
            return frame.members.contains(key);
        }
        auto const first = keys_.begin() + static_cast<std::ptrdiff_t>(frame.first_key);
        return std::find(first, keys_.end(), key) != keys_.end();
    }

    // Off the stacks into the object.
    void move_members(Frame& frame) {
        auto const count = keys_.size() - frame.first_key;
        frame.members.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            frame.members.emplace(
                keys_[frame.first_key + i], std::move(values_[frame.first_value + i])
            );
        }
        drop_from(keys_, frame.first_key);
        drop_from(values_, frame.first_value);
    }

    bool open(bool is_object, error_code& ec) {
        if (!count(ec)) {
            return false;
        }
        frames_.push_back({values_.size(), keys_.size(), {}, {}, is_object, false, false});
        return true;
    }

    bool count(error_code& ec) {
        if (left_ == 0) {
            return stop(Stop::too_many, boost::json::error::array_too_large, ec);
        }
        --left_;
        return true;
    }

    template <class T>
    bool add(T v, error_code& ec) {
        if (!count(ec)) {
            return false;
        }
        put(v);
        return true;
    }

    template <class T>
    void put(T&& v) {
        if (frames_.empty()) {
            root_ = value(std::forward<T>(v));
            return;
        }
        auto& frame = frames_.back();
        if (frame.is_large) {
            frame.members.emplace(frame.key, std::forward<T>(v));
        } else {
            values_.emplace_back(std::forward<T>(v));
        }
        frame.has_key = false;
    }

    bool stop(Stop why, boost::json::error error, error_code& ec) {
        stopped_ = why;
        ec = error;
        return false;
    }

    std::string_view input_;
    std::size_t left_;  // values that may still come
    std::vector<Frame> frames_;
    std::vector<value> values_;  // those of the open lists and small objects
    std::vector<std::string_view> keys_;
    std::deque<std::string> unescaped_;  // keys; none moves when another comes
    std::string text_;                   // of the string, key or number being read, in parts
    value root_;
    Stop stopped_ = Stop::none;
};

// Why the parser stopped, at byte `read`.
Error refusal(Builder const& builder, error_code const& ec, std::size_t read, Limits limits) {
    auto pointer = builder.pointer();
    switch (builder.stopped()) {
        case Builder::Stop::duplicate:
            return {Errc::malformed, "json_duplicate_key", std::move(pointer), "is there twice"};
        case Builder::Stop::infinite:
            return {
                Errc::malformed,
                "json_number_too_large",
                std::move(pointer),
                "is too large a number"};
        case Builder::Stop::too_many:
            return {
                Errc::too_large,
                "json_too_many_values",
                std::move(pointer),
                "is one more than the " + std::to_string(limits.values_max) +
                    " values that there may be"};
        case Builder::Stop::none:
            break;
    }
    if (ec == boost::json::error::too_deep) {
        return {
            Errc::malformed,
            "json_too_deep",
            std::move(pointer),
            "is nested deeper than " + std::to_string(limits.depth_max)};
    }
    return {
        Errc::malformed,
        "json_malformed",
        std::move(pointer),
        "is not JSON at byte " + std::to_string(read) + (ec ? ": " + ec.message() : "")};
}

}  // namespace

Result<value> parse(std::string_view text, Limits limits) {
    if (text.size() > limits.bytes_max) {
        return Error(
            Errc::too_large,
            "body_too_large",
            "",
            "must have at most " + std::to_string(limits.bytes_max) + " bytes"
        );
    }
    boost::json::parse_options options;
    options.max_depth = limits.depth_max;
    boost::json::basic_parser<Builder> parser(options, text, limits.values_max);
    error_code ec;
    auto const read = parser.write_some(false, text.data(), text.size(), ec);
    if (ec || read != text.size()) {
        return refusal(parser.handler(), ec, read, limits);
    }
    return parser.handler().take();
}

}  // namespace ocop::json
