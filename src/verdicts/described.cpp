#include "verdicts/described.hpp"

#include "registry/authority.hpp"

namespace ocop::verdicts {

Result<CertificateAnswer> describe_certificate(
    store::Reader const& reader, registry::Certificate const& certificate, Day today
) {
    CertificateAnswer out;
    out.id = certificate.id;
    out.stars = certificate.stars;
    out.decision = certificate.recognised.decision;
    out.decided_on = certificate.recognised.decided_on;
    out.issued_on = certificate.term.issued;
    out.last_day = stamp::last_day(certificate.term);
    out.state = stamp::state_on(certificate.term, today);
    if (auto const& withdrawal = certificate.term.withdrawal; withdrawal && certificate.withdrawn) {
        out.ground = withdrawal->ground;
        out.withdrawn_on = withdrawal->effective;
        out.withdrawal_decision = certificate.withdrawn->decision;
    }
    auto const authority = registry::load<registry::Authority>(reader, certificate.authority);
    if (!authority) {
        return authority.error();
    }
    out.authority = authority->name;
    auto const now = registry::current_authority(reader, certificate.authority);
    if (!now) {
        return now.error();
    }
    if (now->id != authority->id) {
        out.authority_now = now->name;
    }
    return out;
}

}  // namespace ocop::verdicts
