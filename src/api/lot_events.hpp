#pragma once

#include "accounts/principal.hpp"
#include "api/services.hpp"
#include "events/event_csv.hpp"
#include "events/short_form.hpp"
#include "http/route.hpp"
#include "registry/lot.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Events of a lot for people who do not write JSON-LD: told in short forms or tables, read as a
// story.
namespace ocop::api {

std::vector<http::Route> lot_event_routes(Services& services);  // telling
std::vector<http::Route> lot_table_routes(Services& services);  // telling in tables
std::vector<http::Route> lot_story_routes(Services& services);  // reading

// The lot that a path names, for who may know of it: its producer's people, officials, and whoever
// is a party to an event of it. not_found "lot_not_found".
Result<registry::Lot> load_told_lot(store::Reader const& reader, http::Request const& request);

// What the register says of the ids in a form, for this caller: a place of theirs by its id or, in
// either language, by its name where no other has it; anybody's place or producer as a party.
Result<events::Resolved> resolve(
    store::Reader const& reader, accounts::Principal const& who, events::ShortEvent const& form
);

// A "blob_not_found" with the places in the event of the files that `who` did not upload; any other
// error as it is.
Error at_files(
    store::Reader const& reader,
    accounts::Principal const& who,
    epcis::Event const& event,
    Error error
);

// Why a stored form or line was refused, in Vietnamese.
std::string refusal_in_vietnamese(Error const& error, std::string const& reason);

}  // namespace ocop::api
