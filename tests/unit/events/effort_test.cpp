#include "blobs/findings.hpp"
#include "capture_fixture.hpp"

#include <boost/test/unit_test.hpp>

// What one document may cost the commit thread, in keys looked for and written and not in time.
namespace ocop::test {

namespace {

class CountingTransaction final : public store::Transaction {
  public:
    explicit CountingTransaction(store::Transaction& real) : real_(real) {}

    Result<std::optional<std::string>> get(store::Space space, std::string_view key)
        const override {
        ++keys;
        return real_.get(space, key);
    }

    Result<void> scan(
        store::Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const override {
        ++keys;
        return real_.scan(space, prefix, from, [&](std::string_view key, std::string_view value) {
            ++keys;
            return visit(key, value);
        });
    }

    Instant now() const override { return real_.now(); }

    std::uint64_t ledger_size() const override { return real_.ledger_size(); }

    void put(store::Space space, std::string_view key, std::string_view value) override {
        ++keys;
        real_.put(space, key, value);
    }

    void erase(store::Space space, std::string_view key) override {
        ++keys;
        real_.erase(space, key);
    }

    Logged append(store::EntryDraft draft, json::value const& record, std::int64_t prev) override {
        return real_.append(std::move(draft), record, prev);
    }

    Logged append_text(store::EntryDraft draft, std::string_view record, std::int64_t prev)
        override {
        return real_.append_text(std::move(draft), record, prev);
    }

    mutable std::size_t keys = 0;

  private:
    store::Transaction& real_;
};

struct Cost {
    std::string slug;
    std::size_t keys = 0;
};

constexpr std::size_t items = 600;

struct Fixture : CaptureFixture {
    Fixture() {
        for (std::size_t i = 0; i < events::destinations_max; ++i) {
            receivers.push_back(events::producer_uri(add_producer("Cơ sở " + std::to_string(i))));
        }
    }

    // Keeps nothing, so that one may be measured after the other.
    Cost cost_of(Principal const& by, Texts const& list) {
        auto prepared = candidates(list);
        Cost out;
        auto const outcome = run([&](store::Transaction& tx) -> Result<Captured> {
            CountingTransaction counting(tx);
            auto captured = events::capture(counting, by, prepared, Behaviour::rollback);
            out.keys = counting.keys;
            out.slug = slug_of(captured);
            if (captured) {
                BOOST_TEST_REQUIRE(told(*captured).empty(), told(*captured).front());
            }
            return Error(Errc::conflict, "measured");
        });
        BOOST_TEST(!outcome.has_value());
        return out;
    }

    // A list of `count` rows, each made from its place.
    template <class Row>
    static std::string list_of(std::size_t count, Row const& row) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i) {
            out += (i == 0 ? "" : ",") + row(i);
        }
        return out;
    }

    static std::string parties(std::string const& list, std::string const& name, Texts const& ids) {
        return ",\"" + list + "\":[" +
               list_of(
                   ids.size(),
                   [&](auto i) {
                       return R"({"type":"location",")" + name + R"(":")" + ids[i] + "\"}";
                   }
               ) +
               "]";
    }

    static Texts anybody(std::size_t count, std::string const& prefix = "urn:private:party:") {
        Texts out;
        for (std::size_t i = 0; i < count; ++i) {
            out.push_back(prefix + std::to_string(i));
        }
        return out;
    }

    // As many receivers and things as one event may have.
    std::string crowd(std::size_t event) const {
        auto const units = list_of(items, [&](auto i) {
            return "\"" + gtin_link + "/21/" + std::to_string(event) + "S" + std::to_string(i) +
                   "\"";
        });
        return observed(
            "\"epcList\":[" + units + "]" + parties("destinationList", "destination", receivers)
        );
    }

    Texts receivers;
};

std::string refusal_of(Result<events::Candidates> const& prepared) {
    if (prepared) {
        return "";
    }
    BOOST_TEST((prepared.error().code == Errc::too_large));
    return std::string(prepared.error().slug) + " " + prepared.error().faults.front().pointer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(effort)

BOOST_AUTO_TEST_CASE(what_is_taken_is_gone_and_nothing_is_left_after_a_refusal) {
    events::Effort effort(10);
    BOOST_TEST(slug_of(effort.take(7)) == "");
    BOOST_TEST(slug_of(effort.take(3)) == "");
    BOOST_TEST(slug_of(effort.take(0)) == "");
    BOOST_TEST(slug_of(effort.take()) == "transaction_too_large");
    events::Effort little(10);
    BOOST_TEST(slug_of(little.take(11)) == "transaction_too_large");
    BOOST_TEST(slug_of(little.take()) == "transaction_too_large");
}

BOOST_FIXTURE_TEST_CASE(an_event_has_so_many_parties, CaptureFixture) {
    auto const prepared = [&](Texts const& sources, Texts const& destinations) {
        return refusal_of(events::prepare(document(
            {observed(epcs("urn:x:1")),
             observed(
                 epcs("urn:x:1") + Fixture::parties("sourceList", "source", sources) +
                 Fixture::parties("destinationList", "destination", destinations)
             )}
        )));
    };
    auto const at = std::string("event_parties_too_many /epcisBody/eventList/1");
    auto const most = Fixture::anybody(16);
    BOOST_TEST(prepared({"urn:private:one"}, most) == "");
    BOOST_TEST(prepared({"urn:private:one"}, Fixture::anybody(17)) == at + "/destinationList");
    BOOST_TEST(prepared(Fixture::anybody(48, "urn:private:s:"), most) == "");
    BOOST_TEST(prepared(Fixture::anybody(49, "urn:private:s:"), most) == at + "/sourceList");
    // Whoever is named several times is one.
    BOOST_TEST(prepared(Fixture::anybody(64), most) == "");
    auto twice = most;
    twice.insert(twice.end(), most.begin(), most.end());
    BOOST_TEST(prepared({"urn:private:one"}, twice) == "");
}

BOOST_FIXTURE_TEST_CASE(the_work_of_a_document_is_bounded_whatever_its_events_name, Fixture) {
    Texts list;
    std::size_t taken = 0;
    for (std::size_t event = 0; event < 10; ++event) {
        list.push_back(crowd(event));
        auto const cost = cost_of(person_of(a), list);
        BOOST_TEST_MESSAGE(list.size() << " events: " << cost.keys << " keys " << cost.slug);
        // A few of each event are not counted: its record, its id, its number.
        BOOST_TEST(cost.keys < events::effort_max + 10 * list.size());
        BOOST_TEST((cost.slug.empty() || cost.slug == "transaction_too_large"), cost.slug);
        taken += cost.slug.empty() ? 1 : 0;
    }
    // One as large as an event may be is taken; several are not.
    BOOST_TEST(taken >= 1U);
    BOOST_TEST(taken < 5U);
}

BOOST_FIXTURE_TEST_CASE(a_document_of_many_shipments_is_within_it, Fixture) {
    Texts list;
    for (std::size_t event = 0; event < 500; ++event) {
        auto const units = list_of(10, [&](auto i) {
            return "\"" + lot_l1 + "/21/" + std::to_string(event) + "S" + std::to_string(i) + "\"";
        });
        list.push_back(observed(
            "\"epcList\":[" + units + R"(],"bizStep":"shipping","disposition":"in_transit")" +
            at_place(plot_a) + parties("destinationList", "destination", {receivers[event % 2]})
        ));
    }
    auto const cost = cost_of(person_of(a), list);
    BOOST_TEST_MESSAGE("500 shipments: " << cost.keys << " keys");
    BOOST_TEST(cost.slug == "");
    BOOST_TEST(capture(person_of(a), list).numbers.size() == 500U);
}

BOOST_FIXTURE_TEST_CASE(files_times_lots_are_bounded_too, Fixture) {
    blobs::Kept kept;
    kept.record.sha256 = std::string(64, 'a');
    kept.record.producer = a;
    kept.record.media_type = "image/jpeg";
    kept.record.bytes = 1'000;
    kept.record.shown = blobs::PublicCopy{std::string(64, '1'), 100, 30, 20};
    must([&](store::Transaction& tx) {
        return blobs::record_upload(tx, kept, blobs::default_quota_bytes);
    });
    auto const lots = list_of(300, [](auto i) {
        return R"({"epcClass":")" + gtin_link + "/10/M" + std::to_string(i) + "\"}";
    });
    auto const photos =
        list_of(300, [&](auto) { return "\"" + std::string(kept.record.sha256) + "\""; });
    auto const cost = cost_of(
        person_of(a), {observed("\"quantityList\":[" + lots + "],\"ocop:photos\":[" + photos + "]")}
    );
    BOOST_TEST(cost.slug == "transaction_too_large");
    BOOST_TEST(cost.keys < 6 * events::effort_max);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
