#pragma once

#include <ocop/base/encoding.hpp>
#include <ocop/bundle/bundle.hpp>
#include <ocop/bundle/filter.hpp>
#include <ocop/stamp/link.hpp>
#include <ocop/stamp/serial.hpp>
#include <ocop/stamp/verifier.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

// "What a reader concludes" (include/ocop/bundle/FORMAT.md), written from that page as plainly as
// it can be.
namespace ocop::naive {

// By SHA-256, in hex.
using FilterFiles = std::map<std::string, std::string>;

struct Concluded {
    stamp::Decision decision;
    bool issued_since = false;   // not in the filters, but an order may have come since
    bool not_in_bundle = false;  // the lot or its filters are not here
};

struct Fate {
    bundle::Order const* order = nullptr;
    std::optional<Day> activated;
    std::optional<stamp::VoidReason> voided;
};

class Reader {
  public:
    Reader(bundle::File const& file, FilterFiles const& filters) : file_(file), filters_(filters) {}

    Concluded conclude(std::string_view uri, Instant now) const {
        Concluded out;
        stamp::Facts facts;
        facts.today = legal_day(now);
        facts.host = stamp::classify_host(stamp::authority_of(uri), file_.trust.list.hosts);
        facts.stamp_shaped = stamp::is_stamp_shaped(uri);
        auto const link = stamp::read_link(uri);
        if (!link) {
            facts.malformed_slug = link.error().slug;
        } else if (facts.host == stamp::HostClass::ours) {
            judge_signature(*link, facts);
            gather(link->gtin, link->lot.value_or(""), link->serial, kid_of(*link), facts, out);
        }
        out.decision = stamp::decide(facts);
        return out;
    }

    // A typed serial is looked for in the lot that the person names.
    Concluded conclude_typed(
        std::string_view typed, std::string const& gtin, std::string const& lot, Instant now
    ) const {
        Concluded out;
        stamp::Facts facts;
        facts.today = legal_day(now);
        facts.asked = stamp::Asked::typed_serial;
        auto const serial = stamp::parse_typed_serial(typed);
        if (serial) {
            gather(gtin, lot, *serial, "", facts, out);
        } else {
            facts.malformed_slug = serial.error().slug;
        }
        out.decision = stamp::decide(facts);
        return out;
    }

  private:
    static std::string kid_of(stamp::StampLink const& link) {
        return link.digits ? link.digits->substr(0, 4) : "";
    }

    void judge_signature(stamp::StampLink const& link, stamp::Facts& facts) const {
        if (!link.digits) {
            return;
        }
        facts.signature = stamp::SignatureFact::bad;
        auto const signature = stamp::decode_stamp_digits(*link.digits);
        auto const* const key = signature ? file_.trust.list.find_key(signature->kid) : nullptr;
        if (key == nullptr) {
            return;
        }
        facts.key_revoked_at_size = key->revoked_at_size;
        stamp::StampVerifier verifier;
        auto const point = crypto::P256PublicKey::from_point(*from_base64url(key->public_key));
        verifier.add_key(key->kid, *point).value();
        stamp::Stamp const stamp{link.gtin, link.lot.value_or(""), link.serial.value_or(0)};
        if (verifier.verify(stamp, *signature) == stamp::SignatureState::good) {
            facts.signature = stamp::SignatureFact::good;
        }
    }

    bundle::Lot const* find_lot(std::string const& gtin, std::string const& lot) const {
        for (auto const& each : file_.body.lots) {
            if (each.gtin == gtin && each.lot == lot) {
                return &each;
            }
        }
        return nullptr;
    }

    // The order's; without one, the product's last that is in force on the day, else its last.
    std::optional<stamp::CertificateTerm> certificate(
        std::string const& gtin, bundle::Order const* order, Day day
    ) const {
        std::string product;
        for (auto const& item : file_.body.items) {
            product = item.gtin == gtin ? item.product : product;
        }
        std::optional<stamp::CertificateTerm> last;
        std::optional<stamp::CertificateTerm> in_force;
        for (auto const& each : file_.body.certificates) {
            if (order != nullptr && each.id == order->certificate) {
                return bundle::term_of(each);
            }
            if (each.product == product) {
                last = bundle::term_of(each);
                in_force = stamp::is_in_force(*last, day) ? last : in_force;
            }
        }
        return in_force ? in_force : last;
    }

    static bool lists(
        std::optional<std::vector<std::string>> const& serials, std::string const& serial
    ) {
        return serials && std::find(serials->begin(), serials->end(), serial) != serials->end();
    }

    // Takes the set's filter off the front of `filters`, if it has one.
    static bool holds(
        bundle::SerialSet const& set, std::uint64_t serial, std::vector<bundle::Filter>& filters
    ) {
        auto const text = stamp::format_serial(serial);
        if (set.all) {
            return true;
        }
        if (set.serials) {
            return lists(set.serials, text);
        }
        bool const says_yes = filters.front().has(serial);
        filters.erase(filters.begin());
        return says_yes && !lists(set.except, text);
    }

    // The first order whose issued filter says yes: of this kid, unless it is empty.
    Fate find(bundle::Lot const& lot, std::uint64_t serial, std::string const& kid) const {
        Fate out;
        auto filters = *bundle::parse_filters(filters_.at(*lot.filters));
        for (auto const& order : *lot.orders) {
            Fate fate;
            bool const issued =
                filters.front().has(serial) && !lists(order.except, stamp::format_serial(serial));
            filters.erase(filters.begin());
            fate.order = &order;
            for (auto const& set : order.activated.value_or(std::vector<bundle::Activation>())) {
                if (holds(set, serial, filters)) {
                    fate.activated = set.to;
                }
            }
            for (auto const& set : order.voided.value_or(std::vector<bundle::Voiding>())) {
                if (holds(set, serial, filters)) {
                    fate.voided = set.reason;
                }
            }
            bool const right = kid.empty() || stamp::to_text(order.kid) == kid;
            if (issued && right && out.order == nullptr) {
                out = fate;
            }
        }
        return out;
    }

    Fate look_up(
        bundle::Lot const& lot, std::uint64_t serial, std::string const& kid, stamp::Facts& facts
    ) const {
        auto const fate = find(lot, serial, kid);
        if (fate.order != nullptr) {
            auto const text = stamp::format_serial(serial);
            facts.issue = stamp::IssueFact::issued;
            facts.order_entry_index = fate.order->entry;
            facts.order_has_pins = fate.order->pins.value_or(false);
            facts.activated = fate.activated;
            facts.voided = fate.voided;
            facts.stamp_copied = lists(lot.copied, text);
            facts.stamp_held = lists(lot.held, text);
            return fate;
        }
        auto const other = find(lot, serial, "");
        facts.issue =
            other.order != nullptr ? stamp::IssueFact::other_order : stamp::IssueFact::no_order;
        if (other.order != nullptr) {
            facts.order_entry_index = other.order->entry;
        }
        return {};
    }

    void gather(
        std::string const& gtin,
        std::string const& number,
        std::optional<std::uint64_t> serial,
        std::string const& kid,
        stamp::Facts& facts,
        Concluded& out
    ) const {
        auto const* const lot = find_lot(gtin, number);
        bool const asked = serial && (facts.asked == stamp::Asked::typed_serial ||
                                      facts.signature == stamp::SignatureFact::good);
        Fate fate;
        if (lot != nullptr) {
            facts.lot_recalled = lot->recall.has_value();
            facts.lot_held = lot->hold.has_value();
            facts.lot_made = lot->made_on;
            facts.lot_best_before = lot->best_before;
            if (asked && lot->filters) {
                fate = look_up(*lot, *serial, kid, facts);
            }
        }
        facts.certificate = certificate(gtin, fate.order, facts.today);
        out.not_in_bundle = asked && facts.issue == stamp::IssueFact::unknown;
        bool const closed = lot != nullptr && lot->closed_on;
        auto const* const key =
            kid.empty() ? nullptr : file_.trust.list.find_key(*stamp::parse_kid(kid));
        bool const over = key != nullptr && key->logged_until < file_.head.issued_at.at;
        out.issued_since = facts.issue == stamp::IssueFact::no_order && !closed && !over;
    }

    bundle::File const& file_;
    FilterFiles const& filters_;
};

}  // namespace ocop::naive
