#pragma once

#include "verdicts/verdicts.hpp"

namespace ocop::verdicts {

// A certificate as an answer tells of it on the day `today`. Errors of the read.
Result<CertificateAnswer> describe_certificate(
    store::Reader const& reader, registry::Certificate const& certificate, Day today
);

}  // namespace ocop::verdicts
