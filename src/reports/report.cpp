#include "reports/report.hpp"

#include "registry/register.hpp"
#include "reports/photos.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <array>

namespace ocop::reports {

namespace {

constexpr auto space = store::Space::inspections;
constexpr std::size_t time_bytes = 6;
constexpr std::size_t chance_bytes = 5;
constexpr std::int64_t evidence_ms = evidence_days * 86'400'000LL;

std::string key_of(char tag, std::string_view id) {
    return ByteWriter().u8(static_cast<std::uint8_t>(tag)).text(id).take();
}

// Time first, so that the newest is found first; the rest is nobody's to guess.
std::string new_id(Instant at, Random& random) {
    std::array<std::uint8_t, chance_bytes> chance{};
    random.fill(chance);
    auto const time = ByteWriter().u64(~static_cast<std::uint64_t>(at.ms)).take();
    return to_hex(as_bytes(time).last(time_bytes)) + to_hex(chance);
}

// When a report with this id came in; nothing if it is no id of ours.
std::optional<Instant> time_of(std::string_view id) {
    auto const bytes = from_hex(id.substr(0, 2 * time_bytes));
    if (!bytes || bytes->size() != time_bytes) {
        return std::nullopt;
    }
    std::uint64_t time = 0xffff;
    for (auto const byte : *bytes) {
        time = time << 8 | byte;
    }
    return Instant{static_cast<std::int64_t>(~time)};
}

// A form's text area has lines; a report has one.
void join_lines(std::string& text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\t'; }, ' '
    );
}

void clean(
    registry::Checks& checks, std::string pointer, std::optional<std::string>& text, std::size_t max
) {
    if (text) {
        join_lines(*text);
    }
    if (text && text->find_first_not_of(' ') == std::string::npos) {
        text.reset();
    }
    checks.line(std::move(pointer), text, max);
}

Result<void> forget_evidence(store::Transaction& tx, std::string_view id) {
    auto report = store::find_plain<Report>(tx, space, key_of('R', id));
    if (!report) {
        return report.error();
    }
    for (auto const& photo : *report ? (*report)->photos : std::vector<Photo>()) {
        auto const name = name_of_photo(**report, photo.sha256);
        auto const forgotten =
            name ? blobs::forget_upload(tx, *name, {tx.now().ms - evidence_ms + 1})
                 : Result<void>(name.error());
        if (!forgotten) {
            return forgotten;
        }
    }
    if (*report && ((*report)->text || (*report)->bought)) {
        (*report)->text.reset();
        (*report)->bought.reset();
        store::put_plain(tx, space, key_of('R', id), **report);
    }
    return {};
}

Result<Report> load_whole(store::Reader const& reader, Principal const& who, std::string_view id) {
    auto found = store::find_plain<Report>(reader, space, key_of('R', id));
    if (!found) {
        return found.error();
    }
    Error const absent(Errc::not_found, "report_not_found");
    if (!*found) {
        return absent;
    }
    auto const reached = registry::reaches_producer(reader, who, (*found)->producer);
    if (!reached) {
        return reached.error();
    }
    return *reached ? Result<Report>(std::move(**found)) : absent;
}

}  // namespace

Result<NewReport> check_report(NewReport request) {
    registry::Checks checks;
    join_lines(request.stamp);
    checks.line("/stamp", request.stamp, stamp_chars_max);
    clean(checks, "/bought", request.bought, bought_chars_max);
    clean(checks, "/text", request.text, text_chars_max);
    clean(checks, "/contact", request.contact, contact_chars_max);
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    return request;
}

Result<Report> file_report(
    store::Transaction& tx,
    Random& random,
    crypto::BoxKey const& vault,
    NewReport const& request,
    Judged const& judged
) {
    Report out;
    out.id = new_id(tx.now(), random);
    out.received_at = tx.now();
    out.stamp = request.stamp;
    out.verdict = judged.verdict;
    out.wrong = request.wrong;
    out.bought = request.bought;
    out.text = request.text;
    out.producer = judged.producer;
    out.gtin = judged.gtin;
    out.lot = judged.lot;
    out.serial = judged.serial;
    store::put_plain(tx, space, key_of('R', out.id), out);
    tx.put(space, key_of('S', out.id), {});
    tx.put(space, key_of('U', out.id), {});
    if (request.contact) {
        auto const box = crypto::seal_with_key(*request.contact, vault, "report " + out.id, random);
        tx.put(space, key_of('T', out.id), box);
    }
    return out;
}

void put_photos(store::Transaction& tx, Report const& report) {
    if (!report.photos.empty()) {
        store::put_plain(tx, space, key_of('R', report.id), report);
    }
}

Result<Report> close(
    store::Transaction& tx, Principal const& who, std::string_view id, Closing request
) {
    auto report = load_whole(tx, who, id);
    if (!report) {
        return report;
    }
    if (auto ok = checks::check_closing(request); !ok) {
        return ok.error();
    }
    if (report->state == State::closed) {
        return Error(Errc::conflict, "report_closed", "/state", "is closed already");
    }
    report->revision += 1;
    report->state = State::closed;
    report->closed_at = tx.now();
    report->closed_by = who.account;
    report->outcome = request.outcome;
    report->reason = std::move(request.reason);
    tx.erase(space, key_of('S', id));
    store::put_plain(tx, space, key_of('R', id), *report);
    return report;
}

Result<Report> erase_contact(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto report = load_whole(tx, who, id);
    if (!report) {
        return report;
    }
    report->revision += 1;
    tx.erase(space, key_of('T', id));
    store::put_plain(tx, space, key_of('R', id), *report);
    return report;
}

Result<Report> load_for(
    store::Reader const& reader,
    crypto::BoxKey const& vault,
    Principal const& who,
    std::string_view id
) {
    auto report = load_whole(reader, who, id);
    if (!report) {
        return report;
    }
    auto const box = reader.get(space, key_of('T', id));
    if (!box) {
        return box.error();
    }
    if (*box) {
        auto contact = crypto::open_with_key(**box, vault, "report " + report->id);
        if (!contact) {
            return contact.error();
        }
        report->contact = std::move(*contact);
    }
    return report;
}

Result<ReportPage> list(
    store::Reader const& reader,
    Principal const& who,
    std::optional<State> state,
    std::string_view after,
    std::size_t limit
) {
    ReportPage page;
    Result<void> outcome;
    std::size_t looked_at = 0;
    std::string last;
    auto const prefix = key_of(state == State::open ? 'S' : 'R', {});
    auto const each = [&](std::string_view key, std::string_view) {
        if (page.reports.size() == limit || looked_at++ == checks::looked_at_max) {
            page.next = last;
            return false;
        }
        last = std::string(key.substr(prefix.size()));
        auto report = load_whole(reader, who, last);
        if (!report && report.error().slug != "report_not_found") {
            outcome = report.error();
            return false;
        }
        if (report && (!state || *state == report->state)) {
            page.reports.push_back(std::move(*report));
        }
        return true;
    };
    auto const from = after.empty() ? prefix : prefix + std::string(after) + '\0';
    if (auto scanned = reader.scan(space, prefix, from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return page;
}

Result<OldEvidence> old_evidence(
    store::Reader const& reader, std::string_view from, std::size_t count, Instant now
) {
    OldEvidence out;
    std::size_t seen = 0;
    auto const each = [&](std::string_view key, std::string_view) {
        if (key[0] > 'U') {
            return false;
        }
        if (seen++ == count) {
            out.next = std::string(key);
            return false;
        }
        auto const at = time_of(key.substr(1));
        if (!at || now.ms - at->ms >= evidence_ms) {
            out.keys.emplace_back(key);
        }
        return true;
    };
    auto const first = from.empty() ? std::string_view("T") : from;
    if (auto scanned = reader.scan(space, {}, first, each); !scanned) {
        return scanned.error();
    }
    return out;
}

Result<void> erase_evidence(store::Transaction& tx, std::vector<std::string> const& keys) {
    for (auto const& key : keys) {
        auto const photos = key[0] == 'U' ? forget_evidence(tx, key.substr(1)) : Result<void>();
        if (!photos) {
            return photos;
        }
        tx.erase(space, key);
    }
    return {};
}

}  // namespace ocop::reports
