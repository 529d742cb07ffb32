#include "ledger/kind_rows.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/time.hpp>
#include <ocop/ledger/kinds.hpp>

#include <algorithm>
#include <unordered_map>

namespace ocop::ledger {

namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> out;
    while (true) {
        auto const end = text.find(at);
        if (auto const word = text.substr(0, end); !word.empty()) {
            out.push_back(word);
        }
        if (end == std::string_view::npos) {
            return out;
        }
        text.remove_prefix(end + 1);
    }
}

MemberType type_of(std::string_view mark) {
    struct Row {
        std::string_view mark;
        MemberType type;
    };

    constexpr Row rows[] = {
        {"", MemberType::text},
        {"#", MemberType::integer},
        {"@", MemberType::day},
        {"^", MemberType::instant},
        {"[]", MemberType::texts},
        {"[-]", MemberType::positions},
        {"[o]", MemberType::spans},
        {"[c]", MemberType::confirmations},
        {"{p}", MemberType::proposal},
    };
    auto const* const found = std::find_if(std::begin(rows), std::end(rows), [&](Row const& row) {
        return row.mark == mark;
    });
    OCOP_ASSERT(found != std::end(rows));
    return found->type;
}

Member read_member(std::string_view text) {
    Member out;
    out.required = text.back() != '?';
    text = text.substr(0, text.size() - (out.required ? 0 : 1));
    auto const end = text.find_first_of("#@^[{");
    out.name = std::string(text.substr(0, end));
    out.type = type_of(end == std::string_view::npos ? "" : text.substr(end));
    return out;
}

Kind read_row(KindRow const& row) {
    Kind out;
    auto subject = row.subject;
    out.single = subject.front() == '!';
    subject.remove_prefix(out.single ? 1 : 0);
    auto const parts = split(subject, ':');
    out.noun = std::string(parts.front());
    out.subject.assign(parts.begin() + 1, parts.end());
    out.members.push_back({"unit", MemberType::text, true});
    for (auto const& text : split(row.members, ' ')) {
        out.members.push_back(read_member(text));
    }
    std::sort(out.members.begin(), out.members.end(), [](Member const& a, Member const& b) {
        return a.name < b.name;
    });
    return out;
}

// What an act must say besides what its noun does.
void require(Kind& kind, std::string_view member) {
    for (auto& each : kind.members) {
        each.required = each.required || each.name == member;
    }
}

void require_by_act(Kind& kind) {
    struct Row {
        std::string_view kind;
        std::string_view members;
    };

    constexpr Row rows[] = {
        {"authority.succeeded", "successor"},
        {"certificate.confirmed", "decision_sha256 confirmations"},
        {"certificate.extend_proposed", "proposed"},
        {"certificate.extended", "extension"},
        {"certificate.reinstate_proposed", "proposed"},
        {"certificate.reinstated", "reinstatement reinstated_on effective_on"},
        {"certificate.withdraw_proposed", "proposed"},
        {"certificate.withdrawn", "withdrawal ground effective_on"},
        {"inspection.lift_proposed", "lift_confirmations"},
        {"inspection.lifted", "lift_confirmations"},
        {"key.revoked", "revoked_at_size"},
        {"lot.closed", "closed_on"},
        {"order.approved", "confirmations large_sum"},
        {"order.cancelled", "left"},
        {"order.confirmed", "confirmations large_sum"},
        {"order.issued", "confirmations kid epoch first"},
        {"order.requested", "left"},
        {"print_run.confirmed", "confirmations"},
        {"print_run.made", "file"},
        {"quota.raise_requested", "raise confirmations"},
        {"quota.raised", "raise confirmations"},
        {"recall.lift_proposed", "lift_decision lift_confirmations"},
        {"recall.lifted", "lift_decision lift_confirmations"},
        {"recall.proposed", "until confirmations"},
        {"stamps.activated", "on"},
    };
    for (auto const& row : rows) {
        if (row.kind == kind.name) {
            for (auto const member : split(row.members, ' ')) {
                require(kind, member);
            }
        }
    }
}

// Of the register, as registered, alone: a recall that is dropped is still there to be read.
bool is_drop(std::string_view kind) {
    constexpr std::string_view drops[] = {
        "certificate.dropped", "producer.dropped", "product.dropped", "trade_item.dropped"};
    return std::find(std::begin(drops), std::end(drops), kind) != std::end(drops);
}

std::vector<Kind> read_rows() {
    std::vector<Kind> out;
    for (auto const& row : kind_rows) {
        for (auto const act : split(row.acts, ' ')) {
            auto kind = read_row(row);
            kind.name = std::string(row.noun) + "." + std::string(act);
            require_by_act(kind);
            kind.drops = is_drop(kind.name);
            out.push_back(std::move(kind));
        }
    }
    std::sort(out.begin(), out.end(), [](Kind const& a, Kind const& b) { return a.name < b.name; });
    return out;
}

bool is_text(json::value const& v) {
    return v.is_string();
}

bool is_count(json::value const& v) {
    return v.is_int64() && v.get_int64() >= 0;
}

bool is_day(json::value const& v) {
    return v.is_string() && parse_day(v.get_string()).has_value();
}

bool is_instant(json::value const& v) {
    if (!v.is_string()) {
        return false;
    }
    auto const at = parse_instant(v.get_string());
    return at && to_text(*at) == std::string_view(v.get_string());
}

template <class Check>
bool are(json::value const& v, std::size_t least, Check const& check) {
    return v.is_array() && v.get_array().size() >= least &&
           std::all_of(v.get_array().begin(), v.get_array().end(), check);
}

bool are_positions(json::value const& v) {
    std::int64_t last = -1;
    return are(v, 1, [&last](json::value const& each) {
        if (!are(each, 2, is_count) || each.get_array().size() != 2) {
            return false;
        }
        auto const from = each.get_array()[0].get_int64();
        auto const to = each.get_array()[1].get_int64();
        bool const good = from >= 1 && from > last + 1 && from <= to;
        last = to;
        return good;
    });
}

bool is_span(json::value const& v) {
    if (!v.is_array() || v.get_array().size() != 3) {
        return false;
    }
    auto const& a = v.get_array();
    return is_text(a[0]) && is_count(a[1]) && is_count(a[2]) && a[1].get_int64() >= 1 &&
           a[1].get_int64() <= a[2].get_int64();
}

bool is_confirmation(json::value const& v) {
    auto const* const o = v.if_object();
    auto const* const actor = o != nullptr ? o->if_contains("actor") : nullptr;
    auto const* const unit = o != nullptr ? o->if_contains("unit") : nullptr;
    return actor != nullptr && unit != nullptr && o->size() == 2 && is_text(*actor) &&
           is_text(*unit);
}

bool is_proposal(json::value const& v) {
    auto const* const o = v.if_object();
    auto const* const act = o != nullptr ? o->if_contains("act") : nullptr;
    auto const* const decision = o != nullptr ? o->if_contains("decision") : nullptr;
    auto const* const by = o != nullptr ? o->if_contains("confirmations") : nullptr;
    return act != nullptr && decision != nullptr && by != nullptr && o->size() == 3 &&
           is_text(*act) && is_text(*decision) && are(*by, 1, is_confirmation);
}

bool has_type(json::value const& v, MemberType type) {
    switch (type) {
        case MemberType::text:
            return is_text(v);
        case MemberType::integer:
            return is_count(v);
        case MemberType::day:
            return is_day(v);
        case MemberType::instant:
            return is_instant(v);
        case MemberType::texts:
            return are(v, 0, is_text);
        case MemberType::positions:
            return are_positions(v);
        case MemberType::spans:
            return are(v, 1, is_span);
        case MemberType::confirmations:
            return are(v, 1, is_confirmation);
        case MemberType::proposal:
            return is_proposal(v);
    }
    return false;
}

}  // namespace

std::span<Kind const> kinds() {
    static std::vector<Kind> const all = read_rows();
    return all;
}

Kind const* find_kind(std::string_view name) {
    static auto const by_name = [] {
        std::unordered_map<std::string_view, Kind const*> out;
        for (auto const& kind : kinds()) {
            out.emplace(kind.name, &kind);
        }
        return out;
    }();
    auto const found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

std::string fault_in_clear(Kind const& kind, json::object const& clear) {
    std::size_t known = 0;
    for (auto const& member : kind.members) {
        auto const* const value = clear.if_contains(member.name);
        if (value == nullptr) {
            if (member.required) {
                return member.name + " is missing";
            }
            continue;
        }
        ++known;
        if (!has_type(*value, member.type)) {
            return member.name + " is not of its type";
        }
    }
    if (known == clear.size()) {
        return {};
    }
    for (auto const& member : clear) {
        bool const listed =
            std::any_of(kind.members.begin(), kind.members.end(), [&member](Member const& m) {
                return std::string_view(member.key()) == m.name;
            });
        if (!listed) {
            return std::string(member.key()) + " is no member of this kind";
        }
    }
    return {};
}

std::string subject_of(Kind const& kind, json::object const& clear) {
    if (kind.subject.empty()) {
        return {};
    }
    auto out = kind.noun;
    for (auto const& member : kind.subject) {
        out += ':';
        out += std::string_view(clear.at(member).get_string());
    }
    return out;
}

}  // namespace ocop::ledger
