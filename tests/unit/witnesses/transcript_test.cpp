#include "unit/ledger/naive.hpp"
#include "unit/ledger/signers.hpp"
#include "world.hpp"

// A witness as other logs meet it: bytes over TLS.
namespace ocop::witnesses {

namespace {

using namespace test;

http::ClientResponse ask(Office const& office, http::ClientRequest request) {
    http::test::FixedResolver resolver;
    http::Client const client(to_this_machine(std::chrono::seconds(20)), resolver);
    request.url = office.url() + request.url;
    auto answer = client.send(request);
    BOOST_TEST_REQUIRE(reason_of(answer) == "");
    return std::move(*answer);
}

http::ClientResponse add(Office const& office, std::string body) {
    return ask(office, {http::Method::post, "/add-checkpoint", {}, std::move(body)});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transcript)

BOOST_AUTO_TEST_CASE(the_transcript_of_another_witness_is_answered_as_it_was) {
    auto const file = vectors::load(OCOP_REFERENCE_DIR "/tlog/witness/litewitness_transcript.json");
    if (!file) {
        return;
    }
    ledger::NoteKey const log{
        vectors::text(*file, "origin"),
        ledger::NoteKind::ed25519,
        vectors::array_of<32>(vectors::hex(*file, "log_public_key_hex"))};
    Office const office("example.com/witness", {log});
    for (auto const& step : file->at("steps").as_array()) {
        auto const answer = add(office, vectors::text(step, "request"));
        auto const status = step.at("status").to_number<int>();
        auto const body = vectors::text(step, "body");
        if (body == "unknown log") {  // 404 since v1.0.0
            BOOST_TEST(answer.status == 404);
            continue;
        }
        BOOST_TEST(answer.status == status);
        if (status == 200) {
            BOOST_TEST(answer.body.find(body) != std::string::npos);
        }
        if (status == 409) {
            BOOST_TEST(answer.body == body);
            BOOST_TEST(answer.header("Content-Type") == "text/x.tlog.size");
        }
    }
}

BOOST_AUTO_TEST_CASE(the_request_of_the_vectors_is_answered_and_the_checkpoint_can_be_had) {
    Office const office("office.example/w", {ledger::the_log().key});
    auto const known = ledger::naive::numbered_tree(5);
    auto const log = ledger::the_log();
    auto const three =
        *ledger::sign_checkpoint({log.key.name, known.head(3), {}}, log.key, log.sign);
    BOOST_TEST(add(office, ledger::encode_add_checkpoint({0, {}, three})).status == 200);
    auto const answer = add(office, ledger::tlog_text("add_checkpoint"));
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.header("Content-Type") == "text/plain; charset=utf-8");
    auto const key = office.witness().key;
    auto const note = *ledger::parse_note(ledger::tlog_text("checkpoint"));
    BOOST_TEST(reason_of(ledger::add_cosignature(note, answer.body, key)) == "");

    auto const id = to_hex(crypto::sha256(as_bytes(log.key.name)));
    auto const shown = ask(office, {http::Method::get, "/" + id + "/checkpoint", {}, ""});
    BOOST_TEST(shown.status == 200);
    BOOST_TEST(shown.header("Content-Type") == "text/plain; charset=utf-8");
    auto const opened = ledger::open_witnessed(shown.body, {log.key, {key}, 1});
    BOOST_TEST_REQUIRE(reason_of(opened) == "");
    BOOST_TEST((opened->checkpoint.head == known.head(5)));
    auto const other = std::string(64, 'a');
    BOOST_TEST(ask(office, {http::Method::get, "/" + other + "/checkpoint", {}, ""}).status == 404);
}

BOOST_AUTO_TEST_CASE(what_is_too_long_or_elsewhere_is_refused_before_it_is_read) {
    Office const office;
    BOOST_TEST(add(office, std::string(ledger::add_checkpoint_bytes_max + 1, 'x')).status == 413);
    BOOST_TEST(add(office, std::string(ledger::add_checkpoint_bytes_max, 'x')).status == 400);
    BOOST_TEST(add(office, "").status == 400);
    BOOST_TEST(ask(office, {http::Method::get, "/add-checkpoint", {}, ""}).status == 405);
    BOOST_TEST(ask(office, {http::Method::get, "/", {}, ""}).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::witnesses
