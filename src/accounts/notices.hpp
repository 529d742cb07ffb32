#pragma once

#include "store/store.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>

#include <string>
#include <string_view>
#include <vector>

// What an account's person is told when next they look: that someone recovered an account of their
// producer, that a password changed. (Sending them out comes with notifications.)
//
// At rest, space accounts: 'n' ‖ account id ‖ 00 ‖ u64 time ‖ random id → the notice. Not a leaf.
namespace ocop::accounts {

// What happened; the console has words for each.
BOOST_DEFINE_ENUM_CLASS(
    NoticeKind,
    account_recovered,
    owner_invited,
    password_changed,
    second_factor_changed,
    api_key_made,
    lot_recalled,  // subject: the lot's key, also below
    recall_lifted,
    lot_held,  // or stamps of it
    hold_lifted,
    stamps_copied,  // the same, of some of a lot's stamps
    copied_lifted,
    stamps_seized,
    stamps_voided
)

struct Notice {
    std::int64_t v = 1;
    NoticeKind kind = NoticeKind::account_recovered;
    std::string subject;  // id of the account, producer or key it is about
    std::string actor;    // account that did it
    Instant at;
};
BOOST_DESCRIBE_STRUCT(Notice, (), (v, kind, subject, actor, at))

void put_notice(store::Transaction& tx, Random& random, std::string_view account, Notice notice);

// Newest first, at most `count`.
Result<std::vector<Notice>> notices_of(
    store::Reader const& reader, std::string_view account, std::size_t count
);
Result<void> erase_notices(store::Transaction& tx, std::string_view account);

// Orders of a producer stand still until then (a recovered account could be a stolen one).
// At rest, space accounts: 'f' ‖ producer id → i64 ms.
void freeze_orders(store::Transaction& tx, std::string_view producer, Instant until);
// refused "orders_frozen", saying until when.
Result<void> check_orders_thawed(
    store::Reader const& reader, std::string_view producer, Instant now
);

}  // namespace ocop::accounts
