#include "events/lot_export.hpp"

#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace ocop::events {

namespace {

// The class that an item's story is looked for under: of a thing with a lot, the lot.
std::string story_class(std::string_view id) {
    auto const parts = epcis::trade_item_parts(id);
    return parts && !parts->lot.empty() ? epcis::lot_identifier(parts->gtin, parts->lot)
                                        : std::string(id);
}

bool gave(std::vector<epcis::Item> const& items, std::string_view thing) {
    return std::any_of(items.begin(), items.end(), [&](epcis::Item const& item) {
        return item.role == epcis::ItemRole::output && story_class(item.id) == thing;
    });
}

class Export {
  public:
    Export(store::Reader const& reader, Principal const& who, ExportLimits limits)
        : reader_(reader), who_(who), limits_(limits) {}

    Result<LotExport> run(std::string_view lot) {
        things_.insert(story_class(lot));
        waiting_.push_back({story_class(lot), 0});
        while (!waiting_.empty()) {
            auto const thing = std::move(waiting_.front());
            waiting_.pop_front();
            auto found = events_of_lot(reader_, who_, thing.id);
            if (!found) {
                return found.error();
            }
            if (found->cut) {
                cut_.insert("story");
            }
            for (auto& record : found->records) {
                take(thing, std::move(record));
            }
        }
        LotExport out;
        for (auto& [number, record] : records_) {
            out.records.push_back(std::move(record));
        }
        out.cut.assign(cut_.begin(), cut_.end());
        return out;
    }

  private:
    struct Thing {
        std::string id;
        std::size_t depth = 0;
    };

    void take(Thing const& thing, EventRecord record) {
        if (records_.count(record.number) == 0 && records_.size() == limits_.events_max) {
            cut_.insert("events");
            return;
        }
        auto const items = epcis::items_of(record.event);
        bool const is_source = gave(items, thing.id);
        for (auto const& item : items) {
            if (is_source && item.role == epcis::ItemRole::input) {
                follow({story_class(item.id), thing.depth + 1});
            }
        }
        auto const number = record.number;
        records_.emplace(number, std::move(record));
    }

    void follow(Thing thing) {
        if (things_.count(thing.id) != 0) {
            return;
        }
        if (thing.depth > limits_.depth_max) {
            cut_.insert("depth");
        } else if (things_.size() == limits_.things_max) {
            cut_.insert("things");
        } else {
            things_.insert(thing.id);
            waiting_.push_back(std::move(thing));
        }
    }

    store::Reader const& reader_;
    Principal const& who_;
    ExportLimits limits_;
    std::set<std::string> things_;  // seen or waiting
    std::deque<Thing> waiting_;
    std::map<EventNumber, EventRecord> records_;
    std::set<std::string> cut_;
};

}  // namespace

Result<LotExport> export_lot(
    store::Reader const& reader, Principal const& who, std::string_view lot, ExportLimits limits
) {
    return Export(reader, who, limits).run(lot);
}

json::object document_of(LotExport const& found, epcis::EpcFormat format, Instant created) {
    std::vector<epcis::Out> out;
    out.reserve(found.records.size());
    for (auto const& record : found.records) {
        out.push_back({&record.event, record.recorded});
    }
    return epcis::document(out, format, created);
}

}  // namespace ocop::events
