#include "audit_world.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>

#include <boost/test/data/test_case.hpp>

#include <algorithm>

// Ways to hide a record from the audit and keep it for the readers, or the other way round, and to
// falsify what lies beside records and is in no entry. The store starts all the same.
namespace ocop::test {

namespace {

struct Hiding {
    char const* name;
    char const* found;  // an id of the audit's
    void (*act)(FolderCopy const&);
};

std::ostream& operator<<(std::ostream& out, Hiding const& hiding) {
    return out << hiding.name;
}

std::string first_key(FolderCopy const& folder, std::string const& family, std::string const& of) {
    auto const keys = folder.keys(family, of);
    BOOST_TEST_REQUIRE(!keys.empty());
    return keys.front();
}

void flip(FolderCopy const& folder, std::string const& family, std::string const& key) {
    auto value = *folder.get(family, key);
    value.back() = static_cast<char>(value.back() ^ 1);
    folder.put(family, key, value);
}

void rename(
    FolderCopy const& folder,
    std::string const& family,
    std::string const& from,
    std::string const& to
) {
    auto const value = folder.get(family, from);
    BOOST_TEST_REQUIRE(value.has_value());
    folder.put(family, to, *value);
    folder.put(family, from, {});
}

// As a thief of stars would: the true record where nobody looks, and at its key one that readers
// take and a search for its first bytes does not meet.
void disguise(FolderCopy const& folder, std::function<std::string(std::string)> const& spell) {
    auto const key = first_key(folder, "registry", "c");
    auto const good = *folder.get("registry", key);
    folder.put("trace", "z" + key, good);
    auto stored = json::parse(good);
    stored->as_object().at("record").as_object()["stars"] = 1;
    folder.put("registry", key, spell(json::canonical(*stored)));
}

Hiding const hidings[] = {
    {"stars are edited behind a space",
     "record",
     [](FolderCopy const& f) { disguise(f, [](std::string s) { return " " + s; }); }},
    {"stars are edited in a record whose members stand otherwise",
     "record",
     [](FolderCopy const& f) {
         disguise(f, [](std::string s) {
             auto const at = s.find(R"(,"record":)");
             auto const log = s.substr(1, at - 1);
             return "{" + s.substr(at + 1, s.size() - at - 2) + "," + log + "}";
         });
     }},
    {"a record is spelled with an escape",
     "record",
     [](FolderCopy const& f) {
         auto const k = first_key(f, "registry", "c");
         auto s = *f.get("registry", k);
         f.put("registry", k, s.replace(s.find("\"stars\""), 7, "\"\\u0073tars\""));
     }},
    {"a certificate is renamed",
     "record",
     [](FolderCopy const& f) {
         auto const k = first_key(f, "registry", "c");
         rename(f, "registry", k, "s" + k.substr(1));
     }},
    {"a certificate is renamed to a tag that is none",
     "record",
     [](FolderCopy const& f) {
         auto const k = first_key(f, "registry", "c");
         rename(f, "registry", k, "X" + k.substr(1));
     }},
    {"a recall is renamed",
     "record",
     [](FolderCopy const& f) {
         auto const k = first_key(f, "inspections", "r");
         rename(f, "inspections", k, k + "x");
     }},
    {"a move is renamed to a stocktake, and its stamps put back",
     "record",
     [](FolderCopy const& f) {
         auto const k = first_key(f, "stamps", "m");
         rename(f, "stamps", k, "t" + k.substr(1));
     }},
    {"a producer that was dropped is put back",
     "record",
     [](FolderCopy const& f) {
         auto const bytes = from_hex(*f.get("trace", "dropped"));
         auto const text = std::string(as_text(*bytes));
         auto const end = text.find('\n');
         f.put("registry", text.substr(0, end), text.substr(end + 1));
     }},
    {"a producer is taken out that nobody dropped",
     "record",
     [](FolderCopy const& f) { f.put("registry", first_key(f, "registry", "p"), {}); }},
    {"a key of an unknown tag",
     "record",
     [](FolderCopy const& f) { f.put("inspections", "xyz", ""); }},
    {"a record of no entry, where one may be",
     "record",
     [](FolderCopy const& f) { f.put("registry", "c99-99999-01-2026.01", "{}"); }},
    {"a held stamp's mark is deleted",
     "derived",
     [](FolderCopy const& f) { f.put("inspections", first_key(f, "inspections", "m"), {}); }},
    {"a held stamp's mark names another hold",
     "derived",
     [](FolderCopy const& f) { flip(f, "inspections", first_key(f, "inspections", "m")); }},
    {"a mark of copies is deleted",
     "derived",
     [](FolderCopy const& f) { f.put("inspections", first_key(f, "inspections", "c"), {}); }},
    {"a mark of copies is made up",
     "derived",
     [](FolderCopy const& f) {
         auto const k = first_key(f, "inspections", "c");
         f.put(
             "inspections", k.substr(0, 2) + std::string(8, '\x7f'), std::string(8, '\0') + "nobody"
         );
     }},
    {"the hold of a lot is forgotten",
     "derived",
     [](FolderCopy const& f) { f.put("inspections", first_key(f, "inspections", "l"), {}); }},
    {"a finding that stands is forgotten",
     "derived",
     [](FolderCopy const& f) { f.put("inspections", first_key(f, "inspections", "C"), {}); }},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_hidden)

BOOST_DATA_TEST_CASE(each_hiding_is_found, boost::unit_test::data::make(hidings), hiding) {
    FolderCopy const folder;
    hiding.act(folder);
    folder.close();
    auto const outcome = audit_of(folder.path());
    BOOST_TEST(outcome.status == 1);
    auto const& ids = outcome.ids;
    BOOST_TEST((std::find(ids.begin(), ids.end(), hiding.found) != ids.end()), outcome.words);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
