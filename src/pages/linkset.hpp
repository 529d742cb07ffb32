#pragma once

#include "http/message.hpp"

#include <ocop/stamp/link.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a GS1 Digital Link of ours leads to, besides its page (GS1-Conformant Resolver 1.2; RFC
// 9264). Pure functions; any thread.
namespace ocop::pages {

// How a client asks for something else than the page.
struct LinkWish {
    bool linkset = false;  // by Accept, or linkType=linkset or all
    std::string type;      // "pip", of linkType=gs1:pip or its URI; empty: none is asked for
};

// linkType wins. Of media types application/linkset+json, application/json and application/ld+json
// ask for the set where text/html is not liked better, so a browser gets the page.
LinkWish read_link_wish(http::Request const& request);

struct ResolverLink {
    std::string_view type;  // of the GS1 Web vocabulary: "pip"
    std::string href;
    std::string title;
};

// What is known of the thing that a link names.
struct Linked {
    std::string host;  // ours
    std::string path;  // raw, of the Digital Link, without a slash at its end
    stamp::StampLink link;
    std::string product;  // code
    std::string title;    // of the trade item
};

// The default link first, which is among the others under its own type too:
//   pip                  the product's page, of every link
//   traceability         the lot's page with its journey, of a link with a lot
//   verificationService  the stamp's page, of a link with a serial
//   certificationInfo    the certificate on the product's page
std::vector<ResolverLink> links_of(Linked const& linked);

// application/linkset+json.
http::Response linkset_response(Linked const& linked);

// The first link of a type; nullopt when there is none.
std::optional<std::string> find_link(Linked const& linked, std::string_view type);

}  // namespace ocop::pages
