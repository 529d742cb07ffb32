#include "inspections/devices.hpp"

#include "device.hpp"
#include "rules_kept.hpp"
#include "unit/inspections/inspections.hpp"

#include <ocop/crypto/hash.hpp>

#include <limits>

namespace ocop::inspections {

namespace {

using store::Transaction;
using test::SigningDevice;

struct Fixture : test::InspectionFixture {
    // What an auditor says of the devices.
    ~Fixture() {
        auto const broken = test::broken_rules(store());
        BOOST_TEST(broken.find("device entry") == std::string::npos, broken);
    }

    // As a route lets inspectors look after devices.
    static Principal own(Principal who) {
        who.reach = accounts::Reach::own;
        return who;
    }

    auto enrolling(Principal const& by, std::string point, std::string name = "Điện thoại đội 2") {
        return [this, by, point, name](Transaction& tx) {
            return enrol_device(tx, by, random, {name, point});
        };
    }

    NamedDevice enrolled(SigningDevice const& device) {
        return must(enrolling(inspector, device.public_key()));
    }

    auto revoking(Principal const& by, std::string id, std::string reason = "Mất máy") {
        return [by, id, reason](Transaction& tx) { return revoke_device(tx, by, id, {reason}); };
    }

    NewInspection make(std::string device, std::int64_t sequence = 1) {
        NewInspection out;
        out.device = std::move(device);
        out.sequence = sequence;
        out.at = clock().now();
        out.gtin = test::item_gtin;
        out.lot = "L1";
        out.place = "Chợ";
        out.findings = "Không có gì";
        out.action.reason = "Nhắc nhở";
        out.digest = "digest " + std::to_string(sequence);
        return out;
    }

    static DeviceSignature signature_of(
        SigningDevice const& device, std::string const& id, std::string const& body = "{}"
    ) {
        return {"key-1", to_hex(crypto::sha256(as_bytes(body))), device.sign(id, "key-1", body)};
    }

    auto recording(NewInspection const& request) {
        return [this, request](Transaction& tx) {
            return record_inspection(tx, inspector, random, request);
        };
    }

    std::vector<std::string> ids(
        Principal const& by, std::string after = {}, std::size_t limit = 50
    ) {
        auto const page = list_devices(*store().snapshot(), by, after, limit);
        BOOST_TEST_REQUIRE(test::reason_of(page) == "");
        std::vector<std::string> out;
        for (auto const& device : page->devices) {
            out.push_back(device.id);
        }
        return out;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(devices)

BOOST_FIXTURE_TEST_CASE(a_device_is_enrolled_once_and_its_name_is_no_part_of_the_log, Fixture) {
    SigningDevice const device;
    auto const size = ledger_size();
    auto const made = enrolled(device);
    BOOST_TEST(made.account == inspector.account);
    BOOST_TEST(made.name == "Điện thoại đội 2");
    BOOST_TEST(made.public_key == device.public_key());
    BOOST_TEST((made.enrolled_at == clock().now()));
    BOOST_TEST(ledger_size() == size + 1);
    auto const before = contents();
    auto const again = must(enrolling(inspector, device.public_key(), "Tên khác"));
    BOOST_TEST(again.id == made.id);
    BOOST_TEST(again.name == made.name);
    BOOST_TEST((contents() == before));
    for (auto const& [name, value] : before) {
        bool const has_name = value.find("Điện thoại đội 2") != std::string::npos;
        BOOST_TEST(has_name == (name.ends_with("N" + made.id)), name);
    }
}

BOOST_FIXTURE_TEST_CASE(what_may_not_be_enrolled_is_refused, Fixture) {
    SigningDevice const device;
    auto const point = device.public_key();
    enrolled(device);
    BOOST_TEST(refusal(enrolling(colleague, point)) == "refused device_key_taken /public_key");
    auto const bad = [](std::string pointer) { return "malformed request_invalid " + pointer; };
    SigningDevice const other;
    BOOST_TEST(refusal(enrolling(inspector, other.public_key(), " ")) == bad("/name"));
    BOOST_TEST(
        refusal(enrolling(inspector, other.public_key(), std::string(101, 'x'))) == bad("/name")
    );
    for (std::string const& wrong :
         {std::string(), point + "=", point.substr(1), std::string(87, 'A'), std::string("!")}) {
        BOOST_TEST(refusal(enrolling(inspector, wrong)) == bad("/public_key"), wrong);
    }
}

BOOST_FIXTURE_TEST_CASE(ten_devices_are_enrolled_and_a_revoked_one_makes_room, Fixture) {
    std::vector<NamedDevice> made;
    for (std::size_t i = 0; i < devices_max; ++i) {
        made.push_back(enrolled(SigningDevice()));
    }
    SigningDevice const more;
    BOOST_TEST(refusal(enrolling(inspector, more.public_key())) == "refused devices_full ");
    // Not another's.
    must(enrolling(colleague, SigningDevice().public_key()));
    must(revoking(own(inspector), made.front().id));
    enrolled(more);
    BOOST_TEST(ids(own(inspector)).size() == devices_max + 1);
}

BOOST_FIXTURE_TEST_CASE(a_device_is_revoked_once_by_its_person_or_an_official, Fixture) {
    SigningDevice const device;
    auto const id = enrolled(device).id;
    BOOST_TEST(refusal(revoking(own(colleague), id)) == "not_found device_not_found");
    BOOST_TEST(refusal(revoking(officer, "none")) == "not_found device_not_found");
    BOOST_TEST(refusal(revoking(officer, id, "")) == "malformed request_invalid /reason");
    clock().advance_ms(1000);
    auto const revoked = must(revoking(officer, id));
    BOOST_TEST_REQUIRE(revoked.revoked.has_value());
    BOOST_TEST(revoked.revoked->by == officer.account);
    BOOST_TEST(revoked.revoked->reason == "Mất máy");
    BOOST_TEST((revoked.revoked->at == clock().now()));
    BOOST_TEST(revoked.revision == 2);
    BOOST_TEST(refusal(revoking(own(inspector), id)) == "conflict device_revoked_already");
    BOOST_TEST(
        refusal(enrolling(inspector, device.public_key())) == "refused device_revoked /public_key"
    );
    auto const mine = enrolled(SigningDevice()).id;
    BOOST_TEST(must(revoking(own(inspector), mine)).revoked->by == inspector.account);
}

BOOST_FIXTURE_TEST_CASE(people_list_their_own_devices_and_officials_all, Fixture) {
    auto const one = enrolled(SigningDevice()).id;
    auto const two = must(enrolling(colleague, SigningDevice().public_key())).id;
    BOOST_TEST((ids(own(inspector)) == std::vector<std::string>{one}));
    BOOST_TEST((ids(own(colleague)) == std::vector<std::string>{two}));
    auto const all = ids(officer);
    BOOST_TEST(all.size() == 2U);
    BOOST_TEST((ids(officer, {}, 1) == std::vector<std::string>{all.front()}));
    BOOST_TEST((ids(officer, all.front()) == std::vector<std::string>{all.back()}));
    BOOST_TEST(ids(officer, all.back()).empty());
}

BOOST_FIXTURE_TEST_CASE(erasing_a_person_blanks_what_they_called_their_devices, Fixture) {
    auto const id = enrolled(SigningDevice()).id;
    auto const others = must(enrolling(colleague, SigningDevice().public_key())).id;
    must([&](Transaction& tx) -> Result<int> {
        auto const done = erase_device_names(tx, inspector.account);
        return done ? Result<int>(0) : done.error();
    });
    auto const name_of = [&](std::string const& device) {
        return load_device_for(*store().snapshot(), officer, device).value().name;
    };
    BOOST_TEST(name_of(id) == "");
    BOOST_TEST(name_of(others) == "Điện thoại đội 2");
}

BOOST_FIXTURE_TEST_CASE(a_signature_is_over_device_key_and_body, Fixture) {
    SigningDevice const device;
    auto const record = enrolled(device);
    auto const good = signature_of(device, record.id, "{\"a\":1}");
    BOOST_TEST(test::reason_of(check_signature(record, good)) == "");
    auto const refused = [&](auto change) {
        auto given = good;
        change(given);
        return test::slug_of(check_signature(record, given)) == "device_signature_wrong";
    };
    BOOST_TEST(refused([](auto& given) { given.idempotency_key = "key-2"; }));
    BOOST_TEST(refused([](auto& given) { given.body_sha256[0] ^= 1; }));
    BOOST_TEST(refused([](auto& given) { given.signature += "A"; }));
    BOOST_TEST(refused([](auto& given) { given.signature.pop_back(); }));
    BOOST_TEST(refused([](auto& given) { given.signature.clear(); }));
    BOOST_TEST(refused([](auto& given) { given.signature += "="; }));
    BOOST_TEST(refused([](auto& given) { given.signature = std::string(86, 'A'); }));
    BOOST_TEST(refused([&](auto& given) {
        given.signature = device.sign(record.id, "key-1", "{\"a\":1}", true);
    }));
    BOOST_TEST(refused([&](auto& given) {
        given.signature = SigningDevice().sign(record.id, "key-1", "{\"a\":1}");
    }));
    BOOST_TEST(refused([&](auto& given) {
        given.signature = device.sign("other", "key-1", "{\"a\":1}");
    }));
    // Any flipped bit.
    auto const bytes = from_base64url(good.signature).value();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        BOOST_TEST(
            refused([&](auto& given) {
                auto other = bytes;
                other[i] ^= 0x10;
                given.signature = to_base64url(other);
            }),
            i
        );
    }
}

BOOST_FIXTURE_TEST_CASE(an_enrolled_device_signs_what_it_sends_and_others_do_not, Fixture) {
    SigningDevice const device;
    auto const id = enrolled(device).id;
    BOOST_TEST(refusal(recording(make(id))) == "refused device_signature_wrong Device-Signature");
    auto unknown = make("may-9");
    unknown.signature = signature_of(device, "may-9");
    BOOST_TEST(refusal(recording(unknown)) == "refused device_unknown /device");
    BOOST_TEST(must(recording(make("may-9"))).done);
    auto const others = must(enrolling(colleague, SigningDevice().public_key())).id;
    BOOST_TEST(refusal(recording(make(others))) == "refused device_unknown /device");
    auto request = make(id);
    request.signature = signature_of(device, id);
    auto const recorded = must(recording(request));
    BOOST_TEST(recorded.signature->signature == request.signature->signature);
}

BOOST_FIXTURE_TEST_CASE(nothing_of_a_revoked_device_is_taken_whatever_its_clock_says, Fixture) {
    SigningDevice const device;
    auto const id = enrolled(device).id;
    auto request = make(id);
    request.signature = signature_of(device, id);
    must(recording(request));
    clock().advance_ms(3'600'000);
    must(revoking(officer, id));
    auto late = make(id, 2);
    late.at = {clock().now().ms - 3'600'000};
    late.signature = request.signature;
    BOOST_TEST(refusal(recording(late)) == "refused device_revoked /device");
    BOOST_TEST(refusal(recording(request)) == "refused device_revoked /device");
}

BOOST_FIXTURE_TEST_CASE(gaps_and_clocks_of_a_signed_entry_are_flagged_too, Fixture) {
    SigningDevice const device;
    auto const id = enrolled(device).id;
    auto request = make(id, 3);
    request.at = {clock().now().ms - late_ms_min};
    request.signature = signature_of(device, id);
    auto const first = must(recording(request));
    BOOST_TEST(first.gap);
    BOOST_TEST(first.late);
    auto next = make(id, 4);
    next.at = {request.at.ms - 1};
    next.signature = request.signature;
    auto const second_one = must(recording(next));
    BOOST_TEST(!second_one.gap);
    BOOST_TEST(second_one.clock_wrong);
    auto ahead = make(id, 5);
    ahead.at = {clock().now().ms + skew_ms_max + 1};
    ahead.signature = request.signature;
    BOOST_TEST(must(recording(ahead)).clock_wrong);
}

BOOST_FIXTURE_TEST_CASE(stamps_named_by_serial_are_acted_on_by_their_positions, Fixture) {
    auto const epoch = order.range->epoch;
    auto const at = [&](std::int64_t position) {
        return std::optional(stamp::Position{epoch, counter(position)});
    };
    auto request = make("may-1");
    request.action.kind = ActionKind::copied;
    request.action.stamps = {{order.id, 7, 8}};
    request.action.serials = {"0000000000"};
    request.positions = {at(21), at(20), at(8), at(20), at(30)};
    auto const recorded = must(recording(request));
    BOOST_TEST(recorded.done);
    BOOST_TEST((recorded.action.serials == request.action.serials));
    std::vector<std::pair<std::int64_t, std::int64_t>> spans;
    for (auto const& span : recorded.action.stamps) {
        BOOST_TEST(span.order == order.id);
        spans.emplace_back(span.first, span.last);
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> const expected{{7, 8}, {20, 21}, {30, 30}};
    BOOST_TEST((spans == expected));
}

BOOST_FIXTURE_TEST_CASE(
    a_serial_that_was_never_issued_is_recorded_as_why_nothing_was_done, Fixture
) {
    for (auto const& position :
         {std::optional<stamp::Position>(),
          std::optional(stamp::Position{0, order.range->first + order.range->count})}) {
        auto request = make("may-1", position ? 2 : 1);
        request.action.kind = ActionKind::seize;
        request.action.serials = {"0000000000"};
        request.positions = {stamp::Position{order.range->epoch, counter(1)}, position};
        auto const recorded = must(recording(request));
        BOOST_TEST(!recorded.done);
        BOOST_TEST(recorded.problem.value() == "stamp_not_issued");
        BOOST_TEST(recorded.action.stamps.empty());
        BOOST_TEST(recorded.action.serials->size() == 1U);
    }
    // Also beside a span that is none.
    auto beside = make("may-1", 4);
    beside.action.kind = ActionKind::copied;
    beside.action.stamps = {{order.id, 5, std::numeric_limits<std::int64_t>::max()}};
    beside.positions = {stamp::Position{order.range->epoch, counter(1)}};
    BOOST_TEST(must(recording(beside)).problem.value() == "request_invalid");
    auto many = make("may-1", 3);
    many.positions.resize(action_serials_max + 1);
    BOOST_TEST(refusal(recording(many)) == "malformed request_invalid /action/serials");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::inspections
