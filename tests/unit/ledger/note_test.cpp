#include "unit/ledger/signers.hpp"

#include <ocop/ledger/note.hpp>

#include <boost/test/unit_test.hpp>

#include <map>

using namespace ocop;
using namespace ocop::ledger;

namespace {

std::string signed_text() {
    return tlog_text("checkpoint");
}

std::string const body = "A text.\n";

// A line by a key nobody knows.
NoteSignature stranger_line() {
    return {"stranger.example", 7, Bytes(64, 1)};
}

Note note_of(std::vector<NoteSignature> lines) {
    return {body, std::move(lines)};
}

Note reference_note(json::value const& vector) {
    auto const parsed = parse_note(vectors::text(vector, "note"));
    return parsed ? *parsed : Note{};
}

// Whether a vector's note is taken with the keys that it names.
bool is_taken(json::value const& vector) {
    std::string bytes;
    if (vector.as_object().contains("note_hex")) {
        auto const raw = vectors::hex(vector, "note_hex");
        bytes = as_text(raw);
    } else {
        bytes = vectors::text(vector, "note");
    }
    std::vector<NoteKey> keys;
    for (auto const& vkey : vector.at("vkeys").as_array()) {
        auto const key = parse_vkey(vkey.as_string());
        BOOST_TEST_REQUIRE(key.has_value());
        keys.push_back(*key);
    }
    auto const note = parse_note(bytes);
    return note && verify_note(*note, keys);
}

std::optional<json::value> reference() {
    return vectors::load(OCOP_REFERENCE_DIR "/tlog/notes/signed_notes.json");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(note)

BOOST_AUTO_TEST_CASE(the_keys_of_the_vectors_are_read_and_written_alike) {
    for (auto const& party : {the_log(), the_witness(0), the_witness(1)}) {
        auto const vkey = encode_vkey(party.key);
        BOOST_TEST((*parse_vkey(vkey) == party.key));
    }
    BOOST_TEST(the_log().key.name == "example.ocop.vn/log");
    BOOST_TEST((the_log().key.kind == NoteKind::ed25519));
    BOOST_TEST((the_witness(0).key.kind == NoteKind::cosignature));
    BOOST_TEST(key_id(the_log().key) == 0xf5334e65U);
}

BOOST_AUTO_TEST_CASE(a_key_cut_short_or_changed_anywhere_is_none) {
    auto const vkey = encode_vkey(the_log().key);
    for (std::size_t length = 0; length < vkey.size(); ++length) {
        BOOST_TEST(slug_of(parse_vkey(vkey.substr(0, length))) == "vkey_malformed");
    }
    for (std::size_t i = 0; i < vkey.size(); ++i) {
        auto bad = vkey;
        bad[i] = bad[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(!parse_vkey(bad).has_value(), bad);
    }
    BOOST_TEST(!parse_vkey(vkey + "\n").has_value());
    BOOST_TEST(!parse_vkey(replaced(vkey, "f5334e65", "F5334E65")).has_value());
    auto other = the_log().key;
    other.kind = static_cast<NoteKind>(2);
    BOOST_TEST(!parse_vkey(encode_vkey(other)).has_value());
}

BOOST_AUTO_TEST_CASE(names_are_without_spaces_and_plus) {
    for (std::string_view const good : {"a", "ocop.vn/log", "sổ-cái", "a\x7F"}) {
        BOOST_TEST(is_key_name(good));
    }
    for (std::string_view const bad :
         {"", "a b", "a+b", "a\tb", "a\nb", "a\xC2\xA0", "\xE2\x80\xA8", "\xE3\x80\x80x", "\xFF"}) {
        BOOST_TEST(!is_key_name(bad));
    }
}

BOOST_AUTO_TEST_CASE(signing_gives_the_notes_of_the_vectors) {
    auto const plain = *parse_note(signed_text());
    auto const log = the_log();
    BOOST_TEST((*sign_note(plain.text, log.key, log.sign) == plain.signatures[0]));
    auto const cosigned = *parse_note(tlog_text("cosigned"));
    for (std::size_t i = 0; i < 2; ++i) {
        auto const witness = the_witness(i);
        auto const line = *cosign_note(cosigned.text, witness.key, tlog_time_s(), witness.sign);
        BOOST_TEST((line == cosigned.signatures[1 + i]));
    }
    BOOST_TEST(encode_note(cosigned) == tlog_text("cosigned"));
    BOOST_TEST(encode_signature(cosigned.signatures[1]) == tlog_text("answer"));
    BOOST_TEST((*parse_signatures(tlog_text("answer")) == std::vector{cosigned.signatures[1]}));
}

BOOST_AUTO_TEST_CASE(a_signer_that_fails_signs_nothing) {
    auto const failing = [](ByteView) {
        return Result<crypto::Ed25519Signature>(Error(Errc::unavailable, "signer_unavailable"));
    };
    BOOST_TEST(slug_of(sign_note(body, the_log().key, failing)) == "signer_unavailable");
    auto const witness = the_witness(0).key;
    BOOST_TEST(slug_of(cosign_note(body, witness, 1, failing)) == "signer_unavailable");
}

BOOST_AUTO_TEST_CASE(every_known_signature_is_found_with_its_time) {
    auto const note = *parse_note(tlog_text("cosigned"));
    std::vector<NoteKey> const keys = {the_witness(1).key, the_log().key};
    auto const verified = verify_note(note, keys);
    BOOST_TEST_REQUIRE(verified.has_value());
    std::vector<Verified> const expected = {{1, 0, 0}, {0, 2, tlog_time_s()}};
    BOOST_TEST((*verified == expected));
}

BOOST_AUTO_TEST_CASE(strangers_are_skipped_and_never_enough) {
    auto const log = the_log();
    auto const line = *sign_note(body, log.key, log.sign);
    auto name_only = line;
    name_only.id ^= 1;
    auto id_only = line;
    id_only.name = "stranger.example";
    auto const note = note_of({stranger_line(), name_only, id_only, line});
    BOOST_TEST((*verify_note(note, {&log.key, 1}) == std::vector<Verified>{{0, 3, 0}}));
    auto const strange = note_of({stranger_line(), name_only, id_only});
    BOOST_TEST(slug_of(verify_note(strange, {&log.key, 1})) == "note_unsigned");
    BOOST_TEST(slug_of(verify_note(note, {})) == "note_unsigned");
}

BOOST_AUTO_TEST_CASE(one_bad_line_of_a_known_key_spoils_the_note) {
    auto const log = the_log();
    auto const good = *sign_note(body, log.key, log.sign);
    for (std::size_t bit = 0; bit < 8 * good.signature.size(); ++bit) {
        auto bad = good;
        bad.signature[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        auto const slug = slug_of(verify_note(note_of({good, bad}), {&log.key, 1}));
        BOOST_TEST(slug == "note_signature_wrong");
    }
    auto longer = good;
    longer.signature.push_back(0);
    BOOST_TEST(slug_of(verify_note(note_of({longer}), {&log.key, 1})) == "note_signature_wrong");
}

BOOST_AUTO_TEST_CASE(a_cosignature_holds_for_its_text_and_time_alone) {
    auto const witness = the_witness(0);
    auto const good = *cosign_note(body, witness.key, 1'700'000'000, witness.sign);
    BOOST_TEST(good.signature.size() == 72U);
    BOOST_TEST(verify_note(note_of({good}), {&witness.key, 1}).has_value());
    for (std::size_t bit = 0; bit < 8 * good.signature.size(); ++bit) {
        auto bad = good;
        bad.signature[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        BOOST_TEST(!verify_note(note_of({bad}), {&witness.key, 1}).has_value());
    }
    BOOST_TEST(!verify_note({"Another text.\n", {good}}, {&witness.key, 1}).has_value());
    // The same key as the other kind has another id.
    auto plain = witness.key;
    plain.kind = NoteKind::ed25519;
    BOOST_TEST(slug_of(verify_note(note_of({good}), {&plain, 1})) == "note_unsigned");
}

BOOST_AUTO_TEST_CASE(a_time_beyond_63_bits_is_refused) {
    auto const witness = the_witness(0);
    for (auto const& [time_s, good] : std::map<std::uint64_t, bool>{
             {0, true}, {(std::uint64_t{1} << 63) - 1, true}, {std::uint64_t{1} << 63, false}}) {
        auto const signature = *witness.sign(as_bytes(cosigned_bytes(body, time_s)));
        auto const bytes = ByteWriter().u64(time_s).bytes(signature).take();
        auto const view = as_bytes(bytes);
        auto const line =
            NoteSignature{witness.key.name, key_id(witness.key), Bytes(view.begin(), view.end())};
        BOOST_TEST(verify_note(note_of({line}), {&witness.key, 1}).has_value() == good);
    }
}

BOOST_AUTO_TEST_CASE(a_key_counts_once) {
    auto const witness = the_witness(0);
    auto const first = *cosign_note(body, witness.key, 1, witness.sign);
    auto const second = *cosign_note(body, witness.key, 2, witness.sign);
    auto const verified = *verify_note(note_of({first, second}), {&witness.key, 1});
    BOOST_TEST((verified == std::vector<Verified>{{0, 0, 1}}));
}

BOOST_AUTO_TEST_CASE(any_truncation_is_refused_or_is_a_note_with_fewer_lines) {
    auto const text = tlog_text("cosigned");
    for (std::size_t length = 0; length < text.size(); ++length) {
        auto const note = parse_note(text.substr(0, length));
        BOOST_TEST((!note || encode_note(*note) == text.substr(0, length)));
        BOOST_TEST((!note || text[length - 1] == '\n'));
    }
}

BOOST_AUTO_TEST_CASE(the_last_empty_line_ends_the_text) {
    auto const line = encode_signature(stranger_line());
    auto const note = parse_note("a\n\nb\n\n" + line);
    BOOST_TEST_REQUIRE(note.has_value());
    BOOST_TEST(note->text == "a\n\nb\n");
    BOOST_TEST(parse_note("\n\n" + line)->text == "\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_note_is_refused) {
    auto const line = encode_signature(stranger_line());
    auto const good = "a\n\n" + line;
    BOOST_TEST(parse_note(good).has_value());
    std::vector<std::string> const bad = {
        "",
        "\n",
        "\n\n",
        "a\n\n",
        "a\n" + line,
        "\n" + line,
        "a\n\n" + line + "\n",
        "a\n\n" + line + "x",
        "a\n\n " + line,
        "a\t\n\n" + line,
        "a\r\n\n" + line,
        std::string("a\0\n\n", 4) + line,
        "\xFF\n\n" + line,
        replaced(good, "\xE2\x80\x94", "-"),
        replaced(good, "\xE2\x80\x94 ", "\xE2\x80\x94"),
        replaced(good, " stranger", "  stranger"),
        replaced(good, "stranger", "str+nger"),
        replaced(good, "stranger", "str\xC2\xA0nger"),
        replaced(good, "example ", "example  "),
        replaced(good, "example ", "example"),
        "a\n\n\xE2\x80\x94 x \n",
        "a\n\n\xE2\x80\x94 x AAAAAA==\n",
        "a\n\n\xE2\x80\x94 x AAAAAAA\n",
        "a\n\n\xE2\x80\x94 x AAAAAAA=x\n",
        "a\n\n\xE2\x80\x94 x AAAA AAA=\n",
        "a\n\n\xE2\x80\x94 x AAAAA_A=\n",
    };
    for (auto const& text : bad) {
        BOOST_TEST(slug_of(parse_note(text)) == "note_malformed", text);
    }
}

BOOST_AUTO_TEST_CASE(spare_bits_of_a_signature_are_let_pass_and_not_written) {
    auto const note = parse_note("a\n\n\xE2\x80\x94 x AAAAAAB=\n");
    BOOST_TEST_REQUIRE(note.has_value());
    BOOST_TEST(encode_note(*note) == "a\n\n\xE2\x80\x94 x AAAAAAA=\n");
}

BOOST_AUTO_TEST_CASE(sizes_are_bounded_and_16_signatures_pass) {
    std::vector<NoteSignature> lines(note_signatures_max, stranger_line());
    auto const full = encode_note(note_of(lines));
    BOOST_TEST(parse_note(full)->signatures.size() == 64U);
    BOOST_TEST(!parse_note(full + encode_signature(stranger_line())).has_value());
    // Sixteen of the largest there are: ML-DSA-44 with a time.
    std::vector<NoteSignature> const large(16, {"w", 1, Bytes(8 + 2420, 1)});
    BOOST_TEST(parse_note(encode_note(note_of(large))).has_value());
    auto const line = "\n" + encode_signature(stranger_line());
    auto const longest = std::string(note_bytes_max - line.size() - 1, 'x') + "\n" + line;
    BOOST_TEST(longest.size() == note_bytes_max);
    BOOST_TEST(parse_note(longest).has_value());
    BOOST_TEST(!parse_note("x" + longest).has_value());
}

BOOST_AUTO_TEST_CASE(the_notes_of_other_implementations_are_judged_alike) {
    auto const file = reference();
    if (!file) {
        BOOST_TEST_MESSAGE("no reference data");
        return;
    }
    for (auto const& vector : file->at("vectors").as_array()) {
        BOOST_TEST(is_taken(vector) == vector.at("valid").as_bool(), vector.at("name"));
    }
    for (auto const& vector : file->at("bad_vkeys").as_array()) {
        BOOST_TEST(!parse_vkey(vector.at("vkey").as_string()).has_value(), vector.at("why"));
    }
}

BOOST_AUTO_TEST_CASE(the_notes_of_other_implementations_fail_with_any_other_text) {
    auto const file = reference();
    if (!file) {
        return;
    }
    for (auto const& vector : file->at("vectors").as_array()) {
        if (!vector.at("valid").as_bool()) {
            continue;
        }
        auto note = reference_note(vector);
        note.text.insert(0, "x");
        auto const key = parse_vkey(vector.at("vkeys").at(0).as_string());
        BOOST_TEST(slug_of(verify_note(note, {&*key, 1})) == "note_signature_wrong");
    }
}

BOOST_AUTO_TEST_SUITE_END()
