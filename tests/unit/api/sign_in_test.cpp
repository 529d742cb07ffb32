#include "accounts/audit.hpp"
#include "accounts/credentials.hpp"
#include "accounts/invitations.hpp"
#include "accounts/password.hpp"
#include "qr/symbol.hpp"
#include "store/check.hpp"
#include "two_producers.hpp"

#include <future>

namespace ocop::test {

namespace {

constexpr std::string_view password = "con trâu đi trước cái cày";
constexpr std::string_view other_password = "nước chảy đá mòn mãi thôi";

// A person with a password and a second factor of the test's.
struct Known {
    accounts::Account account;
    accounts::TotpSecret secret{1, 2, 3};
};

void set_password(Service& service, Known const& known, bool second_factor) {
    auto const hash = accounts::hash_password(password, service.disk.random);
    auto const done = transact_now(*service.disk.store, [&](store::Transaction& tx) {
        accounts::Credentials credentials;
        credentials.password = hash;
        if (second_factor) {
            accounts::set_totp(
                credentials,
                service.disk.random,
                service.services->vault,
                known.account.id,
                known.secret
            );
        }
        accounts::put_credentials(tx, known.account.id, credentials);
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(reason_of(done) == "");
}

Known add_known(
    Service& service, std::string const& login, accounts::Role role, bool second_factor = true
) {
    Known out;
    out.account =
        add_person(service, person(login, role, std::string(province), service.disk.clock.now()));
    set_password(service, out, second_factor);
    return out;
}

std::string code_of(Service& service, Known const& known) {
    auto const step = accounts::totp_step(service.disk.clock.now());
    return accounts::hotp(known.secret, static_cast<std::uint64_t>(step));
}

std::string sign_in_body(
    std::string_view login, std::string_view secret, std::optional<std::string> const& code = {}
) {
    json::object body{{"login", login}, {"password", secret}};
    if (code) {
        body["code"] = *code;
    }
    return json::serialize(body);
}

Reply try_sign_in(Service& service, std::string const& body, Headers headers = {}) {
    http::Request request;
    request.method = http::Method::post;
    request.target = "/api/v1/sessions";
    request.peer = "192.0.2.7";
    request.headers = std::move(headers);
    request.headers.push_back({"Content-Type", "application/json"});
    request.headers.push_back({"Host", std::string(host)});
    request.body = body;
    return service.send(std::move(request));
}

// The session that an answer's cookie opens.
SignedIn session_of(Reply const& reply) {
    SignedIn out;
    for (auto const& header : reply.response.headers) {
        constexpr std::string_view start = "__Host-session=";
        if (header.name == "Set-Cookie" && header.value.starts_with(start)) {
            auto const rest = header.value.substr(start.size());
            out.token = rest.substr(0, rest.find(';'));
        }
    }
    auto const body = reply.body();
    auto const& object = body.as_object();
    auto const& session = object.contains("session") ? object.at("session").as_object() : object;
    out.csrf = std::string(session.at("csrf").as_string());
    return out;
}

SignedIn sign_in_with_code(Service& service, Known const& known) {
    auto const reply =
        try_sign_in(service, sign_in_body(known.account.login, password, code_of(service, known)));
    BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    return session_of(reply);
}

std::vector<std::string> cookies_of(Reply const& reply) {
    std::vector<std::string> out;
    for (auto const& header : reply.response.headers) {
        if (header.name == "Set-Cookie") {
            out.push_back(header.value);
        }
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signing_in)

BOOST_AUTO_TEST_CASE(asvs_6_5_1_a_code_opens_one_session_and_no_second_one) {
    Service service;
    auto const known = add_known(service, "officer", accounts::Role::officer);
    auto const body = sign_in_body("officer", password, code_of(service, known));
    auto const first = try_sign_in(service, body);
    BOOST_TEST_REQUIRE(first.status() == 201, first.text());
    BOOST_TEST(first.header("Cache-Control") == "no-store");
    auto const again = try_sign_in(service, body);
    BOOST_TEST(again.status() == 401);
    BOOST_TEST(again.problem() == "second_factor_wrong");
    service.disk.clock.advance_ms(30'000);
    BOOST_TEST(
        try_sign_in(service, sign_in_body("officer", password, code_of(service, known))).status() ==
        201
    );
}

BOOST_AUTO_TEST_CASE(asvs_3_3_1_every_cookie_is_bound_to_this_host_and_hidden_from_scripts) {
    Service service;
    auto const known = add_known(service, "officer", accounts::Role::officer);
    auto const reply =
        try_sign_in(service, sign_in_body("officer", password, code_of(service, known)));
    auto const cookies = cookies_of(reply);
    BOOST_TEST_REQUIRE(cookies.size() == 2U);
    for (auto const& cookie : cookies) {
        BOOST_TEST(cookie.starts_with("__Host-"));
        for (auto const* attribute : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"}) {
            BOOST_TEST(cookie.find(attribute) != std::string::npos, cookie);
        }
        BOOST_TEST(cookie.find("Domain") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(asvs_6_3_8_who_is_unknown_wrong_disabled_or_invited_gets_the_same_answer) {
    Service service;
    auto const known = add_known(service, "officer", accounts::Role::officer);
    auto gone = add_known(service, "gone", accounts::Role::officer);
    must_run(*service.disk.store, [&](store::Transaction& tx) {
        gone.account.state = accounts::AccountState::disabled;
        return accounts::put_account(
            tx, accounts::system_principal(), "disabled", std::move(gone.account)
        );
    });
    add_person(
        service,
        person("unset", accounts::Role::officer, std::string(province), service.disk.clock.now())
    );
    auto const code = code_of(service, known);
    auto const wrong = try_sign_in(service, sign_in_body("officer", other_password, code));
    BOOST_TEST(wrong.status() == 401);
    BOOST_TEST(wrong.problem() == "credentials_wrong");
    for (auto const* login : {"nobody", "gone", "unset", "!", ""}) {
        auto const reply = try_sign_in(service, sign_in_body(login, password, code));
        BOOST_TEST(reply.status() == 401, login);
        BOOST_TEST(reply.text() == wrong.text(), login);
        BOOST_TEST(cookies_of(reply).empty());
    }
}

BOOST_AUTO_TEST_CASE(asvs_7_2_4_a_session_that_was_there_before_is_not_the_one_that_is_opened) {
    Service service;
    auto const known = add_known(service, "officer", accounts::Role::officer);
    auto const before = sign_in_with_code(service, known);
    BOOST_TEST(get_as(service, before, "/api/v1/account").status() == 200);
    service.disk.clock.advance_ms(30'000);
    auto const reply = try_sign_in(
        service,
        sign_in_body("officer", password, code_of(service, known)),
        {{"Cookie", "__Host-session=" + before.token}}
    );
    auto const after = session_of(reply);
    BOOST_TEST((after.token != before.token));
    BOOST_TEST(get_as(service, before, "/api/v1/account").status() == 401);
    BOOST_TEST(get_as(service, after, "/api/v1/account").status() == 200);
    // One that an attacker made up opens nothing, and is not taken over.
    service.disk.clock.advance_ms(30'000);
    auto const fixed = try_sign_in(
        service,
        sign_in_body("officer", password, code_of(service, known)),
        {{"Cookie", "__Host-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}
    );
    BOOST_TEST((session_of(fixed).token != "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
}

BOOST_AUTO_TEST_CASE(asvs_3_5_1_a_write_by_cookie_needs_the_sessions_word_and_our_own_origin) {
    TwoProducers world;
    auto const& owner = world.people.at("owner_a");
    auto const body = TwoProducers::lot_of(world.a.gtin, "NEW");
    auto const before = world.contents();
    auto const ask = [&](Headers headers, std::string type) {
        http::Request request;
        request.method = http::Method::post;
        request.target = "/api/v1/lots";
        request.headers = std::move(headers);
        request.headers.push_back({"Host", std::string(host)});
        request.headers.push_back({"Content-Type", std::move(type)});
        request.body = body;
        return world.send(std::move(request));
    };
    http::Header const cookie{"Cookie", "__Host-session=" + owner.token};
    http::Header const word{"X-CSRF-Token", owner.csrf};
    std::string const json_type = "application/json";
    std::vector<Reply> refused;
    refused.push_back(ask({cookie}, json_type));
    refused.push_back(ask({cookie}, "text/plain"));
    refused.push_back(ask({cookie, {"X-CSRF-Token", owner.csrf + "x"}}, json_type));
    refused.push_back(ask({cookie, {"X-CSRF-Token", ""}}, json_type));
    refused.push_back(ask({cookie, {"X-CSRF-Token", world.people.at("owner_b").csrf}}, json_type));
    refused.push_back(ask({cookie, word, {"Origin", "https://evil.example"}}, json_type));
    refused.push_back(ask({cookie, word, {"Origin", "null"}}, json_type));
    refused.push_back(ask({cookie, word, {"Sec-Fetch-Site", "cross-site"}}, json_type));
    refused.push_back(ask({cookie, word, {"Sec-Fetch-Site", "same-site"}}, json_type));
    for (auto const& reply : refused) {
        BOOST_TEST(reply.status() == 403);
        BOOST_TEST(reply.problem() == "cross_site");
    }
    BOOST_TEST((world.contents() == before));
    BOOST_TEST(
        ask({cookie, word, {"Origin", "https://" + std::string(host)}}, json_type).status() == 201
    );
}

BOOST_AUTO_TEST_CASE(asvs_7_5_3_what_matters_asks_for_the_second_factor_again_after_ten_minutes) {
    Service service;
    auto const known = add_known(service, "admin", accounts::Role::administrator);
    auto const first = sign_in_with_code(service, known);
    std::string const invite =
        R"({"login":"mai","name":"Mai","role":"officer","authority":"phu-tho"})";
    service.create(
        "/api/v1/authorities",
        R"({"id":"phu-tho","name":{"vi":"Phú Thọ"},"level":"province","province_code":"25"})",
        "id"
    );
    service.disk.clock.advance_ms(accounts::step_up_ms);
    auto const late = post_as(service, first, "/api/v1/invitations", invite);
    BOOST_TEST(late.status() == 401);
    BOOST_TEST(late.problem() == "step_up_required");
    // What asks for no step-up goes on.
    BOOST_TEST(get_as(service, first, "/api/v1/account").status() == 200);
    auto const wrong =
        post_as(service, first, "/api/v1/sessions/current/step-up", R"({"code":"000000"})");
    BOOST_TEST(wrong.problem() == "second_factor_wrong");
    auto const raised = post_as(
        service,
        first,
        "/api/v1/sessions/current/step-up",
        R"({"code":")" + code_of(service, known) + "\"}"
    );
    BOOST_TEST_REQUIRE(raised.status() == 200, raised.text());
    auto const second = session_of(raised);
    BOOST_TEST((second.token != first.token));
    BOOST_TEST(get_as(service, first, "/api/v1/account").status() == 401);
    BOOST_TEST(post_as(service, second, "/api/v1/invitations", invite).status() == 201);
}

BOOST_AUTO_TEST_CASE(asvs_6_3_3_a_role_that_needs_a_second_factor_can_only_set_it_up_at_first) {
    TwoProducers world;
    auto const known = add_known(world, "new.officer", accounts::Role::officer, false);
    auto const reply = try_sign_in(world, sign_in_body("new.officer", password));
    BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    BOOST_TEST(reply.string_at("/second_factor_needed") == "true");
    auto const session = session_of(reply);
    for (auto const* path : {"/api/v1/lots", "/api/v1/audit", "/api/v1/account/notices"}) {
        auto const refused = get_as(world, session, path);
        BOOST_TEST(refused.status() == 403, path);
    }
    BOOST_TEST(get_as(world, session, "/api/v1/lots").problem() == "second_factor_required");
    auto const begun = post_as(world, session, "/api/v1/account/totp");
    BOOST_TEST_REQUIRE(begun.status() == 200, begun.text());
    auto const symbol = qr::encode(begun.string_at("/uri"));
    BOOST_TEST_REQUIRE(reason_of(symbol) == "");
    auto const rows = begun.body().at("symbol").as_array();
    BOOST_TEST_REQUIRE(rows.size() == static_cast<std::size_t>(symbol->size()));
    for (int row = 0; row < symbol->size(); ++row) {
        auto const line = rows.at(static_cast<std::size_t>(row)).as_string();
        BOOST_TEST_REQUIRE(line.size() == rows.size());
        for (int col = 0; col < symbol->size(); ++col) {
            BOOST_TEST((line[static_cast<std::size_t>(col)] == '1') == symbol->dark(row, col));
        }
    }
    auto const secret = from_base32(begun.string_at("/secret"));
    BOOST_TEST_REQUIRE(reason_of(secret) == "");
    auto const step = accounts::totp_step(world.disk.clock.now());
    auto const code = accounts::hotp(*secret, static_cast<std::uint64_t>(step));
    auto const done =
        post_as(world, session, "/api/v1/account/totp/confirm", R"({"code":")" + code + "\"}");
    BOOST_TEST_REQUIRE(done.status() == 200, done.text());
    BOOST_TEST(done.body().at("recovery_codes").as_array().size() == 10U);
    auto const raised = session_of(done);
    BOOST_TEST(get_as(world, raised, "/api/v1/lots").status() == 200);
    BOOST_TEST(get_as(world, session, "/api/v1/account").status() == 401);
    // The code that confirmed is used: it does not sign in.
    BOOST_TEST(
        try_sign_in(world, sign_in_body("new.officer", password, code)).problem() ==
        "second_factor_wrong"
    );
    // And a recovery code does, once.
    auto const paper = std::string(done.body().at("recovery_codes").as_array().front().as_string());
    BOOST_TEST(try_sign_in(world, sign_in_body("new.officer", password, paper)).status() == 201);
    BOOST_TEST(try_sign_in(world, sign_in_body("new.officer", password, paper)).status() == 401);
}

BOOST_AUTO_TEST_CASE(asvs_7_4_2_disabling_ends_every_session_and_api_key_at_once) {
    TwoProducers world;
    auto const session = world.people.at("staff_a");
    BOOST_TEST(get_as(world, session, "/api/v1/lots").status() == 200);
    auto const disabled = post_as(
        world, world.people.at("owner_a"), "/api/v1/accounts/" + world.a.staff + "/disable"
    );
    BOOST_TEST_REQUIRE(disabled.status() == 200, disabled.text());
    BOOST_TEST(get_as(world, session, "/api/v1/lots").status() == 401);
}

BOOST_AUTO_TEST_CASE(asvs_8_3_2_a_link_is_made_by_who_still_has_the_right) {
    TwoProducers world;
    world.make_prints();
    auto const link = [&] {
        return post_as(
            world, world.people.at("staff_a"), "/api/v1/print-runs/" + world.a.run + "/link", "{}"
        );
    };
    BOOST_TEST_REQUIRE(link().status() == 201);
    auto const disabled = post_as(
        world, world.people.at("owner_a"), "/api/v1/accounts/" + world.a.staff + "/disable"
    );
    BOOST_TEST_REQUIRE(disabled.status() == 200, disabled.text());
    BOOST_TEST(link().status() == 401);
}

BOOST_AUTO_TEST_CASE(asvs_8_3_2_a_write_that_waited_while_its_account_was_disabled_is_refused) {
    TwoProducers world;
    auto request = ask_as(
        world.people.at("staff_a"),
        http::Method::post,
        "/api/v1/lots",
        TwoProducers::lot_of(world.a.gtin, "LATE")
    );
    request.path = request.target;
    request.id = "r1";
    auto const route = world.router->find(request);
    BOOST_TEST_REQUIRE(reason_of(route) == "");
    BOOST_TEST_REQUIRE(reason_of(world.gate(request, **route)) == "");
    auto answer = (*route)->handler(request);
    auto const disabled = post_as(
        world, world.people.at("owner_a"), "/api/v1/accounts/" + world.a.staff + "/disable"
    );
    BOOST_TEST_REQUIRE(disabled.status() == 200, disabled.text());
    std::promise<http::Response> given;
    std::get<http::Pending>(answer).start([&](http::Response response) {
        given.set_value(std::move(response));
    });
    Reply const reply{given.get_future().get()};
    BOOST_TEST(reply.problem() == "session_over");
    BOOST_TEST(world.get("/api/v1/lots/" + world.a.gtin + "/LATE").status() == 404);
}

BOOST_AUTO_TEST_CASE(asvs_7_4_3_a_new_password_ends_all_other_sessions) {
    Service service;
    auto const known = add_known(service, "officer", accounts::Role::officer);
    auto const here = sign_in_with_code(service, known);
    service.disk.clock.advance_ms(30'000);
    auto const elsewhere = sign_in_with_code(service, known);
    auto const change = [&](std::string_view current, std::string_view next) {
        json::object const body{{"current", current}, {"next", next}};
        return post_as(service, here, "/api/v1/account/password", json::serialize(body));
    };
    BOOST_TEST(change(other_password, other_password).problem() == "credentials_wrong");
    BOOST_TEST(change(password, "matkhau123456").problem() == "password_weak");
    auto const changed = change(password, other_password);
    BOOST_TEST_REQUIRE(changed.status() == 200, changed.text());
    BOOST_TEST(get_as(service, elsewhere, "/api/v1/account").status() == 401);
    BOOST_TEST(get_as(service, here, "/api/v1/account").status() == 401);
    BOOST_TEST(get_as(service, session_of(changed), "/api/v1/account").status() == 200);
    service.disk.clock.advance_ms(30'000);
    BOOST_TEST(
        try_sign_in(service, sign_in_body("officer", password, code_of(service, known))).status() ==
        401
    );
}

BOOST_AUTO_TEST_CASE(a_new_password_is_no_step_up) {
    TwoProducers world;
    auto const known = add_known(world, "admin2", accounts::Role::administrator);
    auto const here = sign_in_with_code(world, known);
    world.disk.clock.advance_ms(accounts::step_up_ms);
    auto const changed = post_as(
        world,
        here,
        "/api/v1/account/password",
        json::serialize(json::object{{"current", password}, {"next", other_password}})
    );
    BOOST_TEST_REQUIRE(changed.status() == 200, changed.text());
    auto const path = "/api/v1/accounts/" + world.a.staff + "/disable";
    BOOST_TEST(post_as(world, session_of(changed), path).problem() == "step_up_required");
}

BOOST_AUTO_TEST_CASE(who_has_no_second_factor_steps_up_by_signing_in_again) {
    TwoProducers world;
    auto request = person("lan", accounts::Role::partner, world.a.producer, world.disk.clock.now());
    Known known;
    known.account = add_person(world, std::move(request));
    set_password(world, known, false);
    auto const first = session_of(try_sign_in(world, sign_in_body("lan", password)));
    world.disk.clock.advance_ms(accounts::step_up_ms);
    BOOST_TEST(post_as(world, first, "/api/v1/account/leave").problem() == "step_up_required");
    auto const again = session_of(try_sign_in(world, sign_in_body("lan", password)));
    BOOST_TEST(post_as(world, again, "/api/v1/account/leave").status() == 200);
}

BOOST_AUTO_TEST_CASE(an_invitation_sets_one_password_once) {
    TwoProducers world;
    auto const made = post_as(
        world,
        world.people.at("owner_a"),
        "/api/v1/invitations",
        R"({"login":"Lan.Tran","name":"Trần Thị Lan","role":"producer_staff","producer":")" +
            world.a.producer + "\"}"
    );
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const token = made.string_at("/token");
    auto const accept = [&](std::string const& body) {
        http::Request request;
        request.method = http::Method::post;
        request.target = "/api/v1/invitations/accept";
        request.headers = {{"Content-Type", "application/json"}, {"Host", std::string(host)}};
        request.body = body;
        return world.send(std::move(request));
    };
    auto const body_of = [&](std::string_view secret) {
        return json::serialize(json::object{{"token", token}, {"password", secret}});
    };
    BOOST_TEST(accept(body_of("lan.tran2026")).problem() == "password_weak");
    // Mass assignment: nothing but what the form asks for.
    auto const grab = accept(json::serialize(json::object{
        {"token", token}, {"password", password}, {"role", "administrator"}}));
    BOOST_TEST(grab.problem() == "json_invalid");
    BOOST_TEST(accept(body_of(password)).status() == 200);
    BOOST_TEST(accept(body_of(other_password)).problem() == "invitation_not_found");
    BOOST_TEST(try_sign_in(world, sign_in_body("lan.tran", password)).status() == 201);
}

BOOST_AUTO_TEST_CASE(a_lost_phone_is_recovered_at_the_counter_and_orders_stand_still_for_a_day) {
    TwoProducers world;
    auto const path = "/api/v1/accounts/" + world.a.staff + "/recover";
    std::string const evidence = R"({"evidence":"Đã xem CCCD, biết mặt"})";
    auto const recovered = post_as(world, world.people.at("commune_a"), path, evidence);
    BOOST_TEST_REQUIRE(recovered.status() == 200, recovered.text());
    BOOST_TEST(get_as(world, world.people.at("staff_a"), "/api/v1/lots").status() == 401);
    auto const& owner = world.people.at("owner_a");
    auto const order = R"({"gtin":")" + world.a.gtin + R"(","lot":"L1","count":5})";
    auto const frozen = post_as(world, owner, "/api/v1/stamp-orders", order);
    BOOST_TEST(frozen.problem() == "orders_frozen");
    for (auto const& [id, step] :
         {std::pair{world.a.requested, "/approve"}, std::pair{world.a.approved, "/issue"}}) {
        auto const reply =
            post_as(world, world.people.at("approver"), "/api/v1/stamp-orders/" + id + step);
        BOOST_TEST(reply.problem() == "orders_frozen", step);
    }
    auto const print = post_as(world, owner, "/api/v1/print-runs", run_body(world.a.issued, 3, 4));
    BOOST_TEST(print.problem() == "orders_frozen");
    auto const notices = get_as(world, owner, "/api/v1/account/notices");
    BOOST_TEST(notices.string_at("/items/0/kind") == "account_recovered");
    BOOST_TEST(notices.string_at("/items/0/subject") == world.a.staff);
    auto const audit =
        get_as(world, world.people.at("auditor"), "/api/v1/audit?subject=" + world.a.staff);
    BOOST_TEST(audit.text().find("biết mặt") != std::string::npos);
    // Other producers go on, and after a day so does this one.
    auto const other = R"({"gtin":")" + world.b.gtin + R"(","lot":"L1","count":5})";
    BOOST_TEST(
        post_as(world, world.people.at("owner_b"), "/api/v1/stamp-orders", other).status() == 201
    );
    world.disk.clock.advance_ms(24 * 3'600'000);
    BOOST_TEST(world.post("/api/v1/stamp-orders", order).status() == 201);
}

BOOST_AUTO_TEST_CASE(asvs_6_3_1_guessing_is_slowed_for_one_client_and_no_victim_is_locked_out) {
    Service service;
    auto const known = add_known(service, "officer", accounts::Role::officer);
    auto const good =
        try_sign_in(service, sign_in_body("officer", password, code_of(service, known)));
    std::string device;
    for (auto const& cookie : cookies_of(good)) {
        if (cookie.starts_with("__Host-device=")) {
            device = cookie.substr(0, cookie.find(';'));
        }
    }
    auto& throttle = service.services->throttle;
    auto const try_from = [&](std::string_view client, std::string_view mark) -> std::string {
        return throttle.try_password({"officer", client, mark}) ? "rate_limited" : "";
    };
    int tries = 0;
    while (try_from("198.51.100.1", "") == "") {
        BOOST_TEST_REQUIRE(++tries < 1000);
    }
    BOOST_TEST(tries == 50);
    auto const refused = try_sign_in(service, sign_in_body("officer", other_password));
    BOOST_TEST(refused.status() == 401);  // another client
    // From everywhere at once: strangers are slowed, the device that signed in before is not.
    for (int i = 0; i < 300; ++i) {
        (void)try_from("203.0.113." + std::to_string(i), "");
    }
    BOOST_TEST(try_from("203.0.113.250", "") == "rate_limited");
    BOOST_TEST(try_from("203.0.113.250", device.substr(device.find('=') + 1)) == "");
    BOOST_TEST(try_from("203.0.113.250", "AAAAAAAAAAAAAAAAAAAAAAforged") == "rate_limited");
}

BOOST_AUTO_TEST_CASE(when_too_many_sign_ins_wait_the_rest_is_told_so_at_once) {
    Service service;
    std::promise<void> go;
    auto const gone = go.get_future().share();
    std::promise<void> began;
    // The thread has taken its first task, so what is counted from here on waits.
    BOOST_TEST_REQUIRE(service.services->hashing.try_post([&began, gone] {
        began.set_value();
        gone.wait();
    }));
    began.get_future().wait();
    int taken = 0;
    while (service.services->hashing.try_post([gone] { gone.wait(); })) {
        BOOST_TEST_REQUIRE(++taken < 1000);
    }
    auto const reply = try_sign_in(service, sign_in_body("officer", password));
    BOOST_TEST(reply.status() == 503);
    BOOST_TEST(reply.problem() == "sign_in_busy");
    BOOST_TEST(reply.header("Retry-After") != "");
    BOOST_TEST(service.get("/api/v1/lots").status() == 200);
    go.set_value();
}

BOOST_AUTO_TEST_CASE(erased_people_leave_a_ledger_that_is_whole) {
    TwoProducers world;
    auto const session = world.people.at("staff_a");
    auto const data = get_as(world, session, "/api/v1/account/personal-data");
    BOOST_TEST_REQUIRE(data.status() == 200, data.text());
    BOOST_TEST(data.string_at("/account/login") == "staff_a");
    auto const erased = post_as(world, session, "/api/v1/account/erase");
    BOOST_TEST_REQUIRE(erased.status() == 200, erased.text());
    BOOST_TEST(world.contents().find("staff_a") == std::string::npos);
    BOOST_TEST(reason_of(store::check_store(*world.disk.store->snapshot())) == "");
    BOOST_TEST(reason_of(accounts::check_audit(*world.disk.store->snapshot())) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
