#include "blobs/record.hpp"
#include "events/capture.hpp"
#include "events/names.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/epcis/event_hash.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>
#include <optional>

namespace ocop::events {

namespace {

// Extensions of ours that name files by their hashes.
bool names_files(epcis::ExpandedName const& name) {
    return name.ns == extension_namespace && (name.local == "photos" || name.local == "documents");
}

// nullopt: not a list of hashes.
std::optional<std::vector<Hash>> hashes_in(json::value const& value) {
    std::vector<Hash> out;
    if (!value.is_array()) {
        return std::nullopt;
    }
    for (auto const& element : value.get_array()) {
        auto const hash = blobs::parse_hash(element.is_string() ? element.get_string() : "");
        if (!hash) {
            return std::nullopt;
        }
        out.push_back(*hash);
    }
    return out;
}

Result<std::vector<Hash>> files_of(epcis::Event const& event) {
    std::vector<Hash> out;
    for (auto const& member : event.body) {
        std::string_view const key = member.key();
        if (!names_files(epcis::expand_name(event, key))) {
            continue;
        }
        auto const hashes = hashes_in(member.value());
        if (!hashes) {
            return Error(
                Errc::malformed,
                "blob_hash_malformed",
                "/" + std::string(key),
                "must be an array of SHA-256 hashes of uploaded files, in hexadecimal"
            );
        }
        out.insert(out.end(), hashes->begin(), hashes->end());
    }
    return out;
}

// What an event is told from others by: its id, or for any form of a hash the one hash of what it
// says, since two names of one content are one event.
std::string identity_of(epcis::Event const& event) {
    auto const id = epcis::event_id(event);
    if (!epcis::claims_hash(id) ||
        (id.starts_with("ni:///sha-256;") && id.ends_with("?ver=CBV2.0"))) {
        return std::string(id);
    }
    return epcis::event_hash(event);
}

Error at(std::string const& pointer, Error error) {
    for (auto& fault : error.faults) {
        fault.pointer = pointer + fault.pointer;
    }
    return error;
}

// Before the transaction: there it would be too late.
Result<void> check_parties(NamedThings const& named) {
    if (named.destinations.size() > destinations_max) {
        return Error(
            Errc::too_large,
            "event_parties_too_many",
            "/destinationList",
            "an event has at most " + std::to_string(destinations_max) + " destinations"
        );
    }
    if (named.parties.size() > parties_max) {
        return Error(
            Errc::too_large,
            "event_parties_too_many",
            "/sourceList",
            "an event has at most " + std::to_string(parties_max) + " sources and destinations"
        );
    }
    return {};
}

// All of them: an audit asks of each whose it is. Shorter than the event, so than an entry may be.
json::array told(std::vector<std::string> const& list) {
    return json::array(list.begin(), list.end());
}

// What a ledger entry says of an event, but for whose it is. Words of the standard alone: what a
// client may write freely may say who somebody is.
json::object clear_of(epcis::Event const& event, Candidate const& facts) {
    json::object clear;
    clear["event"] = to_hex(crypto::sha256(as_bytes(facts.id)));
    bool const standard = event.type != epcis::EventType::extended;
    clear["type"] = standard ? std::string(epcis::type_name(event)) : "extended";
    auto const step = epcis::biz_step(event);
    if (epcis::is_word(epcis::Vocabulary::biz_step, step)) {
        clear["step"] = std::string(step);
    }
    clear["gtins"] = told(facts.named.gtins);
    clear["lots"] = told(facts.named.lots);
    if (epcis::has_error_declaration(event)) {
        clear["declares_error"] = 1;
    }
    return clear;
}

}  // namespace

Result<void> add_candidate(Candidates& out, epcis::Event event, std::string pointer) {
    Candidate facts;
    auto const text = event_text(event);
    if (text.size() > event_bytes_max) {
        return Error(
            Errc::too_large,
            "event_too_large",
            pointer,
            "an event has at most " + std::to_string(event_bytes_max) + " bytes"
        );
    }
    auto files = files_of(event);
    if (!files) {
        return at(pointer, files.error());
    }
    facts.files = std::move(*files);
    facts.named = named_things(event);
    if (auto few = check_parties(facts.named); !few) {
        return at(pointer, few.error());
    }
    facts.id = epcis::event_id(event);
    facts.identity = identity_of(event);
    json::append_canonical_string(facts.quoted, text);
    out.terms.add(event);
    facts.clear = clear_of(event, facts);
    facts.pointer = std::move(pointer);
    out.records.emplace_back().event = std::move(event);
    out.facts.push_back(std::move(facts));
    return {};
}

Result<Candidates> prepare(epcis::Document document) {
    Candidates out;
    auto elements = read_elements(document.master_data, document.master_data_pointer);
    if (!elements) {
        return elements.error();
    }
    out.elements = std::move(*elements);
    out.records.reserve(document.events.size());
    out.facts.reserve(document.events.size());
    for (std::size_t i = 0; i < document.events.size(); ++i) {
        auto added =
            add_candidate(out, std::move(document.events[i]), std::move(document.pointers[i]));
        if (!added) {
            return added.error();
        }
    }
    return out;
}

}  // namespace ocop::events
