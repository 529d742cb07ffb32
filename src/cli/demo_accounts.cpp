#include "accounts/api_keys.hpp"
#include "cli/accounts.hpp"
#include "cli/demo_data.hpp"
#include "cli/files.hpp"
#include "registry/authority.hpp"
#include "registry/lot.hpp"
#include "registry/producer.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/id.hpp>

#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <iostream>
#include <sstream>

namespace ocop::cli {

namespace {

using accounts::NewAccount;
using accounts::Role;

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t guest_days = 365;
constexpr std::size_t records_max = 10'000;  // far more than the sample register has

std::filesystem::path accounts_file(Config const& config) {
    return config.data / "demo-accounts";
}

std::filesystem::path token_file(Config const& config) {
    return config.data / "demo-token";
}

// Nobody approves what they asked for: so there are two.
std::filesystem::path approver_token_file(Config const& config) {
    return config.data / "demo-approver-token";
}

// What the sample accounts belong to: the producer of the good sample stamp, so that its people see
// what the printed links are about.
struct Home {
    std::string producer;
    std::string commune;
    std::string authority;
    std::vector<std::string> places;
};

Result<std::string> find_producer(store::Reader const& reader) {
    auto const lots =
        registry::list<registry::Lot>(reader, accounts::system_principal(), {}, records_max);
    if (!lots) {
        return lots.error();
    }
    for (auto const& lot : lots->records) {
        if (lot.lot == demo::samples().front().lot) {
            return lot.producer;
        }
    }
    return Error(Errc::not_found, "sample_missing", "lot", "of the good stamp");
}

Result<Home> find_home(store::Reader const& reader) {
    auto const all = accounts::system_principal();
    auto producer = find_producer(reader);
    auto const places = registry::list<registry::Place>(reader, all, {}, records_max);
    auto const authorities = registry::list<registry::Authority>(reader, all, {}, records_max);
    if (!producer) {
        return producer.error();
    }
    if (!places) {
        return places.error();
    }
    if (!authorities) {
        return authorities.error();
    }
    Home home;
    home.producer = std::move(*producer);
    for (auto const& place : places->records) {
        if (place.producer == home.producer) {
            home.places.push_back(place.id);
        }
    }
    for (auto const& authority : authorities->records) {
        if (authority.level == registry::Level::province && !authority.successor) {
            home.authority = authority.id;
        }
    }
    auto commune = registry::commune_of(reader, home.producer);
    if (!commune) {
        return commune.error();
    }
    home.commune = std::move(*commune);
    return home;
}

// Three offices, so that any two of them can decide what takes two persons.
std::optional<std::string> office_of(Role role) {
    switch (role) {
        case Role::inspector:
        case Role::officer:
            return "Chi cục Phát triển nông thôn";
        case Role::approver:
            return "Văn phòng điều phối nông thôn mới";
        case Role::administrator:
            return "Sở Nông nghiệp và Môi trường";
        default:
            return {};
    }
}

NewAccount sample_account(Role role, Home const& home, Instant now) {
    NewAccount out;
    out.login = boost::describe::enum_to_string(role, "?");
    out.name = "Tài khoản mẫu " + out.login;
    out.role = role;
    switch (accounts::unit_of(role)) {
        case accounts::Unit::producer:
            out.producer = home.producer;
            break;
        case accounts::Unit::commune:
            out.commune = home.commune;
            break;
        case accounts::Unit::authority:
            out.authority = home.authority;
            out.office = office_of(role);
            break;
        case accounts::Unit::none:
            break;
    }
    if (role == Role::grower) {
        out.places = home.places;
    }
    if (role == Role::guest_inspector) {
        out.expires_at = Instant{now.ms + guest_days * day_ms};
    }
    return out;
}

}  // namespace

Result<void> make_demo_accounts(
    Config const& config, store::Store& store, accounts::VaultKey const& vault, Random& random
) {
    auto const none = accounts::no_accounts(*store.snapshot());
    if (!none) {
        return none.error();
    }
    if (!*none) {
        return {};
    }
    auto const home = find_home(*store.snapshot());
    if (!home) {
        return home.error();
    }
    auto const now = SystemClock().now();
    std::string lines;
    std::string administrator;
    std::string approver;
    Result<void> outcome;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
        if (!outcome) {
            return;
        }
        auto const made = make_account(
            store, vault, random, sample_account(d.value, *home, now), random_id(random)
        );
        if (!made) {
            outcome = made.error();
            return;
        }
        lines += std::string(d.name) + ' ' + made->account.login + ' ' + made->password + ' ' +
                 to_base32(made->totp) + '\n';
        if (d.value == Role::administrator) {
            administrator = made->account.id;
        }
        if (d.value == Role::approver) {
            approver = made->account.id;
        }
    });
    if (!outcome) {
        return outcome;
    }
    for (auto const& [account, file] :
         {std::pair{administrator, token_file(config)},
          std::pair{approver, approver_token_file(config)}}) {
        auto const token = make_token(
            store,
            random,
            account,
            {"sample data", all_scopes(), {now.ms + accounts::api_key_days_max * day_ms}}
        );
        if (!token) {
            return token.error();
        }
        if (auto ok = write_private_file(file, *token + "\n"); !ok) {
            return ok;
        }
    }
    return write_private_file(accounts_file(config), lines);
}

void show_demo_accounts(Config const& config) {
    if (auto const lines = read_file(accounts_file(config))) {
        std::istringstream in(*lines);
        for (std::string line; std::getline(in, line);) {
            auto const end = line.find(' ');
            std::cout << "account " << line.substr(0, end) << ": " << line.substr(end + 1)
                      << std::endl;
        }
    }
    auto const show = [](std::string_view name, std::filesystem::path const& file) {
        if (auto const token = read_file(file)) {
            std::cout << name << token->substr(0, token->find('\n')) << std::endl;
        }
    };
    show("token: ", token_file(config));
    show("approver-token: ", approver_token_file(config));
}

}  // namespace ocop::cli
