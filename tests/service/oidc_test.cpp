#include "api/oidc.hpp"

#include "oidc_provider.hpp"
#include "store/temporary_store.hpp"
#include "unit/http/outbound.hpp"

#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

#include <thread>

// Sign-in from the first redirect to the identity, at a provider with sockets and TLS.
namespace ocop::test {

namespace {

constexpr std::int64_t minute_ms = 60'000;

struct Fixture {
    explicit Fixture(std::string const& secret = "s3cret") : provider(clock, secret) {
        options.issuer = provider.issuer();
        options.client = {"ocop-trace", secret, OidcProviderServer::redirect_uri()};
        options.trusted_pem = http::test::localhost().certificate_pem;
    }

    api::OidcSignIn& sign_in() {
        if (!made) made = std::make_unique<api::OidcSignIn>(options, resolver, clock, random);
        return *made;
    }

    api::OidcStart start() {
        auto started = sign_in().start();
        BOOST_TEST_REQUIRE(reason_of(started) == "");
        return *started;
    }

    // "slug" or "slug detail" of what finish() says, or the subject.
    std::string finish(std::string_view query, std::string_view cookie) {
        auto const identity = sign_in().finish(query, cookie);
        if (identity) return identity->subject;
        auto const error = identity.error();
        std::string out(error.slug);
        bool const ours = error.code == Errc::unavailable;
        return ours || error.faults.empty() ? out : out + " " + error.faults.front().pointer;
    }

    std::string whole_sign_in() {
        auto const started = start();
        return finish(provider.visit(started.url), started.cookie);
    }

    TestClock clock;
    crypto::SystemRandom random;
    http::test::FixedResolver resolver;
    OidcProviderServer provider;
    api::OidcOptions options;
    std::unique_ptr<api::OidcSignIn> made;
};

struct PublicClient : Fixture {
    PublicClient() : Fixture("") {}
};

}  // namespace

BOOST_AUTO_TEST_SUITE(oidc_sign_in)

BOOST_FIXTURE_TEST_CASE(an_official_signs_in, Fixture) {
    auto const started = start();
    auto const identity = sign_in().finish(provider.visit(started.url), started.cookie);
    BOOST_TEST_REQUIRE(reason_of(identity) == "");
    BOOST_TEST(identity->issuer == provider.issuer());
    BOOST_TEST(identity->subject == "officer-7");
    BOOST_TEST(identity->email.value() == "canbo@quangnam.gov.vn");
    BOOST_TEST(identity->email_verified);
}

BOOST_FIXTURE_TEST_CASE(rsa_keys_and_answers_with_an_issuer_are_fine_too, Fixture) {
    provider.use_key("rsa-1", std::make_shared<RsaKey const>(2048));
    provider.conduct.iss = provider.issuer();
    provider.conduct.metadata = [](auto& metadata) {
        metadata["authorization_response_iss_parameter_supported"] = true;
    };
    BOOST_TEST(whole_sign_in() == "officer-7");
}

BOOST_FIXTURE_TEST_CASE(a_client_without_a_secret_names_itself, PublicClient) {
    BOOST_TEST(whole_sign_in() == "officer-7");
}

BOOST_FIXTURE_TEST_CASE(an_answer_counts_once, Fixture) {
    auto const started = start();
    auto const query = provider.visit(started.url);
    BOOST_TEST(finish(query, started.cookie) == "officer-7");
    BOOST_TEST(finish(query, started.cookie) == "oidc_login_used");
    BOOST_TEST(finish(provider.visit(started.url), started.cookie) == "oidc_login_used");
    BOOST_TEST(provider.tokens_asked == 1);
}

BOOST_FIXTURE_TEST_CASE(of_many_at_once_one_counts, Fixture) {
    auto const started = start();
    auto const query = provider.visit(started.url);
    std::atomic<int> in{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            in += sign_in().finish(query, started.cookie).has_value() ? 1 : 0;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    BOOST_TEST(in == 1);
    BOOST_TEST(provider.tokens_asked == 1);
}

BOOST_FIXTURE_TEST_CASE(an_answer_is_for_the_browser_that_asked, Fixture) {
    auto const mine = start();
    auto const theirs = start();
    auto const query = provider.visit(mine.url);
    BOOST_TEST(finish(query, theirs.cookie) == "oidc_state_wrong");
    BOOST_TEST(finish(query, "") == "oidc_login_unknown");
    BOOST_TEST(finish(query, mine.cookie.substr(1)) == "oidc_login_unknown");
    BOOST_TEST(finish("code=code-1", mine.cookie) == "oidc_state_wrong");
    BOOST_TEST(finish("code=code-1&state=", mine.cookie) == "oidc_state_wrong");
    Fixture other;
    BOOST_TEST(finish(query, other.start().cookie) == "oidc_login_unknown");
    BOOST_TEST(provider.tokens_asked == 0);
    BOOST_TEST(finish(query, mine.cookie) == "officer-7");
}

// A code stolen from one sign-in and put into another: the verifier of the other does not fit.
BOOST_FIXTURE_TEST_CASE(a_code_of_another_sign_in_is_worthless, Fixture) {
    auto const stolen = provider.visit(start().url);
    auto const mine = start();
    auto const answer = provider.visit(mine.url);
    auto const state = answer.substr(0, answer.find("&code="));
    auto const code = stolen.substr(stolen.find("&code="));
    BOOST_TEST(finish(state + code, mine.cookie) == "oidc_code_refused error");
    BOOST_TEST(provider.tokens_asked == 1);
}

BOOST_FIXTURE_TEST_CASE(a_login_ends_after_ten_minutes, Fixture) {
    auto const started = start();
    auto const query = provider.visit(started.url);
    clock.advance_ms(10 * minute_ms);
    BOOST_TEST(finish(query, started.cookie) == "oidc_login_unknown");
    clock.advance_ms(-1);
    BOOST_TEST(finish(query, started.cookie) == "officer-7");
}

BOOST_FIXTURE_TEST_CASE(the_provider_may_say_no, Fixture) {
    provider.conduct.denies = "access_denied";
    auto const started = start();
    auto const query = provider.visit(started.url);
    BOOST_TEST(finish(query, start().cookie) == "oidc_state_wrong");
    auto const denied = sign_in().finish(query, started.cookie);
    BOOST_TEST(reason_of(denied) == "oidc_denied at error: access_denied");
    provider.conduct.denies = "%3Cscript%3E";
    auto const odd = start();
    auto const hostile = sign_in().finish(provider.visit(odd.url), odd.cookie);
    BOOST_TEST(reason_of(hostile) == "oidc_denied at error: other");
    BOOST_TEST(provider.tokens_asked == 0);
}

BOOST_FIXTURE_TEST_CASE(an_answer_of_another_provider_is_a_mix_up, Fixture) {
    provider.conduct.iss = "https%3A%2F%2Fevil.example";
    BOOST_TEST(whole_sign_in() == "oidc_issuer_wrong");
    provider.conduct.denies = "access_denied";
    BOOST_TEST(whole_sign_in() == "oidc_issuer_wrong");
    BOOST_TEST(provider.tokens_asked == 0);
}

BOOST_FIXTURE_TEST_CASE(a_provider_that_names_itself_has_to, Fixture) {
    provider.conduct.metadata = [](auto& metadata) {
        metadata["authorization_response_iss_parameter_supported"] = true;
    };
    BOOST_TEST(whole_sign_in() == "oidc_issuer_wrong");
}

BOOST_FIXTURE_TEST_CASE(answers_are_read_strictly, Fixture) {
    auto const started = start();
    auto const query = provider.visit(started.url);
    BOOST_TEST(finish(query + "&code=other", started.cookie) == "query_malformed code");
    auto const state = query.substr(0, query.find("&code="));
    BOOST_TEST(finish(state, started.cookie) == "oidc_answer_malformed code");
    BOOST_TEST(finish(state + "&code=", started.cookie) == "oidc_code_malformed");
    BOOST_TEST(provider.tokens_asked == 0);
}

BOOST_FIXTURE_TEST_CASE(a_token_that_is_wrong_signs_nobody_in, Fixture) {
    provider.conduct.claims = [](auto& claims) { claims["nonce"] = "another"; };
    BOOST_TEST(whole_sign_in() == "oidc_token_refused /nonce");
    provider.conduct.claims = [](auto& claims) { claims["aud"] = "another"; };
    BOOST_TEST(whole_sign_in() == "oidc_token_refused /aud");
    provider.conduct.claims = [](auto& claims) { claims["exp"] = 1; };
    BOOST_TEST(whole_sign_in() == "oidc_token_refused /exp");
    provider.conduct.claims = [](auto&) {};
    provider.conduct.sign = unsigned_jwt();
    BOOST_TEST(whole_sign_in() == "oidc_token_refused signature");
}

BOOST_FIXTURE_TEST_CASE(a_new_key_is_fetched_once_a_minute_at_most, Fixture) {
    BOOST_TEST(whole_sign_in() == "officer-7");
    BOOST_TEST(provider.keys_asked == 1);
    provider.use_key("ec-2", crypto::P256PrivateKey::generate());
    BOOST_TEST(whole_sign_in() == "oidc_key_unknown");
    BOOST_TEST(provider.keys_asked == 1);
    clock.advance_ms(minute_ms);
    BOOST_TEST(whole_sign_in() == "officer-7");
    BOOST_TEST(whole_sign_in() == "officer-7");
    BOOST_TEST(provider.keys_asked == 2);
    // A token of a key that is nowhere published makes us ask once, not for each try.
    clock.advance_ms(minute_ms);
    provider.conduct.kid = "nowhere";
    BOOST_TEST(whole_sign_in() == "oidc_key_unknown");
    BOOST_TEST(whole_sign_in() == "oidc_key_unknown");
    BOOST_TEST(provider.keys_asked == 3);
    BOOST_TEST(provider.metadata_asked == 1);
}

BOOST_FIXTURE_TEST_CASE(what_is_published_is_kept_for_an_hour, Fixture) {
    for (int i = 0; i < 3; ++i) {
        start();
    }
    clock.advance_ms(60 * minute_ms - 1);
    start();
    BOOST_TEST(provider.metadata_asked == 1);
    clock.advance_ms(1);
    start();
    BOOST_TEST(provider.metadata_asked == 2);
    BOOST_TEST(provider.keys_asked == 2);
}

BOOST_FIXTURE_TEST_CASE(a_provider_that_fails_is_left_in_peace_for_seconds, Fixture) {
    provider.conduct.failing_status = 500;
    BOOST_TEST(slug_of(sign_in().start()) == "oidc_provider_failed");
    provider.conduct.failing_status = 0;
    clock.advance_ms(4'999);
    BOOST_TEST(slug_of(sign_in().start()) == "oidc_provider_failed");
    BOOST_TEST(provider.metadata_asked == 1);
    clock.advance_ms(1);
    BOOST_TEST(whole_sign_in() == "officer-7");
    provider.conduct.failing_status = 503;
    BOOST_TEST(whole_sign_in() == "oidc_provider_failed");
}

BOOST_FIXTURE_TEST_CASE(a_client_that_is_not_known_is_the_operator_s_to_mend, Fixture) {
    options.client.client_secret = "another";
    auto const started = start();
    auto const answer = sign_in().finish(provider.visit(started.url), started.cookie);
    BOOST_TEST(slug_of(answer) == "oidc_client_refused");
    BOOST_TEST((answer.error().code == Errc::unavailable));
    BOOST_TEST(reason_of(answer).find("another") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(only_the_named_provider_is_believed, Fixture) {
    provider.conduct.metadata = [](auto& metadata) { metadata["issuer"] = "https://evil.example"; };
    BOOST_TEST(slug_of(sign_in().start()) == "oidc_provider_malformed");
    made.reset();
    provider.conduct.metadata = [](auto&) {};
    options.trusted_pem = http::test::make_identity("other.example").certificate_pem;
    BOOST_TEST(slug_of(sign_in().start()) == "oidc_provider_unreachable");
    made.reset();
    options.trusted_pem = "no PEM";
    BOOST_CHECK_THROW(sign_in(), std::runtime_error);
}

BOOST_FIXTURE_TEST_CASE(endpoints_that_move_to_plain_http_or_redirect_are_not_followed, Fixture) {
    provider.conduct.failing_status = 302;
    BOOST_TEST(slug_of(sign_in().start()) == "oidc_provider_failed");
    made.reset();
    provider.conduct.failing_status = 0;
    provider.conduct.metadata = [](auto& metadata) {
        metadata["jwks_uri"] = "http://localhost/jwks";
    };
    BOOST_TEST(slug_of(sign_in().start()) == "oidc_provider_malformed");
    made.reset();
    provider.conduct.metadata = [](auto& metadata) { metadata["jwks_uri"] = "https://127.1/jwks"; };
    BOOST_TEST(slug_of(sign_in().start()) == "oidc_provider_unreachable");
}

BOOST_FIXTURE_TEST_CASE(a_cookie_tells_nothing, Fixture) {
    auto const started = start();
    auto const state = started.url.substr(started.url.find("&state=") + 7, 43);
    BOOST_TEST(state.size() == 43U);
    auto const raw = from_base64url(started.cookie);
    BOOST_TEST_REQUIRE(reason_of(raw) == "");
    BOOST_TEST(as_text(*raw).find(state) == std::string::npos);
    BOOST_TEST(started.url.find(started.cookie) == std::string::npos);
    BOOST_TEST(started.cookie.size() < 400U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
