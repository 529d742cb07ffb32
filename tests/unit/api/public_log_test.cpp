#include "service.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/ledger/checkpoint.hpp>
#include <ocop/ledger/log_proof.hpp>
#include <ocop/ledger/tile.hpp>
#include <ocop/stamp/answer.hpp>
#include <ocop/stamp/trust.hpp>

namespace ocop::test {

namespace {

stamp::TrustList trust_list(Service& service) {
    auto const file =
        stamp::parse_trust_list(service.get("/.well-known/ocop-trust.json").text(), {});
    BOOST_TEST_REQUIRE(reason_of(file) == "");
    return file->list;
}

ledger::NoteKey log_key(Service& service) {
    auto const list = trust_list(service);
    BOOST_TEST_REQUIRE(list.log.has_value());
    auto const key = ledger::parse_vkey(list.log->vkey);
    BOOST_TEST_REQUIRE(reason_of(key) == "");
    return *key;
}

// Lets the next checkpoint be published.
ledger::Checkpoint published(Service& service) {
    service.disk.clock.set({service.disk.clock.now().ms + 1000});
    auto const reply = service.get("/log/checkpoint");
    BOOST_TEST(reply.status() == 200);
    BOOST_TEST(reply.header("Content-Type") == "text/plain; charset=utf-8");
    BOOST_TEST(reply.header("Cache-Control") == "no-cache");
    auto const opened = ledger::open_checkpoint(reply.text(), log_key(service));
    BOOST_TEST_REQUIRE(reason_of(opened) == "");
    return opened->checkpoint;
}

std::string bytes_of(Service& service, std::string const& path) {
    auto const reply = service.get("/log/" + path);
    BOOST_TEST(reply.status() == 200, path);
    BOOST_TEST(reply.header("Content-Type") == "application/octet-stream");
    BOOST_TEST(reply.header("Cache-Control") == "public, max-age=31536000, immutable");
    return reply.text();
}

// The hashes of the entries that the log serves.
std::vector<Hash> leaves_of(Service& service, std::uint64_t size) {
    std::vector<Hash> out;
    for (std::uint64_t at = 0; at * ledger::tile_width < size; ++at) {
        ledger::TilePath path{ledger::TilePath::Kind::entries, {0, at}};
        path.width = ledger::width_at(path.tile, size);
        auto const bytes = bytes_of(service, to_text(path));
        auto const entries = ledger::parse_bundle(bytes, path.width);
        BOOST_TEST_REQUIRE(reason_of(entries) == "");
        for (auto const entry : *entries) {
            out.push_back(ledger::leaf_hash(as_bytes(entry)));
        }
    }
    return out;
}

void check_proof(Service& service, std::string_view text, Hash const& leaf, std::uint64_t index) {
    auto const proof = ledger::parse_log_proof(text);
    BOOST_TEST_REQUIRE(reason_of(proof) == "");
    BOOST_TEST(proof->index == index);
    auto const checked = ledger::verify_log_proof(*proof, leaf, {log_key(service), {}, 0});
    BOOST_TEST(reason_of(checked) == "");
}

Hash read_hash(std::string_view base64) {
    auto const bytes = from_base64(base64);
    BOOST_TEST_REQUIRE((bytes && bytes->size() == sizeof(Hash)));
    Hash out{};
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(public_log)

BOOST_AUTO_TEST_CASE(tiles_and_entries_lead_to_the_published_root) {
    RegisteredService service;
    service.issued_order(3);
    auto const head = published(service).head;
    BOOST_TEST(head.size > 5U);
    auto const leaves = leaves_of(service, head.size);
    ledger::Frontier frontier;
    std::string hashes;
    for (auto const& leaf : leaves) {
        frontier.append_hash(leaf);
        hashes += as_text(leaf);
    }
    BOOST_TEST((frontier.root() == head.root));
    // Every earlier size too: a partial tile is a prefix.
    for (std::uint64_t width = 1; width <= head.size; ++width) {
        auto const path = "tile/0/000.p/" + std::to_string(width);
        BOOST_TEST((bytes_of(service, path) == hashes.substr(0, width * sizeof(Hash))));
    }
}

BOOST_AUTO_TEST_CASE(what_no_checkpoint_implies_is_not_there_and_nobody_may_cache_that) {
    RegisteredService service;
    auto const size = published(service).head.size;
    auto const next = std::to_string(size + 1);
    for (auto const& path :
         {"0/000.p/" + next,
          "entries/000.p/" + next,
          std::string("0/000"),
          std::string("1/000.p/1"),
          std::string("0/001.p/1"),
          std::string("0/000.p/0"),
          std::string("0/000.p/01"),
          std::string("0/000.p/256"),
          std::string("0/x000/000.p/1"),
          std::string("00/000.p/1"),
          std::string("64/000.p/1"),
          std::string("entries/0"),
          std::string("0"),
          std::string("0/000.p/1/")}) {
        auto const reply = service.get("/log/tile/" + path);
        BOOST_TEST(reply.status() == 404, path);
        BOOST_TEST(reply.header("Cache-Control") == "no-store", path);
    }
    // Held, and not yet published.
    service.issued_order(1);
    BOOST_TEST(service.get("/log/tile/0/000.p/" + next).status() == 404);
    published(service);
    BOOST_TEST(service.get("/log/tile/0/000.p/" + next).status() == 200);
}

BOOST_AUTO_TEST_CASE(a_write_answers_with_a_receipt_that_its_proof_is_checked_with) {
    RegisteredService service;
    auto const before = service.disk.store->snapshot()->ledger_size();
    auto const body = R"({"lot":"L1","count":5,"gtin":")" + service.gtin + "\"}";
    Headers const key{{"Idempotency-Key", "k1"}};
    auto const reply = service.post("/api/v1/stamp-orders", body, key);
    BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    auto const after = service.disk.store->snapshot()->ledger_size();
    auto const last = std::to_string(after - 1);
    auto const wanted = after - before == 1 ? last : std::to_string(before) + '-' + last;
    BOOST_TEST(reply.header("Ledger-Index") == wanted);
    auto const proof = service.get("/api/v1/proof?index=" + last);
    BOOST_TEST(proof.status() == 200);
    check_proof(service, proof.text(), read_hash(reply.header("Ledger-Leaf")), after - 1);
    // Again, word for word.
    auto const again = service.post("/api/v1/stamp-orders", body, key);
    BOOST_TEST(again.header("Ledger-Index") == reply.header("Ledger-Index"));
    BOOST_TEST(again.header("Ledger-Leaf") == reply.header("Ledger-Leaf"));
    BOOST_TEST(service.disk.store->snapshot()->ledger_size() == after);
    // What changes nothing that is logged has none.
    BOOST_TEST(service.get("/api/v1/lots").header("Ledger-Index") == "");
    BOOST_TEST(service.post("/api/v1/stamp-orders", "{}").header("Ledger-Index") == "");
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_not_there_has_no_proof) {
    RegisteredService service;
    auto const size = service.disk.store->snapshot()->ledger_size();
    auto const ask = [&](std::string const& query) {
        return std::string(service.get("/api/v1/proof" + query).problem());
    };
    BOOST_TEST(ask("?index=" + std::to_string(size)) == "entry_not_found");
    BOOST_TEST(ask("?index=9223372036854775807") == "entry_not_found");
    BOOST_TEST(ask("?index=9223372036854775808") == "query_invalid");
    BOOST_TEST(ask("?index=-1") == "query_invalid");
    BOOST_TEST(ask("") == "query_invalid");
    BOOST_TEST(ask("?index=0&witnessed=1") == "query_invalid");
    BOOST_TEST(ask("?index=0&witnessed=true") == "checkpoint_not_witnessed");
}

BOOST_AUTO_TEST_CASE(a_verdict_carries_the_proof_of_its_order) {
    RegisteredService service;
    auto const url = text_of(service.stamps_of(service.issued_order(2)).at(1), "url");
    published(service);
    for (int i = 0; i < 2; ++i) {
        auto const reply = service.post("/api/v1/verify", ask("uri", url));
        auto const index = reply.body().at("stamp").at("entry").to_number<std::uint64_t>();
        auto const leaves = leaves_of(service, published(service).head.size);
        check_proof(service, reply.string_at("/proof"), leaves.at(index), index);
        service.issued_order(1);
        published(service);
    }
    auto const nothing = service.post("/api/v1/verify", ask("serial", "0123"));
    BOOST_TEST(!nothing.body().as_object().contains("proof"));
}

BOOST_AUTO_TEST_CASE(a_checks_answer_is_signed_and_names_the_ledger_that_was_read) {
    RegisteredService service;
    auto const order = service.issued_order(3);
    auto const url = text_of(service.stamps_of(order).at(1), "url");
    auto const size = service.disk.store->snapshot()->ledger_size();
    auto const reply = service.post("/api/v1/check", ask("uri", url));
    BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    auto const point = from_base64url(*trust_list(service).answer_key);
    auto const key = crypto::P256PublicKey::from_point(*point);
    auto const text = reply.string_at("/signed_answer");
    auto const answer = stamp::parse_answer(text, *key);
    BOOST_TEST_REQUIRE(reason_of(answer) == "");
    BOOST_TEST(answer->verdict == reply.string_at("/answer/verdict"));
    BOOST_TEST(answer->order == order);
    BOOST_TEST(answer->position == 2);
    BOOST_TEST(answer->log_size == static_cast<std::int64_t>(size));
    BOOST_TEST((answer->at == service.disk.clock.now()));
    auto const receipt = service.get("/api/v1/receipts/" + std::string(reply.string_at("/token")));
    BOOST_TEST(receipt.string_at("/answer") == text);
    // By another key, and changed.
    auto const stranger = crypto::P256PrivateKey::generate().public_key();
    BOOST_TEST(slug_of(stamp::parse_answer(text, stranger)) == "answer_signature_wrong");
    for (std::size_t at = 0; at < text.size(); at += 7) {
        std::string changed(text);
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        BOOST_TEST(!stamp::parse_answer(changed, *key).has_value(), at);
    }
    BOOST_TEST(!stamp::parse_answer(text.substr(0, text.size() - 1), *key).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
