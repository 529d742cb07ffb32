#pragma once

#include "events/postings.hpp"

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

// What events are listed under in the index, found in the events themselves.
namespace ocop::events {

// What the events of one document are listed under, but for what their parties say: each value
// once, with the events that have it. The costly half of indexing, which needs nothing of the
// transaction. Movable; one thread at a time.
class Terms {
  public:
    Terms();

    // The next event of the document. Nothing of it is referred to later.
    void add(epcis::Event const& event);

    // A value as it stands in keys. Views live as long as the Terms.
    struct Term {
        std::string_view prefix;        // list_prefix() of the value, or time_prefix()
        std::string_view text;          // the value, where the key holds its hash; else empty
        bool has_known_values = false;  // is of a list whose values parties know
        bool has_writers = false;       // is a class of which has_writers() says so
    };

    // An event of the document that has a term, both by their places.
    struct Use {
        std::uint32_t term = 0;
        std::uint32_t event = 0;
    };

    std::span<Term const> terms() const { return terms_; }

    // Events rise; each of an event's terms once.
    std::span<Use const> uses() const { return uses_; }

    // eventTime by place.
    std::span<Instant const> times() const { return times_; }

  private:
    void add(Term const& term);

    std::unique_ptr<std::pmr::monotonic_buffer_resource> arena_;  // of all that is referred to
    std::vector<Term> terms_;
    std::vector<std::uint32_t> last_use_;  // by term: the place of the last event that has it
    std::pmr::unordered_map<std::string_view, std::uint32_t> places_;  // of terms, by prefix
    std::vector<Use> uses_;
    std::vector<Instant> times_;
};

// The values of an event in a list, canonical, in order, each once: what it is listed under.
std::vector<std::string> values_in(EventRecord const& record, List list);

}  // namespace ocop::events
