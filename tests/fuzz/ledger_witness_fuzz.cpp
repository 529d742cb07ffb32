// libFuzzer target: any bytes as the body of add-checkpoint, to a witness that knows the log of
// tests/vectors/ledger-tlog-v1.json at size 3. What is read is written again as the same bytes, and
// nothing but an extension of that tree is cosigned.

#include <ocop/base/assert.hpp>
#include <ocop/ledger/witness.hpp>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ocop;
    using namespace ocop::ledger;
    auto const text = as_text({data, size});
    (void)parse_witness_size(text);
    if (auto const request = parse_add_checkpoint(text)) {
        OCOP_ASSERT(encode_add_checkpoint(*request) == text);
    }
    static auto const log =
        *parse_vkey("example.ocop.vn/log+f5334e65+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c");
    static TreeHead const latest = [] {
        Frontier tree;
        for (std::string_view const entry : {"entry 0", "entry 1", "entry 2"}) {
            tree.append(as_bytes(entry));
        }
        return TreeHead{tree.size(), tree.root()};
    }();
    auto const find = [](std::string_view origin) {
        return origin == log.name ? std::optional<WitnessedLog>({{log}, latest}) : std::nullopt;
    };
    auto const sign = [](ByteView) { return Result<crypto::Ed25519Signature>({}); };
    NoteKey const key{"w", NoteKind::cosignature, {}};
    auto const answer = answer_add_checkpoint(text, find, {key, sign}, 1);
    OCOP_ASSERT(answer && answer->accepted.has_value() == (answer->status == 200));
    if (answer->accepted) {
        auto const request = *parse_add_checkpoint(text);
        OCOP_ASSERT(verify_consistency(latest, answer->accepted->head, request.consistency));
    }
    return 0;
}
