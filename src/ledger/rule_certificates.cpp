#include "ledger/rule_world.hpp"

#include <algorithm>

namespace ocop::ledger::rule {

namespace {

constexpr int months = 36;
constexpr int extension_days_max = 180;

struct Act {
    std::string_view proposed;  // the act of the proposal's entry
    std::string_view name;      // in `proposed`
    std::string_view done;
    std::string_view decision;  // member of the decision
};

constexpr Act acts[] = {
    {"extend_proposed", "extend", "extended", "extension"},
    {"withdraw_proposed", "withdraw", "withdrawn", "withdrawal"},
    {"reinstate_proposed", "reinstate", "reinstated", "reinstatement"},
};

bool is_withdrawn(Certificate const& certificate) {
    return certificate.withdrawn_from && !certificate.stands_again;
}

std::optional<Day> day_if(Step const& step, std::string_view member) {
    return step.has(member) ? std::optional(step.day_of(member)) : std::nullopt;
}

void propose(World& world, Step const& step, Act const& act, Certificate& certificate) {
    auto const& o = step.entry.clear.at("proposed").get_object();
    Proposal proposal;
    proposal.act = std::string(std::string_view(o.at("act").get_string()));
    proposal.decision = std::string(std::string_view(o.at("decision").get_string()));
    proposal.persons = persons_of(world, o.at("confirmations").get_array());
    if (proposal.act != act.name) {
        world.breaks("certificate", "proposes " + proposal.act);
    }
    need_next(world, step, {}, proposal.persons);
    certificate.proposed = std::move(proposal);
}

// Two persons, the first of whom proposed just that; or the operator at the machine alone.
void judge_two(World& world, Step const& step, Act const& act, Certificate const& certificate) {
    auto const persons = persons_of(world, step, "act_confirmations");
    if (persons.empty()) {
        if (!world.demo.value_or(false) || world.accounts.count(step.by.actor) != 0) {
            world.breaks("two_persons", step.entry.kind + " was by one person");
        }
        return;
    }
    bool const proposed = certificate.proposed && certificate.proposed->act == act.name &&
                          certificate.proposed->decision == step.text(act.decision);
    if (!proposed) {
        world.breaks("certificate", "was not proposed by that decision");
        return;
    }
    need_next(world, step, certificate.proposed->persons, persons);
    need_two(world, persons, step.entry.kind);
}

void judge_dates(World& world, Step const& step, Certificate const& before) {
    auto const end = add_months(before.issued, months);
    auto const last = step.day_of("last_day");
    bool const extends = step.act == "extended";
    bool const good =
        extends ? last > end && last <= add_days(end, extension_days_max) : last == before.last;
    if (!good) {
        world.breaks("certificate", "its last day becomes " + to_text(last));
    }
    bool const withdrawn = is_withdrawn(before);
    bool const forwards = step.act == "extended"     ? !withdrawn
                          : step.act == "withdrawn"  ? !withdrawn
                          : step.act == "reinstated" ? withdrawn
                                                     : true;
    if (!forwards) {
        world.breaks("certificate", step.entry.kind + " cannot follow");
    }
    auto const from = day_if(step, "effective_on");
    auto const again = day_if(step, "reinstated_on");
    bool const kept = from == before.withdrawn_from && again == before.stands_again;
    bool const fits = step.act == "withdrawn" ? from && !again
                      : step.act == "reinstated"
                          ? from == before.withdrawn_from && again == step.day
                          : kept;
    if (!fits) {
        world.breaks("certificate", "the days of its withdrawal change");
    }
}

void judge_kept(World& world, Step const& step, Certificate const& before) {
    bool const same = step.number("stars") == before.stars &&
                      step.text("decision") == before.decision &&
                      step.day_of("issued_on") == before.issued &&
                      step.text("product") == world.names.text(before.product) &&
                      step.text("authority") == world.names.text(before.authority);
    if (!same) {
        world.breaks("certificate", "its stars, decision, day, product or authority change");
    }
}

// 5 stars are the ministry's, 3 and 4 the province's of the product (QĐ 26/2026 art. 4).
void judge_competence(World& world, Step const& step, Certificate const& certificate) {
    auto const* const authority =
        known(world, world.authorities, "authority", step.text("authority"));
    auto const product = world.products.find(certificate.product);
    if (authority == nullptr || product == world.products.end()) {
        return;
    }
    bool const national = certificate.stars == 5;
    bool const own = current_authority(world, product->second.authority) ==
                     current_authority(world, certificate.authority);
    if ((authority->level == "ministry") != national || (!national && !own)) {
        world.breaks("certificate", "is not for " + std::string(step.text("authority")));
    }
}

void register_one(World& world, Step const& step) {
    auto& certificate = added(world, world.certificates, "certificate", step.text("certificate"));
    certificate.product = world.names.of(step.text("product"));
    certificate.producer = world.names.of(step.text("producer"));
    certificate.authority = world.names.of(step.text("authority"));
    certificate.stars = step.number("stars");
    certificate.decision = std::string(step.text("decision"));
    certificate.issued = step.day_of("issued_on");
    certificate.last = step.day_of("last_day");
    rest_on(world, step.text("product"));
    world.certificates_of[certificate.product].push_back(world.names.of(step.text("certificate")));
    judge_competence(world, step, certificate);
    bool const good = certificate.stars >= 3 && certificate.stars <= 5 &&
                      certificate.last == add_months(certificate.issued, months) &&
                      certificate.issued <= step.day && !step.has("confirmations") &&
                      !step.has("effective_on") && !step.has("proposed");
    if (!good) {
        world.breaks("certificate", "does not begin as certificates do");
    }
}

void judge_confirmations(World& world, Step const& step, Certificate& certificate) {
    auto const now = persons_of(world, step, "confirmations");
    if (step.act != "confirmed") {
        if (now != certificate.confirmations) {
            world.breaks("two_persons", "the certificate's confirmations change");
        }
        return;
    }
    need_next(world, step, certificate.confirmations, now);
    if (now.size() > 2 || (now.size() == 2 && !are_two(world.names, now))) {
        world.breaks("two_persons", "the certificate is not confirmed by two persons of two units");
    }
    certificate.confirmations = now;
}

}  // namespace

void judge_certificate(World& world, Step const& step) {
    if (auto const* const product = known(world, world.products, "product", step.text("product"))) {
        need_owner(world, step, product->producer, "the product");
    }
    if (step.act == "registered") {
        register_one(world, step);
        return;
    }
    if (step.act == "dropped") {
        judge_dropped(world, step);
        return;
    }
    world.changed.insert(world.names.of(step.text("certificate")));
    auto* const certificate =
        known(world, world.certificates, "certificate", step.text("certificate"));
    if (certificate == nullptr) {
        return;
    }
    need_authority(world, step, certificate->authority, "the certificate");
    judge_kept(world, step, *certificate);
    judge_dates(world, step, *certificate);
    judge_confirmations(world, step, *certificate);
    for (auto const& act : acts) {
        if (act.proposed == step.act) {
            propose(world, step, act, *certificate);
        } else if (act.done == step.act) {
            judge_two(world, step, act, *certificate);
            certificate->proposed.reset();
        }
    }
    certificate->last = step.day_of("last_day");
    certificate->ground = step.number("ground");
    certificate->withdrawn_from = day_if(step, "effective_on");
    certificate->stands_again = day_if(step, "reinstated_on");
}

}  // namespace ocop::ledger::rule
