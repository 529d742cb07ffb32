#include "accounts/notices.hpp"
#include "unit/prints/printing.hpp"

BOOST_AUTO_TEST_SUITE(links)

namespace {

using namespace ocop;
using namespace ocop::prints;

struct Made : test::PrintFixture {
    Made() {
        run = begin(issued(test::new_order(10)), 1, 2, Format::pdf).id;
        make(run);
    }

    auto linking(std::string const& token) {
        return [this, token](store::Transaction& tx) {
            return make_link(tx, who, run, crypto::sha256(as_bytes(token)));
        };
    }

    Result<LinkedRun> seen(std::string const& token) {
        return see_link(*store().snapshot(), crypto::sha256(as_bytes(token)), clock().now());
    }

    auto breaking(std::string const& token) {
        return [token](store::Transaction& tx) -> Result<bool> {
            auto const noted = note_broken(tx, crypto::sha256(as_bytes(token)));
            return noted ? Result<bool>(true) : noted.error();
        };
    }

    auto opening(std::string const& token) {
        return [token](store::Transaction& tx) {
            return use_link(tx, crypto::sha256(as_bytes(token)));
        };
    }

    std::string run;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_link_opens_once, Made) {
    auto const made = must(linking("a"));
    BOOST_TEST(made.link.number == 1);
    BOOST_TEST(made.link.expires_at.ms == made.link.made_at.ms + 24 * 3'600'000);
    auto const opened = must(opening("a"));
    BOOST_TEST(opened.id == run);
    BOOST_TEST(opened.deliveries == 1);
    BOOST_TEST(refusal(opening("a")) == "not_found link_used ");
    BOOST_TEST(refusal(opening("b")) == "not_found link_not_found");
}

BOOST_FIXTURE_TEST_CASE(a_link_is_looked_at_as_often_as_one_likes, Made) {
    BOOST_TEST(test::slug_of(seen("a")) == "link_not_found");
    auto const made = must(linking("a"));
    auto const before = contents();
    for (int often = 0; often < 3; ++often) {
        BOOST_TEST(seen("a")->run.id == run);
        BOOST_TEST(seen("a")->open_until().ms == made.link.expires_at.ms);
    }
    BOOST_TEST((contents() == before));
    must(opening("a"));
    BOOST_TEST(test::slug_of(seen("a")) == "link_used");
}

BOOST_FIXTURE_TEST_CASE(what_broke_for_certain_opens_again_for_ten_minutes, Made) {
    must(linking("a"));
    must(breaking("a"));  // of what was not used: nothing
    must(breaking("b"));
    BOOST_TEST(!seen("a")->link.broken_at);
    auto const first = must(opening("a"));
    BOOST_TEST(first.deliveries == 1);
    auto const used_at = clock().now();
    clock().advance_ms(repeat_ms / 2);
    must(breaking("a"));
    BOOST_TEST(seen("a")->open_until().ms == used_at.ms + repeat_ms);
    BOOST_TEST(must(opening("a")).deliveries == 2);
    BOOST_TEST(refusal(opening("a")) == "not_found link_used ");
    BOOST_TEST(refusal(linking("b")) == "conflict print_run_delivered ");
    must(breaking("a"));
    clock().set({used_at.ms + repeat_ms - 1});
    BOOST_TEST(test::slug_of(seen("a")) == "");
    clock().set({used_at.ms + repeat_ms});  // from the first use, however often it broke
    BOOST_TEST(refusal(opening("a")) == "not_found link_used ");
}

BOOST_FIXTURE_TEST_CASE(a_link_is_good_for_a_day, Made) {
    must(linking("a"));
    clock().advance_ms(link_ms);
    BOOST_TEST(refusal(opening("a")) == "not_found link_expired ");
    auto const made = must(linking("b"));
    clock().set({made.link.expires_at.ms - 1});
    BOOST_TEST(must(opening("b")).deliveries == 1);
}

BOOST_FIXTURE_TEST_CASE(a_newer_link_takes_the_place_of_one_not_used, Made) {
    must(linking("a"));
    must(linking("b"));
    BOOST_TEST(refusal(opening("a")) == "not_found link_replaced ");
    BOOST_TEST(must(opening("b")).deliveries == 1);
}

BOOST_FIXTURE_TEST_CASE(after_a_download_there_is_no_link_more, Made) {
    must(linking("a"));
    must(opening("a"));
    BOOST_TEST(refusal(linking("b")) == "conflict print_run_delivered ");
}

BOOST_FIXTURE_TEST_CASE(labels_out_of_force_leave_by_no_link, Made) {
    must(linking("a"));
    auto const order = stamps::load_order(*store().snapshot(), run_of(run).order);
    must(moving(*order, stamps::StampState::voided, {{2, 2}}));
    BOOST_TEST(refusal(opening("a")) == "conflict stamp_state /first");
    BOOST_TEST(refusal(linking("b")) == "conflict stamp_state /first");
}

BOOST_FIXTURE_TEST_CASE(a_file_is_not_kept_for_ever, Made) {
    clock().advance_ms(file_ms - 1000);
    must(linking("a"));
    clock().advance_ms(1000);
    BOOST_TEST(refusal(opening("a")) == "not_found print_file_gone");
    BOOST_TEST(refusal(linking("b")) == "conflict print_file_gone ");
}

BOOST_FIXTURE_TEST_CASE(a_frozen_producer_hands_out_nothing, Made) {
    must(linking("a"));
    must([&](store::Transaction& tx) -> Result<bool> {
        accounts::freeze_orders(tx, run_of(run).producer, {tx.now().ms + 1000});
        return true;
    });
    BOOST_TEST(refusal(opening("a")) == "refused orders_frozen ");
    BOOST_TEST(refusal(linking("b")) == "refused orders_frozen ");
}

BOOST_FIXTURE_TEST_CASE(there_is_no_link_before_the_file_is_made, Made) {
    auto const order = issued(test::new_order(5));
    auto const other_run = begin(order, 1, 5, Format::pdf);
    auto const linking_it = [&](store::Transaction& tx) {
        return make_link(tx, who, other_run.id, Hash{});
    };
    BOOST_TEST(refusal(linking_it) == "conflict print_run_state /state");
}

BOOST_FIXTURE_TEST_CASE(the_store_has_no_token, Made) {
    std::string const token = "a token that is told once";
    must(linking(token));
    for (auto const& [key, value] : contents()) {
        BOOST_TEST(key.find(token) == std::string::npos);
        BOOST_TEST(value.find(token) == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
