#include "unit/stamp/trust_fixture.hpp"
#include "vectors/load.hpp"

#include <ocop/bundle/bundle.hpp>
#include <ocop/bundle/filter.hpp>
#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::bundle;

namespace {

struct Golden {
    json::value vector = vectors::golden("bundle-1.json");
    std::string file = vectors::text(vector, "file");
    std::string root_pem;
    std::string body = file.substr(file.find('\n') + 1);

    Golden() {
        auto const point = from_base64url(vectors::text(vector, "root_key"));
        root_pem = crypto::P256PublicKey::from_point(*point)->to_pem();
    }

    Result<File> read(std::optional<Held> held = {}) const {
        return read_bundle(file, root_pem, held);
    }
};

std::string_view slug_of(Result<File> const& read) {
    return read ? std::string_view("none") : read.error().slug;
}

// A bundle of our own, under a trust list whose answer key signs it.
struct Made {
    vectors::Trust trust;
    std::string body = *write_body({});
    Head head;

    Made() {
        head.issued_at.at = vectors::at("2026-11-26T02:00:00Z");
        head.log_size = 70;
        head.body = to_hex(crypto::sha256(as_bytes(body)));
        head.body_bytes = body.size();
    }

    std::string file() const {
        auto const text = sign_head(head, trust.text(), vectors::signer_of(trust.list_secret));
        BOOST_TEST_REQUIRE(text.has_value());
        return *text + '\n' + body;
    }

    Result<File> read(std::optional<Held> held = {}) const {
        return read_bundle(file(), trust.root_pem, held);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bundle_file)

BOOST_AUTO_TEST_CASE(the_vector_is_read_and_its_body_written_again_byte_for_byte) {
    Golden const golden;
    auto const read = golden.read();
    BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : describe(read.error())));
    BOOST_TEST(read->trust.root_checked);
    BOOST_TEST(read->body.lots.size() == 7U);
    auto const text = write_body(read->body);
    BOOST_TEST_REQUIRE(text.has_value());
    BOOST_TEST((*text == golden.body));
}

BOOST_AUTO_TEST_CASE(each_lot_of_the_vector_has_as_many_filters_as_its_sets_ask_for) {
    Golden const golden;
    auto const read = golden.read();
    BOOST_TEST_REQUIRE(read.has_value());
    auto const& files = golden.vector.as_object().at("filters");
    int with_filters = 0;
    for (auto const& lot : read->body.lots) {
        if (!lot.filters) {
            BOOST_TEST(count_filters(lot) == 0U);
            continue;
        }
        ++with_filters;
        auto const file = vectors::hex(files, *lot.filters);
        BOOST_TEST(file.size() == *lot.filters_bytes);
        BOOST_TEST(to_hex(crypto::sha256(file)) == *lot.filters);
        auto const filters = parse_filters(as_text(file));
        BOOST_TEST_REQUIRE(filters.has_value());
        BOOST_TEST(filters->size() == count_filters(lot));
    }
    BOOST_TEST(with_filters == 6);
}

BOOST_AUTO_TEST_CASE(what_is_signed_is_read) {
    Made const made;
    auto const read = made.read();
    BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : describe(read.error())));
    BOOST_TEST((read->head == made.head));
    BOOST_TEST(read->trust.root_checked);
    BOOST_TEST(made.file().find('\n') == made.file().size() - made.body.size() - 1);
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_bundle_is_refused) {
    auto const file = Made().file();
    for (std::size_t size = 0; size < file.size(); ++size) {
        BOOST_TEST_REQUIRE(!read_bundle(std::string_view(file).substr(0, size), {}).has_value());
    }
}

// A flipped bit of the list's own unsigned spots (spaces, names of members that nobody reads) may
// be read as what it was before: then all that was signed is the same.
BOOST_AUTO_TEST_CASE(every_flipped_byte_is_refused_or_changes_nothing) {
    Made const made;
    auto const file = made.file();
    auto const good = made.read();
    BOOST_TEST_REQUIRE(good.has_value());
    std::size_t same = 0;
    for (std::size_t at = 0; at < file.size(); ++at) {
        auto flipped = file;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x04);
        auto const read = read_bundle(flipped, made.trust.root_pem);
        if (read) {
            ++same;
            BOOST_TEST_REQUIRE(
                (read->head == good->head && read->body == good->body &&
                 read->trust.list == good->trust.list)
            );
        }
    }
    BOOST_TEST(same < 20U);
}

BOOST_AUTO_TEST_CASE(a_head_that_another_key_signed_is_refused) {
    Made const made;
    auto const other = crypto::P256PrivateKey::generate();
    auto const head = sign_head(made.head, made.trust.text(), vectors::signer_of(other));
    BOOST_TEST_REQUIRE(head.has_value());
    BOOST_TEST(slug_of(read_bundle(*head + '\n' + made.body, {})) == "bundle_signature_wrong");
}

BOOST_AUTO_TEST_CASE(a_list_that_another_root_vouches_for_is_refused) {
    Made const made;
    auto const root = crypto::P256PrivateKey::generate().public_key().to_pem();
    BOOST_TEST(slug_of(read_bundle(made.file(), root)) == "trust_root_mismatch");
}

BOOST_AUTO_TEST_CASE(a_body_that_the_head_does_not_name_is_refused) {
    Made made;
    made.body = R"({"certificates":[],"items":[],"lots":[],"producers":[],"products":[] })";
    BOOST_TEST(slug_of(made.read()) == "bundle_body_wrong");
    made.head.body_bytes = made.body.size();
    BOOST_TEST(slug_of(made.read()) == "bundle_body_wrong");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_not_of_the_form_is_refused_though_it_is_signed) {
    for (auto const* body :
         {"",
          "[]",
          R"({"certificates":[],"items":[],"lots":[],"producers":[]})",
          R"({"certificates":[],"items":[],"lots":{},"producers":[],"products":[]})",
          R"({"certificates":[],"items":[],"lots":[{"gtin":"2","lot":"A"},{"gtin":"1","lot":"B"}],)"
          R"("producers":[],"products":[]})"}) {
        Made made;
        made.body = body;
        made.head.body = to_hex(crypto::sha256(as_bytes(made.body)));
        made.head.body_bytes = made.body.size();
        BOOST_TEST(slug_of(made.read()) == "bundle_malformed", body);
    }
}

BOOST_AUTO_TEST_CASE(an_older_bundle_does_not_take_the_place_of_a_newer_one) {
    Made const made;
    auto const at = made.head.issued_at.at;
    BOOST_TEST(made.read(Held{70, at, 7}).has_value());
    BOOST_TEST(made.read(Held{69, {at.ms + 1}, 7}).has_value());
    BOOST_TEST(slug_of(made.read(Held{71, {at.ms - 1}, 7})) == "bundle_older");
    BOOST_TEST(slug_of(made.read(Held{70, {at.ms + 1}, 7})) == "bundle_older");
    BOOST_TEST(slug_of(made.read(Held{70, at, 8})) == "bundle_older");
}

BOOST_AUTO_TEST_CASE(ages_are_never_more_than_the_format_says) {
    Made made;
    made.head.fresh_s = 1'000'000;
    made.head.max_age_s = 1'000'000;
    auto const read = made.read();
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->head.fresh_s == fresh_s_max);
    BOOST_TEST(read->head.max_age_s == max_age_s_max);
}

BOOST_AUTO_TEST_CASE(members_that_are_not_known_are_skipped) {
    Made made;
    made.body = R"({"certificates":[],"items":[],"later":{},"lots":[{"gtin":"1","later":1,)"
                R"("lot":"A","made_on":"2026-11-01","quantity":{"unit":"g","value":1}}],)"
                R"("producers":[],"products":[]})";
    made.head.body = to_hex(crypto::sha256(as_bytes(made.body)));
    made.head.body_bytes = made.body.size();
    auto const read = made.read();
    BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : describe(read.error())));
    BOOST_TEST(read->body.lots.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_body_beyond_its_limit_is_not_written) {
    Body body;
    Lot lot;
    lot.copied.emplace(1'300'000, "2ZAPQ5E7JE");
    body.lots.push_back(lot);
    auto const text = write_body(body);
    BOOST_TEST_REQUIRE(!text.has_value());
    BOOST_TEST((text.error().slug == "bundle_too_large"));
}

BOOST_AUTO_TEST_CASE(an_instant_has_milliseconds_only_where_they_are_not_zero) {
    BOOST_TEST(
        write(Moment{vectors::at("2026-11-26T02:00:00Z")}) == json::value("2026-11-26T02:00:00Z")
    );
    BOOST_TEST(
        write(Moment{vectors::at("2026-11-26T02:00:00.010Z")}) ==
        json::value("2026-11-26T02:00:00.010Z")
    );
}

BOOST_AUTO_TEST_SUITE_END()
