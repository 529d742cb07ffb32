#include "registry/authority.hpp"

#include "accounts/account.hpp"

#include <algorithm>

namespace ocop::registry {

namespace {

// Chains are as short as history; a longer one is damage.
constexpr int succession_steps_max = 32;

bool is_authority_id(std::string_view id) {
    return id.size() >= 2 && id.size() <= 32 && std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

Result<void> check(NewAuthority& request) {
    Checks checks;
    checks.name("/name", request.name);
    if (!is_authority_id(request.id)) {
        checks.fault("/id", "must be 2 to 32 of a-z, 0-9 and -");
    }
    bool const province = request.level == Level::province;
    if (request.province_code.has_value() != province) {
        checks.fault("/province_code", "is required for a province, and for a province only");
    } else if (province && !is_digits(*request.province_code, 2)) {
        checks.fault("/province_code", "must be two digits");
    }
    if (auto const& prefix = request.gs1_prefix;
        prefix &&
        (prefix->size() < 4 || prefix->size() > 11 || !is_digits(*prefix, prefix->size()))) {
        checks.fault("/gs1_prefix", "must be 4 to 11 digits");
    }
    return checks.result();
}

}  // namespace

std::string key_of(Authority const& authority) {
    return authority.id;
}

json::object clear_of(Authority const& authority) {
    json::object clear{
        {"authority", authority.id},
        {"level", boost::describe::enum_to_string(authority.level, "?")},
        {"demo", authority.demo ? 1 : 0}};
    if (authority.successor) {
        clear["successor"] = *authority.successor;
    }
    return clear;
}

Result<bool> is_demo(store::Reader const& reader) {
    auto const first = list<Authority>(reader, accounts::system_principal(), {}, 1);
    if (!first) {
        return first.error();
    }
    return !first->records.empty() && first->records.front().demo;
}

namespace {

Result<Authority> add(
    store::Transaction& tx, Principal const& who, NewAuthority request, bool demo
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    Authority record;
    record.id = std::move(request.id);
    record.name = std::move(request.name);
    record.level = request.level;
    record.province_code = std::move(request.province_code);
    record.gs1_prefix = std::move(request.gs1_prefix);
    record.demo = demo;
    return create(tx, who, std::move(record));
}

}  // namespace

Result<Authority> register_authority(
    store::Transaction& tx, Principal const& who, NewAuthority request
) {
    auto const demo = is_demo(tx);
    if (!demo) {
        return demo.error();
    }
    return add(tx, who, std::move(request), *demo);
}

Result<Authority> register_demo_authority(
    store::Transaction& tx, Principal const& who, NewAuthority request
) {
    auto const others = list<Authority>(tx, accounts::system_principal(), {}, 1);
    if (!others) {
        return others.error();
    }
    if (!others->records.empty() && !others->records.front().demo) {
        return Error(Errc::refused, "demo_mixed", "", "the register holds real authorities");
    }
    return add(tx, who, std::move(request), true);
}

Result<Authority> current_authority(store::Reader const& reader, std::string_view id) {
    auto at = load<Authority>(reader, id);
    for (int steps = 0; at && at->successor; ++steps) {
        if (steps == succession_steps_max) {
            return Error(Errc::corrupt, "store_corrupt", std::string(id), "succession has no end");
        }
        at = load<Authority>(reader, *at->successor);
    }
    return at;
}

Result<bool> speaks_for(
    store::Reader const& reader, Principal const& who, std::string_view authority
) {
    constexpr std::string_view mark = "authority:";
    if (!who.unit.starts_with(mark)) {
        return true;
    }
    auto const own = std::string_view(who.unit).substr(mark.size());
    auto const ours = current_authority(reader, own.substr(0, own.find('/')));
    auto const theirs = current_authority(reader, authority);
    if (!ours || !theirs) {
        return ours ? theirs.error() : ours.error();
    }
    return ours->id == theirs->id;
}

Result<Authority> name_successor(
    store::Transaction& tx, Principal const& who, std::string_view id, std::string_view successor
) {
    auto record = load<Authority>(tx, id);
    if (!record) {
        return record;
    }
    auto const found = find<Authority>(tx, successor);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::refused, "successor_invalid", "/successor", "is not in the register");
    }
    // A chain that leads back ends here, since `record` has no successor yet or gets another.
    std::string at(successor);
    for (int steps = 0; steps <= succession_steps_max && !at.empty(); ++steps) {
        if (at == id) {
            return Error(Errc::refused, "successor_invalid", "/successor", "leads back to itself");
        }
        auto const next = load<Authority>(tx, at);
        if (!next) {
            return next.error();
        }
        at = next->successor.value_or("");
    }
    if (!at.empty()) {
        return Error(Errc::refused, "successor_invalid", "/successor", "has too many successors");
    }
    // Its people would be of two units in one office.
    bool staffed = false;
    auto const seen = accounts::visit_unit(
        tx,
        "authority:" + std::string(id),
        [&](accounts::Account const& each) {
            staffed = staffed || each.state != accounts::AccountState::erased;
            return !staffed;
        }
    );
    if (!seen) {
        return seen.error();
    }
    if (staffed) {
        return Error(Errc::conflict, "authority_staffed", "/successor", "it still has accounts");
    }
    record->successor = std::string(successor);
    return change(tx, who, "succeeded", {}, std::move(*record));
}

}  // namespace ocop::registry
