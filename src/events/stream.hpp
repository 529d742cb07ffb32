#pragma once

#include "events/plan.hpp"

#include <memory>

// Candidates of a query in the order of its pages, from wherever a plan has them. One thread.
namespace ocop::events {

class Stream {
  public:
    struct Next {
        enum class Kind : std::uint8_t {
            candidate,  // `at` is the next one
            end,        // there are no more
            stopped     // too much was read; all up to `at` is known
        } kind = Kind::end;
        // Its time is not known to a stream of numbers alone.
        Posting at;
    };

    virtual ~Stream() = default;
    virtual Result<Next> next() = 0;
    // By it, and to make it.
    virtual std::uint64_t postings_read() const = 0;
};

// What a stream is made from. `numbers` of the scope are within the page already where the order
// is that of numbers; `after` is where the page begins in an order of time.
struct Request {
    Scope scope;
    bool by_time = false;
    Direction direction = Direction::down;
    std::optional<Posting> after;
    double wanted = 0;  // events for the page
    std::uint64_t postings_max = 0;
    std::uint64_t gather_postings_max = 0;
};

struct Planned {
    std::unique_ptr<Stream> stream;
    std::string_view name;  // as Explain::plan; lives as long as the program
};

// Errors of the walks. The stream holds the reader by reference.
Result<Planned> make_stream(store::Reader const& reader, Plan const& plan, Request const& request);

}  // namespace ocop::events
