#include "registry/admission.hpp"

namespace ocop::registry {

Result<Certificate> confirm_certificate(
    store::Transaction& tx, Principal const& who, std::string_view id, Admission request
) {
    if (!is_sha256_hex(request.decision_sha256)) {
        return Error(
            Errc::malformed,
            "request_invalid",
            "/decision_sha256",
            "must be a SHA-256 in lower-case hex"
        );
    }
    auto record = load_for<Certificate>(tx, who, id);
    if (!record) {
        return record;
    }
    if (request.stars.value_or(record->stars) != record->stars) {
        return Error(Errc::conflict, "act_changed", "/stars", "the certificate has others");
    }
    if (request.decision.value_or(record->recognised.decision) != record->recognised.decision) {
        return Error(Errc::conflict, "act_changed", "/decision", "the certificate has another");
    }
    if (record->decision_sha256 && *record->decision_sha256 != request.decision_sha256) {
        return Error(
            Errc::refused,
            "decision_differs",
            "/decision_sha256",
            "is not of the file that was confirmed first"
        );
    }
    if (auto ok = accounts::confirm(record->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    record->decision_sha256 = std::move(request.decision_sha256);
    return change(tx, who, "confirmed", {}, std::move(*record));
}

}  // namespace ocop::registry
