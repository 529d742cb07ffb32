#pragma once

#include "registry/register.hpp"

namespace ocop::registry {

BOOST_DEFINE_ENUM_CLASS(Level, province, ministry)

// Who decides stars: a province's People's Committee (3 and 4 stars) or the ministry (5).
// QĐ 26/2026/QĐ-TTg art. 4. Provinces merge; the record of one that is gone names its successor,
// and pages show both (Hòa Bình is now Phú Thọ).
struct Authority : Stored {
    static constexpr char tag = 'a';
    static constexpr std::string_view noun = "authority";
    static constexpr std::string_view exists = "authority_exists";
    static constexpr std::string_view absent = "authority_not_found";

    std::string id;  // [a-z0-9-]{2,32}, chosen by people: "phu-tho"
    Name name;
    Level level = Level::province;
    std::optional<std::string> province_code;  // two digits, QĐ 19/2025/QĐ-TTg; provinces only
    std::optional<std::string> gs1_prefix;     // company prefix it may allocate GTINs from
    std::optional<std::string> successor;      // id of the authority that took over
    bool demo = false;                         // sample data; never beside real data
};
BOOST_DESCRIBE_STRUCT(
    Authority, (Stored), (id, name, level, province_code, gs1_prefix, successor, demo)
)

struct NewAuthority {
    std::string id;
    Name name;
    Level level = Level::province;
    std::optional<std::string> province_code;
    std::optional<std::string> gs1_prefix;
};
BOOST_DESCRIBE_STRUCT(NewAuthority, (), (id, name, level, province_code, gs1_prefix))

std::string key_of(Authority const& authority);
json::object clear_of(Authority const& authority);

// In a register of sample data what is added is sample data, in any other it never is.
// malformed "request_invalid"; conflict "authority_exists".
Result<Authority> register_authority(
    store::Transaction& tx, Principal const& who, NewAuthority request
);

// The same for sample data; refused "demo_mixed" in a register that holds real authorities.
Result<Authority> register_demo_authority(
    store::Transaction& tx, Principal const& who, NewAuthority request
);

// The authority that answers for `id` today: its successor's successor, and so on. not_found
// "authority_not_found"; corrupt "store_corrupt" if the chain does not end.
Result<Authority> current_authority(store::Reader const& reader, std::string_view id);

// Whether `who` may act for the authority: everybody who answers to no other one that there is
// today. Errors of the reads.
Result<bool> speaks_for(
    store::Reader const& reader, Principal const& who, std::string_view authority
);

// not_found "authority_not_found" for `id`; refused "successor_invalid" when the successor is
// itself or leads back here.
Result<Authority> name_successor(
    store::Transaction& tx, Principal const& who, std::string_view id, std::string_view successor
);

// Whether this register holds sample data. False when empty.
Result<bool> is_demo(store::Reader const& reader);

}  // namespace ocop::registry
