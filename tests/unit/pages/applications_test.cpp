#include "pages/applications.hpp"

#include "pages/files.hpp"
#include "service.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace ocop;
using namespace ocop::pages::test;
using pages::Application;

namespace {

// What a place in an application is asked with.
http::Request ask(std::string path, std::vector<http::Header> headers = {}) {
    http::Request out;
    out.headers = std::move(headers);
    if (!path.empty()) out.captures.emplace_back("path", std::move(path));
    return out;
}

// The path of the embedded console's script, below /console/.
std::string script() {
    for (auto const& [name, bytes] : pages::embedded_files()) {
        if (name.starts_with("console/assets/") && name.ends_with(".js")) return name.substr(8);
    }
    BOOST_FAIL("no script");
    return {};
}

void write_file(std::filesystem::path const& path, std::string const& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(applications)

BOOST_AUTO_TEST_CASE(every_place_inside_the_console_is_its_index_asked_for_again_each_time) {
    Application const console("console", {});
    auto const root = console.serve(ask(""));
    BOOST_TEST(root.status == 200);
    BOOST_TEST(root.header("Content-Type") == "text/html; charset=utf-8");
    BOOST_TEST(root.header("Cache-Control") == "no-cache");
    BOOST_TEST(body_of(root).starts_with("<!DOCTYPE html>"));
    for (auto const* path : {"lots", "lots/09520001100017/CHE1", "../etc/passwd", "%2e%2e/x"}) {
        BOOST_TEST(body_of(console.serve(ask(path))) == body_of(root), path);
    }
    auto const tag = std::string(root.header("ETag"));
    auto const again = console.serve(ask("lots", {{"If-None-Match", tag}}));
    BOOST_TEST(again.status == 304);
    BOOST_TEST(body_of(again).empty());
}

BOOST_AUTO_TEST_CASE(a_file_whose_name_holds_its_hash_is_kept_for_good_and_another_is_not_there) {
    Application const console("console", {});
    auto const found = console.serve(ask(script()));
    BOOST_TEST(found.status == 200);
    BOOST_TEST(found.header("Content-Type") == "text/javascript; charset=utf-8");
    BOOST_TEST(found.header("Cache-Control") == "public, max-age=31536000, immutable");
    BOOST_TEST(console.serve(ask("assets/index-old.js")).status == 404);
    BOOST_TEST(console.serve(ask(script() + ".br")).status == 404);
}

BOOST_AUTO_TEST_CASE(who_takes_brotli_gets_less) {
    Application const console("console", {});
    auto const plain = console.serve(ask(script()));
    for (auto const* accepted : {"br", "gzip, deflate, br", "gzip;q=1.0,  br;q=0.5"}) {
        auto const packed = console.serve(ask(script(), {{"Accept-Encoding", accepted}}));
        BOOST_TEST(packed.header("Content-Encoding") == "br", accepted);
        BOOST_TEST(packed.header("Vary") == "Accept-Encoding");
        BOOST_TEST(body_of(packed).size() < body_of(plain).size() / 2, accepted);
    }
    for (auto const* accepted : {"", "gzip", "br;q=0", "brotli"}) {
        auto const unpacked = console.serve(ask(script(), {{"Accept-Encoding", accepted}}));
        BOOST_TEST(unpacked.header("Content-Encoding").empty(), accepted);
        BOOST_TEST(body_of(unpacked) == body_of(plain), accepted);
    }
}

BOOST_AUTO_TEST_CASE(an_application_on_disk_is_read_at_each_request_and_nothing_beside_it) {
    ocop::test::TemporaryDirectory const web;
    write_file(web.path() / "dist/console/index.html", "<!DOCTYPE html>1");
    write_file(web.path() / "dist/console/.hidden", "secret");
    write_file(web.path() / "dist/secret.txt", "secret");
    Application const console("console", web.path());
    BOOST_TEST(body_of(console.serve(ask(""))) == "<!DOCTYPE html>1");
    write_file(web.path() / "dist/console/index.html", "<!DOCTYPE html>2");
    for (auto const* path :
         {"", "../secret.txt", "./../secret.txt", "assets/../../secret.txt", ".hidden", "x//y"}) {
        auto const reply = console.serve(ask(path));
        BOOST_TEST(body_of(reply).find("secret") == std::string::npos, path);
    }
    BOOST_TEST(body_of(console.serve(ask("x"))) == "<!DOCTYPE html>2");
}

BOOST_AUTO_TEST_CASE(an_application_that_was_not_built_is_not_there) {
    BOOST_TEST(Application("none", {}).serve(ask("")).status == 404);
}

BOOST_AUTO_TEST_CASE(each_page_route_has_the_policy_of_its_column) {
    PagesService service;
    std::map<std::string, http::Security> const columns{
        {"/console", http::Security::console},
        {"/console/", http::Security::console},
        {"/console/{path...}", http::Security::console},
        {"/app", http::Security::app},
        {"/app/", http::Security::app},
        {"/app/{path...}", http::Security::app},
        {"/docs", http::Security::docs},
        {"/docs/", http::Security::docs},
        {"/docs/{path...}", http::Security::docs}};
    std::size_t met = 0;
    for (auto const& route : service.router->routes()) {
        auto const column = columns.find(std::string(route.pattern));
        auto const wanted = column == columns.end() ? http::Security::page : column->second;
        BOOST_TEST((route.security == wanted), route.pattern);
        met += column == columns.end() ? 0 : 1;
    }
    BOOST_TEST(met == columns.size());
}

BOOST_AUTO_TEST_SUITE_END()
