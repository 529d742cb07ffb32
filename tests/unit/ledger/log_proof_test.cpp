#include "unit/ledger/naive.hpp"
#include "unit/ledger/signers.hpp"

#include <ocop/ledger/log_proof.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::ledger;

namespace {

WitnessPolicy policy(std::size_t quorum) {
    return {the_log().key, {the_witness(0).key, the_witness(1).key}, quorum};
}

LogProof example() {
    return *parse_log_proof(tlog_text("log_proof"));
}

Hash leaf(std::size_t i) {
    return leaf_hash(as_bytes("entry " + std::to_string(i)));
}

// The example's checkpoint with these of its lines.
std::string signed_by(std::vector<std::size_t> const& lines) {
    auto const note = *parse_note(tlog_text("cosigned"));
    Note out{note.text, {}};
    for (auto const line : lines) {
        out.signatures.push_back(note.signatures[line]);
    }
    return encode_note(out);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_proof)

BOOST_AUTO_TEST_CASE(the_proofs_of_the_vectors_are_read_written_and_hold) {
    auto const tree = naive::numbered_tree(5);
    BOOST_TEST(example().index == 2U);
    BOOST_TEST(example().extra.empty());
    BOOST_TEST((example().hashes == tree.path(2, 0, 5)));
    BOOST_TEST(encode_log_proof(example()) == tlog_text("log_proof"));
    auto const with_extra = *parse_log_proof(tlog_text("log_proof_extra"));
    BOOST_TEST(as_text(with_extra.extra) == "OCOP");
    BOOST_TEST(encode_log_proof(with_extra) == tlog_text("log_proof_extra"));
    for (auto const& proof : {example(), with_extra}) {
        auto const checkpoint = verify_log_proof(proof, leaf(2), policy(2));
        BOOST_TEST_REQUIRE(checkpoint.has_value());
        BOOST_TEST((checkpoint->head == tree.head(5)));
    }
}

BOOST_AUTO_TEST_CASE(a_proof_is_of_one_entry_at_one_index) {
    for (std::uint64_t i = 0; i < 6; ++i) {
        auto proof = example();
        proof.index = i;
        auto const slug = slug_of(verify_log_proof(proof, leaf(2), policy(0)));
        BOOST_TEST(slug == (i == 2 ? "" : "inclusion_wrong"));
        auto const other = slug_of(verify_log_proof(example(), leaf(i), policy(0)));
        BOOST_TEST(other == (i == 2 ? "" : "inclusion_wrong"));
    }
}

BOOST_AUTO_TEST_CASE(a_log_of_one_entry_needs_no_hashes) {
    auto const log = the_log();
    Checkpoint const checkpoint{log.key.name, {1, leaf(0)}, {}};
    LogProof const proof{{}, 0, {}, *sign_checkpoint(checkpoint, log.key, log.sign)};
    BOOST_TEST((*parse_log_proof(encode_log_proof(proof)) == proof));
    BOOST_TEST(verify_log_proof(proof, leaf(0), policy(0)).has_value());
}

BOOST_AUTO_TEST_CASE(any_truncation_is_refused_or_has_fewer_signatures) {
    auto const text = tlog_text("log_proof_extra");
    auto const lines_begin = text.find("\xE2\x80\x94");
    for (std::size_t length = 0; length < text.size(); ++length) {
        auto const proof = parse_log_proof(text.substr(0, length));
        bool const whole_line = length > lines_begin && text[length - 1] == '\n';
        BOOST_TEST(proof.has_value() == whole_line);
        BOOST_TEST((!proof || !verify_log_proof(*proof, leaf(2), policy(2))));
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_proof_is_refused) {
    auto const good = tlog_text("log_proof_extra");
    auto const hash = to_base64(example().hashes[1]);
    std::vector<std::string> const bad = {
        "\n" + good,
        replaced(good, "@v1", "@v2"),
        replaced(good, "@v1\n", "@v1 \n"),
        replaced(good, "@v1\n", "@v1\n\n"),
        replaced(good, "extra T0NPUA==", "extra "),
        replaced(good, "extra T0NPUA==", "extra"),
        replaced(good, "extra T0NPUA==", "extra T0NPUA"),
        replaced(good, "extra T0NPUA==", "extra T0NPUB=="),
        replaced(good, "extra", "Extra"),
        replaced(good, "extra T0NPUA==\n", "extra T0NPUA==\nextra T0NPUA==\n"),
        replaced(good, "extra T0NPUA==\nindex 2", "index 2\nextra T0NPUA=="),
        replaced(good, "index 2", "index 02"),
        replaced(good, "index 2", "index  2"),
        replaced(good, "index 2", "index"),
        replaced(good, "index 2", "index -2"),
        replaced(good, "index 2", "index 9223372036854775808"),
        replaced(good, "index 2\n", ""),
        replaced(good, "index 2", "index 2\n"),
        replaced(good, hash, to_base64(Bytes(31))),
        replaced(good, hash, hash + " "),
        replaced(good, hash, " " + hash),
        replaced(good, hash, "-" + hash.substr(1)),
        replaced(good, hash + "\n", hash + "\n\n"),
        replaced(good, "\n\nexample", "\nexample"),
    };
    for (auto const& text : bad) {
        auto const proof = parse_log_proof(text);
        BOOST_TEST((!proof || !verify_log_proof(*proof, leaf(2), policy(0))), text);
    }
    auto const many = [&](std::size_t count) {
        std::string lines;
        for (std::size_t i = 0; i < count; ++i) {
            lines += hash + "\n";
        }
        return replaced(good, hash + "\n", lines);
    };
    BOOST_TEST(parse_log_proof(many(62)).has_value());  // with the two others: 64
    BOOST_TEST(slug_of(parse_log_proof(many(63))) == "log_proof_malformed");
    auto const extra = [&](std::size_t bytes) {
        return replaced(good, "T0NPUA==", to_base64(Bytes(bytes, 1)));
    };
    BOOST_TEST(parse_log_proof(extra(proof_extra_bytes_max)).has_value());
    BOOST_TEST(slug_of(parse_log_proof(extra(proof_extra_bytes_max + 1))) == "log_proof_malformed");
}

BOOST_AUTO_TEST_CASE(no_bit_of_a_hash_may_differ) {
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t bit = 0; bit < 256; ++bit) {
            auto proof = example();
            proof.hashes[i][bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            BOOST_TEST(slug_of(verify_log_proof(proof, leaf(2), policy(0))) == "inclusion_wrong");
        }
    }
}

BOOST_AUTO_TEST_CASE(as_many_witnesses_as_the_policy_asks_for_must_have_signed) {
    struct Row {
        std::vector<std::size_t> lines;  // 0: the log; 1, 2: the witnesses
        std::size_t quorum;
        std::string slug;
    };

    std::vector<Row> const rows = {
        {{0}, 0, ""},
        {{0, 1}, 0, ""},
        {{0}, 1, "witnesses_missing"},
        {{0, 1}, 1, ""},
        {{0, 2}, 1, ""},
        {{2, 0}, 1, ""},
        {{0, 1}, 2, "witnesses_missing"},
        {{0, 1, 1}, 2, "witnesses_missing"},
        {{0, 1, 2}, 2, ""},
        {{1, 2}, 0, "note_unsigned"},
        {{1, 2}, 2, "note_unsigned"},
    };
    for (auto const& row : rows) {
        auto const opened = open_witnessed(signed_by(row.lines), policy(row.quorum));
        BOOST_TEST(slug_of(opened) == row.slug);
        auto proof = example();
        proof.checkpoint = signed_by(row.lines);
        BOOST_TEST(slug_of(verify_log_proof(proof, leaf(2), policy(row.quorum))) == row.slug);
    }
}

BOOST_AUTO_TEST_CASE(a_bad_line_of_a_known_witness_is_refused_by_any_quorum) {
    auto note = *parse_note(tlog_text("cosigned"));
    note.signatures[2].signature.back() ^= 1;
    for (std::size_t quorum = 0; quorum <= 2; ++quorum) {
        BOOST_TEST(
            slug_of(open_witnessed(encode_note(note), policy(quorum))) == "note_signature_wrong"
        );
    }
}

BOOST_AUTO_TEST_CASE(a_policy_by_which_too_much_would_pass_is_refused) {
    auto const usable = policy(2);
    BOOST_TEST(check_policy(usable).has_value());
    BOOST_TEST(check_policy({the_log().key, {}, 0}).has_value());
    std::vector<WitnessPolicy> bad(7, usable);
    bad[0].quorum = 3;
    bad[1].witnesses[1] = bad[1].witnesses[0];
    bad[2].witnesses[1].key = bad[2].witnesses[0].key;  // one witness under two names
    bad[3].witnesses[0].kind = NoteKind::ed25519;
    bad[4].witnesses[0].key = bad[4].log.key;
    bad[5].log.kind = NoteKind::cosignature;
    bad[6].witnesses[0].name = "a b";
    for (auto const& one : bad) {
        BOOST_TEST(slug_of(check_policy(one)) == "policy_unusable");
        BOOST_TEST(slug_of(open_witnessed(tlog_text("cosigned"), one)) == "policy_unusable");
    }
}

BOOST_AUTO_TEST_SUITE_END()
