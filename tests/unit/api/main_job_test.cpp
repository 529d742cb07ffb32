#include "service.hpp"

#include <ocop/stamp/serial.hpp>

#include <set>

namespace ocop::test {

BOOST_AUTO_TEST_SUITE(main_job)

BOOST_AUTO_TEST_CASE(a_product_is_registered_its_stamps_issued_and_each_of_them_is_valid) {
    RegisteredService service;
    auto const id = service.issued_order(25);
    auto const order = service.get("/api/v1/stamp-orders/" + id);
    BOOST_TEST(order.string_at("/state") == "issued");
    BOOST_TEST(order.string_at("/stars") == "4");
    BOOST_TEST(order.string_at("/certificate") == service.certificate);
    BOOST_TEST(order.string_at("/kid") == "0001");

    auto const stamps = service.stamps_of(id);
    BOOST_TEST_REQUIRE(stamps.size() == 25U);
    std::set<std::string> serials;
    for (std::size_t i = 0; i < stamps.size(); ++i) {
        BOOST_TEST(stamps[i].at("position").as_int64() == static_cast<std::int64_t>(i) + 1);
        serials.insert(text_of(stamps[i], "serial"));
        auto const url = text_of(stamps[i], "url");
        auto const verdict = service.post("/api/v1/verify", ask("uri", url));
        BOOST_TEST(verdict.status() == 200);
        BOOST_TEST(verdict.string_at("/verdict") == "valid", verdict.text());
        BOOST_TEST(verdict.string_at("/colour") == "green_outline");
        BOOST_TEST(verdict.string_at("/stamp/position") == std::to_string(i + 1));
        BOOST_TEST(verdict.string_at("/product/code") == service.product);
        BOOST_TEST(verdict.string_at("/producer/id") == service.producer);
        BOOST_TEST(verdict.string_at("/certificate/stars") == "4");
        BOOST_TEST(verdict.string_at("/lot/lot") == "L1");
    }
    BOOST_TEST(serials.size() == 25U);
}

BOOST_AUTO_TEST_CASE(any_changed_digit_of_the_signature_turns_it_red) {
    RegisteredService service;
    auto const url = text_of(service.stamps_of(service.issued_order(1)).at(0), "url");
    for (std::size_t back = 1; back <= stamp::signature_digits; back += 11) {
        auto changed = url;
        auto& digit = changed[changed.size() - back];
        digit = digit == '9' ? '0' : static_cast<char>(digit + 1);
        auto const reply = service.post("/api/v1/verify", ask("uri", changed));
        BOOST_TEST(reply.status() == 200);
        BOOST_TEST(reply.string_at("/verdict") == "signature_invalid", changed);
        BOOST_TEST(reply.string_at("/colour") == "red");
    }
}

BOOST_AUTO_TEST_CASE(a_typed_serial_is_listed_and_one_wrong_character_is_malformed) {
    RegisteredService service;
    auto const stamp = service.stamps_of(service.issued_order(1)).at(0);
    auto typed = text_of(stamp, "typed");
    auto const good = service.post("/api/v1/verify", ask("serial", typed));
    BOOST_TEST(good.status() == 200);
    BOOST_TEST(good.string_at("/verdict") == "listed");
    BOOST_TEST(good.string_at("/stamp/serial") == text_of(stamp, "serial"));

    typed[0] = typed[0] == '2' ? '3' : '2';
    auto const bad = service.post("/api/v1/verify", ask("serial", typed));
    BOOST_TEST(bad.status() == 400);
    BOOST_TEST(bad.string_at("/verdict") == "malformed");
    BOOST_TEST(bad.string_at("/reason") == "serial_check_wrong");
}

BOOST_AUTO_TEST_CASE(a_link_without_signature_says_so_and_a_foreign_one_is_not_ours) {
    RegisteredService service;
    auto const url = text_of(service.stamps_of(service.issued_order(1)).at(0), "url");
    auto const plain = url.substr(0, url.find('?'));
    BOOST_TEST(
        service.post("/api/v1/verify", ask("uri", plain)).string_at("/verdict") == "unsigned"
    );
    auto const foreign = "https://tem.example.evil.test" + url.substr(url.find("/01/"));
    auto const reply = service.post("/api/v1/verify", ask("uri", foreign));
    BOOST_TEST(reply.string_at("/verdict") == "foreign_link");
    BOOST_TEST(reply.string_at("/colour") == "red");
    BOOST_TEST(reply.text().find("product") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(another_lot_on_the_same_signature_or_a_stamp_of_no_order_is_red) {
    RegisteredService service;
    service.add_lot("L2");
    auto const url = text_of(service.stamps_of(service.issued_order(1)).at(0), "url");
    auto moved = url;
    moved.replace(moved.find("/10/L1/"), 7, "/10/L2/");
    BOOST_TEST(
        service.post("/api/v1/verify", ask("uri", moved)).string_at("/verdict") ==
        "signature_invalid"
    );

    // Well signed by our own key, but never issued: the register, not the signature, says no.
    stamp::Stamp const ghost{service.gtin, "L1", *service.keyring.serials.serial_of({0, 999'999})};
    auto const signature = service.keyring.stamp_keys.at({1}).sign(stamp::signed_bytes({1}, ghost));
    auto const forged = stamp::write_stamp_url(host, ghost, {{1}, signature});
    auto const reply = service.post("/api/v1/verify", ask("uri", forged));
    BOOST_TEST(reply.string_at("/verdict") == "not_issued");
    BOOST_TEST(reply.string_at("/reason") == "no_order");
}

BOOST_AUTO_TEST_CASE(stamps_become_active_when_their_producer_reports_them) {
    RegisteredService service;
    auto const id = service.create(
        "/api/v1/stamp-orders", R"({"gtin":")" + service.gtin + R"(","lot":"L1","count":5})", "id"
    );
    auto const path = "/api/v1/stamp-orders/" + id;
    BOOST_TEST(service.approve(id).status() == 200);
    BOOST_TEST(service.post(path + "/issue").status() == 200);
    auto const stamps = service.stamps_of(id);
    auto const verdict = [&](std::size_t i) {
        return service.post("/api/v1/verify", ask("uri", text_of(stamps.at(i), "url")))
            .string_at("/verdict");
    };
    BOOST_TEST(verdict(0) == "not_activated");
    BOOST_TEST(
        service.post(path + "/activate", R"({"first":2,"last":3})").problem() == "stamp_state"
    );
    service.print(id);

    auto const range = R"({"first":2,"last":3})";
    BOOST_TEST(service.post(path + "/activate", range).status() == 200);
    BOOST_TEST(verdict(0) == "not_activated");
    BOOST_TEST(verdict(1) == "valid");
    BOOST_TEST(verdict(2) == "valid");
    BOOST_TEST(verdict(3) == "not_activated");
    BOOST_TEST(service.post(path + "/activate", range).problem() == "stamp_state");
    BOOST_TEST(
        service.post(path + "/activate", R"({"first":5,"last":6})").problem() == "positions_invalid"
    );

    BOOST_TEST(service.post(path + "/activate", R"({"positions":"5"})").status() == 200);
    auto const spoiled = R"({"to":"damaged","positions":"0001","reason":"nhòe mực"})";
    BOOST_TEST(service.post(path + "/moves", spoiled).string_at("/positions/0/last") == "1");
    BOOST_TEST(verdict(0) == "void");
    auto const first = service.get(path + "/segments?limit=2");
    BOOST_TEST(first.string_at("/items/1/last") == "3");
    BOOST_TEST(first.string_at("/items/1/state") == "activated");
    BOOST_TEST(first.header("Link") == "<" + path + "/segments?limit=2&after=3>; rel=\"next\"");
    auto const second = service.get(path + "/segments?limit=2&after=3");
    BOOST_TEST(second.string_at("/items/1/first") == "5");
    BOOST_TEST(second.header("Link") == "");
    auto const books = service.get(path + "/reconciliation");
    BOOST_TEST(books.string_at("/activated") == "3");
    BOOST_TEST(books.string_at("/in_stock") == "1");
    auto const looked = service.get("/api/v1/lots/" + service.gtin + "/L1/checks");
    BOOST_TEST(looked.string_at("/made") == "5");
    BOOST_TEST(looked.string_at("/applied") == "3");
    BOOST_TEST(looked.string_at("/checks") == "0");
    auto const table = service.get(path + "/reconciliation?format=csv");
    BOOST_TEST(table.text().find("\r\ndamaged,1\r\n") != std::string::npos);
    auto const page = service.get(path + "/reconciliation?format=pdf");
    BOOST_TEST(page.header("Content-Type") == "application/pdf");
    BOOST_TEST(page.text().substr(0, 5) == "%PDF-");
    BOOST_TEST(service.get(path + "/reconciliation?format=xls").problem() == "query_invalid");
    auto const moves = service.get(path + "/moves?limit=3");
    BOOST_TEST(moves.string_at("/items/0/to") == "printed");
    auto const link = std::string(moves.header("Link"));
    auto const rest = service.get(link.substr(1, link.find('>') - 1));
    BOOST_TEST(rest.string_at("/items/0/reason") == "nhòe mực");
    BOOST_TEST(rest.header("Link") == "");
}

BOOST_AUTO_TEST_CASE(a_revoked_key_turns_later_orders_red_and_leaves_earlier_ones_good) {
    RegisteredService service;
    auto const before = text_of(service.stamps_of(service.issued_order(1)).at(0), "url");
    auto const size = service.disk.store->snapshot()->ledger_size();
    auto const after = text_of(service.stamps_of(service.issued_order(1)).at(0), "url");
    auto const revoked = service.post(
        "/api/v1/keys/0001/revoke",
        R"({"reason":"copied disk","at_size":)" + std::to_string(size) + "}"
    );
    BOOST_TEST(revoked.status() == 200, revoked.text());
    BOOST_TEST(service.post("/api/v1/verify", ask("uri", before)).string_at("/verdict") == "valid");
    BOOST_TEST(
        service.post("/api/v1/verify", ask("uri", after)).string_at("/verdict") == "key_revoked"
    );
    BOOST_TEST(service.get("/api/v1/keys/0001").string_at("/revocation_reason") == "copied disk");
    BOOST_TEST(service.get("/api/v1/keys").string_at("/items/0/kid") == "0001");
    BOOST_TEST(service.get("/api/v1/keys/0002").problem() == "key_not_found");
    BOOST_TEST(service.get("/api/v1/keys/x").problem() == "key_not_found");
    auto const again = service.post("/api/v1/keys/0001/revoke", R"({"reason":"again"})");
    BOOST_TEST(again.problem() == "key_revoked");
    // No key is left to issue with.
    auto const id = service.approved_order(1);
    BOOST_TEST(service.post("/api/v1/stamp-orders/" + id + "/issue").problem() == "key_missing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
