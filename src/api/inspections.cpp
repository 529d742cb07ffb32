#include "inspections/inspections.hpp"

#include "api/photos.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "inspections/copied.hpp"
#include "inspections/minutes.hpp"
#include "verdicts/counting.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::api {

namespace {

using namespace ocop::inspections;

// A stamp as the device met it: one of uri and serial, and the verdict it showed.
struct Met {
    std::optional<std::string> uri;
    std::optional<std::string> serial;
    std::string verdict;
};
BOOST_DESCRIBE_STRUCT(Met, (), (uri, serial, verdict))

struct AskedAction {
    ActionKind kind = ActionKind::warn;
    std::optional<std::vector<StampSpan>> stamps;  // neither: the lot
    std::optional<std::vector<std::string>> serials;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(AskedAction, (), (kind, stamps, serials, reason))

struct AskedInspection {
    std::string device;
    std::int64_t sequence = 0;
    Instant at;
    std::string gtin;
    std::string lot;
    std::string place;
    std::string findings;
    std::vector<Met> verified;
    std::optional<std::vector<std::string>> photos;
    AskedAction action;
};
BOOST_DESCRIBE_STRUCT(
    AskedInspection,
    (),
    (device, sequence, at, gtin, lot, place, findings, verified, photos, action)
)

constexpr std::size_t verdict_chars_max = 40;

// Judged once more, before the transaction: what it says now stands beside what the device said.
Result<Seen> judge_again(Services& services, Met const& met, std::size_t index) {
    auto const pointer = "/verified/" + std::to_string(index);
    if (met.uri.has_value() == met.serial.has_value()) {
        return Error(Errc::malformed, "request_invalid", pointer, "must have either uri or serial");
    }
    registry::Checks checks;
    Seen out;
    out.then = met.verdict;
    checks.line(pointer + "/verdict", out.then, verdict_chars_max);
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    verdicts::Question question;
    question.kind =
        met.uri ? verdicts::Question::Kind::uri : verdicts::Question::Kind::typed_serial;
    question.text = met.uri ? *met.uri : *met.serial;
    auto const judged = services.verdicts.judge(question);
    if (services.unissued != nullptr) {
        verdicts::note_unissued(*services.unissued, judged);
    }
    out.now = judged.answer.verdict;
    if (judged.answer.stamp) {
        out.serial = judged.answer.stamp->serial;
    }
    return out;
}

// Stamps that a device without a network named. Whether they were issued is the action's to find.
Result<void> read_serials(
    Services& services, std::vector<std::string> const& serials, NewInspection& out
) {
    auto& kept = out.action.serials.emplace();
    if (serials.empty()) {
        return Error(Errc::malformed, "request_invalid", "/action/serials", "must name stamps");
    }
    for (auto const& text : serials) {
        auto const serial = stamp::parse_serial(text);
        if (!serial || serials.size() > action_serials_max) {
            return Error(
                Errc::malformed,
                "request_invalid",
                "/action/serials",
                "must be at most 500 serials of ten characters"
            );
        }
        kept.push_back(stamp::format_serial(*serial));
        out.positions.push_back(services.serials.position_of(*serial));
    }
    return {};
}

// Checked against the device as it is now, off the commit thread; the transaction asks again
// whether it may send.
Result<std::optional<DeviceSignature>> read_signature(
    Services& services, http::Request const& request, std::string_view name
) {
    std::optional<DeviceSignature> out;
    auto const given = request.header("Device-Signature");
    if (!given.empty()) {
        out = DeviceSignature{
            std::string(request.header("Idempotency-Key")),
            to_hex(crypto::sha256(as_bytes(request.body))),
            std::string(given)};
    }
    auto const device = find_sender(*services.store.snapshot(), who_of(request), name);
    if (!device) {
        return device.error();
    }
    if (*device && out) {
        if (auto ok = check_signature(**device, *out); !ok) {
            return ok.error();
        }
    }
    return out;
}

Result<NewInspection> prepare(Services& services, AskedInspection const& asked) {
    NewInspection out;
    out.device = asked.device;
    out.sequence = asked.sequence;
    out.at = asked.at;
    out.gtin = asked.gtin;
    out.lot = asked.lot;
    out.place = asked.place;
    out.findings = asked.findings;
    out.photos = asked.photos.value_or(std::vector<std::string>());
    if (asked.action.stamps && asked.action.stamps->empty()) {
        return Error(Errc::malformed, "request_invalid", "/action/stamps", "must name stamps");
    }
    out.action = {
        asked.action.kind,
        asked.action.stamps.value_or(std::vector<StampSpan>()),
        asked.action.reason};
    if (asked.action.serials) {
        if (auto ok = read_serials(services, *asked.action.serials, out); !ok) {
            return ok.error();
        }
    }
    out.digest = to_hex(crypto::sha256(as_bytes(json::serialize(json::write(asked)))));
    if (asked.verified.size() > seen_max) {
        return Error(Errc::malformed, "request_invalid", "/verified", "must be at most 200 stamps");
    }
    for (std::size_t i = 0; i < asked.verified.size(); ++i) {
        auto seen = judge_again(services, asked.verified[i], i);
        if (!seen) {
            return seen.error();
        }
        out.seen.push_back(std::move(*seen));
    }
    return out;
}

http::Handler record(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_body<AskedInspection>(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        auto signature = read_signature(services, request, asked->device);
        if (!signature) {
            return problem(signature.error(), request);
        }
        auto prepared = prepare(services, *asked);
        if (!prepared) {
            return problem(prepared.error(), request);
        }
        prepared->signature = std::move(*signature);
        return queue_write(
            services,
            request,
            [made = std::move(*prepared)](store::Transaction& tx, Call const& call) {
                return created(
                    call,
                    record_inspection(tx, call.who, call.services.random, made),
                    &Inspection::id
                );
            }
        );
    };
}

Result<Listed> list_page(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const found = list_inspections(reader, who_of(request), page.after, page.limit);
    if (!found) {
        return found.error();
    }
    return listed(found->inspections, found->next);
}

Result<http::Response> draw(Services& services, http::Request const& request) {
    if (auto const query = read_query(request, {}); !query) {
        return query.error();
    }
    auto const snapshot = services.store.snapshot();
    auto const inspection = load_inspection_for(*snapshot, who_of(request), request.capture("id"));
    if (!inspection) {
        return inspection.error();
    }
    auto const names = names_of(*snapshot, *inspection);
    if (!names) {
        return names.error();
    }
    auto const font = sheets::Font::load(sheets::font_path);
    if (!font) {
        return Error(Errc::unavailable, "font_missing");
    }
    auto pdf = draw_minutes(*inspection, *names, *font);
    if (!pdf) {
        return pdf.error();
    }
    return http::text_response(200, "application/pdf", std::move(*pdf))
        .with(
            "Content-Disposition", "attachment; filename=\"bien-ban-" + inspection->id + ".pdf\""
        );
}

http::Handler minutes(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto response = draw(services, request);
        return response ? std::move(*response) : problem(response.error(), request);
    };
}

http::Handler photo(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto const name = photo_of_inspection(
            *services.store.snapshot(),
            who_of(request),
            request.capture("id"),
            request.capture("sha256")
        );
        auto sent = name ? send_photo(services, *name) : Result<http::Response>(name.error());
        return sent ? std::move(*sent) : problem(sent.error(), request);
    };
}

Result<Written> lift(store::Transaction& tx, Call const& call, ReasonGiven body) {
    return changed(lift_hold(tx, call.who, call.services.random, call.subject(), std::move(body)));
}

Result<Written> end_copied(store::Transaction& tx, Call const& call, Nothing) {
    return changed(confirm_copied_lift(tx, call.who, call.services.random, call.subject()));
}

http::Handler list_of_holds(Services& services) {
    return lists_by(
        services,
        [&services](
            store::Reader const& reader, http::Request const& request, PageRequest const& page
        ) -> Result<Listed> {
            auto const now = services.clock.now();
            auto const found = list_holds(reader, who_of(request), now, page.after, page.limit);
            return found ? Result<Listed>(listed(found->holds, found->next)) : found.error();
        }
    );
}

}  // namespace

std::vector<http::Route> inspection_routes(Services& s) {
    return {
        post("/api/v1/inspections", record(s)),
        get("/api/v1/inspections", lists_by(s, list_page)),
        get("/api/v1/inspections/{id}", shows(s, load_inspection_for)),
        get("/api/v1/inspections/{id}/minutes", minutes(s)),
        get("/api/v1/inspections/{id}/photos/{sha256}", photo(s)),
        post("/api/v1/inspections/{id}/lift", changes(s, propose_copied_lift)),
        post(
            "/api/v1/inspections/{id}/lift/confirm",
            writes<Nothing>(s, end_copied, Memory::keeps, Match::must)
        ),
        get("/api/v1/holds", list_of_holds(s)),
        get("/api/v1/holds/{id}", shows(s, load_hold_for)),
        post("/api/v1/holds/{id}/confirm", changes(s, confirm_hold)),
        post("/api/v1/holds/{id}/lift", writes<ReasonGiven>(s, lift)),
    };
}

}  // namespace ocop::api
