#include "whole.hpp"

#include <array>
#include <chrono>
#include <set>
#include <sstream>

// Rows of the security checklist (OWASP ASVS 5.0; tests/data/asvs.tsv) that only the whole service
// can show: over TLS, with guard, gate, pool and commit thread.
namespace ocop::test {

namespace {

using http::test::Client;

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// A request, and what to call it in a failure.
struct Asked {
    std::string name;
    std::string bytes;
    bool head = false;
};

// Every route as a stranger and as someone who may, and every way to be refused.
std::vector<Asked> crawl(Whole& whole) {
    std::vector<Asked> out;
    whole.make_prints();  // who follows a job is answered when it is over
    for (auto const& route : whole.routes) {
        auto const method = std::string(http::method_name(route.method));
        auto const target = path_of(route.pattern, whole.a);
        out.push_back({name_of(route), whole.bytes(method, target)});
        if (route.method != http::Method::get) {
            out.push_back({name_of(route) + " no json", whole.bytes(method, target, "admin", "x")});
            continue;
        }
        out.push_back({name_of(route) + " head", whole.bytes("HEAD", target), true});
        for (auto const* who : {"admin", "owner_a", "partner_a"}) {
            out.push_back({name_of(route) + " " + who, whole.bytes("GET", target, who)});
        }
        auto const known = "If-None-Match: *\r\n";
        out.push_back({name_of(route) + " known", whole.bytes("GET", target, "admin", "", known)});
    }
    auto const style = whole.ask(whole.bytes("GET", "/style.css")).header("etag");
    auto const link = whole.link_of(whole.a.issued);
    for (auto const& [method, target, more] : std::vector<std::array<std::string, 3>>{
             {"GET", "/style.css", "If-None-Match: " + style + "\r\n"},
             {"GET", link, ""},
             {"GET", "/v" + link, ""},
             {"POST", "/v" + link, ""},
             {"GET", "/v/01/x", ""},
             {"GET", "/nowhere", ""},
             {"GET", "/api/v1/nowhere", ""},
             {"DELETE", "/", ""},
             {"POST", "/style.css", ""},
             {"PATCH", "/api/v1/lots", ""},
             {"OPTIONS", "/api/v1/lots", ""},
             {"TRACE", "/", ""},
             {"GET", "/#", ""},
             {"GET", "/%zz", ""},
             {"GET", "/", "Transfer-Encoding: chunked\r\n"},
             {"GET", "/", "Expect: 200-ok\r\n"},
             {"GET", "/", "Host: evil.example\r\n"},
             {"GET", "/", "X: " + std::string(20'000, 'x') + "\r\n"}}) {
        auto const name = method + " " + target.substr(0, 30) + " " + more.substr(0, 30);
        out.push_back({name, whole.bytes(method, target, "", "", more)});
    }
    out.push_back(
        {"too large", whole.bytes("POST", "/api/v1/verify", "", std::string(1 << 19, ' '))}
    );
    out.push_back({"foreign host", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"});
    out.push_back({"no host", "GET / HTTP/1.1\r\n\r\n"});
    out.push_back({"no http", "hello\r\n\r\n"});
    return out;
}

// What no answer may lack, whatever it answers.
void check_headers(Asked const& asked, http::test::Reply const& reply) {
    BOOST_TEST_CONTEXT(asked.name << " " << reply.status) {
        BOOST_TEST(
            reply.header("strict-transport-security") == "max-age=63072000; includeSubDomains"
        );
        BOOST_TEST(reply.header("x-content-type-options") == "nosniff");
        // A page with a form says our own origin to us: no other one ever hears of it.
        bool const page = reply.header("content-type").starts_with("text/html");
        auto const referrer = reply.header("referrer-policy");
        BOOST_TEST((referrer == "no-referrer" || (page && referrer == "same-origin")), referrer);
        // The web applications run our scripts, and may ask for camera and place.
        bool const application = holds(asked.name, " /console") || holds(asked.name, " /app");
        auto const place = application ? "geolocation=(self)" : "geolocation=()";
        BOOST_TEST(holds(reply.header("permissions-policy"), place));
        BOOST_TEST(reply.header("cross-origin-opener-policy") == "same-origin");
        BOOST_TEST(reply.header("cross-origin-resource-policy") == "same-origin");
        auto policy = reply.header("content-security-policy");
        bool const documents = holds(asked.name, " /docs");
        std::string_view const ours =
            documents ? "script-src 'self'; " : "script-src 'self' 'wasm-unsafe-eval'; ";
        auto const scripts = policy.find(ours);
        BOOST_TEST((scripts != std::string::npos) == (application || documents), policy);
        if (scripts != std::string::npos) {
            policy.erase(scripts, ours.size());
        }
        BOOST_TEST(holds(policy, "default-src 'none'"));
        BOOST_TEST(holds(policy, "base-uri 'none'"));
        BOOST_TEST(holds(policy, "frame-ancestors 'none'"));
        for (auto const* loose : {"unsafe", "*", "http:", "https:", "script-src"}) {
            BOOST_TEST(!holds(policy, loose), policy);
        }
        for (auto const* telling : {"server", "x-powered-by", "access-control-allow-origin"}) {
            BOOST_TEST(reply.headers.count(telling) == 0U, telling);
        }
    }
}

std::set<std::string> const text_types{
    "text/html; charset=utf-8",
    "text/css; charset=utf-8",
    "text/javascript; charset=utf-8",
    "text/plain; charset=utf-8",
    "text/event-stream; charset=utf-8",
    "text/csv; charset=utf-8; header=present"};
// These are UTF-8 by definition (RFC 8259 §8.1, RFC 7303 §3.2, RFC 9512 §2.1) or no text.
std::set<std::string> const other_types{
    "application/octet-stream",
    "application/json",
    "application/problem+json",
    "application/jsonl",
    "application/yaml",
    "application/pdf",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "application/ld+json"};

// What scanners try first.
constexpr auto usual_paths =
    "v v/ style.css robots.txt favicon.ico healthz readyz metrics debug debug/pprof "
    "debug/vars status server-status server-info stats health info env trace actuator "
    "actuator/env actuator/heapdump console admin admin/login administrator login logout "
    "signin register user users account dashboard manage api api/ api/v1 api/v1/ api/v2 "
    "api/docs swagger swagger.json swagger-ui openapi.json openapi.yaml graphql rest rpc "
    "xmlrpc.php wp-login.php wp-admin/ index.php index.html phpinfo.php phpmyadmin cgi-bin/ "
    "static/ assets/ images/ css/ js/ uploads/ files/ download backup backup.zip backup.sql "
    "dump.sql db database data/ store/ keys/ log logs error.log access.log tmp temp test "
    "old new config config.json config.yml ocop.toml settings.py .env .git/ .git/config "
    ".git/HEAD .svn/entries .hg/ .htaccess .htpasswd .DS_Store .bash_history .ssh/id_rsa "
    "id_rsa server.key cert.pem package.json Dockerfile docker-compose.yml Makefile "
    "CMakeLists.txt web.config crossdomain.xml sitemap.xml security.txt .well-known/ "
    ".well-known/security.txt .well-known/openid-configuration "
    "autodiscover/autodiscover.xml owa/ solr/ jenkins/ manager/html jmx-console ";

// Whether a Location leads to ourselves: a path, and one that no browser takes for a host.
bool is_own_path(std::string location) {
    // A Digital Link resolver names the whole URI of what it links to.
    if (auto const own = "https://" + std::string(host); location.starts_with(own + "/")) {
        location.erase(0, own.size());
    }
    if (!location.starts_with('/') || location.find_first_of("\\\t ") != std::string::npos) {
        return false;
    }
    return location == "/" || location.starts_with("/?") || location.starts_with("/v/01/") ||
           location.starts_with("/v/receipts/") || location.starts_with("/api/v1/") ||
           location == "/console/" || location == "/app/" || location == "/docs/";
}

std::unique_ptr<Client> connect_from(std::string const& address, std::uint16_t port) {
    http::test::ClientOptions options;
    options.from = address;
    return std::make_unique<Client>(port, options);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(asvs)

BOOST_AUTO_TEST_CASE(asvs_2_4_1_who_tries_serials_is_stopped_and_others_are_served) {
    http::RateLimits rates;
    rates.handshakes = {};
    Whole whole(rates);
    auto const began = std::chrono::steady_clock::now();
    crypto::SystemRandom random;
    std::array<std::uint8_t, 8> raw{};
    auto client = connect_from("127.0.0.1", whole.server.port());
    auto other = connect_from("127.0.0.2", whole.server.port());
    BOOST_TEST_REQUIRE(other->connected());
    auto const ask = [&](std::unique_ptr<Client>& from, std::string const& address) {
        random.fill(raw);
        auto const typed = to_hex(raw).substr(0, 12);
        auto reply = from->ask(whole.bytes("POST", "/v?serial=" + typed));
        if (reply.header("connection") == "close") {
            from = connect_from(address, whole.server.port());
        }
        return reply;
    };
    int served = 0;
    int refused = 0;
    for (int i = 0; i < 10'000; ++i) {
        auto const reply = ask(client, "127.0.0.1");
        if (reply.status == 429) {
            ++refused;
            BOOST_TEST(std::stoi("0" + reply.header("retry-after")) >= 1);
        } else {
            BOOST_TEST_REQUIRE((reply.status == 200 || reply.status == 400), reply.status);
            ++served;
        }
        if (i % 100 == 0) {
            auto const theirs = ask(other, "127.0.0.2").status;
            BOOST_TEST((theirs == 200 || theirs == 400), theirs);
        }
    }
    auto const passed = std::chrono::steady_clock::now() - began;
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(passed).count();
    BOOST_TEST(served <= 240 + 4 * (seconds + 1));
    BOOST_TEST(refused > 0);
    BOOST_TEST(served + refused == 10'000);
}

BOOST_AUTO_TEST_CASE(asvs_3_4_1_every_answer_of_every_route_has_the_security_headers) {
    Whole whole;
    std::set<int> met;
    for (auto const& asked : crawl(whole)) {
        auto const reply = whole.ask(asked.bytes, asked.head);
        BOOST_TEST_REQUIRE(reply.status != 0, asked.name);
        check_headers(asked, reply);
        met.insert(reply.status);
    }
    for (auto const status :
         {200, 204, 303, 304, 307, 400, 401, 403, 404, 405, 411, 413, 415, 417, 421, 431, 501}) {
        BOOST_TEST(met.count(status) == 1U, status);
    }
}

BOOST_AUTO_TEST_CASE(asvs_3_7_2_every_location_is_a_path_of_ours) {
    Whole whole;
    auto const link = whole.link_of(whole.a.issued);
    int moved = 0;
    for (auto const& target : std::vector<std::string>{
             "/?next=https://evil.example",
             "/v?next=//evil.example",
             "/v?serial=",
             "/v?serial=https://evil.example",
             "/v?serial=//evil.example",
             "/v?lang=//evil.example",
             "/v?lang=%2f%2fevil.example%0d%0aLocation:%20//evil.example",
             "//evil.example",
             "//evil.example/01/09521234000006",
             "///evil.example",
             "/\\evil.example",
             "\\\\evil.example",
             "/%5cevil.example",
             "/%2f/evil.example",
             "/%2f%2fevil.example",
             "/%09/evil.example",
             "https://evil.example/",
             "/@evil.example",
             "/.evil.example",
             "/01//evil.example",
             "/01/%2f%2fevil.example",
             "/01/..//evil.example",
             "/01/../../evil.example",
             "/01/09521234000006@evil.example",
             "/01/" + whole.a.gtin + "?linkType=https://evil.example",
             "/01/" + whole.a.gtin + "?linkType=gs1:pip&next=//evil.example",
             "/01/" + whole.a.gtin + "/10/L1?redirect=https://evil.example",
             link + "&next=https://evil.example&url=//evil.example",
             "/v/01//evil.example",
             "/v//evil.example",
             "/v/receipts//evil.example"}) {
        for (auto const* method : {"GET", "POST"}) {
            auto const reply = whole.ask(whole.bytes(
                method,
                target,
                "",
                "",
                "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n"
                "Referer: https://evil.example/\r\n"
            ));
            BOOST_TEST_REQUIRE(reply.status != 0, target);
            for (auto const* leading : {"refresh", "content-location"}) {
                BOOST_TEST(reply.headers.count(leading) == 0U, target);
            }
            BOOST_TEST(!holds(reply.body, "http-equiv"), target);
            if (reply.headers.count("location") != 0) {
                ++moved;
                BOOST_TEST(is_own_path(reply.header("location")), reply.header("location"));
            }
        }
    }
    BOOST_TEST(moved > 5);
    BOOST_TEST(whole.ask("GET /v HTTP/1.1\r\nHost: evil.example\r\n\r\n").status == 421);
}

BOOST_AUTO_TEST_CASE(asvs_4_1_1_every_answer_says_its_type_and_every_text_its_charset) {
    Whole whole;
    for (auto const& asked : crawl(whole)) {
        auto const reply = whole.ask(asked.bytes, asked.head);
        auto const type = reply.header("content-type");
        if (reply.body.empty() && !asked.head) {
            continue;
        }
        bool const known = text_types.count(type) + other_types.count(type) == 1;
        bool const moves = reply.status / 100 == 3 || reply.status == 204;
        BOOST_TEST((known || moves), asked.name << " is of type " << type);
        bool const page = type.starts_with("text/html");
        bool const json = type == "application/json" || type == "application/problem+json";
        BOOST_TEST((!page || asked.head || reply.body.starts_with("<!DOCTYPE html>")), asked.name);
        BOOST_TEST((!json || asked.head || json::parse(reply.body, {1 << 24, 64})), asked.name);
    }
}

BOOST_AUTO_TEST_CASE(asvs_5_3_2_no_path_leads_to_a_file) {
    Whole whole;
    for (auto const& target : std::vector<std::string>{
             "/../../../../etc/passwd",
             "/..%2f..%2f..%2fetc%2fpasswd",
             "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
             "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
             "/%252e%252e%252fetc%252fpasswd",
             "/..%c0%af..%c0%afetc/passwd",
             "/..%5c..%5cetc%5cpasswd",
             "/..;/..;/etc/passwd",
             "/....//....//etc/passwd",
             "/etc/passwd",
             "//etc/passwd",
             "/file:///etc/passwd",
             "/style.css/../../../etc/passwd",
             "/style.css/..%2f..%2fetc%2fpasswd",
             "/style.css%00",
             "/style.css%00.html",
             "/%00",
             "/./style.css",
             "/x/../style.css",
             "/pages/style.css",
             "/pages/home.mustache",
             "/home.mustache",
             "/vi.json",
             "/web/openapi.yaml",
             "/.well-known/../style.css",
             "/.well-known/..%2f..%2fetc%2fpasswd",
             "/v/receipts/..%2f..%2fetc%2fpasswd",
             "/api/v1/receipts/..%2f..%2fetc%2fpasswd",
             "/api/v1/producers/..%2fauthorities",
             "/v/../style.css",
             "/store/CURRENT",
             "/keys/root.pem",
             "/accounts.key"}) {
        auto const reply = whole.ask(whole.bytes("GET", target));
        BOOST_TEST((reply.status >= 400 && reply.status < 500), target << " " << reply.status);
        BOOST_TEST(!holds(reply.body, "root:"), target);
        BOOST_TEST(!holds(reply.header("content-type"), "css"), target);
    }
    BOOST_TEST(whole.ask(whole.bytes("GET", "/style.css")).status == 200);
}

BOOST_AUTO_TEST_CASE(asvs_13_4_3_of_the_usual_paths_only_our_routes_answer) {
    Whole whole;
    std::set<std::string> const ours{
        "/",
        "/v",
        "/console",
        "/style.css",
        "/robots.txt",
        "/favicon.ico",
        "/healthz",
        "/readyz",
        "/docs",
        "/openapi.json",
        "/openapi.yaml"};
    std::istringstream stems(usual_paths);
    std::vector<std::string> targets{"/"};
    for (std::string stem; stems >> stem;) {
        for (std::string const end : {"", "~", ".bak"}) {
            targets.push_back("/" + stem + end);
        }
    }
    BOOST_TEST(targets.size() > 200U);
    for (auto const& target : targets) {
        auto const reply = whole.ask(whole.bytes("GET", target));
        if (ours.count(target) == 0) {
            BOOST_TEST(reply.status == 404, target << " " << reply.status);
        } else {
            BOOST_TEST(reply.status < 400, target);
        }
        BOOST_TEST(!holds(reply.body, "Index of"), target);
    }
    for (auto const* method : {"TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "MOVE"}) {
        auto const reply =
            whole.ask(whole.bytes(method, "/", "", "", "X-Secret: do-not-say-back\r\n"));
        BOOST_TEST(reply.status == 501, method);
        BOOST_TEST(!holds(reply.body, "do-not-say-back"), method);
    }
    for (auto const* target : {"/", "/api/v1/lots", "/v", "/healthz"}) {
        BOOST_TEST(whole.ask(whole.bytes("OPTIONS", target)).status == 405, target);
    }
}

BOOST_AUTO_TEST_CASE(asvs_14_2_1_no_secret_is_in_any_line_of_the_log) {
    Whole whole;
    auto const link = whole.link_of(whole.a.issued);
    auto const& owner = whole.people.at("owner_a");
    std::string const password = "con trâu đi trước cái cày";
    std::string const code = "739164";
    auto const sign_in =
        json::serialize(json::object{{"login", "owner_a"}, {"password", password}, {"code", code}});
    auto const invited = whole.ask(whole.bytes(
        "POST",
        "/api/v1/invitations",
        "owner_a",
        R"({"login":"lan.tran","name":"Lan","role":"producer_staff","producer":")" +
            whole.a.producer + "\"}"
    ));
    BOOST_TEST_REQUIRE(invited.status == 201, invited.body);
    auto const invitation = std::string(json::parse(invited.body)->at("token").as_string());
    auto const accept =
        json::serialize(json::object{{"token", invitation}, {"password", password}});
    auto const checked = whole.ask(whole.bytes("POST", "/v" + link));
    BOOST_TEST_REQUIRE(checked.status == 303);
    auto const receipt = checked.header("location");
    auto const secret_of = [](std::string const& location) {
        auto const start = location.rfind('/') + 1;
        return location.substr(start, location.find('?') - start);
    };
    auto const bearer = "Authorization: Bearer " + whole.token + "\r\n";
    auto const forging = "User-Agent: x\"}{\"msg\":\"forged\"\r\n";
    std::vector<std::string> const requests{
        whole.bytes("POST", "/api/v1/sessions", "", sign_in),
        whole.bytes("POST", "/api/v1/invitations/accept", "", accept),
        whole.bytes("POST", "/api/v1/invitations/accept", "", accept),
        whole.bytes("GET", receipt),
        whole.bytes("GET", "/api/v1/receipts/" + secret_of(receipt)),
        whole.bytes("GET", link),
        whole.bytes("GET", "/v" + link),
        whole.bytes("GET", "/api/v1/lots", "", "", bearer),
        whole.bytes("GET", "/api/v1/lots?access_token=" + whole.token, "owner_a"),
        whole.bytes("GET", "/nowhere?password=" + code, "", "", forging),
        whole.bytes("GET", "/%0d%0a{\"msg\":\"forged\"}%1b[2J"),
        whole.bytes(
            "POST", "/api/v1/sessions/current/step-up", "owner_a", R"({"code":")" + code + "\"}"
        ),
        whole.bytes("GET", "/api/v1/account", "owner_a")};
    std::string last;
    for (auto const& request : requests) {
        last = whole.ask(request).header("x-request-id");
        whole.log.await(last);
    }
    std::vector<std::string> const secrets{
        password,
        "trâu",
        code,
        whole.token,
        owner.token,
        owner.csrf,
        invitation,
        secret_of(receipt),
        whole.a.serial,
        link.substr(link.find("s=") + 2, 40),
        "Bearer",
        "__Host-"};
    auto const lines = whole.log.lines();
    BOOST_TEST(lines.size() >= requests.size());
    for (auto const& line : lines) {
        for (auto const& secret : secrets) {
            BOOST_TEST(!holds(line, secret), line);
        }
        auto const read = json::parse(line);
        BOOST_TEST_REQUIRE(reason_of(read) == "", line);
        BOOST_TEST(text_of(*read, "msg") != "forged");
        BOOST_TEST(line.find_first_of("\r\n\x1b") == std::string::npos, line);
    }
}

BOOST_AUTO_TEST_CASE(asvs_14_3_2_only_what_everyone_may_see_is_ever_kept_by_a_cache) {
    Whole whole;
    auto const photo = "/api/v1/photos/" + whole.a.photo;
    std::set<std::string> const kept{
        "/style.css",
        "/favicon.ico",
        "/.well-known/ocop-trust.json",
        "/api/v1/catalogue",
        "/log/tile/0/000.p/1",
        photo,
        photo + "/thumbnail"};
    for (auto const& asked : crawl(whole)) {
        auto const reply = whole.ask(asked.bytes, asked.head);
        auto const start = asked.bytes.find(' ') + 1;
        auto const target = asked.bytes.substr(start, asked.bytes.find(' ', start) - start);
        auto const said = reply.header("cache-control");
        // The page of an application is the same for everybody, and asked for again each time.
        bool const page = target.starts_with("/console/") || target.starts_with("/app/") ||
                          target.starts_with("/docs/") || target.starts_with("/openapi.");
        if (kept.count(target) == 1 && reply.status < 400) {
            BOOST_TEST(said.starts_with("public, max-age="), asked.name);
        } else if (target == "/api/v1/bundle" && reply.status < 400) {
            BOOST_TEST(said == "private, no-cache", asked.name);  // asked for again each time
        } else if (target == "/log/checkpoint" || (page && reply.status < 400)) {
            BOOST_TEST(said == "no-cache", asked.name);
        } else {
            BOOST_TEST(said == "no-store", asked.name << " " << said);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
