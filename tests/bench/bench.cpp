// What a verdict, a signed URL, a symbol and a printed label cost, against what OpenSSL alone takes
// for the same number of signatures. Method: measure.hpp. Run by scripts/bench.

#include "bench/alerts.hpp"
#include "bench/audit.hpp"
#include "bench/catalogue.hpp"
#include "bench/checks.hpp"
#include "bench/event_server.hpp"
#include "bench/events.hpp"
#include "bench/ledger.hpp"
#include "bench/ledger_cost.hpp"
#include "bench/measure.hpp"
#include "bench/orders.hpp"
#include "bench/prints.hpp"
#include "bench/stamp_register.hpp"
#include "cli/demo.hpp"
#include "qr/draw.hpp"
#include "registry/authority.hpp"
#include "sheets/sheets.hpp"
#include "sheets/svg.hpp"
#include "signer/local_signer.hpp"
#include "stamps/keys.hpp"
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

using bench::must;
using bench::Register;

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
    bench::BenchFolder const folder;
    SystemClock const clock;
    Register data(folder.path, clock, 1'000);
    Raw raw;
    verdicts::Verdicts const verdicts(
        *data.store, data.keyring->serials, {std::string(bench::stamp_host)}, data.clock
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
        std::fprintf(
            stderr,
            "usage: ocop_bench [events [--events N] | checks | alerts | catalogue | prints | "
            "ledger | audit]\n"
        );
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
    if (mode == "checks-server" && argc == 3) {
        return bench::serve_checks(argv[2]);
    }
    if ((mode == "orders-server" || mode == "orders-server-unlogged") && argc == 3) {
        return bench::serve_orders(argv[2], mode == "orders-server");
    }
    if (mode == "checks" && argc == 2) {
        return bench::compare_checks();
    }
    if (mode == "catalogue" && argc == 2) {
        return bench::show_catalogue();
    }
    if (mode == "alerts" && argc == 2) {
        return bench::show_alerts();
    }
    if (mode == "ledger" && argc == 2) {
        bench::compare_ledger();
        bench::compare_ledger_cost();
        return bench::compare_orders();
    }
    if (mode == "audit" && argc == 2) {
        return bench::audit_million();
    }
    if (mode == "prints" && argc == 2) {
        return bench::show_print_memory();
    }
    if (!mode.empty()) {
        return compare_events(arguments.subspan(mode == "events" ? 2 : 1));
    }
    compare_stamps();
    return 0;
}
