#pragma once

#include "events/record.hpp"

#include <string>
#include <string_view>

namespace ocop::events {

// What record_value() comes to as RFC 8785 text, for store::put_new_logged(). `quoted` is
// event_text() as a JSON string, made before the transaction.
std::string record_text(EventRecord const& record, std::string_view quoted);

}  // namespace ocop::events
