#include "registry/certificate.hpp"

#include "registry/authority.hpp"
#include "registry/product.hpp"

#include <algorithm>

namespace ocop::registry {

namespace {

constexpr std::size_t per_product_max = 99;

std::string certificate_id(std::string_view product, std::size_t ordinal) {
    auto const digits = std::to_string(ordinal);
    return std::string(product) + (digits.size() < 2 ? ".0" : ".") + digits;
}

Result<void> check_act(std::string& decision) {
    Checks checks;
    checks.line("/decision", decision, decision_chars_max);
    return checks.result();
}

Result<void> check(NewCertificate& request) {
    Checks checks;
    checks.line("/decision", request.decision, decision_chars_max);
    if (request.stars < 3 || request.stars > 5) {
        checks.fault("/stars", "must be from 3 to 5; 1 and 2 stars have no certificate");
    }
    if (request.issued_on < request.decided_on) {
        checks.fault("/issued_on", "must not be before decided_on");
    }
    return checks.result();
}

// 5 stars are the ministry's, 3 and 4 those of the product's own province or of the one that took
// it over.
Result<void> check_authority(
    store::Reader const& reader, NewCertificate const& request, Product const& product
) {
    auto const authority = find<Authority>(reader, request.authority);
    if (!authority) {
        return authority.error();
    }
    if (!*authority) {
        return Error(Errc::refused, "authority_unknown", "/authority", "is not in the register");
    }
    auto const level = request.stars == 5 ? Level::ministry : Level::province;
    if ((*authority)->level != level) {
        return Error(
            Errc::refused, "level_wrong", "/authority", "3 and 4 stars: a province; 5: the ministry"
        );
    }
    auto const own = current_authority(reader, product.authority);
    if (!own) {
        return own.error();
    }
    bool const competent = level == Level::ministry || request.authority == product.authority ||
                           request.authority == own->id;
    if (!competent) {
        return Error(Errc::refused, "authority_wrong", "/authority", "is not the product's");
    }
    return {};
}

// The decisions behind what was done to it, who did the last of it, and what waits for its second
// person.
void add_acts(json::object& clear, Certificate const& certificate) {
    if (certificate.extended) {
        clear["extension"] = certificate.extended->decision;
    }
    if (certificate.withdrawn) {
        clear["withdrawal"] = certificate.withdrawn->decision;
    }
    if (certificate.reinstated) {
        clear["reinstatement"] = certificate.reinstated->decision;
    }
    if (!certificate.act_confirmations.empty()) {
        clear["act_confirmations"] = accounts::clear_of(certificate.act_confirmations);
    }
    if (auto const& pending = certificate.pending) {
        clear["proposed"] = json::object{
            {"act", boost::describe::enum_to_string(pending->kind, "?")},
            {"decision", pending->decision},
            {"confirmations", accounts::clear_of(pending->confirmations)},
        };
    }
}

bool is_withdrawn(Certificate const& certificate) {
    auto const& withdrawal = certificate.term.withdrawal;
    return withdrawal && !withdrawal->reinstated;
}

}  // namespace

std::string key_of(Certificate const& certificate) {
    return certificate.id;
}

json::object clear_of(Certificate const& certificate) {
    json::object clear{
        {"certificate", certificate.id},
        {"product", certificate.product},
        {"producer", certificate.producer},
        {"authority", certificate.authority},
        {"stars", certificate.stars},
        {"decision", certificate.recognised.decision},
        {"issued_on", to_text(certificate.term.issued)},
        {"last_day", to_text(stamp::last_day(certificate.term))},
    };
    if (certificate.decision_sha256) {
        clear["decision_sha256"] = *certificate.decision_sha256;
        clear["confirmations"] = accounts::clear_of(certificate.confirmations);
    }
    if (auto const& withdrawal = certificate.term.withdrawal) {
        clear["ground"] = withdrawal->ground;
        clear["effective_on"] = to_text(withdrawal->effective);
        if (withdrawal->reinstated) {
            clear["reinstated_on"] = to_text(*withdrawal->reinstated);
        }
    }
    add_acts(clear, certificate);
    return clear;
}

Result<Certificate> register_certificate(
    store::Transaction& tx, Principal const& who, NewCertificate request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto const product = find_for<Product>(tx, who, request.product);
    if (!product) {
        return product.error();
    }
    if (!*product) {
        return Error(Errc::refused, "product_unknown", "/product", "is not in the register");
    }
    if (auto ok = check_authority(tx, request, **product); !ok) {
        return ok.error();
    }
    if (request.issued_on > legal_day(tx.now())) {
        return Error(Errc::refused, "issued_on_future", "/issued_on", "is in the future");
    }
    auto const others = certificates_of(tx, request.product);
    if (!others) {
        return others.error();
    }
    if (others->size() == per_product_max) {
        return Error(Errc::refused, "certificates_full", "/product", "has 99 certificates");
    }
    Certificate record;
    record.id = certificate_id(request.product, others->size() + 1);
    record.product = std::move(request.product);
    record.producer = (*product)->producer;
    record.authority = std::move(request.authority);
    record.stars = request.stars;
    record.recognised = {std::move(request.decision), request.decided_on};
    record.term.issued = request.issued_on;
    return create(tx, who, std::move(record));
}

Result<Certificate> with_extension(Certificate record, Extension request) {
    if (auto ok = check_act(request.decision); !ok) {
        return ok.error();
    }
    if (is_withdrawn(record)) {
        return Error(Errc::refused, "certificate_withdrawn");
    }
    if (!stamp::is_extension(record.term.issued, request.until)) {
        return Error(
            Errc::refused,
            "extension_invalid",
            "/until",
            "must be 1 to 180 days after " + to_text(stamp::certificate_end(record.term.issued))
        );
    }
    record.term.extended_until = request.until;
    record.extended = Act{std::move(request.decision), request.decided_on};
    record.pending.reset();
    record.act_confirmations.clear();
    return record;
}

Result<Certificate> with_withdrawal(Certificate record, WithdrawalRequest request) {
    if (auto ok = check_act(request.decision); !ok) {
        return ok.error();
    }
    if (request.ground < 1 || request.ground > 6) {
        return Error(Errc::malformed, "request_invalid", "/ground", "must be from 1 to 6");
    }
    if (is_withdrawn(record)) {
        return Error(Errc::conflict, "certificate_withdrawn");
    }
    record.term.withdrawal =
        stamp::Withdrawal{static_cast<int>(request.ground), request.effective_on, {}};
    record.withdrawn = Act{std::move(request.decision), request.decided_on};
    record.reinstated.reset();
    record.pending.reset();
    record.act_confirmations.clear();
    return record;
}

Result<Certificate> with_reinstatement(Certificate record, Reinstatement request, Day today) {
    if (auto ok = check_act(request.decision); !ok) {
        return ok.error();
    }
    if (!is_withdrawn(record)) {
        return Error(Errc::conflict, "certificate_not_withdrawn");
    }
    record.term.withdrawal->reinstated = today;
    record.reinstated = Act{std::move(request.decision), request.decided_on};
    record.pending.reset();
    record.act_confirmations.clear();
    return record;
}

Result<Certificate> extend_certificate(
    store::Transaction& tx, Principal const& who, std::string_view id, Extension request
) {
    auto record = load_for<Certificate>(tx, who, id);
    if (!record) {
        return record;
    }
    auto out = with_extension(std::move(*record), std::move(request));
    return out ? change(tx, who, "extended", {}, std::move(*out)) : out;
}

Result<Certificate> withdraw_certificate(
    store::Transaction& tx, Principal const& who, std::string_view id, WithdrawalRequest request
) {
    auto record = load_for<Certificate>(tx, who, id);
    if (!record) {
        return record;
    }
    auto out = with_withdrawal(std::move(*record), std::move(request));
    return out ? change(tx, who, "withdrawn", {}, std::move(*out)) : out;
}

Result<Certificate> reinstate_certificate(
    store::Transaction& tx, Principal const& who, std::string_view id, Reinstatement request
) {
    auto record = load_for<Certificate>(tx, who, id);
    if (!record) {
        return record;
    }
    auto out = with_reinstatement(std::move(*record), std::move(request), legal_day(tx.now()));
    return out ? change(tx, who, "reinstated", {}, std::move(*out)) : out;
}

Result<std::vector<Certificate>> certificates_of(
    store::Reader const& reader, std::string_view product
) {
    std::vector<Certificate> out;
    for (std::size_t ordinal = 1; ordinal <= per_product_max; ++ordinal) {
        auto found = find<Certificate>(reader, certificate_id(product, ordinal));
        if (!found) {
            return found.error();
        }
        if (!*found) {
            break;
        }
        out.push_back(std::move(**found));
    }
    return out;
}

Result<std::optional<Certificate>> certificate_on(
    store::Reader const& reader, std::string_view product, Day day
) {
    auto all = certificates_of(reader, product);
    if (!all) {
        return all.error();
    }
    if (all->empty()) {
        return std::optional<Certificate>();
    }
    auto const governs = std::find_if(all->rbegin(), all->rend(), [&](auto const& c) {
        return stamp::is_in_force(c.term, day);
    });
    return std::optional(governs == all->rend() ? all->back() : *governs);
}

}  // namespace ocop::registry
