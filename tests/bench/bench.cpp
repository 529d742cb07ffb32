// What a verdict, a signed URL, a symbol and a printed label cost, against what OpenSSL alone takes
// for the same number of signatures. Method: measure.hpp. Run by scripts/bench.

#include "bench/event_server.hpp"
#include "bench/events.hpp"
#include "bench/measure.hpp"
#include "cli/demo.hpp"
#include "qr/draw.hpp"
#include "registry/admission.hpp"
#include "registry/authority.hpp"
#include "sheets/sheets.hpp"
#include "sheets/svg.hpp"
#include "signer/local_signer.hpp"
#include "stamps/keys.hpp"
#include "stamps/quota.hpp"
#include "store/rocks_store.hpp"
#include "verdicts/verdicts.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <openssl/ec.h>
#include <openssl/evp.h>

#include <cstdlib>
#include <filesystem>
#include <span>

namespace {

using namespace ocop;

constexpr std::string_view host = "id.ocop.vn";

void must(bool ok) {
    OCOP_ASSERT(ok);
}

// A register with many issued orders, so that a lookup is one among many.
struct Register {
    std::filesystem::path folder;
    crypto::SystemRandom random;
    SystemClock clock;
    std::unique_ptr<signer::Keyring> keyring;
    std::unique_ptr<signer::LocalSigner> signer;
    std::unique_ptr<store::Store> store;
    std::vector<stamps::StampOrder> orders;

    Register() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "ocop-bench-XXXXXX").string();
        must(mkdtemp(pattern.data()) != nullptr);
        folder = pattern;
        signer::NewKeyring const request{.authority = "phu-tho", .demo = true, .now = clock.now()};
        must(signer::make_keyring(folder / "keys", "benchmark", request, random).has_value());
        keyring =
            std::make_unique<signer::Keyring>(*signer::load_keyring(folder / "keys", "benchmark"));
        signer = std::make_unique<signer::LocalSigner>(
            *keyring, *signer::Journal::open(folder / "journal")
        );
        store = *store::open_rocks_store({
            .directory = folder / "store",
            .mark = {[this](ByteView b) { return signer->sign_mark(b); }, signer->mark_key()},
            .clock = clock,
            .random = random,
            .free_bytes_min = 1,
            .on_fatal = {},
            .env = nullptr,
            .log = {},
        });
        fill();
    }

    ~Register() {
        store.reset();
        std::filesystem::remove_all(folder);
    }

    void fill() {
        auto const who = accounts::system_principal("bench");
        auto const day = legal_day(clock.now());
        auto const committed = store::transact_now(*store, [&](store::Transaction& tx) {
            stamps::IssuingKey key;
            auto const& entry = keyring->index.stamp_keys.front();
            key.kid = entry.kid;
            key.authority = entry.authority;
            key.public_key = entry.public_key;
            key.logged_from = entry.logged_from;
            key.logged_until = entry.logged_until;
            key.demo = true;
            must(stamps::register_key(tx, who, key).has_value());
            registry::NewAuthority authority;
            authority.id = "phu-tho";
            authority.name.vi = "Phú Thọ";
            authority.province_code = "25";
            must(registry::register_demo_authority(tx, who, authority).has_value());
            registry::NewProducer producer;
            producer.name.vi = "HTX Mẫu";
            producer.commune_code = "08620";
            producer.address = "Long Cốc";
            auto const made = registry::register_producer(tx, who, random, producer);
            must(made.has_value());
            registry::NewProduct product;
            product.code = "25-08620-01-2026";
            product.producer = made->id;
            product.authority = "phu-tho";
            product.name.vi = "Chè";
            product.group = 1;
            product.criteria_set = 11;
            must(registry::register_product(tx, who, product).has_value());
            registry::NewTradeItem item;
            item.gtin = "9520000100018";
            item.product = product.code;
            item.name.vi = "Gói 100 g";
            item.net_content = {100, registry::Unit::g};
            must(registry::register_trade_item(tx, who, item).has_value());
            registry::NewCertificate certificate{
                product.code, "phu-tho", 4, "1/QĐ-UBND", add_days(day, -30), add_days(day, -30)};
            auto const entered = registry::register_certificate(tx, who, certificate);
            must(entered.has_value());
            for (auto const* person : {"officer", "approver"}) {
                auto const by = accounts::system_principal(person);
                must(registry::confirm_certificate(tx, by, entered->id, {std::string(64, 'd')})
                         .has_value());
            }
            stamps::NewQuota quota{
                product.code,
                "BENCH",
                add_days(day, -30),
                add_days(day, 30),
                {registry::quantity_max, registry::Unit::g}};
            must(stamps::declare_quota(tx, who, {}, quota).has_value());
            return Result<void>();
        });
        must(committed.has_value());
        for (int i = 0; i < 1000; ++i) {
            order("L" + std::to_string(1000 + i), day);
        }
    }

    void order(std::string const& lot, Day day) {
        auto const who = accounts::system_principal("bench");
        auto const committed = store::transact_now(*store, [&](store::Transaction& tx) {
            registry::NewLot fresh{
                "09520000100018", lot, day, {}, {1000, registry::Unit::piece}, {}};
            must(registry::open_lot(tx, who, fresh).has_value());
            auto const asked =
                stamps::request_order(tx, who, random, {"09520000100018", lot, 1000, true});
            must(asked.has_value());
            auto const approver = accounts::system_principal("approver");
            stamps::Policy const any_size{.large_sum = registry::quantity_max};
            must(stamps::approve_order(tx, approver, any_size, asked->id).has_value());
            auto issued = stamps::issue_order(tx, who, asked->id, 0);
            must(issued.has_value());
            orders.push_back(std::move(*issued));
            return Result<void>();
        });
        must(committed.has_value());
    }

    // `per_order` signed URLs of every order.
    std::vector<std::string> urls(std::uint64_t per_order) {
        std::vector<std::string> out;
        for (auto const& order : orders) {
            sign(order, per_order, [&](std::string url) { out.push_back(std::move(url)); });
        }
        return out;
    }

    void sign(
        stamps::StampOrder const& order,
        std::uint64_t count,
        std::function<void(std::string)> const& take
    ) {
        signer::ApprovedOrder const approved{
            order.id,
            order.gtin,
            order.lot,
            stamp::to_text(*order.kid),
            order.range->epoch,
            order.range->first,
            order.range->count};
        auto const sink = [&](signer::SignedStamp const& s) {
            take(stamp::write_stamp_url(
                host, {order.gtin, order.lot, s.serial}, {*order.kid, s.signature}
            ));
            return true;
        };
        must(signer->sign_range(approved, approved.first, count, sink).has_value());
    }
};

// OpenSSL by itself: one key, one message, the plain calls.
struct Raw {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    std::string message = std::string(72, 'm');
    std::vector<unsigned char> signature = sign();

    std::vector<unsigned char> sign() {
        std::vector<unsigned char> out(80);
        std::size_t size = out.size();
        auto* const ctx = EVP_MD_CTX_new();
        must(EVP_DigestSignInit(ctx, nullptr, EVP_sha256(), nullptr, key) == 1);
        auto const* const bytes = as_bytes(message).data();
        must(EVP_DigestSign(ctx, out.data(), &size, bytes, message.size()) == 1);
        EVP_MD_CTX_free(ctx);
        out.resize(size);
        return out;
    }

    void verify() {
        auto* const ctx = EVP_MD_CTX_new();
        must(EVP_DigestVerifyInit(ctx, nullptr, EVP_sha256(), nullptr, key) == 1);
        auto const* const bytes = as_bytes(message).data();
        must(EVP_DigestVerify(ctx, signature.data(), signature.size(), bytes, message.size()) == 1);
        EVP_MD_CTX_free(ctx);
    }

    ~Raw() { EVP_PKEY_free(key); }
};

// From a counter to ink: what a print run does for each stamp. A call draws a sheet of 65 labels as
// one file, its font too.
void compare_labels(Register& data, Raw& raw) {
    auto const font = sheets::Font::load(sheets::font_path);
    must(font.has_value());
    auto const layout = sheets::find_preset("a4-5x13-38.1x21.2")->layout;
    auto const count = static_cast<std::uint64_t>(layout.labels());
    std::size_t next = 0;
    auto const each_label = [&](std::function<void(sheets::Label const&)> const& draw) {
        auto const& order = data.orders[next++ % data.orders.size()];
        std::uint64_t position = 0;
        data.sign(order, count, [&](std::string const& url) {
            auto const place = "C3 · " + std::to_string(++position) + "/1000";
            draw({url, "Chè xanh Long Cốc", "7K3M-9PQR-2D", "Lô " + order.lot, place, "L3/1"});
        });
    };
    auto const signatures = bench::Work{"raw P-256 signatures", 100, [&] {
                                            for (int i = 0; i < 100; ++i) {
                                                raw.sign();
                                            }
                                        }};
    auto const batch = static_cast<double>(count);
    bench::compare(
        {"sign + QR + PDF (sheets of 65)",
         batch,
         [&] {
             sheets::Sheet sheet;
             sheet.layout = layout;
             auto writer = sheets::SheetWriter::open(sheet, *font, [](std::string_view) {
                 return Result<void>();
             });
             must(writer.has_value());
             each_label([&](sheets::Label const& label) { must(writer->add(label).has_value()); });
             must(writer->finish().has_value());
         }},
        signatures
    );
    bench::compare(
        {"sign + QR + SVG",
         batch,
         [&] {
             each_label([&](sheets::Label const& label) {
                 must(sheets::draw_label_svg_unproved(layout, label, *font).has_value());
             });
         }},
        signatures
    );
}

void compare_stamps() {
    Register data;
    Raw raw;
    verdicts::Verdicts const verdicts(
        *data.store, data.keyring->serials, {std::string(host)}, data.clock
    );
    auto const urls = data.urls(4);
    std::size_t next = 0;
    bench::compare(
        {"verdict lookups (1,000 orders, 1,000,000 stamps)",
         1,
         [&] {
             auto const& url = urls[next++ % urls.size()];
             auto const judged = verdicts.judge({verdicts::Question::Kind::uri, url, {}, {}});
             must(judged.decision.headline == stamp::Verdict::valid);
         }},
        {"raw P-256 verifications", 1, [&] { raw.verify(); }}
    );
    bench::compare(
        {"stamps signed and written as URLs",
         100,
         [&] {
             data.sign(data.orders[next++ % data.orders.size()], 100, [](std::string const&) {});
         }},
        {"raw P-256 signatures",
         100,
         [&] {
             for (int i = 0; i < 100; ++i) {
                 raw.sign();
             }
         }}
    );
    bench::compare(
        {"QR symbols (7-M)", 1, [&] { must(qr::encode(urls[next++ % urls.size()]).has_value()); }},
        {"raw P-256 signatures", 1, [&] { raw.sign(); }}
    );
    compare_labels(data, raw);
}

// events [--events N]
int compare_events(std::span<char const* const> arguments) {
    std::uint64_t events = 1'000'000;
    if (arguments.size() == 2 && std::string_view(arguments[0]) == "--events") {
        auto const given = parse_decimal(arguments[1], 100'000'000);
        must(given.has_value());
        events = *given;
    } else if (!arguments.empty()) {
        std::fprintf(stderr, "usage: ocop_bench [events [--events N]]\n");
        return 2;
    }
    auto const steps_s = bench::compare_queries(events);
    bench::compare_captures(steps_s);
    bench::compare_single_events();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::span<char const* const> const arguments(argv, static_cast<std::size_t>(argc));
    std::string_view const mode = argc > 1 ? argv[1] : "";
    if (mode == "events-server" && argc == 3) {
        return bench::serve_events(argv[2]);
    }
    if (!mode.empty()) {
        return compare_events(arguments.subspan(mode == "events" ? 2 : 1));
    }
    compare_stamps();
    return 0;
}
