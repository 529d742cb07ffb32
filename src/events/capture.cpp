#include "events/capture.hpp"

#include "blobs/findings.hpp"
#include "events/names.hpp"
#include "events/record_text.hpp"
#include "stamps/orders.hpp"
#include "store/new_record.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/canonical_json.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <set>
#include <span>
#include <unordered_map>

namespace ocop::events {

namespace {

using store::Space;

constexpr std::string_view number_key = "n";
// An entry says which products and lots an event touched; of a long list, the first.
constexpr std::size_t told_max = 50;

// Extensions of ours that name files by their hashes.
bool names_files(epcis::ExpandedName const& name) {
    return name.ns == extension_namespace && (name.local == "photos" || name.local == "documents");
}

Result<std::vector<Hash>> files_of(epcis::Event const& event) {
    std::vector<Hash> out;
    for (auto const& member : event.body) {
        std::string_view const key = member.key();
        if (!member.value().is_array() || !names_files(epcis::expand_name(event, key))) {
            continue;
        }
        for (auto const& element : member.value().get_array()) {
            auto const hash = blobs::parse_hash(element.is_string() ? element.get_string() : "");
            if (!hash) {
                return Error(
                    Errc::malformed,
                    "blob_hash_malformed",
                    "/" + std::string(key),
                    "must be SHA-256 hashes of uploaded files, in hexadecimal"
                );
            }
            out.push_back(*hash);
        }
    }
    return out;
}

Error at(std::string const& pointer, Error error) {
    for (auto& fault : error.faults) {
        fault.pointer = pointer + fault.pointer;
    }
    return error;
}

constexpr std::size_t told_id_bytes_max = 256;

json::array told(std::vector<std::string> const& list) {
    json::array out;
    out.reserve(std::min(list.size(), told_max));
    for (std::size_t i = 0; i < std::min(list.size(), told_max); ++i) {
        out.emplace_back(list[i]);
    }
    return out;
}

std::string id_key(std::string_view id) {
    auto const hash = crypto::sha256(as_bytes(id));
    return ByteWriter().u8('x').bytes(std::span(hash).first(8)).take();
}

// What a ledger entry says of an event, but for whose it is.
json::object clear_of(epcis::Event const& event, Candidate const& facts) {
    json::object clear;
    clear["event"] = facts.id.substr(0, told_id_bytes_max);
    clear["type"] = epcis::type_name(event);
    if (auto const step = epcis::biz_step(event); !step.empty()) {
        clear["step"] = step;
    }
    clear["gtins"] = told(facts.named.gtins);
    clear["lots"] = told(facts.named.lots);
    if (epcis::has_error_declaration(event)) {
        clear["declares_error"] = 1;
    }
    return clear;
}

Result<void> add(Candidates& out, epcis::Event event, std::string pointer) {
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
    json::append_canonical_string(facts.quoted, text);
    facts.named = named_things(event);
    facts.id = epcis::event_id(event);
    facts.id_key = id_key(facts.id);
    facts.terms = index_terms(event);
    facts.clear = clear_of(event, facts);
    facts.pointer = std::move(pointer);
    out.records.emplace_back().event = std::move(event);
    out.facts.push_back(std::move(facts));
    return {};
}

std::string_view declared_at(epcis::Event const& event) {
    auto const* declaration = event.body.if_contains("errorDeclaration");
    return declaration == nullptr
               ? std::string_view()
               : std::string_view(declaration->as_object().at("declarationTime").as_string());
}

class Capture {
  public:
    Capture(store::Transaction& tx, Principal const& who) : tx_(tx), who_(who), rights_(tx, who) {}

    Result<Captured> run(Candidates& candidates, Behaviour behaviour) {
        Captured out;
        std::vector<bool> good;
        for (std::size_t i = 0; i < candidates.facts.size(); ++i) {
            auto judged = judge(candidates.records[i], candidates.facts[i]);
            if (!judged && is_failure(judged.error())) {
                return judged.error();
            }
            if (!judged) {
                out.refusals.push_back({candidates.facts[i].pointer, std::move(judged.error())});
            }
            good.push_back(judged.has_value());
        }
        if (behaviour == Behaviour::rollback && !out.refusals.empty()) {
            return out;
        }
        if (auto stored = store_all(candidates, good, out.numbers); !stored) {
            return stored.error();
        }
        return out;
    }

  private:
    // What is wrong with the store and not with an event.
    static bool is_failure(Error const& error) {
        return error.code != Errc::forbidden && error.code != Errc::conflict &&
               error.code != Errc::not_found;
    }

    Result<void> judge(EventRecord const& record, Candidate const& facts) {
        if (auto ok = rights_.check(facts.named); !ok) {
            return ok;
        }
        if (auto ok = check_new(record.event, facts); !ok) {
            return ok;
        }
        for (auto const& file : facts.files) {
            if (auto const blob = blobs::load_for(tx_, who_.producer, file); !blob) {
                return blob.error();
            }
        }
        return {};
    }

    static Error exists(std::string_view id) {
        return {
            Errc::conflict,
            "event_exists",
            "/eventID",
            std::string(id.substr(0, told_id_bytes_max)) + " was captured already",
        };
    }

    // An event and each declaration of its error are different events with one id (CBV 2.0 §7.1.5).
    Result<void> check_new(epcis::Event const& event, Candidate const& facts) {
        std::string_view const id = facts.id;
        auto const declared = declared_at(event);
        if (!seen_.emplace(id, declared).second) {
            return exists(id);
        }
        auto const known = tx_.get(Space::events, facts.id_key);
        if (!known || !*known) {
            return known ? Result<void>() : known.error();
        }
        auto const numbers = numbers_of_event_id(tx_, id);
        if (!numbers) {
            return numbers.error();
        }
        for (auto const number : *numbers) {
            auto const before = find_event(tx_, number);
            if (!before) {
                return before.error();
            }
            if (*before && declared_at((*before)->event) == declared) {
                return exists(id);
            }
            if (*before && !declared.empty() && who_.reach != accounts::Reach::all &&
                (*before)->producer != who_.producer) {
                return Error(
                    Errc::forbidden,
                    "event_of_another",
                    "/errorDeclaration",
                    "is about an event that another captured"
                );
            }
        }
        return {};
    }

    Result<void> store_all(
        Candidates& candidates, std::vector<bool> const& good, std::vector<EventNumber>& numbers
    ) {
        auto const last = tx_.get(Space::events, number_key);
        if (!last) {
            return last.error();
        }
        auto number = *last ? ByteReader(**last).u64() : EventNumber{0};
        auto const count = candidates.records.size();
        for (std::size_t first = 0; first < count;) {
            if (!good[first]) {
                ++first;
                continue;
            }
            auto end = first;
            for (; end < count && good[end]; ++end) {
                numbers.push_back(++number);
                auto const& facts = candidates.facts[end];
                if (auto ok = store_one(candidates.records[end], facts, number); !ok) {
                    return ok;
                }
            }
            // A run without gaps shares the keys of the index.
            auto const run = std::span(candidates.records).subspan(first, end - first);
            std::vector<std::vector<IndexTerm> const*> terms;
            for (auto i = first; i < end; ++i) {
                terms.push_back(&candidates.facts[i].terms);
            }
            if (auto ok = index_events(tx_, run, terms); !ok) {
                return ok;
            }
            first = end;
        }
        if (!numbers.empty()) {
            tx_.put(Space::events, number_key, ByteWriter().u64(number).take());
        }
        return {};
    }

    Result<void> store_one(EventRecord& record, Candidate const& facts, EventNumber number) {
        record.number = number;
        record.recorded = tx_.now();
        record.account = who_.account;
        record.producer = who_.producer;
        auto parties = rights_.parties_of(facts.named);
        if (!parties) {
            return parties.error();
        }
        record.parties = std::move(*parties);
        auto const after = any_has_order(facts.named.lots);
        if (!after) {
            return after.error();
        }
        record.after_order = *after;
        // The number is new, and so is the key.
        store::put_new_logged(
            tx_,
            Space::events,
            event_key(number),
            draft_of(record, facts),
            record_text(record, facts.quoted)
        );
        tx_.put(Space::events, facts.id_key, {});
        if (auto ok = rights_.keep(facts.named, number); !ok) {
            return ok;
        }
        return note_files(facts);
    }

    store::EntryDraft draft_of(EventRecord const& record, Candidate const& facts) const {
        auto clear = facts.clear;
        if (!who_.producer.empty()) {
            clear["producer"] = who_.producer;
        }
        return {
            "event.captured",
            who_.account,
            "event:" + std::to_string(record.number),
            std::move(clear)};
    }

    Result<bool> any_has_order(std::vector<std::string> const& lots) {
        for (auto const& lot : lots) {
            auto [known, is_new] = has_order_.try_emplace(lot, false);
            if (is_new) {
                auto const found = stamps::lot_has_order(tx_, lot);
                if (!found) {
                    return found;
                }
                known->second = *found;
            }
            if (known->second) {
                return true;
            }
        }
        return false;
    }

    Result<void> note_files(Candidate const& facts) {
        for (auto const& lot : facts.named.lots) {
            for (auto const& file : facts.files) {
                auto const noted = blobs::note_use(tx_, {who_.producer, lot, file, facts.id});
                if (!noted) {
                    return noted.error();
                }
            }
        }
        return {};
    }

    store::Transaction& tx_;
    Principal const& who_;
    Rights rights_;
    std::unordered_map<std::string_view, bool> has_order_;  // by lot, of the candidates
    std::set<std::pair<std::string_view, std::string_view>> seen_;
};

}  // namespace

Result<Candidates> prepare(epcis::Document document) {
    Candidates out;
    out.records.reserve(document.events.size());
    out.facts.reserve(document.events.size());
    for (std::size_t i = 0; i < document.events.size(); ++i) {
        auto added = add(out, std::move(document.events[i]), std::move(document.pointers[i]));
        if (!added) {
            return added.error();
        }
    }
    return out;
}

Result<Captured> capture(
    store::Transaction& tx, Principal const& who, Candidates& candidates, Behaviour behaviour
) {
    return Capture(tx, who).run(candidates, behaviour);
}

}  // namespace ocop::events
