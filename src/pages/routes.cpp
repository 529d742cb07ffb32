#include "pages/applications.hpp"
#include "pages/handlers.hpp"

#include <array>
#include <memory>

namespace ocop::pages {

namespace {

using http::Method;
using http::Request;
using http::Route;

constexpr std::size_t report_bytes_max = std::size_t{8} << 20;  // with its photos
constexpr std::size_t body_bytes_max = 1024;  // two words of the check button, or a PIN

Route page(Method method, std::string_view pattern, http::Handler handler) {
    return {
        method,
        pattern,
        std::move(handler),
        http::Access::open,
        body_bytes_max,
        http::Security::page};
}

// The three paths of an application: its name, its root, and what is below.
std::vector<Route> application_routes(
    std::shared_ptr<Application const> const& files,
    http::Security security,
    std::array<std::string_view, 3> const& patterns
) {
    std::vector<Route> out;
    for (auto const pattern : patterns) {
        bool const bare = pattern == patterns.front();
        auto handler = [files, bare](Request const& request) -> http::Answer {
            return bare ? files->redirect(request) : files->serve(request);
        };
        out.push_back(page(Method::get, pattern, std::move(handler)));
        out.back().security = security;
    }
    return out;
}

}  // namespace

std::vector<Route> routes(Services& services) {
    auto const pages = std::make_shared<Handlers const>(services);
    // A handler of Handlers as a route's: the table below keeps them alive.
    auto const get = [pages](std::string_view pattern, auto member) {
        return page(Method::get, pattern, [pages, member](Request const& request) -> http::Answer {
            return (*pages.*member)(request);
        });
    };
    auto const post = [pages](std::string_view pattern, auto member) {
        return page(Method::post, pattern, [pages, member](Request const& request) -> http::Answer {
            return (*pages.*member)(request);
        });
    };
    std::vector<Route> out{
        get("/", &Handlers::home),
        get("/01/{rest...}", &Handlers::redirect),
        get("/v", &Handlers::show_typed),
        post("/v", &Handlers::check_typed),
        get("/v/01/{rest...}", &Handlers::show_link),
        post("/v/01/{rest...}", &Handlers::check_link),
        get("/catalogue", &Handlers::show_catalogue),
        get("/products/{code}", &Handlers::show_product),
        get("/producers/{id}", &Handlers::show_producer),
        get("/address", &Handlers::show_address),
        get("/report", &Handlers::show_report_form),
        post("/report", &Handlers::file_report),
        get("/v/receipts/{token}", &Handlers::show_receipt),
        get("/v/receipts/{token}/answer", &Handlers::show_answer),
        post("/v/receipts/{token}/opened", &Handlers::tell_opened),
        get("/p/{token}", &Handlers::show_print_link),
        get("/style.css", &Handlers::style),
        get("/robots.txt", &Handlers::robots),
        get("/favicon.ico", &Handlers::icon),
    };
    for (auto& route : out) {
        if (route.pattern == "/report") route.body_bytes_max = report_bytes_max;
    }
    for (auto const* pattern :
         {"/00/{rest...}",
          "/414/{rest...}",
          "/417/{rest...}",
          "/8003/{rest...}",
          "/8004/{rest...}",
          "/8017/{rest...}",
          "/8018/{rest...}"}) {
        out.push_back(get(pattern, &Handlers::other_key));
    }
    auto const console = std::make_shared<Application const>("console", services.web_dir);
    auto const app = std::make_shared<Application const>("app", services.web_dir);
    auto const docs = std::make_shared<Application const>("docs", services.web_dir);
    for (auto& part :
         {application_routes(
              console, http::Security::console, {"/console", "/console/", "/console/{path...}"}
          ),
          application_routes(app, http::Security::app, {"/app", "/app/", "/app/{path...}"}),
          application_routes(docs, http::Security::docs, {"/docs", "/docs/", "/docs/{path...}"})}) {
        out.insert(out.end(), part.begin(), part.end());
    }
    for (std::string_view const pattern : {"/openapi.json", "/openapi.yaml"}) {
        auto handler = [docs, pattern](Request const& request) -> http::Answer {
            return docs->serve_file(request, pattern.substr(1));
        };
        out.push_back(page(Method::get, pattern, std::move(handler)));
    }
    return out;
}

}  // namespace ocop::pages
