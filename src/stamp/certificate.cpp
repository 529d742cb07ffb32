#include <ocop/stamp/certificate.hpp>

#include <algorithm>

namespace ocop::stamp {

Day certificate_end(Day issued) {
    return add_months(issued, certificate_months);
}

Day last_day(CertificateTerm const& term) {
    auto const end = certificate_end(term.issued);
    return term.extended_until ? std::max(end, *term.extended_until) : end;
}

bool is_extension(Day issued, Day until) {
    auto const end = certificate_end(issued);
    return until > end && until <= add_days(end, extension_days_max);
}

CertificateState state_on(CertificateTerm const& term, Day day) {
    if (day < term.issued) {
        return CertificateState::not_yet;
    }
    bool stands_again = false;
    if (term.withdrawal && day >= term.withdrawal->effective) {
        auto const& back = term.withdrawal->reinstated;
        if (!back || day < *back) {
            return CertificateState::withdrawn;
        }
        stands_again = true;
    }
    if (day > last_day(term)) {
        return CertificateState::lapsed;
    }
    if (stands_again) {
        return CertificateState::reinstated;
    }
    return day > certificate_end(term.issued) ? CertificateState::extended
                                              : CertificateState::valid;
}

bool is_in_force(CertificateTerm const& term, Day day) {
    auto const state = state_on(term, day);
    return state == CertificateState::valid || state == CertificateState::extended ||
           state == CertificateState::reinstated;
}

}  // namespace ocop::stamp
