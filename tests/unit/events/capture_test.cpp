#include "blobs/findings.hpp"
#include "capture_fixture.hpp"
#include "events/index.hpp"
#include "store/check.hpp"

#include <ocop/epcis/event_hash.hpp>

#include <boost/test/unit_test.hpp>

namespace ocop::test {

namespace {

auto const per_element = boost::test_tools::per_element();

std::string unit(int serial) {
    return observed(epcs(gtin_link + "/21/S" + std::to_string(serial)));
}

std::string with_id(std::string const& id) {
    return R"(,"eventID":")" + id + "\"";
}

std::string with_photos(std::string const& members, std::string const& hashes) {
    return observed(members + R"(,"ocop:photos":[")" + hashes + "\"]");
}

struct Fixture : CaptureFixture {
    // As after an upload; what it shows is nobody's business here.
    std::string photo(std::string const& of, std::string const& bytes) {
        blobs::Kept kept;
        kept.record.sha256 = to_hex(crypto::sha256(as_bytes(bytes)));
        kept.record.producer = of;
        kept.record.media_type = "image/jpeg";
        kept.record.bytes = 1'000;
        kept.record.shown = blobs::PublicCopy{std::string(64, '1'), 100, 30, 20};
        return must([&](store::Transaction& tx) {
                   return blobs::record_upload(tx, kept, blobs::default_quota_bytes);
               }
        ).record.sha256;
    }

    blobs::BlobRecord blob(std::string const& of, std::string const& hash) {
        auto const found = blobs::load_for(*store().snapshot(), of, *blobs::parse_hash(hash));
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        return *found;
    }

    std::vector<blobs::Finding> findings() {
        auto const page = blobs::list_findings(*store().snapshot(), {}, 10);
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        return page->findings;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(capture)

BOOST_FIXTURE_TEST_CASE(an_event_is_captured_once, Fixture) {
    BOOST_TEST(refused(person_of(a), unit(1)) == "");
    BOOST_TEST(refused(person_of(a), unit(1)) == "409 event_exists 0/eventID");
    // An id of its own, with another content.
    auto const named = R"(,"eventID":"urn:private:event:1")";
    BOOST_TEST(refused(person_of(a), observed(epcs("urn:x:1") + named)) == "");
    BOOST_TEST(
        refused(person_of(a), observed(epcs("urn:x:2") + named)) == "409 event_exists 0/eventID"
    );
}

BOOST_FIXTURE_TEST_CASE(an_id_that_is_no_hash_is_told_within_its_producer, Fixture) {
    auto const named = with_id("urn:uuid:2b8f1c3e-0d5a-4c57-9a46-0a5f7b1f6a01");
    auto const wrong = named + declared("2026-11-21T00:00:00Z");
    taken(person_of(a), observed(epcs("urn:a:1") + named));
    // The id alone makes it nobody else's event.
    auto const not_its = "403 event_of_another 0/errorDeclaration";
    BOOST_TEST(refused(person_of(b), observed(epcs("urn:b:1") + wrong)) == not_its);
    BOOST_TEST(refused(person_of(b), observed(epcs("urn:b:1") + named)) == "");
    BOOST_TEST(refused(authority, observed(epcs("urn:x:1") + named)) == "");
    BOOST_TEST(refused(person_of(b), observed(epcs("urn:b:1") + wrong)) == "");
    BOOST_TEST(
        refused(person_of(a), observed(epcs("urn:a:2") + named)) == "409 event_exists 0/eventID"
    );
}

BOOST_FIXTURE_TEST_CASE(a_hash_is_told_within_its_producer_too, Fixture) {
    taken(person_of(a), observed(quantity(lot_l1) + to_producer(b)));
    // What a will say, b says before, and that it is wrong.
    auto const picked = quantity(lot_l1) + R"(,"bizStep":"commissioning")";
    auto const twice = "409 event_exists 0/eventID";
    for (auto const& by : {person_of(b), person_of(a), authority}) {
        BOOST_TEST(refused(by, observed(picked)) == "");
        BOOST_TEST(refused(by, observed(picked)) == twice);
        BOOST_TEST(refused(by, observed(picked + declared("2026-11-21T00:00:00Z"))) == "");
        BOOST_TEST(refused(by, observed(picked + declared("2026-11-21T00:00:00Z"))) == twice);
    }
    auto const read = document({observed(picked)});
    auto const id = epcis::event_id(read.events[0]);
    BOOST_TEST(events::numbers_of_event_id(*store().snapshot(), id)->size() == 6U);
}

BOOST_FIXTURE_TEST_CASE(no_time_of_a_declaration_makes_it_the_event, Fixture) {
    auto const outcome = [&](std::string const& time) {
        auto prepared = candidates({observed(epcs("urn:b:1") + declared("2026-11-21T00:00:00Z"))});
        auto& declaration = prepared.records[0].event.body.at("errorDeclaration").as_object();
        declaration["declarationTime"] = time;
        return told(must([&](store::Transaction& tx) {
            return events::capture(tx, person_of(b), prepared, Behaviour::rollback);
        }));
    };
    Texts const times{"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.001Z"};
    for (auto const& time : times) {
        BOOST_TEST(outcome(time) == Texts{"403 event_of_another 0/errorDeclaration"}, per_element);
    }
    taken(person_of(b), observed(epcs("urn:b:1")));
    for (auto const& time : times) {
        BOOST_TEST(outcome(time) == Texts{}, per_element);
        BOOST_TEST(outcome(time) == Texts{"409 event_exists 0/eventID"}, per_element);
    }
}

BOOST_FIXTURE_TEST_CASE(an_id_that_claims_to_be_a_hash_in_any_case_is_held_to_it, Fixture) {
    auto event = document({observed(epcs("urn:x:1"))}).events[0];
    auto const right = std::string(epcis::event_id(event));
    auto wrong = right;
    wrong[20] = wrong[20] == '0' ? '1' : '0';
    for (std::string const scheme : {"ni", "NI", "nI", "Ni"}) {
        BOOST_TEST(epcis::claims_hash(scheme + ":"));
        event.body["eventID"] = scheme + right.substr(2);
        BOOST_TEST(slug_of(epcis::check_event_id(event)) == "", scheme);
        for (auto const& bad : {scheme + wrong.substr(2), scheme + ":x", scheme + ":///sha-256;"}) {
            event.body["eventID"] = bad;
            BOOST_TEST(slug_of(epcis::check_event_id(event)) == "event_id_wrong", bad);
        }
    }
    for (auto const* other : {"", "n", "ni", "nix:y", "urn:ni:x", "n i:"}) {
        BOOST_TEST(!epcis::claims_hash(other), other);
    }
}

BOOST_FIXTURE_TEST_CASE(damaged_numbers_are_an_error_and_nothing_is_written_over, Fixture) {
    auto const first = taken(person_of(a), unit(1));
    auto const outcome = [&](std::string const& event) {
        auto prepared = candidates({event});
        return slug_of(run([&](store::Transaction& tx) {
            return events::capture(tx, person_of(a), prepared, Behaviour::proceed);
        }));
    };
    auto const damage = [&](std::string const& prefix, std::string const& bytes) {
        std::string key;
        auto const visit = [&](std::string_view found, std::string_view) {
            key = found;
            return false;
        };
        auto const scanned = store().snapshot()->scan(store::Space::events, prefix, {}, visit);
        BOOST_TEST_REQUIRE(reason_of(scanned) == "");
        must([&](store::Transaction& tx) -> Result<bool> {
            tx.put(store::Space::events, key, bytes);
            return true;
        });
    };
    for (auto const& bytes : {std::string(), std::string(7, '\1'), std::string(9, '\0')}) {
        damage("n", bytes);
        BOOST_TEST(outcome(unit(2)) == "store_corrupt");
    }
    BOOST_TEST((event_numbered(1).event.body == first.event.body));
    damage("n", std::string(7, '\0') + '\1');
    damage("d", "1234567");
    BOOST_TEST(outcome(unit(1)) == "store_corrupt");
    BOOST_TEST(outcome(unit(2)) == "");
}

BOOST_FIXTURE_TEST_CASE(one_content_is_one_event_under_any_form_of_its_hash, Fixture) {
    auto const members = epcs(gtin_link + "/21/S1");
    auto const read = document({observed(members)});
    auto const hash = epcis::event_hash(read.events[0]);
    auto const by_2_1 = epcis::event_hash(read.events[0], epcis::HashVersion::cbv_2_1);
    Texts const forms{"", with_id(hash), with_id(by_2_1), with_id("NI" + hash.substr(2))};
    for (auto const& first : forms) {
        Fixture other;
        other.taken(person_of(other.a), observed(members + first));
        for (auto const& second : forms) {
            BOOST_TEST(
                other.refused(person_of(other.a), observed(members + second)) ==
                    "409 event_exists 0/eventID",
                second << " after " << first
            );
        }
    }
    // In one document too.
    BOOST_TEST(
        refusals(person_of(a), {observed(members), observed(members + with_id(by_2_1))}) ==
            Texts{"409 event_exists 1/eventID"},
        per_element
    );
}

BOOST_FIXTURE_TEST_CASE(an_event_twice_in_one_document_is_there_once, Fixture) {
    auto const before = contents();
    Texts const list{unit(1), unit(2), unit(1)};
    BOOST_TEST(refusals(person_of(a), list) == Texts{"409 event_exists 2/eventID"}, per_element);
    BOOST_TEST((contents() == before));
    auto const captured = capture(person_of(a), list, Behaviour::proceed);
    BOOST_TEST(told(captured) == Texts{"409 event_exists 2/eventID"}, per_element);
    BOOST_TEST(captured.numbers.size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(an_id_of_an_event_that_was_refused_is_free, Fixture) {
    auto const named = std::string(R"(,"eventID":"urn:private:event:1")");
    auto const hash = std::string(64, '0');
    auto const captured = capture(
        person_of(a),
        {with_photos(epcs("urn:x:1") + named, hash), observed(epcs("urn:x:1") + named)},
        Behaviour::proceed
    );
    BOOST_TEST(told(captured) == Texts{"404 blob_not_found 0"}, per_element);
    BOOST_TEST(captured.numbers.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_declaration_of_an_error_lies_beside_its_event, Fixture) {
    auto const original = taken(person_of(a), unit(1));
    auto const wrong = [](std::string const& time) {
        return observed(epcs(gtin_link + "/21/S1") + declared(time));
    };
    auto const declaration = taken(person_of(a), wrong("2026-11-21T00:00:00Z"));
    BOOST_TEST(epcis::event_id(declaration.event) == epcis::event_id(original.event));
    BOOST_TEST((event_numbered(original.number).event.body == original.event.body));
    auto const twice = "409 event_exists 0/eventID";
    BOOST_TEST(refused(person_of(a), wrong("2026-11-21T00:00:00Z")) == twice);
    BOOST_TEST(refused(person_of(a), wrong("2026-11-21T07:00:00.000+07:00")) == twice);
    BOOST_TEST(refused(person_of(a), unit(1)) == twice);
    BOOST_TEST(refused(person_of(a), wrong("2026-11-21T00:00:01Z")) == "");
}

BOOST_FIXTURE_TEST_CASE(a_document_may_hold_an_event_and_its_error, Fixture) {
    auto const wrong = observed(epcs(gtin_link + "/21/S1") + declared("2026-11-21T00:00:00Z"));
    BOOST_TEST(
        refusals(person_of(a), {unit(1), wrong, wrong}, Behaviour::proceed) ==
            Texts{"409 event_exists 2/eventID"},
        per_element
    );
}

BOOST_FIXTURE_TEST_CASE(the_error_of_anothers_event_is_not_ours_to_declare, Fixture) {
    taken(person_of(a), observed(quantity(lot_l1) + to_producer(b)));
    auto const wrong =
        observed(quantity(lot_l1) + to_producer(b) + declared("2026-11-21T00:00:00Z"));
    BOOST_TEST(refused(person_of(b), wrong) == "403 event_of_another 0/errorDeclaration");
    BOOST_TEST(refused(authority, wrong) == "");
}

BOOST_FIXTURE_TEST_CASE(a_rollback_writes_nothing_at_all, Fixture) {
    taken(person_of(b), observed(epcs("urn:b:1")));
    taken(person_of(a), unit(7));
    auto const hash = photo(a, "p");
    auto const before = contents();
    auto const size = ledger_size();
    Texts const list{
        unit(1),
        with_photos(quantity(lot_l1) + to_producer(b), hash),
        observed(epcs("urn:new:1")),
        observed(epcs("urn:b:1")),
        unit(7)};
    auto const captured = capture(person_of(a), list);
    BOOST_TEST(
        told(captured) == (Texts{"403 thing_of_another 3/epcList/0", "409 event_exists 4/eventID"}),
        per_element
    );
    BOOST_TEST(captured.numbers.empty());
    BOOST_TEST((contents() == before));
    BOOST_TEST(ledger_size() == size);
}

BOOST_FIXTURE_TEST_CASE(to_proceed_stores_exactly_the_others, Fixture) {
    taken(person_of(b), observed(epcs("urn:b:1")));
    auto const size = ledger_size();
    Texts const list{
        observed(epcs("urn:b:1") + R"(,"bizStep":"packing")"),
        unit(1),
        unit(2),
        unit(1),
        observed(epcs("urn:new:1")),
        observed(epcs("urn:b:1"))};
    auto const captured = capture(person_of(a), list, Behaviour::proceed);
    BOOST_TEST(
        told(captured) == (Texts{
                              "403 thing_of_another 0/epcList/0",
                              "409 event_exists 3/eventID",
                              "403 thing_of_another 5/epcList/0"}),
        per_element
    );
    BOOST_TEST(captured.numbers == (std::vector<events::EventNumber>{2, 3, 4}), per_element);
    BOOST_TEST(ledger_size() == size + 3);
    auto const read = document(list);
    Texts stored;
    for (auto const number : captured.numbers) {
        stored.emplace_back(epcis::event_id(event_numbered(number).event));
    }
    Texts const wanted{
        std::string(epcis::event_id(read.events[1])),
        std::string(epcis::event_id(read.events[2])),
        std::string(epcis::event_id(read.events[4]))};
    BOOST_TEST(stored == wanted, per_element);
    BOOST_TEST(reason_of(events::find_event(*store().snapshot(), 5)) == "");
    BOOST_TEST(!events::find_event(*store().snapshot(), 5)->has_value());
    BOOST_TEST(reason_of(store::check_logged(*store().snapshot())) == "");
}

BOOST_FIXTURE_TEST_CASE(numbers_have_no_gaps_and_run_with_the_time_of_recording, Fixture) {
    std::vector<events::EventNumber> numbers;
    int serial = 0;
    for (int round = 0; round < 12; ++round) {
        Texts list;
        for (int i = 0; i <= round % 4; ++i) {
            list.push_back(unit(serial++));
        }
        if (round % 3 == 2) {
            list.insert(list.begin() + 1, unit(0));  // is there: nothing, or all others
        }
        auto const behaviour = round % 2 == 0 ? Behaviour::proceed : Behaviour::rollback;
        auto const captured = capture(person_of(a), list, behaviour);
        numbers.insert(numbers.end(), captured.numbers.begin(), captured.numbers.end());
        clock().advance_ms(round % 2);
    }
    BOOST_TEST(numbers.size() > 20U);
    Instant last{0};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        BOOST_TEST(numbers[i] == i + 1);
        auto const record = event_numbered(numbers[i]);
        BOOST_TEST(record.recorded.ms >= last.ms);
        last = record.recorded;
    }
    BOOST_TEST(*events::last_event_before(*store().snapshot(), {last.ms + 1}) == numbers.size());
}

BOOST_FIXTURE_TEST_CASE(a_capture_that_runs_again_gives_the_same, Fixture) {
    auto prepared = candidates({unit(1), unit(2)});
    auto const by = person_of(a);
    for (int i = 0; i < 2; ++i) {
        auto const outcome = run([&](store::Transaction& tx) -> Result<Captured> {
            auto captured = events::capture(tx, by, prepared, Behaviour::rollback);
            BOOST_TEST_REQUIRE(reason_of(captured) == "");
            BOOST_TEST(captured->numbers.size() == 2U);
            return i == 0 ? Result<Captured>(Error(Errc::conflict, "again")) : captured;
        });
        BOOST_TEST(outcome.has_value() == (i == 1));
    }
    BOOST_TEST(event_numbered(2).number == 2U);
}

BOOST_FIXTURE_TEST_CASE(what_is_recorded_after_the_lots_first_order_is_marked, Fixture) {
    lot(new_lot("L2"));
    BOOST_TEST(!taken(person_of(a), observed(quantity(lot_l1))).after_order);
    must(requesting(new_order(10)));
    BOOST_TEST(taken(person_of(a), observed(epcs(lot_l1 + "/21/S1"))).after_order);
    BOOST_TEST(!taken(person_of(a), observed(quantity(gtin_link + "/10/L2"))).after_order);
    // One of several lots is enough; a product without lot is of none.
    auto const both = R"("quantityList":[{"epcClass":")" + gtin_link + R"(/10/L2"},{"epcClass":")" +
                      lot_l1 + "\"}]";
    BOOST_TEST(taken(person_of(a), observed(both)).after_order);
    BOOST_TEST(!taken(person_of(a), observed(quantity(gtin_link))).after_order);
}

BOOST_FIXTURE_TEST_CASE(a_photo_is_the_writers_or_refused, Fixture) {
    auto const event = [](std::string const& hash) { return with_photos(quantity(lot_l1), hash); };
    auto const own = photo(a, "of a");
    auto const of_other = photo(b, "of b");
    BOOST_TEST(refused(person_of(a), event(std::string(64, 'a'))) == "404 blob_not_found 0");
    BOOST_TEST(refused(person_of(a), event(of_other)) == "404 blob_not_found 0");
    BOOST_TEST(blob(a, own).first_lot.value_or("") == "");
    BOOST_TEST(refused(person_of(a), event(own)) == "");
    BOOST_TEST(blob(a, own).first_lot.value_or("") == item_gtin + ":L1");
    BOOST_TEST(blob(a, own).named_at.has_value());
    // Of no lot: named, and shown to nobody.
    auto const loose = photo(a, "loose");
    BOOST_TEST(refused(person_of(a), with_photos(epcs("urn:x:1"), loose)) == "");
    BOOST_TEST(!blob(a, loose).named_at.has_value());
}

BOOST_FIXTURE_TEST_CASE(hashes_of_files_are_read_before_anything_else, Fixture) {
    auto const slug = [&](std::string const& member) {
        return reason_of(events::prepare(document({unit(1), observed(quantity(lot_l1) + member)})));
    };
    auto const hash = std::string(64, 'A');
    BOOST_TEST(
        slug(R"(,"ocop:photos":["no hash"])").find("blob_hash_malformed") != std::string::npos
    );
    BOOST_TEST(
        slug(R"(,"ocop:documents":[")" + hash + "\"]")
            .find("/epcisBody/eventList/1/ocop:documents") != std::string::npos
    );
    BOOST_TEST(slug(R"(,"ocop:photos":[7])").find("blob_hash_malformed") != std::string::npos);
    // One that stands alone would be a file that nobody looks for.
    for (std::string const& alone : {"\"" + hash + "\"", std::string("7"), std::string("{}")}) {
        for (std::string const list : {"photos", "documents"}) {
            BOOST_TEST(
                slug(",\"ocop:" + list + "\":" + alone)
                        .find("/epcisBody/eventList/1/ocop:" + list) != std::string::npos,
                list << " " << alone
            );
        }
    }
    // Another's word for photos is another's.
    BOOST_TEST(slug(R"(,"https://example.org/photos":["no hash"])") == "");
}

BOOST_FIXTURE_TEST_CASE(a_photo_of_two_lots_is_a_finding, Fixture) {
    auto const hash = photo(a, "of a");
    taken(person_of(a), with_photos(quantity(lot_l1), hash));
    BOOST_TEST(findings().empty());
    auto const second = taken(person_of(a), with_photos(quantity(gtin_link + "/10/L2"), hash));
    auto const found = findings();
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0].lot == item_gtin + ":L2");
    BOOST_TEST(found[0].other_lot == item_gtin + ":L1");
    BOOST_TEST(found[0].event == epcis::event_id(second.event));
    BOOST_TEST(found[0].producer == a);
}

BOOST_FIXTURE_TEST_CASE(an_authority_names_photos_of_any_producer, Fixture) {
    auto const hash = photo(b, "of b");
    auto const twice = photo(b, "of both");
    BOOST_TEST(photo(a, "of both") == twice);
    auto const missing = with_photos(quantity(lot_l1), std::string(64, 'a'));
    BOOST_TEST(refused(authority, missing) == "404 blob_not_found 0");
    BOOST_TEST(refused(authority, with_photos(quantity(lot_l1), hash)) == "");
    BOOST_TEST(blob(b, hash).first_lot.value_or("") == item_gtin + ":L1");
    // Of the same bytes, those of the producer whose lot it is.
    BOOST_TEST(refused(authority, with_photos(quantity(lot_l1), twice)) == "");
    BOOST_TEST(blob(a, twice).first_lot.value_or("") == item_gtin + ":L1");
    BOOST_TEST(!blob(b, twice).first_lot.has_value());
}

BOOST_FIXTURE_TEST_CASE(each_event_has_an_entry_that_says_what_it_touched, Fixture) {
    auto const members = quantity(lot_l1) + R"(,"bizStep":"shipping")";
    auto const record = taken(person_of(a), observed(members));
    auto const entries = entries_of("event.captured");
    BOOST_TEST_REQUIRE(entries.size() == 1U);
    BOOST_TEST(entries[0].actor == "a1");
    BOOST_TEST(entries[0].subject == "event:1");
    json::object const expected{
        {"event", to_hex(crypto::sha256(as_bytes(epcis::event_id(record.event))))},
        {"type", "ObjectEvent"},
        {"step", "shipping"},
        {"producer", a},
        {"unit", "producer:" + a},
        {"gtins", json::array{json::value(item_gtin)}},
        {"lots", json::array{json::value(item_gtin + ":L1")}}};
    BOOST_TEST(entries[0].clear == expected, json::serialize(entries[0].clear));
    taken(authority, observed(members + declared("2026-11-21T00:00:00Z")));
    auto const wrong = entries_of("event.captured").back();
    BOOST_TEST(wrong.clear.at("declares_error") == 1);
    BOOST_TEST(!wrong.clear.contains("producer"));
    BOOST_TEST(reason_of(store::check_logged(*store().snapshot())) == "");
}

BOOST_FIXTURE_TEST_CASE(an_entry_tells_no_step_that_is_not_of_the_standard, Fixture) {
    std::string const secret = "Nguyen-Van-A";
    for (auto const& step : {"https://example.org/step/" + secret, "urn:x:" + secret}) {
        auto const members = quantity(lot_l1) + R"(,"bizStep":")" + step + "\"";
        auto const record = taken(person_of(a), observed(members));
        BOOST_TEST(epcis::biz_step(record.event) == step);
        auto const entry = entries_of("event.captured").back();
        BOOST_TEST(!entry.clear.contains("step"));
        BOOST_TEST(json::serialize(entry.clear).find(secret) == std::string::npos);
    }
    // In any form of one that is.
    taken(
        person_of(a),
        observed(quantity(lot_l1) + R"(,"bizStep":"https://ref.gs1.org/cbv/BizStep-packing")")
    );
    BOOST_TEST(entries_of("event.captured").back().clear.at("step") == "packing");
}

BOOST_FIXTURE_TEST_CASE(an_entry_names_each_of_many_lots, Fixture) {
    std::string list;
    for (int i = 0; i < 60; ++i) {
        list += (i == 0 ? "" : ",") + (R"({"epcClass":")" + gtin_link) + "/10/M" +
                std::to_string(i) + "\"}";
    }
    auto const long_id = "urn:private:" + std::string(400, 'x');
    taken(
        person_of(a), observed(R"("quantityList":[)" + list + R"(],"eventID":")" + long_id + "\"")
    );
    auto const entry = entries_of("event.captured").front();
    BOOST_TEST(entry.clear.at("lots").as_array().size() == 60U);
    // Never the text of an id or a step, which a client may fill as it likes.
    BOOST_TEST(entry.clear.at("event").as_string() == to_hex(crypto::sha256(as_bytes(long_id))));
}

BOOST_FIXTURE_TEST_CASE(an_event_has_a_size, Fixture) {
    auto const event = [](std::size_t length) {
        return observed(epcs("urn:x:1") + R"(,"ocop:notes":")" + std::string(length, 'n') + "\"");
    };
    auto const spare = events::event_bytes_max - 1'000;
    BOOST_TEST(refused(person_of(a), event(spare)) == "");
    auto const large = events::prepare(document({unit(1), event(events::event_bytes_max)}));
    BOOST_TEST(slug_of(large) == "event_too_large");
    BOOST_TEST((large.error().code == Errc::too_large));
    BOOST_TEST(large.error().faults.front().pointer == "/epcisBody/eventList/1");
}

BOOST_AUTO_TEST_CASE(an_event_is_late_from_two_days_on_either_side) {
    events::EventRecord record;
    record.event.body["eventTime"] = "2026-11-20T08:00:00.000Z";
    auto const time = epcis::event_time(record.event).ms;
    for (std::int64_t const sign : {-1, 1}) {
        record.recorded = {time + sign * events::late_ms};
        BOOST_TEST(!events::is_late(record));
        record.recorded = {time + sign * (events::late_ms + 1)};
        BOOST_TEST(events::is_late(record));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
