#include "epcis/context.hpp"

#include "epcis/members.hpp"
#include "epcis/standard_terms.hpp"

#include <ocop/epcis/document.hpp>
#include <ocop/epcis/identifier.hpp>

#include <algorithm>

namespace ocop::epcis {

namespace {

// Text bytes of a context, so that ten short entries and one long one are measured alike.
std::size_t bytes_of(json::value const& v) {
    std::size_t bytes = 2;
    if (auto const* text = v.if_string()) {
        bytes += text->size();
    } else if (auto const* list = v.if_array()) {
        for (auto const& entry : *list) {
            bytes += bytes_of(entry);
        }
    } else if (auto const* o = v.if_object()) {
        for (auto const& member : *o) {
            bytes += member.key().size() + bytes_of(member.value());
        }
    }
    return bytes;
}

// {"@id": "…", "@prefix": true} says what a plain string does.
json::value plain_term(json::value const& v) {
    auto const* o = v.if_object();
    auto const* id = o != nullptr ? o->if_contains("@id") : nullptr;
    if (id == nullptr || !id->is_string() || o->size() > 2 ||
        (o->size() == 2 && !o->contains("@prefix"))) {
        return v;
    }
    return *id;
}

// Reads one definition, and says what is wrong with it; empty when nothing is.
std::string_view fault_of_namespace(std::string_view term, json::value const& meaning) {
    auto const uri = view_of(meaning);
    if (!is_uri(uri)) {
        return "must be the URI of a namespace";
    }
    if (is_standard_prefix(uri.substr(0, uri.find(':')))) {
        return "must be a URI, not a prefix of the standard with a name";
    }
    return may_mean(term, uri) ? "" : "is a prefix of the standard, and means something else there";
}

// {"@type": …} alone, which says of what type the values of prefix:name are.
bool is_coercion(json::value const& v) {
    auto const* o = v.if_object();
    auto const* type = o != nullptr ? o->if_contains("@type") : nullptr;
    return type != nullptr && o->size() == 1 && (*type == "@id" || is_uri(view_of(*type)));
}

std::string_view fault_of_term(std::string_view term, json::value const& meaning) {
    if (term.empty() || term.starts_with('@')) {
        return "is a keyword; a context here defines prefixes";
    }
    if (is_standard_term(term)) {
        return "is a term of the standard, and cannot be defined anew";
    }
    auto const colon = term.find(':');
    if (is_scheme(term.substr(0, colon))) {
        return "is a scheme that URIs are written with, and no prefix";
    }
    if (colon != term.npos) {
        return is_coercion(meaning) ? "" : "can be given a @type alone";
    }
    if (meaning.is_null()) {
        return is_standard_prefix(term) ? "is a prefix of the standard" : "";
    }
    return fault_of_namespace(term, meaning);
}

void add_terms(json::Reading& at, json::object const& o, json::object& out) {
    for (auto const& member : o) {
        std::string_view const term = member.key();
        auto meaning = plain_term(member.value());
        if (auto const reason = fault_of_term(term, meaning); !reason.empty()) {
            Step step(at, term);
            at.fault(std::string(reason));
        } else if (meaning.is_null()) {
            out.erase(term);  // JSON-LD 1.1 §4.1: null takes a meaning away
        } else {
            out[term] = std::move(meaning);
        }
    }
}

// Each definition has to stand for itself, since the prefix that it leans on may mean another thing
// where the event is written to.
void check_terms(json::Reading& at, json::object const& terms) {
    for (auto const& member : terms) {
        std::string_view const term = member.key();
        auto const* coercion = member.value().if_object();
        auto const uri = view_of(coercion != nullptr ? coercion->at("@type") : member.value());
        auto const prefix = uri.substr(0, uri.find(':'));
        if (terms.contains(prefix) && (!is_standard_prefix(prefix) || prefix == "cbvmda")) {
            at.fault("must not explain " + std::string(term) + " with a prefix of its own");
        }
        if (coercion != nullptr && !terms.contains(term.substr(0, term.find(':')))) {
            at.fault("must define the prefix of " + std::string(term));
        }
    }
}

void add_other(std::string_view uri, std::vector<std::string>& out) {
    if (!is_standard_context(uri) && std::find(out.begin(), out.end(), uri) == out.end()) {
        out.emplace_back(uri);
    }
}

void add_entry(json::Reading& at, json::value const& v, Context& out) {
    if (auto const* o = v.if_object()) {
        add_terms(at, *o, out.terms);
    } else if (is_uri(view_of(v))) {
        add_other(view_of(v), out.others);
    } else {
        at.fault("must be the URI of a context, or an object");
    }
}

void add_entries(json::Reading& at, json::array const& list, Context& out) {
    if (list.size() > context_entries_max) {
        at.fault("must have at most " + std::to_string(context_entries_max) + " entries");
        return;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        Step step(at, std::to_string(i));
        if (std::find(list.begin(), list.begin() + i, list[i]) != list.begin() + i) {
            at.fault("is there twice");
        }
        add_entry(at, list[i], out);
    }
}

}  // namespace

bool is_standard_context(std::string_view uri) {
    auto rest = uri.substr(std::min(uri.find("://"), uri.size()));
    for (std::string_view const home :
         {"://ref.gs1.org/standards/epcis/", "://gs1.github.io/EPCIS/", "://id.gs1.org/"}) {
        if (rest.starts_with(home) && rest.ends_with(".jsonld")) {
            return rest.find("/epcis-context") != rest.npos;
        }
    }
    return false;
}

void add_context(json::Reading& at, json::value const& v, Context& out) {
    if (bytes_of(v) > context_bytes_max) {
        at.fault("must have at most " + std::to_string(context_bytes_max) + " bytes");
    } else if (auto const* list = v.if_array()) {
        add_entries(at, *list, out);
    } else {
        add_entry(at, v, out);
    }
    check_terms(at, out.terms);
}

json::array to_array(Context const& context) {
    json::array out;
    for (auto const& uri : context.others) {
        out.emplace_back(uri);
    }
    if (!context.terms.empty()) {
        out.push_back(context.terms);
    }
    return out;
}

}  // namespace ocop::epcis
