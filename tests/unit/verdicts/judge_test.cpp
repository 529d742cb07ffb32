#include "unit/verdicts/scan.hpp"

namespace ocop::verdicts {

namespace {

using Fixture = test::ScanFixture;
using store::Transaction;

std::string without_signature(std::string const& url) {
    return url.substr(0, url.find('?'));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judge)

BOOST_FIXTURE_TEST_CASE(every_stamp_of_an_issued_order_is_valid_and_told_in_full, Fixture) {
    for (std::uint64_t counter = 0; counter < 10; ++counter) {
        auto const judged = judge(url(stamp_at(counter)));
        auto const& answer = judged.answer;
        BOOST_TEST_REQUIRE(said(judged) == "valid");
        BOOST_TEST(answer.colour == "green_outline");
        BOOST_TEST((judged.position == stamp::Position{0, counter}));
        BOOST_TEST_REQUIRE((answer.stamp && answer.product && answer.producer));
        BOOST_TEST_REQUIRE((answer.certificate && answer.lot && answer.checks));
        BOOST_TEST(answer.stamp->position.value_or(0) == static_cast<std::int64_t>(counter) + 1);
        BOOST_TEST(answer.stamp->count.value_or(0) == 10);
        BOOST_TEST(answer.stamp->order.value_or("") == order.id);
        BOOST_TEST(answer.stamp->stars_printed.value_or(0) == 4);
        BOOST_TEST(answer.stamp->kid.value_or("") == "0001");
        BOOST_TEST(answer.product->gtin == order.gtin);
        BOOST_TEST(answer.producer->id == producer);
        BOOST_TEST(answer.certificate->id == certificate);
        BOOST_TEST(!answer.certificate_now.has_value());
        BOOST_TEST(answer.lot->lot == "L1");
        BOOST_TEST(answer.checks->count == 0u);
        BOOST_TEST(!answer.demo);
    }
}

BOOST_FIXTURE_TEST_CASE(an_order_that_lost_what_it_names_is_never_green, Fixture) {
    auto const link = url(stamp_at(3));
    std::vector<std::string> const keys{
        registry::record_key<registry::Lot>(registry::lot_key(order.gtin, order.lot)),
        registry::record_key<registry::TradeItem>(order.gtin),
        registry::record_key<registry::Certificate>(certificate),
    };
    for (auto const& lost : keys) {
        auto const record = store().snapshot()->get(store::Space::registry, lost);
        BOOST_TEST_REQUIRE((record && *record));
        BOOST_TEST(scan(link) == "valid");
        must([&](Transaction& tx) {
            tx.erase(store::Space::registry, lost);
            return Result<int>(0);
        });
        BOOST_TEST(scan(link) == "unavailable", lost);
        must([&](Transaction& tx) {
            tx.put(store::Space::registry, lost, **record);
            return Result<int>(0);
        });
    }
}

BOOST_FIXTURE_TEST_CASE(without_a_good_signature_nothing_is_told_of_the_stamp, Fixture) {
    auto const good = url(stamp_at(3));
    auto bad = good;
    bad.back() = bad.back() == '9' ? '0' : '9';
    for (auto const& link : {good.substr(0, good.find('?')), bad}) {
        auto const judged = judge(link);
        BOOST_TEST_REQUIRE(judged.answer.stamp.has_value());
        BOOST_TEST(!judged.answer.stamp->order.has_value(), said(judged));
        BOOST_TEST(!judged.answer.checks.has_value());
        BOOST_TEST(!judged.position.has_value());
    }
    BOOST_TEST(judge(good).position.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_link_sent_to_us_is_judged_as_the_whole_uri, Fixture) {
    auto const whole = url(stamp_at(3));
    auto const path_at = whole.find("/01/");
    auto const query_at = whole.find('?');
    auto const path = whole.substr(path_at, query_at - path_at);
    auto const query = whole.substr(query_at + 1);
    auto const at = [&](std::string host) {
        return said(verdicts.judge({Question::Kind::target, path, query, std::move(host)}));
    };
    BOOST_TEST(at(test::our_host) == "valid");
    BOOST_TEST(at("tem.example.com").substr(0, 12) == "foreign_link");
    BOOST_TEST(
        said(verdicts.judge({Question::Kind::target, path, "", test::our_host})) == "unsigned"
    );
}

BOOST_FIXTURE_TEST_CASE(any_one_changed_digit_never_stays_valid, Fixture) {
    auto const good = url(stamp_at(0));
    auto const digits_at = good.find("?s=") + 3;
    for (auto at = digits_at; at < good.size(); at += 7) {
        auto bad = good;
        bad[at] = bad[at] == '9' ? '0' : static_cast<char>(bad[at] + 1);
        BOOST_TEST(scan(bad) == "signature_invalid", at - digits_at);
    }
    BOOST_TEST(scan(good.substr(0, good.size() - 1)) == "malformed stamp_digits_malformed");
    BOOST_TEST(scan(good + "0") == "malformed stamp_digits_malformed");
}

BOOST_FIXTURE_TEST_CASE(a_signature_counts_for_its_own_stamp_alone, Fixture) {
    auto const one = url(stamp_at(0));
    auto const two = url(stamp_at(1));
    auto const swapped = without_signature(one) + two.substr(two.find('?'));
    BOOST_TEST(scan(swapped) == "signature_invalid");
}

BOOST_FIXTURE_TEST_CASE(without_a_signature_a_link_confirms_nothing, Fixture) {
    auto const judged = judge(without_signature(url(stamp_at(0))));
    BOOST_TEST(said(judged) == "unsigned");
    BOOST_TEST(judged.answer.colour == "grey");
    BOOST_TEST(judged.answer.product.has_value());
    BOOST_TEST(scan("https://" + test::our_host + "/01/" + order.gtin) == "unsigned");
    BOOST_TEST(scan("https://" + test::our_host + "/01/" + order.gtin + "/10/L9") == "unsigned");
    BOOST_TEST(
        scan("https://" + test::our_host + "/01/" + test::gtin_of("0952000110009")) ==
        "not_issued product_missing"
    );
}

BOOST_FIXTURE_TEST_CASE(a_typed_serial_is_listed_and_never_green, Fixture) {
    for (std::uint64_t counter = 0; counter < 12; ++counter) {
        auto const judged = judge_typed(stamp::format_typed_serial(serial_at(counter)));
        BOOST_TEST(said(judged) == (counter < 10 ? "listed" : "not_issued no_order"));
        BOOST_TEST(judged.answer.product.has_value() == (counter < 10));
        BOOST_TEST(judged.position.has_value() == (counter < 10));
    }
    auto const good = stamp::format_typed_serial(serial_at(0));
    for (std::size_t i = 0; i < good.size(); ++i) {
        if (good[i] == '-') {
            continue;
        }
        auto bad = good;
        bad[i] = bad[i] == '7' ? '8' : '7';
        BOOST_TEST(said(judge_typed(bad)) == "malformed serial_check_wrong");
    }
    BOOST_TEST(said(judge_typed("")) == "malformed serial_malformed");
}

BOOST_FIXTURE_TEST_CASE(the_real_key_cannot_make_a_stamp_that_was_not_issued, Fixture) {
    for (std::uint64_t const counter :
         {std::uint64_t{10}, std::uint64_t{11}, stamp::counter_end - 1}) {
        BOOST_TEST(scan(url(stamp_at(counter))) == "not_issued no_order");
    }
    auto other_epoch = stamp_at(0);
    other_epoch.serial |= std::uint64_t{1} << stamp::counter_bits;  // no serial key of epoch 1 here
    BOOST_TEST(scan(url(other_epoch)) == "not_issued no_order");
}

BOOST_FIXTURE_TEST_CASE(the_real_key_cannot_move_a_stamp_to_another_lot_or_product, Fixture) {
    auto moved = stamp_at(0);
    moved.lot = "L2";  // a lot of the same trade item
    BOOST_TEST(scan(url(moved)) == "not_issued other_order");
    moved.lot = "L9";  // of none
    BOOST_TEST(scan(url(moved)) == "not_issued other_order");
    auto item = test::new_item();
    item.gtin = test::gtin_of("0952000110002");
    must([&](Transaction& tx) { return registry::register_trade_item(tx, who, item); });
    moved = stamp_at(0);
    moved.gtin = *item.gtin;
    BOOST_TEST(scan(url(moved)) == "not_issued other_order");
}

BOOST_FIXTURE_TEST_CASE(another_kids_good_signature_is_not_issued, Fixture) {
    auto second = test::issuing_key(2);
    second.public_key = to_base64url(key.public_key().point());
    add_key(second);
    BOOST_TEST(scan(url(stamp_at(0), 2)) == "not_issued other_order");
    BOOST_TEST(scan(url(stamp_at(0), 3)) == "signature_invalid");
}

BOOST_FIXTURE_TEST_CASE(a_revocation_shows_at_once_though_the_key_was_used_before, Fixture) {
    auto const before = ledger_size();
    auto request = test::new_order(5, "L2");
    request.active_when_issued = true;
    auto const later = issued(request);
    auto const early_link = url(stamp_at(0));
    auto const late_link = url({later.gtin, later.lot, serial_at(later.range->first)});
    auto const forged_link = url(stamp_at(1000));
    BOOST_TEST(scan(early_link) == "valid");
    BOOST_TEST(scan(late_link) == "valid");
    must([&](Transaction& tx) { return stamps::revoke_key(tx, who, {1}, {"lost", before}); });
    BOOST_TEST(scan(early_link) == "valid");
    BOOST_TEST(scan(late_link) == "key_revoked");
    auto const forged = judge(forged_link);
    BOOST_TEST(forged.answer.verdict == "key_revoked");
    BOOST_TEST((forged.answer.also == std::vector<std::string>{"not_issued"}));
}

BOOST_FIXTURE_TEST_CASE(a_key_asked_for_before_it_was_known_is_found_afterwards, Fixture) {
    auto const link = url(stamp_at(0), 2);
    BOOST_TEST(scan(link) == "signature_invalid");
    auto second = test::issuing_key(2);
    second.public_key = to_base64url(key.public_key().point());
    add_key(second);
    BOOST_TEST(scan(link) == "not_issued other_order");
}

BOOST_FIXTURE_TEST_CASE(activation_decides_between_amber_and_green, Fixture) {
    auto const quiet = printed(test::new_order(4, "L2"));
    auto const link = [&](std::uint64_t position) {
        return url({quiet.gtin, quiet.lot, serial_at(quiet.range->first + position - 1)});
    };
    BOOST_TEST(scan(link(2)) == "not_activated");
    must(activating(quiet.id, 2, 3));
    BOOST_TEST(scan(link(1)) == "not_activated");
    BOOST_TEST(scan(link(2)) == "valid");
    BOOST_TEST(scan(link(3)) == "valid");
    BOOST_TEST(scan(link(4)) == "not_activated");
    BOOST_TEST(judge(link(2)).answer.stamp->activated_at.has_value());
}

BOOST_FIXTURE_TEST_CASE(the_certificate_is_the_orders_and_a_newer_one_is_shown_beside_it, Fixture) {
    auto const regraded = certify(3, "2026-11-20");
    auto const answer = judge(url(stamp_at(0))).answer;
    BOOST_TEST(answer.verdict == "valid");
    BOOST_TEST(answer.certificate->id == certificate);
    BOOST_TEST(answer.stamp->stars_printed.value_or(0) == 4);
    BOOST_TEST_REQUIRE(answer.certificate_now.has_value());
    BOOST_TEST(answer.certificate_now->id == regraded.id);
    BOOST_TEST(answer.certificate_now->stars == 3);
}

BOOST_FIXTURE_TEST_CASE(time_and_withdrawal_show_on_stamps_printed_before, Fixture) {
    auto const link = url(stamp_at(0));
    clock().set(test::noon("2029-06-01"));
    BOOST_TEST(scan(link) == "valid");
    clock().set(test::noon("2029-06-02"));
    BOOST_TEST(scan(link) == "certificate_lapsed");
    must([&](Transaction& tx) {
        auto const on = test::day("2029-06-02");
        return registry::withdraw_certificate(tx, who, certificate, {"3/QĐ", on, 5, on});
    });
    auto const judged = judge(link);
    BOOST_TEST(said(judged) == "certificate_withdrawn");
    BOOST_TEST(judged.answer.colour == "amber");
    BOOST_TEST(judged.answer.certificate->ground.value_or(0) == 5);
    BOOST_TEST(judged.answer.certificate->withdrawal_decision.value_or("") == "3/QĐ");
}

BOOST_FIXTURE_TEST_CASE(nothing_of_ours_is_shown_for_a_foreign_or_malformed_link, Fixture) {
    auto const good = url(stamp_at(0));
    auto const path = good.substr(good.find("/01/"));
    for (auto const& text : std::vector<std::string>{
             "https://tem.example.vn.evil.com" + path,
             "https://evil.com" + path,
             "https://" + test::our_host + "/01/123",
             "",
             "not a link",
             std::string("\xFF\x00\xFE", 3),
             std::string(100'000, '/')}) {
        auto const answer = judge(text).answer;
        BOOST_TEST((answer.verdict == "foreign_link" || answer.verdict == "malformed"));
        BOOST_TEST((!answer.stamp && !answer.product && !answer.producer && !answer.lot));
        BOOST_TEST((!answer.certificate && !answer.checks));
    }
}

BOOST_FIXTURE_TEST_CASE(every_part_of_a_link_cut_off_gives_a_verdict_and_none_is_green, Fixture) {
    auto const good = url(stamp_at(0));
    for (std::size_t length = 0; length < good.size(); ++length) {
        auto const answer = judge(good.substr(0, length)).answer;
        BOOST_TEST((answer.colour != "green_outline" && answer.colour != "green"));
        BOOST_TEST(answer.verdict != "unavailable");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::verdicts
