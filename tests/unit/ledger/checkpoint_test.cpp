#include "unit/ledger/signers.hpp"

#include <ocop/ledger/checkpoint.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::ledger;

namespace {

Checkpoint example() {
    auto const root = from_hex(std::string(tlog_vectors().at("roots").at("5").as_string()));
    return {"example.ocop.vn/log", {5, vectors::array_of<32>(*root)}, {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(checkpoint)

BOOST_AUTO_TEST_CASE(the_checkpoint_of_the_vectors_is_signed_and_opened) {
    auto const log = the_log();
    auto const signed_note = sign_checkpoint(example(), log.key, log.sign);
    BOOST_TEST(*signed_note == tlog_text("checkpoint"));
    auto const opened = open_checkpoint(*signed_note, log.key);
    BOOST_TEST_REQUIRE(opened.has_value());
    BOOST_TEST((opened->checkpoint == example()));
    BOOST_TEST(opened->note.signatures.size() == 1U);
    BOOST_TEST(open_checkpoint(tlog_text("cosigned"), log.key)->note.signatures.size() == 3U);
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
    auto checkpoint = example();
    for (auto const size : {std::uint64_t{0}, std::uint64_t{1}, tree_size_max}) {
        checkpoint.head.size = size;
        BOOST_TEST((*parse_checkpoint(encode_checkpoint(checkpoint)) == checkpoint));
    }
    checkpoint.origin = "go.sum database tree";
    checkpoint.extensions = {"one", " two ", "ba"};
    BOOST_TEST((*parse_checkpoint(encode_checkpoint(checkpoint)) == checkpoint));
}

BOOST_AUTO_TEST_CASE(what_is_no_checkpoint_is_refused) {
    auto const good = encode_checkpoint(example());
    auto const root = to_base64(example().head.root);
    std::vector<std::string> bad = {
        good + "\n",
        good + "extension",
        good + "a\n\nb\n",
        good + "a\tb\n",
        "\n" + good,
        replaced(good, "example.ocop.vn/log", ""),
        replaced(good, "example", "ex\tample"),
        replaced(good, "example", "\xFF"),
        replaced(good, "\n5\n", "\n05\n"),
        replaced(good, "\n5\n", "\n+5\n"),
        replaced(good, "\n5\n", "\n5 \n"),
        replaced(good, "\n5\n", "\n-5\n"),
        replaced(good, "\n5\n", "\n\n"),
        replaced(good, "\n5\n", "\n9223372036854775808\n"),
        replaced(good, "\n5\n", "\n18446744073709551621\n"),
        replaced(good, "\n5\n", "\r\n5\r\n"),
        replaced(good, root, ""),
        replaced(good, root, root.substr(0, root.size() - 1)),
        replaced(good, root, root + "="),
        replaced(good, root, " " + root),
        replaced(good, root, to_base64(Bytes(31))),
        replaced(good, root, to_base64(Bytes(33))),
        replaced(good, "nI=", "nJ="),  // spare bits
    };
    for (std::size_t length = 0; length < good.size(); ++length) {
        bad.push_back(good.substr(0, length));
    }
    for (auto const& text : bad) {
        BOOST_TEST(slug_of(parse_checkpoint(text)) == "checkpoint_malformed", text);
    }
}

BOOST_AUTO_TEST_CASE(a_checkpoint_is_opened_with_its_logs_key_alone) {
    auto const log = the_log();
    auto const text = tlog_text("checkpoint");
    auto const stranger = NoteKey{log.key.name, NoteKind::ed25519, the_witness(0).key.key};
    BOOST_TEST(slug_of(open_checkpoint(text, stranger)) == "note_unsigned");
    BOOST_TEST(slug_of(open_checkpoint(text, the_witness(0).key)) == "note_unsigned");
    auto const cut = text.substr(0, text.size() - 1);
    BOOST_TEST(slug_of(open_checkpoint(cut, log.key)) == "note_malformed");
    BOOST_TEST(
        slug_of(open_checkpoint(replaced(text, "\n5\n", "\n6\n"), log.key)) ==
        "note_signature_wrong"
    );
}

BOOST_AUTO_TEST_CASE(what_the_key_signed_for_another_origin_or_no_log_is_refused) {
    auto const log = the_log();
    auto const sign = [&](std::string const& text) {
        return encode_note({text, {*sign_note(text, log.key, log.sign)}});
    };
    auto checkpoint = example();
    checkpoint.origin = "example.ocop.vn/other";
    BOOST_TEST(
        slug_of(open_checkpoint(sign(encode_checkpoint(checkpoint)), log.key)) ==
        "checkpoint_of_another_log"
    );
    BOOST_TEST(slug_of(open_checkpoint(sign("text\n"), log.key)) == "checkpoint_malformed");
}

BOOST_AUTO_TEST_CASE(the_heads_of_other_logs_are_read) {
    auto const file = vectors::load(OCOP_REFERENCE_DIR "/tlog/notes/signed_notes.json");
    if (!file) {
        BOOST_TEST_MESSAGE("no reference data");
        return;
    }
    std::size_t count = 0;
    for (auto const& vector : file->at("vectors").as_array()) {
        if (vectors::text(vector, "kind") == "note") {
            continue;
        }
        auto const note = parse_note(vectors::text(vector, "note"));
        auto const checkpoint = parse_checkpoint(note->text);
        BOOST_TEST_REQUIRE(checkpoint.has_value(), vector.at("name"));
        BOOST_TEST(encode_checkpoint(*checkpoint) == note->text);
        ++count;
    }
    BOOST_TEST(count == 21U);
}

BOOST_AUTO_TEST_SUITE_END()
