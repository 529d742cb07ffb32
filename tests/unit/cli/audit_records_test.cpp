#include "tlog/places.hpp"
#include "tlog/told.hpp"

#include <ocop/ledger/kinds.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

// What the audit of a folder's records rests on: a row for each noun, and for each of its members.
namespace ocop::test {

namespace {

using tlog::compared_members;
using tlog::contradiction;
using tlog::told_by_act_alone;

std::string noun_of(ledger::Kind const& kind) {
    return kind.name.substr(0, kind.name.find('.'));
}

bool has(std::vector<std::string_view> const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

ledger::Entry certificate(json::object clear) {
    ledger::Entry entry;
    entry.kind = "certificate.registered";
    entry.clear = std::move(clear);
    return entry;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_records)

BOOST_AUTO_TEST_CASE(each_kind_has_a_place_for_its_record) {
    for (auto const& kind : ledger::kinds()) {
        ledger::Entry entry;
        entry.kind = kind.name;
        entry.subject = kind.noun + ":7";
        auto const place = tlog::place_of(entry, 3);
        BOOST_TEST_REQUIRE(place.has_value(), kind.name);
        BOOST_TEST((tlog::kind_of_key(place->space, place->key) == tlog::KeyKind::logged));
        entry.subject = "other:7";
        BOOST_TEST(!tlog::place_of(entry, 3).has_value(), kind.name);
    }
}

BOOST_AUTO_TEST_CASE(each_member_is_compared_or_named_as_of_the_act_alone) {
    for (auto const& kind : ledger::kinds()) {
        auto const compared = compared_members(noun_of(kind));
        auto const alone = told_by_act_alone(noun_of(kind));
        for (auto const& member : kind.members) {
            BOOST_TEST(
                has(compared, member.name) != has(alone, member.name),
                kind.name << " " << member.name
            );
        }
        BOOST_TEST(compared.size() + alone.size() == kind.members.size(), kind.name);
    }
}

BOOST_AUTO_TEST_CASE(what_an_entry_says_otherwise_than_its_record_is_named) {
    auto const record = json::parse(
        R"({"id":"c","product":"p","producer":"q","authority":"a","stars":4,)"
        R"("recognised":{"decision":"12"},"term":{"issued":"2026-06-01"},"withdrawn":null})"
    );
    json::object const clear{
        {"certificate", "c"},
        {"product", "p"},
        {"producer", "q"},
        {"authority", "a"},
        {"stars", 4},
        {"decision", "12"},
        {"issued_on", "2026-06-01"},
        {"last_day", "2029-06-01"}};
    auto const good = contradiction(certificate(clear), *record);
    BOOST_TEST(good == "", good);
    for (auto const& member : clear) {
        auto other = clear;
        other[member.key()] = member.value().is_int64() ? json::value(5) : json::value("other");
        auto const words = contradiction(certificate(other), *record);
        BOOST_TEST(words.starts_with(std::string(member.key())), words);
    }
    auto more = clear;
    more["withdrawal"] = "13";
    BOOST_TEST(contradiction(certificate(more), *record).starts_with("withdrawal"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
