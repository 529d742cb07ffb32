#pragma once

#include "verdicts/verdicts.hpp"

namespace ocop::verdicts {

// What is told of a certificate as it stands on `today`. Errors of the read; not_found
// "authority_not_found".
Result<CertificateAnswer> describe_certificate(
    store::Reader const& reader, registry::Certificate const& certificate, Day today
);

}  // namespace ocop::verdicts
