#include "story.hpp"

#include <ocop/ledger/kinds.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>

using namespace ocop;
using namespace ocop::ledger;

namespace {

using Entries = std::vector<Entry>;

std::string text(Entry const& entry, char const* member) {
    auto const* const v = entry.clear.if_contains(member);
    return v == nullptr ? std::string() : std::string(std::string_view(v->get_string()));
}

std::optional<Day> day(Entry const& entry, char const* member) {
    auto const found = parse_day(text(entry, member));
    return found ? std::optional(*found) : std::nullopt;
}

bool names(Entry const& entry, std::string_view order, std::int64_t position) {
    auto const& spans = entry.clear.at("stamps").get_array();
    return std::any_of(spans.begin(), spans.end(), [&](json::value const& each) {
        auto const& span = each.get_array();
        return std::string_view(span[0].get_string()) == order && span[1].get_int64() <= position &&
               position <= span[2].get_int64();
    });
}

bool moves(Entry const& entry, std::string_view order, std::int64_t position) {
    if (!entry.kind.starts_with("stamps.") || text(entry, "order") != order) {
        return false;
    }
    auto const& positions = entry.clear.at("positions").get_array();
    return std::any_of(positions.begin(), positions.end(), [&](json::value const& each) {
        auto const& pair = each.get_array();
        return pair[0].get_int64() <= position && position <= pair[1].get_int64();
    });
}

bool is_about(Entry const& entry, std::string_view noun, Entry const& order) {
    return entry.kind.starts_with(noun) && text(entry, "gtin") == text(order, "gtin") &&
           text(entry, "lot") == text(order, "lot");
}

// The last of them, by their ids under `member`.
std::map<std::string, Entry> last_by(Entries const& log, char const* noun, char const* member) {
    std::map<std::string, Entry> out;
    for (auto const& entry : log) {
        if (entry.kind.starts_with(noun)) {
            out[text(entry, member)] = entry;
        }
    }
    return out;
}

// By reading the whole log for each question.
std::optional<LoggedStamp> naive(
    Entries const& log, std::string const& id, std::int64_t position, Instant at
) {
    auto const order = std::find_if(log.begin(), log.end(), [&](Entry const& entry) {
        return entry.kind == "order.issued" && text(entry, "order") == id;
    });
    if (order == log.end() || position < 1 || position > order->clear.at("count").get_int64()) {
        return {};
    }
    LoggedStamp out;
    out.entry = static_cast<std::uint64_t>(order - log.begin());
    out.gtin = text(*order, "gtin");
    out.lot = text(*order, "lot");
    out.state = "issued";
    out.pins = order->clear.at("pins").get_int64() == 1;
    for (auto const& entry : log) {
        if (moves(entry, id, position)) {
            out.state = find_kind(entry.kind)->name.c_str() + std::string_view("stamps.").size();
            out.activated =
                out.state == "activated" ? std::optional(legal_day(entry.at)) : out.activated;
        }
        if (is_about(entry, "lot.", *order)) {
            out.lot_made = *parse_day(text(entry, "made_on"));
        }
        if (is_about(entry, "recall.", *order)) {
            out.recalled =
                entry.kind == "recall.ordered" || (out.recalled && entry.kind != "recall.lifted");
        }
        if (entry.kind == "key.revoked" && text(entry, "kid") == text(*order, "kid")) {
            out.key_revoked_at_size =
                static_cast<std::uint64_t>(entry.clear.at("revoked_at_size").get_int64());
        }
    }
    for (auto const& [name, hold] : last_by(log, "hold.", "hold")) {
        bool const whole = hold.clear.at("whole_lot").get_int64() == 1;
        bool const here = whole ? is_about(hold, "hold.", *order) : names(hold, id, position);
        bool const confirmed = hold.clear.at("confirmations").get_array().size() > 1;
        bool const open = confirmed || at < *parse_instant(text(hold, "until"));
        out.held = out.held || (here && open && hold.kind != "hold.lifted");
    }
    for (auto const& [name, found] : last_by(log, "inspection.", "inspection")) {
        out.copied =
            out.copied || (text(found, "action") == "copied" && found.kind != "inspection.lifted" &&
                           names(found, id, position));
    }
    for (auto const& [name, last] : last_by(log, "certificate.", "certificate")) {
        if (name == text(*order, "certificate")) {
            out.certified_on = *parse_day(text(last, "issued_on"));
            out.last_day = *parse_day(text(last, "last_day"));
            out.withdrawn_from = day(last, "effective_on");
            out.reinstated_on = day(last, "reinstated_on");
            auto const* const ground = last.clear.if_contains("ground");
            out.withdrawal_ground = ground == nullptr ? 0 : static_cast<int>(ground->get_int64());
        }
    }
    return out;
}

std::string words_of(std::optional<LoggedStamp> const& stamp) {
    if (!stamp) {
        return "none";
    }
    auto const say = [](std::optional<Day> const& d) { return d ? to_text(*d) : std::string("-"); };
    std::string out = std::to_string(stamp->entry) + " " + stamp->gtin + " " + stamp->lot + " ";
    out += std::string(stamp->state) + " active " + say(stamp->activated);
    out += " made " + to_text(stamp->lot_made) + " certified " + to_text(stamp->certified_on);
    out += " to " + to_text(stamp->last_day) + " but " + say(stamp->withdrawn_from) + " again " +
           say(stamp->reinstated_on) + " ground " + std::to_string(stamp->withdrawal_ground);
    out += std::string(stamp->pins ? " pins" : "") + (stamp->recalled ? " recalled" : "") +
           (stamp->held ? " held" : "") + (stamp->copied ? " copied" : "");
    out += stamp->key_revoked_at_size ? " revoked " + std::to_string(*stamp->key_revoked_at_size)
                                      : std::string();
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(logged_stamp)

BOOST_AUTO_TEST_CASE(what_is_known_of_each_stamp_after_each_entry_is_what_reading_it_all_again_says
) {
    RuleReplay rules([](Violation const&) {});
    Entries log;
    std::size_t told = 0;
    std::map<std::string, std::size_t> kinds_of_answers;
    for (auto const& bytes : test::write(test::good_story())) {
        rules.add(bytes);
        log.push_back(*parse_entry(bytes));
        for (auto const* const order : {"n1", "n2", "n9"}) {
            // Around each end of a range that anything in the story names.
            for (std::int64_t const position :
                 {0,   1,   5,   6,   7,   8,   11,  12,  50,  99,  100, 101,   102,
                  103, 104, 105, 200, 500, 501, 899, 900, 910, 911, 999, 1'000, 1'001}) {
                for (std::int64_t const later : {std::int64_t{0}, std::int64_t{2'592'000'000}}) {
                    Instant const at{log.back().at.ms + later};
                    auto const known = words_of(rules.stamp(order, position, at));
                    auto const expected = words_of(naive(log, order, position, at));
                    BOOST_TEST_REQUIRE(
                        known == expected,
                        "after " << log.size() << ": " << order << " " << position
                    );
                    told += known == "none" ? 0 : 1;
                    ++kinds_of_answers[known];
                }
            }
        }
    }
    BOOST_TEST(told > 1'000U);
    BOOST_TEST(kinds_of_answers.size() > 30U);
}

BOOST_AUTO_TEST_SUITE_END()
