#include "bundles/gather.hpp"
#include "stamps/lapse.hpp"
#include "unit/bundles/bundles.hpp"

#include <ocop/base/days.hpp>

#include <zlib.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace ocop::bundles {

namespace {

using store::Transaction;

struct Fixture : test::BundleFixture {
    stamps::StampOrder active(std::int64_t count, std::string number = "L1") {
        auto request = test::new_order(count, std::move(number));
        request.active_when_issued = true;
        return issued(request);
    }

    std::size_t files_there() const {
        std::size_t count = 0;
        for (auto const& each : std::filesystem::directory_iterator(directory.path() / "bundle")) {
            count += each.path().extension() == ".filters" ? 1 : 0;
        }
        return count;
    }

    void close(std::string const& number) {
        must([&](Transaction& tx) {
            return stamps::close_lot(tx, who, policy, registry::lot_key(test::item_gtin, number));
        });
    }

    bool lists(std::string_view number) {
        auto const file = read();
        return std::any_of(file.body.lots.begin(), file.body.lots.end(), [&](auto const& row) {
            return row.lot == number;
        });
    }
};

std::string gunzip(std::string const& bytes) {
    z_stream stream{};
    BOOST_TEST_REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string out(1 << 20, '\0');
    auto in = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    BOOST_TEST(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bundle_publisher)

BOOST_FIXTURE_TEST_CASE(the_bundle_says_what_the_register_knows_of_a_lot_on_sale, Fixture) {
    auto const order = active(100);
    run(inspecting("L1", inspections::ActionKind::copied, {{order.id, 7, 8}})).value();
    run(inspecting("L1", inspections::ActionKind::hold, {{order.id, 3, 3}})).value();
    auto const file = read();
    BOOST_TEST(file.head.log_size == ledger_size());
    BOOST_TEST((file.head.issued_at.at == clock().now()));
    BOOST_TEST_REQUIRE(file.body.producers.size() == 1U);
    BOOST_TEST(file.body.producers.front().commune.value() == "08620");
    BOOST_TEST_REQUIRE(file.body.products.size() == 1U);
    BOOST_TEST(!file.body.products.front().demo.has_value());
    BOOST_TEST_REQUIRE(file.body.items.size() == 1U);
    BOOST_TEST(file.body.items.front().net_content.unit == "g");
    BOOST_TEST_REQUIRE(file.body.certificates.size() == 1U);
    BOOST_TEST(file.body.certificates.front().decision == "1/QĐ-UBND");
    BOOST_TEST_REQUIRE(file.body.lots.size() == 1U);  // L2 and L3 have no stamps
    auto const row = lot_of(file, "L1");
    BOOST_TEST(row.copied.value().size() == 2U);
    BOOST_TEST(row.held.value().size() == 1U);
    BOOST_TEST(!row.hold.has_value());
    BOOST_TEST_REQUIRE(row.orders.value().size() == 1U);
    auto const& said = row.orders->front();
    BOOST_TEST(said.id == order.id);
    BOOST_TEST(said.entry == stamps::find_issued(*store().snapshot(), {0, 0}).value()->entry);
    BOOST_TEST(said.activated.value().front().all.value());
}

BOOST_FIXTURE_TEST_CASE(lots_that_are_off_sale_are_left_out_unless_a_recall_stands, Fixture) {
    active(10, "L1");
    active(10, "L2");
    close("L1");
    close("L2");
    clock().advance_ms(364 * day_ms);
    BOOST_TEST(lists("L1"));
    recall("L2");
    clock().advance_ms(2 * day_ms);
    BOOST_TEST(!lists("L1"));
    BOOST_TEST(lists("L2"));
}

BOOST_FIXTURE_TEST_CASE(a_lot_that_is_held_is_listed_though_it_has_no_stamps, Fixture) {
    run(inspecting("L3", inspections::ActionKind::hold, {})).value();
    auto const row = lot_of(read(), "L3");
    BOOST_TEST(row.hold.value().until.has_value());
    BOOST_TEST(!row.filters.has_value());
}

BOOST_FIXTURE_TEST_CASE(the_same_body_keeps_its_head_for_15_minutes, Fixture) {
    active(10);
    auto const first = served();
    clock().advance_ms(head_ms_max - 1);
    BOOST_TEST(served() == first);
    clock().advance_ms(1);
    auto const later = served();
    BOOST_TEST(later->tag != first->tag);
    BOOST_TEST((later->issued_at == clock().now()));
    auto const body = [](Served const& of) { return of.file.substr(of.file.find('\n')); };
    BOOST_TEST(body(*later) == body(*first));
}

BOOST_FIXTURE_TEST_CASE(what_grows_the_ledger_and_changes_no_line_keeps_the_head_too, Fixture) {
    active(10);
    auto const first = served();
    lot(test::new_lot("L4"));
    BOOST_TEST(served() == first);
    active(10, "L4");
    BOOST_TEST(served() != first);
}

BOOST_FIXTURE_TEST_CASE(a_revoked_key_needs_a_new_head_at_once, Fixture) {
    active(10);
    auto const first = served();
    must([&](Transaction& tx) {
        return stamps::revoke_key(tx, who, {1}, {"Lộ khóa", tx.ledger_size()});
    });
    BOOST_TEST(served() != first);
    BOOST_TEST(read().trust.list.find_key({1})->revoked_at_size.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_filter_file_is_made_once_until_its_lot_changes, Fixture) {
    auto const order = printed(test::new_order(500));
    active(500, "L2");
    auto const before = read();
    BOOST_TEST(publisher->files().made() == 2U);
    lot(test::new_lot("L4"));
    clock().advance_ms(head_ms_max);
    read();
    BOOST_TEST(publisher->files().made() == 2U);
    must(moving(order, stamps::StampState::activated, {{1, 100}}));
    auto const after = read();
    BOOST_TEST(publisher->files().made() == 3U);
    BOOST_TEST(lot_of(after, "L1").filters.value() != lot_of(before, "L1").filters.value());
    BOOST_TEST(lot_of(after, "L2").filters.value() == lot_of(before, "L2").filters.value());
    start();  // a restart finds them
    BOOST_TEST(lot_of(read(), "L1").filters.value() == lot_of(after, "L1").filters.value());
    BOOST_TEST(publisher->files().made() == 0U);
}

BOOST_FIXTURE_TEST_CASE(files_that_are_lost_or_damaged_are_made_again_or_absent, Fixture) {
    active(500);
    auto const name = lot_of(read(), "L1").filters.value();
    auto const path = directory.path() / "bundle" / (name + ".filters");
    auto const bytes = publisher->files().read(name).value();
    {
        std::ofstream out(path, std::ios::binary);
        out << bytes.substr(0, bytes.size() - 1) << '!';
    }
    BOOST_TEST(test::slug_of(publisher->files().read(name)) == "bundle_lot_not_found");
    std::filesystem::remove(path);
    lot(test::new_lot("L4"));
    BOOST_TEST(lot_of(read(), "L1").filters.value() == name);
    BOOST_TEST(publisher->files().made() == 1U + (std::filesystem::exists(path) ? 1U : 0U));
    for (auto const* other : {"", "../journal", "A"}) {
        BOOST_TEST(test::slug_of(publisher->files().read(other)) == "bundle_lot_not_found");
    }
}

BOOST_FIXTURE_TEST_CASE(a_file_that_a_bundle_named_stays_for_seven_days, Fixture) {
    auto const order = printed(test::new_order(500));
    auto const name = lot_of(read(), "L1").filters.value();
    must(moving(order, stamps::StampState::activated, {{1, 100}}));
    auto const now = lot_of(read(), "L1").filters.value();
    BOOST_TEST(files_there() == 2U);
    for (int i = 0; i < 7; ++i) {
        clock().advance_ms(day_ms);
        read();
        BOOST_TEST(test::slug_of(publisher->files().sweep(clock().now())) == "");
        BOOST_TEST(publisher->files().read(name).has_value());
    }
    clock().advance_ms(2 * day_ms);
    read();
    BOOST_TEST(test::slug_of(publisher->files().sweep(clock().now())) == "");
    BOOST_TEST(!publisher->files().read(name).has_value());
    BOOST_TEST(publisher->files().read(now).has_value());
    BOOST_TEST(files_there() == 1U);
}

BOOST_FIXTURE_TEST_CASE(activations_are_parted_at_the_days_that_matter, Fixture) {
    auto const order = printed(test::new_order(40));
    for (int i = 0; i < 4; ++i) {
        must(moving(order, stamps::StampState::activated, {{10 * i + 1, 10 * i + 10}}));
        clock().advance_ms(day_ms);
    }
    BOOST_TEST(lot_of(read(), "L1").orders->front().activated->size() == 1U);
    must([&](Transaction& tx) {
        return registry::withdraw_certificate(
            tx, who, certificate, {"3/QĐ", test::day("2026-11-26"), 5, test::day("2026-11-23")}
        );
    });
    auto const sets = lot_of(read(), "L1").orders->front().activated.value();
    BOOST_TEST_REQUIRE(sets.size() == 2U);
    BOOST_TEST((sets[0].from == test::day("2026-11-22") && sets[0].to == test::day("2026-11-23")));
    BOOST_TEST((sets[1].from == test::day("2026-11-24") && sets[1].to == test::day("2026-11-25")));
    BOOST_TEST(sets[0].count == 20);
}

BOOST_FIXTURE_TEST_CASE(the_compressed_file_is_the_file, Fixture) {
    active(10);
    auto const now = served();
    BOOST_TEST((gunzip(now->gzip) == now->file));
}

BOOST_FIXTURE_TEST_CASE(many_who_ask_at_once_get_one_bundle_or_are_told_to_wait, Fixture) {
    active(3'000);
    std::atomic<int> answered{0};
    std::atomic<int> told_to_wait{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            auto const now = publisher->current();
            answered += now ? 1 : 0;
            told_to_wait += !now && now.error().slug == "bundle_not_ready" ? 1 : 0;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    BOOST_TEST(answered + told_to_wait == 8);
    BOOST_TEST(answered >= 1);
    BOOST_TEST(publisher->files().made() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::bundles
