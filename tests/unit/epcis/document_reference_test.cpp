// Reads the official examples and the documents of OpenEPCIS, when they are on this machine (they
// are not ours to ship), and holds each verdict against that of a validator of schema 2.0.1 with
// formats asserted. Where a rule of ours that no schema has refuses a document, the rule is listed,
// the place is mended, and the document must then be taken; a rule that meets nothing is an error.

#include "unit/epcis/documents.hpp"

#include <fstream>
#include <iterator>
#include <map>

namespace {

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::test;

std::string const folder = std::string(OCOP_REFERENCE_DIR) + "/epcis/";

constexpr Instant recorded{1'767'229'200'000};

constexpr Reading late{.now = Instant{1'798'675'200'000}};  // 2026-12-31: later than any sample

// What we refuse although the schema takes it: by what the fault says.
struct Difference {
    std::string_view says;
    std::string_view why;
    char const* mended;  // put in its place; taken away when null
};

constexpr Difference differences[] = {
    {"is not this event's hash",
     "the examples' ni: ids are none that the algorithm gives, in either version",
     nullptr},
    {"is after the event's time", "what is measured afterwards is no part of the event", nullptr},
    {"wrong check digit", "made up", R"("https://example.org/1")"},
    {"8003: must be zero", "a GRAI in a Digital Link starts with 0", R"("https://example.org/1")"},
};

// Nothing reads a document with a key twice as it was meant.
constexpr std::string_view key_twice = "gs1-examples/AssociationEvent/AssociationEvent-h.jsonld";

Difference const* difference_of(std::string_view reason) {
    for (auto const& difference : differences) {
        if (reason.find(difference.says) != std::string_view::npos) {
            return &difference;
        }
    }
    return nullptr;
}

auto const reference = boost::unit_test::precondition(
    [](boost::unit_test::test_unit_id) -> boost::test_tools::assertion_result {
        return std::ifstream(folder + "validation-result.json").good();
    }
);

std::string text_of_file(std::string const& name) {
    std::ifstream in(folder + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct Sample {
    std::string name;
    bool holds;  // by the schema
    json::value v;
};

// The documents that are here, of those that validators were run over; without bodies of queries.
std::vector<Sample> samples() {
    std::vector<Sample> out;
    auto const results = parsed(text_of_file("validation-result.json"));
    for (auto const& row : results.as_array()) {
        std::string const name(row.at("rel").as_string());
        auto const text = text_of_file(name);
        if (!text.empty() && row.at("doc") != "Query" && name != key_twice) {
            out.push_back({name, row.at("v201").as_bool(), parsed(text)});
        }
    }
    return out;
}

void mend(json::value& v, Fault const& fault, std::map<std::string_view, int>& met) {
    auto const* difference = difference_of(fault.reason);
    BOOST_TEST_REQUIRE(difference != nullptr, describe({Errc::malformed, "fault", {fault}}));
    met[difference->says] += 1;
    if (difference->mended != nullptr) {
        put_at(v, fault.pointer, difference->mended);
    } else {
        take_at(v, fault.pointer);
    }
}

// The documents that the schema takes, without what our own rules refuse.
std::vector<Sample> mended(std::map<std::string_view, int>& met) {
    std::vector<Sample> out;
    for (auto& sample : samples()) {
        if (!sample.holds) {
            continue;
        }
        // Twice, as eventIDs are looked at when all else is right.
        for (int turn = 0; turn < 2; ++turn) {
            auto const read = read_document(json::value(sample.v), late);
            auto const faults = read ? std::vector<Fault>() : read.error().faults;
            BOOST_TEST_CONTEXT(sample.name) {
                for (auto const& fault : faults) {
                    mend(sample.v, fault, met);
                }
            }
        }
        out.push_back(std::move(sample));
    }
    return out;
}

std::vector<Sample> mended() {
    std::map<std::string_view, int> met;
    return mended(met);
}

// Of our writing: the lists of a document's events.
json::array events_of(json::value const& v) {
    auto const& o = v.as_object();
    if (!o.contains("epcisBody")) {
        return {v};
    }
    auto const& body = o.at("epcisBody").as_object();
    return body.contains("eventList")
               ? body.at("eventList").as_array()
               : body.at("queryResults").at("resultsBody").at("eventList").as_array();
}

std::vector<Out> outs(std::vector<Event> const& events) {
    std::vector<Out> out;
    for (auto const& event : events) {
        out.push_back({&event, recorded});
    }
    return out;
}

// What the repository says itself is left out of the comparison.
json::value without_our_own(json::value v, bool had_id) {
    auto& o = v.get_object();
    o.erase("recordTime");
    o.erase("@context");
    if (!had_id) {
        o.erase("eventID");
    }
    return v;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(epcis_document_reference, *reference)

BOOST_AUTO_TEST_CASE(what_the_schema_refuses_is_refused) {
    std::size_t refused = 0;
    for (auto const& sample : samples()) {
        auto const read = read_document(json::value(sample.v), late);
        BOOST_TEST((sample.holds || !read), sample.name);
        refused += read ? 0 : 1;
    }
    BOOST_TEST_MESSAGE(refused << " refused");
    BOOST_TEST(refused > 0U);
    auto const twice = json::parse(text_of_file(std::string(key_twice)));
    BOOST_TEST((!twice && twice.error().slug == "json_duplicate_key"));
}

BOOST_AUTO_TEST_CASE(what_the_schema_takes_is_taken_but_for_rules_that_no_schema_has) {
    std::map<std::string_view, int> met;
    auto const all = mended(met);
    BOOST_TEST(all.size() > 0U);
    for (auto const& sample : all) {
        auto const read = read_document(json::value(sample.v), late);
        BOOST_TEST(
            read.has_value(), sample.name << ": " << describe(read ? Error() : read.error())
        );
    }
    for (auto const& difference : differences) {
        BOOST_TEST(met[difference.says] > 0, difference.says);
        BOOST_TEST_MESSAGE(difference.says << ": " << met[difference.says]);
    }
    BOOST_TEST_MESSAGE(all.size() << " taken");
}

BOOST_AUTO_TEST_CASE(what_is_taken_is_given_back_as_it_was_sent) {
    for (auto const& sample : mended()) {
        auto const read = read_document(json::value(sample.v), late);
        BOOST_TEST_REQUIRE(read.has_value(), sample.name);
        std::vector<Event> stored;
        for (auto const& event : read->events) {
            auto back = event_from_json(parsed(event_text(event)));
            BOOST_TEST_REQUIRE(back.has_value());
            stored.push_back(std::move(*back));
        }
        auto const text =
            json::serialize(document(outs(stored), EpcFormat::never_translates, recorded));
        auto const sent = events_of(sample.v);
        auto const given = events_of(parsed(text));
        BOOST_TEST_REQUIRE(given.size() == sent.size());
        for (std::size_t i = 0; i < sent.size(); ++i) {
            bool const had_id = sent[i].as_object().contains("eventID");
            auto const a = without_our_own(given[i], had_id);
            auto const b = without_our_own(sent[i], had_id);
            BOOST_TEST(same_content(a, b), sample.name << ": " << json::serialize(a));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_given_in_digital_links_reads_as_the_same_events) {
    for (auto const& sample : mended()) {
        auto const read = read_document(json::value(sample.v), late);
        BOOST_TEST_REQUIRE(read.has_value(), sample.name);
        auto const text = json::serialize(
            query_document(outs(read->events), EpcFormat::digital_link, recorded, "all")
        );
        auto const again = read_document(parsed(text), late);
        BOOST_TEST_REQUIRE(
            again.has_value(), sample.name << ": " << describe(again ? Error() : again.error())
        );
        for (std::size_t i = 0; i < read->events.size(); ++i) {
            BOOST_TEST(same_content(again->events[i].body, read->events[i].body), sample.name);
            BOOST_TEST(again->events[i].sent.empty(), sample.name);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
