#include "events/jobs.hpp"

#include "capture_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace ocop::test {

namespace {

using events::CaptureJob;

struct Fixture : CaptureFixture {
    CaptureJob job(std::string of, std::size_t errors = 0) {
        CaptureJob out;
        out.id = events::capture_id(random, clock().now());
        clock().advance_ms(1);
        out.account = "a1";
        out.producer = std::move(of);
        out.created_at = clock().now();
        out.finished_at = clock().now();
        out.behaviour = Behaviour::proceed;
        out.success = errors == 0;
        out.stored = 3;
        out.refused = static_cast<std::int64_t>(errors);
        for (std::size_t i = 0; i < errors; ++i) {
            auto const at = "/epcisBody/eventList/" + std::to_string(i);
            out.errors.push_back({at, "event_exists", 409, "was captured already"});
        }
        must([&](store::Transaction& tx) -> Result<bool> {
            events::put_job(tx, out);
            return true;
        });
        return out;
    }

    std::string found(Principal const& by, std::string const& id) {
        return slug_of(events::load_job_for(*store().snapshot(), by, id));
    }

    // Ids of all pages of that size; `pages` counts them.
    Texts listed(Principal const& by, std::size_t limit, std::size_t* pages = nullptr) {
        Texts out;
        std::string after;
        for (;;) {
            auto const page = events::list_jobs(*store().snapshot(), by, after, limit);
            BOOST_TEST_REQUIRE(reason_of(page) == "");
            BOOST_TEST(page->jobs.size() <= limit);
            for (auto const& each : page->jobs) {
                out.push_back(each.id);
            }
            if (pages != nullptr) {
                ++*pages;
            }
            if (!page->next) {
                return out;
            }
            after = *page->next;
        }
    }
};

auto const per_element = boost::test_tools::per_element();

}  // namespace

BOOST_AUTO_TEST_SUITE(capture_jobs)

BOOST_FIXTURE_TEST_CASE(a_job_is_read_back_as_it_was_written, Fixture) {
    for (std::size_t const errors : {0U, 1U, 100U, 101U, 500U}) {
        auto const written = job(a, errors);
        auto const read = events::load_job_for(*store().snapshot(), person_of(a), written.id);
        BOOST_TEST_REQUIRE(reason_of(read) == "");
        BOOST_TEST((json::write(*read) == json::write(written)));
        BOOST_TEST_REQUIRE(read->errors.size() == errors);
        for (std::size_t i = 0; i < errors; ++i) {
            BOOST_TEST((json::write(read->errors[i]) == json::write(written.errors[i])));
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_job_is_there_for_its_producer_and_who_is_over_it, Fixture) {
    auto const id = job(a).id;
    auto commune = person_of({});
    commune.reach = accounts::Reach::commune;
    commune.commune = "08620";
    auto nobody = person_of(a);
    nobody.reach = accounts::Reach::none;
    BOOST_TEST(found(person_of(a), id) == "");
    BOOST_TEST(found(grower_of(a, {plot_a}), id) == "");
    BOOST_TEST(found(authority, id) == "");
    BOOST_TEST(found(commune, id) == "");
    commune.commune = "07900";
    for (auto const& stranger : {person_of(b), commune, nobody, person_of({})}) {
        BOOST_TEST(found(stranger, id) == "capture_not_found");
        BOOST_TEST(listed(stranger, 10).empty());
    }
    auto const of_authority = job({}).id;
    BOOST_TEST(found(authority, of_authority) == "");
    BOOST_TEST(found(person_of(a), of_authority) == "capture_not_found");
    BOOST_TEST(found(commune, of_authority) == "capture_not_found");
    BOOST_TEST(found(person_of({}), of_authority) == "capture_not_found");
    BOOST_TEST(found(authority, id.substr(1)) == "capture_not_found");
    BOOST_TEST(found(authority, "") == "capture_not_found");
}

BOOST_FIXTURE_TEST_CASE(jobs_are_listed_in_the_order_of_capture, Fixture) {
    Texts all;
    Texts own;
    for (int i = 0; i < 10; ++i) {
        auto const of = i % 3 == 0 ? b : a;
        all.push_back(job(of, i == 4 ? 150 : 0).id);
        if (of == a) {
            own.push_back(all.back());
        }
    }
    for (std::size_t const limit : {1U, 3U, 10U, 20U}) {
        BOOST_TEST(listed(authority, limit) == all, per_element);
        BOOST_TEST(listed(person_of(a), limit) == own, per_element);
    }
    std::size_t pages = 0;
    listed(authority, 5, &pages);
    BOOST_TEST(pages == 2U);  // a full last page has no next
    auto const page = events::list_jobs(*store().snapshot(), person_of(a), all[2], 2);
    BOOST_TEST(page->jobs[0].errors.size() == 150U);
}

BOOST_FIXTURE_TEST_CASE(what_is_no_token_of_ours_is_refused, Fixture) {
    auto const id = job(a).id;
    auto const slug_after = [&](std::string const& token) {
        return slug_of(events::list_jobs(*store().snapshot(), person_of(a), token, 10));
    };
    BOOST_TEST(slug_after(id) == "");
    for (auto const& token : {std::string("0"), std::string(300, '\xff'), id + "0", id.substr(1)}) {
        BOOST_TEST(slug_after(token) == "page_token_invalid", token);
    }
}

BOOST_FIXTURE_TEST_CASE(ids_are_in_the_order_of_time, Fixture) {
    auto const first = events::capture_id(random, {1'795'000'000'000});
    auto const second = events::capture_id(random, {1'795'000'000'001});
    BOOST_TEST(first.size() == 32U);
    BOOST_TEST(first < second);
    BOOST_TEST(events::capture_id(random, {0}) != events::capture_id(random, {0}));
}

BOOST_FIXTURE_TEST_CASE(a_damaged_job_is_said, Fixture) {
    auto const written = job(a, 1);
    write_one(
        store(), store::Space::events, std::string("i") + written.id + std::string(4, '\0'), "["
    );
    BOOST_TEST(found(person_of(a), written.id) == "store_corrupt");
    BOOST_TEST(
        slug_of(events::list_jobs(*store().snapshot(), person_of(a), "", 5)) == "store_corrupt"
    );
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
