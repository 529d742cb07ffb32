#pragma once

#include "events/story.hpp"
#include "events/templates.hpp"

#include <map>

// Records of events as people read them: of story.cpp and tt02.cpp alone. One thread.
namespace ocop::events {

registry::Name name_of(Words const& words);

// By the step that the event names, else by its business step.
StoryStep step_of(epcis::Event const& event);

// What the register calls things now, each looked up once.
class RegisterNames {
  public:
    explicit RegisterNames(store::Reader const& reader) : reader_(reader) {}

    // A place or producer by its URI; without id and name where the register has none.
    Result<NamedRef> refer(std::string_view uri);
    Result<std::optional<registry::Name>> item_name(std::string const& gtin);

  private:
    template <class R>
    Result<std::optional<registry::Name>> find(std::string const& key);

    store::Reader const& reader_;
    std::map<std::string, std::optional<registry::Name>> known_;
};

class Teller {
  public:
    explicit Teller(store::Reader const& reader) : register_(reader) {}

    // Errors of both: those of the reads.
    Result<StoryEvent> tell(EventRecord const& record);
    // What a record with an error declaration says of its event.
    Result<Correction> correct(EventRecord const& record);

  private:
    Result<std::optional<NamedRef>> writer(EventRecord const& record);
    Result<void> references(EventRecord const& record, StoryEvent& out);
    // Each party once: who owns and who holds is mostly the same one.
    Result<void> parties(
        epcis::Event const& event, char const* list, char const* key, std::vector<NamedRef>& out
    );
    Result<void> items(epcis::Event const& event, StoryEvent& out);

    RegisterNames register_;
};

}  // namespace ocop::events
