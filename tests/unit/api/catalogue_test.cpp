#include "two_producers.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::test {

namespace {

Reply search(Service& service, std::string const& query) {
    auto request = service.make(http::Method::get, "/api/v1/catalogue" + query, {}, {});
    request.headers.erase(request.headers.begin());
    BOOST_TEST_REQUIRE(request.header("Authorization") == "");
    return service.send(std::move(request));
}

std::vector<std::string> codes_of(Reply const& reply) {
    std::vector<std::string> out;
    auto const body = reply.body();
    for (auto const& item : body.at("items").as_array()) {
        out.push_back(text_of(item, "code"));
    }
    return out;
}

// Seven teas of the registered producer, each with a certificate.
struct Teas : RegisteredService {
    Teas() {
        for (int ordinal = 2; ordinal <= 7; ++ordinal) {
            product = "25-08620-0" + std::to_string(ordinal) + "-2026";
            add_product(product);
            add_certificate(ordinal % 2 == 0 ? 3 : 4, "2026-01-15");
        }
        later();
    }

    void later() { disk.clock.advance_ms(catalogue::listing_age_ms_max); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(catalogue_of_products)

BOOST_AUTO_TEST_CASE(anyone_may_search_without_accents_and_narrow_it_down) {
    Teas service;
    auto const all = search(service, "");
    BOOST_TEST(all.status() == 200);
    BOOST_TEST(all.string_at("/total") == "7");
    BOOST_TEST(all.string_at("/items/0/name/vi") == "Chè xanh Mẫu");
    BOOST_TEST(all.string_at("/items/0/stars") == "4");
    BOOST_TEST(all.string_at("/items/0/last_day") == "2029-01-15");
    BOOST_TEST(all.string_at("/items/0/producer") == service.producer);
    BOOST_TEST(search(service, "?q=CHE%20mau").string_at("/total") == "7");
    BOOST_TEST(search(service, "?q=ch%C3%A8+x").string_at("/total") == "7");
    BOOST_TEST(search(service, "?q=mi").string_at("/total") == "0");
    BOOST_TEST(search(service, "?stars=3").string_at("/total") == "3");
    BOOST_TEST(search(service, "?group=1&commune=08620").string_at("/total") == "7");
    BOOST_TEST(search(service, "?group=2").string_at("/total") == "0");
    BOOST_TEST(search(service, "?commune=08621").string_at("/total") == "0");
    BOOST_TEST(
        search(service, "?q=08620-03&stars=4").string_at("/items/0/code") == "25-08620-03-2026"
    );
    BOOST_TEST(all.header("Cache-Control") == "public, max-age=30");
}

BOOST_AUTO_TEST_CASE(links_lead_through_every_page_and_keep_the_search) {
    Teas service;
    std::vector<std::string> seen;
    std::string target = "?limit=2&q=ch%C3%A8%20%26&group=1&commune=08620";
    for (int pages = 0; !target.empty() && pages < 9; ++pages) {
        auto const reply = search(service, target);
        BOOST_TEST_REQUIRE(reply.status() == 200);
        BOOST_TEST(reply.string_at("/total") == "7");
        for (auto const& code : codes_of(reply))
            seen.push_back(code);
        std::string const link(reply.header("Link"));
        target = link.empty() ? "" : link.substr(link.find('?'), link.find('>') - link.find('?'));
        if (!link.empty()) BOOST_TEST(link.starts_with("</api/v1/catalogue?"));
        if (!link.empty()) BOOST_TEST(link.find("q=ch%C3%A8%20%26&commune=") != link.npos, link);
    }
    BOOST_TEST(seen == codes_of(search(service, "")), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_ends_is_withdrawn_or_unconfirmed_leaves_the_catalogue_within_a_minute) {
    RegisteredService service;
    BOOST_TEST(search(service, "").string_at("/total") == "1");
    auto const first = service.certificate;
    // A second one that one person alone has seen changes nothing.
    BOOST_TEST(service.try_add_certificate(3, "2026-10-01", "phu-tho").status() == 201);
    service.disk.clock.advance_ms(catalogue::listing_age_ms_max);
    BOOST_TEST(search(service, "").string_at("/items/0/certificate") == first);
    must_run(*service.disk.store, [&](store::Transaction& tx) {
        registry::WithdrawalRequest const request{
            "9/QĐ-UBND", legal_day(tx.now()), 3, legal_day(tx.now())};
        return registry::withdraw_certificate(tx, accounts::system_principal("x"), first, request);
    });
    service.disk.clock.advance_ms(30'000);
    BOOST_TEST(search(service, "").string_at("/total") == "0");
}

BOOST_AUTO_TEST_CASE(a_search_that_makes_no_sense_is_refused_and_says_where) {
    Teas service;
    for (auto const& [query, name] : std::vector<std::pair<std::string, std::string>>{
             {"?stars=2", "stars"},
             {"?stars=x", "stars"},
             {"?group=7", "group"},
             {"?group=", "group"},
             {"?commune=862", "commune"},
             {"?commune=0862%C3%A0", "commune"},
             {"?limit=0", "limit"},
             {"?limit=501", "limit"},
             {"?after=25-08620-99-2026", "after"},
             {"?q=" + std::string(201, 'a'), "q"}}) {
        auto const reply = search(service, query);
        BOOST_TEST(reply.problem() == "query_invalid", query);
        BOOST_TEST(reply.string_at("/errors/0/pointer") == name, query);
    }
    BOOST_TEST(search(service, "?page=2").problem() == "query_unknown");
    BOOST_TEST(search(service, "?q=a&q=b").problem() == "query_malformed");
    BOOST_TEST(search(service, "?q=%FF").problem() == "query_malformed");
}

BOOST_AUTO_TEST_CASE(a_producer_shows_one_of_its_own_photos_with_a_trade_item) {
    TwoProducers world;
    auto const put = [&](std::string const& who, std::string const& gtin, std::string const& body) {
        return world.send(ask_as(
            world.people.at(who), http::Method::put, "/api/v1/trade-items/" + gtin + "/photo", body
        ));
    };
    auto const of = [](std::string const& hash) { return R"({"sha256":")" + hash + "\"}"; };
    auto const jpeg = make_jpeg(scene(77, {900, 600}));
    auto sent = ask_as(world.people.at("owner_a"), http::Method::post, "/api/v1/blobs", jpeg);
    sent.headers.insert(sent.headers.begin(), {"Content-Type", "image/jpeg"});
    auto const photo = world.send(std::move(sent)).string_at("/sha256");
    BOOST_TEST(world.get("/api/v1/photos/" + photo).status() == 404);
    auto const shown = put("owner_a", world.a.gtin, of(photo));
    BOOST_TEST(shown.status() == 200, shown.text());
    BOOST_TEST(shown.string_at("/photo/sha256") == photo);
    BOOST_TEST(shown.string_at("/photo/width") == "480");
    BOOST_TEST(shown.string_at("/photo/height") == "320");
    BOOST_TEST(world.get("/api/v1/photos/" + photo + "/thumbnail").status() == 200);
    // Another's photo, no photo, another's trade item.
    BOOST_TEST(put("owner_b", world.b.gtin, of(photo)).problem() == "photo_unknown");
    for (auto const& hash : {std::string(64, 'a'), std::string("x"), world.b.photo}) {
        BOOST_TEST(put("owner_a", world.a.gtin, of(hash)).problem() == "photo_unknown", hash);
    }
    BOOST_TEST(put("owner_b", world.a.gtin, of(world.b.photo)).problem() == "trade_item_not_found");
    auto const bare = put("owner_a", world.a.gtin, "{}");
    BOOST_TEST(bare.status() == 200);
    BOOST_TEST(bare.text().find("photo") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
