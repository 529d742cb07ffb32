#pragma once

#include "api/epcis.hpp"
#include "two_producers.hpp"

#include <ocop/base/encoding.hpp>

#include <string>
#include <utility>
#include <vector>

// A client of the standard: requests below /epcis/v2, and answers as they leave the server, with
// its headers and problem types.
namespace ocop::test {

using http::Method;
using Texts = std::vector<std::string>;

inline auto const per_element = boost::test_tools::per_element();

inline std::string const root = "/epcis/v2";
inline std::string const standard_context =
    R"("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld")";

inline std::string escaped(std::string_view text) {
    std::string out;
    append_percent_encoded(out, text);
    return out;
}

// What a client does with an answer's status and problem: "409 ResourceAlreadyExistsException".
inline std::string said(Reply const& reply) {
    auto out = std::to_string(reply.status());
    if (reply.header("Content-Type") == "application/problem+json") {
        constexpr std::string_view prefix = "epcisException:";
        auto const type = reply.string_at("/type");
        BOOST_TEST(type.starts_with(prefix), type);
        out += " " + type.substr(prefix.size());
    }
    return out;
}

inline std::string pointer_of(Reply const& reply) {
    return reply.string_at("/errors/0/pointer");
}

inline json::array events_in(Reply const& reply) {
    BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
    auto const body = reply.body();
    BOOST_TEST(body.at("type") == "EPCISQueryDocument");
    auto const& results = body.at("epcisBody").at("queryResults");
    BOOST_TEST(results.at("queryName") == "SimpleEventQuery");
    return results.at("resultsBody").at("eventList").as_array();
}

inline Texts ids_in(Reply const& reply) {
    Texts out;
    for (auto const& event : events_in(reply)) {
        out.push_back(text_of(event, "eventID"));
    }
    return out;
}

inline Texts members_in(Reply const& reply) {
    BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
    auto const body = reply.body();
    BOOST_TEST(body.at("type") == "Collection");
    Texts out;
    for (auto const& member : body.at("member").as_array()) {
        out.emplace_back(member.as_string());
    }
    return out;
}

inline std::string document_of(Texts const& list) {
    auto out = R"({"@context":[)" + standard_context +
               R"(,{"ocop":"https://ocoptrace.vn/ns/"}],"type":"EPCISDocument",)"
               R"("schemaVersion":"2.0","creationDate":"2026-11-20T08:00:00Z",)"
               R"("epcisBody":{"eventList":[)";
    for (std::size_t i = 0; i < list.size(); ++i) {
        out += (i == 0 ? "" : ",") + list[i];
    }
    return out + "]}}";
}

struct EpcisWorld : TwoProducers {
    EpcisWorld() : TwoProducers(false) {}

    SignedIn const& owner = people.at("owner_a");
    SignedIn const& rival = people.at("owner_b");
    SignedIn const& admin = people.at("admin");

    Reply ask(
        SignedIn const& who,
        Method method,
        std::string const& target,
        std::string body = {},
        Headers const& headers = {}
    ) {
        auto request = ask_as(who, method, target, std::move(body));
        for (auto const& header : headers) {
            std::erase_if(request.headers, [&](auto const& each) {
                return each.name == header.name;
            });
            request.headers.push_back(header);
        }
        auto reply = send(std::move(request));
        api::finish_epcis(target, reply.response);
        return reply;
    }

    Reply get(std::string const& path, Headers const& headers = {}) {
        return ask(owner, Method::get, root + path, {}, headers);
    }

    Reply post(std::string const& path, std::string body, Headers const& headers = {}) {
        return ask(owner, Method::post, root + path, std::move(body), headers);
    }

    Reply capture(Texts const& list, Headers const& headers = {}) {
        return post("/capture", document_of(list), headers);
    }

    // The job of a capture that must be taken.
    Reply job_of(Reply const& captured, SignedIn const& who) {
        BOOST_TEST_REQUIRE(said(captured) == "202", captured.text());
        BOOST_TEST(captured.text() == "");
        return ask(who, Method::get, std::string(captured.header("Location")));
    }

    std::string unit(std::string const& serial) const {
        return "https://id.gs1.org/01/" + a.gtin + "/21/" + serial;
    }

    std::string lot(Things const& of, std::string const& name = "L1") const {
        return "https://id.gs1.org/01/" + of.gtin + "/10/" + name;
    }

    // `more` are members besides.
    std::string event(std::string const& epc, std::string const& more = {}) const {
        return R"({"type":"ObjectEvent","eventTime":"2026-11-20T08:00:00Z",)"
               R"("eventTimeZoneOffset":"+07:00","action":"OBSERVE","epcList":[")" +
               epc + "\"]" + more + "}";
    }

    std::string lot_event(std::string const& id, std::string const& more = {}) const {
        return R"({"type":"ObjectEvent","eventTime":"2026-11-20T08:00:00Z",)"
               R"("eventTimeZoneOffset":"+07:00","action":"OBSERVE",)"
               R"("quantityList":[{"epcClass":")" +
               id + R"(","quantity":3}])" + more + "}";
    }

    static std::string bare(std::string const& event) {
        return R"({"@context":[)" + standard_context + "]," + event.substr(1);
    }

    // An event that must be taken; gives its path.
    std::string told(std::string const& event) {
        auto const reply = post("/events", bare(event));
        BOOST_TEST_REQUIRE(said(reply) == "201", reply.text());
        return std::string(reply.header("Location")).substr(root.size());
    }

    // Follows Link from page to page; every page but the last is full.
    Texts all_pages(std::string const& path, std::size_t per_page) {
        Texts out;
        auto target = root + path;
        for (int pages = 0; pages < 100; ++pages) {
            auto const reply = ask(owner, Method::get, target);
            auto const ids = ids_in(reply);
            out.insert(out.end(), ids.begin(), ids.end());
            std::string const link(reply.header("Link"));
            BOOST_TEST(link.empty() == reply.header("GS1-Next-Page-Token-Expires").empty());
            if (link.empty()) {
                return out;
            }
            BOOST_TEST(ids.size() == per_page);
            std::string const start = "<https://" + std::string(host);
            BOOST_TEST_REQUIRE(link.starts_with(start + root));
            BOOST_TEST_REQUIRE(link.ends_with(">; rel=\"next\""));
            target = link.substr(start.size(), link.find('>') - start.size());
        }
        BOOST_TEST_REQUIRE(false, "no end of pages");
        return out;
    }
};

}  // namespace ocop::test
