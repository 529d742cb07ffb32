#include "events/capture.hpp"

#include "accounts/entries.hpp"
#include "blobs/findings.hpp"
#include "events/stored_number.hpp"
#include "stamps/orders.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ocop::events {

namespace {

using store::Space;

// In milliseconds, since one time may be written in several ways; nullopt: declares no error.
std::optional<std::int64_t> declared_at(epcis::Event const& event) {
    auto const* declaration = event.body.if_contains("errorDeclaration");
    if (declaration == nullptr) {
        return std::nullopt;
    }
    auto const at = parse_instant(declaration->as_object().at("declarationTime").as_string());
    return at ? at->ms : 0;
}

class Capture {
  public:
    Capture(store::Transaction& tx, Principal const& who)
        : tx_(tx), who_(who), rights_(tx, who, effort_) {}

    Result<Captured> run(Candidates& candidates, Behaviour behaviour) {
        Captured out;
        std::vector<ElementCandidate const*> elements;
        if (auto judged = judge_elements(candidates, elements, out.refusals); !judged) {
            return judged.error();
        }
        std::vector<bool> good;
        told_keys_.reserve(candidates.facts.size());  // seen_ refers to them
        for (std::size_t i = 0; i < candidates.facts.size(); ++i) {
            auto judged = judge(candidates.records[i], candidates.facts[i]);
            if (!judged && is_failure(judged.error())) {
                return judged.error();
            }
            if (!judged) {
                out.refusals.push_back({candidates.facts[i].pointer, judged.error()});
            }
            good.push_back(judged.has_value());
        }
        if (behaviour == Behaviour::rollback && !out.refusals.empty()) {
            return out;
        }
        for (auto const* element : elements) {
            if (auto kept = keep_element(tx_, rights_, who_.producer, *element); !kept) {
                return kept.error();
            }
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

    Result<void> judge_elements(
        Candidates const& candidates,
        std::vector<ElementCandidate const*>& good,
        std::vector<Refusal>& refusals
    ) {
        for (auto const& element : candidates.elements) {
            auto judged = check_element(rights_, element);
            if (!judged && is_failure(judged.error())) {
                return judged;
            }
            if (judged) {
                good.push_back(&element);
            } else {
                refusals.push_back({"", judged.error()});
            }
        }
        return {};
    }

    Result<void> judge(EventRecord const& record, Candidate const& facts) {
        auto const declared = declared_at(record.event);
        auto const& key = told_keys_.emplace_back(told_key(facts.identity, declared));
        if (auto ok = rights_.check(facts.named); !ok) {
            return ok;
        }
        for (auto const& file : facts.files) {
            if (auto taken = effort_.take(); !taken) {
                return taken;
            }
            if (auto const owner = owner_of_file(file, {}); !owner) {
                return owner.error();
            }
        }
        return check_new(key, declared, facts);
    }

    // Whose upload a named file is: the writer's own. An authority may name anybody's, and means
    // that of a party of the event where several uploaded the same bytes.
    Result<std::string> owner_of_file(Hash const& file, std::vector<std::string> const& parties)
        const {
        if (!who_.producer.empty()) {
            auto const blob = blobs::load_for(tx_, who_.producer, file);
            return blob ? Result<std::string>(who_.producer) : blob.error();
        }
        std::string owner;
        auto const visit = [&](blobs::BlobRecord const& blob) {
            bool const party =
                std::find(parties.begin(), parties.end(), blob.producer) != parties.end();
            if (party || owner.empty()) {
                owner = blob.producer;
            }
            return !party;
        };
        if (auto const scanned = blobs::scan_owners(tx_, file, visit); !scanned) {
            return scanned.error();
        }
        if (owner.empty()) {
            return Error(Errc::not_found, "blob_not_found");
        }
        return owner;
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
    // An id is told within its producer alone, a hash too: what somebody else will say can be
    // foreseen, and its hash taken before it does.
    std::string told_key(std::string_view identity, std::optional<std::int64_t> declared) const {
        ByteWriter text;
        text.text_nul(who_.producer).u8(declared ? 1 : 0);
        if (declared) {
            text.u64(static_cast<std::uint64_t>(*declared));
        }
        text.text(identity);
        return ByteWriter().u8('d').bytes(crypto::sha256(as_bytes(text.take()))).take();
    }

    Result<std::optional<EventNumber>> find_told(std::string const& key) const {
        auto const bytes = tx_.get(Space::events, key);
        if (!bytes) {
            return bytes.error();
        }
        if (!*bytes) {
            return std::optional<EventNumber>();
        }
        auto const number = stored_number(**bytes, "events d");
        if (!number) {
            return number.error();
        }
        return std::optional(*number);
    }

    Result<void> check_new(
        std::string const& key, std::optional<std::int64_t> declared, Candidate const& facts
    ) {
        auto const there = find_told(key);
        if (!there) {
            return there.error();
        }
        if (*there || !seen_.insert(key).second) {
            return exists(facts.id);
        }
        if (!declared || who_.reach == accounts::Reach::all) {
            return {};
        }
        auto const original_key = told_key(facts.identity, std::nullopt);
        auto const original = find_told(original_key);
        if (!original) {
            return original.error();
        }
        bool const here = seen_.contains(original_key);
        if (!here && !*original) {
            return Error(
                Errc::forbidden,
                "event_of_another",
                "/errorDeclaration",
                "must be about an event that you captured"
            );
        }
        return {};
    }

    // Notes the event among those told, and takes back what an event in error handed over.
    Result<void> keep(std::string const& key, EventRecord const& record, Candidate const& facts) {
        tx_.put(Space::events, key, ByteWriter().u64(record.number).take());
        if (!epcis::has_error_declaration(record.event)) {
            return rights_.keep(facts.named, record.number);
        }
        auto const originals = originals_of(facts);
        if (!originals) {
            return originals.error();
        }
        return rights_.take_back(facts.named, *originals);
    }

    // What a declaration is about: the writer's own event; for one who reaches everything, those of
    // that id by anybody too.
    Result<std::vector<EventNumber>> originals_of(Candidate const& facts) {
        std::vector<EventNumber> out;
        auto const own = find_told(told_key(facts.identity, std::nullopt));
        if (!own) {
            return own.error();
        }
        if (*own) {
            out.push_back(**own);
        }
        if (who_.reach != accounts::Reach::all) {
            return out;
        }
        constexpr auto newest = std::numeric_limits<EventNumber>::max();
        auto const all = numbers_in(tx_, List::event_id, facts.id, newest, effort_.left());
        if (!all) {
            return all.error();
        }
        if (auto taken = effort_.take(all->size()); !taken) {
            return taken.error();
        }
        out.insert(out.end(), all->begin(), all->end());
        return out;
    }

    Result<void> store_all(
        Candidates& candidates, std::vector<bool> const& good, std::vector<EventNumber>& numbers
    ) {
        auto const before = last_event(tx_);
        if (!before) {
            return before.error();
        }
        auto number = *before;
        for (std::size_t i = 0; i < candidates.records.size(); ++i) {
            auto& record = candidates.records[i];
            record.number = 0;
            if (!good[i]) {
                continue;
            }
            numbers.push_back(++number);
            if (auto ok = store_one(record, candidates.facts[i], told_keys_[i], number); !ok) {
                return ok;
            }
        }
        return index_events(tx_, candidates.records, candidates.terms, effort_);
    }

    Result<void> store_one(
        EventRecord& record, Candidate const& facts, std::string const& key, EventNumber number
    ) {
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
        if (auto ok = keep(key, record, facts); !ok) {
            return ok;
        }
        return note_files(record, facts);
    }

    store::EntryDraft draft_of(EventRecord const& record, Candidate const& facts) const {
        auto clear = facts.clear;
        if (!who_.producer.empty()) {
            clear["producer"] = who_.producer;
        }
        return accounts::draft_by(
            who_, "event.captured", "event:" + std::to_string(record.number), std::move(clear)
        );
    }

    Result<bool> any_has_order(std::vector<std::string> const& lots) {
        for (auto const& lot : lots) {
            auto found = has_order(lot);
            if (!found || *found) {
                return found;
            }
        }
        return false;
    }

    Result<bool> has_order(std::string const& lot) {
        if (auto const known = has_order_.find(lot); known != has_order_.end()) {
            return known->second;
        }
        auto found = stamps::lot_has_order(tx_, lot);
        if (found) {
            has_order_.emplace(lot, *found);
        }
        return found;
    }

    Result<void> note_files(EventRecord const& record, Candidate const& facts) {
        for (auto const& file : facts.files) {
            auto const owner = owner_of_file(file, record.parties);
            if (!owner) {
                return owner.error();
            }
            if (auto noted = note_file(file, *owner, facts); !noted) {
                return noted;
            }
        }
        return {};
    }

    Result<void> note_file(Hash const& file, std::string const& owner, Candidate const& facts) {
        if (auto taken = effort_.take(facts.named.lots.size()); !taken) {
            return taken;
        }
        for (auto const& lot : facts.named.lots) {
            if (auto const noted = blobs::note_use(tx_, {owner, lot, file, facts.id}); !noted) {
                return noted.error();
            }
        }
        return {};
    }

    static constexpr std::size_t told_id_bytes_max = 256;

    store::Transaction& tx_;
    Principal const& who_;
    Effort effort_;
    Rights rights_;
    std::unordered_map<std::string_view, bool> has_order_;  // by lot, of the candidates
    std::vector<std::string> told_keys_;                    // of the candidates
    std::unordered_set<std::string_view> seen_;             // of this capture's events
};

}  // namespace

Result<Captured> capture(
    store::Transaction& tx, Principal const& who, Candidates& candidates, Behaviour behaviour
) {
    return Capture(tx, who).run(candidates, behaviour);
}

}  // namespace ocop::events
