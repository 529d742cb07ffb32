#pragma once

#include "alerts/alert.hpp"
#include "blobs/findings.hpp"
#include "events/dead_letter.hpp"
#include "imports/import.hpp"
#include "inspections/inspections.hpp"
#include "inspections/recalls.hpp"
#include "people.hpp"
#include "pictures.hpp"
#include "registry/certificate_acts.hpp"
#include "reports/photos.hpp"
#include "rules_kept.hpp"

#include <ocop/gs1/check_digit.hpp>

#include <map>
#include <string>

// A register with two producers in two communes, each with one of everything, and a person of every
// kind: what the matrix of access is run on.
namespace ocop::test {

// One producer's things, by what routes call them.
struct Things {
    std::string producer;
    std::string commune;
    std::string place;
    std::string product;
    std::string gtin;
    std::string certificate;
    std::string quota;
    std::string requested;  // stamp orders by state
    std::string approved;
    std::string issued;
    std::string destruction;  // of the first stamp of it
    std::string serial;       // of the issued one
    std::string run;          // print run of two of its stamps
    std::string job;          // that makes it
    std::string staff;        // an account
    std::string api_key;
    std::string photo;  // SHA-256; an event of lot L1 names it
    std::string query;  // a named one
    std::string subscription;
    std::string dead_letter;
    std::string event;    // eventID as in a path: escaped
    std::string capture;  // of its own event
    std::string hold;     // of the last stamp of the issued order
    std::string inspection;
    std::string alert;   // about the issued order
    std::string report;  // about a stamp of it
    std::string inspection_photo;
    std::string report_photo;
    std::string device;     // of the inspector; of the officer
    std::string import_id;  // of an import that made nothing
};

class TwoProducers : public Service {
  public:
    // With events, there is one of each told alone and one captured by either producer.
    explicit TwoProducers(bool with_events = true) {
        create(
            "/api/v1/authorities",
            R"({"id":"phu-tho","name":{"vi":"Phú Thọ"},"level":"province",)"
            R"("province_code":"25","gs1_prefix":"9521234"})",
            "id"
        );
        add_key();
        a = add_things("08620", "A");
        b = add_things("07900", "B");
        missing = make_missing();
        add_people();
        if (with_events) {
            add_events("owner_a", a);
            add_events("owner_b", b);
        }
        add_subscription("owner_a", "query-a", a);
        add_subscription("owner_b", "query-b", b);
    }

    // Whatever a test did here, its log keeps the rules.
    ~TwoProducers() { BOOST_TEST(broken_rules(*disk.store) == ""); }

    TwoProducers(TwoProducers const&) = delete;
    TwoProducers& operator=(TwoProducers const&) = delete;

    Things a;
    Things b;
    Things missing;
    std::map<std::string, SignedIn, std::less<>> people;  // "owner_a" → session

  private:
    Things add_things(std::string const& commune, std::string const& name) {
        Things out;
        out.commune = commune;
        out.producer = create(
            "/api/v1/producers",
            R"({"name":{"vi":"HTX Chè )" + name + R"("},"legal_form":"cooperative",)" +
                R"("commune_code":")" + commune + R"(","address":"Xóm Mẫu"})",
            "id"
        );
        out.place = create(
            "/api/v1/places",
            R"({"kind":"plot","name":{"vi":"Đồi chè"},"producer":")" + out.producer +
                R"(","commune_code":")" + commune + "\"}",
            "id"
        );
        out.product = create(
            "/api/v1/products",
            R"({"code":"25-)" + commune + R"(-01-2026","producer":")" + out.producer +
                R"(","authority":"phu-tho","name":{"vi":"Chè )" + name +
                R"("},"legal_version":"qd26","group":1,"criteria_set":1})",
            "code"
        );
        out.certificate = create(
            "/api/v1/certificates",
            R"({"product":")" + out.product +
                R"(","authority":"phu-tho","stars":4,"decision":"12/QĐ-UBND",)"
                R"("decided_on":"2026-01-15","issued_on":"2026-01-15"})",
            "id"
        );
        confirm_certificate(out.certificate);
        declare_quota(out.product);
        out.quota = out.product + ":2026";
        out.gtin = create("/api/v1/trade-items", item_of(out.product), "gtin");
        create("/api/v1/lots", lot_of(out.gtin, "L1"), "lot");
        out.requested = add_order(out.gtin, 0);
        out.approved = add_order(out.gtin, 1);
        out.issued = add_order(out.gtin, 2);
        out.serial = text_of(stamps_of(out.issued).front(), "serial");
        out.run = create("/api/v1/print-runs", run_body(out.issued, 1, 2), "id");
        out.job = get("/api/v1/print-runs/" + out.run).string_at("/job");
        out.destruction = create(
            "/api/v1/destructions",
            R"({"positions":"1","reason":"in sai","method":"đốt","order":")" + out.issued + "\"}",
            "id"
        );
        out.inspection_photo = add_inspection_photo(static_cast<unsigned>(name[0]) + 100);
        add_acts(out);
        out.alert = must_run(*disk.store, [&](store::Transaction& tx) {
                        return alerts::raise(tx, alert_about(out));
                    }).id;
        auto const typed = stamp::format_typed_serial(*stamp::parse_serial(out.serial));
        out.report = create(
            "/api/v1/reports",
            R"({"wrong":"other","contact":"0900","stamp":")" + typed + "\"}",
            "id"
        );
        out.report_photo = add_report_photo(static_cast<unsigned>(name[0]) + 200, out.report);
        out.photo = add_photo(static_cast<unsigned>(name[0]), out.producer, out.gtin + ":L1");
        out.import_id = must_run(*disk.store, [&](store::Transaction& tx) {
                            auto const file = crypto::sha256(as_bytes(name));
                            return imports::keep_import(
                                tx, accounts::system_principal(), disk.random, {}, file, {}
                            );
                        }).id;
        return out;
    }

    // As an inspector sends one.
    std::string add_inspection_photo(unsigned seed) {
        auto const jpeg = make_jpeg(scene(seed, {90, 60}));
        auto const photo = blobs::inspect(jpeg, blobs::MediaType::jpeg).value();
        auto const owner = inspections::photo_owner;
        auto const kept =
            blobs::keep_upload(*blobs, owner, jpeg, blobs::MediaType::jpeg, photo).value();
        return must_run(
                   *disk.store,
                   [&](store::Transaction& tx) {
                       return blobs::record_upload(tx, kept, inspections::photo_quota_bytes);
                   }
        ).record.sha256;
    }

    std::string add_report_photo(unsigned seed, std::string const& report) {
        auto const jpeg = make_jpeg(scene(seed, {90, 60}));
        auto const quota = reports::default_photo_quota_bytes;
        auto const photo =
            reports::keep_photo(*blobs, *disk.store->snapshot(), "image/jpeg", jpeg, quota).value();
        return must_run(
                   *disk.store,
                   [&](store::Transaction& tx) {
                       auto const who = accounts::system_principal();
                       auto found = reports::load_for(tx, services->vault, who, report).value();
                       found.contact.reset();
                       return reports::attach_photos(tx, std::move(found), {photo}, quota);
                   }
        )
            .photos.at(0)
            .sha256;
    }

    // By somebody who is none of the people: an inspection with a hold, a recall and a withdrawal
    // that wait for a second person.
    void add_acts(Things& out) {
        auto const who = accounts::system_principal("system.elsewhere");
        must_run(*disk.store, [&](store::Transaction& tx) -> Result<int> {
            inspections::NewInspection found;
            found.device = "may-" + out.commune;
            found.sequence = 1;
            found.at = tx.now();
            found.gtin = out.gtin;
            found.lot = "L1";
            found.place = "Chợ";
            found.findings = "Một tem bị rách";
            found.photos = {out.inspection_photo};
            found.action = {inspections::ActionKind::hold, {{out.issued, 5, 5}}, "Xem lại"};
            auto const made = inspections::record_inspection(tx, who, disk.random, found);
            if (!made) {
                return made.error();
            }
            out.inspection = made->id;
            out.hold = made->hold.value();
            auto const lot = registry::lot_key(out.gtin, "L1");
            auto const recall = inspections::propose_recall(tx, who, lot, "Xem lại", made->id);
            if (!recall) {
                return recall.error();
            }
            auto const day = legal_day(tx.now());
            auto const withdrawal =
                registry::propose_withdrawal(tx, who, out.certificate, {"9/QĐ-UBND", day, 3, day});
            return withdrawal ? Result<int>(0) : withdrawal.error();
        });
    }

    static alerts::NewAlert alert_about(Things const& things) {
        alerts::NewAlert out;
        out.rule = alerts::Rule::many_phones;
        out.subject = "stamp:" + things.serial;
        out.producer = things.producer;
        out.gtin = things.gtin;
        out.lot = "L1";
        out.figures = {{"phones_today", 7}, {"peers_lots", 3}};
        out.stamps = {things.serial};
        return out;
    }

    // Another one for each producer: the same would be a finding.
    std::string add_photo(unsigned seed, std::string const& producer, std::string const& lot) {
        auto const jpeg = make_jpeg(scene(seed, {90, 60}));
        auto const reply =
            post("/api/v1/blobs?producer=" + producer, jpeg, {{"Content-Type", "image/jpeg"}});
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
        auto sha256 = reply.string_at("/sha256");
        auto const noted = must_run(*disk.store, [&](store::Transaction& tx) {
            return blobs::note_use(tx, {producer, lot, *blobs::parse_hash(sha256), "event"});
        });
        BOOST_TEST_REQUIRE(noted == 0U);
        return sha256;
    }

    std::string add_order(std::string const& gtin, int steps) {
        auto id = create(
            "/api/v1/stamp-orders", R"({"gtin":")" + gtin + R"(","lot":"L1","count":5})", "id"
        );
        for (auto const* step : {"/approve", "/issue"}) {
            if (steps-- > 0) {
                auto const path = "/api/v1/stamp-orders/" + id + step;
                BOOST_TEST_REQUIRE(post_as_second(path).status() == 200);
            }
        }
        return id;
    }

    static Things make_missing() {
        std::string gtin = "0952999999999";
        gtin.push_back(gs1::check_digit(gtin));
        std::string const id = "0000000000000000";
        return {
            id,
            "00000",
            id,
            "25-00000-01-2026",
            gtin,
            "25-00000-01-2026.01",
            "25-00000-01-2026:2026",
            id,
            id,
            id,
            id,
            "0000000000",
            id,
            id,
            id,
            id,
            std::string(64, '0'),
            "none",
            id,
            id,
            "urn%3Auuid%3A00000000-0000-4000-8000-000000000000",
            id,
            id,
            id,
            id,
            id,
            std::string(64, '0'),
            std::string(64, '0'),
            id,
            id};
    }

    void add(std::string const& name, accounts::Role role, std::string_view unit) {
        auto request = person(name, role, unit, disk.clock.now());
        if (role == accounts::Role::grower) {
            request.places = std::vector<std::string>{a.place};
        }
        auto const account = add_person(*this, std::move(request));
        people[name] = sign_in(*this, account.id);
        if (name == "inspector") {
            a.device = enrol(account);
        }
        if (name == "officer") {
            b.device = enrol(account);
        }
        if (name == "staff_a") {
            a.staff = account.id;
        }
        if (name == "staff_b") {
            b.staff = account.id;
        }
        if (name == "owner_a") {
            a.api_key = add_api_key(account);
        }
        if (name == "owner_b") {
            b.api_key = add_api_key(account);
        }
    }

    std::string enrol(accounts::Account const& account) {
        auto const key = crypto::P256PrivateKey::generate().public_key();
        auto const device = must_run(*disk.store, [&](store::Transaction& tx) {
            auto const who = accounts::principal_of(account, accounts::Reach::own);
            return inspections::enrol_device(
                tx, who, disk.random, {"Máy thử", to_base64url(key.point())}
            );
        });
        return device.id;
    }

    std::string add_api_key(accounts::Account const& account) {
        auto const made = must_run(*disk.store, [&](store::Transaction& tx) {
            return accounts::make_api_key(
                tx,
                disk.random,
                account,
                {"kho", {accounts::Scope::read}, {tx.now().ms + 1000}},
                false
            );
        });
        return made.key.id;
    }

    void add_people() {
        using accounts::Role;
        people["anonymous"] = {};
        add("owner_a", Role::producer_owner, a.producer);
        add("staff_a", Role::producer_staff, a.producer);
        add("grower_a", Role::grower, a.producer);
        add("partner_a", Role::partner, a.producer);
        add("owner_b", Role::producer_owner, b.producer);
        add("staff_b", Role::producer_staff, b.producer);
        add("inspector", Role::inspector, "phu-tho");
        add("guest", Role::guest_inspector, "phu-tho");
        add("commune_a", Role::commune_officer, a.commune);
        add("officer", Role::officer, "phu-tho");
        add("approver", Role::approver, "phu-tho");
        add("admin", Role::administrator, "phu-tho");
        add("auditor", Role::auditor, {});
        add_disabled();
        add_expired();
    }

  public:
    // What a producer tells of its lot on its plot; `step` makes it another event.
    static std::string event_of(Things const& things, std::string const& step) {
        return R"({"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",)"
               R"("type":"ObjectEvent","eventTime":"2026-10-02T03:00:00Z",)"
               R"("eventTimeZoneOffset":"+07:00","action":"OBSERVE","bizStep":")" +
               step + R"(","quantityList":[{"epcClass":"https://id.gs1.org/01/)" + things.gtin +
               R"(/10/EPCIS","quantity":5,"uom":"KGM"}],"readPoint":{"id":"urn:ocop:place:)" +
               things.place + R"("}})";
    }

  private:
    void add_events(std::string const& owner, Things& things) {
        constexpr std::string_view events = "/epcis/v2/events/";
        auto const told =
            post_as(*this, people.at(owner), "/epcis/v2/events", event_of(things, "commissioning"));
        BOOST_TEST_REQUIRE(told.status() == 201, told.text());
        things.event = told.header("Location").substr(events.size());
        auto const captured =
            post_as(*this, people.at(owner), "/epcis/v2/capture", event_of(things, "storing"));
        BOOST_TEST_REQUIRE(captured.status() == 202, captured.text());
        things.capture =
            captured.header("Location").substr(std::string("/epcis/v2/capture/").size());
    }

    void add_subscription(std::string const& owner, std::string const& query, Things& things) {
        std::string const path = "/epcis/v2/queries";
        things.query = query;
        auto const made =
            post_as(*this, people.at(owner), path, R"({"name":")" + query + R"(","query":{}})");
        BOOST_TEST_REQUIRE(made.status() == 201, made.text());
        auto const subscribed = post_as(
            *this,
            people.at(owner),
            path + "/" + query + "/subscriptions",
            R"({"dest":"https://client.example.com/hook","stream":true})"
        );
        BOOST_TEST_REQUIRE(subscribed.status() == 201, subscribed.text());
        things.subscription = subscribed.string_at("/subscriptionID");
        things.dead_letter = must_run(*disk.store, [&](store::Transaction& tx) {
            events::DeadLetter letter;
            letter.id = events::new_dead_letter_id(disk.random, tx.now());
            letter.unit = "producer:" + things.producer;
            letter.query = query;
            letter.subscription = things.subscription;
            events::put_dead_letter(tx, letter);
            return Result<std::string>(letter.id);
        });
    }

    // Its session is left behind, as if the disabling had not reached it.
    void add_disabled() {
        auto const account = add_person(
            *this, person("disabled", accounts::Role::producer_owner, a.producer, disk.clock.now())
        );
        people["disabled"] = sign_in(*this, account.id);
        must_run(*disk.store, [&](store::Transaction& tx) {
            auto now = account;
            now.state = accounts::AccountState::disabled;
            return accounts::put_account(
                tx, accounts::system_principal(), "disabled", std::move(now)
            );
        });
    }

    void add_expired() {
        auto const account = add_person(
            *this, person("expired", accounts::Role::producer_owner, a.producer, disk.clock.now())
        );
        auto opened = accounts::make_session(
            disk.random, {account.id, true, "test"}, {disk.clock.now().ms - accounts::session_ms}
        );
        opened.session.seen_at = disk.clock.now();
        auto const done = transact_now(*disk.store, [&](store::Transaction& tx) {
            return accounts::put_session(tx, opened);
        });
        BOOST_TEST_REQUIRE(reason_of(done) == "");
        people["expired"] = {opened.token, opened.session.csrf};
    }

  public:
    static std::string item_of(std::string const& product) {
        return R"({"product":")" + product +
               R"(","name":{"vi":"Chè 100 g"},"net_content":{"value":100,"unit":"g"}})";
    }

    static std::string lot_of(std::string const& gtin, std::string const& lot) {
        return R"({"gtin":")" + gtin + R"(","lot":")" + lot +
               R"(","made_on":"2026-10-01","best_before":"2027-10-01",)"
               R"("quantity":{"value":3000,"unit":"piece"}})";
    }
};

}  // namespace ocop::test
