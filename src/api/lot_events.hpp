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
#include <unordered_map>
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

// What the register says of the ids in forms, for one caller: a place of theirs by its id or, in
// either language, by its name where no other has it; anybody's place or producer as a party. Their
// places are read once, when the first is asked for by a name. For one request; `reader` and `who`
// outlive it.
class FormNames {
  public:
    FormNames(store::Reader const& reader, accounts::Principal const& who)
        : reader_(reader), who_(who) {}

    Result<events::Resolved> resolve(events::ShortEvent const& form);

  private:
    // By folded name; no id: several have it.
    using Places = std::unordered_map<std::string, std::optional<std::string>>;

    Result<std::optional<std::string>> find_place(std::string const& text);
    Result<Places> read_places() const;
    static void add_name(std::string const& name, std::string const& id, Places& places);

    store::Reader const& reader_;
    accounts::Principal const& who_;
    std::optional<Places> places_;
};

// Gives a "blob_not_found" the places in the event of the files that `who` may not name: those that
// they did not upload, or for an official those that nobody did. Leaves any other error as it is.
// Errors of reading alone.
Result<void> point_at_files(
    store::Reader const& reader,
    accounts::Principal const& who,
    epcis::Event const& event,
    Error& error
);

// Why a stored form or line was refused, in Vietnamese.
std::string refusal_in_vietnamese(Error const& error, std::string const& reason);

}  // namespace ocop::api
