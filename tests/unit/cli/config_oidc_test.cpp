#include "cli/files.hpp"
#include "cli/oidc.hpp"
#include "temporary_directory.hpp"

#include <fstream>

namespace ocop::cli {

namespace {

using test::reason_of;
using test::slug_of;

struct Fixture {
    test::TemporaryDirectory directory;

    // The configuration of a file with that text; "" when it is fine, else its first fault's place.
    std::string said(std::string const& text) {
        config = {};
        auto const file = directory.path() / "ocop.toml";
        std::ofstream(file) << text;
        auto const read = read_config_file(file, config);
        auto const done = read ? finish_config(config) : read;
        return done ? "" : done.error().faults.front().pointer;
    }

    std::string path(std::string const& name) const { return (directory.path() / name).string(); }

    std::string write(std::string const& name, std::string_view text) const {
        BOOST_TEST_REQUIRE(reason_of(write_private_file(path(name), text)) == "");
        return path(name);
    }

    Config config;
};

constexpr std::string_view named =
    "[oidc]\nissuer = \"https://id.example.vn/realm\"\nclient_id = \"ocop-trace\"\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(config_oidc)

BOOST_FIXTURE_TEST_CASE(no_provider_is_the_default, Fixture) {
    BOOST_TEST(said("") == "");
    BOOST_TEST(show_config(config).find("oidc") == std::string::npos);
    auto const options = read_oidc_options(config);
    BOOST_TEST_REQUIRE(reason_of(options) == "");
    BOOST_TEST(!options->has_value());
}

BOOST_FIXTURE_TEST_CASE(a_provider_is_named_and_shown_without_its_secret, Fixture) {
    auto const secret = write("secret", "s3cret-of-ours\n");
    auto const bundle = write("ca.pem", "PEM");
    BOOST_TEST(
        said(
            std::string(named) + "client_secret_file = \"" + secret + "\"\nca_file = \"" + bundle +
            "\"\n[stamp]\nhost = \"tem.example.vn\"\n"
        ) == ""
    );
    auto const options = read_oidc_options(config);
    BOOST_TEST_REQUIRE(reason_of(options) == "");
    BOOST_TEST_REQUIRE(options->has_value());
    BOOST_TEST((*options)->issuer == "https://id.example.vn/realm");
    BOOST_TEST((*options)->client.client_id == "ocop-trace");
    BOOST_TEST((*options)->client.client_secret == "s3cret-of-ours");
    BOOST_TEST((*options)->client.redirect_uri == "https://tem.example.vn/sign-in/oidc/callback");
    BOOST_TEST((*options)->trusted_pem == "PEM");
    auto const shown = show_config(config);
    BOOST_TEST(shown.find(secret) != std::string::npos);
    BOOST_TEST(shown.find("s3cret") == std::string::npos);
    // What is shown is a configuration, and the same one.
    BOOST_TEST(said(shown) == "");
    BOOST_TEST(show_config(config) == shown);
}

BOOST_FIXTURE_TEST_CASE(without_files_it_is_a_public_client_and_the_system_s_store, Fixture) {
    BOOST_TEST(said(std::string(named)) == "");
    auto const options = read_oidc_options(config);
    BOOST_TEST_REQUIRE(options.has_value());
    BOOST_TEST((*options)->client.client_secret == "");
    BOOST_TEST((*options)->trusted_pem == "");
}

BOOST_FIXTURE_TEST_CASE(half_a_provider_is_none, Fixture) {
    BOOST_TEST(said("[oidc]\nclient_id = \"x\"\n") == "oidc.issuer");
    BOOST_TEST(said("[oidc]\nclient_secret_file = \"x\"\n") == "oidc.issuer");
    BOOST_TEST(said("[oidc]\nca_file = \"x\"\n") == "oidc.issuer");
    BOOST_TEST(said("[oidc]\nissuer = \"https://id.example.vn\"\n") == "oidc.client_id");
    BOOST_TEST(said("[oidc]\nissuer = 7\n") == "oidc.issuer");
    BOOST_TEST(said("[oidc]\nclient_secret = \"x\"\n") == "oidc.client_secret");
    for (std::string const issuer :
         {"http://id.example.vn",
          "id.example.vn",
          "https://id.example.vn?a=b",
          "https://id.example.vn#a",
          "https://127.1",
          "https://user@id.example.vn"}) {
        auto const text = "[oidc]\nclient_id = \"x\"\nissuer = \"" + issuer + "\"\n";
        BOOST_TEST(said(text) == "oidc.issuer", issuer);
    }
}

BOOST_FIXTURE_TEST_CASE(files_that_are_missing_open_or_empty_are_refused, Fixture) {
    auto const with_secret = [&](std::string const& file) {
        BOOST_TEST(said(std::string(named) + "client_secret_file = \"" + file + "\"\n") == "");
        return slug_of(read_oidc_options(config));
    };
    BOOST_TEST(with_secret(path("missing")) == "file_unreadable");
    BOOST_TEST(with_secret(write("empty", "\n")) == "config_invalid");
    auto const open = write("open", "s3cret");
    std::filesystem::permissions(open, std::filesystem::perms(0640));
    BOOST_TEST(with_secret(open) == "key_file_open");
    BOOST_TEST(said(std::string(named) + "ca_file = \"" + path("missing") + "\"\n") == "");
    BOOST_TEST(slug_of(read_oidc_options(config)) == "file_unreadable");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::cli
