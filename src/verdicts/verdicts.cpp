#include "verdicts/verdicts.hpp"

#include "registry/authority.hpp"
#include "stamps/keys.hpp"
#include "stamps/states.hpp"
#include "verdicts/described.hpp"
#include "verdicts/inspected.hpp"
#include "verdicts/issued.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/stamp/serial.hpp>

#include <mutex>

namespace ocop::verdicts {

namespace {

// An issued order names what must be there: a verdict without it would rest on less than it says.
Error missing(std::string what) {
    return {Errc::corrupt, "store_corrupt", std::move(what), "is missing"};
}

void decide_on(stamp::Facts const& facts, Judgement& out) {
    out.decision = stamp::decide(facts);
    out.answer.verdict = stamp::code_of(out.decision.headline);
    out.answer.also.clear();
    for (auto const verdict : out.decision.also) {
        out.answer.also.emplace_back(stamp::code_of(verdict));
    }
    out.answer.colour = stamp::to_text(out.decision.colour);
    out.answer.reason = out.decision.reason;
}

}  // namespace

Judgement with_pin(Judgement judged, stamp::PinFact pin, std::optional<Instant> used_at) {
    judged.facts.pin = pin;
    judged.answer.pin_used_at = used_at;
    decide_on(judged.facts, judged);
    return judged;
}

// One question on its way to an answer.
struct Verdicts::Case {
    Instant now;
    std::optional<stamp::StampLink> link;       // of a link
    std::optional<std::uint64_t> typed_serial;  // of a typed serial
    std::optional<stamp::Position> position;
    std::optional<stamps::StampOrder> order;  // an issued one that holds the position
    stamp::Facts facts;
    Answer answer;

    std::optional<std::uint64_t> serial() const { return link ? link->serial : typed_serial; }
};

Verdicts::Verdicts(
    store::Store const& store,
    stamp::SerialKeys const& serials,
    std::vector<std::string> hosts,
    Clock const& clock
)
    : store_(store), serials_(serials), hosts_(std::move(hosts)), clock_(clock) {}

Judgement Verdicts::judge(Question const& asked) const {
    auto const question =
        asked.kind == Question::Kind::uri ? read_question(asked.text, hosts_) : asked;
    Case c;
    c.now = clock_.now();
    c.facts.today = legal_day(c.now);
    if (question.kind == Question::Kind::typed_serial) {
        c.facts.asked = stamp::Asked::typed_serial;
        auto const serial = stamp::parse_typed_serial(question.text);
        if (serial) {
            c.typed_serial = *serial;
        } else {
            c.facts.malformed_slug = serial.error().slug;
        }
    } else {
        bool const whole = question.kind == Question::Kind::uri;
        auto link = whole ? stamp::read_link(question.text)
                          : stamp::read_link_target(question.text, question.query, question.host);
        auto const authority =
            whole ? std::string(stamp::authority_of(question.text)) : question.host;
        c.facts.host = stamp::classify_host(authority, hosts_);
        c.facts.stamp_shaped = whole && stamp::is_stamp_shaped(question.text);
        if (link) {
            c.link = std::move(*link);
        } else {
            c.facts.malformed_slug = link.error().slug;
        }
    }
    std::uint64_t ledger_size = 0;
    // Nothing of ours is shown for a link that leads elsewhere or has no form.
    if (c.facts.host == stamp::HostClass::ours && c.facts.malformed_slug.empty()) {
        auto const snapshot = store_.snapshot();
        ledger_size = snapshot->ledger_size();
        if (auto const read = gather(*snapshot, c); !read) {
            c.facts.register_unreadable = true;
            c.answer = {};
            c.position.reset();
        }
    }
    Judgement out;
    out.answer = std::move(c.answer);
    decide_on(c.facts, out);
    out.answer.at = c.now;
    out.ledger_size = ledger_size;
    // A revoked key's stamp may be a forger's: its serial alone would look well on a receipt.
    if (c.facts.issue == stamp::IssueFact::issued &&
        out.decision.headline != stamp::Verdict::key_revoked) {
        out.position = c.position;
    }
    if (c.facts.signature == stamp::SignatureFact::good) {
        out.digits = *c.link->digits;
    }
    out.facts = std::move(c.facts);
    return out;
}

Result<void> Verdicts::gather(store::Reader const& reader, Case& c) const {
    auto const demo = registry::is_demo(reader);
    if (!demo) {
        return demo.error();
    }
    c.answer.demo = *demo;
    if (c.link && c.link->digits) {
        if (auto ok = check_signature(reader, c); !ok) {
            return ok;
        }
    }
    if (c.serial()) {
        if (auto ok = gather_stamp(reader, c); !ok) {
            return ok;
        }
    }
    return gather_product(reader, c);
}

Result<std::shared_ptr<stamp::StampVerifier const>> Verdicts::verifier_for(
    store::Reader const& reader, stamp::Kid kid
) const {
    {
        std::shared_lock const lock(mutex_);
        if (auto const known = verifiers_.find(kid); known != verifiers_.end()) {
            return known->second;
        }
    }
    auto const key = stamps::find_key(reader, kid);
    if (!key) {
        return key.error();
    }
    auto verifier = std::make_shared<stamp::StampVerifier>();
    if (!*key) {
        return std::shared_ptr<stamp::StampVerifier const>(verifier);
    }
    auto const point = from_base64url((*key)->public_key);
    auto const public_key = point ? crypto::P256PublicKey::from_point(*point)
                                  : Result<crypto::P256PublicKey>(point.error());
    if (!public_key) {
        return Error(Errc::corrupt, "store_corrupt", "stamps k", "is not a public key");
    }
    if (auto ok = verifier->add_key(kid, *public_key); !ok) {
        return ok.error();
    }
    std::unique_lock const lock(mutex_);
    return verifiers_.emplace(kid, std::move(verifier)).first->second;
}

Result<void> Verdicts::check_signature(store::Reader const& reader, Case& c) const {
    c.facts.signature = stamp::SignatureFact::bad;
    auto const signature = stamp::decode_stamp_digits(*c.link->digits);
    if (!signature) {
        return {};
    }
    auto const verifier = verifier_for(reader, signature->kid);
    if (!verifier) {
        return verifier.error();
    }
    stamp::Stamp const stamp{c.link->gtin, c.link->lot.value_or(""), c.link->serial.value_or(0)};
    if ((*verifier)->verify(stamp, *signature) == stamp::SignatureState::good) {
        c.facts.signature = stamp::SignatureFact::good;
    }
    auto const key = stamps::find_key(reader, signature->kid);
    if (!key) {
        return key.error();
    }
    if (*key) {
        c.facts.key_revoked_at_size = (*key)->revoked_at_size;
    }
    return {};
}

Result<void> Verdicts::gather_stamp(store::Reader const& reader, Case& c) const {
    auto const serial = *c.serial();
    auto& stamp = c.answer.stamp.emplace();
    stamp.serial = stamp::format_serial(serial);
    stamp.serial_typed = stamp::format_typed_serial(serial);
    if (c.link) {
        stamp.gtin = c.link->gtin;
        stamp.lot = c.link->lot.value_or("");
        if (c.link->digits) {
            stamp.kid = c.link->digits->substr(0, stamp::kid_digits);
        }
    }
    // Without a good signature a link's serial is only text: nothing is told of the stamp it names.
    if (c.link && c.facts.signature != stamp::SignatureFact::good) {
        return {};
    }
    c.facts.issue = stamp::IssueFact::no_order;
    c.position = serials_.position_of(serial);
    if (!c.position) {
        return {};
    }
    auto const found = stamps::find_issued(reader, *c.position);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return {};
    }
    auto order = stamps::load_order(reader, (*found)->order);
    if (!order) {
        return order.error();
    }
    bool const same =
        !c.link || (order->gtin == c.link->gtin && (!c.link->lot || order->lot == *c.link->lot) &&
                    (!stamp.kid || stamp::to_text(*order->kid) == *stamp.kid));
    if (!same) {
        c.facts.issue = stamp::IssueFact::other_order;
        c.facts.order_entry_index = (*found)->entry;
        return {};
    }
    c.facts.issue = stamp::IssueFact::issued;
    c.facts.order_entry_index = (*found)->entry;
    auto const position = static_cast<std::int64_t>(c.position->counter - (*found)->first) + 1;
    IssuedStamp const issued{*order, position, *c.position, c.now};
    if (auto ok = gather_issued(reader, issued, c.facts, c.answer); !ok) {
        return ok;
    }
    c.order = std::move(*order);
    return {};
}

Result<void> Verdicts::gather_product(store::Reader const& reader, Case& c) const {
    auto const gtin = c.order ? c.order->gtin : c.link ? c.link->gtin : std::string();
    if (gtin.empty()) {
        return {};  // a typed serial that is in no order names no product
    }
    auto const item = registry::find<registry::TradeItem>(reader, gtin);
    if (!item) {
        return item.error();
    }
    if (!*item) {
        c.facts.product_missing = true;
        return c.order ? missing("trade item of an order") : Result<void>();
    }
    auto const product = registry::load<registry::Product>(reader, (*item)->product);
    if (!product) {
        return product.error();
    }
    c.answer.product = ProductAnswer{
        product->code,
        product->name,
        gtin,
        (*item)->name,
        (*item)->net_content,
        product->group,
        product->criteria_set,
        product->story,
        (*item)->photo};
    auto const producer = registry::load<registry::Producer>(reader, product->producer);
    if (!producer) {
        return producer.error();
    }
    c.answer.producer = ProducerAnswer{
        producer->id,
        producer->name,
        producer->legal_form,
        producer->address,
        producer->commune_code,
        producer->website};
    if (auto ok = gather_certificate(reader, c, product->code); !ok) {
        return ok;
    }
    return gather_lot(reader, c, gtin);
}

Result<void> Verdicts::gather_certificate(
    store::Reader const& reader, Case& c, std::string_view product
) const {
    auto const now = registry::certificate_on(reader, product, c.facts.today);
    if (!now) {
        return now.error();
    }
    auto const governing =
        c.order ? registry::find<registry::Certificate>(reader, c.order->certificate) : now;
    if (!governing) {
        return governing.error();
    }
    if (c.order && !*governing) {
        return missing("certificate of an order");
    }
    if (*governing) {
        c.facts.certificate = (*governing)->term;
        auto described = describe_certificate(reader, **governing, c.facts.today);
        if (!described) {
            return described.error();
        }
        c.answer.certificate = std::move(*described);
    }
    if (*now && *governing && (*now)->id != (*governing)->id) {
        auto described = describe_certificate(reader, **now, c.facts.today);
        if (!described) {
            return described.error();
        }
        c.answer.certificate_now = std::move(*described);
    }
    return {};
}

Result<void> Verdicts::gather_lot(store::Reader const& reader, Case& c, std::string const& gtin)
    const {
    auto const number = c.order ? c.order->lot : c.link->lot.value_or("");
    if (number.empty()) {
        return {};
    }
    auto const lot = registry::find<registry::Lot>(reader, registry::lot_key(gtin, number));
    if (!lot) {
        return lot.error();
    }
    if (!*lot) {
        return c.order ? missing("lot of an order") : Result<void>();
    }
    c.facts.lot_made = (*lot)->made_on;
    c.facts.lot_best_before = (*lot)->best_before;
    auto& out = c.answer.lot.emplace();
    out.gtin = gtin;
    out.lot = number;
    out.made_on = (*lot)->made_on;
    out.best_before = (*lot)->best_before;
    out.quantity = (*lot)->quantity;
    if ((*lot)->place) {
        auto const place = registry::load<registry::Place>(reader, *(*lot)->place);
        if (!place) {
            return place.error();
        }
        out.place = place->name;
    }
    return gather_inspected_lot(reader, c.now, c.facts, out);
}

}  // namespace ocop::verdicts
