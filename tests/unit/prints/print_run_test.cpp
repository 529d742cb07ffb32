#include "accounts/notices.hpp"
#include "unit/prints/printing.hpp"

#include <ocop/base/encoding.hpp>

BOOST_AUTO_TEST_SUITE(print_run)

namespace {

using namespace ocop;
using namespace ocop::prints;
using Fixture = test::PrintFixture;

Asked with(Asked asked, auto const& change) {
    change(asked.request);
    return asked;
}

Asked because(Asked asked, std::string reason = "Giấy kẹt") {
    asked.request.reason = std::move(reason);
    return asked;
}

}  // namespace

BOOST_AUTO_TEST_CASE(runs_are_named_in_order_and_each_once) {
    BOOST_TEST(run_label(1) == "A1");
    BOOST_TEST(run_label(9) == "A9");
    BOOST_TEST(run_label(10) == "B1");
    BOOST_TEST(run_label(21) == "C3");
    BOOST_TEST(run_label(234) == "Z9");
    BOOST_TEST(run_label(235) == "AA1");
    std::set<std::string> seen;
    for (std::int64_t number = 1; number <= runs_max; ++number) {
        seen.insert(run_label(number));
    }
    BOOST_TEST(seen.size() == static_cast<std::size_t>(runs_max));
}

BOOST_AUTO_TEST_CASE(labels_tell_run_position_and_copy) {
    PrintRun run;
    run.number = 3;
    run.label = "C3";
    run.copy = 1;
    BOOST_TEST(position_text(run, 412, 1000) == "C3 · 0412/1000");
    BOOST_TEST(position_text(run, 1000, 1000) == "C3 · 1000/1000");
    BOOST_TEST(position_text(run, 7, 8) == "C3 · 7/8");
    BOOST_TEST(copy_mark(run) == "L3/1");
}

BOOST_FIXTURE_TEST_CASE(a_run_takes_its_range_and_starts_a_job, Fixture) {
    auto const order = issued(test::new_order(1000));
    auto const run = begin(order, 401, 600, Format::pdf);
    BOOST_TEST((run.state == RunState::making));
    BOOST_TEST(run.label == "A1");
    BOOST_TEST(run.copy == 1);
    auto const job = job_of(run.id);
    BOOST_TEST(job.kind == "print");
    BOOST_TEST(job.key == run.id);
    BOOST_TEST(job.total == 200U);
    BOOST_TEST(begin(order, 601, 1000, Format::zpl).label == "A2");
    BOOST_TEST(begin(order, 1, 400, Format::zip).label == "A3");
}

BOOST_FIXTURE_TEST_CASE(what_was_printed_leaves_again_only_as_a_reprint, Fixture) {
    auto const order = issued(test::new_order(1000));
    begin(order, 401, 600, Format::pdf);
    for (auto const& [first, last] :
         {std::pair{401, 600}, {1, 401}, {600, 1000}, {500, 500}, {1, 1000}}) {
        auto const request = asked(order, first, last, Format::pdf);
        BOOST_TEST(refusal(beginning(request)) == "conflict already_printed /first");
    }
    BOOST_TEST(
        refusal(asking(because(asked(order, 1, 400, Format::pdf)))) ==
        "conflict not_printed_yet /first"
    );
    BOOST_TEST(
        refusal(asking(asked(order, 401, 402, Format::pdf))) == "malformed request_invalid /reason"
    );
}

BOOST_FIXTURE_TEST_CASE(a_reprint_begins_with_a_second_person_of_another_unit, Fixture) {
    auto const order = issued(test::new_order(100));
    begin(order, 1, 50, Format::pdf);
    auto const asked_for = must(asking(because(asked(order, 50, 60, Format::pdf))));
    BOOST_TEST((asked_for.state == RunState::requested));
    BOOST_TEST(asked_for.copy == 0);
    BOOST_TEST(asked_for.job == "");
    BOOST_TEST(refusal(confirming(asked_for.id, who)) == "refused own_request ");
    auto colleague = accounts::system_principal("colleague");
    colleague.unit = who.unit;
    BOOST_TEST(refusal(confirming(asked_for.id, colleague)) == "refused same_unit ");
    auto const begun = must(confirming(asked_for.id, other));
    BOOST_TEST((begun.state == RunState::making));
    BOOST_TEST(begun.copy == 2);
    BOOST_TEST(copy_mark(begun) == "L2/2");
    BOOST_TEST(job_of(begun.id).total == 11U);
    BOOST_TEST(refusal(confirming(asked_for.id, other)) == "conflict print_run_state /state");
    // Of a range that meets both, the highest copy counts.
    auto const third = must(asking(because(asked(order, 40, 55, Format::pdf))));
    BOOST_TEST(must(confirming(third.id, other)).copy == 3);
}

BOOST_FIXTURE_TEST_CASE(two_reprints_asked_for_at_once_are_two_copies, Fixture) {
    auto const order = issued(test::new_order(100));
    begin(order, 1, 50, Format::pdf);
    auto const one = must(asking(because(asked(order, 1, 50, Format::pdf))));
    auto const two = must(asking(because(asked(order, 1, 50, Format::pdf))));
    BOOST_TEST(must(confirming(two.id, other)).copy == 2);
    BOOST_TEST(must(confirming(one.id, other)).copy == 3);
}

BOOST_FIXTURE_TEST_CASE(a_reprint_can_be_taken_back, Fixture) {
    auto const order = issued(test::new_order(100));
    auto const first = begin(order, 1, 50, Format::pdf);
    auto const run = must(asking(because(asked(order, 1, 50, Format::pdf))));
    auto const cancelling = [&](std::string const& id) {
        return [this, id](store::Transaction& tx) { return cancel_run(tx, who, id); };
    };
    BOOST_TEST((must(cancelling(run.id)).state == RunState::cancelled));
    BOOST_TEST(refusal(confirming(run.id, other)) == "conflict print_run_state /state");
    BOOST_TEST(refusal(cancelling(first.id)) == "conflict print_run_state /state");
}

BOOST_FIXTURE_TEST_CASE(only_issued_orders_in_reach_are_printed, Fixture) {
    auto const waiting = approved(test::new_order(10));
    BOOST_TEST(
        refusal(beginning(asked(waiting, 1, 1, Format::pdf))) == "conflict order_state /state"
    );
    auto const order = issued(test::new_order(10));
    for (auto const& [first, last] : {std::pair{0, 1}, {1, 11}, {5, 4}, {-1, 3}, {11, 11}}) {
        auto const request = asked(order, first, last, Format::pdf);
        BOOST_TEST(refusal(beginning(request)) == "malformed request_invalid /first");
    }
    auto stranger = accounts::system_principal("stranger");
    stranger.reach = accounts::Reach::own;
    stranger.producer = "nobody";
    auto const foreign = [&](store::Transaction& tx) {
        return begin_run(tx, stranger, random, asked(order, 1, 1, Format::pdf));
    };
    BOOST_TEST(refusal(foreign) == "not_found order_not_found");
    auto const run = begin(order, 1, 1, Format::pdf);
    auto const snapshot = store().snapshot();
    BOOST_TEST(test::slug_of(load_run_for(*snapshot, stranger, run.id)) == "print_run_not_found");
    BOOST_TEST(
        test::slug_of(list_runs(*snapshot, stranger, order.id, {"", 10})) == "order_not_found"
    );
}

BOOST_FIXTURE_TEST_CASE(a_frozen_producer_prints_nothing, Fixture) {
    auto const order = issued(test::new_order(10));
    begin(order, 1, 1, Format::pdf);
    auto const reprint = must(asking(because(asked(order, 1, 1, Format::pdf))));
    must([&](store::Transaction& tx) -> Result<bool> {
        accounts::freeze_orders(tx, order.producer, {tx.now().ms + 1000});
        return true;
    });
    BOOST_TEST(refusal(beginning(asked(order, 2, 2, Format::pdf))) == "refused orders_frozen ");
    BOOST_TEST(refusal(confirming(reprint.id, other)) == "refused orders_frozen ");
}

BOOST_FIXTURE_TEST_CASE(the_covert_feature_is_for_inspectors_alone, Fixture) {
    auto const order = issued(test::new_order(10));
    auto const request = with(asked(order, 1, 2, Format::pdf), [](NewRun& r) {
        r.overt = OvertFeature{"Mực đổi màu", {}};
        r.covert = "Sợi phát quang dưới tia UV";
    });
    auto const run = must(beginning(request));
    auto inspector = accounts::system_principal("inspector");
    inspector.role = accounts::Role::inspector;
    BOOST_TEST(view_of(run, inspector).at("covert").as_string() == *request.request.covert);
    for (auto const role :
         {accounts::Role::producer_owner,
          accounts::Role::administrator,
          accounts::Role::approver,
          accounts::Role::guest_inspector,
          accounts::Role::auditor}) {
        auto someone = inspector;
        someone.role = role;
        auto const view = view_of(run, someone);
        BOOST_TEST(!view.contains("covert"));
        BOOST_TEST(view.at("overt").at("text").as_string() == "Mực đổi màu");
    }
    auto const hash = to_hex(crypto::sha256(as_bytes(request.covert + *request.request.covert)));
    std::string entry;  // the last
    auto const visit = [&](std::string_view, std::string_view value) {
        entry = std::string(value);
        return true;
    };
    BOOST_TEST(test::slug_of(store().snapshot()->scan(store::Space::ledger, "e", "", visit)) == "");
    BOOST_TEST(entry.find(hash) != std::string::npos, entry);
    BOOST_TEST(entry.find("UV") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_photo_must_be_the_producers, Fixture) {
    auto const order = issued(test::new_order(10));
    for (std::string const& photo : {std::string(64, 'a'), std::string("x")}) {
        auto const request = with(asked(order, 1, 1, Format::pdf), [&](NewRun& r) {
            r.overt = OvertFeature{"Mực đổi màu", photo};
        });
        BOOST_TEST(refusal(beginning(request)) == "malformed request_invalid /overt/photo");
    }
}

BOOST_FIXTURE_TEST_CASE(an_order_has_so_many_runs_and_no_more, Fixture) {
    auto const order = issued(test::new_order(runs_max + 1));
    must([&](store::Transaction& tx) -> Result<bool> {
        for (std::int64_t at = 1; at <= runs_max; ++at) {
            auto const run = begin_run(tx, who, random, asked(order, at, at, Format::pdf));
            if (!run) {
                return run.error();
            }
        }
        return true;
    });
    auto const request = asked(order, runs_max + 1, runs_max + 1, Format::pdf);
    BOOST_TEST(refusal(beginning(request)) == "refused print_runs_too_many ");
}

BOOST_FIXTURE_TEST_CASE(runs_are_listed_page_by_page, Fixture) {
    auto const order = issued(test::new_order(10));
    std::set<std::string> made;
    for (std::int64_t at = 1; at <= 5; ++at) {
        made.insert(begin(order, at, at, Format::pdf).id);
    }
    std::set<std::string> seen;
    std::string after;
    for (int pages = 0; pages < 3; ++pages) {
        auto const page = *list_runs(*store().snapshot(), who, order.id, {after, 2});
        for (auto const& run : page.runs) {
            seen.insert(run.id);
        }
        BOOST_TEST(page.next.has_value() == (pages < 2));
        after = page.next.value_or("");
    }
    BOOST_TEST((seen == made));
    auto const all = *list_runs(*store().snapshot(), who, "", {"", 4});
    BOOST_TEST(all.runs.size() == 4U);
    BOOST_TEST(list_runs(*store().snapshot(), who, "", {*all.next, 4})->runs.size() == 1U);
    auto stranger = who;
    stranger.reach = accounts::Reach::own;
    BOOST_TEST(list_runs(*store().snapshot(), stranger, "", {"", 4})->runs.empty());
}

BOOST_AUTO_TEST_CASE(each_fault_of_a_request_is_told) {
    auto const slug = [](auto const& change) {
        NewRun request;
        request.order = "o";
        request.first = request.last = 1;
        request.recipient.name = "Nhà in Mẫu";
        request.options = Options();
        change(request);
        auto const checked = check_request(request);
        return checked ? std::string()
                       : std::string(checked.error().slug) + " " +
                             checked.error().faults.front().pointer;
    };
    BOOST_TEST(slug([](NewRun&) {}) == "");
    BOOST_TEST(slug([](NewRun& r) {
                   r.recipient.name = " ";
               }) == "request_invalid /recipient/name");
    BOOST_TEST(slug([](NewRun& r) { r.reason = "a\nb"; }) == "request_invalid /reason");
    BOOST_TEST(slug([](NewRun& r) { r.format = Format::svg; }) == "");
    BOOST_TEST(slug([](NewRun& r) {
                   r.format = Format::svg;
                   r.last = 2;
               }) == "request_invalid /last");
    BOOST_TEST(slug([](NewRun& r) {
                   r.options->preset = "a3";
               }) == "request_invalid /options/preset");
    BOOST_TEST(slug([](NewRun& r) {
                   r.options->offset_x = 101;
               }) == "sheets_offset_out_of_range /options");
    BOOST_TEST(slug([](NewRun& r) {
                   r.options->start_position = 25;
               }) == "request_invalid /options/start_position");
    BOOST_TEST(slug([](NewRun& r) {
                   r.options->layout = FreeLayout();
               }) == "sheets_layout_invalid /options/layout/label_width");
    BOOST_TEST(slug([](NewRun& r) {
                   r.format = Format::zpl;
                   r.options->dpi = 200;
               }) == "sheets_roll_invalid /options/dpi");
}

BOOST_AUTO_TEST_CASE(parts_are_whole_sheets) {
    auto sheet = *sheet_of({});  // 24 a sheet
    BOOST_TEST(part_labels(sheet, true, 5000) == 984);
    BOOST_TEST(part_labels(sheet, false, 5000) == 984);
    BOOST_TEST(part_labels(sheet, false, 30) == 30);
    sheet.first_position = 5;
    BOOST_TEST(part_labels(sheet, true, 5000) == 980);
    BOOST_TEST(part_labels(sheet, false, 5000) == 984);
    sheet.layout.columns = 100;
    sheet.layout.rows = 100;
    BOOST_TEST(part_labels(sheet, false, 50'000) == 1000);
}

BOOST_AUTO_TEST_SUITE_END()
