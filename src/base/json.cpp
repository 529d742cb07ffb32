#include <ocop/base/json.hpp>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace ocop::json {

namespace {

using boost::json::error_code;
using boost::json::string_view;

// RFC 6901: ~ and / inside a token are written ~0 and ~1.
void append_token(std::string& pointer, std::string_view token) {
    pointer.push_back('/');
    for (char c : token) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer.push_back(c);
        }
    }
}

constexpr std::size_t pointer_bytes_max = 512;  // a deep document has a long one

// Builds the value while Boost's push parser reads; stops at the first duplicate key.
class Builder {
  public:
    // Names and limits that basic_parser asks its handler for.
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 1024;
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(error_code&) { return true; }

    bool on_document_end(error_code&) { return true; }

    bool on_object_begin(error_code&) { return open(object()); }

    bool on_object_end(std::size_t, error_code&) { return close(); }

    bool on_array_begin(error_code&) { return open(array()); }

    bool on_array_end(std::size_t, error_code&) { return close(); }

    bool on_key_part(string_view part, std::size_t, error_code&) { return append(part); }

    bool on_key(string_view part, std::size_t, error_code& ec) {
        append(part);
        auto& top = stack_.back();
        top.key = std::exchange(text_, {});
        if (top.container.get_object().contains(top.key)) {
            duplicate_ = true;
            ec = boost::json::error::syntax;
            return false;
        }
        return true;
    }

    bool on_string_part(string_view part, std::size_t, error_code&) { return append(part); }

    bool on_string(string_view part, std::size_t, error_code&) {
        append(part);
        return add(value(std::exchange(text_, {})));
    }

    bool on_number_part(string_view part, error_code&) { return append(part); }

    bool on_int64(std::int64_t v, string_view, error_code&) {
        text_.clear();
        return add(value(v));
    }

    bool on_uint64(std::uint64_t v, string_view, error_code&) {
        text_.clear();
        return add(value(v));
    }

    // Boost 1.81 scales digits by powers of ten and may miss the nearest double by one.
    bool on_double(double v, string_view part, error_code& ec) {
        append(part);
        auto const digits = std::exchange(text_, {});
        if (!std::isfinite(v)) {
            infinite_ = true;
            ec = boost::json::error::exponent_overflow;
            return false;
        }
        // Out of range is what is too small here, and v then as good as it gets.
        std::from_chars(digits.data(), digits.data() + digits.size(), v);
        return add(value(v));
    }

    bool on_bool(bool v, error_code&) { return add(value(v)); }

    bool on_null(error_code&) { return add(value(nullptr)); }

    bool on_comment_part(string_view, error_code&) { return true; }

    bool on_comment(string_view, error_code&) { return true; }

    bool duplicate() const { return duplicate_; }

    bool infinite() const { return infinite_; }

    value take() { return std::move(root_); }

    // Of the member or element being read. Bounded, since a deep document has a long pointer.
    std::string pointer() const {
        std::string out;
        for (auto const& frame : stack_) {
            if (out.size() > pointer_bytes_max) {
                break;
            }
            if (auto const* a = frame.container.if_array()) {
                append_token(out, std::to_string(a->size()));
            } else if (!frame.key.empty()) {
                append_token(out, frame.key);
            }
        }
        return out;
    }

  private:
    struct Frame {
        value container;
        std::string key;
    };

    bool append(string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }

    bool open(value container) {
        stack_.push_back({std::move(container), {}});
        return true;
    }

    bool close() {
        auto done = std::move(stack_.back().container);
        stack_.pop_back();
        return add(std::move(done));
    }

    bool add(value v) {
        if (stack_.empty()) {
            root_ = std::move(v);
        } else if (auto* a = stack_.back().container.if_array()) {
            a->push_back(std::move(v));
        } else {
            stack_.back().container.get_object().emplace(stack_.back().key, std::move(v));
            stack_.back().key.clear();
        }
        return true;
    }

    std::vector<Frame> stack_;
    std::string text_;
    value root_;
    bool duplicate_ = false;
    bool infinite_ = false;
};

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
    boost::json::basic_parser<Builder> parser(options);
    error_code ec;
    auto const read = parser.write_some(false, text.data(), text.size(), ec);
    auto& builder = parser.handler();
    if (!ec && read == text.size()) {
        return builder.take();
    }
    if (builder.duplicate()) {
        return Error(Errc::malformed, "json_duplicate_key", builder.pointer(), "is there twice");
    }
    if (builder.infinite()) {
        return Error(
            Errc::malformed, "json_number_too_large", builder.pointer(), "is too large a number"
        );
    }
    if (ec == boost::json::error::too_deep) {
        return Error(
            Errc::malformed,
            "json_too_deep",
            builder.pointer(),
            "is nested deeper than " + std::to_string(limits.depth_max)
        );
    }
    return Error(
        Errc::malformed,
        "json_malformed",
        builder.pointer(),
        "is not JSON at byte " + std::to_string(read) + (ec ? ": " + ec.message() : "")
    );
}

std::string serialize(value const& v) {
    return boost::json::serialize(v);
}

Reading::Step::Step(Reading& reading, std::string_view token)
    : reading_(reading), length_(reading.pointer_.size()) {
    append_token(reading_.pointer_, token);
}

void read_into(Reading& r, value const& v, bool& out) {
    if (!v.is_bool()) {
        r.fault("must be true or false");
        return;
    }
    out = v.get_bool();
}

void read_into(Reading& r, value const& v, std::string& out) {
    if (!v.is_string()) {
        r.fault("must be a string");
        return;
    }
    out.assign(v.get_string().data(), v.get_string().size());
}

void read_into(Reading& r, value const& v, Day& out) {
    auto const day = parse_day(v.is_string() ? std::string_view(v.get_string()) : "");
    if (!day) {
        r.fault("must be a date, YYYY-MM-DD");
        return;
    }
    out = *day;
}

void read_into(Reading& r, value const& v, Instant& out) {
    auto const at = parse_instant(v.is_string() ? std::string_view(v.get_string()) : "");
    if (!at) {
        r.fault("must be a time, RFC 3339");
        return;
    }
    out = *at;
}

std::int64_t read_integer(Reading& r, value const& v, std::int64_t min, std::int64_t max) {
    boost::json::error_code ec;
    auto const n = v.is_double() ? min : v.to_number<std::int64_t>(ec);
    if (v.is_double() || ec || n < min || n > max) {
        r.fault("must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
        return 0;
    }
    return n;
}

void check_unknown(Reading& r, object const& o, std::vector<std::string_view> const& known) {
    if (r.mode() == Mode::lenient) {
        return;
    }
    for (auto const& member : o) {
        if (std::find(known.begin(), known.end(), member.key()) == known.end()) {
            Reading::Step step(r, member.key());
            r.fault("is not known here");
        }
    }
}

}  // namespace ocop::json
