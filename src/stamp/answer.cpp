#include <ocop/base/encoding.hpp>
#include <ocop/stamp/answer.hpp>
#include <ocop/stamp/serial.hpp>

namespace ocop::stamp {

namespace {

bool is_sound(SignedAnswer const& answer) {
    auto const facts = from_hex(answer.facts);
    return answer.v == 1 && !answer.verdict.empty() && !answer.order.empty() &&
           answer.position >= 1 && answer.entry >= 0 && answer.entry < answer.log_size && facts &&
           facts->size() == sizeof(Hash) && parse_serial(answer.serial).has_value();
}

}  // namespace

Result<std::string> sign_answer(SignedAnswer const& answer, crypto::SignBytes const& sign) {
    return crypto::sign_jws(json::write(answer), answer_type, answer_kid, sign);
}

Result<SignedAnswer> parse_answer(std::string_view text, crypto::P256PublicKey const& key) {
    auto const jws = crypto::parse_jws(text, answer_bytes_max);
    if (!jws) {
        return jws.error();
    }
    auto answer = json::read<SignedAnswer>(jws->payload, json::Mode::strict);
    if (!answer || jws->type != answer_type || !is_sound(*answer)) {
        return Error(Errc::malformed, "answer_malformed");
    }
    if (!jws->verify(key)) {
        return Error(Errc::refused, "answer_signature_wrong");
    }
    return answer;
}

}  // namespace ocop::stamp
