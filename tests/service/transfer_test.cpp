#include "cli/commands.hpp"
#include "cli/event_file.hpp"
#include "unit/api/two_producers.hpp"
#include "unit/http/served.hpp"

#include <ocop/base/encoding.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

// Events out of one installation and into another, by the commands, over TLS.
namespace ocop::test {

namespace {

// A service behind the real server, and what a command needs to reach it.
template <class S>
struct Installation : S {
    Installation()
        : server(
              http::test::server_options(),
              http::Router(api::routes(*this->services)),
              api::gate(*this->services),
              {clock, this->disk.random, log}
          ) {
        server.start();
        write("key", this->token + "\n");
        write("ca.pem", http::test::localhost().certificate_pem);
    }

    void write(std::string const& name, std::string const& text) {
        auto const file = files.path() / name;
        std::ofstream(file) << text;
        std::filesystem::permissions(file, std::filesystem::perms(0600));
    }

    cli::RemoteRequest remote() const {
        return {
            "https://localhost:" + std::to_string(server.port()),
            files.path() / "key",
            files.path() / "ca.pem"};
    }

    SystemClock clock;
    http::test::MemoryLog log;
    TemporaryDirectory files;
    http::Server server;  // last: its handlers use all of the above
};

struct Ran {
    int status = 0;
    std::string out;
    std::string err;
};

// Runs a command with its standard streams kept.
template <class Command>
Ran ran(Command const& command) {
    std::ostringstream out;
    std::ostringstream err;
    auto* const before = std::cout.rdbuf(out.rdbuf());
    auto* const before_err = std::cerr.rdbuf(err.rdbuf());
    auto const status = command();
    std::cout.rdbuf(before);
    std::cerr.rdbuf(before_err);
    return {status, out.str(), err.str()};
}

template <class S>
Ran import_into(Installation<S> const& to, std::vector<std::filesystem::path> files) {
    return ran([&] { return cli::import_events({to.remote(), std::move(files), false}); });
}

template <class S>
Ran export_from(
    Installation<S> const& from,
    std::filesystem::path const& file,
    std::optional<std::string> lot = {}
) {
    return ran([&] { return cli::export_events({from.remote(), std::move(lot), file, false}); });
}

std::string text_of(std::filesystem::path const& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The events of a file, each in canonical form without what a repository adds of its own.
std::vector<std::string> events_in(std::filesystem::path const& file) {
    auto const text = text_of(file);
    auto const found = cli::find_events_in(text);
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    std::vector<std::string> out;
    for (auto const raw : found->events) {
        auto event = json::parse(raw, {1 << 20, 64});
        BOOST_TEST_REQUIRE(event.has_value());
        event->as_object().erase("recordTime");
        out.push_back(json::canonical(*event));
    }
    return out;
}

struct Source : Installation<TwoProducers> {
    Source() {
        std::string table = "step,date,time,quantity,unit,temperature\n";
        for (int i = 0; i < 498; ++i) {
            table += "tea/wither,1/11/2026," + std::to_string(i / 60) + ":" +
                     std::to_string(100 + i % 60).substr(1) + ",4.5,kg,27.25\n";
        }
        auto request = make(http::Method::post, path() + "/csv", table, {});
        request.headers.back().value = "text/csv";
        auto const reply = send(std::move(request));
        BOOST_TEST_REQUIRE(reply.status() == 201, reply.text());
        tell(R"({"step":"tea/dry","time":"2026-11-02T08:00:00+07:00",)"
             R"("quantity":{"value":10.25,"unit":"kg"},"inputs":[{"id":"urn:a:leaf"}]})");
        tell(
            R"({"step":"tea/ship","time":"2026-11-03T08:00:00+07:00","to":")" + b.producer +
            R"(","quantity":{"value":3,"unit":"piece"},"notes":"Giao \"sớm\""})"
        );
        auto const wrong = tell(R"({"step":"tea/roll","time":"2026-11-04T08:00:00+07:00"})");
        declare_wrong(wrong);
    }

    std::string path() const { return "/api/v1/lots/" + a.gtin + "/L1/events"; }

    std::string tell(std::string const& form) { return create(path(), form, "event_id"); }

    void declare_wrong(std::string const& id) {
        std::string target = "/epcis/v2/events/";
        append_percent_encoded(target, id);
        auto const found = get(target);
        BOOST_TEST_REQUIRE(found.status() == 200, found.text());
        auto const document = found.body();
        auto event = document.at("epcisBody")
                         .at("queryResults")
                         .at("resultsBody")
                         .at("eventList")
                         .as_array()
                         .at(0)
                         .as_object();
        event.erase("recordTime");
        event["@context"] = document.at("@context");
        event["errorDeclaration"] = json::object{{"declarationTime", "2026-11-05T00:00:00Z"}};
        auto const declared = post("/epcis/v2/events", json::serialize(event));
        BOOST_TEST_REQUIRE(declared.status() == 201, declared.text());
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(transfer)

BOOST_AUTO_TEST_CASE(what_is_exported_is_the_same_once_imported_elsewhere) {
    Source source;
    Installation<Service> target;
    auto const first = source.files.path() / "first.jsonld";
    auto const second = source.files.path() / "second.jsonld";

    auto const out = export_from(source, first);
    BOOST_TEST(out.err == "");
    BOOST_TEST_REQUIRE(out.status == 0);
    BOOST_TEST(out.out == "events: 506\n");

    auto const in = import_into(target, {first});
    BOOST_TEST(in.err == "");
    BOOST_TEST(in.status == 0);
    BOOST_TEST(in.out == "stored: 506\nskipped: 0\nfailed: 0\n");

    BOOST_TEST(export_from(target, second).out == "events: 506\n");
    BOOST_TEST((events_in(first) == events_in(second)), "not the same");
    BOOST_TEST(!std::filesystem::exists(second.string() + ".part"));

    auto const again = import_into(target, {first, second});
    BOOST_TEST(again.status == 0);
    BOOST_TEST(again.out == "stored: 0\nskipped: 1012\nfailed: 0\n");
}

BOOST_AUTO_TEST_CASE(a_lots_story_is_a_document_that_can_be_imported) {
    Source source;
    Installation<Service> target;
    auto const file = source.files.path() / "lot.jsonld";
    auto const out = export_from(source, file, source.a.gtin + "/L1");
    BOOST_TEST(out.out == "events: 502\n", out.err);
    BOOST_TEST(import_into(target, {file}).out == "stored: 502\nskipped: 0\nfailed: 0\n");
    auto const none = export_from(source, file, source.a.gtin + "/NONE");
    BOOST_TEST(none.status == 1);
    BOOST_TEST((none.err.find("lot_not_found") != std::string::npos), none.err);
}

BOOST_AUTO_TEST_CASE(what_is_no_document_or_is_refused_is_told) {
    Installation<Service> target;
    auto const file = target.files.path() / "bad.jsonld";
    target.write("bad.jsonld", R"({"epcisBody":{"eventList":[{"a":1})");
    auto const broken = import_into(target, {file});
    BOOST_TEST(broken.status == 1);
    BOOST_TEST((broken.err.find("file_malformed") != std::string::npos), broken.err);

    target.write(
        "bad.jsonld", R"({"type":"EPCISDocument","epcisBody":{"eventList":[{"type":"X"}]}})"
    );
    auto const invalid = import_into(target, {file});
    BOOST_TEST(invalid.status == 1);
    BOOST_TEST(
        (invalid.err.find("bad.jsonld: /epcisBody/eventList/0") != std::string::npos), invalid.err
    );

    target.write("key", "not a key\n");
    auto const stranger = import_into(target, {file});
    BOOST_TEST((stranger.err.find("token_unknown") != std::string::npos), stranger.err);
    std::filesystem::permissions(target.files.path() / "key", std::filesystem::perms(0644));
    BOOST_TEST((import_into(target, {file}).err.find("key_file_open") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
