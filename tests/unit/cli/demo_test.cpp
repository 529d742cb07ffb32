#include "cli/demo.hpp"

#include "cli/demo_data.hpp"
#include "prints/issued.hpp"
#include "registry/certificate.hpp"
#include "signer/local_signer.hpp"
#include "stamps/keys.hpp"
#include "store/check.hpp"
#include "store/temporary_store.hpp"
#include "verdicts/question.hpp"
#include "verdicts/verdicts.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

namespace ocop::cli {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

// A keyring of real keys without the cost of encrypting them.
signer::Keyring make_keys() {
    signer::KeyringIndex index;
    std::map<stamp::Kid, crypto::P256PrivateKey> keys;
    for (auto const& kid : demo_kids()) {
        keys.emplace(kid.kid, crypto::P256PrivateKey::generate());
    }
    stamp::SerialKeys serials;
    serials.add(0, crypto::AesKey{1, 2, 3, 4});
    return {
        index,
        std::move(keys),
        crypto::P256PrivateKey::generate(),
        "",
        "",
        test::mark_key(),
        std::move(serials),
        {},
        test::checkpoint_key(),
        crypto::P256PrivateKey::generate()};
}

// A sample register as it is just after loading, and what serves it.
struct Loaded {
    Loaded(std::uint64_t seed, Instant when)
        : today(when), clock({when.ms - demo_history_days * day_ms}), keyring(make_keys()) {
        auto options = temporary.options();
        store::RocksOptions mine{
            options.directory, test::mark_signer(), test::log_signer(), clock, temporary.random};
        mine.free_bytes_min = 0;
        mine.env = test::quick_env();
        BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(std::move(mine))) == "");
        SeededRandom random(seed);
        auto const loaded = load_demo(*temporary.store, clock, random, points(), today);
        BOOST_TEST_REQUIRE(test::reason_of(loaded) == "");
        auto journal = signer::Journal::open(temporary.path() / "journal.jsonl");
        BOOST_TEST_REQUIRE(test::reason_of(journal) == "");
        signer = std::make_unique<signer::LocalSigner>(keyring, std::move(*journal));
        verdicts = std::make_unique<verdicts::Verdicts>(
            *temporary.store, keyring.serials, std::vector<std::string>{host}, clock
        );
    }

    ~Loaded() { temporary.close(); }

    std::vector<std::string> points() const {
        std::vector<std::string> out;
        for (auto const& [kid, key] : keyring.stamp_keys) {
            out.push_back(to_base64url(key.public_key().point()));
        }
        return out;
    }

    // Signs as a print run does.
    StampLink linking(std::string const& to) {
        return [this, to](prints::IssuedOrder const& order, std::int64_t position) {
            std::string url;
            auto const counter = order.counter_of(position);
            auto const ok =
                signer->sign_range(order.approved(), counter, 1, [&](auto const& stamp) {
                    url = order.url_of(to, stamp);
                    return true;
                });
            return ok ? Result<std::string>(url) : ok.error();
        };
    }

    std::vector<Sample> samples() {
        auto out = demo_samples(*temporary.store->snapshot(), linking(host), keyring.serials, host);
        BOOST_TEST_REQUIRE(test::reason_of(out) == "");
        return *out;
    }

    // The register without what differs by design: salts and public keys.
    std::map<std::string, std::string> records() {
        std::map<std::string, std::string> out;
        auto const snapshot = temporary.store->snapshot();
        for (auto const space : {store::Space::registry, store::Space::stamps}) {
            auto const visit = [&](std::string_view key, std::string_view value) {
                auto const stored = store::parse_logged(value);
                auto record = stored ? stored->record : json::value(std::string(value));
                if (record.is_object()) {
                    record.get_object().erase("public_key");
                }
                out[std::to_string(static_cast<int>(space)) + std::string(key)] =
                    json::serialize(record);
                return true;
            };
            BOOST_TEST_REQUIRE(test::reason_of(snapshot->scan(space, "", "", visit)) == "");
        }
        return out;
    }

    std::string const host = "localhost:8443";
    Instant const today;
    test::TemporaryStore temporary;
    HistoryClock clock;
    signer::Keyring const keyring;
    std::unique_ptr<signer::LocalSigner> signer;
    std::unique_ptr<verdicts::Verdicts> verdicts;
};

// What the page that `url` leads to asks.
verdicts::Question question_of(std::string_view url, std::string const& host) {
    return verdicts::read_question(url, std::vector<std::string>{host});
}

Instant const today{1'795'316'645'678};  // 2026-11-22

std::string first_signed(Loaded& loaded, std::string_view lot) {
    std::string url;
    auto const page = stamps::list_orders(
        *loaded.temporary.store->snapshot(), accounts::system_principal(), "", 100
    );
    BOOST_TEST_REQUIRE(test::reason_of(page) == "");
    for (auto const& order : page->orders) {
        if (order.lot != lot || order.state != stamps::OrderState::issued) {
            continue;
        }
        auto const issued = prints::IssuedOrder::load(
            *loaded.temporary.store->snapshot(), accounts::system_principal(), order.id
        );
        BOOST_TEST_REQUIRE(test::reason_of(issued) == "");
        auto const ok =
            loaded.signer
                ->sign_range(issued->approved(), issued->range().first, 1, [&](auto const& stamp) {
                    url = issued->url_of(loaded.host, stamp);
                    return true;
                });
        BOOST_TEST_REQUIRE(test::reason_of(ok) == "");
    }
    BOOST_TEST_REQUIRE(!url.empty());
    return url;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(demo)

BOOST_AUTO_TEST_CASE(every_sample_is_judged_as_it_says) {
    Loaded loaded(1, today);
    std::set<std::string> seen;
    for (auto const& sample : loaded.samples()) {
        auto const judged = loaded.verdicts->judge(question_of(sample.url, loaded.host));
        BOOST_TEST(judged.answer.verdict == sample.verdict, sample.url);
        BOOST_TEST((
            judged.answer.demo || sample.verdict == "malformed" || sample.verdict == "foreign_link"
        ));
        BOOST_TEST(seen.insert(sample.verdict).second);
    }
    std::set<std::string> const expected{
        "valid",
        "certificate_lapsed",
        "certificate_expired",
        "certificate_withdrawn",
        "not_activated",
        "past_best_before",
        "key_revoked",
        "signature_invalid",
        "malformed",
        "unsigned",
        "not_issued",
        "listed",
        "foreign_link"};
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
    BOOST_TEST(loaded.samples().front().verdict == "valid");
}

BOOST_AUTO_TEST_CASE(samples_are_judged_the_same_on_any_day_they_are_loaded) {
    for (auto const* at :
         {"2027-03-31T16:59:59.999Z", "2028-02-28T17:00:00.000Z", "2030-01-01T05:00:00.000Z"}) {
        Loaded loaded(2, *parse_instant(at));
        for (auto const& sample : loaded.samples()) {
            auto const judged = loaded.verdicts->judge(question_of(sample.url, loaded.host));
            BOOST_TEST(judged.answer.verdict == sample.verdict, sample.url << " on " << at);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_same_seed_and_day_give_the_same_register) {
    Loaded one(1, today);
    Loaded same(1, today);
    Loaded other(2, today);
    BOOST_TEST((one.records() == same.records()));
    BOOST_TEST((one.records() != other.records()));
    BOOST_TEST(one.records().size() == other.records().size());
    BOOST_TEST(one.clock.now().ms == today.ms);
}

BOOST_AUTO_TEST_CASE(the_foreign_sample_imitates_whatever_host_is_ours) {
    Loaded loaded(1, today);
    auto const snapshot = loaded.temporary.store->snapshot();
    for (std::string const& host :
         std::vector<std::string>{"localhost:8443", "id.ocop.vn", "127.0.0.1:8443", "tem.vn"}) {
        auto const samples =
            demo_samples(*snapshot, loaded.linking(host), loaded.keyring.serials, host);
        BOOST_TEST_REQUIRE(test::reason_of(samples) == "");
        verdicts::Verdicts const verdicts(
            *loaded.temporary.store, loaded.keyring.serials, {host}, loaded.clock
        );
        BOOST_TEST(samples->back().verdict == "foreign_link");
        auto const asked = question_of(samples->back().url, host);
        auto const judged = verdicts.judge(asked);
        BOOST_TEST(stamp::is_stamp_shaped(asked.text));
        BOOST_TEST(judged.answer.verdict == "foreign_link");
        BOOST_TEST(judged.answer.reason == "look_alike", host);
        BOOST_TEST(judged.answer.colour == "red");
    }
}

BOOST_AUTO_TEST_CASE(samples_stay_the_same_stamps_when_asked_for_again) {
    Loaded loaded(1, today);
    auto const first = loaded.samples();
    auto const second = loaded.samples();
    auto const before_signature = [](std::string const& url) { return url.substr(0, 60); };
    BOOST_TEST_REQUIRE(first.size() == second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        BOOST_TEST(before_signature(first[i].url) == before_signature(second[i].url));
    }
}

BOOST_AUTO_TEST_CASE(every_record_is_the_one_its_ledger_entry_says) {
    Loaded loaded(1, today);
    auto const snapshot = loaded.temporary.store->snapshot();
    BOOST_TEST(test::reason_of(store::check_ledger(*snapshot)) == "");
    BOOST_TEST(test::reason_of(store::check_logged(*snapshot)) == "");
}

BOOST_AUTO_TEST_CASE(the_revoked_key_has_orders_before_and_after_its_leak) {
    Loaded loaded(1, today);
    auto const key = stamps::find_key(*loaded.temporary.store->snapshot(), {2});
    BOOST_TEST_REQUIRE((key && *key && (*key)->revoked_at_size));
    auto const verdict = [&](std::string_view lot) {
        auto const judged = loaded.verdicts->judge(
            {verdicts::Question::Kind::uri, first_signed(loaded, lot), "", ""}
        );
        BOOST_TEST((judged.answer.stamp && judged.answer.stamp->kid == "0002"));
        return judged.answer.verdict;
    };
    BOOST_TEST(verdict("TRA1") == "valid");
    BOOST_TEST(verdict("TRA2") == "key_revoked");
}

BOOST_AUTO_TEST_CASE(certificates_stand_as_the_story_says) {
    Loaded loaded(1, today);
    auto const judge = [&](std::string_view lot) {
        return loaded.verdicts->judge(
            {verdicts::Question::Kind::uri, first_signed(loaded, lot), "", ""}
        );
    };
    using stamp::CertificateState;
    BOOST_TEST((judge("HONG1").answer.certificate->state == CertificateState::extended));
    BOOST_TEST(judge("HONG1").answer.verdict == "valid");
    auto const expiring = judge("BUOI1").answer.certificate->last_day;
    BOOST_TEST(to_text(expiring) == to_text(add_days(legal_day(today), 20)));
    BOOST_TEST(judge("TAM1").answer.colour == "red");
    BOOST_TEST(judge("NAM1").answer.colour == "amber");
    BOOST_TEST(judge("NAM1").answer.verdict == "certificate_withdrawn");
    auto const regraded = judge("MIEN1").answer;
    BOOST_TEST(regraded.stamp->stars_printed.value_or(0) == 3);
    BOOST_TEST_REQUIRE(regraded.certificate_now.has_value());
    BOOST_TEST(regraded.certificate_now->stars == 4);
    auto const merged = judge("CAM1").answer;
    BOOST_TEST(merged.certificate->authority.vi == "UBND tỉnh Hòa Bình");
    BOOST_TEST_REQUIRE(merged.certificate->authority_now.has_value());
    BOOST_TEST(merged.certificate->authority_now->vi == "UBND tỉnh Phú Thọ");
}

BOOST_AUTO_TEST_CASE(the_tables_show_every_legal_form_star_and_state_of_order) {
    std::set<registry::LegalForm> forms;
    for (auto const& row : demo::producers()) {
        forms.insert(row.legal_form);
    }
    std::set<std::int64_t> stars;
    std::set<std::string_view> certified;
    for (auto const& row : demo::certificates()) {
        stars.insert(row.stars);
        certified.insert(row.product);
    }
    std::set<stamps::OrderState> states;
    for (auto const& row : demo::orders()) {
        states.insert(row.state);
    }
    std::map<std::string_view, int> items;
    for (auto const& row : demo::items()) {
        ++items[row.product];
    }
    BOOST_TEST(forms.size() == 6u);
    BOOST_TEST((stars == std::set<std::int64_t>{3, 4, 5}));
    BOOST_TEST(states.size() == 4u);
    BOOST_TEST(items["tea"] == 3);
    BOOST_TEST(demo::products().size() == certified.size() + 1);
    for (auto const& row : demo::lots()) {
        BOOST_TEST((row.lot.size() <= 6 && stamp::is_lot(row.lot)));
    }
}

BOOST_AUTO_TEST_CASE(a_register_that_is_not_empty_is_refused) {
    Loaded loaded(1, today);
    SeededRandom random(1);
    HistoryClock clock({today.ms - demo_history_days * day_ms});
    auto const again = load_demo(*loaded.temporary.store, clock, random, loaded.points(), today);
    BOOST_TEST(test::slug_of(again) == "authority_exists");
}

BOOST_AUTO_TEST_CASE(a_register_without_sample_data_has_no_samples) {
    test::TemporaryStore empty;
    empty.open();
    Loaded loaded(1, today);
    auto const none = demo_samples(
        *empty.store->snapshot(), loaded.linking(loaded.host), loaded.keyring.serials, loaded.host
    );
    BOOST_TEST(test::slug_of(none) == "sample_missing");
}

BOOST_AUTO_TEST_CASE(seeded_bytes_do_not_depend_on_how_they_are_asked_for_in_whole_blocks) {
    SeededRandom a(7);
    SeededRandom b(7);
    std::array<std::uint8_t, 64> whole{};
    std::array<std::uint8_t, 32> first{};
    std::array<std::uint8_t, 32> second{};
    a.fill(whole);
    b.fill(first);
    b.fill(second);
    BOOST_TEST(std::equal(first.begin(), first.end(), whole.begin()));
    BOOST_TEST(std::equal(second.begin(), second.end(), whole.begin() + 32));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::cli
