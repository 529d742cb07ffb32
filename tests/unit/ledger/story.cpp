#include "story.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/time.hpp>
#include <ocop/ledger/kinds.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <set>

namespace ocop::test {

namespace {

std::string unit_of(std::string const& actor, std::map<std::string, std::string> const& units) {
    auto const found = units.find(actor);
    return found == units.end() ? actor : found->second;
}

void note_unit(json::object const& clear, std::map<std::string, std::string>& units) {
    auto const text = [&clear](char const* member) {
        auto const* const v = clear.if_contains(member);
        return v == nullptr ? std::string() : std::string(std::string_view(v->get_string()));
    };
    auto unit = !text("producer").empty()  ? "producer:" + text("producer")
                : !text("commune").empty() ? "commune:" + text("commune")
                                           : "authority:" + text("authority");
    if (!text("office").empty()) {
        unit += "/" + text("office");
    }
    units[text("account")] = unit;
}

}  // namespace

Story good_story() {
    Story out;
    std::ifstream file(std::string(OCOP_TESTS_DIR) + "/vectors/ledger-kinds-v1.jsonl");
    std::map<std::string, std::string> units;
    for (std::string line; std::getline(file, line);) {
        auto entry = ledger::parse_entry(line);
        BOOST_TEST_REQUIRE(entry.has_value(), line);
        auto& clear = entry->clear;
        if (entry->kind.starts_with("account.")) {
            note_unit(clear, units);
        }
        if (std::string_view(clear.at("unit").get_string()) == unit_of(entry->actor, units)) {
            clear.erase("unit");
        }
        out.push_back({entry->kind, entry->actor, std::move(clear)});
    }
    return out;
}

std::size_t first_of(Story const& story, std::string_view kind) {
    auto const found = std::find_if(story.begin(), story.end(), [kind](Draft const& draft) {
        return draft.kind == kind;
    });
    BOOST_TEST_REQUIRE((found != story.end()));
    return static_cast<std::size_t>(found - story.begin());
}

std::ostream& operator<<(std::ostream& out, Lie const& lie) {
    return out << lie.name;
}

void check(Lie const& lie) {
    auto story = good_story();
    lie.tell(story);
    auto const found = replay(write(story));
    std::set<std::string_view> broken;
    for (auto const& each : found) {
        broken.insert(each.rule);
    }
    BOOST_TEST((broken == std::set<std::string_view>{lie.rule}), words_of(found));
}

namespace tale {

Draft& the(Story& story, std::string_view kind, std::size_t nth) {
    for (auto& draft : story) {
        if (draft.kind == kind && nth-- == 0) {
            return draft;
        }
    }
    BOOST_FAIL("no such draft");
    return story.front();
}

json::object& clear_of(Story& story, std::string_view kind, std::size_t nth) {
    return the(story, kind, nth).clear;
}

void repeat(Story& story, std::string_view kind) {
    auto const at = first_of(story, kind);
    story.insert(story.begin() + static_cast<std::ptrdiff_t>(at), story[at]);
}

void drop(Story& story, std::string_view kind) {
    story.erase(story.begin() + static_cast<std::ptrdiff_t>(first_of(story, kind)));
}

void put_after(Story& story, std::string_view kind, Draft draft) {
    auto const at = first_of(story, kind) + 1;
    story.insert(story.begin() + static_cast<std::ptrdiff_t>(at), std::move(draft));
}

json::array by(std::vector<std::pair<char const*, char const*>> const& persons) {
    json::array out;
    for (auto const& [actor, unit] : persons) {
        out.push_back(json::object{{"actor", actor}, {"unit", unit}});
    }
    return out;
}

}  // namespace tale

std::vector<std::string> write(Story const& story) {
    std::vector<std::string> out;
    std::map<std::string, std::int64_t> last;
    std::map<std::string, std::string> units;
    std::int64_t events = 0;
    ledger::Entry entry;
    entry.at = *parse_instant("2026-11-22T00:00:00Z");
    for (auto const& draft : story) {
        entry.kind = draft.kind;
        auto const number = std::to_string(out.size());
        entry.id = std::string(32 - number.size(), '0') + number;
        entry.at.ms += draft.minutes * 60'000;
        entry.actor = draft.actor;
        entry.clear = draft.clear;
        if (draft.kind.starts_with("account.") && draft.clear.contains("account")) {
            note_unit(draft.clear, units);
        }
        if (!entry.clear.contains("unit")) {
            entry.clear["unit"] = unit_of(draft.actor, units);
        }
        auto const* const kind = ledger::find_kind(draft.kind);
        bool const whole = kind != nullptr && ledger::fault_in_clear(*kind, entry.clear).empty();
        entry.subject = whole ? ledger::subject_of(*kind, entry.clear) : "nothing";
        if (entry.subject.empty()) {
            entry.subject = "event:" + std::to_string(++events);
        }
        entry.subject = draft.subject.value_or(entry.subject);
        auto const [at, fresh] = last.try_emplace(entry.subject, -1);
        entry.prev = kind == nullptr || kind->single ? -1 : at->second;
        if (kind != nullptr && !kind->single) {
            at->second = static_cast<std::int64_t>(out.size());
        }
        if (kind != nullptr && kind->drops) {
            last.erase(at);
        }
        entry.prev = draft.prev.value_or(entry.prev);
        out.push_back(ledger::encode_entry(entry));
    }
    return out;
}

std::vector<ledger::Violation> replay(std::vector<std::string> const& entries) {
    std::vector<ledger::Violation> out;
    ledger::RuleReplay rules([&out](ledger::Violation violation) {
        out.push_back(std::move(violation));
    });
    for (auto const& entry : entries) {
        rules.add(entry);
    }
    rules.finish();
    return out;
}

std::string words_of(std::vector<ledger::Violation> const& violations) {
    std::string out;
    for (auto const& each : violations) {
        out += std::to_string(each.entry) + " " + std::string(each.rule) + ": " + each.words + "\n";
    }
    return out;
}

}  // namespace ocop::test
