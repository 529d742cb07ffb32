#include "pages/address_page.hpp"

#include "pages/links.hpp"
#include "pages/question.hpp"
#include "pages/rows.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/stamp/host.hpp>

#include <algorithm>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

using mustache::data;
using stamp::HostClass;

constexpr std::size_t shown_bytes_max = 200;

// A pasted line as an address: whole, or as browsers show it, without a scheme.
struct Pasted {
    std::string uri;
    std::string authority;  // empty: there is none
    bool plain_http = false;
};

Pasted read_pasted(std::string_view text) {
    Pasted out;
    out.uri = text.find("://") == std::string_view::npos ? "https://" + std::string(text)
                                                         : std::string(text);
    out.plain_http = fold_case(out.uri.substr(0, 7)) == "http://";
    out.authority = stamp::authority_of(out.uri);
    bool const words = out.authority.find_first_of(" \t\r\n") != std::string::npos;
    if (words || out.authority.find_first_of(".:") == std::string::npos) out.authority.clear();
    return out;
}

std::string shorten(std::string text) {
    if (text.size() <= shown_bytes_max) return text;
    auto end = shown_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

std::string_view without_user(std::string_view authority) {
    auto const at = authority.rfind('@');
    return at == std::string_view::npos ? authority : authority.substr(at + 1);
}

// What in the address is there to mislead, or should not be there: keys of the texts.
std::vector<std::string> oddities(Pasted const& pasted) {
    std::vector<std::string> out;
    auto const host = without_user(pasted.authority);
    if (host.size() != pasted.authority.size()) out.emplace_back("address_odd_user");
    bool const letters = host.find("xn--") != std::string_view::npos ||
                         std::any_of(host.begin(), host.end(), [](char c) {
                             return static_cast<unsigned char>(c) >= 0x80;
                         });
    if (letters) out.emplace_back("address_odd_letters");
    if (pasted.plain_http) out.emplace_back("address_odd_http");
    return out;
}

struct Finding {
    std::string_view colour;
    std::string_view icon;
    std::string_view heading;
    std::string_view advice;
};

Finding finding_of(Pasted const& pasted, std::vector<std::string> const& hosts) {
    if (pasted.authority.empty()) {
        return {"grey", "icon_question", "address_unread", "address_unread_advice"};
    }
    switch (stamp::classify_host(pasted.authority, hosts)) {
        case HostClass::ours:
            // Blue and not green: it says nothing of a pack.
            return {"blue", "icon_circle_i", "address_is_ours", "address_is_ours_advice"};
        case HostClass::look_alike:
            return {"red", "icon_octagon", "address_look_alike", "advice_foreign_link"};
        case HostClass::foreign:
            break;
    }
    return {"grey", "icon_question", "heading_foreign_link", "advice_foreign_link"};
}

data found_data(Texts const& words, Pasted const& pasted, Finding const& finding) {
    auto out = make_object();
    out.set("colour", std::string(finding.colour));
    out.set(std::string(finding.icon), true);
    out.set("heading", words.text(std::string(finding.heading)));
    out.set("advice", words.text(std::string(finding.advice)));
    data odd(data::type::list);
    for (auto const& key : oddities(pasted)) {
        odd.push_back(words.text(key));
    }
    out.set("odd", odd);
    out.set("has_odd", odd.is_non_empty_list());
    return out;
}

}  // namespace

http::Response address_page(
    Frame frame, std::string_view asked, std::vector<std::string> const& hosts
) {
    auto const& words = frame.words();
    auto const text = trim_pasted(asked);
    frame.title = words.text("address_title");
    frame.index = text.empty();
    data page(data::type::object);
    page.set("pasted", std::string(text));
    if (!text.empty()) {
        auto const pasted = read_pasted(text);
        auto const finding = finding_of(pasted, hosts);
        page.set("found", found_data(words, pasted, finding));
        if (!pasted.authority.empty()) {
            page.set("leads_to", shorten(std::string(without_user(pasted.authority))));
        }
        if (finding.heading == "address_is_ours") {
            std::string url = "/v?uri=";
            append_percent_encoded(url, pasted.uri);
            page.set("look_up_url", url + '&' + with_language("", frame.language));
        }
    }
    return respond(frame, 200, "address", std::move(page));
}

}  // namespace ocop::pages
