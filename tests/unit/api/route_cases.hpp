#pragma once

#include "two_producers.hpp"

#include <functional>
#include <string>
#include <vector>

// What each gated route is asked when it is asked who may.
namespace ocop::test {

struct Ask {
    std::string target;
    std::string body = {};
    std::string type = {};   // of the body, when it is no JSON
    std::string match = {};  // If-Match
};

struct RouteCase {
    std::string route;  // "POST /api/v1/lots"
    bool of_things;     // whether it names somebody's: asked for A's, B's and a missing one
    std::function<Ask(Things const&)> ask;
};

using Make = std::function<Ask(Things const&)>;

inline std::string const decision = R"("decision":"9/QĐ","decided_on":"2026-11-01")";

inline Make at(
    std::string before, std::string Things::*thing, std::string after, std::string body = {}
) {
    return [=](Things const& things) { return Ask{before + things.*thing + after, body}; };
}

// With the If-Match that confirming what was proposed takes.
inline Make after_reading(Make make) {
    return [make = std::move(make)](Things const& things) {
        auto ask = make(things);
        // Whatever it is at.
        ask.match = R"("1", "2", "3", "4", "5", "6", "7", "8", "9")";
        return ask;
    };
}

inline Make fixed(std::string target, std::string body = {}) {
    return [=](Things const&) { return Ask{target, body}; };
}

inline void add_prints(std::vector<RouteCase>& out) {
    std::string const v = "/api/v1/print-runs";
    out.push_back({"POST " + v, true, [v](Things const& things) {
                       return Ask{v, run_body(things.issued, 3, 4)};
                   }});
    out.push_back({"POST " + v + "/reprint", true, [v](Things const& things) {
                       auto const more = R"("format":"pdf","reason":"Giấy kẹt")";
                       return Ask{v + "/reprint", run_body(things.issued, 1, 1, more)};
                   }});
    out.push_back({"GET " + v, true, [v](Things const& things) {
                       return Ask{v + "?order=" + things.issued};
                   }});
    out.push_back({"GET " + v + "/{id}", true, at(v + "/", &Things::run, "")});
    for (std::string const step : {"/confirm", "/cancel", "/link"}) {
        out.push_back({"POST " + v + "/{id}" + step, true, at(v + "/", &Things::run, step, "{}")});
    }
    for (std::string const rest : {"", "/events"}) {
        std::string const jobs = "/api/v1/jobs/";
        out.push_back({"GET " + jobs + "{id}" + rest, true, at(jobs, &Things::job, rest)});
    }
    std::string const sheets = "/api/v1/sheets/";
    for (std::string const rest : {"presets", "calibration.pdf"}) {
        out.push_back({"GET " + sheets + rest, false, fixed(sheets + rest)});
    }
}

// In stamp_cases.cpp.
void add_inspections(std::vector<RouteCase>& out);
void add_quotas(std::vector<RouteCase>& out);
void add_stamps(std::vector<RouteCase>& out);

}  // namespace ocop::test
