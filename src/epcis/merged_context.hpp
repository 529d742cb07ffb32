#pragma once

#include <ocop/base/json.hpp>
#include <ocop/epcis/document.hpp>

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ocop::epcis {

// The context of a document that events with contexts of their own are written into: no event can
// change what another one says. A term stands in the document's when all events that define it
// agree, and no other event has a key or a value that it would explain; the URL of a context when
// every event has it, in the same order. All else stays with the events.
class MergedContext {
  public:
    // `written` are the bodies of the same events as they go out, without contexts. The events
    // outlive it.
    MergedContext(std::span<Out const> events, json::array const& written);

    // What has to stand in the event itself: null in most cases.
    json::value own(json::array const& context) const;

    json::array take() const;  // the document's "@context"

  private:
    struct Term {
        json::value const* meaning = nullptr;
        bool shared = true;
    };

    void add(json::array const& context, bool first);
    void keep(json::array const& context);
    void keep_used(json::value const& v, json::object const* own);
    void keep_name(std::string_view name, json::object const* own);

    std::vector<std::string_view> others_;  // that every event starts with
    std::map<std::string_view, Term, std::less<>> terms_;
};

}  // namespace ocop::epcis
