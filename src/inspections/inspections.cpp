#include "inspections/inspections.hpp"

#include "accounts/entries.hpp"
#include "inspections/actions.hpp"
#include "store/record.hpp"

#include <ocop/base/id.hpp>

#include <algorithm>

namespace ocop::inspections {

namespace {

using store::Space;

constexpr std::size_t device_chars_max = 40;
constexpr std::size_t findings_chars_max = 2'000;

std::string inspection_key(std::string_view id) {
    return ByteWriter().u8('i').text(id).take();
}

std::string time_key(Instant at, std::string_view id) {
    return ByteWriter().u8('t').u64(~static_cast<std::uint64_t>(at.ms)).text(id).take();
}

std::string sequence_key(Principal const& who, std::string_view device, std::int64_t sequence) {
    return ByteWriter()
        .u8('d')
        .text_nul(who.account)
        .text_nul(device)
        .u64(static_cast<std::uint64_t>(sequence))
        .take();
}

bool is_device(std::string_view text) {
    return !text.empty() && text.size() <= device_chars_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      c == '-';
           });
}

json::object clear_of(Inspection const& inspection) {
    json::object clear{
        {"inspection", inspection.id},
        {"gtin", inspection.gtin},
        {"lot", inspection.lot},
        {"producer", inspection.producer},
        {"authority", inspection.authority},
        {"action", boost::describe::enum_to_string(inspection.action.kind, "?")},
        {"done", inspection.done ? 1 : 0}};
    // Names that devices give themselves are persons' words: those of enrolled ones are random.
    if (inspection.signature) {
        clear["device"] = inspection.device;
    }
    if (!inspection.action.stamps.empty() && inspection.done) {
        clear["stamps"] = clear_of(inspection.action.stamps);
    }
    if (inspection.lift) {
        clear["lift_confirmations"] = accounts::clear_of(inspection.lift->confirmations);
    }
    return clear;
}

Result<void> check(NewInspection& request) {
    registry::Checks checks;
    if (!is_device(request.device)) {
        checks.fault("/device", "must be 1 to 40 letters, digits or '-'");
    }
    if (request.sequence < 1) {
        checks.fault("/sequence", "must be at least 1");
    }
    if (request.photos.size() > photos_max) {
        checks.fault("/photos", "must be at most " + std::to_string(photos_max));
    }
    if (request.seen.size() > seen_max) {
        checks.fault("/verified", "must be at most " + std::to_string(seen_max));
    }
    checks.line("/place", request.place, registry::text_chars_max);
    checks.line("/findings", request.findings, findings_chars_max);
    checks.line("/action/reason", request.action.reason, registry::text_chars_max);
    auto const kind = request.action.kind;
    bool const of_stamps =
        kind == ActionKind::copied || kind == ActionKind::seize || kind == ActionKind::void_stamps;
    if (request.positions.size() > action_serials_max) {
        checks.fault("/action/serials", "must be at most " + std::to_string(action_serials_max));
    }
    if (of_stamps && request.action.stamps.empty() && request.positions.empty()) {
        checks.fault("/action/stamps", "must name stamps");
    }
    return checks.result();
}

// An enrolled device signs what it sends, and nothing else is signed.
Result<void> check_sender(
    store::Reader const& reader, Principal const& who, NewInspection const& request
) {
    auto const device = find_sender(reader, who, request.device);
    if (!device) {
        return device.error();
    }
    if (device->has_value() == request.signature.has_value()) {
        return {};
    }
    return *device
               ? Error(Errc::refused, "device_signature_wrong", "Device-Signature", "is missing")
               : Error(Errc::refused, "device_unknown", "/device", "was never enrolled");
}

// What the device sent under this number before, or under the one before it.
Result<std::optional<std::string>> find_sent(
    store::Reader const& reader, Principal const& who, NewInspection const& request, int back
) {
    return reader.get(
        Space::inspections, sequence_key(who, request.device, request.sequence - back)
    );
}

Result<Inspection> load_inspection(store::Reader const& reader, std::string_view id) {
    auto found = store::find_logged<Inspection>(reader, Space::inspections, inspection_key(id));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "inspection_not_found");
    }
    return std::move(**found);
}

// Gaps and skew are told, never a reason to refuse.
Result<void> judge_times(
    store::Reader const& reader, Principal const& who, NewInspection const& request, Inspection& out
) {
    auto const lag = out.received_at.ms - out.at.ms;
    out.late = lag >= late_ms_min;
    out.clock_wrong = lag < -skew_ms_max;
    if (request.sequence == 1) {
        return {};
    }
    auto const before = find_sent(reader, who, request, 1);
    if (!before) {
        return before.error();
    }
    if (!*before) {
        out.gap = true;
        return {};
    }
    ByteReader in(**before);
    auto const entry = load_inspection(reader, in.text_nul());
    if (!entry) {
        return entry.error();
    }
    out.clock_wrong = out.clock_wrong || out.at < entry->at;
    return {};
}

// Of an action: what is wrong with it is part of the record. Anything else refuses the entry.
bool is_verdict_on_action(Errc code) {
    return code == Errc::refused || code == Errc::conflict || code == Errc::not_found ||
           code == Errc::malformed;
}

Result<void> check_photos(store::Reader const& reader, std::vector<std::string> const& photos) {
    for (std::size_t i = 0; i < photos.size(); ++i) {
        auto const hash = blobs::parse_hash(photos[i]);
        auto const found = hash ? blobs::find_blob(reader, photo_owner, *hash)
                                : Result<std::optional<blobs::BlobRecord>>(std::nullopt);
        if (!found) {
            return found.error();
        }
        if (!*found || !(*found)->shown) {
            auto const pointer = "/photos/" + std::to_string(i);
            return Error(Errc::refused, "photo_unknown", pointer, "is no photo that was uploaded");
        }
    }
    return {};
}

Result<Inspection> begin(
    store::Transaction& tx, Principal const& who, Random& random, NewInspection& request
) {
    auto const key = registry::lot_key(request.gtin, request.lot);
    auto const lot = registry::load_for<registry::Lot>(tx, who, key);
    if (!lot) {
        return lot.error();
    }
    auto authority = authority_of(tx, who, lot->gtin);
    if (!authority) {
        return authority.error();
    }
    if (auto ok = check_photos(tx, request.photos); !ok) {
        return ok.error();
    }
    Inspection out;
    out.id = random_id(random);
    out.inspector = who.account;
    out.authority = std::move(*authority);
    out.gtin = lot->gtin;
    out.lot = lot->lot;
    out.producer = lot->producer;
    out.device = request.device;
    out.sequence = request.sequence;
    out.at = request.at;
    out.received_at = tx.now();
    out.place = std::move(request.place);
    out.findings = std::move(request.findings);
    out.seen = std::move(request.seen);
    out.photos = std::move(request.photos);
    out.action = std::move(request.action);
    out.signature = std::move(request.signature);
    if (auto ok = judge_times(tx, who, request, out); !ok) {
        return ok.error();
    }
    return out;
}

}  // namespace

Result<Inspection> put_inspection(
    store::Transaction& tx, Principal const& who, std::string_view act, Inspection inspection
) {
    auto const logged = store::put_logged(
        tx,
        Space::inspections,
        inspection_key(inspection.id),
        accounts::draft_by(
            who,
            "inspection." + std::string(act),
            "inspection:" + inspection.id,
            clear_of(inspection)
        ),
        json::write(inspection)
    );
    if (!logged) {
        return logged.error();
    }
    return inspection;
}

Result<Inspection> record_inspection(
    store::Transaction& tx, Principal const& who, Random& random, NewInspection request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    if (auto ok = check_sender(tx, who, request); !ok) {
        return ok.error();
    }
    auto const sent = find_sent(tx, who, request, 0);
    if (!sent) {
        return sent.error();
    }
    if (*sent) {
        ByteReader in(**sent);
        auto const id = std::string(in.text_nul());
        if (in.rest() != request.digest) {
            return Error(
                Errc::conflict, "sequence_taken", "/sequence", "was another entry's of this device"
            );
        }
        return load_inspection(tx, id);
    }
    auto const key = sequence_key(who, request.device, request.sequence);
    auto const digest = request.digest;
    auto inspection = begin(tx, who, random, request);
    if (!inspection) {
        return inspection;
    }
    auto const acted = act(tx, who, random, *inspection, request.positions);
    if (!acted && !is_verdict_on_action(acted.error().code)) {
        return acted.error();
    }
    inspection->done = acted.has_value();
    if (!acted) {
        inspection->problem = std::string(acted.error().slug);
    }
    tx.put(Space::inspections, key, ByteWriter().text_nul(inspection->id).text(digest).view());
    tx.put(Space::inspections, time_key(inspection->received_at, inspection->id), {});
    return put_inspection(tx, who, "recorded", std::move(*inspection));
}

Result<Inspection> load_inspection_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto inspection = load_inspection(reader, id);
    if (!inspection) {
        return inspection;
    }
    auto const reached = registry::reaches_producer(reader, who, inspection->producer);
    if (!reached) {
        return reached.error();
    }
    return *reached ? std::move(inspection) : Error(Errc::not_found, "inspection_not_found");
}

Result<blobs::BlobName> photo_of_inspection(
    store::Reader const& reader, Principal const& who, std::string_view id, std::string_view sha256
) {
    auto const inspection = load_inspection_for(reader, who, id);
    if (!inspection) {
        return inspection.error();
    }
    Error const absent(Errc::not_found, "blob_not_found");
    auto const& all = inspection->photos;
    auto const hash = blobs::parse_hash(sha256);
    if (!hash || std::find(all.begin(), all.end(), sha256) == all.end()) {
        return absent;
    }
    auto const record = blobs::load_for(reader, photo_owner, *hash);
    if (!record) {
        return record.error();
    }
    return record->shown ? blobs::name_of(*record, *record->shown) : absent;
}

Result<InspectionPage> list_inspections(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
) {
    InspectionPage page;
    std::string from;
    if (!after.empty()) {
        auto const last = load_inspection_for(reader, who, after);
        if (!last) {
            return Error(Errc::malformed, "query_invalid", "after", "must be an inspection's id");
        }
        from = time_key(last->received_at, last->id) + '\0';
    }
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view) {
        auto inspection = load_inspection_for(reader, who, key.substr(9));
        if (!inspection) {
            bool const hidden = inspection.error().code == Errc::not_found;
            outcome = hidden ? Result<void>() : inspection.error();
            return hidden;
        }
        if (page.inspections.size() == limit) {
            page.next = page.inspections.back().id;
            return false;
        }
        page.inspections.push_back(std::move(*inspection));
        return true;
    };
    if (auto const scanned = reader.scan(Space::inspections, "t", from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return page;
}

}  // namespace ocop::inspections
