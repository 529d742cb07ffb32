#pragma once

#include "verdicts/verdicts.hpp"

namespace ocop::verdicts {

// A certificate as an answer tells of it on the day `today`. Errors of the read.
Result<CertificateAnswer> describe_certificate(
    store::Reader const& reader, registry::Certificate const& certificate, Day today
);

// The overt feature of the latest run that printed the stamp and said one; none else.
Result<std::optional<prints::OvertFeature>> overt_of(
    store::Reader const& reader, std::string_view order, std::int64_t position
);

}  // namespace ocop::verdicts
