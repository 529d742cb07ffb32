#include "two_producers.hpp"

namespace ocop::test {

namespace {

std::string inspection_of(Things const& things, std::string const& action, int sequence = 1) {
    return R"({"device":"may-1","sequence":)" + std::to_string(sequence) +
           R"(,"at":"2026-11-20T03:00:00Z","lot":"L1","place":"Chợ","findings":"Nghi sao chép",)"
           R"("verified":[{"serial":"0000-0000-0000","verdict":"listed"}],"gtin":")" +
           things.gtin + R"(","action":)" + action + "}";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inspection_routes)

BOOST_AUTO_TEST_CASE(an_offline_entry_is_taken_and_judged_again) {
    TwoProducers world(false);
    world.disk.clock.advance_ms(1'000);  // after those that the world has
    auto const& inspector = world.people.at("inspector");
    auto const body = inspection_of(world.a, R"({"kind":"warn","reason":"Nhắc nhở"})");
    auto const made = post_as(world, inspector, "/api/v1/inspections", body);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const id = made.string_at("/id");
    BOOST_TEST(made.header("Location") == "/api/v1/inspections/" + id);
    BOOST_TEST(made.string_at("/seen/0/then") == "listed");
    BOOST_TEST(made.string_at("/seen/0/now") == "not_issued");
    auto const again = post_as(world, inspector, "/api/v1/inspections", body);
    BOOST_TEST(again.string_at("/id") == id);
    auto const other = inspection_of(world.a, R"({"kind":"warn","reason":"Khác"})");
    BOOST_TEST(
        post_as(world, inspector, "/api/v1/inspections", other).problem() == "sequence_taken"
    );
    auto const minutes = get_as(world, inspector, "/api/v1/inspections/" + id + "/minutes");
    BOOST_TEST(minutes.status() == 200);
    BOOST_TEST(minutes.header("Content-Type") == "application/pdf");
    BOOST_TEST(minutes.text().substr(0, 5) == "%PDF-");
    auto const list = get_as(world, inspector, "/api/v1/inspections?limit=1");
    BOOST_TEST(list.string_at("/items/0/id") == id);
    BOOST_TEST(list.header("Link").find("after=" + id) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(photos_are_uploaded_first_and_named_by_the_entry) {
    TwoProducers world(false);
    auto const& inspector = world.people.at("inspector");
    auto const with = [&](std::string const& sha256, int sequence) {
        auto body = inspection_of(world.a, R"({"kind":"warn","reason":"Nhắc nhở"})", sequence);
        body.insert(1, R"("photos":[")" + sha256 + R"("],)");
        return post_as(world, inspector, "/api/v1/inspections", body);
    };
    // A producer's photo is no inspector's.
    BOOST_TEST(with(world.a.photo, 1).problem() == "photo_unknown");
    BOOST_TEST(with("x", 1).problem() == "photo_unknown");
    auto const jpeg = make_jpeg(scene(77, {90, 60}));
    auto request = ask_as(inspector, http::Method::post, "/api/v1/blobs", jpeg);
    request.headers.back().value = "image/jpeg";
    auto const sent = world.send(request);
    BOOST_TEST_REQUIRE(sent.status() == 201, sent.text());
    BOOST_TEST(sent.string_at("/producer") == "inspections");
    auto const sha256 = sent.string_at("/sha256");
    auto const made = with(sha256, 1);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    BOOST_TEST(made.string_at("/photos/0") == sha256);
    auto const path = "/api/v1/inspections/" + made.string_at("/id") + "/photos/";
    auto const photo = get_as(world, world.people.at("officer"), path + sha256);
    BOOST_TEST(photo.status() == 200);
    BOOST_TEST(photo.header("Content-Type") == "image/jpeg");
    BOOST_TEST(photo.text().find("Exif") == std::string::npos);
    BOOST_TEST(get_as(world, inspector, path + world.a.photo).status() == 404);
    BOOST_TEST(get_as(world, world.people.at("owner_a"), path + sha256).status() == 403);
    BOOST_TEST(world.get("/api/v1/photos/" + sha256).status() == 404);
}

BOOST_AUTO_TEST_CASE(a_finding_of_copies_is_lifted_by_two_and_holds_are_listed) {
    TwoProducers world(false);
    world.disk.clock.advance_ms(1'000);
    auto const spans = R"("stamps":[{"order":")" + world.a.issued + R"(","first":1,"last":2}])";
    auto const copied = R"({"kind":"copied","reason":"Hai gói một số",)" + spans + "}";
    auto const body = inspection_of(world.a, copied);
    auto const made = post_as(world, world.people.at("inspector"), "/api/v1/inspections", body);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    BOOST_TEST(made.string_at("/done") == "true", made.text());
    auto const path = "/api/v1/inspections/" + made.string_at("/id") + "/lift";
    auto const verdict = [&] {
        auto const typed = stamp::format_typed_serial(*stamp::parse_serial(world.a.serial));
        auto request = world.make(http::Method::post, "/api/v1/verify", ask("serial", typed), {});
        return world.send(request).string_at("/verdict");
    };
    BOOST_TEST(verdict() == "copied");
    auto const reason = R"({"reason":"Đối chiếu lại"})";
    BOOST_TEST(post_as(world, world.people.at("inspector"), path, reason).status() == 403);
    BOOST_TEST(post_as(world, world.people.at("officer"), path, reason).status() == 200);
    auto const record = path.substr(0, path.rfind('/'));
    auto const confirm = [&](std::string const& who) {
        return confirm_read_as(world, world.people.at(who), record, path + "/confirm");
    };
    BOOST_TEST(confirm("officer").problem() == "own_request");
    auto const blind = post_as(world, world.people.at("approver"), path + "/confirm", "");
    BOOST_TEST(blind.problem() == "revision_missing");
    auto const done = confirm("approver");
    BOOST_TEST(done.status() == 200, done.text());
    BOOST_TEST(verdict() != "copied");
    auto const first = get_as(world, world.people.at("officer"), "/api/v1/holds?limit=1");
    BOOST_TEST(first.body().at("items").as_array().size() == 1U);
    auto const link = std::string(first.header("Link"));
    BOOST_TEST_REQUIRE(!link.empty());
    auto const second =
        get_as(world, world.people.at("officer"), link.substr(1, link.find('>') - 1));
    BOOST_TEST(second.body().at("items").as_array().size() == 1U);
    BOOST_TEST(first.string_at("/items/0/id") != second.string_at("/items/0/id"));
    auto const own_holds = get_as(world, world.people.at("owner_b"), "/api/v1/holds");
    BOOST_TEST(own_holds.string_at("/items/0/id") == world.b.hold);
    BOOST_TEST(own_holds.body().at("items").as_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_hold_placed_by_an_inspection_is_confirmed_and_lifted) {
    TwoProducers world(false);
    auto const body = inspection_of(world.a, R"({"kind":"hold","reason":"Nghi giả"})");
    auto const made = post_as(world, world.people.at("inspector"), "/api/v1/inspections", body);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const path = "/api/v1/holds/" + made.string_at("/hold");
    BOOST_TEST(get_as(world, world.people.at("owner_a"), path).status() == 200);
    BOOST_TEST(get_as(world, world.people.at("owner_b"), path).status() == 404);
    auto const confirmed = post_as(world, world.people.at("officer"), path + "/confirm", "");
    BOOST_TEST(confirmed.status() == 200, confirmed.text());
    auto const third = post_as(world, world.people.at("approver"), path + "/confirm", "");
    BOOST_TEST(third.problem() == "confirmed_already");
    auto const lifted = post_as(
        world, world.people.at("approver"), path + "/lift", R"({"reason":"Không vi phạm"})"
    );
    BOOST_TEST(lifted.status() == 200, lifted.text());
    auto const notices = get_as(world, world.people.at("owner_a"), "/api/v1/account/notices");
    BOOST_TEST(notices.text().find("hold_lifted") != std::string::npos);
    BOOST_TEST(notices.text().find(world.b.gtin) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_recall_goes_from_proposal_to_lift_and_the_owner_sees_it) {
    TwoProducers world(false);
    auto const path = "/api/v1/lots/" + world.b.gtin + "/L1/recall";
    std::string const decision = R"({"decision":"9/QĐ","decided_on":"2026-11-20")";
    auto const proposed =
        post_as(world, world.people.at("officer"), path, decision + R"(,"reason":"Dư lượng"})");
    BOOST_TEST(proposed.status() == 201, proposed.text());
    BOOST_TEST(proposed.string_at("/state") == "proposed");
    auto const confirm = [&](std::string const& who, std::string const& what, std::string body) {
        return confirm_read_as(world, world.people.at(who), path, path + what, std::move(body));
    };
    BOOST_TEST(confirm("officer", "/confirm", "{}").problem() == "own_request");
    auto const blind = post_as(world, world.people.at("approver"), path + "/confirm", "{}");
    BOOST_TEST(blind.problem() == "revision_missing");
    auto const standing = confirm("approver", "/confirm", "{}");
    BOOST_TEST(standing.string_at("/state") == "standing", standing.text());
    auto const seen = get_as(world, world.people.at("owner_b"), path);
    BOOST_TEST(seen.string_at("/decision") == "9/QĐ");
    BOOST_TEST(get_as(world, world.people.at("owner_a"), path).status() == 404);
    auto const reply =
        post_as(world, world.people.at("owner_b"), path + "/reply", R"({"text":"Đang thu lại"})");
    BOOST_TEST(reply.string_at("/reply/text") == "Đang thu lại");
    auto const lifting = post_as(
        world, world.people.at("officer"), path + "/lift", decision + R"(,"reason":"Xong"})"
    );
    BOOST_TEST(lifting.status() == 200, lifting.text());
    BOOST_TEST(lifting.string_at("/state") == "standing");
    auto const lifted = confirm("admin", "/lift/confirm", R"({"decision":"9/QĐ"})");
    BOOST_TEST(lifted.string_at("/state") == "lifted", lifted.text());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
