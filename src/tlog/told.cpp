#include "tlog/told.hpp"

#include <ocop/ledger/kinds.hpp>
#include <ocop/stamp/certificate.hpp>

#include <algorithm>

namespace ocop::tlog {

namespace {

using ledger::MemberType;

// `compared`: a member, and where the record has it when not under the same name. Behind the name
// `?` says that the entry may be silent on what the record has, `!` that it says 1 when anything is
// there. `alone`: members of the act alone, which its record does not have; `unit` is one of each.
struct Row {
    std::string_view noun;
    std::string_view compared;
    std::string_view alone;
};

// clang-format off
constexpr Row rows[] = {
    {"account",
     "account=/id role state producer commune authority office expires_at", ""},
    {"authority", "authority=/id level demo successor", ""},
    {"producer", "producer=/id commune=/commune_code", ""},
    {"place", "place=/id producer", ""},
    {"product", "product=/code producer authority criteria_set", ""},
    {"trade_item",
     "gtin product producer content=/net_content/value measure=/net_content/unit", ""},
    {"certificate",
     "certificate=/id product producer authority stars decision=/recognised/decision "
     "issued_on=/term/issued last_day=/term decision_sha256 confirmations "
     "extension=/extended/decision withdrawal=/withdrawn/decision ground=/term/withdrawal/ground "
     "effective_on=/term/withdrawal/effective reinstatement=/reinstated/decision "
     "reinstated_on=/term/withdrawal/reinstated act_confirmations proposed=/pending",
     "dossier"},
    {"lot", "gtin lot producer made_on closed_on", ""},
    {"key",
     "kid authority key=/public_key from=/logged_from until=/logged_until revoked_at_size", ""},
    {"quota",
     "quota=/id product producer from to measure=/unit declared limit attested!=/attestation "
     "raise=/raise/limit confirmations=/raise/confirmations", ""},
    {"order",
     "order=/id gtin lot product producer count stars certificate quota content "
     "active=/active_when_issued pins confirmations kid epoch=/range/epoch first=/range/first",
     "left large_sum"},
    {"stamps", "order to positions count on?=/at evidence basis", "gtin lot producer from"},
    {"stocktake", "order on_hand book", "producer"},
    {"destruction", "destruction=/id order producer positions confirmations evidence", ""},
    {"print_run",
     "run=/id order gtin lot producer label first last format copy reprint deliveries "
     "confirmations file=/file/sha256",
     "covert"},  // a hash of what the record has
    {"inspection",
     "inspection=/id gtin lot producer authority action=/action/kind done stamps?=/action/stamps "
     "lift_confirmations=/lift/confirmations device?", ""},
    {"device", "device=/id account key=/public_key", ""},
    {"hold",
     "hold=/id gtin lot producer authority until confirmations stamps",
     "whole_lot"},  // says again whether `stamps` is there
    {"recall",
     "gtin lot producer voluntary authority until decision confirmations "
     "lift_decision=/lift/decision lift_confirmations=/lift/confirmations", ""},
    // The event is a text in the record, which its number and hash hold.
    {"event", "producer", "event type step gtins lots declares_error"},
};

// Where an act leads: what its record has at the pointer is one of these; "-" is nothing, "+"
// anything.
struct Led {
    std::string_view kind;
    std::string_view pointer;
    std::string_view values;
};

constexpr Led led[] = {
    {"destruction.confirmed", "/destroyed_at", "+"},
    {"destruction.proposed", "/destroyed_at", "-"},
    {"device.enrolled", "/revoked", "-"},
    {"device.revoked", "/revoked", "+"},
    {"hold.confirmed", "/lifted_at", "-"},
    {"hold.lifted", "/lifted_at", "+"},
    {"hold.placed", "/lifted_at", "-"},
    {"inspection.lift_proposed", "/lift/lifted_at", "-"},
    {"inspection.lifted", "/lift/lifted_at", "+"},
    {"inspection.recorded", "/lift", "-"},
    {"order.approved", "/state", "approved"},
    {"order.cancelled", "/state", "cancelled"},
    {"order.confirmed", "/state", "requested"},
    {"order.issued", "/state", "issued"},
    {"order.requested", "/state", "requested"},
    {"print_run.cancelled", "/state", "cancelled"},
    {"print_run.confirmed", "/state", "making"},
    {"print_run.delivered", "/state", "made"},
    {"print_run.failed", "/state", "failed"},
    {"print_run.linked", "/state", "made"},
    {"print_run.made", "/state", "made"},
    {"print_run.requested", "/state", "requested making"},
    {"recall.dropped", "/state", "dropped"},
    {"recall.lift_proposed", "/state", "standing"},
    {"recall.lifted", "/state", "lifted"},
    {"recall.ordered", "/state", "standing"},
    {"recall.proposed", "/state", "proposed"},
    {"recall.refused", "/state", "dropped"},
    {"recall.replied", "/state", "standing"},
};

// clang-format on

// The first word of `text`, which is cut off it; empty at the end.
std::string_view next_word(std::string_view& text, char end = ' ') {
    auto const at = text.find(end);
    auto const word = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return word;
}

struct Compared {
    std::string_view name;
    std::string_view pointer;  // without its first '/'
    char flag = ' ';
};

Compared read_compared(std::string_view word) {
    Compared out;
    out.name = next_word(word, '=');
    if (out.name.ends_with('?') || out.name.ends_with('!')) {
        out.flag = out.name.back();
        out.name.remove_suffix(1);
    }
    out.pointer = word.empty() ? out.name : word.substr(1);
    return out;
}

Row const* find_row(std::string_view noun) {
    auto const* const found = std::find_if(std::begin(rows), std::end(rows), [&](Row const& row) {
        return row.noun == noun;
    });
    return found == std::end(rows) ? nullptr : found;
}

// Null: nothing is there.
json::value const* find_in(json::value const& record, std::string_view pointer) {
    auto const* at = &record;
    while (at != nullptr && !pointer.empty()) {
        auto const name = next_word(pointer, '/');
        auto const* const object = at->if_object();
        at = object == nullptr ? nullptr : object->if_contains(name);
    }
    bool const nothing = at == nullptr || at->is_null() ||
                         (at->is_array() && at->get_array().empty()) ||
                         (at->is_string() && at->get_string().empty());
    return nothing ? nullptr : at;
}

json::value member_of(json::value const& v, char const* name) {
    auto const* const object = v.if_object();
    auto const* const found = object == nullptr ? nullptr : object->if_contains(name);
    return found == nullptr ? json::value() : *found;
}

template <class Make>
json::value each_of(json::value const& list, Make const& make) {
    json::array out;
    if (list.is_array()) {
        for (auto const& each : list.get_array()) {
            out.push_back(make(each));
        }
    }
    return out;
}

json::value confirmations_of(json::value const& list) {
    return each_of(list, [](json::value const& each) -> json::value {
        return json::object{
            {"actor", member_of(each, "account")}, {"unit", member_of(each, "unit")}};
    });
}

// As entries say it.
json::value as_told(json::value const& v, MemberType type) {
    switch (type) {
        case MemberType::integer:
            return v.is_bool() ? json::value(v.get_bool() ? 1 : 0) : v;
        case MemberType::positions:
            return each_of(v, [](json::value const& each) -> json::value {
                return json::array{member_of(each, "first"), member_of(each, "last")};
            });
        case MemberType::spans:
            return each_of(v, [](json::value const& each) -> json::value {
                return json::array{
                    member_of(each, "order"), member_of(each, "first"), member_of(each, "last")};
            });
        case MemberType::confirmations:
            return confirmations_of(v);
        case MemberType::proposal:
            return json::object{
                {"act", member_of(v, "kind")},
                {"decision", member_of(v, "decision")},
                {"confirmations", confirmations_of(member_of(v, "confirmations"))}};
        case MemberType::day: {
            // A record may say when on it.
            auto const at = v.is_string() ? parse_instant(v.get_string()) : Error();
            return at ? json::value(to_text(legal_day(*at))) : v;
        }
        case MemberType::text:
        case MemberType::instant:
        case MemberType::texts:
            break;
    }
    return v;
}

// The one member that follows from two of the record's.
json::value last_day_of(json::value const& term) {
    auto const read = json::read<stamp::CertificateTerm>(term, json::Mode::lenient);
    return read ? json::value(to_text(stamp::last_day(*read))) : json::value();
}

bool is_same(
    ledger::Entry const& entry,
    ledger::Member const& member,
    Compared const& row,
    json::value const& record
) {
    auto const* const told = entry.clear.if_contains(member.name);
    auto const* const kept = find_in(record, row.pointer);
    if (row.flag == '!') {
        return told != nullptr && *told == (kept == nullptr ? 0 : 1);
    }
    if (told == nullptr || kept == nullptr) {
        bool const silent = told == nullptr && (kept == nullptr || row.flag == '?');
        bool const nothing = told != nullptr && told->is_string() && told->get_string().empty();
        return silent || (kept == nullptr && nothing);
    }
    return *told == (row.name == "last_day" ? last_day_of(*kept) : as_told(*kept, member.type));
}

std::string fault_of_act(ledger::Entry const& entry, json::value const& record) {
    for (auto const& row : led) {
        if (row.kind != entry.kind) {
            continue;
        }
        auto const* const kept = find_in(record, row.pointer.substr(1));
        auto values = row.values;
        bool good = values == (kept == nullptr ? "-" : "+");
        while (!good && kept != nullptr && kept->is_string() && !values.empty()) {
            good = next_word(values) == std::string_view(kept->get_string());
        }
        return good ? "" : "it does not stand where " + entry.kind + " leads";
    }
    return {};
}

}  // namespace

std::string contradiction(ledger::Entry const& entry, json::value const& record) {
    auto const* const kind = ledger::find_kind(entry.kind);
    auto const noun = std::string_view(entry.kind).substr(0, entry.kind.find('.'));
    auto const* const row = find_row(noun);
    if (kind == nullptr || row == nullptr) {
        return entry.kind + " has no record";
    }
    auto words = row->compared;
    while (!words.empty()) {
        auto const compared = read_compared(next_word(words));
        auto const member =
            std::find_if(kind->members.begin(), kind->members.end(), [&](auto const& each) {
                return each.name == compared.name;
            });
        if (member == kind->members.end() || !is_same(entry, *member, compared, record)) {
            return std::string(compared.name) + " is another than its " + entry.kind + " says";
        }
    }
    return fault_of_act(entry, record);
}

std::vector<std::string_view> told_by_act_alone(std::string_view noun) {
    std::vector<std::string_view> out{"unit"};
    auto const* const row = find_row(noun);
    auto words = row == nullptr ? std::string_view() : row->alone;
    while (!words.empty()) {
        out.push_back(next_word(words));
    }
    return out;
}

std::vector<std::string_view> compared_members(std::string_view noun) {
    std::vector<std::string_view> out;
    auto const* const row = find_row(noun);
    auto words = row == nullptr ? std::string_view() : row->compared;
    while (!words.empty()) {
        out.push_back(read_compared(next_word(words)).name);
    }
    return out;
}

}  // namespace ocop::tlog
