#include "inspections/inspections.hpp"

#include "inspections.hpp"
#include "inspections/copied.hpp"
#include "inspections/minutes.hpp"
#include "stamps/moves.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace ocop::inspections {

namespace {

using store::Transaction;

struct Fixture : test::InspectionFixture {
    NewInspection make(std::int64_t sequence, ActionKind kind = ActionKind::warn) {
        NewInspection out;
        out.device = "may-01";
        out.sequence = sequence;
        out.at = clock().now();
        out.gtin = test::item_gtin;
        out.lot = "L1";
        out.place = "Chợ Trung tâm, Việt Trì";
        out.findings = "Hai gói cùng một số tem";
        out.seen = {{"0123456789", "valid", "valid"}};
        out.action.kind = kind;
        out.action.reason = "Nghi sao chép";
        out.digest = "digest " + std::to_string(sequence);
        return out;
    }

    auto recording(NewInspection const& request) {
        return [this, request](Transaction& tx) {
            return record_inspection(tx, inspector, random, request);
        };
    }

    NewInspection copied(std::int64_t sequence, std::int64_t first, std::int64_t last) {
        auto out = make(sequence, ActionKind::copied);
        out.action.stamps = {{order.id, first, last}};
        return out;
    }

    auto lifting(Principal const& by, std::string id, std::string reason = "Không phải bản sao") {
        return
            [by, id, reason](Transaction& tx) { return propose_copied_lift(tx, by, id, {reason}); };
    }

    auto confirming_lift(Principal const& by, std::string id) {
        return [this, by, id](Transaction& tx) { return confirm_copied_lift(tx, by, random, id); };
    }

    bool is_copied(std::int64_t position) {
        auto const at = stamp::Position{order.range->epoch, counter(position)};
        return copied_by(*store().snapshot(), at).value().has_value();
    }
};

// What pdftotext reads in a file.
std::string text_of(std::string const& pdf) {
    test::TemporaryDirectory const directory;
    auto const path = directory.path() / "minutes.pdf";
    std::ofstream(path, std::ios::binary) << pdf;
    auto const text = directory.path() / "minutes.txt";
    auto const command = "pdftotext -layout " + path.string() + " " + text.string();
    BOOST_TEST_REQUIRE(std::system(command.c_str()) == 0);
    std::ifstream in(text);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inspections)

BOOST_FIXTURE_TEST_CASE(an_entry_is_recorded_once_however_often_it_is_sent, Fixture) {
    auto const first = must(recording(make(1)));
    BOOST_TEST(first.done);
    BOOST_TEST(!first.late);
    BOOST_TEST(!first.gap);
    BOOST_TEST(!first.clock_wrong);
    auto const before = contents();
    BOOST_TEST(must(recording(make(1))).id == first.id);
    BOOST_TEST((contents() == before));
    auto other = make(1);
    other.digest = "another";
    BOOST_TEST(refusal(recording(other)) == "conflict sequence_taken /sequence");
    // The number is the device's, and the device is the inspector's.
    auto const by_colleague =
        must([&](Transaction& tx) { return record_inspection(tx, colleague, random, make(1)); });
    BOOST_TEST(by_colleague.id != first.id);
}

BOOST_FIXTURE_TEST_CASE(late_entries_gaps_and_clocks_are_flagged_and_not_refused, Fixture) {
    auto const now = clock().now();
    auto late = make(2);
    late.at = {now.ms - late_ms_min};
    auto const gone = must(recording(late));
    BOOST_TEST(gone.late);
    BOOST_TEST(gone.gap);
    BOOST_TEST((gone.at == late.at));
    BOOST_TEST((gone.received_at == now));
    must(recording(make(1)));
    auto earlier = make(3);
    earlier.at = {late.at.ms - 1};
    auto const third = must(recording(earlier));
    BOOST_TEST(!third.gap);
    BOOST_TEST(third.clock_wrong);
    auto ahead = make(4);
    ahead.at = {now.ms + skew_ms_max};
    BOOST_TEST(!must(recording(ahead)).clock_wrong);
    auto beyond = make(5);
    beyond.at = {now.ms + skew_ms_max + 1};
    BOOST_TEST(must(recording(beyond)).clock_wrong);
}

BOOST_FIXTURE_TEST_CASE(what_is_wrong_with_an_entry_is_told, Fixture) {
    auto const wrong = [&](auto change) {
        auto request = make(1);
        change(request);
        return refusal(recording(request));
    };
    auto const bad = [](std::string pointer) { return "malformed request_invalid " + pointer; };
    BOOST_TEST(wrong([](auto& r) { r.device = "máy"; }) == bad("/device"));
    BOOST_TEST(wrong([](auto& r) { r.device = ""; }) == bad("/device"));
    BOOST_TEST(wrong([](auto& r) { r.sequence = 0; }) == bad("/sequence"));
    BOOST_TEST(wrong([](auto& r) { r.findings = ""; }) == bad("/findings"));
    BOOST_TEST(wrong([](auto& r) { r.seen.resize(201); }) == bad("/verified"));
    BOOST_TEST(wrong([](auto& r) { r.action.kind = ActionKind::copied; }) == bad("/action/stamps"));
    BOOST_TEST(wrong([](auto& r) { r.lot = "L9"; }) == "not_found lot_not_found");
}

BOOST_FIXTURE_TEST_CASE(a_finding_of_copies_is_lifted_by_two_officials, Fixture) {
    auto const id = must(recording(copied(1, 7, 8))).id;
    BOOST_TEST((told_owner() == std::vector<std::string>{"stamps_copied " + key}));
    BOOST_TEST(refusal(confirming_lift(officer, id)) == "conflict act_not_pending");
    BOOST_TEST(refusal(lifting(officer, id, "")) == "malformed request_invalid /reason");
    auto const size = ledger_size();
    BOOST_TEST(must(lifting(officer, id)).lift->confirmations.size() == 1U);
    BOOST_TEST(is_copied(7));
    BOOST_TEST(refusal(confirming_lift(officer, id)) == "refused own_request ");
    auto same = second;
    same.unit = officer.unit;
    BOOST_TEST(refusal(confirming_lift(same, id)) == "refused same_unit ");
    auto const lifted = must(confirming_lift(second, id));
    BOOST_TEST((lifted.lift->lifted_at == clock().now()));
    BOOST_TEST(lifted.lift->reason == "Không phải bản sao");
    BOOST_TEST(ledger_size() == size + 2);
    BOOST_TEST(!is_copied(7));
    BOOST_TEST(!is_copied(8));
    BOOST_TEST(told_owner().front() == "copied_lifted " + key);
    BOOST_TEST(refusal(lifting(officer, id)) == "conflict copied_state /lift");
    BOOST_TEST(refusal(confirming_lift(officer, id)) == "conflict copied_state /lift");
    // It may be found again.
    must(recording(copied(2, 8, 8)));
    BOOST_TEST(is_copied(8));
}

BOOST_FIXTURE_TEST_CASE(what_another_inspection_found_copied_too_stays_so, Fixture) {
    auto const first = must(recording(copied(1, 5, 10))).id;
    auto const other = must(recording(copied(2, 8, 12))).id;
    must(lifting(officer, first));
    must(confirming_lift(second, first));
    for (std::int64_t position = 1; position < 20; ++position) {
        BOOST_TEST(is_copied(position) == (position >= 8 && position <= 12), position);
    }
    must(lifting(officer, other));
    must(confirming_lift(second, other));
    for (std::int64_t position = 1; position < 20; ++position) {
        BOOST_TEST(!is_copied(position), position);
    }
}

BOOST_FIXTURE_TEST_CASE(only_a_finding_of_copies_is_lifted, Fixture) {
    auto const warned = must(recording(make(1))).id;
    BOOST_TEST(refusal(lifting(officer, warned)) == "conflict copied_state /lift");
    auto const undone = must(recording(copied(2, 1'000, 1'001))).id;
    BOOST_TEST(refusal(lifting(officer, undone)) == "conflict copied_state /lift");
    BOOST_TEST(refusal(lifting(officer, "none")) == "not_found inspection_not_found");
}

BOOST_FIXTURE_TEST_CASE(stamps_found_copied_stay_so, Fixture) {
    auto request = make(1, ActionKind::copied);
    request.action.stamps = {{order.id, 7, 8}};
    BOOST_TEST(must(recording(request)).done);
    BOOST_TEST(is_copied(7));
    BOOST_TEST(is_copied(8));
    BOOST_TEST(!is_copied(6));
    BOOST_TEST(!is_copied(9));
    auto more = make(2, ActionKind::copied);
    more.action.stamps = {{order.id, 5, 10}};
    BOOST_TEST(must(recording(more)).done);
    BOOST_TEST(is_copied(5));
    BOOST_TEST(is_copied(10));
}

BOOST_FIXTURE_TEST_CASE(an_action_that_cannot_be_done_is_recorded_with_the_reason, Fixture) {
    auto const held = must(recording(make(1, ActionKind::hold)));
    BOOST_TEST(held.done);
    BOOST_TEST(held.hold.has_value());
    auto const again = must(recording(make(2, ActionKind::hold)));
    BOOST_TEST(!again.done);
    BOOST_TEST(again.problem.value() == "already_held");
    auto beyond = make(3, ActionKind::copied);
    beyond.action.stamps = {{order.id, 1'000, 1'001}};
    BOOST_TEST(must(recording(beyond)).problem.value() == "request_invalid");
    BOOST_TEST(!is_copied(1'000));
}

BOOST_FIXTURE_TEST_CASE(stamps_of_several_orders_are_seized_together_or_not_at_all, Fixture) {
    auto request = test::new_order(10);
    request.active_when_issued = true;
    auto const more = printed(request);
    auto const state_of = [&](stamps::StampOrder const& of, std::int64_t position) {
        return stamps::segment_at(*store().snapshot(), of, position).value().state;
    };
    auto seizing = make(1, ActionKind::seize);
    seizing.action.stamps = {{order.id, 1, 2}, {more.id, 3, 3}, {order.id, 5, 5}};
    BOOST_TEST(must(recording(seizing)).problem.value_or("") == "");
    BOOST_TEST((state_of(order, 2) == stamps::StampState::seized));
    BOOST_TEST((state_of(order, 5) == stamps::StampState::seized));
    BOOST_TEST((state_of(more, 3) == stamps::StampState::seized));
    BOOST_TEST((state_of(more, 4) != stamps::StampState::seized));
    std::int64_t sequence = 1;
    for (auto const& spans : std::vector<std::vector<StampSpan>>{
             {{order.id, 8, 8}, {more.id, 3, 3}},
             {{more.id, 8, 8}, {order.id, 1, 1}},
             {{more.id, 8, 8}, {order.id, 2, 4}}}) {
        auto again = make(++sequence, ActionKind::seize);
        again.action.stamps = spans;
        BOOST_TEST(must(recording(again)).problem.value_or("") == "stamp_state");
    }
    BOOST_TEST((state_of(order, 8) != stamps::StampState::seized));
    BOOST_TEST((state_of(more, 8) != stamps::StampState::seized));
}

BOOST_FIXTURE_TEST_CASE(stamps_of_another_lot_than_the_one_inspected_are_left_alone, Fixture) {
    auto const other = issued(test::new_order(5, "L2"));
    std::int64_t sequence = 0;
    for (auto const kind :
         {ActionKind::hold, ActionKind::copied, ActionKind::seize, ActionKind::void_stamps}) {
        auto request = make(++sequence, kind);
        request.action.stamps = {{other.id, 1, 1}};
        BOOST_TEST(must(recording(request)).problem.value_or("") == "stamp_elsewhere");
    }
    BOOST_TEST(told_owner().empty());
}

BOOST_FIXTURE_TEST_CASE(seized_and_voided_stamps_go_there_in_the_stamp_ledger, Fixture) {
    auto const state_of = [&](std::int64_t position) {
        return stamps::segment_at(*store().snapshot(), order, position).value().state;
    };
    auto seizing = make(1, ActionKind::seize);
    seizing.action.stamps = {{order.id, 7, 8}, {order.id, 10, 10}};
    BOOST_TEST(must(recording(seizing)).problem.value_or("") == "");
    BOOST_TEST((state_of(7) == stamps::StampState::seized));
    BOOST_TEST((state_of(10) == stamps::StampState::seized));
    BOOST_TEST((state_of(9) != stamps::StampState::seized));
    auto voiding = make(2, ActionKind::void_stamps);
    voiding.action.stamps = {{order.id, 20, 20}};
    BOOST_TEST(must(recording(voiding)).done);
    BOOST_TEST((state_of(20) == stamps::StampState::voided));
    BOOST_TEST(
        (told_owner() == std::vector<std::string>{"stamps_voided " + key, "stamps_seized " + key})
    );
    // What cannot be seized any more is said so, and nothing of it is done.
    auto again = make(3, ActionKind::seize);
    again.action.stamps = {{order.id, 30, 30}, {order.id, 7, 7}};
    BOOST_TEST(must(recording(again)).problem.value() == "stamp_state");
    BOOST_TEST((state_of(30) != stamps::StampState::seized));
    auto const other = issued(test::new_order(5));
    auto two = make(4, ActionKind::seize);
    two.action.stamps = {{order.id, 40, 40}, {other.id, 1, 1}};
    BOOST_TEST(must(recording(two)).problem.value() == "stamp_state");  // it was not printed
    BOOST_TEST((state_of(40) != stamps::StampState::seized));
    auto none = make(5, ActionKind::seize);
    BOOST_TEST(refusal(recording(none)) == "malformed request_invalid /action/stamps");
}

BOOST_FIXTURE_TEST_CASE(a_proposed_recall_has_the_inspectors_confirmation, Fixture) {
    auto const inspection = must(recording(make(1, ActionKind::propose_recall)));
    BOOST_TEST(inspection.done);
    auto const recall = find_recall(*store().snapshot(), key).value().value();
    BOOST_TEST((recall.state == RecallState::proposed));
    BOOST_TEST(recall.inspection.value() == inspection.id);
    BOOST_TEST(recall.confirmations.front().account == "inspector");
    RecallConfirmation with;
    with.decision = "9/QĐ-UBND";
    with.decided_on = test::day("2026-11-21");
    auto const confirmed =
        must([&](Transaction& tx) { return confirm_recall(tx, officer, random, key, with); });
    BOOST_TEST((confirmed.state == RecallState::standing));
}

BOOST_FIXTURE_TEST_CASE(the_newest_come_first_page_by_page, Fixture) {
    std::vector<std::string> ids;
    for (std::int64_t i = 1; i <= 5; ++i) {
        ids.insert(ids.begin(), must(recording(make(i))).id);
        clock().advance_ms(1'000);
    }
    auto const snapshot = store().snapshot();
    std::vector<std::string> seen;
    std::string after;
    for (;;) {
        auto const page = list_inspections(*snapshot, officer, after, 2).value();
        for (auto const& one : page.inspections) {
            seen.push_back(one.id);
        }
        if (!page.next) {
            break;
        }
        after = *page.next;
    }
    BOOST_TEST(seen == ids, boost::test_tools::per_element());
    auto stranger = owner;
    stranger.producer = "another";
    BOOST_TEST(list_inspections(*snapshot, stranger, "", 9).value().inspections.empty());
    BOOST_TEST(
        test::slug_of(load_inspection_for(*snapshot, stranger, ids[0])) == "inspection_not_found"
    );
    BOOST_TEST(test::slug_of(list_inspections(*snapshot, officer, "x", 2)) == "query_invalid");
}

BOOST_FIXTURE_TEST_CASE(the_minutes_say_what_the_record_says, Fixture) {
    auto request = make(1, ActionKind::hold);
    request.action.stamps = {{order.id, 7, 8}};
    request.findings = "Hai gói cùng một số tem; chủ cửa hàng không xuất trình hóa đơn.";
    for (int i = 0; i < 150; ++i) {
        request.seen.push_back({"0123456789", "valid", "held"});
    }
    auto const inspection = must(recording(request));
    auto const font = sheets::Font::load(sheets::font_path);
    BOOST_TEST_REQUIRE(test::reason_of(font) == "");
    auto const names = names_of(*store().snapshot(), inspection);
    BOOST_TEST_REQUIRE(test::reason_of(names) == "");
    auto const pdf = draw_minutes(inspection, *names, *font);
    BOOST_TEST_REQUIRE(test::reason_of(pdf) == "");
    BOOST_TEST(pdf->substr(0, 5) == "%PDF-");
    auto const text = text_of(*pdf);
    for (auto const& wanted :
         {std::string("BIÊN BẢN KIỂM TRA TEM OCOP"),
          inspection.id,
          std::string("Chợ Trung tâm, Việt Trì"),
          std::string("HTX Chè Đồi Sương"),
          std::string("UBND tỉnh Phú Thọ"),
          std::string("không xuất trình hóa đơn"),
          std::string("Tạm giữ các tem"),
          std::string("số thứ tự 7 đến 8"),
          std::string("10 giờ 04 ngày 22/11/2026"),
          std::string("Đại diện cơ sở")}) {
        BOOST_TEST(text.find(wanted) != std::string::npos, wanted);
    }
    auto squeezed = text;
    squeezed.erase(std::remove(squeezed.begin(), squeezed.end(), ' '), squeezed.end());
    BOOST_TEST(squeezed.find("–3–") != std::string::npos, text.substr(0, 6'000));
    std::size_t rows = 0;
    for (auto at = text.find("khi nhận về: held"); at != std::string::npos;
         at = text.find("khi nhận về: held", at + 1)) {
        ++rows;
    }
    BOOST_TEST(rows == 150U);
    // A letter that no font has does not end the drawing.
    auto odd = inspection;
    odd.findings = "Tem có hình \xF0\x9F\x98\x80 lạ";
    BOOST_TEST(test::reason_of(draw_minutes(odd, *names, *font)) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::inspections
