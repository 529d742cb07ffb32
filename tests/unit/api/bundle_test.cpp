#include "two_producers.hpp"

#include <ocop/bundle/bundle.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::test {

namespace {

constexpr std::string_view route = "/api/v1/bundle";

struct World : TwoProducers {
    World() : TwoProducers(false) {}

    Reply fetch(Headers headers = {}, std::string const& by = "inspector") {
        auto request = ask_as(people.at(by), http::Method::get, std::string(route));
        request.headers.insert(request.headers.end(), headers.begin(), headers.end());
        return send(request);
    }

    bundle::File read() {
        auto reply = fetch();
        BOOST_TEST_REQUIRE(reply.status() == 200, reply.status());
        auto file = bundle::read_bundle(reply.read_all(), keyring.root_pem);
        BOOST_TEST_REQUIRE(reason_of(file) == "");
        BOOST_TEST(file->trust.root_checked);
        return std::move(*file);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bundle_routes)

BOOST_FIXTURE_TEST_CASE(an_inspector_fetches_the_bundle_and_the_filters_that_it_names, World) {
    auto const file = read();
    BOOST_TEST_REQUIRE(!file.body.lots.empty());
    std::size_t filters = 0;
    for (auto const& lot : file.body.lots) {
        if (!lot.filters) {
            continue;
        }
        auto const path = std::string(route) + "/lots/" + *lot.filters;
        auto const reply = get_as(*this, people.at("inspector"), path);
        BOOST_TEST_REQUIRE(reply.status() == 200, reply.status());
        BOOST_TEST(to_hex(crypto::sha256(as_bytes(reply.text()))) == *lot.filters);
        BOOST_TEST(reply.header("Cache-Control") == "private, immutable, max-age=31536000");
        BOOST_TEST(reply.header("Content-Type") == "application/octet-stream");
        BOOST_TEST(get_as(*this, people.at("owner_a"), path).status() == 403);
        ++filters;
    }
    BOOST_TEST(filters == 2U);  // a lot of each producer
    for (std::string const& other :
         {std::string(64, '0'), std::string("x"), std::string("..%2f..%2fkeys")}) {
        auto const reply =
            get_as(*this, people.at("inspector"), std::string(route) + "/lots/" + other);
        BOOST_TEST(reply.problem() == "bundle_lot_not_found", other);
    }
}

BOOST_FIXTURE_TEST_CASE(the_bundle_says_how_it_may_be_kept, World) {
    auto const reply = fetch();
    BOOST_TEST(reply.header("Cache-Control") == "private, no-cache");
    BOOST_TEST(reply.header("Content-Type") == "application/octet-stream");
    BOOST_TEST(reply.header("Vary") == "Accept-Encoding");
    auto const tag = std::string(reply.header("ETag"));
    BOOST_TEST(tag.starts_with('"'));
    auto const target = std::string(route) + "?x=1";
    BOOST_TEST(get_as(*this, people.at("inspector"), target).problem() == "query_unknown");
}

BOOST_FIXTURE_TEST_CASE(who_has_the_bundle_is_told_so_while_its_head_is_under_15_minutes, World) {
    auto const tag = std::string(fetch().header("ETag"));
    disk.clock.advance_ms(bundles::head_ms_max - 1);
    auto const known = fetch({{"If-None-Match", tag}});
    BOOST_TEST(known.status() == 304);
    BOOST_TEST(known.header("ETag") == tag);
    BOOST_TEST(known.text() == "");
    BOOST_TEST(fetch({{"If-None-Match", "\"other\""}}).status() == 200);
    disk.clock.advance_ms(1);
    auto const later = fetch({{"If-None-Match", tag}});
    BOOST_TEST(later.status() == 200);
    BOOST_TEST(later.header("ETag") != tag);
}

BOOST_FIXTURE_TEST_CASE(who_takes_gzip_gets_it_under_a_tag_of_its_own, World) {
    auto plain = fetch();
    auto packed = fetch({{"Accept-Encoding", "gzip, deflate, br"}});
    BOOST_TEST(packed.header("Content-Encoding") == "gzip");
    BOOST_TEST(packed.header("ETag") != plain.header("ETag"));
    auto const tag = std::string(packed.header("ETag"));
    auto const bytes = packed.read_all();
    BOOST_TEST(bytes == bundle->current().value()->gzip);
    BOOST_TEST(plain.read_all() == bundle->current().value()->file);
    BOOST_TEST(fetch({{"Accept-Encoding", "gzip"}, {"If-None-Match", tag}}).status() == 304);
    // Asked for without it, what is known packed is known all the same.
    BOOST_TEST(fetch({{"If-None-Match", tag}}).status() == 304);
    BOOST_TEST(fetch({{"Accept-Encoding", "gzip;q=0"}}).header("Content-Encoding") == "");
}

BOOST_FIXTURE_TEST_CASE(a_key_fetches_it_with_the_scope_inspect_alone, World) {
    using accounts::Scope;
    auto const account =
        add_person(*this, person("tablet", accounts::Role::inspector, "phu-tho", disk.clock.now()));
    auto const with = [&](Scope scope) {
        auto const key = must_run(*disk.store, [&](store::Transaction& tx) {
            return accounts::make_api_key(
                tx, disk.random, account, {"máy", {scope}, {tx.now().ms + 1000}}, false
            );
        });
        auto request = make(http::Method::get, std::string(route), {}, {});
        request.headers.front() = {"Authorization", "Bearer " + key.text};
        return send(std::move(request));
    };
    BOOST_TEST(with(Scope::inspect).status() == 200);
    BOOST_TEST(with(Scope::read).problem() == "scope_missing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
