#include "unit/stamp/facts_json.hpp"
#include "unit/stamp/naive_verdict.hpp"

#include <ocop/stamp/verdict.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <random>
#include <set>

using namespace ocop;
using namespace ocop::stamp;

namespace {

Day day(char const* text) {
    return *parse_day(text);
}

Facts all_positive() {
    Facts f;
    f.today = day("2026-11-22");
    f.asked = Asked::link;
    f.signature = SignatureFact::good;
    f.issue = IssueFact::issued;
    f.order_entry_index = 100;
    f.lot_made = day("2026-10-01");
    f.certificate = CertificateTerm{day("2025-03-10"), {}, {}};
    f.activated = day("2026-10-05");
    return f;
}

CertificateTerm withdrawn(CertificateTerm term, int ground) {
    term.withdrawal = Withdrawal{ground, day("2026-10-20"), {}};
    return term;
}

struct Row {
    Verdict verdict;
    std::function<void(Facts&)> make;
};

// For each row the change to all_positive() that makes it apply and disturbs the others least.
std::vector<Row> const& rows() {
    static std::vector<Row> const out{
        {Verdict::unavailable, [](Facts& f) { f.register_unreadable = true; }},
        {Verdict::foreign_link, [](Facts& f) { f.host = HostClass::foreign; }},
        {Verdict::malformed, [](Facts& f) { f.malformed_slug = "stamp_digits_malformed"; }},
        {Verdict::signature_invalid,
         [](Facts& f) {
             f.asked = Asked::link;
             f.signature = SignatureFact::bad;
         }},
        {Verdict::key_revoked, [](Facts& f) { f.key_revoked_at_size = 100; }},
        {Verdict::recalled, [](Facts& f) { f.lot_recalled = true; }},
        {Verdict::not_issued, [](Facts& f) { f.product_missing = true; }},
        {Verdict::copied, [](Facts& f) { f.stamp_copied = true; }},
        {Verdict::void_stamp, [](Facts& f) { f.voided = VoidReason::lost; }},
        {Verdict::pin_wrong,
         [](Facts& f) {
             f.order_has_pins = true;
             f.pin = PinFact::wrong;
         }},
        {Verdict::certificate_withdrawn_red,
         [](Facts& f) { f.certificate = withdrawn(*f.certificate, 1); }},
        {Verdict::held, [](Facts& f) { f.lot_held = true; }},
        {Verdict::certificate_withdrawn_amber,
         [](Facts& f) { f.certificate = withdrawn(*f.certificate, 5); }},
        {Verdict::certificate_expired, [](Facts& f) { f.lot_made = day("2029-01-01"); }},
        {Verdict::not_activated, [](Facts& f) { f.activated.reset(); }},
        {Verdict::past_best_before, [](Facts& f) { f.lot_best_before = day("2026-11-21"); }},
        {Verdict::certificate_lapsed, [](Facts& f) { f.certificate->issued = day("2023-10-31"); }},
        {Verdict::pin_used_before,
         [](Facts& f) {
             f.order_has_pins = true;
             f.pin = PinFact::used_before;
         }},
        {Verdict::unsigned_link, [](Facts& f) { f.signature = SignatureFact::none; }},
        {Verdict::listed,
         [](Facts& f) {
             f.asked = Asked::typed_serial;
             f.signature = SignatureFact::none;
         }},
        {Verdict::pin_pending, [](Facts& f) { f.order_has_pins = true; }},
        {Verdict::pin_confirmed,
         [](Facts& f) {
             f.order_has_pins = true;
             f.pin = PinFact::first_use;
         }},
        {Verdict::valid, [](Facts&) {}},
    };
    return out;
}

bool is_one_of(Verdict v, std::set<Verdict> const& all) {
    return all.contains(v);
}

// Which two rows can apply to one scan, from the meaning of the rows. `a` is above `b`.
bool may_hold_together(Verdict a, Verdict b) {
    using enum Verdict;
    std::vector<std::set<Verdict>> const exclusive{
        {signature_invalid, key_revoked, unsigned_link, listed},  // one signature, or none
        {signature_invalid, unsigned_link, listed, pin_pending},  // a PIN is asked on a good one
        {pin_wrong, pin_used_before, pin_pending},                // one PIN, or none
        {certificate_withdrawn_red, certificate_withdrawn_amber},
        {certificate_expired, certificate_lapsed},
        {not_activated, certificate_lapsed}};
    std::set<Verdict> const of_a_stamp{
        copied, void_stamp, pin_wrong, not_activated, certificate_lapsed, pin_used_before};
    bool const excluded = std::any_of(exclusive.begin(), exclusive.end(), [&](auto const& group) {
        return group.contains(a) && group.contains(b);
    });
    if (excluded || is_one_of(a, {unavailable, foreign_link, malformed})) {
        return false;
    }
    if (is_one_of(b, {pin_confirmed, valid})) {
        return a == certificate_lapsed;
    }
    return !(b == unsigned_link && of_a_stamp.contains(a));
}

std::vector<naive::Line> lines(Decision const& decision, Facts const& facts) {
    std::vector<naive::Line> out;
    auto add = [&](Verdict v) {
        out.push_back({std::string(code_of(v)), std::string(to_text(colour_of(v, facts)))});
    };
    add(decision.headline);
    for (auto v : decision.also) {
        add(v);
    }
    return out;
}

bool agrees(Facts const& facts) {
    auto const decision = decide(facts);
    return lines(decision, facts) == naive::verdicts(facts) &&
           decision.colour == colour_of(decision.headline, facts);
}

bool has(Decision const& d, Verdict v) {
    return d.headline == v || std::find(d.also.begin(), d.also.end(), v) != d.also.end();
}

Facts random_facts(std::mt19937& random) {
    auto pick = [&](std::uint32_t n) { return random() % n; };
    auto rarely = [&] { return pick(6) == 0; };
    auto near = [&] { return add_days(day("2026-11-22"), static_cast<int>(pick(9)) - 4); };
    auto sometimes = [&] { return pick(4) == 0 ? std::nullopt : std::optional(near()); };
    Facts f;
    f.today = near();
    f.asked = static_cast<Asked>(pick(2));
    f.host = rarely() ? static_cast<HostClass>(pick(3)) : HostClass::ours;
    f.stamp_shaped = rarely();
    f.malformed_slug = rarely() ? "x" : "";
    f.register_unreadable = rarely();
    f.signature = static_cast<SignatureFact>(pick(3));
    f.key_revoked_at_size = rarely() ? std::optional(std::uint64_t{pick(4)}) : std::nullopt;
    f.order_entry_index = pick(3) > 0 ? std::optional(std::uint64_t{pick(4)}) : std::nullopt;
    f.product_missing = rarely();
    f.lot_recalled = rarely();
    f.lot_held = rarely();
    f.lot_made = sometimes();
    f.lot_best_before = sometimes();
    if (!rarely()) {
        f.certificate = CertificateTerm{pick(2) ? add_months(near(), -36) : near(), {}, {}};
        f.certificate->extended_until = rarely() ? sometimes() : std::nullopt;
        if (pick(3) == 0) {
            f.certificate->withdrawal =
                Withdrawal{1 + static_cast<int>(pick(6)), near(), sometimes()};
        }
    }
    f.issue = pick(2) ? IssueFact::issued : static_cast<IssueFact>(pick(4));
    f.activated = sometimes();
    f.stamp_copied = rarely();
    f.stamp_held = rarely();
    f.voided = rarely() ? std::optional(VoidReason::lost) : std::nullopt;
    f.order_has_pins = pick(2) == 0;
    f.pin = static_cast<PinFact>(pick(4));
    return f;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdict)

BOOST_AUTO_TEST_CASE(every_golden_case_is_decided_as_published) {
    auto const file = vectors::golden("verdicts.json");
    std::set<Verdict> headlines;
    for (auto const& row : file.at("cases").as_array()) {
        auto const text = vectors::read_facts(row.at("facts"));
        auto const facts = vectors::to_facts(text);
        auto const decision = decide(facts);
        std::vector<std::string> also;
        for (auto v : decision.also) {
            also.emplace_back(code_of(v));
        }
        BOOST_TEST_CONTEXT(vectors::text(row, "name")) {
            BOOST_TEST(code_of(decision.headline) == vectors::text(row, "headline"));
            BOOST_TEST(to_text(decision.colour) == vectors::text(row, "colour"));
            BOOST_TEST(decision.reason == vectors::text(row, "reason"));
            BOOST_TEST(http_status(decision.headline) == row.at("status").as_int64());
            BOOST_TEST((json::write(also) == row.at("also")));
            BOOST_TEST(agrees(facts));
        }
        headlines.insert(decision.headline);
    }
    BOOST_TEST(headlines.size() == verdict_count);
}

BOOST_AUTO_TEST_CASE(facts_left_alone_are_of_an_unsigned_link) {
    auto const decision = decide({});
    BOOST_TEST((decision.headline == Verdict::unsigned_link));
    BOOST_TEST(decision.also.empty());
    BOOST_TEST((decision.colour == Colour::grey));
}

BOOST_AUTO_TEST_CASE(every_row_alone_is_its_own_headline) {
    BOOST_TEST(rows().size() == verdict_count);
    for (auto const& row : rows()) {
        auto facts = all_positive();
        row.make(facts);
        auto const decision = decide(facts);
        BOOST_TEST((decision.headline == row.verdict), code_of(row.verdict));
        // Beside "lapsed" the stamp is still the system's; nothing else stands beside a single row.
        bool const lapsed = row.verdict == Verdict::certificate_lapsed;
        BOOST_TEST(decision.also.size() == (lapsed ? 1U : 0U), code_of(row.verdict));
    }
}

BOOST_AUTO_TEST_CASE(of_every_pair_the_upper_row_is_the_headline) {
    int together = 0;
    for (auto const& upper : rows()) {
        for (auto const& lower : rows()) {
            if (lower.verdict <= upper.verdict) {
                continue;
            }
            auto facts = all_positive();
            lower.make(facts);
            upper.make(facts);
            auto const decision = decide(facts);
            bool const both = has(decision, upper.verdict) && has(decision, lower.verdict);
            BOOST_TEST_CONTEXT(code_of(upper.verdict) << " and " << code_of(lower.verdict)) {
                BOOST_TEST(agrees(facts));
                BOOST_TEST(both == may_hold_together(upper.verdict, lower.verdict));
                BOOST_TEST((!both || decision.headline == upper.verdict));
                BOOST_TEST(std::is_sorted(decision.also.begin(), decision.also.end()));
            }
            together += both ? 1 : 0;
        }
    }
    BOOST_TEST(together == 134);
}

BOOST_AUTO_TEST_CASE(what_stands_alone_lists_nothing_below_it) {
    for (auto i : {0U, 1U, 2U}) {
        for (auto const& lower : rows()) {
            auto facts = all_positive();
            lower.make(facts);
            rows()[i].make(facts);
            if (lower.verdict >= rows()[i].verdict) {
                BOOST_TEST((decide(facts).headline == rows()[i].verdict));
                BOOST_TEST(decide(facts).also.empty());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_combination_of_the_main_facts_agrees_with_the_naive_table) {
    auto const base = all_positive();
    std::vector<std::optional<CertificateTerm>> const certificates{
        std::nullopt,
        base.certificate,
        CertificateTerm{day("2023-10-31"), {}, {}},
        withdrawn(*base.certificate, 5)};
    int checked = 0;
    int wrong = 0;
    for (unsigned n = 0; n < 2 * 3 * 4 * 4 * 4 * 64; ++n) {
        auto rest = n;
        auto take = [&](unsigned count) { return std::exchange(rest, rest / count) % count; };
        Facts f = base;
        f.asked = static_cast<Asked>(take(2));
        f.signature = static_cast<SignatureFact>(take(3));
        f.issue = static_cast<IssueFact>(take(4));
        f.pin = static_cast<PinFact>(take(4));
        f.certificate = certificates[take(4)];
        f.order_has_pins = take(2) != 0;
        f.activated = take(2) != 0 ? f.activated : std::nullopt;
        f.voided = take(2) != 0 ? std::optional(VoidReason::seized) : std::nullopt;
        f.lot_recalled = take(2) != 0;
        f.key_revoked_at_size = take(2) != 0 ? std::optional(std::uint64_t{1}) : std::nullopt;
        f.product_missing = take(2) != 0;
        wrong += agrees(f) ? 0 : 1;
        ++checked;
    }
    BOOST_TEST(wrong == 0);
    BOOST_TEST(checked == 24'576);
}

BOOST_AUTO_TEST_CASE(random_facts_agree_with_the_naive_table) {
    std::mt19937 random(1);
    std::set<Verdict> headlines;
    for (int i = 0; i < 60'000; ++i) {
        auto const facts = random_facts(random);
        BOOST_TEST_REQUIRE(agrees(facts), "round " << i);
        headlines.insert(decide(facts).headline);
    }
    BOOST_TEST(headlines.size() == verdict_count);
}

BOOST_AUTO_TEST_CASE(green_needs_signature_order_and_activation_and_nothing_against_it) {
    std::mt19937 random(2);
    for (int i = 0; i < 60'000; ++i) {
        auto const f = random_facts(random);
        auto const decision = decide(f);
        if (has(decision, Verdict::valid) || has(decision, Verdict::pin_confirmed)) {
            BOOST_TEST_REQUIRE((f.signature == SignatureFact::good));
            BOOST_TEST_REQUIRE((f.issue == IssueFact::issued && f.activated && f.certificate));
            BOOST_TEST_REQUIRE((!f.voided && !f.lot_recalled && !f.stamp_copied && !f.lot_held));
        }
    }
}

BOOST_AUTO_TEST_CASE(statuses_are_400_503_and_200) {
    BOOST_TEST(http_status(Verdict::malformed) == 400);
    BOOST_TEST(http_status(Verdict::unavailable) == 503);
    BOOST_TEST(http_status(Verdict::signature_invalid) == 200);
    BOOST_TEST(http_status(Verdict::valid) == 200);
}

BOOST_AUTO_TEST_SUITE_END()
