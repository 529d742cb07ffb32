#pragma once

#include "store/store.hpp"

#include <string_view>

// Logged records (record.hpp) written at a high rate.
namespace ocop::store {

// What a Transaction may be besides: one that takes a record as RFC 8785 text, and so writes it
// once. Whoever calls answers for the text's form. All else as Transaction::append().
class TextLog {
  public:
    virtual ~TextLog() = default;
    virtual Transaction::Logged append_text(
        EntryDraft draft, std::string_view record, std::int64_t prev
    ) = 0;
};

// put_logged() of a record that is RFC 8785 text already, under a key that is known to be new, so
// that nothing is looked up. Whoever calls answers for both: were a record there, the entry would
// not name the entry before.
ledger::EntryIndex put_new_logged(
    Transaction& tx, Space space, std::string_view key, EntryDraft draft, std::string_view record
);

}  // namespace ocop::store
