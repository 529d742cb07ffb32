// libFuzzer target: any bytes as a signed note, as signature lines, as a vkey and as a checkpoint.
// What is read is written again as the same value, and a checkpoint and a vkey as the same bytes.

#include <ocop/base/assert.hpp>
#include <ocop/ledger/checkpoint.hpp>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ocop::ledger;
    auto const text = ocop::as_text({data, size});
    if (auto const key = parse_vkey(text)) {
        OCOP_ASSERT(encode_vkey(*key) == text);
    }
    if (auto const note = parse_note(text)) {
        auto const again = encode_note(*note);
        OCOP_ASSERT(again.size() == text.size() && *parse_note(again) == *note);
        // Nobody's key: nothing may be taken for verified.
        NoteKey const key{note->signatures[0].name, NoteKind::ed25519, {}};
        OCOP_ASSERT(!verify_note(*note, {&key, 1}));
        (void)parse_checkpoint(note->text);
    }
    if (auto const lines = parse_signatures(text)) {
        OCOP_ASSERT(!lines->empty() && lines->size() <= note_signatures_max);
    }
    if (auto const checkpoint = parse_checkpoint(text)) {
        OCOP_ASSERT(encode_checkpoint(*checkpoint) == text);
    }
    return 0;
}
