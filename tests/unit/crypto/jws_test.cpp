#include <ocop/base/encoding.hpp>
#include <ocop/crypto/jws.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::crypto;

namespace {

struct Fixture {
    P256PrivateKey key = P256PrivateKey::generate();
    json::value payload = json::object{{"b", 2}, {"a", "tem"}};
    SignBytes sign = [this](ByteView bytes) -> Result<P256Signature> { return key.sign(bytes); };
    std::string text = *sign_jws(payload, "test+jws", "k1", sign);

    bool good(Result<Jws> const& jws) const { return jws && jws->verify(key.public_key()); }

    // The text with one member of the envelope replaced.
    std::string with(std::string_view member, json::value value) const {
        auto envelope = *json::parse(text);
        envelope.as_object()[member] = std::move(value);
        return json::serialize(envelope);
    }

    std::string with_header(std::string_view header) const {
        return with("protected", json::value(to_base64url(as_bytes(header))));
    }
};

constexpr std::size_t bytes_max = 4096;

}  // namespace

BOOST_AUTO_TEST_SUITE(jws)

BOOST_FIXTURE_TEST_CASE(what_was_signed_is_read_and_verifies, Fixture) {
    auto const jws = parse_jws(text, bytes_max);
    BOOST_TEST_REQUIRE(good(jws));
    BOOST_TEST(jws->kid == "k1");
    BOOST_TEST(jws->type == "test+jws");
    BOOST_TEST((jws->payload == payload));
    BOOST_TEST(jws->header.empty());
    BOOST_TEST(!jws->verify(P256PrivateKey::generate().public_key()));
}

BOOST_FIXTURE_TEST_CASE(the_payload_is_canonical_json, Fixture) {
    auto const envelope = *json::parse(text);
    auto const body = from_base64url(std::string_view(envelope.at("payload").as_string()));
    BOOST_TEST(as_text(*body) == R"({"a":"tem","b":2})");
    auto const head = from_base64url(std::string_view(envelope.at("protected").as_string()));
    BOOST_TEST(as_text(*head) == R"({"alg":"ES256","kid":"k1","typ":"test+jws"})");
}

BOOST_FIXTURE_TEST_CASE(every_changed_field_turns_it_bad, Fixture) {
    auto const body = to_base64url(as_bytes(R"({"a":"tem","b":3})"));
    BOOST_TEST(!good(parse_jws(with("payload", json::value(body)), bytes_max)));
    BOOST_TEST(
        !good(parse_jws(with_header(R"({"alg":"ES256","kid":"k2","typ":"test+jws"})"), bytes_max))
    );
    BOOST_TEST(
        !good(parse_jws(with_header(R"({"alg":"ES256","kid":"k1","typ":"other+jws"})"), bytes_max))
    );
    auto const other = key.sign(as_bytes("another message"));
    BOOST_TEST(!good(parse_jws(with("signature", json::value(to_base64url(other))), bytes_max)));
}

BOOST_FIXTURE_TEST_CASE(asvs_9_1_1_the_algorithm_is_ours_to_choose, Fixture) {
    for (auto const header :
         {R"({"alg":"none","kid":"k1"})",
          R"({"alg":"HS256","kid":"k1"})",
          R"({"alg":"es256"})",
          R"({"alg":null})",
          R"({"kid":"k1"})",
          R"([])",
          R"({"alg":"ES256","crit":["exp"],"exp":1})",
          R"({"alg":"none","alg":"ES256"})"}) {
        auto const jws = parse_jws(with_header(header), bytes_max);
        BOOST_TEST_REQUIRE(!jws, header);
        BOOST_TEST(jws.error().slug == "jws_malformed");
    }
    auto const empty = parse_jws(with("signature", json::value("")), bytes_max);
    BOOST_TEST(empty.error().slug == "jws_malformed");
}

BOOST_FIXTURE_TEST_CASE(the_unprotected_header_changes_no_signature, Fixture) {
    auto const jws = parse_jws(with("header", json::object{{"certificate", "x"}}), bytes_max);
    BOOST_TEST_REQUIRE(good(jws));
    BOOST_TEST(jws->header.contains("certificate"));
}

BOOST_FIXTURE_TEST_CASE(every_truncation_is_refused, Fixture) {
    for (std::size_t length = 0; length < text.size(); ++length) {
        BOOST_TEST_REQUIRE(!parse_jws(text.substr(0, length), bytes_max));
    }
}

BOOST_FIXTURE_TEST_CASE(every_flipped_byte_is_refused_or_bad_or_says_the_same, Fixture) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (unsigned bit = 0; bit < 8; bit += 3) {
            auto flipped = text;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
            auto const jws = parse_jws(flipped, bytes_max);
            BOOST_TEST_REQUIRE((!good(jws) || jws->payload == payload));
        }
    }
}

BOOST_FIXTURE_TEST_CASE(too_long_a_text_is_too_large, Fixture) {
    BOOST_TEST((parse_jws(text, text.size() - 1).error().code == Errc::too_large));
    BOOST_TEST(parse_jws(text, text.size()).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_failing_signer_is_handed_on, Fixture) {
    auto const failed = sign_jws(payload, "t", "k", [](ByteView) -> Result<P256Signature> {
        return Error(Errc::unavailable, "signer_unavailable");
    });
    BOOST_TEST_REQUIRE(!failed);
    BOOST_TEST(failed.error().slug == "signer_unavailable");
}

BOOST_AUTO_TEST_SUITE_END()
