#include "route_cases.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

// Who may do what, asked of the whole API: every gated route × every kind of person × an object of
// producer A, of producer B, and one that is not there. The answers are the statuses in
// tests/data/access-matrix.tsv, which people have read. Each request runs to its end in a
// transaction that is then refused, so none changes what the next one meets.
namespace ocop::test {

namespace {

// Runs each transaction and keeps nothing of it.
class DryStore final : public store::Store {
  public:
    explicit DryStore(store::Store& real) : real_(real) {}

    std::unique_ptr<store::Snapshot> snapshot() const override { return real_.snapshot(); }

    void transact(store::Work work, store::Done done) override {
        auto const outcome = std::make_shared<Result<void>>();
        real_.transact(
            [work = std::move(work), outcome](store::Transaction& tx) -> Result<void> {
                *outcome = work(tx);
                return Error(Errc::internal, "dry");
            },
            [done = std::move(done), outcome](Result<store::Commit> const& commit) {
                bool const dry = !commit && commit.error().slug == "dry";
                if (!dry) {
                    done(commit);
                } else {
                    done(*outcome ? Result<store::Commit>(store::Commit()) : outcome->error());
                }
            }
        );
    }

    bool ready() const override { return true; }

    void close() override {}

  private:
    store::Store& real_;
};

void add_register(std::vector<RouteCase>& out) {
    std::string const v = "/api/v1/";
    out.push_back(
        {"POST /api/v1/authorities",
         false,
         fixed(
             v + "authorities",
             R"({"id":"x-tinh","name":{"vi":"Tỉnh X"},"level":"province","province_code":"26"})"
         )}
    );
    out.push_back(
        {"POST /api/v1/authorities/{id}/successor",
         false,
         fixed(v + "authorities/phu-tho/successor", R"({"successor":"phu-tho"})")}
    );
    out.push_back({"GET /api/v1/authorities/{id}", false, fixed(v + "authorities/phu-tho")});
    std::string const producer =
        R"({"name":{"vi":"Hộ Mới"},"legal_form":"household","commune_code":"08620",)"
        R"("address":"Xóm"})";
    out.push_back({"POST /api/v1/producers", false, fixed(v + "producers", producer)});
    out.push_back({"GET /api/v1/producers/{id}", true, at(v + "producers/", &Things::producer, "")}
    );
    out.push_back(
        {"PUT /api/v1/producers/{id}", true, at(v + "producers/", &Things::producer, "", producer)}
    );
    out.push_back({"POST /api/v1/places", true, [v](Things const& things) {
                       return Ask{
                           v + "places",
                           R"({"kind":"plot","name":{"vi":"Đồi"},"commune_code":"08620",)"
                           R"("producer":")" +
                               things.producer + "\"}"};
                   }});
    out.push_back({"GET /api/v1/places/{id}", true, at(v + "places/", &Things::place, "")});
    out.push_back(
        {"POST /api/v1/products",
         true,
         [v](Things const& things) {
             return Ask{
                 v + "products",
                 R"({"code":"25-08620-77-2026","authority":"phu-tho","name":{"vi":"Chè"},)"
                 R"("legal_version":"qd26","group":1,"criteria_set":1,"producer":")" +
                     things.producer + "\"}"};
         }}
    );
    out.push_back({"GET /api/v1/products/{code}", true, at(v + "products/", &Things::product, "")});
    out.push_back({"POST /api/v1/trade-items", true, [v](Things const& things) {
                       return Ask{v + "trade-items", TwoProducers::item_of(things.product)};
                   }});
    out.push_back(
        {"GET /api/v1/trade-items/{gtin}", true, at(v + "trade-items/", &Things::gtin, "")}
    );
    out.push_back({"PUT /api/v1/trade-items/{gtin}/photo", true, [v](Things const& things) {
                       return Ask{
                           v + "trade-items/" + things.gtin + "/photo",
                           R"({"sha256":")" + things.photo + "\"}"};
                   }});
    std::string const imports = v + "imports";
    out.push_back({"POST " + imports, true, [imports](Things const& things) {
                       return Ask{
                           imports + "?kind=products",
                           "code,producer,name,criteria_set\n25-08620-78-2026," + things.producer +
                               ",Trà,1\n",
                           "text/csv"};
                   }});
    out.push_back({"GET " + imports, false, fixed(imports)});
    out.push_back({"GET " + imports + "/{id}", false, fixed(imports + "/none")});
    out.push_back({"POST " + imports + "/{id}/undo", false, fixed(imports + "/none/undo")});
    out.push_back({"POST /api/v1/certificates", true, [v](Things const& things) {
                       return Ask{
                           v + "certificates",
                           R"({"authority":"phu-tho","stars":3,)" + decision +
                               R"(,"issued_on":"2026-11-01","product":")" + things.product + "\"}"};
                   }});
    auto const certificate = [&](std::string const& act, std::string const& body) {
        out.push_back(
            {"POST /api/v1/certificates/{id}" + act,
             true,
             at(v + "certificates/", &Things::certificate, act, body)}
        );
    };
    out.push_back(
        {"GET /api/v1/certificates/{id}", true, at(v + "certificates/", &Things::certificate, "")}
    );
    certificate("/confirm", R"({"decision_sha256":")" + std::string(64, 'd') + "\"}");
    certificate("/extend", "{" + decision + R"(,"until":"2029-03-01"})");
    certificate("/withdraw", "{" + decision + R"(,"ground":1,"effective_on":"2026-11-20"})");
    certificate("/reinstate", "{" + decision + "}");
    for (auto const* act : {"/extend", "/withdraw", "/reinstate"}) {
        certificate(std::string(act) + "/confirm", R"({"decision":"9/QĐ-UBND"})");
        out.back().ask = after_reading(std::move(out.back().ask));
    }
    out.push_back({"POST /api/v1/lots", true, [v](Things const& things) {
                       return Ask{v + "lots", TwoProducers::lot_of(things.gtin, "NEW")};
                   }});
    auto const lot = [&](std::string const& method, std::string const& rest) {
        out.push_back(
            {method + " /api/v1/lots/{gtin}/{lot}" + rest,
             true,
             at(v + "lots/", &Things::gtin, "/L1" + rest)}
        );
    };
    lot("GET", "");
    lot("GET", "/reconciliation");
    lot("GET", "/checks");
    lot("POST", "/close");
    out.push_back(
        {"GET /api/v1/producers/{id}/reconciliation",
         true,
         at(v + "producers/", &Things::producer, "/reconciliation")}
    );
}

// Told of the producer's own plot, so that a grower's question is one of reach.
void add_lot_events(std::vector<RouteCase>& out) {
    std::string const lots = "/api/v1/lots/";
    std::string const route = " /api/v1/lots/{gtin}/{lot}/";
    out.push_back({"POST" + route + "events", true, [lots](Things const& things) {
                       return Ask{
                           lots + things.gtin + "/L1/events",
                           R"({"step":"tea/roll","place":")" + things.place + "\"}"};
                   }});
    out.push_back({"POST" + route + "events/csv", true, [lots](Things const& things) {
                       return Ask{
                           lots + things.gtin + "/L1/events/csv",
                           "step,date,place\ntea/roll,1/11/2026," + things.place + "\n",
                           "text/csv"};
                   }});
    for (std::string const what : {"events", "epcis", "tt02"}) {
        out.push_back({"GET" + route + what, true, at(lots, &Things::gtin, "/L1/" + what)});
    }
    out.push_back({"GET /api/v1/step-templates", false, fixed("/api/v1/step-templates")});
}

void add_blobs(std::vector<RouteCase>& out) {
    std::string const v = "/api/v1/blobs/";
    out.push_back({"POST /api/v1/blobs", true, [](Things const& things) {
                       return Ask{
                           "/api/v1/blobs?producer=" + things.producer,
                           make_pdf("a report"),
                           "application/pdf"};
                   }});
    out.push_back({"GET /api/v1/blobs/{sha256}", true, at(v, &Things::photo, "")});
    out.push_back({"GET /api/v1/blobs/{sha256}/original", true, at(v, &Things::photo, "/original")}
    );
}

void add_people_cases(std::vector<RouteCase>& out) {
    std::string const v = "/api/v1/";
    out.push_back({"POST /api/v1/invitations", true, [v](Things const& things) {
                       return Ask{
                           v + "invitations",
                           R"({"login":"new.person","name":"Người Mới","role":"producer_staff",)"
                           R"("producer":")" +
                               things.producer + "\"}"};
                   }});
    auto const account =
        [&](std::string const& method, std::string const& rest, std::string const& body = {}) {
            out.push_back(
                {method + " /api/v1/accounts/{id}" + rest,
                 true,
                 at(v + "accounts/", &Things::staff, rest, body)}
            );
        };
    account("GET", "");
    account("POST", "/disable");
    account("POST", "/enable");
    account("POST", "/role", R"({"role":"producer_owner"})");
    account("POST", "/recover", R"({"evidence":"Đã xem CCCD"})");
    account("POST", "/erase");
    out.push_back({"DELETE /api/v1/api-keys/{id}", true, at(v + "api-keys/", &Things::api_key, "")}
    );
    out.push_back(
        {"POST /api/v1/api-keys",
         false,
         fixed(
             v + "api-keys",
             R"({"label":"kho","scopes":["read"],"expires_at":"2027-01-01T00:00:00Z"})"
         )}
    );
    out.push_back(
        {"POST /api/v1/account/password",
         false,
         fixed(
             v + "account/password",
             R"({"current":"không phải mật khẩu này","next":"nước chảy đá mòn mãi thôi"})"
         )}
    );
    for (std::string const path : {"account/totp/confirm", "sessions/current/step-up"}) {
        out.push_back({"POST /api/v1/" + path, false, fixed(v + path, R"({"code":"000000"})")});
    }
    for (std::string const path : {"account/totp", "account/leave", "account/erase"}) {
        out.push_back({"POST /api/v1/" + path, false, fixed(v + path)});
    }
    for (std::string const path : {"sessions/current", "sessions"}) {
        out.push_back({"DELETE /api/v1/" + path, false, fixed(v + path)});
    }
}

void add_queries(std::vector<RouteCase>& out) {
    std::string const v = "/epcis/v2/queries";
    std::string const pattern = v + "/{queryName}";
    out.push_back({"GET " + v, false, fixed(v)});
    out.push_back({"POST " + v, false, fixed(v, R"({"name":"new","query":{}})")});
    auto const query = [&](std::string const& method,
                           std::string const& rest,
                           std::string const& body = {}) {
        out.push_back({method + " " + pattern + rest, true, at(v + "/", &Things::query, rest, body)}
        );
    };
    query("GET", "");
    query("DELETE", "");
    query("GET", "/events");
    query("GET", "/subscriptions");
    query("POST", "/subscriptions", R"({"dest":"https://client.example.com/","stream":true})");
    for (std::string const method : {"GET", "DELETE"}) {
        out.push_back(
            {method + " " + pattern + "/subscriptions/{subscriptionID}",
             true,
             [v](Things const& things) {
                 return Ask{v + "/" + things.query + "/subscriptions/" + things.subscription};
             }}
        );
    }
    std::string const letters = "/api/v1/dead-letters";
    out.push_back({"GET " + letters, false, fixed(letters)});
    out.push_back(
        {"POST " + letters + "/{id}/retry", true, at(letters + "/", &Things::dead_letter, "/retry")}
    );
}

void add_epcis(std::vector<RouteCase>& out) {
    std::string const v = "/epcis/v2/";
    for (std::string const path : {"capture", "events"}) {
        out.push_back({"POST " + v + path, true, [v, path](Things const& things) {
                           return Ask{v + path, TwoProducers::event_of(things, "packing")};
                       }});
        out.push_back({"GET " + v + path, false, fixed(v + path)});
    }
    out.push_back(
        {"GET " + v + "capture/{captureID}", true, at(v + "capture/", &Things::capture, "")}
    );
    out.push_back({"GET " + v + "events/{eventID}", true, at(v + "events/", &Things::event, "")});
    out.push_back({"GET " + v + "{resource}", false, fixed(v + "epcs")});
    for (std::string const rest : {"", "/events"}) {
        out.push_back({"GET " + v + "{resource}/{value}" + rest, true, [v, rest](Things const& t) {
                           return Ask{v + "readPoints/urn%3Aocop%3Aplace%3A" + t.place + rest};
                       }});
    }
    out.push_back({"DELETE " + v + "nextPageToken/{token}", false, fixed(v + "nextPageToken/token")}
    );
}

std::vector<RouteCase> route_cases() {
    std::vector<RouteCase> out;
    add_epcis(out);
    add_queries(out);
    add_register(out);
    add_lot_events(out);
    add_inspections(out);
    add_quotas(out);
    add_stamps(out);
    add_blobs(out);
    add_people_cases(out);
    for (std::string const path :
         {"authorities",
          "producers",
          "places",
          "products",
          "trade-items",
          "certificates",
          "lots",
          "quotas",
          "destructions",
          "stamp-orders",
          "keys",
          "account",
          "account/notices",
          "account/personal-data",
          "sessions",
          "api-keys",
          "accounts",
          "audit",
          "findings",
          "reports",
          "dashboards/overview",
          "dashboards/overview.pdf",
          "ledger/health",
          "alerts"}) {
        out.push_back({"GET /api/v1/" + path, false, fixed("/api/v1/" + path)});
    }
    return out;
}

std::vector<std::string> const columns{
    "anonymous",
    "owner_a",
    "staff_a",
    "grower_a",
    "partner_a",
    "owner_b",
    "inspector",
    "guest",
    "commune_a",
    "officer",
    "approver",
    "admin",
    "auditor",
    "disabled",
    "expired"};

http::Request request_of(SignedIn const& who, http::Method method, Ask const& ask) {
    auto request = ask_as(who, method, ask.target, ask.body);
    if (!ask.type.empty()) {
        request.headers.insert(request.headers.begin(), {"Content-Type", ask.type});
    }
    if (!ask.match.empty()) {
        request.headers.push_back({"If-Match", ask.match});
    }
    return request;
}

http::Method method_of(std::string const& route) {
    auto const name = route.substr(0, route.find(' '));
    for (auto const method :
         {http::Method::get, http::Method::post, http::Method::put, http::Method::erase}) {
        if (name == http::method_name(method)) {
            return method;
        }
    }
    BOOST_TEST_REQUIRE(false, name);
    return http::Method::get;
}

// The same API over a store that keeps nothing.
struct DryApi {
    explicit DryApi(TwoProducers& world)
        : store(*world.disk.store),
          services(world.services_over(store)),
          router(api::routes(services)),
          gate(api::gate(services)) {}

    DryStore store;
    api::Services services;
    http::Router router;
    http::Gate gate;
};

std::string matrix_of(TwoProducers& world) {
    DryApi dry(world);
    std::string out = "route\tobject";
    for (auto const& column : columns) {
        out += '\t' + column;
    }
    out += '\n';
    auto cases = route_cases();
    std::sort(cases.begin(), cases.end(), [](RouteCase const& x, RouteCase const& y) {
        return x.route.substr(x.route.find(' ')) + x.route <
               y.route.substr(y.route.find(' ')) + y.route;
    });
    std::vector<std::pair<std::string, Things const*>> const objects{
        {"A", &world.a}, {"B", &world.b}, {"missing", &world.missing}};
    for (auto const& each : cases) {
        for (auto const& [name, things] : objects) {
            if (!each.of_things && name != "A") {
                continue;
            }
            out += each.route + '\t' + (each.of_things ? name : "-");
            for (auto const& column : columns) {
                auto const ask = each.ask(*things);
                auto const reply = send_through(
                    dry.router,
                    dry.gate,
                    request_of(world.people.at(column), method_of(each.route), ask)
                );
                out += '\t' + std::to_string(reply.status());
            }
            out += '\n';
        }
    }
    return out;
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        out.push_back(line);
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(access)

BOOST_AUTO_TEST_CASE(every_gated_route_has_a_row_in_the_table_and_every_row_a_route) {
    Service service;
    std::set<std::string> served;
    for (auto const& route : service.router->routes()) {
        auto const name =
            std::string(http::method_name(route.method)) + ' ' + std::string(route.pattern);
        if (route.access == http::Access::gated) {
            served.insert(name);
            BOOST_TEST((accounts::find_access(name) != nullptr), name << " is in no row");
        } else {
            BOOST_TEST((accounts::find_access(name) == nullptr), name << " is open and has a row");
        }
    }
    for (auto const& row : accounts::access_table()) {
        BOOST_TEST(served.count(std::string(row.route)) == 1U, row.route << " is not served");
    }
}

BOOST_AUTO_TEST_CASE(every_gated_route_is_in_the_matrix) {
    std::set<std::string> asked;
    for (auto const& each : route_cases()) {
        BOOST_TEST(asked.insert(each.route).second, each.route << " twice");
    }
    for (auto const& row : accounts::access_table()) {
        BOOST_TEST(asked.count(std::string(row.route)) == 1U, row.route << " is not asked");
    }
}

BOOST_AUTO_TEST_CASE(asvs_8_2_1_the_whole_matrix_equals_the_reviewed_one) {
    TwoProducers world;
    auto const before = world.contents();
    auto const made = lines_of(matrix_of(world));
    BOOST_TEST((world.contents() == before), "a dry run changed something");
    std::ifstream file(OCOP_TESTS_DIR "/data/access-matrix.tsv");
    std::string const text(std::istreambuf_iterator<char>(file), {});
    auto const reviewed = lines_of(text);
    if (made != reviewed) {
        // For the one who reviews: what it is now.
        std::ofstream("access-matrix.tsv") << [&] {
            std::string all;
            for (auto const& line : made) {
                all += line + '\n';
            }
            return all;
        }();
    }
    BOOST_TEST(made == reviewed, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(asvs_8_2_3_lists_show_a_producer_nothing_of_another) {
    TwoProducers world;
    for (auto const* path :
         {"producers",
          "places",
          "products",
          "trade-items",
          "certificates",
          "lots",
          "stamp-orders",
          "accounts"}) {
        auto const mine = get_as(world, world.people.at("owner_a"), std::string("/api/v1/") + path);
        BOOST_TEST_REQUIRE(mine.status() == 200, path);
        auto const& text = mine.text();
        BOOST_TEST(text.find(world.a.producer) != std::string::npos, path);
        BOOST_TEST(text.find(world.b.producer) == std::string::npos, path);
        auto const all = get_as(world, world.people.at("auditor"), std::string("/api/v1/") + path);
        BOOST_TEST(all.text().find(world.a.producer) != std::string::npos, path);
        BOOST_TEST(all.text().find(world.b.producer) != std::string::npos, path);
        if (std::string_view(path) != "accounts") {
            auto const commune =
                get_as(world, world.people.at("commune_a"), std::string("/api/v1/") + path);
            BOOST_TEST(commune.text().find(world.a.producer) != std::string::npos, path);
            BOOST_TEST(commune.text().find(world.b.producer) == std::string::npos, path);
        }
    }
    auto const plots = get_as(world, world.people.at("grower_a"), "/api/v1/places");
    BOOST_TEST(plots.text().find(world.a.place) != std::string::npos);
    BOOST_TEST(plots.text().find(world.b.place) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(asvs_8_2_2_what_is_anothers_answers_word_for_word_like_what_is_missing) {
    TwoProducers world;
    for (auto const& each : route_cases()) {
        // What nobody registered may be told of by the first who does (events/ownership.hpp); that
        // a GTIN is registered is no secret, since every scan tells it.
        bool const tells =
            each.route == "POST /epcis/v2/capture" || each.route == "POST /epcis/v2/events";
        if (!each.of_things || tells) {
            continue;
        }
        auto const ask = [&](Things const& things) {
            auto const asked = each.ask(things);
            auto reply =
                world.send(request_of(world.people.at("owner_a"), method_of(each.route), asked));
            return std::to_string(reply.status()) + reply.text();
        };
        BOOST_TEST(ask(world.b) == ask(world.missing), each.route);
    }
}

BOOST_AUTO_TEST_CASE(an_api_key_does_no_more_than_its_scopes) {
    TwoProducers world;
    auto const account = add_person(
        world,
        person("robot", accounts::Role::producer_owner, world.a.producer, world.disk.clock.now())
    );
    auto const made = must_run(*world.disk.store, [&](store::Transaction& tx) {
        return accounts::make_api_key(
            tx,
            world.disk.random,
            account,
            {"kho", {accounts::Scope::read}, {tx.now().ms + 1000}},
            false
        );
    });
    auto const ask = [&](std::string target, http::Method method, std::string body) {
        auto request = world.make(method, std::move(target), std::move(body), {});
        request.headers.front() = {"Authorization", "Bearer " + made.text};
        return world.send(std::move(request));
    };
    BOOST_TEST(ask("/api/v1/lots", http::Method::get, "").status() == 200);
    auto const opened =
        ask("/api/v1/lots", http::Method::post, TwoProducers::lot_of(world.a.gtin, "NEW"));
    BOOST_TEST(opened.status() == 403);
    BOOST_TEST(opened.problem() == "scope_missing");
    // People's own business is no key's, whatever its scopes.
    BOOST_TEST(ask("/api/v1/account", http::Method::get, "").status() == 403);
    world.disk.clock.advance_ms(2000);
    BOOST_TEST(ask("/api/v1/lots", http::Method::get, "").status() == 401);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
