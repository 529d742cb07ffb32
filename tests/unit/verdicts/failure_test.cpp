#include "unit/verdicts/scan.hpp"

namespace ocop::verdicts {

namespace {

// Reads go through until the n-th, which fails, as do all after it.
struct Countdown {
    mutable int left = 0;
    mutable bool failed = false;

    bool spent() const {
        failed = failed || left-- <= 0;
        return failed;
    }
};

class FailingSnapshot final : public store::Snapshot {
  public:
    FailingSnapshot(std::unique_ptr<store::Snapshot> inner, Countdown const& countdown)
        : inner_(std::move(inner)), countdown_(countdown) {}

    Result<std::optional<std::string>> get(store::Space space, std::string_view key)
        const override {
        return countdown_.spent() ? Error(Errc::corrupt, "store_corrupt") : inner_->get(space, key);
    }

    Result<void> scan(
        store::Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const override {
        return countdown_.spent() ? Error(Errc::corrupt, "store_corrupt")
                                  : inner_->scan(space, prefix, from, visit);
    }

    std::uint64_t ledger_size() const override { return inner_->ledger_size(); }

  private:
    std::unique_ptr<store::Snapshot> inner_;
    Countdown const& countdown_;
};

class FailingStore final : public store::Store {
  public:
    explicit FailingStore(store::Store& inner) : inner_(inner) {}

    std::unique_ptr<store::Snapshot> snapshot() const override {
        return std::make_unique<FailingSnapshot>(inner_.snapshot(), countdown);
    }

    void transact(store::Work work, store::Done done) override {
        inner_.transact(std::move(work), std::move(done));
    }

    bool ready() const override { return inner_.ready(); }

    void close() override { inner_.close(); }

    Countdown countdown;

  private:
    store::Store& inner_;
};

struct Fixture : test::ScanFixture {
    // Judges with each read failing in turn, until one judgement needs no more reads.
    int fail_each_read(Question const& question, std::string_view expected) {
        for (int reads = 0; reads < 100; ++reads) {
            FailingStore failing(store());
            failing.countdown.left = reads;
            Verdicts const judge(failing, serials(), {test::our_host}, clock());
            auto const judged = judge.judge(question);
            auto const& answer = judged.answer;
            if (!failing.countdown.failed) {
                BOOST_TEST(answer.verdict == expected);
                return reads;
            }
            BOOST_TEST(answer.verdict == "unavailable", "read " << reads);
            BOOST_TEST(answer.colour == "grey");
            BOOST_TEST(stamp::http_status(judged.decision.headline) == 503);
            BOOST_TEST((!answer.stamp && !answer.product && !answer.certificate && !answer.lot));
            BOOST_TEST(!judged.position.has_value());
        }
        BOOST_FAIL("reads without end");
        return 0;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(failure)

BOOST_FIXTURE_TEST_CASE(whichever_read_fails_the_verdict_is_unavailable, Fixture) {
    auto const uri = [](std::string text) {
        return Question{Question::Kind::uri, std::move(text), "", ""};
    };
    BOOST_TEST(fail_each_read(uri(url(stamp_at(0))), "valid") > 8);
    BOOST_TEST(fail_each_read(uri(url(stamp_at(99))), "not_issued") > 3);
    auto const information = "https://" + test::our_host + "/01/" + order.gtin;
    BOOST_TEST(fail_each_read(uri(information), "unsigned") > 3);
    auto const typed = stamp::format_typed_serial(serial_at(0));
    BOOST_TEST(fail_each_read({Question::Kind::typed_serial, typed, "", ""}, "listed") > 5);
}

BOOST_FIXTURE_TEST_CASE(what_needs_no_register_is_told_without_it, Fixture) {
    FailingStore failing(store());
    Verdicts const judge(failing, serials(), {test::our_host}, clock());
    auto const said = [&](std::string text) {
        return judge.judge({Question::Kind::uri, std::move(text), "", ""}).answer.verdict;
    };
    BOOST_TEST(said("https://evil.com/01/09520001100017") == "foreign_link");
    BOOST_TEST(said("https://" + test::our_host + "/01/1") == "malformed");
    BOOST_TEST(!failing.countdown.failed);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_record_is_unavailable_and_not_not_issued, Fixture) {
    auto const link = url(stamp_at(0));
    auto const order_key = ByteWriter().u8('o').text(order.id).take();
    test::write_one(store(), store::Space::stamps, order_key, "{}");
    BOOST_TEST(scan(link) == "unavailable");
}

BOOST_FIXTURE_TEST_CASE(a_key_that_could_not_be_read_once_is_read_again, Fixture) {
    FailingStore failing(store());
    Verdicts const judge(failing, serials(), {test::our_host}, clock());
    Question const question{Question::Kind::uri, url(stamp_at(0)), "", ""};
    BOOST_TEST(judge.judge(question).answer.verdict == "unavailable");
    failing.countdown = {1000, false};
    BOOST_TEST(judge.judge(question).answer.verdict == "valid");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::verdicts
