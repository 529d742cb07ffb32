#pragma once

#include "checks/checks.hpp"
#include "prints/print_run.hpp"
#include "registry/certificate.hpp"
#include "registry/lot.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"
#include "stamps/orders.hpp"
#include "stamps/states.hpp"
#include "store/store.hpp"
#include "verdicts/lot_line.hpp"
#include "verdicts/question.hpp"

#include <ocop/stamp/link.hpp>
#include <ocop/stamp/verdict.hpp>
#include <ocop/stamp/verifier.hpp>

#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

// Gathers the facts about a scan from one snapshot and asks stamp::decide, where every verdict is
// decided. Nothing here judges.
namespace ocop::verdicts {

// A recall that stands: who ordered it, and on what.
struct RecallAnswer {
    bool voluntary = false;
    registry::Name ordered_by;  // the authority, or the producer
    std::optional<std::string> decision;
    std::optional<Day> decided_on;
    Instant since;
    std::string reason;
    std::optional<std::string> reply;  // of the producer
    std::optional<Instant> replied_at;
};
BOOST_DESCRIBE_STRUCT(
    RecallAnswer,
    (),
    (voluntary, ordered_by, decision, decided_on, since, reason, reply, replied_at)
)

// A hold that stands. Its reason is the inspection's.
struct HoldAnswer {
    registry::Name ordered_by;
    Instant since;
    std::optional<Instant> until;  // none: it was confirmed, and stands until it is lifted
};
BOOST_DESCRIBE_STRUCT(HoldAnswer, (), (ordered_by, since, until))

struct StampAnswer {
    std::string gtin;
    std::string lot;
    std::string serial;        // ten characters
    std::string serial_typed;  // grouped, with check characters
    std::optional<std::string> kid;
    std::optional<std::string> order;   // of an issued stamp; so are the rest
    std::optional<std::int64_t> entry;  // ledger index of the order's issue
    std::optional<std::int64_t> position;
    std::optional<std::int64_t> count;
    std::optional<stamps::StampState> state;
    std::optional<prints::OvertFeature> overt;  // what its label has besides, to compare
    std::optional<std::int64_t> stars_printed;
    std::optional<Instant> issued_at;
    std::optional<Instant> activated_at;
    std::optional<Instant> opened_at = {};  // when a buyer with its right PIN said so
    std::optional<HoldAnswer> hold = {};    // of this stamp
};
BOOST_DESCRIBE_STRUCT(
    StampAnswer,
    (),
    (gtin,
     lot,
     serial,
     serial_typed,
     kid,
     order,
     entry,
     position,
     count,
     state,
     overt,
     stars_printed,
     issued_at,
     activated_at,
     opened_at,
     hold)
)

struct ProductAnswer {
    std::string code;
    registry::Name name;
    std::string gtin;
    registry::Name trade_item;
    registry::Quantity net_content;
    std::int64_t group = 0;
    std::int64_t criteria_set = 0;
    std::optional<std::string> story;
    std::optional<registry::Photo> photo = {};  // /api/v1/photos/{sha256}/thumbnail
};
BOOST_DESCRIBE_STRUCT(
    ProductAnswer,
    (),
    (code, name, gtin, trade_item, net_content, group, criteria_set, story, photo)
)

struct ProducerAnswer {
    std::string id;
    registry::Name name;
    registry::LegalForm legal_form = registry::LegalForm::household;
    std::string address;
    std::string commune_code;
    std::optional<std::string> website;
};
BOOST_DESCRIBE_STRUCT(ProducerAnswer, (), (id, name, legal_form, address, commune_code, website))

struct CertificateAnswer {
    std::string id;
    std::int64_t stars = 0;
    std::string decision;
    Day decided_on;
    Day issued_on;
    Day last_day;                                                    // inclusive, with an extension
    stamp::CertificateState state = stamp::CertificateState::valid;  // today
    registry::Name authority;
    std::optional<registry::Name> authority_now;  // the successor, where there is one
    std::optional<std::int64_t> ground;           // of a withdrawal
    std::optional<std::string> withdrawal_decision;
    std::optional<Day> withdrawn_on;
};
BOOST_DESCRIBE_STRUCT(
    CertificateAnswer,
    (),
    (id,
     stars,
     decision,
     decided_on,
     issued_on,
     last_day,
     state,
     authority,
     authority_now,
     ground,
     withdrawal_decision,
     withdrawn_on)
)

struct LotAnswer {
    std::string gtin;
    std::string lot;
    Day made_on;
    std::optional<Day> best_before;
    registry::Quantity quantity;
    std::optional<registry::Name> place;
    std::optional<RecallAnswer> recall = {};
    std::optional<HoldAnswer> hold = {};  // of the whole lot
};
BOOST_DESCRIBE_STRUCT(
    LotAnswer, (), (gtin, lot, made_on, best_before, quantity, place, recall, hold)
)

// Everything a person or program is told. json::write() gives the API's form.
struct Answer {
    std::string verdict;            // code of the headline
    std::vector<std::string> also;  // codes of the other rows that apply
    std::string colour;
    std::string reason;  // see stamp::Decision::reason
    Instant at;
    bool demo = false;  // about sample data
    std::optional<StampAnswer> stamp;
    std::optional<ProductAnswer> product;
    std::optional<ProducerAnswer> producer;
    std::optional<CertificateAnswer> certificate;      // the one the stamp was ordered under
    std::optional<CertificateAnswer> certificate_now;  // today's, when it is another
    std::optional<LotAnswer> lot;
    std::optional<LotLine> lot_stamps;        // of an issued stamp's lot
    std::optional<checks::Summary> checks;    // of an issued stamp
    std::optional<Instant> pin_used_at = {};  // told to who gave the right PIN: its first use
    // Of an issued stamp: the .tlog-proof file of its order's issue. Given to programs; people
    // follow a link to it.
    std::optional<std::string> proof = {};
};
BOOST_DESCRIBE_STRUCT(
    Answer,
    (),
    (verdict,
     also,
     colour,
     reason,
     at,
     demo,
     stamp,
     product,
     producer,
     certificate,
     certificate_now,
     lot,
     lot_stamps,
     checks,
     pin_used_at,
     proof)
)

struct Judgement {
    stamp::Decision decision;
    Answer answer;
    // Of a stamp whose checks may be counted: typed, or signed under a key that is good for its
    // order, and found in an issued order.
    std::optional<stamp::Position> position;
    stamp::Facts facts;             // what was decided on
    std::string digits;             // of a link with a good signature
    std::uint64_t ledger_size = 0;  // of the ledger that was read; 0: none was
};

// The same facts with what is known of the stamp's PIN, judged again. Pure; any thread.
Judgement with_pin(Judgement judged, stamp::PinFact pin, std::optional<Instant> used_at);

// References must outlive it. Any thread; blocks on store reads.
class Verdicts {
  public:
    Verdicts(
        store::Store const& store,
        stamp::SerialKeys const& serials,
        std::vector<std::string> hosts,  // ours: "host" or "host:port"
        Clock const& clock
    );

    std::vector<std::string> const& hosts() const { return hosts_; }

    // Never fails: what cannot be read is the verdict `unavailable`.
    Judgement judge(Question const& asked) const;

  private:
    struct Case;

    Result<void> gather(store::Reader const& reader, Case& c) const;
    Result<void> gather_stamp(store::Reader const& reader, Case& c) const;
    Result<void> gather_product(store::Reader const& reader, Case& c) const;
    Result<void> gather_certificate(store::Reader const& reader, Case& c, std::string_view product)
        const;
    Result<void> gather_lot(store::Reader const& reader, Case& c, std::string const& gtin) const;
    Result<void> check_signature(store::Reader const& reader, Case& c) const;
    Result<std::shared_ptr<stamp::StampVerifier const>> verifier_for(
        store::Reader const& reader, stamp::Kid kid
    ) const;

    store::Store const& store_;
    stamp::SerialKeys const& serials_;
    std::vector<std::string> const hosts_;
    Clock const& clock_;
    // A kid never changes its key, so what is read once stays true. Under mutex_.
    mutable std::shared_mutex mutex_;
    mutable std::map<stamp::Kid, std::shared_ptr<stamp::StampVerifier const>> verifiers_;
};

}  // namespace ocop::verdicts
