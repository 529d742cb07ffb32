#include "unit/stamp/trust_fixture.hpp"

#include <ocop/stamp/trust.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::stamp;

namespace {

using Fixture = vectors::Trust;

std::string slug_of(Result<TrustFile> const& r) {
    return r ? std::string() : std::string(r.error().slug);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto const at = text.find(from);
    BOOST_TEST_REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trust)

BOOST_FIXTURE_TEST_CASE(a_list_comes_back_as_it_was_signed, Fixture) {
    list.keys[0].revoked_at_size = 123;
    list.keys[0].demo = true;
    list.authorities[0].successor = "hoabinh";
    auto const file = parse_trust_list(text(), root_pem);
    BOOST_TEST_REQUIRE(file.has_value(), slug_of(file));
    BOOST_TEST((file->list == list));
    BOOST_TEST((file->list_key == list_key));
    BOOST_TEST(file->root_checked);
}

BOOST_FIXTURE_TEST_CASE(optional_members_may_be_absent, Fixture) {
    list.log.reset();
    list.answer_key.reset();
    list.keys.clear();
    auto const file = parse_trust_list(text(), root_pem);
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST((file->list == list));
}

BOOST_FIXTURE_TEST_CASE(without_a_root_the_answer_says_so, Fixture) {
    auto const file = parse_trust_list(text(), std::nullopt);
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST(!file->root_checked);
}

BOOST_FIXTURE_TEST_CASE(another_root_is_a_mismatch, Fixture) {
    auto const other = crypto::P256PrivateKey::generate().public_key().to_pem();
    BOOST_TEST(slug_of(parse_trust_list(text(), other)) == "trust_root_mismatch");
    BOOST_TEST(slug_of(parse_trust_list(text(), "no key")) == "key_malformed");
}

BOOST_FIXTURE_TEST_CASE(a_list_key_that_no_root_signed_is_refused, Fixture) {
    auto const mallory = crypto::P256PrivateKey::generate();
    list_key.public_key = to_base64url(mallory.public_key().point());
    auto const own = sign_list_key(list_key, "root-1", vectors::signer_of(mallory));
    auto const forged = sign_trust_list(list, *own, vectors::signer_of(mallory));
    BOOST_TEST_REQUIRE(forged.has_value());
    BOOST_TEST(slug_of(parse_trust_list(*forged, root_pem)) == "trust_root_mismatch");
}

BOOST_FIXTURE_TEST_CASE(a_list_by_another_key_than_the_certified_is_refused, Fixture) {
    auto const mallory = crypto::P256PrivateKey::generate();
    auto const forged = sign_trust_list(list, certificate(), vectors::signer_of(mallory));
    BOOST_TEST(slug_of(parse_trust_list(*forged, root_pem)) == "trust_signature_wrong");
    BOOST_TEST(slug_of(parse_trust_list(*forged, std::nullopt)) == "trust_signature_wrong");
}

BOOST_FIXTURE_TEST_CASE(a_stamp_key_certificate_is_no_list_certificate, Fixture) {
    auto const whole = text();
    list_key.use = "stamps";
    auto const wrong = sign_list_key(list_key, "root-1", vectors::signer_of(root));
    BOOST_TEST(!sign_trust_list(list, *wrong, vectors::signer_of(list_secret)));
    // A list's own JWS has another type and cannot stand in for the certificate.
    auto const list_jws = json::parse(whole);
    auto swapped = *list_jws;
    swapped.as_object()["header"] = json::object{{"certificate", *list_jws}};
    BOOST_TEST(slug_of(parse_trust_list(json::serialize(swapped), root_pem)) == "trust_malformed");
}

BOOST_FIXTURE_TEST_CASE(a_list_outside_its_keys_window_is_refused, Fixture) {
    list.issued_at = list_key.not_after;
    BOOST_TEST(parse_trust_list(text(), root_pem).has_value());
    list.issued_at.ms += 1;
    BOOST_TEST(slug_of(parse_trust_list(text(), root_pem)) == "trust_key_window");
    list.issued_at.ms = list_key.not_before.ms - 1;
    BOOST_TEST(slug_of(parse_trust_list(text(), root_pem)) == "trust_key_window");
}

BOOST_FIXTURE_TEST_CASE(staleness_is_a_fact_and_no_failure, Fixture) {
    BOOST_TEST(!list.is_stale(vectors::at("2026-11-23T00:00:00Z")));
    BOOST_TEST(list.is_stale(vectors::at("2026-11-23T00:00:00.001Z")));
}

BOOST_FIXTURE_TEST_CASE(a_list_that_breaks_its_rules_is_not_signed, Fixture) {
    auto refused_at = [&](TrustList const& wrong) {
        auto const out = sign_trust_list(wrong, certificate(), vectors::signer_of(list_secret));
        BOOST_TEST_REQUIRE(!out);
        BOOST_TEST(out.error().slug == "trust_malformed");
        return out.error().faults.front().pointer;
    };
    auto changed = [&](auto change) {
        auto copy = list;
        change(copy);
        return refused_at(copy);
    };
    BOOST_TEST(changed([](auto& l) { l.v = 2; }) == "/v");
    BOOST_TEST(changed([](auto& l) { l.version = 0; }) == "/version");
    BOOST_TEST(changed([](auto& l) { l.max_age_s = 0; }) == "/max_age_s");
    BOOST_TEST(changed([](auto& l) { l.hosts.clear(); }) == "/hosts");
    BOOST_TEST(changed([](auto& l) { l.hosts[1] = "ID.ocop.vn"; }) == "/hosts/1");
    BOOST_TEST(changed([](auto& l) { l.authorities[0].id = ""; }) == "/authorities/0/id");
    BOOST_TEST(changed([](auto& l) { l.authorities[1].id = "phutho"; }) == "/authorities/1/id");
    BOOST_TEST(changed([](auto& l) { l.keys.push_back(l.keys[0]); }) == "/keys/1/kid");
    BOOST_TEST(changed([](auto& l) { l.keys[0].authority = "x"; }) == "/keys/0/authority");
    BOOST_TEST(changed([](auto& l) { l.keys[0].public_key = "AAAA"; }) == "/keys/0/public_key");
    BOOST_TEST(changed([](auto& l) { l.keys[0].logged_until = {}; }) == "/keys/0/logged_until");
    BOOST_TEST(changed([](auto& l) { l.answer_key = "!"; }) == "/answer_key");
}

BOOST_FIXTURE_TEST_CASE(a_payload_without_a_required_member_is_malformed, Fixture) {
    for (auto const* name :
         {"v", "version", "issued_at", "max_age_s", "authorities", "hosts", "keys"}) {
        auto payload = json::write(list);
        payload.as_object().erase(name);
        auto const jws =
            crypto::sign_jws(payload, trust_type, "list-1", vectors::signer_of(list_secret));
        auto envelope = *json::parse(*jws);
        envelope.as_object()["header"] = json::object{{"certificate", *json::parse(certificate())}};
        BOOST_TEST(
            slug_of(parse_trust_list(json::serialize(envelope), root_pem)) == "trust_malformed"
        );
    }
}

BOOST_FIXTURE_TEST_CASE(every_truncation_is_refused, Fixture) {
    auto const whole = text();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        BOOST_TEST_REQUIRE(!parse_trust_list(whole.substr(0, length), root_pem));
    }
}

BOOST_FIXTURE_TEST_CASE(every_flipped_byte_is_refused_or_changes_nothing, Fixture) {
    auto const whole = text();
    auto const right = parse_trust_list(whole, root_pem);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ 1);
        auto const file = parse_trust_list(flipped, root_pem);
        BOOST_TEST_REQUIRE(
            (!file || (file->list == right->list && file->list_key == right->list_key))
        );
    }
}

BOOST_FIXTURE_TEST_CASE(hostile_json_is_refused, Fixture) {
    BOOST_TEST(
        slug_of(parse_trust_list(std::string(trust_bytes_max + 1, ' '), {})) == "body_too_large"
    );
    BOOST_TEST(slug_of(parse_trust_list(std::string(100'000, '['), {})) == "json_too_deep");
    BOOST_TEST(slug_of(parse_trust_list("{}", {})) == "jws_malformed");
    BOOST_TEST(slug_of(parse_trust_list("[]", {})) == "jws_malformed");
    BOOST_TEST(
        slug_of(parse_trust_list(replaced(text(), "\"certificate\"", "\"x\""), {})) ==
        "trust_malformed"
    );
}

BOOST_AUTO_TEST_SUITE_END()
