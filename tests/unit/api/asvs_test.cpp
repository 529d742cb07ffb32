#include "accounts/credentials.hpp"
#include "accounts/invitations.hpp"
#include "accounts/retention.hpp"
#include "accounts/totp.hpp"
#include "checks/checks.hpp"
#include "openapi.hpp"
#include "paths.hpp"

#include <cmath>
#include <set>

// Rows of the security checklist (OWASP ASVS 5.0; tests/data/asvs.tsv) that hold for every route of
// the API: each test goes over the table of routes, so that a new one is held to it, too.
namespace ocop::test {

namespace {

bool writes(http::Route const& route) {
    return route.method != http::Method::get && route.method != http::Method::options;
}

bool is_gated(http::Route const& route) {
    return route.access == http::Access::gated;
}

// All that is stored but the audit, which reads write, too.
std::string contents_but_audit(Service const& service) {
    std::string out;
    auto const snapshot = service.disk.store->snapshot();
    for (std::size_t i = 0; i < store::space_count; ++i) {
        auto const space = static_cast<store::Space>(i);
        if (space == store::Space::audit || space == store::Space::meta) {
            continue;
        }
        auto const done = snapshot->scan(space, {}, {}, [&](auto key, auto value) {
            out.append(key).append("=").append(value).append("\n");
            return true;
        });
        BOOST_TEST_REQUIRE(reason_of(done) == "");
    }
    return out;
}

// Who has a session and may use the route at all.
std::vector<std::string> people_of(TwoProducers& world, http::Route const& route) {
    std::vector<std::string> out;
    for (auto const& [name, session] : world.people) {
        auto const method = http::Method::get;
        auto const account = world.send(ask_as(session, method, "/api/v1/account"));
        if (account.status() != 200) {
            continue;
        }
        auto const text = account.string_at("/account/role");
        accounts::Role role{};
        BOOST_TEST_REQUIRE(boost::describe::enum_from_string(text.c_str(), role), text);
        auto const* row = accounts::find_access(name_of(route));
        if (accounts::reach_of(*row, role) != accounts::Reach::none) {
            out.push_back(name);
        }
    }
    return out;
}

std::string id_of(TwoProducers& world, std::string const& name) {
    return get_as(world, world.people.at(name), "/api/v1/account").string_at("/account/id");
}

// As bits of fair coins: no text twice, each bit one as often as zero, and no order in them. Six
// and a half standard deviations: one false alarm in tens of millions of runs.
void check_random(std::vector<Bytes> const& all) {
    std::set<Bytes> const seen(all.begin(), all.end());
    BOOST_TEST(seen.size() == all.size());
    auto const bytes = all.front().size();
    BOOST_TEST(bytes >= 16U);
    std::vector<std::int64_t> ones(bytes * 8);
    std::int64_t rising = 0;
    Bytes before;
    for (auto const& one : all) {
        BOOST_TEST_REQUIRE(one.size() == bytes);
        for (std::size_t bit = 0; bit < ones.size(); ++bit) {
            ones[bit] += one[bit / 8] >> (bit % 8) & 1;
        }
        rising += before < one ? 1 : 0;
        before = one;
    }
    auto const count = static_cast<double>(all.size());
    auto const margin = 6.5 * std::sqrt(count) / 2;
    for (auto const one : ones) {
        BOOST_TEST(std::abs(static_cast<double>(one) - count / 2) < margin);
    }
    BOOST_TEST(std::abs(static_cast<double>(rising) - count / 2) < margin);
}

Bytes raw_of(std::string const& base64url) {
    auto raw = from_base64url(base64url);
    BOOST_TEST_REQUIRE(reason_of(raw) == "", base64url);
    return std::move(*raw);
}

// Of a token in Crockford's base32: eight characters are five bytes.
Bytes raw_of_crockford(std::string const& token) {
    Bytes out;
    for (std::size_t at = 0; at + 8 <= token.size(); at += 8) {
        auto const part = from_crockford(token.substr(at, 8));
        BOOST_TEST_REQUIRE(reason_of(part) == "", token);
        for (int shift = 32; shift >= 0; shift -= 8) {
            out.push_back(static_cast<std::uint8_t>(*part >> shift));
        }
    }
    return out;
}

// The secrets of `count` API keys, each ended when the next is made.
std::vector<Bytes> make_keys(Service& service, int count) {
    auto const account = add_person(
        service, person("keys", accounts::Role::administrator, province, service.disk.clock.now())
    );
    std::vector<Bytes> out;
    for (int i = 0; i < count; ++i) {
        auto made = must_run(*service.disk.store, [&](store::Transaction& tx) {
            auto key = accounts::make_api_key(
                tx,
                service.disk.random,
                account,
                {"kho", {accounts::Scope::read}, {tx.now().ms + 1000}},
                false
            );
            auto const ended = accounts::end_api_keys(tx, account.id);
            return ended ? std::move(key) : Result<accounts::MadeApiKey>(ended.error());
        });
        constexpr std::size_t secret_chars = 43;
        out.push_back(raw_of(made.text.substr(made.text.size() - secret_chars)));
    }
    return out;
}

// How many acts and reads of what is sensitive there were.
std::size_t acts_of(Service const& service) {
    std::size_t out = 0;
    auto const snapshot = service.disk.store->snapshot();
    auto const done = snapshot->scan(store::Space::audit, "e", {}, [&](auto, auto) {
        ++out;
        return true;
    });
    BOOST_TEST_REQUIRE(reason_of(done) == "");
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(asvs)

BOOST_AUTO_TEST_CASE(asvs_1_2_2_only_https_addresses_are_taken) {
    TwoProducers world;
    std::string const producer =
        R"({"name":{"vi":"Hộ Mới"},"legal_form":"household","commune_code":"08620",)"
        R"("address":"Xóm","website":)";
    std::string const place =
        R"({"kind":"plot","name":{"vi":"Đồi"},"commune_code":"08620","producer":")" +
        world.a.producer + R"(","uri":)";
    for (auto const* uri :
         {"javascript:alert(1)",
          "JaVaScRiPt:alert(1)",
          "data:text/html,<script>alert(1)</script>",
          "//evil.example",
          "http://evil.example",
          "ftp://evil.example",
          "https:evil.example",
          "https://",
          "HTTPS://evil.example",
          " https://evil.example",
          "https://tem.example@evil.example",
          "https:\\\\evil.example",
          "https://evil.example/\"onclick=alert(1)",
          "https://evil.example/<script>",
          "https://evil.example/a b",
          "https://evil.example/\njavascript:alert(1)"}) {
        auto const text = json::serialize(json::value(uri));
        auto const made = world.post("/api/v1/producers", producer + text + "}");
        BOOST_TEST(made.status() == 400, uri);
        BOOST_TEST(made.string_at("/errors/0/pointer") == "/website", uri);
        auto const changed =
            world.put("/api/v1/producers/" + world.a.producer, producer + text + "}");
        BOOST_TEST(changed.status() == 400, uri);
        auto const placed = world.post("/api/v1/places", place + text + "}");
        BOOST_TEST(placed.status() == 400, uri);
        BOOST_TEST(placed.string_at("/errors/0/pointer") == "/uri", uri);
    }
    auto const good = world.post("/api/v1/producers", producer + R"("https://che.example/"})");
    BOOST_TEST(good.status() == 201, good.text());
}

BOOST_AUTO_TEST_CASE(asvs_3_5_1_every_write_by_cookie_asks_for_the_sessions_word) {
    TwoProducers world;
    auto const before = world.contents();
    for (auto const& route : world.router->routes()) {
        if (!writes(route) || !is_gated(route)) {
            continue;
        }
        auto const& person = world.people.at(people_of(world, route).front());
        auto request = ask_as(person, route.method, path_of(route.pattern, world.a), "{}");
        auto& cookie_and_word = request.headers;
        auto const word = cookie_and_word[1];
        cookie_and_word[1] = {"X-CSRF-Token", person.token};
        BOOST_TEST(world.send(request).problem() == "cross_site", name_of(route));
        cookie_and_word[1] = {"X-Other", "1"};
        BOOST_TEST(world.send(request).problem() == "cross_site", name_of(route));
        cookie_and_word[1] = word;
        for (auto const& foreign :
             {http::Header{"Origin", "https://evil.example"},
              http::Header{"Origin", "http://" + std::string(host)},
              http::Header{"Sec-Fetch-Site", "cross-site"}}) {
            cookie_and_word.push_back(foreign);
            auto const reply = world.send(request);
            BOOST_TEST(reply.status() == 403, name_of(route));
            BOOST_TEST(reply.problem() == "cross_site", name_of(route));
            cookie_and_word.pop_back();
        }
    }
    BOOST_TEST((world.contents() == before));
}

BOOST_AUTO_TEST_CASE(asvs_3_5_1_no_read_changes_the_register) {
    TwoProducers world;
    auto const before = contents_but_audit(world);
    int asked = 0;
    for (auto const& route : world.router->routes()) {
        if (route.method != http::Method::get) {
            continue;
        }
        auto const target = path_of(route.pattern, world.a);
        for (auto const method : {http::Method::get, http::Method::head}) {
            auto reply = ask_whoever_may(world, method, target);
            if (reply.response.body.index() == 1) {
                BOOST_TEST(!reply.read_all().empty(), target);
            }
            bool const absent = target.starts_with("/api/v1/receipts/") ||
                                target.starts_with("/api/v1/bundle/lots/");
            BOOST_TEST(reply.status() == (absent ? 404 : 200), target);
            ++asked;
        }
    }
    BOOST_TEST(asked > 50);
    BOOST_TEST((contents_but_audit(world) == before));
}

BOOST_AUTO_TEST_CASE(asvs_6_3_3_without_a_second_factor_every_route_is_closed) {
    TwoProducers world;
    auto const acts = acts_of(world);
    std::map<std::string, SignedIn> halves;
    for (auto const* name :
         {"owner_a",
          "inspector",
          "guest",
          "commune_a",
          "officer",
          "approver",
          "admin",
          "auditor"}) {
        halves[name] = sign_in(world, id_of(world, name), false);
    }
    int closed = 0;
    for (auto const& route : world.router->routes()) {
        if (!is_gated(route) || accounts::find_access(name_of(route))->demand.unenrolled) {
            continue;
        }
        for (auto const& name : people_of(world, route)) {
            if (halves.count(name) == 0) {
                continue;
            }
            auto const reply =
                world.send(ask_as(halves.at(name), route.method, path_of(route.pattern, world.a)));
            BOOST_TEST(reply.status() == 403, name_of(route) << name);
            BOOST_TEST(reply.problem() == "second_factor_required", name_of(route) << name);
            ++closed;
        }
    }
    BOOST_TEST(closed > 200);
    BOOST_TEST(acts_of(world) == acts);
    for (auto const& [name, half] : halves) {
        BOOST_TEST(get_as(world, half, "/api/v1/account").status() == 200, name);
    }
}

BOOST_AUTO_TEST_CASE(asvs_6_5_1_a_used_code_stays_used_after_a_restart) {
    TemporaryStore disk;
    accounts::VaultKey const vault{7};
    accounts::TotpSecret const secret{1, 2, 3};
    auto const step = accounts::totp_step(disk.clock.now());
    auto const code = accounts::hotp(secret, static_cast<std::uint64_t>(step));
    auto const use = [&] {
        return transact_now(*disk.store, [&](store::Transaction& tx) {
            return accounts::use_second_factor(tx, vault, "someone", code);
        });
    };
    disk.open();
    auto const set = transact_now(*disk.store, [&](store::Transaction& tx) -> Result<void> {
        accounts::Credentials credentials;
        accounts::set_totp(credentials, disk.random, vault, "someone", secret);
        accounts::put_credentials(tx, "someone", credentials);
        return {};
    });
    BOOST_TEST_REQUIRE(reason_of(set) == "");
    BOOST_TEST(slug_of(use()) == "");
    disk.close();
    disk.open();
    BOOST_TEST(slug_of(use()) == "second_factor_wrong");
}

BOOST_AUTO_TEST_CASE(asvs_7_2_3_tokens_of_sessions_are_256_random_bits) {
    crypto::SystemRandom random;
    std::vector<Bytes> tokens;
    std::vector<Bytes> words;
    for (int i = 0; i < 20'000; ++i) {
        auto const opened = accounts::make_session(random, {"someone", true, "test"}, {1});
        tokens.push_back(raw_of(opened.token));
        words.push_back(raw_of(opened.session.csrf));
    }
    BOOST_TEST(tokens.front().size() == 32U);
    check_random(tokens);
    check_random(words);
}

BOOST_AUTO_TEST_CASE(asvs_7_4_1_who_signs_out_is_out_at_once) {
    TwoProducers world;
    auto const id = id_of(world, "owner_a");
    auto const here = world.people.at("owner_a");
    auto const elsewhere = sign_in(world, id);
    auto const out = [&](SignedIn const& who, std::string const& path) {
        return world.send(ask_as(who, http::Method::erase, path));
    };
    auto const one = out(here, "/api/v1/sessions/current");
    BOOST_TEST_REQUIRE(one.status() == 200, one.text());
    BOOST_TEST(one.header("Set-Cookie").find("__Host-session=;") == 0U);
    BOOST_TEST(get_as(world, here, "/api/v1/lots").status() == 401);
    BOOST_TEST(get_as(world, elsewhere, "/api/v1/lots").status() == 200);
    auto const third = sign_in(world, id);
    BOOST_TEST(out(third, "/api/v1/sessions").status() == 200);
    BOOST_TEST(get_as(world, third, "/api/v1/lots").status() == 401);
    BOOST_TEST(get_as(world, elsewhere, "/api/v1/lots").status() == 401);
    BOOST_TEST(get_as(world, world.people.at("staff_a"), "/api/v1/lots").status() == 200);
}

BOOST_AUTO_TEST_CASE(asvs_7_5_3_every_decision_asks_for_the_second_factor_again) {
    TwoProducers world;
    std::set<std::string> const decisions{
        "POST /api/v1/certificates/{id}/extend",
        "POST /api/v1/certificates/{id}/withdraw",
        "POST /api/v1/certificates/{id}/reinstate",
        "POST /api/v1/certificates/{id}/extend/confirm",
        "POST /api/v1/certificates/{id}/withdraw/confirm",
        "POST /api/v1/certificates/{id}/reinstate/confirm",
        "POST /api/v1/holds/{id}/confirm",
        "POST /api/v1/holds/{id}/lift",
        "POST /api/v1/lots/{gtin}/{lot}/recall",
        "POST /api/v1/lots/{gtin}/{lot}/recall/confirm",
        "POST /api/v1/inspections/{id}/lift",
        "POST /api/v1/inspections/{id}/lift/confirm",
        "POST /api/v1/lots/{gtin}/{lot}/recall/drop",
        "POST /api/v1/lots/{gtin}/{lot}/recall/lift",
        "POST /api/v1/lots/{gtin}/{lot}/recall/lift/confirm",
        "POST /api/v1/stamp-orders/approve",
        "POST /api/v1/stamp-orders/{id}/approve",
        "POST /api/v1/stamp-orders/{id}/issue",
        "POST /api/v1/keys/{kid}/revoke",
        "POST /api/v1/imports/{id}/undo",
        "POST /api/v1/api-keys",
        "POST /api/v1/invitations",
        "POST /api/v1/accounts/{id}/disable",
        "POST /api/v1/accounts/{id}/enable",
        "POST /api/v1/accounts/{id}/role",
        "POST /api/v1/accounts/{id}/recover",
        "POST /api/v1/accounts/{id}/erase",
        "POST /api/v1/account/leave",
        "POST /api/v1/account/erase"};
    world.disk.clock.advance_ms(accounts::step_up_ms);
    auto const acts = acts_of(world);  // whatever is done leaves an entry
    std::set<std::string> met;
    for (auto const& route : world.router->routes()) {
        if (!is_gated(route) || decisions.count(name_of(route)) == 0) {
            continue;
        }
        met.insert(name_of(route));
        auto const target = path_of(route.pattern, world.a);
        for (auto const& name : people_of(world, route)) {
            auto const reply = world.send(ask_as(world.people.at(name), route.method, target));
            BOOST_TEST(reply.status() == 401, name_of(route) << name);
            BOOST_TEST(reply.problem() == "step_up_required", name_of(route) << name);
        }
    }
    BOOST_TEST(met == decisions, boost::test_tools::per_element());
    BOOST_TEST(acts_of(world) == acts);
}

BOOST_AUTO_TEST_CASE(asvs_11_5_1_tokens_of_every_kind_do_not_repeat_and_have_no_order) {
    Service service;
    check_random(make_keys(service, 400));
    std::vector<Bytes> invitations;
    must_run(*service.disk.store, [&](store::Transaction& tx) {
        for (int i = 0; i < 1000; ++i) {
            invitations.push_back(raw_of(accounts::put_invitation(
                tx, service.disk.random, accounts::Account(), accounts::InvitationKind::first
            )));
        }
        return Result<int>(0);
    });
    check_random(invitations);
    std::vector<Bytes> receipts;
    for (int i = 0; i < 20'000; ++i) {
        receipts.push_back(raw_of_crockford(checks::new_receipt_token(service.disk.random)));
    }
    check_random(receipts);
}

BOOST_AUTO_TEST_CASE(asvs_14_2_7_sessions_that_are_over_do_not_stay) {
    TwoProducers world;
    auto const token = sign_in(world, id_of(world, "owner_a")).token;
    world.disk.clock.advance_ms(366LL * 86'400'000);
    accounts::SweepState state;
    for (bool finished = false; !finished;) {
        auto swept = accounts::sweep(*world.disk.store->snapshot(), state, world.disk.clock.now());
        BOOST_TEST_REQUIRE(reason_of(swept) == "");
        if (swept->work) {
            BOOST_TEST_REQUIRE(reason_of(transact_now(*world.disk.store, swept->work)) == "");
        }
        state = swept->next;
        finished = swept->finished;
    }
    std::size_t left = 0;
    auto const snapshot = world.disk.store->snapshot();
    for (auto const* kind : {"s", "S", "t", "T", "v", "i", "n"}) {
        auto const done = snapshot->scan(store::Space::accounts, kind, {}, [&](auto, auto) {
            ++left;
            return true;
        });
        BOOST_TEST_REQUIRE(reason_of(done) == "");
    }
    BOOST_TEST(left == 0U);
}

BOOST_AUTO_TEST_CASE(asvs_15_3_1_members_that_a_form_does_not_ask_for_are_refused) {
    TwoProducers world;
    json::object const grabbed{
        {"role", "administrator"},
        {"producer_id", world.a.producer},
        {"status", "approved"},
        {"state", "issued"},
        {"is_admin", true},
        {"revision", 7}};
    auto const before = world.contents();
    int asked = 0;
    for (auto const& route : world.router->routes()) {
        if (!writes(route)) {
            continue;
        }
        auto const name = name_of(route);
        // These take a file, and documents of a standard, which say so in problems of their own.
        if (name == "POST /api/v1/blobs" || name == "POST /api/v1/imports" ||
            name == "POST /epcis/v2/capture" || name == "POST /epcis/v2/events" ||
            name.ends_with("/events/csv")) {
            continue;
        }
        auto const found = document().examples.find(name);
        auto const example = found == document().examples.end() ? "{}" : found->second;
        auto body = json::parse(example)->as_object();
        std::vector<std::string> pointers;
        for (auto const& [member, value] : grabbed) {
            if (!body.contains(member)) {
                body[member] = value;
                pointers.push_back("\"pointer\":\"/" + std::string(member) + '"');
            }
        }
        auto const target = path_of(route.pattern, world.a);
        auto const reply = ask_whoever_may(world, route.method, target, json::serialize(body));
        BOOST_TEST(reply.status() == 400, name << reply.text());
        auto const slug =
            name.ends_with("/subscriptions") ? "subscription_malformed" : "json_invalid";
        BOOST_TEST(reply.problem() == slug, name << reply.text());
        BOOST_TEST(pointers.size() >= grabbed.size() - 1);
        for (auto const& pointer : pointers) {
            BOOST_TEST(reply.text().find(pointer) != std::string::npos, name << pointer);
        }
        ++asked;
    }
    BOOST_TEST(asked > 30);
    BOOST_TEST((world.contents() == before));
}

BOOST_AUTO_TEST_CASE(asvs_15_3_7_a_parameter_given_twice_is_refused_by_every_route) {
    TwoProducers world;
    auto const before = contents_but_audit(world);
    // These read no parameter at all.
    std::set<std::string> const deaf{
        "GET /healthz",
        "GET /readyz",
        "GET /log/checkpoint",
        "GET /log/tile/{path...}",
        "GET /.well-known/ocop-trust.json"};
    for (auto const& route : world.router->routes()) {
        if (deaf.count(name_of(route)) != 0) {
            continue;
        }
        auto const found = document().examples.find(name_of(route));
        auto const body = found == document().examples.end() ? std::string() : found->second;
        for (auto const* query :
             {"?limit=1&limit=2",
              "?after=x&after=x",
              "?format=csv&%66ormat=jsonl",
              "?role=a&role="}) {
            auto const path = path_of(route.pattern, world.a);
            auto const target = path.substr(0, path.find('?')) + query;
            auto const reply = ask_whoever_may(world, route.method, target, body);
            BOOST_TEST(reply.status() == 400, name_of(route) << reply.status());
            BOOST_TEST(reply.problem() == "query_malformed", name_of(route) << query);
        }
    }
    BOOST_TEST((contents_but_audit(world) == before));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
