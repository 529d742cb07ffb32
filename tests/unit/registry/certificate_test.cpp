#include "registry/certificate.hpp"

#include "register.hpp"

namespace ocop::registry {

namespace {

using store::Transaction;

struct Fixture : test::RegisterFixture {
    // Of a request with one thing wrong.
    template <class Change>
    std::string refused(Change const& change) {
        auto request = test::new_certificate(4, "2026-06-01");
        change(request);
        return refusal([&](Transaction& tx) { return register_certificate(tx, who, request); });
    }

    std::string extending(std::string_view id, std::string_view until) {
        return refusal([&](Transaction& tx) {
            return extend_certificate(
                tx, who, id, {"2/QĐ-UBND", test::day("2026-11-01"), test::day(until)}
            );
        });
    }

    Result<Certificate> withdraw(std::string_view id, std::int64_t ground, std::string_view from) {
        return run([&](Transaction& tx) {
            return withdraw_certificate(
                tx, who, id, {"3/QĐ-UBND", test::day("2026-11-02"), ground, test::day(from)}
            );
        });
    }

    std::string governing(std::string_view on) {
        auto const found = certificate_on(*store().snapshot(), test::product_code, test::day(on));
        BOOST_TEST_REQUIRE(test::reason_of(found) == "");
        return *found ? (*found)->id.substr(17) : "none";
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate)

BOOST_FIXTURE_TEST_CASE(a_province_certifies_its_own_products_and_those_it_took_over, Fixture) {
    must([&](Transaction& tx) { return register_authority(tx, who, test::province("cao-bang")); });
    auto const by_cao_bang = [](auto& request) { request.authority = "cao-bang"; };
    BOOST_TEST(refused(by_cao_bang) == "refused authority_wrong /authority");
    must([&](Transaction& tx) { return name_successor(tx, who, "phu-tho", "cao-bang"); });
    auto request = test::new_certificate(4, "2026-06-01");
    by_cao_bang(request);
    must([&](Transaction& tx) { return register_certificate(tx, who, request); });
}

BOOST_FIXTURE_TEST_CASE(each_fault_of_a_request_is_told_and_stores_nothing, Fixture) {
    auto const wrong = [&](auto change) { return refused(change); };
    BOOST_TEST(wrong([](auto& r) { r.stars = 2; }) == "malformed request_invalid /stars");
    BOOST_TEST(wrong([](auto& r) { r.stars = 6; }) == "malformed request_invalid /stars");
    BOOST_TEST(wrong([](auto& r) { r.decision = " "; }) == "malformed request_invalid /decision");
    BOOST_TEST(wrong([](auto& r) {
                   r.issued_on = test::day("2026-05-31");
               }) == "malformed request_invalid /issued_on");
    BOOST_TEST(wrong([](auto& r) {
                   r.issued_on = test::day("2026-11-23");
               }) == "refused issued_on_future /issued_on");
    BOOST_TEST(wrong([](auto& r) {
                   r.product = "25-08620-02-2026";
               }) == "refused product_unknown /product");
    BOOST_TEST(wrong([](auto& r) {
                   r.authority = "cao-bang";
               }) == "refused authority_unknown /authority");
    BOOST_TEST(wrong([](auto& r) { r.authority = "mae"; }) == "refused level_wrong /authority");
    BOOST_TEST(wrong([](auto& r) { r.stars = 5; }) == "refused level_wrong /authority");
}

BOOST_FIXTURE_TEST_CASE(
    certificates_of_a_product_are_numbered_in_the_order_of_registration, Fixture
) {
    BOOST_TEST(certify(3, "2023-12-01").id == "25-08620-01-2026.01");
    BOOST_TEST(certify(4, "2025-06-01").id == "25-08620-01-2026.02");
    BOOST_TEST(certify(5, "2026-06-01").id == "25-08620-01-2026.03");
    auto const all = certificates_of(*store().snapshot(), test::product_code);
    BOOST_TEST_REQUIRE(test::reason_of(all) == "");
    BOOST_TEST(all->size() == 3u);
    BOOST_TEST(all->front().stars == 3);
}

BOOST_FIXTURE_TEST_CASE(the_latest_in_force_governs_and_else_the_latest, Fixture) {
    BOOST_TEST(governing("2026-11-22") == "none");
    certify(3, "2023-12-01");                     // to 2026-12-01
    certify(4, "2025-06-01");                     // to 2028-06-01
    BOOST_TEST(governing("2023-11-30") == "02");  // none in force yet: the latest
    BOOST_TEST(governing("2023-12-01") == "01");
    BOOST_TEST(governing("2025-05-31") == "01");
    BOOST_TEST(governing("2025-06-01") == "02");
    BOOST_TEST(governing("2028-06-01") == "02");
    BOOST_TEST(governing("2028-06-02") == "02");
    BOOST_TEST_REQUIRE(test::reason_of(withdraw("25-08620-01-2026.02", 5, "2026-11-10")) == "");
    BOOST_TEST(governing("2026-11-09") == "02");
    BOOST_TEST(governing("2026-11-10") == "01");  // the older one still stands
    BOOST_TEST(governing("2026-12-01") == "01");
    BOOST_TEST(governing("2026-12-02") == "02");  // none stands: the latest
}

BOOST_FIXTURE_TEST_CASE(an_extension_lies_within_180_days_after_the_end, Fixture) {
    auto const id = certify(4, "2023-10-31").id;  // to 2026-10-31
    BOOST_TEST(extending(id, "2026-10-31") == "refused extension_invalid /until");
    BOOST_TEST(extending(id, "2027-04-30") == "refused extension_invalid /until");
    BOOST_TEST(extending("25-08620-01-2026.09", "2027-01-01") == "not_found certificate_not_found");
    BOOST_TEST(governing("2026-11-22") == "01");
    auto const extended = must([&](Transaction& tx) {
        return extend_certificate(
            tx, who, id, {"2/QĐ-UBND", test::day("2026-11-01"), test::day("2027-04-29")}
        );
    });
    BOOST_TEST(extended.revision == 4);
    BOOST_TEST(to_text(stamp::last_day(extended.term)) == "2027-04-29");
    auto const state = stamp::state_on(extended.term, test::day("2027-04-29"));
    BOOST_TEST((state == stamp::CertificateState::extended));
}

BOOST_FIXTURE_TEST_CASE(a_withdrawal_happens_once_and_may_be_taken_back, Fixture) {
    auto const id = certify(4, "2026-06-01").id;
    auto const withdrawing = [&](std::int64_t ground) {
        return refusal([&](Transaction& tx) {
            return withdraw_certificate(
                tx, who, id, {"3/QĐ-UBND", test::day("2026-11-02"), ground, test::day("2026-11-02")}
            );
        });
    };
    auto const reinstate = [&](Transaction& tx) {
        return reinstate_certificate(tx, who, id, {"4/QĐ-UBND", test::day("2026-11-20")});
    };
    BOOST_TEST(withdrawing(0) == "malformed request_invalid /ground");
    BOOST_TEST(withdrawing(7) == "malformed request_invalid /ground");
    BOOST_TEST(refusal(reinstate) == "conflict certificate_not_withdrawn");
    BOOST_TEST_REQUIRE(test::reason_of(withdraw(id, 4, "2026-11-02")) == "");
    BOOST_TEST(withdrawing(5) == "conflict certificate_withdrawn");
    BOOST_TEST(extending(id, "2029-07-01") == "refused certificate_withdrawn");
    auto const back = must(reinstate);
    BOOST_TEST((back.reinstated && back.withdrawn));
    BOOST_TEST(to_text(*back.term.withdrawal->reinstated) == test::first_day);
    BOOST_TEST(stamp::is_in_force(back.term, test::day("2026-11-22")));
    BOOST_TEST(!stamp::is_in_force(back.term, test::day("2026-11-21")));
    BOOST_TEST(refusal(reinstate) == "conflict certificate_not_withdrawn");
    auto const again = withdraw(id, 1, "2026-11-22");
    BOOST_TEST_REQUIRE(test::reason_of(again) == "");
    BOOST_TEST(!again->reinstated.has_value());
}

BOOST_FIXTURE_TEST_CASE(the_hundredth_certificate_of_a_product_is_refused, Fixture) {
    auto const request = test::new_certificate(4, "2026-06-01");
    must([&](Transaction& tx) {
        Result<Certificate> last = Error();
        for (int i = 0; i < 99; ++i) {
            last = register_certificate(tx, who, request);
        }
        return last;
    });
    BOOST_TEST(refused([](auto&) {}) == "refused certificates_full /product");
    BOOST_TEST(governing("2026-11-22") == "99");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::registry
