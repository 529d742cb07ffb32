#pragma once

#include "accounts/api_keys.hpp"
#include "api/gate.hpp"
#include "api/services.hpp"
#include "prints/issued.hpp"
#include "prints/maker.hpp"
#include "prints/print_run.hpp"
#include "signer/local_signer.hpp"
#include "stamps/keys.hpp"
#include "stamps/moves.hpp"
#include "store/temporary_store.hpp"
#include "test_keyring.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/stamp/trust.hpp>

#include <filesystem>
#include <future>
#include <string>
#include <utility>
#include <vector>

// The whole API over a real store, a real signer and a clock of the test's, without a socket: a
// request goes through the router, the gate and its handler, as in the server.
namespace ocop::test {

inline constexpr std::string_view host = "tem.example";
inline constexpr std::string_view province = "phu-tho";

using Headers = std::vector<http::Header>;

struct Reply {
    http::Response response;

    int status() const { return response.status; }

    std::string_view header(std::string_view name) const { return response.header(name); }

    std::string const& text() const { return std::get<std::string>(response.body); }

    json::value body() const {
        auto const parsed = json::parse(text(), {.bytes_max = 1 << 24, .depth_max = 32});
        BOOST_TEST_REQUIRE(reason_of(parsed) == "", text());
        return *parsed;
    }

    std::string string_at(std::string_view pointer) const {
        boost::json::error_code ec;
        auto const whole = body();
        auto const* found = whole.find_pointer(pointer, ec);
        BOOST_TEST_REQUIRE(found != nullptr, "no " << pointer << " in " << text());
        return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
    }

    // "quantity_zero" of a problem document; "" of anything else.
    std::string problem() const {
        constexpr std::string_view prefix = "urn:ocop:problem:";
        if (header("Content-Type") != "application/problem+json") {
            return {};
        }
        return string_at("/type").substr(prefix.size());
    }

    // All of a body that comes in pieces; counts them.
    std::string read_all(std::size_t* pieces = nullptr) {
        std::string out;
        auto& source = std::get<http::BodySource>(response.body);
        for (;;) {
            auto const piece = source();
            BOOST_TEST_REQUIRE(reason_of(piece) == "");
            if (!*piece) {
                return out;
            }
            out += **piece;
            if (pieces != nullptr) {
                ++*pieces;
            }
        }
    }
};

// As the server does: route, gate, handler.
inline Reply send_through(
    http::Router const& router, http::Gate const& gate, http::Request request
) {
    auto const mark = std::min(request.target.find('?'), request.target.size());
    request.path = request.target.substr(0, mark);
    request.query = request.target.substr(std::min(mark + 1, request.target.size()));
    request.id = "r1";
    auto const route = router.find(request);
    if (!route) {
        return {http::problem_response(route.error(), request.id)};
    }
    if ((*route)->access == http::Access::gated) {
        if (auto const known = gate(request, **route); !known) {
            return {http::problem_response(known.error(), request.id)};
        }
    }
    auto answer = (*route)->handler(request);
    if (auto* const response = std::get_if<http::Response>(&answer)) {
        return {std::move(*response)};
    }
    std::promise<http::Response> given;
    std::get<http::Pending>(answer).start([&](http::Response response) {
        given.set_value(std::move(response));
    });
    return {given.get_future().get()};
}

inline std::string ask(std::string_view member, std::string_view value) {
    json::object body;
    body[member] = value;
    return json::serialize(body);
}

class Service {
  public:
    Service() {
        auto journal = signer::Journal::open(directory.path() / "journal");
        BOOST_TEST_REQUIRE(reason_of(journal) == "");
        signer = std::make_unique<signer::LocalSigner>(keyring, std::move(*journal));
        auto options = disk.options();
        options.log = store::LogSigner{
            std::string(host) + "/log", signer->checkpoint_key(), [this](ByteView text) {
                return signer->sign_checkpoint(text);
            }};
        BOOST_TEST_REQUIRE(reason_of(disk.try_open(std::move(options))) == "");
        store::Store& opened = *disk.store;
        auto folder = blobs::open_file_blobs(
            {directory.path() / "blobs", directory.path() / "blobs.key", disk.clock, disk.random}
        );
        BOOST_TEST_REQUIRE(reason_of(folder) == "");
        blobs = std::move(*folder);
        verdicts = std::make_unique<verdicts::Verdicts>(opened, keyring.serials, hosts, disk.clock);
        catalogue = std::make_unique<catalogue::Catalogue>(opened, disk.clock);
        trust = std::make_unique<verdicts::TrustPublisher>(
            opened, *signer, keyring.list_certificate, hosts, disk.clock
        );
        bundle = std::make_unique<bundles::Publisher>(
            opened, keyring.serials, *signer, *trust, directory.path() / "bundle", disk.clock
        );
        public_log = std::make_unique<tlog::Publisher>(opened, disk.clock);
        prover = std::make_unique<tlog::Prover>(opened, *public_log);
        services = std::make_unique<api::Services>(services_over(opened));
        router = std::make_unique<http::Router>(api::routes(*services));
        gate = api::gate(*services);
        token = add_administrator("clerk", "Chi cục");
        second_token = add_administrator("chief", "Sở");
    }

    api::Services services_over(store::Store& store) {
        api::Services out{
            store,
            *signer,
            keyring.serials,
            *verdicts,
            *catalogue,
            *trust,
            *public_log,
            *prover,
            disk.clock,
            disk.random,
            hashing,
            throttle,
            *blobs,
            imaging,
            large_bodies,
            *bundle,
            accounts::VaultKey{7},
            std::string(host),
            0};
        out.desk = &desk;
        out.root_key =
            to_base64url(crypto::P256PublicKey::from_pem(keyring.root_pem).value().point());
        return out;
    }

    // Makes the files of all print runs that wait, as the workers would.
    void make_prints() {
        auto const step =
            prints::print_step({*disk.store, *signer, desk, keyring.list_certificate, disk.clock});
        for (;;) {
            auto const job = jobs::find_open(*disk.store->snapshot(), prints::job_kind);
            BOOST_TEST_REQUIRE(reason_of(job) == "");
            if (!*job) {
                return;
            }
            auto const slice = step(**job);
            BOOST_TEST_REQUIRE(reason_of(slice) == "");
            auto const kept =
                transact_now(*disk.store, [&](store::Transaction& tx) -> Result<void> {
                    auto next = **job;
                    next.state = slice->state;
                    next.done = slice->done;
                    next.total = slice->total;
                    next.status = slice->finished ? jobs::Status::finished : jobs::Status::running;
                    jobs::save(tx, next);
                    return slice->work ? slice->work(tx) : Result<void>();
                });
            BOOST_TEST_REQUIRE(reason_of(kept) == "");
        }
    }

    std::filesystem::path make_folder(std::string const& name) const {
        auto const out = directory.path() / name;
        std::filesystem::create_directory(out);
        return out;
    }

    // An administrator's API key with every scope, as `ocoptrace token` makes it.
    std::string add_administrator(std::string const& login, std::string const& office) {
        using accounts::Scope;
        std::string text;
        auto const done = transact_now(*disk.store, [&](store::Transaction& tx) -> Result<void> {
            accounts::NewAccount request;
            request.login = login;
            request.name = "Quản trị";
            request.role = accounts::Role::administrator;
            request.authority = std::string(province);
            request.office = office;
            auto const system = accounts::system_principal();
            auto account = accounts::add_account(tx, system, disk.random, request);
            if (!account) {
                return account.error();
            }
            account->state = accounts::AccountState::active;
            account = accounts::put_account(tx, system, "activated", std::move(*account));
            auto made = accounts::make_api_key(
                tx,
                disk.random,
                *account,
                {"test",
                 {Scope::read,
                  Scope::lots,
                  Scope::orders,
                  Scope::print,
                  Scope::activate,
                  Scope::events,
                  Scope::registration,
                  Scope::inspect,
                  Scope::approve},
                 {tx.now().ms + 300LL * 86'400'000}},
                true
            );
            if (!made) {
                return made.error();
            }
            text = std::move(made->text);
            return {};
        });
        BOOST_TEST_REQUIRE(reason_of(done) == "");
        return text;
    }

    // Stamps of an issued order, signed as a print run signs them.
    std::vector<json::value> stamps_of(std::string const& order) {
        auto const found =
            prints::IssuedOrder::load(*disk.store->snapshot(), accounts::system_principal(), order);
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        std::vector<json::value> out;
        auto const ok = signer->sign_range(
            found->approved(),
            found->range().first,
            found->range().count,
            [&](signer::SignedStamp const& stamp) {
                out.push_back(json::object{
                    {"position", found->position_of(stamp.counter)},
                    {"serial", stamp::format_serial(stamp.serial)},
                    {"typed", stamp::format_typed_serial(stamp.serial)},
                    {"url", found->url_of(host, stamp)}});
                return true;
            }
        );
        BOOST_TEST_REQUIRE(reason_of(ok) == "");
        return out;
    }

    // Makes the one issuing key known, for the province.
    void add_key() {
        stamps::IssuingKey key;
        key.kid = {1};
        key.authority = province;
        key.public_key = to_base64url(keyring.stamp_keys.at({1}).public_key().point());
        key.logged_from = {0};
        key.logged_until = {disk.clock.now().ms * 2};
        auto const done = transact_now(*disk.store, [&](store::Transaction& tx) {
            return stamps::register_key(tx, accounts::system_principal(), key);
        });
        BOOST_TEST_REQUIRE(reason_of(done) == "");
    }

    Reply send(http::Request request) { return send_through(*router, gate, std::move(request)); }

    Reply get(std::string target, Headers headers = {}) {
        return send(make(http::Method::get, std::move(target), {}, std::move(headers)));
    }

    Reply post(std::string target, std::string body = {}, Headers headers = {}) {
        return send(make(http::Method::post, std::move(target), std::move(body), std::move(headers))
        );
    }

    // By the other administrator, of another office.
    Reply post_as_second(std::string target, std::string body = {}) {
        std::swap(token, second_token);
        auto reply = post(std::move(target), std::move(body));
        std::swap(token, second_token);
        return reply;
    }

    // By both, one after the other: what takes two.
    void confirm_certificate(std::string const& id) {
        auto const path = "/api/v1/certificates/" + id + "/confirm";
        auto const body = ask("decision_sha256", std::string(64, 'd'));
        BOOST_TEST_REQUIRE(post(path, body).status() == 200);
        BOOST_TEST_REQUIRE(post_as_second(path, body).status() == 200);
    }

    // More than any test orders, even unattested.
    void declare_quota(std::string const& product_code) {
        auto const reply = post(
            "/api/v1/quotas",
            R"({"product":")" + product_code +
                R"(","season":"2026","from":"2026-01-01","to":"2026-12-31",)"
                R"("declared":{"value":1000000,"unit":"kg"}})"
        );
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    }

    Reply put(std::string target, std::string body, Headers headers = {}) {
        return send(make(http::Method::put, std::move(target), std::move(body), std::move(headers))
        );
    }

    // Requires the answer to be a 201 and gives the record's `member`.
    std::string create(std::string target, std::string body, std::string_view member) {
        auto const reply = post(std::move(target), std::move(body));
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
        return reply.string_at("/" + std::string(member));
    }

    // As a print run does when its file is made.
    void print(std::string const& order_id) {
        auto const done = transact_now(*disk.store, [&](store::Transaction& tx) -> Result<void> {
            auto const order = stamps::load_order(tx, order_id);
            BOOST_TEST_REQUIRE(reason_of(order) == "");
            stamps::NewMove move;
            move.to = stamps::StampState::printed;
            move.positions = {{1, order->count}};
            auto const moved =
                stamps::move_stamps(tx, accounts::system_principal(), *order, std::move(move));
            return moved ? Result<void>() : moved.error();
        });
        BOOST_TEST_REQUIRE(reason_of(done) == "");
    }

    // Everything the store holds.
    std::string contents() const {
        std::string out;
        auto const snapshot = disk.store->snapshot();
        for (std::size_t i = 0; i < store::space_count; ++i) {
            auto const visit = [&](std::string_view key, std::string_view value) {
                out.append(key).append("=").append(value).append("\n");
                return true;
            };
            auto const done = snapshot->scan(static_cast<store::Space>(i), {}, {}, visit);
            BOOST_TEST_REQUIRE(reason_of(done) == "");
        }
        return out;
    }

    http::Request make(http::Method method, std::string target, std::string body, Headers headers)
        const {
        http::Request request;
        request.method = method;
        request.target = std::move(target);
        request.headers = std::move(headers);
        request.headers.push_back({"Authorization", "Bearer " + token});
        if (!body.empty()) {
            request.headers.push_back({"Content-Type", "application/json"});
        }
        request.body = std::move(body);
        return request;
    }

    std::vector<std::string> const hosts{std::string(host)};
    TemporaryDirectory directory;
    TemporaryStore disk;
    signer::Keyring keyring = make_test_keyring(disk.clock);
    std::unique_ptr<signer::LocalSigner> signer;
    std::unique_ptr<verdicts::Verdicts> verdicts;
    std::unique_ptr<catalogue::Catalogue> catalogue;
    std::unique_ptr<verdicts::TrustPublisher> trust;
    std::unique_ptr<bundles::Publisher> bundle;
    std::unique_ptr<tlog::Publisher> public_log;
    std::unique_ptr<tlog::Prover> prover;
    api::Hashing hashing{disk.random};
    std::unique_ptr<blobs::BlobStore> blobs;
    api::Imaging imaging;
    api::LargeBodies large_bodies;
    api::Throttle throttle{accounts::VaultKey{7}, disk.random};
    prints::Desk const desk{
        *sheets::Font::load(sheets::font_path), {}, std::string(host), make_folder("prints")};
    std::unique_ptr<api::Services> services;
    std::unique_ptr<http::Router> router;
    http::Gate gate;
    std::string token;
    std::string second_token;
};

// A register with one product that may carry stamps: its trade item and lot L1.
class RegisteredService : public Service {
  public:
    RegisteredService() {
        create(
            "/api/v1/authorities",
            R"({"id":"phu-tho","name":{"vi":"Phú Thọ","en":"Phu Tho"},"level":"province",)"
            R"("province_code":"25","gs1_prefix":"9521234"})",
            "id"
        );
        add_key();
        producer = create(
            "/api/v1/producers",
            R"({"name":{"vi":"HTX Chè Mẫu"},"legal_form":"cooperative","commune_code":"08620",)"
            R"("address":"Xóm Mẫu, Phú Thọ"})",
            "id"
        );
        add_product(product);
        add_certificate(4, "2026-01-15");
        gtin = create(
            "/api/v1/trade-items",
            R"({"product":")" + product +
                R"(","name":{"vi":"Chè xanh 100 g"},"net_content":{"value":100,"unit":"g"}})",
            "gtin"
        );
        add_lot("L1");
        declare_quota(product);
    }

    Reply try_add_product(std::string const& code) {
        return post(
            "/api/v1/products",
            R"({"code":")" + code + R"(","producer":")" + producer +
                R"(","authority":"phu-tho","name":{"vi":"Chè xanh Mẫu"},"legal_version":"qd26",)"
                R"("group":1,"criteria_set":1})"
        );
    }

    void add_product(std::string const& code) {
        auto const reply = try_add_product(code);
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    }

    Reply try_add_certificate(
        int stars, std::string const& issued_on, std::string const& authority
    ) {
        return post(
            "/api/v1/certificates",
            R"({"product":")" + product + R"(","authority":")" + authority + R"(","stars":)" +
                std::to_string(stars) + R"(,"decision":"12/QĐ-UBND","decided_on":")" + issued_on +
                R"(","issued_on":")" + issued_on + "\"}"
        );
    }

    void add_certificate(int stars, std::string const& issued_on) {
        auto const reply = try_add_certificate(stars, issued_on, std::string(province));
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
        certificate = reply.string_at("/id");
        confirm_certificate(certificate);
    }

    void add_lot(std::string const& lot) {
        auto const reply = post(
            "/api/v1/lots",
            R"({"gtin":")" + gtin + R"(","lot":")" + lot +
                R"(","made_on":"2026-10-01","best_before":"2027-10-01",)"
                R"("quantity":{"value":3000,"unit":"piece"}})"
        );
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
    }

    Reply try_order(std::string const& count, std::string const& lot = "L1") {
        return post(
            "/api/v1/stamp-orders",
            R"({"gtin":")" + gtin + R"(","lot":")" + lot + R"(","count":)" + count +
                R"(,"active_when_issued":true})"
        );
    }

    Reply approve(std::string const& id) {
        return post_as_second("/api/v1/stamp-orders/" + id + "/approve");
    }

    // An approved order's id.
    std::string approved_order(int count) {
        auto const reply = try_order(std::to_string(count));
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
        auto id = reply.string_at("/id");
        BOOST_TEST_REQUIRE(approve(id).status() == 200);
        return id;
    }

    std::string issued_order(int count) {
        auto id = approved_order(count);
        auto const reply = post("/api/v1/stamp-orders/" + id + "/issue");
        BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
        return id;
    }

    std::string producer;
    std::string product = "25-08620-01-2026";
    std::string certificate;
    std::string gtin;
};

// What POST /api/v1/print-runs is asked for.
inline std::string run_body(
    std::string const& order, int first, int last, std::string const& more = R"("format":"pdf")"
) {
    return R"({"order":")" + order + R"(","first":)" + std::to_string(first) + R"(,"last":)" +
           std::to_string(last) + R"(,"recipient":{"kind":"person","name":"Mai"},)" + more + "}";
}

inline std::string text_of(json::value const& object, std::string_view member) {
    return std::string(object.at(member).as_string());
}

}  // namespace ocop::test
