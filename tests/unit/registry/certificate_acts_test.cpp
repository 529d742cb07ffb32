#include "registry/certificate_acts.hpp"

#include "register.hpp"

namespace ocop::registry {

namespace {

using store::Transaction;

struct Fixture : test::RegisterFixture {
    Fixture() {
        id = certify(4, "2026-06-01").id;
        first.unit = colleague.unit = "authority:phu-tho/ptnt";
        second.unit = "authority:phu-tho/qlcl";
    }

    auto withdrawing(Principal const& by, std::string decision = "3/QĐ-UBND") {
        return [this, by, decision](Transaction& tx) {
            return propose_withdrawal(
                tx, by, id, {decision, test::day("2026-11-20"), 3, test::day("2026-11-20")}
            );
        };
    }

    auto confirming(Principal const& by, std::string decision = "3/QĐ-UBND") {
        return [this, by, decision](Transaction& tx) {
            return confirm_withdrawal(tx, by, id, {decision});
        };
    }

    stamp::CertificateState state() {
        auto const found = load<Certificate>(*store().snapshot(), id).value();
        return stamp::state_on(found.term, legal_day(clock().now()));
    }

    std::string id;
    Principal first = accounts::system_principal("first");
    Principal colleague = accounts::system_principal("colleague");
    Principal second = accounts::system_principal("second");
};

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate_acts)

BOOST_FIXTURE_TEST_CASE(a_withdrawal_is_effective_with_its_second_person, Fixture) {
    using enum stamp::CertificateState;
    auto const proposed = must(withdrawing(first));
    BOOST_TEST((proposed.pending->kind == ActKind::withdraw));
    BOOST_TEST(proposed.pending->ground.value() == 3);
    BOOST_TEST((state() == valid));
    BOOST_TEST(refusal(confirming(first)) == "refused own_request ");
    BOOST_TEST(refusal(confirming(colleague)) == "refused same_unit ");
    BOOST_TEST(refusal(confirming(second, "4/QĐ-UBND")) == "conflict act_changed /decision");
    auto const done = must(confirming(second));
    BOOST_TEST((state() == withdrawn));
    BOOST_TEST(!done.pending.has_value());
    BOOST_TEST(done.act_confirmations.size() == 2U);
    BOOST_TEST(done.withdrawn->decision == "3/QĐ-UBND");
    BOOST_TEST(refusal(confirming(second)) == "conflict act_not_pending");
    BOOST_TEST(refusal(withdrawing(first)) == "conflict certificate_withdrawn");
}

BOOST_FIXTURE_TEST_CASE(extension_and_reinstatement_go_the_same_way, Fixture) {
    using enum stamp::CertificateState;
    Extension const extension{"5/QĐ-UBND", test::day("2026-11-20"), test::day("2029-07-01")};
    must([&](Transaction& tx) { return propose_extension(tx, first, id, extension); });
    BOOST_TEST(refusal(confirming(second, "5/QĐ-UBND")) == "conflict act_not_pending");
    auto const longer =
        must([&](Transaction& tx) { return confirm_extension(tx, second, id, {"5/QĐ-UBND"}); });
    BOOST_TEST((longer.term.extended_until == extension.until));
    must(withdrawing(first));
    must(confirming(second));
    Reinstatement const back{"6/QĐ-UBND", test::day("2026-11-21")};
    must([&](Transaction& tx) { return propose_reinstatement(tx, second, id, back); });
    BOOST_TEST((state() == withdrawn));
    must([&](Transaction& tx) { return confirm_reinstatement(tx, first, id, {"6/QĐ-UBND"}); });
    BOOST_TEST((state() != withdrawn));
}

BOOST_FIXTURE_TEST_CASE(a_newer_proposal_takes_the_place_of_the_older, Fixture) {
    must(withdrawing(first));
    must(withdrawing(second, "4/QĐ-UBND"));
    BOOST_TEST(refusal(confirming(second, "4/QĐ-UBND")) == "refused own_request ");
    BOOST_TEST(refusal(confirming(first, "3/QĐ-UBND")) == "conflict act_changed /decision");
    must(confirming(first, "4/QĐ-UBND"));
}

BOOST_FIXTURE_TEST_CASE(a_proposal_is_held_to_the_rules_when_made_and_when_confirmed, Fixture) {
    auto const wrong = [&](Transaction& tx) {
        return propose_withdrawal(
            tx, first, id, {"3/QĐ", test::day("2026-11-20"), 7, test::day("2026-11-20")}
        );
    };
    BOOST_TEST(refusal(wrong) == "malformed request_invalid /ground");
    must(withdrawing(first));
    must([&](Transaction& tx) {
        return withdraw_certificate(
            tx, who, id, {"9/QĐ", test::day("2026-11-20"), 1, test::day("2026-11-20")}
        );
    });
    // What was pending went with the act that came between.
    BOOST_TEST(refusal(confirming(second)) == "conflict act_not_pending");
    auto const absent = [&](Transaction& tx) {
        return confirm_withdrawal(tx, second, "25-08620-01-2026.07", {"3/QĐ-UBND"});
    };
    BOOST_TEST(refusal(absent) == "not_found certificate_not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::registry
