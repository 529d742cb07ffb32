#include "base/json_pointer.hpp"

#include <ocop/base/json.hpp>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <system_error>

namespace ocop::json {

namespace {

using boost::json::error_code;
using boost::json::string_view;

constexpr std::size_t pointer_bytes_max = 512;  // a deep document has a long one

// The keys of an object of many members. Views; open addressing. Hashed from a start that differs
// from run to run, so that keys which collide cannot be made beforehand.
class Keys {
  public:
    // Whether it is new.
    bool add(std::string_view key) {
        if (4 * ++count_ > 3 * slots_.size()) {
            grow();
        }
        auto& slot = slot_of(key);
        if (slot.data() != nullptr) {
            return false;
        }
        slot = key;
        return true;
    }

  private:
    __extension__ using Wide = unsigned __int128;

    static std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
        auto const product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
    }

    std::uint64_t hash(std::string_view key) const {
        constexpr std::uint64_t factor = 0x9E3779B97F4A7C15;
        auto out = mixed(reinterpret_cast<std::uintptr_t>(this) ^ key.size(), factor);
        while (!key.empty()) {
            std::uint64_t word = 0;
            auto const size = std::min(key.size(), sizeof word);
            std::memcpy(&word, key.data(), size);
            out = mixed(out ^ word, factor);
            key.remove_prefix(size);
        }
        return out;
    }

    // Where the key is, or would be.
    std::string_view& slot_of(std::string_view key) {
        auto const mask = slots_.size() - 1;
        auto at = hash(key) & mask;
        while (slots_[at].data() != nullptr && slots_[at] != key) {
            at = (at + 1) & mask;
        }
        return slots_[at];
    }

    void grow() {
        auto const old = std::exchange(
            slots_, std::vector<std::string_view>(std::max<std::size_t>(32, 2 * slots_.size()))
        );
        for (auto const key : old) {
            if (key.data() != nullptr) {
                slot_of(key) = key;
            }
        }
    }

    std::vector<std::string_view> slots_;  // of a power of two; free ones have no data
    std::size_t count_ = 0;
};

// Builds the value while Boost's push parser reads, as Boost's own handler does; stops at the first
// duplicate key.
class Builder {
  public:
    // Names and limits that basic_parser asks its handler for.
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 1024;
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    // `text` is what the parser will read, in one piece.
    Builder(std::string_view text, std::size_t values_max) : input_(text), left_(values_max) {
        stack_.reset();
    }

    bool on_document_begin(error_code&) { return true; }

    bool on_document_end(error_code&) { return true; }

    bool on_object_begin(error_code& ec) { return open(true, ec); }

    bool on_object_end(std::size_t size, error_code&) {
        stack_.push_object(size);
        keys_.resize(frames_.back().first_key);
        return close();
    }

    bool on_array_begin(error_code& ec) { return open(false, ec); }

    bool on_array_end(std::size_t size, error_code&) {
        stack_.push_array(size);
        return close();
    }

    bool on_key_part(string_view part, std::size_t, error_code&) { return append(part); }

    bool on_key(string_view part, std::size_t, error_code& ec) {
        auto& frame = frames_.back();
        frame.key = keep(part);
        frame.has_key = true;
        if (!is_new(frame)) {
            return stop(Stop::duplicate, boost::json::error::syntax, ec);
        }
        stack_.push_key(frame.key);
        return true;
    }

    bool on_string_part(string_view part, std::size_t, error_code&) {
        stack_.push_chars(part);
        return true;
    }

    bool on_string(string_view part, std::size_t, error_code& ec) {
        stack_.push_string(part);
        return count(ec) && passed();
    }

    bool on_number_part(string_view part, error_code&) { return append(part); }

    bool on_int64(std::int64_t v, string_view, error_code& ec) {
        text_.clear();
        stack_.push_int64(v);
        return count(ec) && passed();
    }

    bool on_uint64(std::uint64_t v, string_view, error_code& ec) {
        text_.clear();
        stack_.push_uint64(v);
        return count(ec) && passed();
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
        stack_.push_double(v);
        return count(ec) && passed();
    }

    bool on_bool(bool v, error_code& ec) {
        stack_.push_bool(v);
        return count(ec) && passed();
    }

    bool on_null(error_code& ec) {
        stack_.push_null();
        return count(ec) && passed();
    }

    bool on_comment_part(string_view, error_code&) { return true; }

    bool on_comment(string_view, error_code&) { return true; }

    // Why the builder itself had the parser stop.
    enum class Stop { none, duplicate, infinite, too_many };

    Stop stopped() const { return stopped_; }

    value take() { return stack_.release(); }

    // Of the member or element being read. Bounded, since a deep document has a long pointer.
    std::string pointer() const {
        std::string out;
        for (auto const& frame : frames_) {
            if (out.size() > pointer_bytes_max) {
                break;
            }
            if (!frame.is_object) {
                append_token(out, std::to_string(frame.passed));
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
        bool is_object = false;
        bool has_key = false;
        std::size_t passed = 0;      // its values before the one being read
        std::size_t first_key = 0;   // of its own in keys_
        std::string_view key;        // of the member being read
        std::unique_ptr<Keys> many;  // its keys, once there are more than small_max
    };

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

    // Whether no member of the object has had its key.
    bool is_new(Frame& frame) {
        if (frame.many != nullptr) {
            return frame.many->add(frame.key);
        }
        auto const own = std::span(keys_).subspan(frame.first_key);
        if (std::find(own.begin(), own.end(), frame.key) != own.end()) {
            return false;
        }
        if (own.size() < small_max) {
            keys_.push_back(frame.key);
            return true;
        }
        frame.many = std::make_unique<Keys>();
        for (auto const key : own) {
            frame.many->add(key);
        }
        frame.many->add(frame.key);
        return true;
    }

    bool open(bool is_object, error_code& ec) {
        if (!count(ec)) {
            return false;
        }
        auto& frame = frames_.emplace_back();
        frame.is_object = is_object;
        frame.first_key = keys_.size();
        return true;
    }

    bool close() {
        frames_.pop_back();
        return passed();
    }

    bool count(error_code& ec) {
        if (left_ == 0) {
            return stop(Stop::too_many, boost::json::error::array_too_large, ec);
        }
        --left_;
        return true;
    }

    // A value of the innermost list or object is whole.
    bool passed() {
        if (!frames_.empty()) {
            frames_.back().has_key = false;
            ++frames_.back().passed;
        }
        return true;
    }

    bool stop(Stop why, boost::json::error error, error_code& ec) {
        stopped_ = why;
        ec = error;
        return false;
    }

    std::string_view input_;
    std::size_t left_;  // values that may still come
    boost::json::value_stack stack_;
    std::vector<Frame> frames_;
    std::vector<std::string_view> keys_;  // those of the open objects that have few
    std::deque<std::string> unescaped_;   // keys; none moves when another comes
    std::string text_;                    // of the key or number being read, in parts
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
