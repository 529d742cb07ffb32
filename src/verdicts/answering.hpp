#pragma once

#include "signer/signer.hpp"
#include "verdicts/verdicts.hpp"

#include <optional>
#include <string>

// What is told, in a form that can be held against us.
namespace ocop::verdicts {

// SHA-256 of RFC 8785 of the members of the answer's JSON that say what was told of the stamp:
// stamp, product, producer, certificate, certificate_now and lot, without what counts looks.
std::string facts_hash(Answer const& answer);

// The signed answer of a judgement about a stamp in an issued order; nullopt of any other. Blocks
// as the signer does. Errors of the signer.
Result<std::optional<std::string>> sign(signer::Signer& signer, Judgement const& judged);

}  // namespace ocop::verdicts
