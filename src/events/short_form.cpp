#include "events/short_form.hpp"

#include "blobs/record.hpp"
#include "epcis/members.hpp"
#include "events/names.hpp"

#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ocop::events {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> units{{
    {"g", "GRM"},
    {"kg", "KGM"},
    {"ml", "MLT"},
    {"l", "LTR"},
    {"piece", ""},
}};

// The member of ours by its local name, whatever prefix the event has for our namespace.
json::value const* find_extension(epcis::Event const& event, std::string_view local) {
    for (auto const& [key, value] : event.body) {
        auto const name = std::string_view(key.data(), key.size());
        if (name.find(':') == std::string_view::npos) {
            continue;
        }
        auto const expanded = epcis::expand_name(event, name);
        if (expanded.ns == extension_namespace && expanded.local == local) {
            return &value;
        }
    }
    return nullptr;
}

// Whether `pointer` is `place` or below it.
bool is_at(std::string_view pointer, std::string_view place) {
    return pointer.substr(0, place.size()) == place &&
           (pointer.size() == place.size() || pointer[place.size()] == '/');
}

}  // namespace

double Number::as_double() const {
    return value.is_number() ? value.to_number<double>() : 0;
}

void read_into(json::Reading& r, json::value const& v, Number& out) {
    if (!v.is_number() || !std::isfinite(v.to_number<double>())) {
        r.fault("must be a number");
        return;
    }
    out.value = v;
}

json::value write(Number const& v) {
    return v.value;
}

std::optional<std::string_view> uom_of(std::string_view unit) {
    for (auto const& [name, code] : units) {
        if (name == unit) {
            return code;
        }
    }
    return std::nullopt;
}

std::string_view unit_of(std::string_view uom) {
    for (auto const& [name, code] : units) {
        if (code == uom) {
            return name;
        }
    }
    return uom;
}

Error in_form_terms(Error error, Built const& built) {
    for (auto& fault : error.faults) {
        std::size_t best = 0;
        std::string form_pointer;
        for (auto const& [from, to] : built.origins) {
            if (from.size() >= best && is_at(fault.pointer, from)) {
                best = from.size();
                form_pointer = to;
            }
        }
        fault.pointer = std::move(form_pointer);
    }
    return error;
}

Error form_error(std::vector<FormFault> const& faults) {
    std::vector<Fault> out;
    for (auto const& fault : faults) {
        if (out.size() < json::faults_max) {
            out.push_back({fault.pointer, fault.en});
        }
    }
    return {Errc::malformed, "event_form_invalid", std::move(out)};
}

std::string_view extension_text(epcis::Event const& event, std::string_view local) {
    auto const* const found = find_extension(event, local);
    return found == nullptr ? std::string_view() : epcis::view_of(*found);
}

std::vector<Hash> extension_hashes(epcis::Event const& event, std::string_view local) {
    std::vector<Hash> out;
    auto const* const found = find_extension(event, local);
    auto const* const list = found == nullptr ? nullptr : found->if_array();
    if (list == nullptr) {
        return out;
    }
    for (auto const& element : *list) {
        if (auto const hash = blobs::parse_hash(epcis::view_of(element))) {
            out.push_back(*hash);
        }
    }
    return out;
}

std::optional<std::int64_t> extension_number(epcis::Event const& event, std::string_view local) {
    auto const* const found = find_extension(event, local);
    if (found == nullptr || !found->is_int64()) {
        return std::nullopt;
    }
    return found->get_int64();
}

}  // namespace ocop::events
