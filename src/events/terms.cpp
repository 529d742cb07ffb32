#include "events/terms.hpp"

#include <ocop/base/arena.hpp>
#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <utility>

namespace ocop::events {

namespace {

// Of identifiers that are equal in the finest key one is found by the other.
template <class Visit>
void visit_finest(List list, std::string_view id, Visit const& visit) {
    if (!id.empty()) {
        visit(list, epcis::finest_key(id));
    }
}

// Nothing stops an event from naming a class where an instance belongs.
bool is_class_among_instances(std::string_view id) {
    constexpr std::string_view domain = "https://id.gs1.org/";
    if (!id.starts_with(domain) || id.substr(domain.size()).starts_with("00/") ||
        id.find("/21/") != std::string_view::npos) {
        return false;
    }
    auto const read = epcis::read_identifier(id);
    return read && read->kind == epcis::IdentifierKind::klass;
}

template <class Visit>
void visit_items(epcis::Event const& event, Visit const& visit) {
    for (auto const& item : epcis::items_of(event)) {
        if (item.role == epcis::ItemRole::parent) {
            visit_finest(List::parent, item.id, visit);
        }
        visit_finest(item.is_class ? List::klass : List::item, item.id, visit);
        if (item.is_class || is_class_among_instances(item.id)) {
            visit(List::klass, item.id);
        }
        for (auto const& klass : epcis::classes_of(item.id)) {
            visit(List::klass, klass);
        }
    }
}

template <class Visit>
void visit_transactions(epcis::Event const& event, Visit const& visit) {
    auto const* found = event.body.if_contains("bizTransactionList");
    auto const* list = found != nullptr ? found->if_array() : nullptr;
    if (list == nullptr) {
        return;
    }
    for (auto const& entry : *list) {
        auto const* element = entry.if_object();
        auto const* id = element != nullptr ? element->if_contains("bizTransaction") : nullptr;
        if (id != nullptr && id->is_string()) {
            visit_finest(List::biz_transaction, std::string_view(id->get_string()), visit);
        }
    }
}

// All that an event is listed under but its parties: `visit(List, std::string_view)` for each
// value, some more than once.
template <class Visit>
void visit_listed(epcis::Event const& event, Visit const& visit) {
    auto const given = [&visit](List list, std::string_view value) {
        if (!value.empty()) {
            visit(list, value);
        }
    };
    given(List::event_type, epcis::type_name(event));
    given(List::event_id, epcis::event_id(event));
    given(List::biz_step, epcis::biz_step(event));
    given(List::disposition, epcis::disposition(event));
    visit_finest(List::read_point, epcis::read_point(event), given);
    visit_finest(List::biz_location, epcis::biz_location(event), given);
    visit_items(event, given);
    visit_transactions(event, given);
}

}  // namespace

Terms::Terms()
    : arena_(std::make_unique<std::pmr::monotonic_buffer_resource>()), places_(arena_.get()) {}

void Terms::add(epcis::Event const& event) {
    times_.push_back(epcis::event_time(event));
    auto const time = time_prefix(times_.back());
    add({time, {}, false, false});
    visit_listed(event, [this](List list, std::string_view value) {
        auto const prefix = list_prefix(list, value);
        bool const written = list == List::klass && has_writers(value);
        add({prefix, is_hashed(value) ? value : "", has_known_values(list), written});
    });
}

// Keeps what the term refers to.
void Terms::add(Term const& term) {
    auto const event = static_cast<std::uint32_t>(times_.size() - 1);
    auto at = places_.find(term.prefix);
    if (at == places_.end()) {
        auto kept = term;
        kept.prefix = keep_in(*arena_, term.prefix);
        kept.text = keep_in(*arena_, term.text);
        at = places_.emplace(kept.prefix, static_cast<std::uint32_t>(terms_.size())).first;
        terms_.push_back(kept);
        last_use_.push_back(event);
    } else if (std::exchange(last_use_[at->second], event) == event) {
        return;
    }
    uses_.push_back({at->second, event});
}

std::vector<std::string> values_in(EventRecord const& record, List list) {
    std::vector<std::string> out;
    if (list == List::party || list == List::writer) {
        auto all = record.parties;
        if (record.producer.empty()) {
            all.emplace_back();
        }
        std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](std::string const& one) {
            return (one == record.producer) == (list == List::writer);
        });
        return out;
    }
    visit_listed(record.event, [&](List of, std::string_view value) {
        if (of == list) {
            out.emplace_back(value);
        }
    });
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace ocop::events
