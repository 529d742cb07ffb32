#include "service.hpp"

#include <ocop/stamp/trust.hpp>

namespace ocop::test {

namespace {

// As someone without a token.
Reply ask_openly(Service& service, std::string path, std::string body) {
    auto request = service.make(http::Method::post, std::move(path), std::move(body), {});
    request.headers.erase(request.headers.begin());
    BOOST_TEST_REQUIRE(request.header("Authorization") == "");
    return service.send(std::move(request));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(open_routes)

BOOST_AUTO_TEST_CASE(exactly_one_thing_is_asked) {
    Service service;
    for (auto const* path : {"/api/v1/verify", "/api/v1/check"}) {
        for (auto const* body : {"{}", R"({"uri":"x","serial":"y"})", R"({"uri":null})"}) {
            auto const reply = ask_openly(service, path, body);
            BOOST_TEST(reply.status() == 400, path);
            BOOST_TEST(reply.problem() == "request_invalid");
        }
        BOOST_TEST(ask_openly(service, path, R"({"url":"x"})").problem() == "json_invalid");
        BOOST_TEST(ask_openly(service, path, std::string(100'000, '[')).status() == 400);
        BOOST_TEST(
            ask_openly(service, path, '"' + std::string(1 << 20, 'x') + '"').status() == 413
        );
    }
}

BOOST_AUTO_TEST_CASE(a_malformed_question_is_answered_with_a_verdict_and_status_400) {
    RegisteredService service;
    auto const before = service.contents();
    auto const stem = "https://tem.example/01/" + service.gtin + "/10/L1/21/0123456789?s=";
    std::vector<std::string> const links{
        stem + std::string(158, '1'),
        stem + std::string(160, '1'),
        "https://tem.example/01/09521234000007/10/L1/21/0123456789",
        "https://tem.example/01/" + service.gtin + "?s=" + std::string(159, '1'),
        "https://tem.example/01/%ZZ",
        "https://tem.example/",
    };
    for (auto const& link : links) {
        auto const reply = ask_openly(service, "/api/v1/verify", ask("uri", link));
        BOOST_TEST(reply.status() == 400, link);
        BOOST_TEST(reply.string_at("/verdict") == "malformed", link);
        BOOST_TEST(reply.header("Content-Type") == "application/json");
    }
    for (auto const* serial : {"", "0123", "0123-4567-89UU", "0123456789000"}) {
        auto const reply = ask_openly(service, "/api/v1/verify", ask("serial", serial));
        BOOST_TEST(reply.status() == 400, serial);
        BOOST_TEST(reply.string_at("/verdict") == "malformed");
    }
    BOOST_TEST((service.contents() == before));
}

BOOST_AUTO_TEST_CASE(look_alikes_of_our_host_are_red_and_other_hosts_grey) {
    RegisteredService service;
    auto const url = text_of(service.stamps_of(service.issued_order(1)).at(0), "url");
    auto const rest = url.substr(url.find("/01/"));
    auto const plain = rest.substr(0, rest.find('?'));
    for (auto const* strange : {"tem.example.evil.test", "tem.exampie", "tem.examp1e"}) {
        auto const reply =
            ask_openly(service, "/api/v1/verify", ask("uri", "https://" + (strange + plain)));
        BOOST_TEST(reply.string_at("/verdict") == "foreign_link", strange);
        BOOST_TEST(reply.string_at("/colour") == "red", strange);
    }
    auto const other =
        ask_openly(service, "/api/v1/verify", ask("uri", "https://shop.test" + plain));
    BOOST_TEST(other.string_at("/verdict") == "foreign_link");
    BOOST_TEST(other.string_at("/colour") == "grey");
}

BOOST_AUTO_TEST_CASE(verifying_writes_nothing_and_checking_counts) {
    RegisteredService service;
    auto const url = text_of(service.stamps_of(service.issued_order(1)).at(0), "url");
    auto const before = service.contents();
    auto const verified = ask_openly(service, "/api/v1/verify", ask("uri", url));
    BOOST_TEST(verified.string_at("/verdict") == "valid");
    BOOST_TEST(verified.string_at("/checks/count") == "0");
    BOOST_TEST((service.contents() == before));

    for (int n = 1; n <= 3; ++n) {
        auto const checked = ask_openly(service, "/api/v1/check", ask("uri", url));
        BOOST_TEST(checked.status() == 201, checked.text());
        BOOST_TEST(checked.string_at("/answer/verdict") == "valid");
        BOOST_TEST(checked.string_at("/answer/checks/count") == std::to_string(n));
        auto const token = checked.string_at("/token");
        BOOST_TEST(token.size() == 32U);
        BOOST_TEST(checked.string_at("/receipt") == "https://tem.example/v/receipts/" + token);
        BOOST_TEST(checked.header("Location") == "/api/v1/receipts/" + token);
        auto const receipt = service.get("/api/v1/receipts/" + token);
        BOOST_TEST(receipt.string_at("/number") == std::to_string(n));
        BOOST_TEST(receipt.string_at("/verdict") == "valid");
        BOOST_TEST(receipt.string_at("/lot") == "L1");
        BOOST_TEST(service.contents().find(token) == std::string::npos);
    }
    // A check changes no verdict, and no ledger.
    auto const again = ask_openly(service, "/api/v1/verify", ask("uri", url));
    BOOST_TEST(again.string_at("/verdict") == "valid");
    BOOST_TEST(again.string_at("/also") == "[]");
}

BOOST_AUTO_TEST_CASE(two_clients_with_one_idempotency_key_do_not_get_each_others_receipts) {
    RegisteredService service;
    auto const url = text_of(service.stamps_of(service.issued_order(1)).at(0), "url");
    auto const check = [&] {
        auto request = service.make(
            http::Method::post, "/api/v1/check", ask("uri", url), {{"Idempotency-Key", "1"}}
        );
        return service.send(std::move(request)).string_at("/token");
    };
    BOOST_TEST(check() != check());
}

BOOST_AUTO_TEST_CASE(what_is_in_no_issued_order_is_not_counted) {
    RegisteredService service;
    auto const stamp = service.stamps_of(service.issued_order(1)).at(0);
    auto const url = text_of(stamp, "url");
    auto const before = service.contents();
    auto const ghost = stamp::format_typed_serial(*service.keyring.serials.serial_of({0, 77}));
    std::vector<std::pair<std::string, std::string>> const table{
        {ask("uri", "https://shop.test/01/" + service.gtin), "foreign_link"},
        {ask("uri", "no link"), "foreign_link"},
        {ask("uri", "https://tem.example/01/" + service.gtin), "unsigned"},
        {ask("serial", ghost), "not_issued"},
        {ask("serial", "x"), "malformed"},
    };
    for (auto const& [body, verdict] : table) {
        auto const reply = ask_openly(service, "/api/v1/check", body);
        BOOST_TEST(reply.status() == 422, body);
        BOOST_TEST(reply.problem() == "check_not_countable", body);
        BOOST_TEST(reply.string_at("/errors/0/detail") == "the verdict is " + verdict);
    }
    BOOST_TEST((service.contents() == before));
    auto const typed = ask_openly(service, "/api/v1/check", ask("serial", text_of(stamp, "typed")));
    BOOST_TEST(typed.status() == 201);
    BOOST_TEST(typed.string_at("/answer/verdict") == "listed");
}

BOOST_AUTO_TEST_CASE(the_trust_list_names_the_keys_and_is_signed) {
    RegisteredService service;
    auto const reply = service.get("/.well-known/ocop-trust.json");
    BOOST_TEST(reply.status() == 200);
    BOOST_TEST(reply.header("Cache-Control") == "public, max-age=60");
    BOOST_TEST(reply.header("Content-Type") == "application/json");
    auto const list = stamp::parse_trust_list(reply.text(), service.keyring.root_pem);
    BOOST_TEST_REQUIRE(reason_of(list) == "");
    BOOST_TEST(list->root_checked);
    BOOST_TEST_REQUIRE(list->list.keys.size() == 1U);
    BOOST_TEST(list->list.keys[0].kid.number == 1);
    BOOST_TEST(list->list.hosts.at(0) == host);
}

BOOST_AUTO_TEST_CASE(a_service_that_cannot_write_is_alive_and_not_ready) {
    RegisteredService service;
    auto const url = text_of(service.stamps_of(service.issued_order(1)).at(0), "url");
    BOOST_TEST(service.get("/healthz").status() == 200);
    BOOST_TEST(service.get("/readyz").status() == 200);
    service.disk.store->close();
    BOOST_TEST(service.get("/healthz").status() == 200);
    auto const ready = service.get("/readyz");
    BOOST_TEST(ready.status() == 503);
    BOOST_TEST(ready.problem() == "not_ready");
    BOOST_TEST(ready.header("Retry-After") == "1");
    // Reads go on; writes are told to come back.
    auto const verified = ask_openly(service, "/api/v1/verify", ask("uri", url));
    BOOST_TEST(verified.string_at("/verdict") == "valid");
    auto const written = service.try_order("5");
    BOOST_TEST(written.status() == 503);
    BOOST_TEST(written.problem() == "store_closing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
