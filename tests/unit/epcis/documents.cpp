#include "unit/epcis/documents.hpp"

#include <algorithm>

namespace ocop::epcis::test {

namespace {

std::string unescaped(std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~' && i + 1 < token.size()) {
            out.push_back(token[++i] == '0' ? '~' : '/');
        } else {
            out.push_back(token[i]);
        }
    }
    return out;
}

struct Place {
    json::value* parent;
    std::string token;
};

// The container of what a pointer names, and its last token.
Place place_of(json::value& v, std::string_view pointer) {
    auto* here = &v;
    auto rest = pointer.substr(1);
    for (auto slash = rest.find('/'); slash != rest.npos; slash = rest.find('/')) {
        auto const token = unescaped(rest.substr(0, slash));
        rest.remove_prefix(slash + 1);
        here = here->is_array() ? &here->get_array().at(std::stoul(token))
                                : &here->get_object().at(token);
    }
    return {here, unescaped(rest)};
}

}  // namespace

json::value parsed(std::string_view text) {
    auto v = json::parse(text, {.bytes_max = 1U << 26, .depth_max = depth_max});
    BOOST_TEST_REQUIRE(v.has_value(), describe(v ? Error() : v.error()));
    return std::move(*v);
}

json::value query_document_of_every_type() {
    auto v = parsed(every_type);
    auto list = v.at("epcisBody").at("eventList");
    auto vocabularies = v.at("epcisHeader").at("epcisMasterData").at("vocabularyList");
    json::object out;
    out["@context"] = v.at("@context");
    out["type"] = "EPCISQueryDocument";
    json::object body{{"eventList", list}, {"vocabularyList", vocabularies}};
    json::object results{{"queryName", "q"}, {"subscriptionID", "s"}, {"resultsBody", body}};
    out["epcisBody"] = json::object{{"queryResults", results}};
    return out;
}

json::value bare_event() {
    auto v = parsed(every_type);
    auto event = v.at("epcisBody").at("eventList").at(0);
    event.get_object()["@context"] = v.at("@context");
    return event;
}

void put_at(json::value& v, std::string_view pointer, std::string_view text) {
    auto const place = place_of(v, pointer);
    if (auto* o = place.parent->if_object()) {
        (*o)[place.token] = parsed(text);
    } else if (place.token == "-") {
        place.parent->get_array().push_back(parsed(text));
    } else {
        place.parent->get_array().at(std::stoul(place.token)) = parsed(text);
    }
}

void take_at(json::value& v, std::string_view pointer) {
    auto const place = place_of(v, pointer);
    if (auto* o = place.parent->if_object()) {
        BOOST_TEST_REQUIRE(o->erase(place.token) == 1U, pointer);
        return;
    }
    auto& list = place.parent->get_array();
    list.erase(list.begin() + std::stol(place.token));
}

std::vector<Fault> faults_of(json::value v) {
    auto read = read_document(std::move(v), reading);
    if (!read) {
        BOOST_TEST(read.error().slug == "validation_failed");
        BOOST_TEST(!read.error().faults.empty());
        return std::move(read.error().faults);
    }
    return {};
}

Document read_all(json::value v) {
    auto read = read_document(std::move(v), reading);
    BOOST_TEST_REQUIRE(read.has_value(), describe(read ? Error() : read.error()));
    return std::move(*read);
}

bool same_content(json::value const& a, json::value const& b) {
    if (a.is_number() && b.is_number()) {
        return a.to_number<double>() == b.to_number<double>();
    }
    if (auto const* x = a.if_array()) {
        auto const* y = b.if_array();
        return y != nullptr && std::equal(x->begin(), x->end(), y->begin(), y->end(), same_content);
    }
    if (auto const* x = a.if_object()) {
        auto const* y = b.if_object();
        return y != nullptr && x->size() == y->size() &&
               std::all_of(x->begin(), x->end(), [&](auto const& member) {
                   auto const* other = y->if_contains(member.key());
                   return other != nullptr && same_content(member.value(), *other);
               });
    }
    return a == b;
}

}  // namespace ocop::epcis::test
