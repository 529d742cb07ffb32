#pragma once

#include <ocop/base/id.hpp>
#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// JSON in and out of described structs.
//
// parse() builds a value from text and refuses what Boost 1.81's own parser lets pass: duplicate
// keys, bombs of depth, size and number. read() fills a struct whose members Boost.Describe lists,
// and collects every fault with its pointer. Boost's value_to fails on a missing optional and reads
// 3.0 as an int; this one does neither.
namespace ocop::json {

using boost::json::array;
using boost::json::object;
using boost::json::value;

struct Limits {
    std::size_t bytes_max = 64 * 1024;
    std::size_t depth_max = 16;
    std::size_t values_max = 1'000'000;  // lists, objects and what is in them, each counted
};

// RFC 8259 text to a value. A number with a fraction or an exponent, or beyond 64 bits, is the
// nearest double. Errors: too_large "body_too_large", "json_too_many_values"; malformed
// "json_malformed", "json_too_deep", "json_duplicate_key", "json_number_too_large" (no double holds
// it). All but the first have the pointer of the innermost place reached: nothing behind it is
// read.
Result<value> parse(std::string_view text, Limits limits = {});

// Members in their order, numbers as people write them: 120.5, where Boost writes 1.205E2.
std::string serialize(value const& v);

// RFC 8785 canonical form. Integers keep all their digits, also beyond 2^53 where RFC 8785 reads
// numbers as doubles; a number that is not finite is our own bug (OCOP_ASSERT).
std::string canonical(value const& v);
// The same behind what `out` holds, for text that is put together from parts.
void append_canonical(std::string& out, object const& o);
void append_canonical_string(std::string& out, std::string_view text);

// `strict` is for requests: an unknown member is a fault. `lenient` is for storage: unknown members
// are skipped and missing ones keep their default, so that older and newer records can be read.
enum class Mode { strict, lenient };

inline constexpr std::size_t faults_max = 50;

// Where a read stands and what was wrong so far.
class Reading {
  public:
    explicit Reading(Mode mode) : mode_(mode) {}

    Mode mode() const { return mode_; }

    // Past faults_max they are not kept: an answer may not be much longer than its question.
    void fault(std::string reason) {
        if (!is_full()) {
            faults_.push_back({pointer_, std::move(reason)});
        }
    }

    // Further faults are not kept: a reader may stop.
    bool is_full() const { return faults_.size() >= faults_max; }

    std::vector<Fault>& faults() { return faults_; }

    std::string const& pointer() const { return pointer_; }

    // Steps into a member or element for the lifetime of the returned object.
    class Step {
      public:
        Step(Reading& reading, std::string_view token);

        ~Step() { reading_.pointer_.resize(length_); }

        Step(Step const&) = delete;
        Step& operator=(Step const&) = delete;

      private:
        Reading& reading_;
        std::size_t length_;
    };

  private:
    std::string pointer_;
    std::vector<Fault> faults_;
    Mode mode_;
};

void read_into(Reading& r, value const& v, bool& out);
void read_into(Reading& r, value const& v, std::string& out);
void read_into(Reading& r, value const& v, Day& out);
void read_into(Reading& r, value const& v, Instant& out);
std::int64_t read_integer(Reading& r, value const& v, std::int64_t min, std::int64_t max);
// Faults for each member of `o` that no described member names.
void check_unknown(Reading& r, object const& o, std::span<std::string_view const> known);

template <class T>
concept Described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
using Members = boost::describe::
    describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <std::integral T>
void read_into(Reading& r, value const& v, T& out) {
    constexpr auto cap = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    constexpr auto top = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
    constexpr auto max = static_cast<std::int64_t>(top < cap ? top : cap);
    constexpr auto min = static_cast<std::int64_t>(std::numeric_limits<T>::min());
    out = static_cast<T>(read_integer(r, v, min, max));
}

template <DescribedEnum E>
void read_into(Reading& r, value const& v, E& out);
template <class Tag>
void read_into(Reading& r, value const& v, Id<Tag>& out);
template <class T>
void read_into(Reading& r, value const& v, std::optional<T>& out);
template <class T>
void read_into(Reading& r, value const& v, std::vector<T>& out);
template <Described T>
void read_into(Reading& r, value const& v, T& out);

// A value passed through as it is.
inline void read_into(Reading& /*r*/, value const& v, value& out) {
    out = v;
}

template <DescribedEnum E>
void read_into(Reading& r, value const& v, E& out) {
    bool found = false;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
        if (v.is_string() && v.get_string() == d.name) {
            out = d.value;
            found = true;
        }
    });
    if (found) {
        return;
    }
    std::string names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
        names += names.empty() ? d.name : std::string(", ") + d.name;
    });
    r.fault("must be one of: " + names);
}

template <class Tag>
void read_into(Reading& r, value const& v, Id<Tag>& out) {
    read_into(r, v, out.value);
}

template <class T>
void read_into(Reading& r, value const& v, std::optional<T>& out) {
    if (v.is_null()) {
        out.reset();
        return;
    }
    read_into(r, v, out.emplace());
}

template <class T>
void read_into(Reading& r, value const& v, std::vector<T>& out) {
    if (!v.is_array()) {
        r.fault("must be an array");
        return;
    }
    out.clear();
    for (auto const& element : v.get_array()) {
        Reading::Step step(r, std::to_string(out.size()));
        read_into(r, element, out.emplace_back());
    }
}

template <Described T>
void read_into(Reading& r, value const& v, T& out) {
    if (!v.is_object()) {
        r.fault("must be an object");
        return;
    }
    auto const& o = v.get_object();
    boost::mp11::mp_for_each<Members<T>>([&](auto d) {
        auto& member = out.*d.pointer;
        constexpr bool optional = is_optional<std::remove_cvref_t<decltype(member)>>;
        Reading::Step step(r, d.name);
        if (auto const* found = o.if_contains(d.name)) {
            read_into(r, *found, member);
        } else if (!optional && r.mode() == Mode::strict) {
            r.fault("is required");
        }
    });
    if (r.mode() == Mode::strict) {
        std::array<std::string_view, boost::mp11::mp_size<Members<T>>::value> known{};
        std::size_t count = 0;
        boost::mp11::mp_for_each<Members<T>>([&](auto d) { known[count++] = d.name; });
        check_unknown(r, o, known);
    }
}

// Error: malformed "json_invalid" with all faults.
template <class T>
Result<T> read(value const& v, Mode mode) {
    Reading reading(mode);
    T out{};
    read_into(reading, v, out);
    if (!reading.faults().empty()) {
        return Error(Errc::malformed, "json_invalid", std::move(reading.faults()));
    }
    return out;
}

inline value write(bool v) {
    return v;
}

inline value write(std::string const& v) {
    return value(v);
}

inline value write(char const* v) {
    return value(v);
}

inline value write(std::string_view v) {
    return value(v);
}

inline value write(Day v) {
    return value(to_text(v));
}

inline value write(Instant v) {
    return value(to_text(v));
}

inline value write(value const& v) {
    return v;
}

template <std::integral T>
value write(T v) {
    return std::is_signed_v<T> ? value(static_cast<std::int64_t>(v))
                               : value(static_cast<std::uint64_t>(v));
}

template <DescribedEnum E>
value write(E v) {
    return value(boost::describe::enum_to_string(v, "?"));
}

template <class Tag>
value write(Id<Tag> const& v) {
    return value(v.value);
}

template <class T>
value write(std::optional<T> const& v);
template <class T>
value write(std::vector<T> const& v);
template <Described T>
value write(T const& v);

template <class T>
value write(std::optional<T> const& v) {
    return v ? write(*v) : value(nullptr);
}

template <class T>
value write(std::vector<T> const& v) {
    array out;
    out.reserve(v.size());
    for (auto const& element : v) {
        out.push_back(write(element));
    }
    return out;
}

template <class T>
void write_member(object& out, char const* name, T const& member) {
    if constexpr (is_optional<T>) {
        if (!member) {
            return;
        }
    }
    out.emplace(name, write(member));
}

// Members in the order of their description; an empty optional is left out.
template <Described T>
value write(T const& v) {
    object out;
    boost::mp11::mp_for_each<Members<T>>([&](auto d) { write_member(out, d.name, v.*d.pointer); });
    return out;
}

}  // namespace ocop::json
