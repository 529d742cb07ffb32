#include "blobs/codecs.hpp"
#include "blobs/findings.hpp"
#include "two_producers.hpp"

#include <ocop/crypto/hash.hpp>

#include <condition_variable>
#include <future>
#include <mutex>

namespace ocop::test {

namespace {

constexpr std::string_view path = "/api/v1/blobs";

std::string camera_photo(unsigned seed, int quality = 85) {
    return make_jpeg(
        scene(seed, {900, 600}), {.quality = quality, .exif = app1(ExifMaker().usual(6))}
    );
}

struct World : TwoProducers {
    Reply send_file(
        std::string const& who,
        std::string const& bytes,
        std::string const& type = "image/jpeg",
        Headers const& more = {}
    ) {
        auto request = ask_as(people.at(who), http::Method::post, std::string(path), bytes);
        request.headers.insert(request.headers.begin(), {"Content-Type", type});
        request.headers.insert(request.headers.end(), more.begin(), more.end());
        return send(std::move(request));
    }

    Reply see(std::string const& who, std::string const& target) {
        return get_as(*this, people.at(who), target);
    }

    void use(std::string const& producer, std::string const& lot, std::string const& sha256) {
        must_run(*disk.store, [&](store::Transaction& tx) {
            return blobs::note_use(tx, {producer, lot, *blobs::parse_hash(sha256), "event-1"});
        });
    }
};

std::string hex_of(std::string_view bytes) {
    return to_hex(crypto::sha256(as_bytes(bytes)));
}

// Keeps the imaging thread busy, and its queue full, until let go.
class Busy {
  public:
    explicit Busy(api::Imaging& imaging) {
        auto const gone = released_.get_future().share();
        std::promise<void> begun;
        BOOST_TEST_REQUIRE(imaging.try_post([&begun, gone] {
            begun.set_value();
            gone.wait();
        }));
        begun.get_future().wait();
        while (imaging.try_post([gone] { gone.wait(); })) {
        }
    }

    void let_go() { released_.set_value(); }

  private:
    std::promise<void> released_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(blobs_api, World)

BOOST_AUTO_TEST_CASE(a_photo_is_taken_and_the_same_again_is_the_same) {
    auto const bytes = camera_photo(1);
    auto const made = send_file("staff_a", bytes);
    BOOST_TEST_REQUIRE(made.status() == 201, made.text());
    BOOST_TEST(made.string_at("/sha256") == hex_of(bytes));
    BOOST_TEST(made.string_at("/producer") == a.producer);
    BOOST_TEST(made.string_at("/media_type") == "image/jpeg");
    BOOST_TEST(made.string_at("/bytes") == std::to_string(bytes.size()));
    BOOST_TEST(made.string_at("/width") == "600");  // held upright
    BOOST_TEST(made.string_at("/height") == "900");
    BOOST_TEST(made.string_at("/public/url") == "/api/v1/photos/" + hex_of(bytes));
    BOOST_TEST(made.string_at("/thumbnail/width") == "320");
    BOOST_TEST(made.string_at("/taken_at") == "2026-10-01T07:30:00+07:00");
    BOOST_TEST(made.header("Location") == std::string(path) + "/" + hex_of(bytes));
    disk.clock.advance_ms(5000);
    auto const again = send_file("staff_a", bytes);
    BOOST_TEST(again.status() == 200);
    BOOST_TEST(again.text() == made.text());
    BOOST_TEST(see("staff_a", std::string(made.header("Location"))).text() == made.text());
}

BOOST_AUTO_TEST_CASE(an_original_is_for_its_owner_and_inspectors_and_leaves_an_entry) {
    auto const bytes = camera_photo(1);
    BOOST_TEST_REQUIRE(send_file("owner_a", bytes).status() == 201);
    auto const target = std::string(path) + "/" + hex_of(bytes) + "/original";
    auto const before = contents();
    for (auto const* who : {"owner_a", "inspector"}) {
        auto const reply = see(who, target);
        BOOST_TEST_REQUIRE(reply.status() == 200, who);
        BOOST_TEST((reply.text() == bytes), who);
        BOOST_TEST(reply.header("Content-Type") == "image/jpeg");
        BOOST_TEST(reply.header("Content-Disposition").starts_with("attachment;"));
        BOOST_TEST(reply.header("Cache-Control").find("public") == std::string_view::npos);
    }
    BOOST_TEST((contents() != before));
    BOOST_TEST(see("owner_b", target).status() == 404);
    for (auto const* who : {"admin", "officer", "auditor", "commune_a", "guest"}) {
        BOOST_TEST(see(who, target).status() == 403, who);
    }
}

BOOST_AUTO_TEST_CASE(when_and_where_is_told_to_whom_the_original_is) {
    auto const bytes = camera_photo(1);
    BOOST_TEST_REQUIRE(send_file("owner_a", bytes).status() == 201);
    auto const target = std::string(path) + "/" + hex_of(bytes);
    for (auto const& [who, told] :
         {std::pair{"owner_a", true},
          {"inspector", true},
          {"admin", false},
          {"officer", false},
          {"auditor", false},
          {"commune_a", false}}) {
        auto const reply = see(who, target);
        BOOST_TEST_REQUIRE(reply.status() == 200, who);
        for (auto const* member : {"taken_at", "latitude_e6", "longitude_e6"}) {
            BOOST_TEST(reply.body().as_object().contains(member) == told, who << member);
        }
    }
}

BOOST_AUTO_TEST_CASE(growers_and_partners_see_what_they_sent) {
    auto const bytes = camera_photo(1);
    BOOST_TEST_REQUIRE(send_file("grower_a", bytes).status() == 201);
    auto const target = std::string(path) + "/" + hex_of(bytes);
    BOOST_TEST(see("grower_a", target).status() == 200);
    BOOST_TEST(see("grower_a", target + "/original").status() == 200);
    BOOST_TEST(see("partner_a", target).status() == 404);
    BOOST_TEST(see("owner_a", target).status() == 200);
    BOOST_TEST(see("grower_a", std::string(path) + "/" + a.photo).status() == 404);
}

BOOST_AUTO_TEST_CASE(the_same_bytes_of_two_producers_are_two_records) {
    auto const bytes = camera_photo(1);
    BOOST_TEST(send_file("owner_a", bytes).status() == 201);
    BOOST_TEST(see("owner_b", std::string(path) + "/" + hex_of(bytes)).status() == 404);
    auto const second = send_file("owner_b", bytes);
    BOOST_TEST(second.status() == 201);
    BOOST_TEST(second.string_at("/producer") == b.producer);
    auto const asked = [&](std::string const& producer) {
        return see("inspector", std::string(path) + "/" + hex_of(bytes) + "?producer=" + producer)
            .string_at("/producer");
    };
    BOOST_TEST(asked(a.producer) == a.producer);
    BOOST_TEST(asked(b.producer) == b.producer);
}

BOOST_AUTO_TEST_CASE(a_copy_is_public_once_an_event_of_a_lot_names_it) {
    auto const bytes = camera_photo(1);
    BOOST_TEST_REQUIRE(send_file("owner_a", bytes).status() == 201);
    auto const target = "/api/v1/photos/" + hex_of(bytes);
    for (auto const* rest : {"", "/thumbnail"}) {
        for (auto const* who : {"anonymous", "owner_a"}) {
            auto const reply = see(who, target + rest);
            BOOST_TEST(reply.status() == 404);
            BOOST_TEST(reply.header("Cache-Control") == "");
        }
    }
    use(a.producer, a.gtin + ":L1", hex_of(bytes));
    for (auto const& [rest, extent] :
         {std::pair{"", Extent{600, 900}}, {"/thumbnail", Extent{320, 480}}}) {
        auto const reply = see("anonymous", target + rest);
        BOOST_TEST_REQUIRE(reply.status() == 200);
        BOOST_TEST(reply.header("Content-Type") == "image/jpeg");
        BOOST_TEST(reply.header("Cache-Control") == "public, max-age=31536000, immutable");
        auto const shown = blobs::read_jpeg(reply.text(), 5000);
        BOOST_TEST_REQUIRE(reason_of(shown) == "");
        BOOST_TEST((shown->original == extent));
        BOOST_TEST(shown->exif.empty());
        BOOST_TEST(reply.text().find("Exif") == std::string::npos);
        BOOST_TEST(reply.text().find("2026") == std::string::npos);
    }
    // A report has no copy for the public.
    auto const pdf = make_pdf("a report");
    BOOST_TEST_REQUIRE(send_file("owner_a", pdf, "application/pdf").status() == 201);
    use(a.producer, a.gtin + ":L1", hex_of(pdf));
    BOOST_TEST(see("anonymous", "/api/v1/photos/" + hex_of(pdf)).status() == 404);
    BOOST_TEST(see("anonymous", "/api/v1/photos/nothing").status() == 404);
    BOOST_TEST(see("anonymous", target + "?a=b").status() == 400);
}

BOOST_AUTO_TEST_CASE(an_erased_producers_photos_are_gone_and_may_be_sent_anew) {
    auto const bytes = camera_photo(1);
    BOOST_TEST_REQUIRE(send_file("owner_a", bytes).status() == 201);
    use(a.producer, a.gtin + ":L1", hex_of(bytes));
    auto const target = "/api/v1/photos/" + hex_of(bytes);
    BOOST_TEST(see("anonymous", target).status() == 200);
    BOOST_TEST_REQUIRE(reason_of(blobs->forget(a.producer)) == "");
    BOOST_TEST(see("anonymous", target).status() == 404);
    BOOST_TEST(
        see("owner_a", std::string(path) + "/" + hex_of(bytes) + "/original").status() == 404
    );
    BOOST_TEST(send_file("owner_a", bytes).status() == 200);
    BOOST_TEST(see("anonymous", target).status() == 200);
}

BOOST_AUTO_TEST_CASE(findings_are_for_inspectors) {
    auto const first = camera_photo(1);
    auto const second = camera_photo(1, 50);
    BOOST_TEST_REQUIRE(send_file("owner_a", first).status() == 201);
    BOOST_TEST_REQUIRE(send_file("owner_b", second).status() == 201);
    use(a.producer, a.gtin + ":L1", hex_of(first));
    use(b.producer, b.gtin + ":L1", hex_of(second));
    auto const found = see("inspector", "/api/v1/findings");
    BOOST_TEST_REQUIRE(found.status() == 200);
    BOOST_TEST_REQUIRE(found.body().at("items").as_array().size() == 1U);
    BOOST_TEST(found.string_at("/items/0/lot") == b.gtin + ":L1");
    BOOST_TEST(found.string_at("/items/0/other_lot") == a.gtin + ":L1");
    BOOST_TEST(found.string_at("/items/0/sha256") == hex_of(second));
    BOOST_TEST(found.string_at("/items/0/other_sha256") == hex_of(first));
    for (auto const* who : {"owner_a", "owner_b", "guest", "commune_a"}) {
        BOOST_TEST(see(who, "/api/v1/findings").status() == 403, who);
    }
    BOOST_TEST(see("inspector", "/api/v1/findings?after=zz").status() == 400);
}

BOOST_AUTO_TEST_CASE(asvs_5_2_1_what_is_wrong_with_a_file_is_said) {
    auto const bytes = camera_photo(1);
    auto const problem = [&](std::string const& file, std::string const& type) {
        auto const reply = send_file("owner_a", file, type);
        return std::to_string(reply.status()) + " " + reply.problem();
    };
    BOOST_TEST(problem(bytes, "image/png") == "415 media_type_mismatch");
    BOOST_TEST(problem(bytes, "image/gif") == "415 media_type_unsupported");
    BOOST_TEST(problem(bytes, "image/heic") == "415 heic_unsupported");
    BOOST_TEST(problem(bytes.substr(0, bytes.size() / 2), "image/jpeg") == "400 image_malformed");
    BOOST_TEST(problem("%PDF-1.7 cut", "application/pdf") == "400 pdf_malformed");
    auto bomb = make_png(scene(1, {1, 1}));
    bomb.replace(16, 8, ByteWriter().u32(100'000).u32(100'000).take());
    BOOST_TEST(problem(bomb, "image/png") == "413 image_too_large");
    auto const heic = std::string("\0\0\0\x18", 4) + "ftypheic" + std::string(50, 'x');
    auto const told = send_file("owner_a", heic);
    BOOST_TEST(told.problem() == "heic_unsupported");
    BOOST_TEST(told.text().find("Tương thích nhất") != std::string::npos);
    services->blob_quota_bytes = 1000;
    BOOST_TEST(problem(bytes, "image/jpeg") == "422 blob_quota_exceeded");
}

BOOST_AUTO_TEST_CASE(a_digest_is_held_to) {
    auto const bytes = camera_photo(1);
    auto const right = to_base64(crypto::sha256(as_bytes(bytes)));
    auto const wrong = to_base64(crypto::sha256(as_bytes("x")));
    auto const status = [&](std::string const& name, std::string const& value) {
        auto const reply = send_file("owner_a", bytes, "image/jpeg", {{name, value}});
        return std::to_string(reply.status()) + reply.problem();
    };
    BOOST_TEST(status("Digest", "sha-256=" + wrong) == "400digest_mismatch");
    BOOST_TEST(status("Digest", "md5=x, SHA-256=" + wrong) == "400digest_mismatch");
    BOOST_TEST(status("Content-Digest", "sha-256=:" + wrong + ":") == "400digest_mismatch");
    BOOST_TEST(status("Content-Digest", "sha-256=" + right) == "400digest_mismatch");
    BOOST_TEST(status("Digest", "md5=x") == "201");
    BOOST_TEST(status("Digest", "SHA-256=" + right) == "200");
    BOOST_TEST(status("Content-Digest", "sha-512=:x:, sha-256=:" + right + ":") == "200");
}

BOOST_AUTO_TEST_CASE(officials_say_whose_it_is) {
    auto const pdf = make_pdf("x");
    auto const send_for = [&](std::string const& who, std::string const& query) {
        auto request = ask_as(people.at(who), http::Method::post, std::string(path) + query, pdf);
        request.headers.insert(request.headers.begin(), {"Content-Type", "application/pdf"});
        return send(std::move(request));
    };
    BOOST_TEST(send_for("officer", "").problem() == "query_invalid");
    BOOST_TEST(
        send_for("officer", "?producer=" + missing.producer).problem() == "producer_unknown"
    );
    BOOST_TEST(send_for("officer", "?producer=" + b.producer).status() == 201);
    BOOST_TEST(send_for("owner_a", "?producer=" + b.producer).problem() == "producer_unknown");
    BOOST_TEST(send_for("owner_a", "?producer=" + a.producer).status() == 201);
    BOOST_TEST(send_for("inspector", "?producer=" + a.producer).status() == 422);
}

BOOST_AUTO_TEST_CASE(a_key_of_idempotency_is_bound_to_the_file) {
    Headers const key{{"Idempotency-Key", "k1"}};
    auto const first = send_file("owner_a", camera_photo(1), "image/jpeg", key);
    BOOST_TEST(first.status() == 201);
    auto const again = send_file("owner_a", camera_photo(1), "image/jpeg", key);
    BOOST_TEST(again.status() == 201);
    BOOST_TEST(again.text() == first.text());
    BOOST_TEST(send_file("owner_a", camera_photo(2), "image/jpeg", key).status() == 422);
}

BOOST_AUTO_TEST_CASE(when_too_many_photos_wait_it_is_503_and_nothing_is_kept) {
    auto const before = contents();
    Busy busy(imaging);
    auto const refused = send_file("owner_a", camera_photo(1));
    busy.let_go();
    BOOST_TEST(refused.status() == 503);
    BOOST_TEST(refused.problem() == "uploads_busy");
    BOOST_TEST(refused.header("Retry-After") != "");
    BOOST_TEST((contents() == before));
}

BOOST_AUTO_TEST_CASE(large_bodies_are_let_in_a_few_at_a_time) {
    std::vector<std::shared_ptr<void const>> held;
    auto const hold = [&](std::string const& account) {
        auto place = large_bodies.try_hold(account);
        bool const given = place != nullptr;
        held.push_back(std::move(place));
        return given;
    };
    for (std::size_t i = 0; i < api::LargeBodies::at_once_max; ++i) {
        BOOST_TEST(hold("account " + std::to_string(i / api::LargeBodies::per_account_max)));
    }
    auto const send_length = [&](std::string const& length) {
        return send_file("owner_a", camera_photo(1), "image/jpeg", {{"Content-Length", length}});
    };
    auto const refused = send_length("1048577");
    BOOST_TEST(refused.status() == 503);
    BOOST_TEST(refused.problem() == "uploads_busy");
    // A small one takes no place.
    BOOST_TEST(send_length("1048576").status() == 201);
    held.clear();
    for (std::size_t i = 0; i < api::LargeBodies::per_account_max; ++i) {
        BOOST_TEST(hold("one"));
    }
    BOOST_TEST(!hold("one"));
    BOOST_TEST(hold("another"));
    held.clear();
    BOOST_TEST(hold("one"));
    held.clear();
    // Each answered request gave its place back.
    for (std::size_t i = 0; i < api::LargeBodies::at_once_max + 2; ++i) {
        BOOST_TEST(send_length("1048577").status() == 200);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
