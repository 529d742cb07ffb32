#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ocop {

// The kinds of failure a caller can act on. http/problem.cpp maps each to one HTTP status; a new
// one does not compile until it is mapped there.
enum class Errc : std::uint8_t {
    malformed,        // the bytes do not have the form asked for
    unauthenticated,  // no or unknown credentials
    forbidden,        // known, but may not
    not_found,        // absent, or not for this caller's eyes
    conflict,         // the present state contradicts the request
    precondition,     // If-Match named another version
    too_large,        // a limit on size or count
    unsupported,      // media type, method or version we do not speak
    unacceptable,     // asked to be answered in a form that we do not give
    refused,          // well formed, but a rule of the programme says no
    too_many,         // rate limit
    unavailable,      // try again later
    unknown_outcome,  // a write failed half-way; it may or may not have happened
    storage_full,     // not enough space on the disk
    corrupt,          // stored bytes are not what we wrote
    internal,         // our own bug
};

// One fault of an input: where (RFC 6901 JSON pointer, or the name of a part of a URI) and why.
struct Fault {
    std::string pointer;
    std::string reason;

    friend bool operator==(Fault const&, Fault const&) = default;
};

// Why an operation failed. `slug` names the problem type; it outlives everything (string literal),
// is stable, and is what clients match on. `faults` are for people and never hold secrets.
struct Error {
    Errc code = Errc::internal;
    std::string_view slug = "internal";
    std::vector<Fault> faults;

    Error() = default;

    Error(Errc c, std::string_view s) : code(c), slug(s) {}

    Error(Errc c, std::string_view s, std::string pointer, std::string reason) : code(c), slug(s) {
        faults.push_back({std::move(pointer), std::move(reason)});
    }

    Error(Errc c, std::string_view s, std::vector<Fault> f)
        : code(c), slug(s), faults(std::move(f)) {}

    friend bool operator==(Error const&, Error const&) = default;
};

// For logs: "slug at pointer: reason; …".
std::string describe(Error const& error);

// Found by boost::system::result when .value() is asked of a failure; a bug of the caller.
[[noreturn]] void throw_exception_from_error(
    Error const& error, boost::source_location const& where
);

// A value or an Error. Unlike its Boost 1.81 base it may not be dropped.
// `if (!r) return r.error();` hands an error on; `*r` on a failure is undefined.
template <class T>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
  public:
    using boost::system::result<T, Error>::result;
};

template <>
class [[nodiscard]] Result<void> : public boost::system::result<void, Error> {
  public:
    using boost::system::result<void, Error>::result;
};

}  // namespace ocop
