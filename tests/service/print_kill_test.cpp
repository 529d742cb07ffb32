#include "packages.hpp"
#include "prints/package.hpp"
#include "program.hpp"
#include "temporary_directory.hpp"
#include "unit/http/client.hpp"

#include <ocop/base/json.hpp>

#include <fstream>
#include <memory>
#include <set>
#include <sstream>

// A print run of the program itself, which is killed while it is made and started again.
namespace {

using namespace ocop;
using http::test::Client;
using test::Program;

constexpr int labels = 2'100;  // three parts
constexpr int kills = 3;

// The API of a running program, for the two sample administrators.
class Api {
  public:
    explicit Api(std::map<std::string, std::string> const& lines)
        : port_(test::port_of(lines)),
          client_(std::make_unique<Client>(port_)),
          token_(lines.at("token")),
          approver_(lines.at("approver-token")) {}

    json::value post(std::string const& path, std::string const& body = "{}") {
        return ask("POST", path, token_, body);
    }

    json::value approve(std::string const& path) { return ask("POST", path, approver_, "{}"); }

    json::value get(std::string const& path) { return ask("GET", path, token_, ""); }

    http::test::Reply fetch(std::string const& path) {
        client_ = std::make_unique<Client>(port_);
        return client_->ask(
            "POST " + path + " HTTP/1.1\r\nHost: localhost:8443\r\nContent-Length: 0\r\n\r\n"
        );
    }

  private:
    json::value ask(
        std::string const& method,
        std::string const& path,
        std::string const& token,
        std::string const& body
    ) {
        auto const request = method + " " + path +
                             " HTTP/1.1\r\nHost: localhost:8443\r\nAuthorization: Bearer " + token +
                             "\r\n" +
                             (body.empty() ? "\r\n"
                                           : "Content-Type: application/json\r\nContent-Length: " +
                                                 std::to_string(body.size()) + "\r\n\r\n" + body);
        auto reply = client_->ask(request);
        if (reply.status == 0) {  // a connection serves so many requests, then it is closed
            client_ = std::make_unique<Client>(port_);
            reply = client_->ask(request);
        }
        BOOST_TEST_REQUIRE(reply.complete, path);
        BOOST_TEST_REQUIRE(reply.status < 300, path << " " << reply.status << reply.body);
        auto const value = json::parse(reply.body);
        BOOST_TEST_REQUIRE(test::reason_of(value) == "");
        return *value;
    }

    std::uint16_t port_;
    std::unique_ptr<Client> client_;
    std::string token_;
    std::string approver_;
};

std::string text_at(json::value const& value, std::string_view member) {
    return std::string(value.at(member).as_string());
}

std::string begin_run(Api& api) {
    auto const order = text_at(
        api.post(
            "/api/v1/stamp-orders",
            R"({"gtin":"09520001100017","lot":"CHE1","count":)" + std::to_string(labels) + "}"
        ),
        "id"
    );
    api.approve("/api/v1/stamp-orders/" + order + "/approve");
    api.approve("/api/v1/stamp-orders/" + order + "/issue");
    return text_at(
        api.post(
            "/api/v1/print-runs",
            R"({"order":")" + order + R"(","first":1,"last":)" + std::to_string(labels) +
                R"(,"format":"zip","recipient":{"kind":"print_shop","name":"Nhà in"}})"
        ),
        "id"
    );
}

// Asks until more than `done` labels are made, or all; gives how many.
std::int64_t wait_beyond(Api& api, std::string const& run, std::int64_t done) {
    for (;;) {
        auto const now = api.get("/api/v1/print-runs/" + run);
        BOOST_TEST_REQUIRE(text_at(now, "state") != "failed");
        if (text_at(now, "state") == "made" || now.at("done").as_int64() > done) {
            return now.at("done").as_int64();
        }
    }
}

// The URL of each row, as it stands between quotes.
std::vector<std::string> urls_of(std::string const& csv) {
    std::vector<std::string> out;
    std::istringstream in(csv);
    std::string row;
    std::getline(in, row);
    while (std::getline(in, row)) {
        auto const from = row.find("\"https://") + 1;
        out.push_back(row.substr(from, row.find('"', from) - from));
    }
    return out;
}

std::vector<std::string> arguments_in(std::filesystem::path const& folder) {
    auto const file = folder / "ocop.toml";
    std::ofstream(file) << "[limits]\naccount_requests_burst = 1000000\n"
                           "account_requests_per_second = 1000000\n";
    auto out = test::serve(folder / "data");
    out.insert(out.end(), {"--config", file.string()});
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(print_kill)

BOOST_AUTO_TEST_CASE(a_run_goes_on_after_kills_and_every_code_reads) {
    test::TemporaryDirectory const folder;
    auto const arguments = arguments_in(folder.path());
    std::string run;
    std::int64_t done = 0;
    for (int kill = 0; kill < kills; ++kill) {
        Program program(arguments);
        auto const lines = program.read_until("ready");
        BOOST_TEST_REQUIRE(lines.contains("ready"));
        Api api(lines);
        if (run.empty()) {
            run = begin_run(api);
        }
        auto const now = wait_beyond(api, run, done);
        BOOST_TEST(now > done);
        done = now;
        program.end(SIGKILL);
    }
    Program program(arguments);
    auto const lines = program.read_until("ready");
    BOOST_TEST_REQUIRE(lines.contains("ready"));
    Api api(lines);
    while (text_at(api.get("/api/v1/print-runs/" + run), "state") == "making") {
    }
    auto const url = text_at(api.post("/api/v1/print-runs/" + run + "/link"), "url");
    auto const file = api.fetch(url.substr(url.find("/p/")));
    BOOST_TEST_REQUIRE(file.status == 200);
    BOOST_TEST_REQUIRE(file.complete);
    auto const members = test::unzip(file.body);
    auto const urls = urls_of(members.at("tem.csv"));
    BOOST_TEST_REQUIRE(urls.size() == static_cast<std::size_t>(labels));
    BOOST_TEST(std::set(urls.begin(), urls.end()).size() == urls.size());
    std::size_t at = 0;
    for (int const count : {984, 984, 132}) {
        auto const first = static_cast<int>(at) + 1;
        auto const& pdf = members.at(prints::part_name(first, first + count - 1));
        for (auto const& read : test::scan_labels(pdf, count)) {
            BOOST_TEST(read == urls[at++]);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
