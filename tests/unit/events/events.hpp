#pragma once

#include "events/find.hpp"
#include "events/index.hpp"
#include "put_events.hpp"
#include "register.hpp"

#include <ocop/epcis/order_key.hpp>

#include <algorithm>
#include <map>
#include <random>

// Events of a small value chain: few values, so that they share many, and few times, so that they
// tie. What a test asks for is answered a second time by looking at every event.
namespace ocop::test {

using events::EventNumber;
using events::EventRecord;

class Dice {
  public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}

    std::size_t below(std::size_t count) { return engine_() % count; }

    bool one_in(std::size_t count) { return below(count) == 0; }

    template <class List>
    auto const& pick(List const& list) {
        return list[below(std::size(list))];
    }

  private:
    std::mt19937 engine_;
};

inline constexpr std::string_view gs1_domain = "https://id.gs1.org/";

inline std::string class_link(std::size_t product) {
    auto body = std::to_string(952'000'110'000 + product);
    return std::string(gs1_domain) + "01/" + gtin_of("0" + body);
}

inline std::string lot_link(std::size_t product, std::size_t lot) {
    return class_link(product) + "/10/L" + std::to_string(lot);
}

inline std::string item_link(std::size_t product, std::size_t serial) {
    return class_link(product) + "/21/S" + std::to_string(serial);
}

inline std::string place_link(std::size_t place) {
    auto const body = "95200001" + std::to_string(1000 + place);
    return std::string(gs1_domain) + "414/" + gtin_of(body);
}

inline std::string pallet_link(std::size_t pallet) {
    return "urn:private:pallet:" + std::to_string(pallet);
}

inline std::string order_link(std::size_t order) {
    return "urn:private:order:" + std::to_string(order);
}

inline constexpr std::string_view steps[] = {"commissioning", "packing", "shipping", "receiving"};
inline constexpr std::string_view states[] = {"active", "in_transit", "conformant"};
inline constexpr Instant first_time{1'795'000'000'000};

struct Mix {
    std::size_t products = 3;
    std::size_t lots = 4;
    std::size_t serials = 40;
    std::size_t places = 5;
    std::size_t times = 30;
    std::vector<std::string> producers = {"p1", "p2", "p3"};
};

inline json::object object_event(Dice& dice, Mix const& mix) {
    json::object body;
    body["type"] = "ObjectEvent";
    body["action"] = dice.one_in(2) ? "ADD" : "OBSERVE";
    json::array epcs;
    for (auto left = dice.below(3); left > 0; --left) {
        epcs.push_back(json::value(item_link(dice.below(mix.products), dice.below(mix.serials))));
    }
    body["epcList"] = std::move(epcs);
    if (dice.one_in(2)) {
        json::object quantity;
        // An instance too: GS1's schema lets it be the class of a quantity.
        quantity["epcClass"] = dice.one_in(5) ? "urn:private:bulk:" + std::to_string(dice.below(3))
                               : dice.one_in(5)
                                   ? item_link(dice.below(mix.products), dice.below(mix.serials))
                                   : lot_link(dice.below(mix.products), dice.below(mix.lots));
        quantity["quantity"] = 12.5;
        quantity["uom"] = "KGM";
        body["quantityList"] = json::array{std::move(quantity)};
    }
    return body;
}

inline json::object aggregation_event(Dice& dice, Mix const& mix) {
    json::object body;
    body["type"] = "AggregationEvent";
    body["action"] = "ADD";
    body["parentID"] = pallet_link(dice.below(6));
    body["childEPCs"] =
        json::array{json::value(item_link(dice.below(mix.products), dice.below(mix.serials)))};
    return body;
}

inline json::object transformation_event(Dice& dice, Mix const& mix) {
    json::object body;
    body["type"] = "TransformationEvent";
    body["inputEPCList"] =
        json::array{json::value(item_link(dice.below(mix.products), dice.below(mix.serials)))};
    json::object quantity;
    quantity["epcClass"] = lot_link(dice.below(mix.products), dice.below(mix.lots));
    body["outputQuantityList"] = json::array{std::move(quantity)};
    return body;
}

inline EventRecord random_event(Dice& dice, Mix const& mix = {}) {
    EventRecord out;
    auto const kind = dice.below(4);
    auto body = kind == 0   ? aggregation_event(dice, mix)
                : kind == 1 ? transformation_event(dice, mix)
                            : object_event(dice, mix);
    Instant const time{first_time.ms + static_cast<std::int64_t>(dice.below(mix.times)) * 3'333};
    body["eventTime"] = to_text(time);
    body["eventTimeZoneOffset"] = "+07:00";
    body["eventID"] = "urn:private:event:" + std::to_string(dice.below(100'000));
    if (!dice.one_in(5)) {
        body["bizStep"] = dice.pick(steps);
    }
    if (dice.one_in(2)) {
        body["disposition"] = dice.pick(states);
    }
    if (dice.one_in(2)) {
        body["readPoint"] = json::object{{"id", place_link(dice.below(mix.places))}};
    }
    if (dice.one_in(3)) {
        body["bizLocation"] = json::object{{"id", place_link(dice.below(mix.places))}};
    }
    if (dice.one_in(3)) {
        json::object deal{{"type", "po"}, {"bizTransaction", order_link(dice.below(4))}};
        body["bizTransactionList"] = json::array{std::move(deal)};
    }
    if (!dice.one_in(4)) {
        body["ex:grade"] = dice.one_in(3) ? json::value("A" + std::to_string(dice.below(3)))
                                          : json::value(static_cast<double>(dice.below(8)) / 2);
    }
    out.event.type = kind == 0   ? epcis::EventType::aggregation
                     : kind == 1 ? epcis::EventType::transformation
                                 : epcis::EventType::object;
    out.event.body = std::move(body);
    out.event.context = {json::object{{"ex", "https://example.org/"}}};
    out.account = "a1";
    out.producer = dice.pick(mix.producers);
    out.parties = {out.producer};
    if (dice.one_in(4)) {
        auto const& other = dice.pick(mix.producers);
        if (other != out.producer) {
            out.parties.push_back(other);
        }
    }
    return out;
}

enum class Writing { merged, one_by_one };

struct EventsFixture : ServiceFixture {
    // Captures in one transaction, as the service does; a millisecond passes before it now and
    // then.
    void capture(std::vector<EventRecord> batch, Writing writing = Writing::merged) {
        if (++transactions_ % 3 == 0) {
            clock().advance_ms(1 + static_cast<std::int64_t>(transactions_ % 5));
        }
        commit([&](store::Transaction& tx) -> Result<void> {
            auto number = all.size();
            for (auto& record : batch) {
                record.number = ++number;
                record.recorded = tx.now();
                put_event(tx, record);
            }
            return write_index(tx, batch, writing);
        });
        std::move(batch.begin(), batch.end(), std::back_inserter(all));
    }

    void capture_random(Dice& dice, std::size_t count, Mix const& mix = {}) {
        while (count > 0) {
            std::vector<EventRecord> batch;
            auto const size = std::min(count, 1 + dice.below(9));
            for (std::size_t i = 0; i < size; ++i) {
                batch.push_back(random_event(dice, mix));
            }
            count -= size;
            capture(std::move(batch), dice.one_in(2) ? Writing::merged : Writing::one_by_one);
        }
    }

    template <class Service>
    void commit(Service const& service) {
        auto const done = transact_now(store(), service);
        BOOST_TEST_REQUIRE(reason_of(done) == "");
    }

    std::vector<EventRecord> all;

  private:
    static Result<void> write_index(
        store::Transaction& tx, std::vector<EventRecord> const& batch, Writing writing
    ) {
        if (writing == Writing::merged) {
            return index_records(tx, batch);
        }
        for (auto const& record : batch) {
            if (auto one = index_records(tx, {&record, 1}); !one) {
                return one;
            }
        }
        return {};
    }

    std::size_t transactions_ = 0;
};

inline accounts::Principal caller(accounts::Reach reach, std::string unit = {}) {
    accounts::Principal who;
    who.account = "a1";
    who.reach = reach;
    (reach == accounts::Reach::commune ? who.commune : who.producer) = std::move(unit);
    return who;
}

inline epcis::Query query_of(epcis::QueryParameters const& parameters) {
    auto query = epcis::read_query(parameters, {{"ex", "https://example.org/"}});
    BOOST_TEST_REQUIRE(reason_of(query) == "");
    return std::move(*query);
}

inline std::vector<EventNumber> numbers_of(std::vector<EventRecord> const& records) {
    std::vector<EventNumber> out;
    for (auto const& record : records) {
        out.push_back(record.number);
    }
    return out;
}

// All pages, one after the other.
inline std::vector<EventNumber> all_pages(
    store::Store& store,
    accounts::Principal const& who,
    epcis::Query const& query,
    events::PageRequest page,
    std::function<void()> const& between = [] {}
) {
    std::vector<EventNumber> out;
    for (std::size_t pages = 0;; ++pages) {
        BOOST_TEST_REQUIRE(pages < 100'000U);
        auto const found = find_events(*store.snapshot(), who, query, page);
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        BOOST_TEST_REQUIRE(found->events.size() <= page.per_page);
        auto const numbers = numbers_of(found->events);
        out.insert(out.end(), numbers.begin(), numbers.end());
        if (!found->next) {
            return out;
        }
        page.token = *found->next;
        between();
    }
}

// The answer by looking at every event. `communes` are of the producers.
inline std::vector<EventNumber> naive(
    std::vector<EventRecord> const& all,
    accounts::Principal const& who,
    epcis::Query const& query,
    std::map<std::string, std::string> const& communes = {}
) {
    auto const visible = [&](EventRecord const& record) {
        return std::any_of(record.parties.begin(), record.parties.end(), [&](auto const& party) {
            auto const commune = communes.find(party);
            return (who.reach == accounts::Reach::own && party == who.producer) ||
                   (who.reach == accounts::Reach::commune && commune != communes.end() &&
                    commune->second == who.commune);
        });
    };
    std::vector<EventRecord const*> found;
    for (auto const& record : all) {
        if ((who.reach == accounts::Reach::all || visible(record)) &&
            epcis::matches(query, record.event, record.recorded)) {
            found.push_back(&record);
        }
    }
    auto const ascending = [&](EventRecord const& a, EventRecord const& b) {
        if (query.order_by == epcis::OrderBy::event_time &&
            event_time(a.event) != event_time(b.event)) {
            return event_time(a.event) < event_time(b.event);
        }
        auto const compared = query.order_by == epcis::OrderBy::extension
                                  ? epcis::compare_order_keys(
                                        epcis::order_key(query.order_value(a.event)),
                                        epcis::order_key(query.order_value(b.event))
                                    )
                                  : 0;
        return compared != 0 ? compared < 0 : a.number < b.number;
    };
    std::sort(found.begin(), found.end(), [&](EventRecord const* a, EventRecord const* b) {
        return query.descending ? ascending(*b, *a) : ascending(*a, *b);
    });
    std::vector<EventNumber> out;
    for (auto const* record : found) {
        out.push_back(record->number);
    }
    if (query.event_count_limit && out.size() > *query.event_count_limit) {
        out.resize(*query.event_count_limit);
    }
    return out;
}

// Lets a reader through, and counts what it gives.
class CountingReader final : public store::Reader {
  public:
    explicit CountingReader(store::Reader const& reader) : reader_(reader) {}

    Result<std::optional<std::string>> get(store::Space space, std::string_view key)
        const override {
        ++rows;
        return reader_.get(space, key);
    }

    Result<void> scan(
        store::Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const override {
        ++scans;
        return reader_.scan(space, prefix, from, [&](auto key, auto value) {
            ++rows;
            return visit(key, value);
        });
    }

    mutable std::uint64_t rows = 0;
    mutable std::uint64_t scans = 0;

  private:
    store::Reader const& reader_;
};

}  // namespace ocop::test
