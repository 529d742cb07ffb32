// libFuzzer target: any bytes as a tlog-proof file. What is read is written again as the same
// bytes, and proves no entry to a policy whose keys nobody has.

#include <ocop/base/assert.hpp>
#include <ocop/ledger/log_proof.hpp>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ocop::ledger;
    auto const text = ocop::as_text({data, size});
    if (auto const proof = parse_log_proof(text)) {
        OCOP_ASSERT(encode_log_proof(*proof) == text);
        WitnessPolicy const policy{{"example.ocop.vn/log", NoteKind::ed25519, {}}, {}, 0};
        OCOP_ASSERT(!verify_log_proof(*proof, {}, policy));
        TreeHead const head{proof->index + 1, ocop::Hash{}};
        OCOP_ASSERT(!verify_inclusion(proof->index, ocop::Hash{1}, proof->hashes, head));
    }
    return 0;
}
