#pragma once

#include "orders.hpp"
#include "verdicts/verdicts.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/p256.hpp>

// The small register with a real issuing key, and links as a printer, or a thief of the key, makes
// them.
namespace ocop::test {

inline std::string const our_host = "tem.example.vn";

struct ScanFixture : OrderFixture {
    ScanFixture() : OrderFixture(false), verdicts(store(), serials(), {our_host}, clock()) {
        certificate = certify(4, "2026-06-01").id;
        lot();
        lot(new_lot("L2"));
        auto known = issuing_key(1);
        known.public_key = to_base64url(key.public_key().point());
        add_key(known);
        auto request = new_order(10);
        request.active_when_issued = true;
        order = issued(request);
    }

    static stamp::SerialKeys const& serials() {
        static stamp::SerialKeys const keys = [] {
            stamp::SerialKeys out;
            out.add(0, crypto::AesKey{1, 2, 3});
            return out;
        }();
        return keys;
    }

    static std::uint64_t serial_at(std::uint64_t counter, std::uint8_t epoch = 0) {
        return serials().serial_of({epoch, counter}).value();
    }

    stamp::Stamp stamp_at(std::uint64_t counter) const {
        return {order.gtin, order.lot, serial_at(counter)};
    }

    std::string url(stamp::Stamp const& stamp, std::uint16_t kid = 1) const {
        auto const signature = key.sign(stamp::signed_bytes({kid}, stamp));
        return stamp::write_stamp_url(our_host, stamp, {{kid}, signature});
    }

    verdicts::Judgement judge(std::string text) const {
        return verdicts.judge({verdicts::Question::Kind::uri, std::move(text), "", ""});
    }

    verdicts::Judgement judge_typed(std::string text) const {
        return verdicts.judge({verdicts::Question::Kind::typed_serial, std::move(text), "", ""});
    }

    // "headline", or "headline reason".
    static std::string said(verdicts::Judgement const& judged) {
        auto const& answer = judged.answer;
        return answer.reason.empty() ? answer.verdict : answer.verdict + " " + answer.reason;
    }

    std::string scan(std::string const& text) const { return said(judge(text)); }

    crypto::P256PrivateKey const key = crypto::P256PrivateKey::generate();
    verdicts::Verdicts verdicts;
    stamps::StampOrder order;
};

}  // namespace ocop::test
