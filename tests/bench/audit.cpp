#include "bench/audit.hpp"

#include "tlog/audit.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/base/json.hpp>
#include <ocop/crypto/ed25519.hpp>
#include <ocop/ledger/entry.hpp>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>

namespace ocop::bench {

namespace {

constexpr std::uint64_t entries_total = 1'000'000;
constexpr std::int64_t order_count = 100;
constexpr std::int64_t large_sum = 1'000'000'000;

using Clock = std::chrono::steady_clock;

crypto::Ed25519PrivateKey const& key() {
    static crypto::Ed25519PrivateKey const made(crypto::Ed25519Seed{7});
    return made;
}

// Writes entries as the services do: a producer with its goods, and then, over and over, an order
// from its request to the last of its stamps, and six events.
class Writer {
  public:
    Writer() {
        add("authority.registered",
            "system",
            "authority:pt",
            {{"authority", "pt"}, {"level", "province"}, {"demo", 1}});
        add("key.registered",
            "system",
            "key:0001",
            {{"kid", "0001"},
             {"authority", "pt"},
             {"key", "BA"},
             {"from", "2026-01-01T00:00:00.000Z"},
             {"until", "2027-01-01T00:00:00.000Z"}});
        add("producer.registered",
            "system",
            "producer:htx",
            {{"producer", "htx"}, {"commune", "08620"}});
        add("product.registered",
            "system",
            "product:" + product_,
            {{"product", product_}, {"producer", "htx"}, {"authority", "pt"}, {"criteria_set", 1}});
        add("trade_item.registered",
            "system",
            "trade_item:" + gtin_,
            {{"gtin", gtin_},
             {"product", product_},
             {"producer", "htx"},
             {"content", 100},
             {"measure", "g"}});
        certify();
        add("quota.declared",
            "system",
            "quota:" + quota_,
            {{"quota", quota_},
             {"product", product_},
             {"producer", "htx"},
             {"from", "2026-01-01"},
             {"to", "2026-12-31"},
             {"measure", "g"},
             {"declared", limit_},
             {"limit", limit_},
             {"attested", 0}});
    }

    void fill() {
        while (out.size() < entries_total) {
            order();
        }
        out.resize(entries_total);
    }

    std::vector<std::string> out;

  private:
    void add(
        std::string kind,
        std::string actor,
        std::string subject,
        json::object clear,
        bool single = false
    ) {
        ledger::Entry entry;
        entry.kind = std::move(kind);
        auto const number = std::to_string(out.size());
        entry.id = std::string(32 - number.size(), '0') + number;
        entry.at = {1'795'316'645'678 + static_cast<std::int64_t>(out.size())};
        entry.actor = std::move(actor);
        entry.subject = std::move(subject);
        clear["unit"] = entry.actor;
        entry.clear = std::move(clear);
        if (!single) {
            auto const [at, fresh] = last_.try_emplace(entry.subject, out.size());
            entry.prev = fresh ? -1 : static_cast<std::int64_t>(at->second);
            at->second = out.size();
        }
        out.push_back(ledger::encode_entry(entry));
    }

    static json::array by(std::vector<std::string> const& persons) {
        json::array list;
        for (auto const& each : persons) {
            list.push_back(json::object{{"actor", each}, {"unit", each}});
        }
        return list;
    }

    void certify() {
        json::object clear{
            {"certificate", product_ + ".01"},
            {"product", product_},
            {"producer", "htx"},
            {"authority", "pt"},
            {"stars", 4},
            {"decision", "1"},
            {"issued_on", "2026-06-01"},
            {"last_day", "2029-06-01"}};
        auto const subject = "certificate:" + product_ + ".01";
        add("certificate.registered", "system", subject, clear);
        clear["decision_sha256"] = "00";
        clear["confirmations"] = by({"system"});
        add("certificate.confirmed", "system", subject, clear);
        clear["confirmations"] = by({"system", "system.second"});
        add("certificate.confirmed", "system.second", subject, clear);
    }

    void order() {
        auto const number = std::to_string(++orders_);
        auto const lot = "L" + number;
        auto const subject = "order:n" + number;
        add("lot.registered",
            "system",
            "lot:" + gtin_ + ":" + lot,
            {{"gtin", gtin_}, {"lot", lot}, {"producer", "htx"}, {"made_on", "2026-11-20"}});
        limit_ -= order_count * 100;
        json::object const base{
            {"order", "n" + number},
            {"gtin", gtin_},
            {"lot", lot},
            {"product", product_},
            {"producer", "htx"},
            {"count", order_count},
            {"stars", 4},
            {"certificate", product_ + ".01"},
            {"quota", quota_},
            {"content", order_count * 100},
            {"active", 0},
            {"pins", 0}};
        auto clear = base;
        clear["left"] = limit_;
        add("order.requested", "system", subject, clear);
        clear = base;
        clear["confirmations"] = by({"system.second"});
        clear["large_sum"] = large_sum;
        add("order.approved", "system.second", subject, clear);
        clear.erase("large_sum");
        clear["kid"] = "0001";
        clear["epoch"] = 0;
        clear["first"] = (orders_ - 1) * order_count;
        add("order.issued", "system", subject, clear);
        move(number, lot, "issued", "printed", 1, order_count);
        move(number, lot, "printed", "activated", 1, order_count / 2);
        move(number, lot, "printed", "damaged", order_count, order_count);
        for (int i = 0; i < 6; ++i) {
            add("event.captured",
                "system",
                "event:" + std::to_string(++events_),
                {{"event", std::string(64, '0')},
                 {"type", "ObjectEvent"},
                 {"step", "packing"},
                 {"gtins", json::array{json::value(gtin_)}},
                 {"lots", json::array{json::value(gtin_ + ":" + lot)}}},
                true);
        }
    }

    void move(
        std::string const& order,
        std::string const& lot,
        char const* from,
        char const* to,
        std::int64_t first,
        std::int64_t last
    ) {
        json::object clear{
            {"order", "n" + order},
            {"gtin", gtin_},
            {"lot", lot},
            {"producer", "htx"},
            {"from", json::array{from}},
            {"to", to},
            {"positions", json::array{json::array{first, last}}},
            {"count", last - first + 1}};
        if (std::string_view(to) == "activated") {
            clear["on"] = "2026-11-22";
        }
        add(std::string("stamps.") + to, "system", "order:n" + order, clear, true);
    }

    std::string const product_ = "25-08620-01-2026";
    std::string const gtin_ = "09520001100017";
    std::string const quota_ = product_ + ":2026";
    std::int64_t limit_ = 4'000'000'000'000;
    std::int64_t orders_ = 0;
    std::uint64_t events_ = 0;
    std::map<std::string, std::uint64_t> last_;
};

std::int64_t resident_mib() {
    std::ifstream in("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    in >> total >> resident;
    return resident * 4 / 1024;
}

}  // namespace

int audit_million() {
    Writer writer;
    writer.fill();
    std::map<ledger::TileId, std::string> tiles;
    std::vector<Hash> leaves;
    std::size_t bytes = 0;
    for (auto const& entry : writer.out) {
        leaves.push_back(ledger::leaf_hash(as_bytes(entry)));
        bytes += entry.size();
    }
    ledger::TileEdge edge;
    for (auto& made : edge.append(leaves)) {
        tiles[made.tile] = std::move(made.bytes);
    }
    ledger::NoteKey const log{"bench.example/log", ledger::NoteKind::ed25519, key().public_key()};
    auto const note = ledger::sign_checkpoint({log.name, edge.head(), {}}, log, [](ByteView text) {
        return Result<crypto::Ed25519Signature>(key().sign(text));
    });
    OCOP_ASSERT(note);
    tlog::LogFiles files;
    files.read_checkpoint = [&] { return *note; };
    files.read = [&](ledger::TilePath const& path) -> Result<std::string> {
        if (path.kind == ledger::TilePath::Kind::hashes) {
            return tiles.at(path.tile);
        }
        std::string bundle;
        for (std::uint64_t i = 0; i < path.width; ++i) {
            ledger::append_to_bundle(bundle, writer.out[path.tile.index * ledger::tile_width + i]);
        }
        return bundle;
    };
    std::uint64_t findings = 0;
    tlog::LogAudit audit;
    audit.key = log;
    audit.report = [&findings](tlog::Finding const& finding) {
        if (++findings < 10) {
            std::printf("%s\n", tlog::to_text(finding).c_str());
        }
    };
    auto const before = resident_mib();
    auto const start = Clock::now();
    auto const audited = tlog::audit_log(files, audit);
    std::chrono::duration<double> const took = Clock::now() - start;
    std::printf(
        "audit: %zu entries of %zu bytes on average in %.1f s, %llu findings; %lld MiB more\n",
        writer.out.size(),
        bytes / writer.out.size(),
        took.count(),
        static_cast<unsigned long long>(findings),
        static_cast<long long>(resident_mib() - before)
    );
    return audited && findings == 0 ? 0 : 1;
}

}  // namespace ocop::bench
