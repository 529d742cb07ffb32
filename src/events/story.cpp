#include "events/story.hpp"

#include "events/find.hpp"
#include "events/index.hpp"
#include "events/teller.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <map>

namespace ocop::events {

namespace {

// Declarations that events were wrong, by eventID, of those whose event is there too.
using Declarations = std::map<std::string_view, std::vector<EventRecord const*>>;

Declarations declarations_of(std::vector<EventRecord> const& records) {
    Declarations out;
    for (auto const& record : records) {
        if (!epcis::has_error_declaration(record.event)) {
            out[epcis::event_id(record.event)];
        }
    }
    for (auto const& record : records) {
        auto const found = out.find(epcis::event_id(record.event));
        if (found != out.end() && epcis::has_error_declaration(record.event)) {
            found->second.push_back(&record);
        }
    }
    return out;
}

// Whether it stands in a story by itself: an event, or a declaration whose event is not there.
bool stands_alone(EventRecord const& record, Declarations const& declarations) {
    return !epcis::has_error_declaration(record.event) ||
           declarations.count(epcis::event_id(record.event)) == 0;
}

Result<StoryEvent> tell_whole(
    Teller& teller, EventRecord const& record, Declarations const& declarations
) {
    auto told = teller.tell(record);
    if (!told) {
        return told;
    }
    std::vector<EventRecord const*> corrections;
    if (epcis::has_error_declaration(record.event)) {
        corrections.push_back(&record);
    } else if (auto const found = declarations.find(epcis::event_id(record.event));
               found != declarations.end()) {
        corrections = found->second;
    }
    for (auto const* correction : corrections) {
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
    auto const numbers = numbers_under_class(reader, lot, UINT64_MAX, story_events_max + 1);
    if (!numbers) {
        return numbers.error();
    }
    LotEvents out;
    out.cut = numbers->size() > story_events_max;
    Visibility visibility(reader, who);
    for (std::size_t i = 0; i < std::min(numbers->size(), story_events_max); ++i) {
        auto record = find_event(reader, (*numbers)[i]);
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

Result<StoryPage> lot_story(
    store::Reader const& reader, Principal const& who, StoryRequest const& request
) {
    auto const all = events_of_lot(reader, who, request.lot);
    if (!all) {
        return all.error();
    }
    auto const declarations = declarations_of(all->records);
    auto at = all->records.begin();
    if (request.after != 0) {
        at = std::find_if(at, all->records.end(), [&](EventRecord const& record) {
            return record.number == request.after;
        });
        if (at == all->records.end()) {
            return Error(
                Errc::malformed, "story_page_invalid", "after", "is no event of this lot's story"
            );
        }
        ++at;
    }
    StoryPage page;
    page.cut = all->cut;
    Teller teller(reader);
    for (; at != all->records.end(); ++at) {
        if (!stands_alone(*at, declarations)) {
            continue;
        }
        if (page.events.size() == request.limit) {
            page.next = page.events.back().number;
            break;
        }
        auto told = tell_whole(teller, *at, declarations);
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
