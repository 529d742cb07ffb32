#include "epcis/merged_context.hpp"

#include "epcis/check.hpp"
#include "epcis/context.hpp"
#include "epcis/members.hpp"
#include "epcis/standard_terms.hpp"

#include <algorithm>

namespace ocop::epcis {

namespace {

// The parts of Event::context.
std::size_t others_in(json::array const& context) {
    bool const has_terms = !context.empty() && context.back().is_object();
    return context.size() - (has_terms ? 1 : 0);
}

json::object const* terms_in(json::array const& context) {
    return context.empty() ? nullptr : context.back().if_object();
}

template <class F>
void for_each_term(json::array const& context, F const& then) {
    if (auto const* terms = terms_in(context)) {
        for (auto const& member : *terms) {
            then(std::string_view(member.key()), member.value());
        }
    }
}

std::string_view prefix_of(std::string_view name) {
    return name.substr(0, name.find(':'));
}

// What is not read any more, but was stored once.
bool stays(std::string_view term, json::value const& meaning) {
    return term.starts_with('@') || is_scheme(prefix_of(term)) || is_standard_term(term) ||
           !may_mean(term, view_of(meaning));
}

}  // namespace

MergedContext::MergedContext(std::span<Out const> events, json::array const& written) {
    json::array const* last = nullptr;
    bool mixed = false;
    for (auto const& out : events) {
        auto const& context = out.event->context;
        if (last == nullptr || context != *last) {
            mixed = mixed || last != nullptr;
            add(context, last == nullptr);
            last = &context;
        }
    }
    for (std::size_t i = 0; mixed && i < events.size(); ++i) {
        keep(events[i].event->context);
        if (!terms_.empty()) {
            keep_used(written[i], terms_in(events[i].event->context));
        }
    }
    for (auto& [name, term] : terms_) {
        // prefix:name is another name where the prefix is not known.
        auto const prefix = terms_.find(prefix_of(name));
        term.shared = term.shared && prefix != terms_.end() && prefix->second.shared;
    }
}

void MergedContext::add(json::array const& context, bool first) {
    auto const count = others_in(context);
    if (first) {
        for (std::size_t i = 0; i < count; ++i) {
            others_.push_back(view_of(context[i]));
        }
    }
    std::size_t same = 0;
    while (same < std::min(count, others_.size()) && others_[same] == view_of(context[same])) {
        ++same;
    }
    others_.resize(same);
    for_each_term(context, [&](std::string_view name, json::value const& meaning) {
        auto& term = terms_[name];
        if (term.meaning == nullptr) {
            term.meaning = &meaning;
            term.shared = !stays(name, meaning);
        } else {
            term.shared = term.shared && *term.meaning == meaning;
        }
    });
}

// An event's terms go with the URLs that stay with it, which would come after them otherwise.
void MergedContext::keep(json::array const& context) {
    if (others_in(context) == others_.size()) {
        return;
    }
    for_each_term(context, [&](std::string_view name, json::value const&) {
        terms_.find(name)->second.shared = false;
    });
}

void MergedContext::keep_name(std::string_view name, json::object const* own) {
    auto const found = terms_.find(name);
    if (found != terms_.end() && (own == nullptr || !own->contains(name))) {
        found->second.shared = false;
    }
}

void MergedContext::keep_used(json::value const& v, json::object const* own) {
    if (auto const* o = v.if_object()) {
        for (auto const& member : *o) {
            keep_name(member.key(), own);
            keep_name(prefix_of(member.key()), own);
            keep_used(member.value(), own);
        }
    } else if (auto const* list = v.if_array()) {
        for (auto const& entry : *list) {
            keep_used(entry, own);
        }
    } else if (auto const text = view_of(v); !text.empty()) {
        keep_name(text, own);
        keep_name(prefix_of(text), own);
    }
}

json::value MergedContext::own(json::array const& context) const {
    json::array out;
    for (std::size_t i = others_.size(); i < others_in(context); ++i) {
        out.push_back(context[i]);
    }
    json::object terms;
    for_each_term(context, [&](std::string_view name, json::value const& meaning) {
        bool const said = out.empty() && says_the_standard(name, view_of(meaning));
        if (!said && !terms_.find(name)->second.shared) {
            terms[name] = meaning;
        }
    });
    if (out.empty()) {
        return terms.empty() ? json::value(nullptr) : json::value(std::move(terms));
    }
    if (!terms.empty()) {
        out.push_back(std::move(terms));
    }
    return out;
}

json::array MergedContext::take() const {
    json::array out{json::value(epcis_context)};
    for (auto const uri : others_) {
        out.emplace_back(uri);
    }
    json::object terms;
    for (auto const& [name, term] : terms_) {
        if (term.shared && !says_the_standard(name, view_of(*term.meaning))) {
            terms[name] = *term.meaning;
        }
    }
    if (!terms.empty()) {
        out.push_back(std::move(terms));
    }
    return out;
}

}  // namespace ocop::epcis
