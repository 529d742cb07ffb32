#pragma once

#include "store/temporary_store.hpp"
#include "unit/http/outbound.hpp"
#include "witnesses/circle.hpp"
#include "witnesses/routes.hpp"

#include <ocop/ledger/log_proof.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// A log in a real store, and witnesses behind real TLS.
namespace ocop::witnesses::test {

using ocop::test::reason_of;
using ocop::test::slug_of;

inline ledger::NoteKey log_key() {
    auto const signer = ocop::test::log_signer();
    return {signer.origin, ledger::NoteKind::ed25519, signer.public_key};
}

inline Result<store::Commit> try_grow(store::Store& store, std::uint64_t count = 1) {
    return store::transact_now(store, [count](store::Transaction& tx) {
        for (std::uint64_t i = 0; i < count; ++i) {
            auto const subject = "s:" + std::to_string(tx.ledger_size());
            tx.append(ocop::test::draft(subject), {{"v", 1}}, -1);
        }
        return Result<void>();
    });
}

// A log of its own history: two of them are a fork, signed by one key.
struct Log {
    Log() : Log(std::filesystem::path()) {}

    explicit Log(std::filesystem::path const& folder) : temporary(folder) { open(); }

    void open() {
        publisher.reset();
        temporary.close();
        stop = std::make_unique<SigningStop>(temporary.path() / "log.stopped");
        auto options = temporary.options();
        options.log->permit = [this] { return stop->permit(); };
        BOOST_TEST_REQUIRE(reason_of(temporary.try_open(std::move(options))) == "");
        publisher = std::make_unique<tlog::Publisher>(store(), clock());
    }

    store::Store& store() { return *temporary.store; }

    ocop::test::TestClock& clock() { return temporary.clock; }

    void grow(std::uint64_t count) {
        BOOST_TEST_REQUIRE(reason_of(try_grow(store(), count)) == "");
        clock().advance_ms(tlog::publication_ms);  // and so it is published when it is asked for
    }

    tlog::Head head() { return *tlog::load_head(*store().snapshot()); }

    std::string published() { return (*publisher->current())->note; }

    ocop::test::TemporaryStore temporary;
    std::unique_ptr<SigningStop> stop;
    std::unique_ptr<tlog::Publisher> publisher;
};

// A witness of that log, on a free port.
class Office {
  public:
    explicit Office(
        std::string name = "office.example/w", std::vector<ledger::NoteKey> logs = {log_key()}
    )
        : name_(std::move(name)), logs_(std::move(logs)) {
        open();
    }

    void open(std::function<void()> kept = {}) {
        served_.reset();
        book_.reset();
        auto book = Book::open({folder(), name_, logs_, clock, random, std::move(kept)});
        BOOST_TEST_REQUIRE(reason_of(book) == "");
        book_ = std::move(*book);
        served_.emplace(witness_routes(*book_));
    }

    std::filesystem::path folder() const { return directory_.path() / "witness"; }

    Book& book() { return *book_; }

    Witness witness() const { return {book_->key(), url()}; }

    std::string url() const { return "https://localhost:" + std::to_string(served_->port()); }

    std::uint16_t port() const { return served_->port(); }

    // What it has of the log; 0: nothing.
    std::uint64_t size() const {
        auto const hash = to_hex(crypto::sha256(as_bytes(log_key().name)));
        auto const note = book_->latest(hash);
        return note ? ledger::open_checkpoint(*note, log_key())->checkpoint.head.size : 0;
    }

    ocop::test::TestClock clock;
    crypto::SystemRandom random;

  private:
    std::string const name_;
    std::vector<ledger::NoteKey> const logs_;
    ocop::test::TemporaryDirectory directory_;
    std::unique_ptr<Book> book_;
    std::optional<http::test::Served> served_;
};

inline http::ClientOptions to_this_machine(std::chrono::milliseconds deadline) {
    http::ClientOptions out;
    out.policy = {http::AddressPolicy::Reach::configured, {}, false};
    out.trusted_pem = http::test::localhost().certificate_pem;
    out.total = deadline;
    return out;
}

// Counts what is sent, and sends it.
class Line {
  public:
    explicit Line(std::chrono::milliseconds deadline = std::chrono::seconds(20))
        : client_(to_this_machine(deadline), resolver_) {}

    Send send() {
        return [this](http::ClientRequest const& request) {
            {
                std::lock_guard const lock(mutex_);
                bodies_.push_back(request.body);
            }
            return client_.send(request);
        };
    }

    std::size_t sent() const {
        std::lock_guard const lock(mutex_);
        return bodies_.size();
    }

    // The sizes that were given as old, in order.
    std::vector<std::uint64_t> old_sizes() const {
        std::lock_guard const lock(mutex_);
        std::vector<std::uint64_t> out;
        for (auto const& body : bodies_) {
            out.push_back(ledger::parse_add_checkpoint(body)->old_size);
        }
        return out;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> bodies_;  // under mutex_
    http::test::FixedResolver resolver_;
    http::Client client_;
};

struct World : Log {
    Circle circle(std::vector<Witness> witnesses, std::int64_t interval_ms = 10'000) {
        CircleParts parts{
            store(),
            *publisher,
            *stop,
            send ? send : line.send(),
            clock(),
            log,
            [this](StopReport const& report) { reports.push_back(report); }};
        return Circle(std::move(parts), {std::move(witnesses), interval_ms, 6});
    }

    // How many of the witnesses cosigned what is published now.
    std::size_t cosigned_by(std::vector<Witness> const& witnesses) {
        std::vector<ledger::NoteKey> keys;
        for (auto const& witness : witnesses) {
            keys.push_back(witness.key);
        }
        auto const note = ledger::parse_note(published());
        auto const verified = ledger::verify_note(*note, keys);
        return verified ? verified->size() : 0;
    }

    std::size_t logged(std::string const& part) const {
        auto const lines = log.lines();
        auto const holds = [&](auto const& one) { return one.find(part) != std::string::npos; };
        return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), holds));
    }

    Line line;
    Send send;  // in place of the line, if it is set
    http::test::MemoryLog log;
    std::vector<StopReport> reports;
};

}  // namespace ocop::witnesses::test
