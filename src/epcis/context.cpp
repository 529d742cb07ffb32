#include "epcis/context.hpp"

#include "epcis/event_rules.hpp"

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

void add_terms(json::object const& o, json::object& out) {
    for (auto const& member : o) {
        if (member.value().is_null()) {
            out.erase(member.key());  // JSON-LD 1.1 §4.1: null takes a meaning away
        } else {
            out[member.key()] = plain_term(member.value());
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
        add_terms(*o, out.terms);
    } else if (is_uri(text_of(v))) {
        add_other(text_of(v), out.others);
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

// Prefixes that the standard's context defines for every document (EPCIS 2.0 §10).
struct StandardPrefix {
    std::string_view name;
    std::string_view meaning;
};

constexpr StandardPrefix standard_prefixes[] = {
    {"epcis", "https://ref.gs1.org/epcis/"},
    {"cbv", "https://ref.gs1.org/cbv/"},
    {"cbvmda", "urn:epcglobal:cbv:mda:"},
    {"gs1", "https://gs1.org/voc/"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"owl", "http://www.w3.org/2002/07/owl#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
    {"dcterms", "http://purl.org/dc/terms/"},
};

bool is_standard_prefix(std::string_view term) {
    return std::any_of(
        std::begin(standard_prefixes),
        std::end(standard_prefixes),
        [&](auto const& p) { return p.name == term; }
    );
}

bool says_the_standard(std::string_view term, json::value const& meaning) {
    return std::any_of(
        std::begin(standard_prefixes),
        std::end(standard_prefixes),
        [&](auto const& p) { return p.name == term && p.meaning == text_of(meaning); }
    );
}

// Terms that would change what other events of the document say: keywords, schemes that URIs are
// written with, and the standard's own.
bool must_stay_with_its_event(std::string_view term) {
    return term.starts_with('@') || term == "urn" || term == "http" || term == "https" ||
           term == "ni" || term == "id" || is_standard_prefix(term) || is_event_member(term);
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

json::object MergedContext::add(json::array const& context) {
    if (any_ && context == last_) {
        return last_own_;
    }
    mixed_ = any_;
    any_ = true;
    json::object own;
    for (auto const& entry : context) {
        auto const* terms = entry.if_object();
        if (terms == nullptr) {
            add_other(text_of(entry), merged_.others);
            continue;
        }
        for (auto const& term : *terms) {
            add_term(term.key(), term.value(), own);
        }
    }
    last_ = context;
    last_own_ = own;
    return own;
}

void MergedContext::add_term(std::string_view term, json::value const& meaning, json::object& own) {
    if (says_the_standard(term, meaning)) {
        return;
    }
    auto const* known = merged_.terms.if_contains(term);
    if (must_stay_with_its_event(term) || (known != nullptr && *known != meaning)) {
        own[term] = meaning;
    } else if (known == nullptr) {
        merged_.terms[term] = meaning;
    }
}

json::object MergedContext::foreign_terms(json::array const& context, json::value const& v) const {
    json::object out;
    if (mixed_ && !merged_.terms.empty()) {
        json::object own;
        for (auto const& entry : context) {
            own = entry.is_object() ? entry.get_object() : std::move(own);
        }
        add_foreign(v, own, out);
    }
    return out;
}

void MergedContext::add_foreign(json::value const& v, json::object const& own, json::object& out)
    const {
    auto const add = [&](std::string_view text) {
        auto const name = text.substr(0, text.find(':'));
        if (merged_.terms.contains(name) && !own.contains(name)) {
            out[name] = nullptr;
        }
    };
    if (auto const* o = v.if_object()) {
        for (auto const& member : *o) {
            add(member.key());
            add_foreign(member.value(), own, out);
        }
    } else if (auto const* list = v.if_array()) {
        for (auto const& entry : *list) {
            add_foreign(entry, own, out);
        }
    } else if (auto const text = text_of(v); text.find(':') != text.npos) {
        add(text);
    }
}

json::array MergedContext::take() {
    json::array out{json::value(epcis_context)};
    for (auto& entry : to_array(merged_)) {
        out.push_back(std::move(entry));
    }
    return out;
}

}  // namespace ocop::epcis
