#pragma once

#include "accounts/two_persons.hpp"
#include "registry/register.hpp"
#include "stamps/selection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Destruction of stamps (tiêu hủy): somebody asks for it and a person of another unit was there and
// confirms; then they are destroyed.
//
// At rest, space stamps: 'd' ‖ id → the destruction (logged)
//                        'D' ‖ producer ‖ 00 ‖ id → empty
namespace ocop::stamps {

struct Destruction : registry::Stored {
    std::string id;
    std::string order;
    std::string producer;
    std::vector<Positions> positions;
    std::string reason;
    std::string method;                   // burnt, shredded, …
    std::optional<std::string> evidence;  // SHA-256 of the minutes or a photo
    std::vector<accounts::Confirmation> confirmations;
    std::optional<Instant> destroyed_at;  // none: waits for the second person
};
BOOST_DESCRIBE_STRUCT(
    Destruction,
    (registry::Stored),
    (id, order, producer, positions, reason, method, evidence, confirmations, destroyed_at)
)

struct NewDestruction : Selection {
    std::string order;
    std::string reason;
    std::string method;
    std::optional<std::string> evidence;
};
BOOST_DESCRIBE_STRUCT(NewDestruction, (Selection), (order, reason, method, evidence))

// malformed "request_invalid"; refused "order_unknown" for one that is not there or not issued; the
// errors of select(). Whether the stamps may be destroyed is asked when it is confirmed.
Result<Destruction> propose_destruction(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    NewDestruction request,
    Scanned const& scanned
);

// not_found "destruction_not_found"; conflict "confirmed_already"; refused as accounts::confirm();
// the errors of move_stamps().
Result<Destruction> confirm_destruction(
    store::Transaction& tx, Principal const& who, std::string_view id
);

Result<Destruction> load_destruction_for(
    store::Reader const& reader, Principal const& who, std::string_view id
);

struct DestructionPage {
    std::vector<Destruction> destructions;
    std::optional<std::string> next;
};

// By id, after `after`, at most `limit`, of those that `who` reaches.
Result<DestructionPage> list_destructions(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
);

}  // namespace ocop::stamps
