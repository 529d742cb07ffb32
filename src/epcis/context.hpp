#pragma once

#include "epcis/check.hpp"

#include <string_view>
#include <vector>

// "@context" of JSON-LD 1.1 (§3.1), as far as EPCIS documents need it: which other contexts are
// named, and which terms are defined in place. Nothing is ever fetched.
namespace ocop::epcis {

// Bounds what one context can cost, as each event that leans on it keeps it.
inline constexpr std::size_t context_bytes_max = 16 * 1024;
inline constexpr std::size_t context_entries_max = 100;

// What contexts say beyond the standard's own.
struct Context {
    std::vector<std::string> others;  // URIs, in their order
    json::object terms;               // a later definition of a term replaces an earlier one
};

// Whether the URI is one of those under which the standard's context is published, of any version.
bool is_standard_context(std::string_view uri);

// Puts what "@context" says after what `out` holds. Its faults go to the reading, which stands at
// it.
void add_context(json::Reading& at, json::value const& v, Context& out);

// As Event::context holds it.
json::array to_array(Context const& context);

// The context of a document that events with contexts of their own are written into.
class MergedContext {
  public:
    // Takes in an event's context. What comes back has to stand in the event itself, which is
    // nothing in most cases: terms that mean something else in the document, and keywords.
    json::object add(json::array const& context);

    // After all events were added: terms that the document defines and an event that does not uses
    // as schemes, each with null, to stand in the event itself.
    json::object foreign_terms(json::array const& context, json::value const& body) const;

    json::array take();  // the document's "@context"

  private:
    void add_foreign(json::value const& v, json::object const& own, json::object& out) const;
    void add_term(std::string_view term, json::value const& meaning, json::object& own);

    json::array last_;
    json::object last_own_;
    Context merged_;
    bool any_ = false;
    bool mixed_ = false;  // events had different contexts
};

}  // namespace ocop::epcis
