#pragma once

#include "two_producers.hpp"

#include <string>
#include <string_view>

// Every route asked for something that is there, so that tests can go over the table of routes.
namespace ocop::test {

// What stands for a name of a pattern: the thing that the part before it says.
inline std::string thing_at(
    std::string_view pattern, std::string_view before, Things const& things
) {
    auto const ends = [](std::string_view text, std::string_view end) {
        return text.ends_with(end);
    };
    if (ends(before, "/stamp-orders/")) {
        bool const waits = ends(pattern, "/approve") || ends(pattern, "/cancel");
        return waits ? things.requested : ends(pattern, "/issue") ? things.approved : things.issued;
    }

    if (ends(before, "/photos/") && pattern.starts_with("/api/v1/reports/")) {
        return things.report_photo;
    }
    if (ends(before, "/photos/") && pattern.starts_with("/api/v1/inspections/")) {
        return things.inspection_photo;
    }

    struct Noun {
        std::string_view end;
        std::string const& thing;
    };

    for (auto const& noun :
         {Noun{"/producers/", things.producer},
          Noun{"/places/", things.place},
          Noun{"/products/", things.product},
          Noun{"/trade-items/", things.gtin},
          Noun{"/lots/", things.gtin},
          Noun{"/certificates/", things.certificate},
          Noun{"/quotas/", things.quota},
          Noun{"/destructions/", things.destruction},
          Noun{"/print-runs/", things.run},
          Noun{"/jobs/", things.job},
          Noun{"/blobs/", things.photo},
          Noun{"/api/v1/photos/", things.photo},
          Noun{"/epcis/v2/events/", things.event},
          Noun{"/epcis/v2/capture/", things.capture},
          Noun{"/queries/", things.query},
          Noun{"/subscriptions/", things.subscription},
          Noun{"/dead-letters/", things.dead_letter},
          Noun{"/holds/", things.hold},
          Noun{"/inspections/", things.inspection},
          Noun{"/devices/", things.device},
          Noun{"/alerts/", things.alert},
          Noun{"/reports/", things.report},
          Noun{"/imports/", things.import_id},
          Noun{"/accounts/", things.staff},
          Noun{"/api-keys/", things.api_key},
          Noun{"/01/", things.gtin}}) {
        if (ends(before, noun.end)) {
            return noun.thing;
        }
    }
    if (ends(before, "/authorities/")) {
        return std::string(province);
    }
    if (ends(before, "/keys/")) {
        return "0001";
    }
    if (ends(before, "/epcis/v2/")) {
        return "bizSteps";
    }
    if (ends(before, "/bizSteps/")) {
        return "storing";
    }
    if (before == "/log/tile/") {
        return "0/000.p/1";
    }
    bool const lot = ends(before, "/lots/" + things.gtin + "/");
    return lot ? "L1" : std::string(32, 'A');
}

// "/api/v1/lots/{gtin}/{lot}" as "/api/v1/lots/09521234000006/L1".
inline std::string path_of(std::string_view pattern, Things const& things) {
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        auto const open = std::min(pattern.find('{', at), pattern.size());
        out += pattern.substr(at, open - at);
        if (open == pattern.size()) {
            return pattern == "/api/v1/proof" ? out + "?index=0" : out;
        }
        out += thing_at(pattern, out, things);
        at = pattern.find('}', open) + 1;
    }
    return out;
}

inline std::string name_of(http::Route const& route) {
    return std::string(http::method_name(route.method)) + ' ' + std::string(route.pattern);
}

// What the first of these people is answered whom the route lets in.
inline Reply ask_whoever_may(
    TwoProducers& world,
    http::Method method,
    std::string const& target,
    std::string const& body = {}
) {
    // What is named belongs to those who named it, and to no authority.
    bool const named =
        target.starts_with("/epcis/v2/queries") || target.starts_with("/api/v1/dead-letters");
    for (auto const* name :
         {named ? "owner_a" : "admin", "owner_a", "commune_a", "approver", "inspector"}) {
        auto reply = world.send(ask_as(world.people.at(name), method, target, body));
        if (reply.problem() != "role_forbidden") {
            return reply;
        }
    }
    BOOST_TEST_REQUIRE(false, "nobody may " << target);
    return {};
}

}  // namespace ocop::test
