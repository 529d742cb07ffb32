#include "events/story.hpp"

#include "events/find.hpp"
#include "events/teller.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/epcis/event_hash.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace ocop::events {

namespace {

using Records = std::vector<EventRecord const*>;

// Declarations that events were wrong, by who declared and of which id.
class Declarations {
  public:
    explicit Declarations(std::vector<EventRecord> const& records) {
        for (auto const& record : records) {
            if (epcis::has_error_declaration(record.event)) {
                by_writer_[{record.producer, epcis::event_id(record.event)}].push_back(&record);
            }
        }
    }

    // Those that are about the event, in the order of the records.
    Records about(EventRecord const& event) const {
        auto const id = epcis::event_id(event.event);
        auto out = by(event.producer, id);
        auto const of_authorities = event.producer.empty() ? Records() : by({}, id);
        if (of_authorities.empty()) {
            return out;
        }
        auto const said = epcis::event_hash(event.event);
        for (auto const* declaration : of_authorities) {
            if (epcis::event_hash(declaration->event) == said) {
                out.push_back(declaration);
            }
        }
        std::sort(out.begin(), out.end());  // they are of one vector
        return out;
    }

  private:
    Records by(std::string_view producer, std::string_view id) const {
        auto const found = by_writer_.find({producer, id});
        return found == by_writer_.end() ? Records() : found->second;
    }

    std::map<std::pair<std::string_view, std::string_view>, Records> by_writer_;
};

Result<StoryEvent> tell_whole(Teller& teller, Judged const& judged) {
    auto told = teller.tell(*judged.record);
    if (!told) {
        return told;
    }
    for (auto const* correction : judged.corrections) {
        auto said = teller.correct(*correction);
        if (!said) {
            return said.error();
        }
        told->corrections.push_back(std::move(*said));
    }
    told->declared_wrong = !told->corrections.empty();
    return told;
}

}  // namespace

std::string photo_path(Hash const& sha256) {
    return "/api/v1/photos/" + to_hex(sha256);
}

Result<LotEvents> events_of_lot(
    store::Reader const& reader, Principal const& who, std::string_view lot
) {
    auto const chosen = choose_of_lot(reader, who, lot);
    if (!chosen) {
        return chosen.error();
    }
    LotEvents out;
    out.cut = chosen->cut;
    Visibility visibility(reader, who);
    for (auto const number : chosen->numbers) {
        auto record = find_event(reader, number);
        if (!record) {
            return record.error();
        }
        if (!*record) {
            return Error(Errc::corrupt, "store_corrupt");
        }
        auto const reached = visibility.reaches(**record);
        if (!reached) {
            return reached.error();
        }
        if (*reached) {
            out.records.push_back(std::move(**record));
        }
    }
    std::reverse(out.records.begin(), out.records.end());
    std::stable_sort(
        out.records.begin(),
        out.records.end(),
        [](EventRecord const& a, EventRecord const& b) {
            return epcis::event_time(a.event) < epcis::event_time(b.event);
        }
    );
    return out;
}

std::vector<Judged> judge(std::vector<EventRecord> const& records) {
    Declarations const declarations(records);
    std::vector<Judged> events;
    std::set<EventRecord const*> placed;
    for (auto const& record : records) {
        if (!epcis::has_error_declaration(record.event)) {
            auto const& made = events.emplace_back(Judged{&record, declarations.about(record)});
            placed.insert(made.corrections.begin(), made.corrections.end());
        }
    }
    std::vector<Judged> out;
    auto next = events.begin();
    for (auto const& record : records) {
        if (next != events.end() && next->record == &record) {
            out.push_back(std::move(*next++));
        } else if (!placed.contains(&record)) {
            out.push_back({&record, {&record}});
        }
    }
    return out;
}

Result<StoryPage> lot_story(
    store::Reader const& reader, Principal const& who, StoryRequest const& request
) {
    auto const all = events_of_lot(reader, who, request.lot);
    if (!all) {
        return all.error();
    }
    auto const* from = all->records.data();
    if (request.after != 0) {
        auto const last =
            std::find_if(all->records.begin(), all->records.end(), [&](EventRecord const& record) {
                return record.number == request.after;
            });
        if (last == all->records.end()) {
            return Error(
                Errc::malformed, "story_page_invalid", "after", "is no event of this lot's story"
            );
        }
        from = &*last + 1;
    }
    StoryPage page;
    page.cut = all->cut;
    Teller teller(reader);
    for (auto const& judged : judge(all->records)) {
        if (judged.record < from) {
            continue;
        }
        if (page.events.size() == request.limit) {
            page.next = page.events.back().number;
            break;
        }
        auto told = tell_whole(teller, judged);
        if (!told) {
            return told.error();
        }
        page.events.push_back(std::move(*told));
    }
    return page;
}

Result<StoryEvent> tell(store::Reader const& reader, EventRecord const& record) {
    return Teller(reader).tell(record);
}

}  // namespace ocop::events
