#include "two_producers.hpp"

namespace ocop::test {

namespace {

std::string const runs = "/api/v1/print-runs";

struct World : TwoProducers {
    World() { make_prints(); }

    Reply ask_link(std::string const& who, std::string const& body = "{}") {
        return post_as(*this, people.at(who), runs + "/" + a.run + "/link", body);
    }

    // The path of a fresh link.
    std::string link(std::string const& body = "{}") {
        auto const reply = ask_link("owner_a", body);
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
        auto const url = reply.string_at("/url");
        BOOST_TEST(url.starts_with("https://" + std::string(host) + "/p/"));
        return url.substr(url.find("/p/"));
    }

    Reply fetch(std::string const& path, std::vector<http::Header> headers = {}) {
        http::Request request;
        request.method = http::Method::post;
        request.target = path;
        request.headers = std::move(headers);
        return send(std::move(request));
    }

    // What is left of a download when its connection goes.
    void leave(Reply& reply) {
        reply.response.body = std::string();
        auto const nothing = [](store::Transaction&) { return Result<void>(); };
        BOOST_TEST(reason_of(transact_now(*disk.store, nothing)) == "");  // after all before it
    }

    // A print run of more than one piece, and its link.
    std::string long_link() {
        auto const order = create(
            "/api/v1/stamp-orders", R"({"gtin":")" + a.gtin + R"(","lot":"L1","count":300})", "id"
        );
        for (auto const* step : {"/approve", "/issue"}) {
            auto const done = post_as_second("/api/v1/stamp-orders/" + order + step);
            BOOST_TEST_REQUIRE(done.status() == 200, done.text());
        }
        run = create(runs, run_body(order, 1, 300), "id");
        make_prints();
        auto const url = post(runs + "/" + run + "/link").string_at("/url");
        return url.substr(url.find("/p/"));
    }

    std::string run;

    Reply as(std::string const& who, std::string const& path, std::string const& body = {}) {
        return post_as(*this, people.at(who), path, body);
    }
};

std::string with_features(std::string const& order, int first, int last) {
    return run_body(
        order,
        first,
        last,
        R"("format":"pdf","overt":{"text":"Mực đổi màu"},"covert":"Sợi phát quang")"
    );
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prints_api)

BOOST_AUTO_TEST_CASE(a_file_is_fetched_once_by_whoever_has_the_link) {
    World world;
    auto const path = world.link();
    auto file = world.fetch(path);
    BOOST_TEST(file.status() == 200);
    BOOST_TEST(file.header("Content-Type") == "application/pdf");
    BOOST_TEST(file.header("Content-Disposition") == "attachment; filename=\"tem-L1-A1.pdf\"");
    BOOST_TEST(file.header("Cache-Control") == "no-store");
    auto const bytes = file.read_all();
    auto const run = get_as(world, world.people.at("owner_a"), runs + "/" + world.a.run);
    BOOST_TEST(run.string_at("/file/sha256") == to_hex(crypto::sha256(as_bytes(bytes))));
    BOOST_TEST(run.string_at("/deliveries") == "1");
    auto const again = world.fetch(path);
    BOOST_TEST(again.status() == 404);
    BOOST_TEST(again.problem() == "link_used");
    BOOST_TEST(world.fetch("/p/nothing").problem() == "link_not_found");
    BOOST_TEST(world.contents().find(path.substr(3)) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_a_post_fetches_and_no_other_site_makes_it) {
    World world;
    auto const path = world.link();
    for (auto const method : {http::Method::get, http::Method::head, http::Method::put}) {
        http::Request request;
        request.method = method;
        request.target = path;
        BOOST_TEST(world.send(std::move(request)).problem() == "method_not_allowed");
    }
    BOOST_TEST(world.fetch(path, {{"Sec-Fetch-Site", "cross-site"}}).problem() == "cross_site");
    BOOST_TEST(world.fetch(path + "?name=x").problem() == "query_unknown");
    BOOST_TEST(world.fetch(path + "?lang=vi", {{"Sec-Fetch-Site", "same-origin"}}).status() == 200);
}

BOOST_AUTO_TEST_CASE(a_browser_is_sent_to_the_page_that_says_why_not) {
    World world;
    auto const path = world.link();
    std::vector<http::Header> const browser{{"Accept", "text/html,*/*;q=0.8"}};
    auto first = world.fetch(path, browser);
    BOOST_TEST_REQUIRE(first.status() == 200);
    first.read_all();
    auto const again = world.fetch(path + "?lang=en", browser);
    BOOST_TEST(again.status() == 303);
    BOOST_TEST(again.header("Location") == path + "?lang=en");
    auto const nobody = world.fetch("/p/nothing", browser);
    BOOST_TEST(nobody.status() == 303);
    BOOST_TEST(nobody.header("Location") == "/p/nothing");
}

BOOST_AUTO_TEST_CASE(a_download_that_broke_before_its_last_piece_may_be_repeated) {
    World world;
    auto const path = world.long_link();
    auto broken = world.fetch(path);
    std::get<http::BodySource>(broken.response.body)().value();
    BOOST_TEST(world.fetch(path).problem() == "link_used");  // it may yet arrive
    world.leave(broken);
    BOOST_TEST(std::filesystem::exists(prints::file_of(world.desk, world.run)));
    auto whole = world.fetch(path);
    BOOST_TEST_REQUIRE(whole.status() == 200);
    std::size_t pieces = 0;
    whole.read_all(&pieces);
    BOOST_TEST(pieces > 1U);
    BOOST_TEST(std::filesystem::exists(prints::file_of(world.desk, world.run)));
    world.leave(whole);
    BOOST_TEST(!std::filesystem::exists(prints::file_of(world.desk, world.run)));
    BOOST_TEST(world.fetch(path).problem() == "link_used");
    BOOST_TEST(world.get(runs + "/" + world.run).string_at("/deliveries") == "2");
}

BOOST_AUTO_TEST_CASE(a_download_whose_last_piece_was_given_may_have_arrived) {
    World world;
    auto const path = world.long_link();
    auto reply = world.fetch(path);
    auto const size = std::filesystem::file_size(prints::file_of(world.desk, world.run));
    for (std::size_t read = 0; read < size;) {
        read += std::get<http::BodySource>(reply.response.body)().value()->size();
    }
    world.leave(reply);
    BOOST_TEST(world.fetch(path).problem() == "link_used");
}

BOOST_AUTO_TEST_CASE(a_download_of_which_nothing_was_asked_for_costs_nobody_the_link) {
    World world;
    auto const path = world.long_link();
    auto reply = world.fetch(path);
    BOOST_TEST_REQUIRE(reply.status() == 200);
    world.leave(reply);
    BOOST_TEST(world.fetch(path).status() == 200);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_gone_costs_nobody_a_link) {
    World world;
    auto const path = world.link();
    auto const file = prints::file_of(world.desk, world.a.run);
    std::filesystem::rename(file, file.string() + ".away");
    BOOST_TEST(world.fetch(path).problem() == "print_file_gone");
    std::filesystem::rename(file.string() + ".away", file);
    BOOST_TEST(world.fetch(path).status() == 200);
}

BOOST_AUTO_TEST_CASE(a_file_that_got_short_is_not_taken_for_whole) {
    World world;
    auto const path = world.link();
    std::filesystem::resize_file(prints::file_of(world.desk, world.a.run), 100);
    auto reply = world.fetch(path);
    BOOST_TEST(
        slug_of(std::get<http::BodySource>(reply.response.body)()) == "print_file_unreadable"
    );
}

BOOST_AUTO_TEST_CASE(after_a_download_it_takes_a_reprint) {
    World world;
    world.fetch(world.link());
    BOOST_TEST(world.ask_link("owner_a").problem() == "print_run_delivered");
    BOOST_TEST(world.ask_link("owner_a", R"({"reason":"Mạng đứt"})").problem() == "json_invalid");
}

BOOST_AUTO_TEST_CASE(stamps_leave_again_only_when_two_persons_of_two_units_say_so) {
    World world;
    auto const& order = world.a.issued;
    BOOST_TEST(world.as("owner_a", runs, run_body(order, 2, 3)).problem() == "already_printed");
    auto const more = R"("format":"pdf","reason":"Giấy kẹt")";
    auto const asked = world.as("owner_a", runs + "/reprint", run_body(order, 1, 2, more));
    BOOST_TEST_REQUIRE(asked.status() == 201, asked.text());
    BOOST_TEST(asked.string_at("/state") == "requested");
    auto const path = runs + "/" + asked.string_at("/id");
    BOOST_TEST(world.as("owner_a", path + "/confirm").problem() == "own_request");
    BOOST_TEST(world.as("staff_a", path + "/confirm").status() == 403);
    BOOST_TEST(world.as("owner_b", path + "/confirm").problem() == "print_run_not_found");
    auto const confirmed = world.as("approver", path + "/confirm");
    BOOST_TEST_REQUIRE(confirmed.status() == 200, confirmed.text());
    BOOST_TEST(confirmed.string_at("/copy") == "2");
    BOOST_TEST(confirmed.string_at("/confirmations/1/account") != "");
    auto const progress = get_as(world, world.people.at("owner_a"), path);
    BOOST_TEST(progress.string_at("/state") == "making");
    BOOST_TEST(progress.string_at("/done") == "0");
    BOOST_TEST(progress.string_at("/total") == "2");
    world.make_prints();
    auto const made = get_as(world, world.people.at("owner_a"), path);
    BOOST_TEST(made.string_at("/state") == "made");
    BOOST_TEST(made.string_at("/done") == "2");
}

BOOST_AUTO_TEST_CASE(only_inspectors_are_told_the_covert_feature) {
    World world;
    auto const made = world.as("owner_a", runs, with_features(world.a.issued, 3, 5));
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    BOOST_TEST(made.text().find("phát quang") == std::string::npos);
    BOOST_TEST(made.string_at("/overt/text") == "Mực đổi màu");
    auto const path = runs + "/" + made.string_at("/id");
    for (auto const* who :
         {"owner_a", "staff_a", "commune_a", "officer", "approver", "admin", "auditor"}) {
        for (auto const& target : {path, runs + "?order=" + world.a.issued}) {
            auto const seen = get_as(world, world.people.at(who), target);
            BOOST_TEST(seen.status() == 200, who);
            BOOST_TEST(seen.text().find("phát quang") == std::string::npos, who);
        }
    }
    BOOST_TEST(
        get_as(world, world.people.at("inspector"), path).string_at("/covert") == "Sợi phát quang"
    );
}

BOOST_AUTO_TEST_CASE(what_cannot_be_drawn_is_refused_before_it_is_promised) {
    World world;
    auto const ask = [&](std::string const& more) {
        return world.as("owner_a", runs, run_body(world.a.issued, 3, 3, more)).problem();
    };
    BOOST_TEST(ask(R"("format":"pdf","options":{"preset":"a3"})") == "request_invalid");
    BOOST_TEST(ask(R"("format":"zpl","options":{"dpi":204})") == "sheets_roll_invalid");
    BOOST_TEST(
        ask(R"("format":"zpl","options":{"label_width":1600,"label_height":1600})") ==
        "sheets_label_too_small"
    );
    BOOST_TEST(ask(R"("format":"pdf","colour":"red")") == "json_invalid");
    BOOST_TEST(world.as("owner_a", runs, run_body("nosuch", 1, 1)).problem() == "order_not_found");
    BOOST_TEST(
        world.as("owner_b", runs, run_body(world.a.issued, 3, 3)).problem() == "order_not_found"
    );
}

BOOST_AUTO_TEST_CASE(sheets_are_listed_and_a_printer_is_put_right) {
    World world;
    auto const presets = get_as(world, world.people.at("owner_a"), "/api/v1/sheets/presets");
    BOOST_TEST(presets.string_at("/items/0/name") == "a4-3x8-70x37");
    std::string const page = "/api/v1/sheets/calibration.pdf";
    auto const ask = [&](std::string const& query) {
        return get_as(world, world.people.at("owner_a"), page + query);
    };
    auto const plain = ask("");
    BOOST_TEST(plain.status() == 200);
    BOOST_TEST(plain.header("Content-Type") == "application/pdf");
    BOOST_TEST(plain.text().starts_with("%PDF-"));
    auto const moved = ask("?preset=a4-2x7-99.1x38.1&offset_x=-12&offset_y=5");
    BOOST_TEST(moved.status() == 200);
    BOOST_TEST(moved.text() != plain.text());
    BOOST_TEST(ask("?offset_x=101").problem() == "query_invalid");
    BOOST_TEST(ask("?offset_x=--1").problem() == "query_invalid");
    BOOST_TEST(ask("?preset=a3").problem() == "request_invalid");
    BOOST_TEST(get_as(world, world.people.at("inspector"), page).status() == 403);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
