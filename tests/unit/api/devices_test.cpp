#include "device.hpp"
#include "two_producers.hpp"

#include <ocop/crypto/hash.hpp>

namespace ocop::test {

namespace {

struct World : TwoProducers {
    World() : TwoProducers(false) {}

    Reply enrol(std::string const& by, std::string const& key, std::string const& name = "Máy 1") {
        return post_as(
            *this,
            people.at(by),
            "/api/v1/devices",
            R"({"name":")" + name + R"(","public_key":")" + key + "\"}"
        );
    }

    std::string body_of(
        std::string const& device,
        int sequence = 1,
        std::string const& action = R"({"kind":"warn","reason":"Nhắc"})"
    ) const {
        return R"({"device":")" + device + R"(","sequence":)" + std::to_string(sequence) +
               R"(,"at":"2026-11-20T03:00:00Z","lot":"L1","place":"Chợ","findings":"Ghi",)"
               R"("verified":[],"gtin":")" +
               a.gtin + R"(","action":)" + action + "}";
    }

    Reply send_signed(
        std::string body, std::string const& signature, std::string const& key = "key-1"
    ) {
        auto request = ask_as(
            people.at("inspector"), http::Method::post, "/api/v1/inspections", std::move(body)
        );
        if (!signature.empty()) {
            request.headers.push_back({"Device-Signature", signature});
        }
        if (!key.empty()) {
            request.headers.push_back({"Idempotency-Key", key});
        }
        return send(std::move(request));
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(device_routes)

BOOST_FIXTURE_TEST_CASE(a_device_is_enrolled_with_the_key_of_the_root, World) {
    SigningDevice const device;
    auto const made = enrol("inspector", device.public_key());
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    auto const id = made.string_at("/id");
    BOOST_TEST(made.header("Location") == "/api/v1/devices/" + id);
    BOOST_TEST(made.string_at("/name") == "Máy 1");
    BOOST_TEST(made.string_at("/public_key") == device.public_key());
    BOOST_TEST(made.string_at("/root_key") == services->root_key);
    auto const root = crypto::P256PublicKey::from_pem(keyring.root_pem).value();
    BOOST_TEST(services->root_key == to_base64url(root.point()));
    auto const again = enrol("inspector", device.public_key(), "Máy khác");
    BOOST_TEST(again.status() == 201);
    BOOST_TEST(again.string_at("/id") == id);
    BOOST_TEST(enrol("officer", device.public_key()).problem() == "device_key_taken");
    BOOST_TEST(enrol("guest", SigningDevice().public_key()).status() == 403);
    BOOST_TEST(enrol("inspector", "AAAA").problem() == "request_invalid");
}

BOOST_FIXTURE_TEST_CASE(inspectors_see_and_revoke_their_own_devices_and_officials_any, World) {
    auto const list = get_as(*this, people.at("inspector"), "/api/v1/devices");
    BOOST_TEST(list.string_at("/items/0/id") == a.device);
    BOOST_TEST(list.body().at("items").as_array().size() == 1U);
    auto const all = get_as(*this, people.at("admin"), "/api/v1/devices?limit=1");
    BOOST_TEST(all.header("Link").find("rel=\"next\"") != std::string::npos);
    std::string const reason = R"({"reason":"Mất máy"})";
    auto const revoke = [&](std::string const& by, std::string const& id) {
        return post_as(*this, people.at(by), "/api/v1/devices/" + id + "/revoke", reason);
    };
    BOOST_TEST(revoke("inspector", b.device).problem() == "device_not_found");
    auto const revoked = revoke("officer", a.device);
    BOOST_TEST_REQUIRE(revoked.status() == 200, revoked.text());
    BOOST_TEST(revoked.string_at("/revoked/reason") == "Mất máy");
    // Whoever has the phone has its session, too.
    BOOST_TEST(revoke("inspector", a.device).status() == 401);
    BOOST_TEST(revoke("officer", a.device).problem() == "device_revoked_already");
}

BOOST_FIXTURE_TEST_CASE(an_inspection_of_an_enrolled_device_is_signed_over_its_bytes, World) {
    SigningDevice const device;
    auto const id = enrol("inspector", device.public_key()).string_at("/id");
    // Bytes as sent, not as they would be written again.
    auto const body = " " + body_of(id) + "\n";
    BOOST_TEST(send_signed(body, "").problem() == "device_signature_wrong");
    BOOST_TEST(
        send_signed(body_of(id), device.sign(id, "key-1", body)).problem() ==
        "device_signature_wrong"
    );
    BOOST_TEST(
        send_signed(body, device.sign(id, "key-2", body)).problem() == "device_signature_wrong"
    );
    BOOST_TEST(
        send_signed(body, device.sign(id, "key-1", body, true)).problem() ==
        "device_signature_wrong"
    );
    auto const made = send_signed(body, device.sign(id, "key-1", body));
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    BOOST_TEST(made.string_at("/signature/idempotency_key") == "key-1");
    BOOST_TEST(made.string_at("/signature/body_sha256") == to_hex(crypto::sha256(as_bytes(body))));
    // Sent again, signed anew: the same record.
    auto const again = send_signed(body, device.sign(id, "key-1", body));
    BOOST_TEST(again.string_at("/id") == made.string_at("/id"));
    auto const bare = send_signed(body_of(id, 2), device.sign(id, "", body_of(id, 2)), "");
    BOOST_TEST(bare.status() == 201, bare.text());
}

BOOST_FIXTURE_TEST_CASE(who_is_no_enrolled_device_does_not_sign, World) {
    SigningDevice const device;
    BOOST_TEST(send_signed(body_of("may-9"), "", "").status() == 201);
    auto const body = body_of("may-9", 2);
    BOOST_TEST(
        send_signed(body, device.sign("may-9", "key-1", body)).problem() == "device_unknown"
    );
    BOOST_TEST(send_signed(body_of(b.device), "").problem() == "device_unknown");
    auto const id = enrol("inspector", device.public_key()).string_at("/id");
    post_as(
        *this, people.at("inspector"), "/api/v1/devices/" + id + "/revoke", R"({"reason":"Mất"})"
    );
    auto const late = body_of(id);
    BOOST_TEST(send_signed(late, device.sign(id, "key-1", late)).problem() == "device_revoked");
}

BOOST_FIXTURE_TEST_CASE(a_device_names_stamps_by_serial, World) {
    auto const action = [](std::string const& serial) {
        return R"({"kind":"copied","reason":"Hai gói một số","serials":[")" + serial + "\"]}";
    };
    auto const done = send_signed(body_of("may-1", 9, action(a.serial)), "", "");
    BOOST_TEST_REQUIRE(done.status() == 201, done.text());
    BOOST_TEST(done.string_at("/done") == "true", done.text());
    BOOST_TEST(done.string_at("/action/stamps/0/order") == a.issued);
    BOOST_TEST(done.string_at("/action/stamps/0/first") == "1");
    BOOST_TEST(done.string_at("/action/serials/0") == a.serial);
    auto const elsewhere = send_signed(body_of("may-1", 10, action(b.serial)), "", "");
    BOOST_TEST(elsewhere.string_at("/problem") == "stamp_elsewhere");
    auto const never = send_signed(body_of("may-1", 11, action("0000000000")), "", "");
    BOOST_TEST(never.string_at("/problem") == "stamp_not_issued");
    BOOST_TEST(
        send_signed(body_of("may-1", 12, action("123")), "", "").problem() == "request_invalid"
    );
}

BOOST_FIXTURE_TEST_CASE(a_person_gets_their_devices_and_erasing_them_blanks_the_names, World) {
    SigningDevice const device;
    auto const id = enrol("inspector", device.public_key(), "Máy của Lan").string_at("/id");
    auto const own = get_as(*this, people.at("inspector"), "/api/v1/account/personal-data");
    BOOST_TEST(own.text().find("Máy của Lan") != std::string::npos);
    BOOST_TEST(post_as(*this, people.at("inspector"), "/api/v1/account/erase", "").status() == 200);
    BOOST_TEST(contents().find("Máy của Lan") == std::string::npos);
    auto const all = get_as(*this, people.at("officer"), "/api/v1/devices");
    BOOST_TEST(all.text().find(id) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
