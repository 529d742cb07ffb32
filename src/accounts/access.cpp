#include "accounts/access.hpp"

#include "accounts/account.hpp"

#include <algorithm>
#include <stdexcept>

namespace ocop::accounts {

namespace {

using enum Scope;

// One letter a role, in the order of Role: owner, staff, grower, partner | inspector, guest |
// commune officer, officer, approver, administrator | auditor. '.' none, o own, c commune, a all.
// A row that is not so long, or has another letter, does not compile.
consteval std::array<Reach, role_count> reaches(std::string_view letters) {
    std::array<Reach, role_count> out{};
    std::size_t at = 0;
    for (char const c : letters) {
        if (c == ' ') {
            continue;
        }
        if (at == role_count) {
            throw std::logic_error("too many letters");
        }
        switch (c) {
            case '.':
                out[at++] = Reach::none;
                break;
            case 'o':
                out[at++] = Reach::own;
                break;
            case 'c':
                out[at++] = Reach::commune;
                break;
            case 'a':
                out[at++] = Reach::all;
                break;
            default:
                throw std::logic_error("no such reach");
        }
    }
    if (at != role_count) {
        throw std::logic_error("too few letters");
    }
    return out;
}

constexpr Demand for_people{};
constexpr Demand to_enrol{.unenrolled = true};
constexpr Demand stepped_up{.step_up = true};
constexpr Demand sensitive{.audited = true};

// The same, and programs may too.
constexpr Demand sensitive_by(Scope scope) {
    return {.scope = scope, .audited = true};
}

constexpr Demand by(Scope scope) {
    return {.scope = scope};
}

// By an API key of this scope, or by a person who stepped up.
constexpr Demand decided(Scope scope) {
    return {.scope = scope, .step_up = true};
}

// clang-format off
constexpr AccessRow rows[] = {
    // The register.
    {"POST /api/v1/authorities",                     reaches(".... .. ...a ."), by(registration)},
    {"GET /api/v1/authorities",                      reaches("aaaa aa aaaa a"), by(read)},
    {"GET /api/v1/authorities/{id}",                 reaches("aaaa aa aaaa a"), by(read)},
    {"POST /api/v1/authorities/{id}/successor",      reaches(".... .. ...a ."), by(registration)},
    {"POST /api/v1/producers",                       reaches(".... .. .a.a ."), by(registration)},
    {"GET /api/v1/producers",                        reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/producers/{id}",                   reaches("oo.. a. caaa a"), by(read)},
    {"PUT /api/v1/producers/{id}",                   reaches(".... .. ca.a ."), by(registration)},
    {"POST /api/v1/places",                          reaches("oo.. .. ca.a ."), by(lots)},
    {"GET /api/v1/places",                           reaches("ooo. a. caaa a"), by(read)},
    {"GET /api/v1/places/{id}",                      reaches("ooo. a. caaa a"), by(read)},
    {"POST /api/v1/products",                        reaches(".... .. .a.a ."), by(registration)},
    {"GET /api/v1/products",                         reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/products/{code}",                  reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/trade-items",                     reaches("o... .. .a.a ."), by(lots)},
    {"GET /api/v1/trade-items",                      reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/trade-items/{gtin}",               reaches("oo.. a. caaa a"), by(read)},
    {"PUT /api/v1/trade-items/{gtin}/photo",         reaches("oo.. .. .a.a ."), by(lots)},
    {"POST /api/v1/certificates",                    reaches(".... .. .a.a ."), by(registration)},
    {"GET /api/v1/certificates",                     reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/certificates/{id}",                reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/certificates/{id}/confirm",       reaches(".... .. .aaa ."), decided(approve)},
    {"POST /api/v1/certificates/{id}/extend",        reaches(".... .. ..aa ."), decided(approve)},
    {"POST /api/v1/certificates/{id}/extend/confirm",
                                                     reaches(".... .. ..aa ."), decided(approve)},
    {"POST /api/v1/certificates/{id}/withdraw",      reaches(".... .. ..aa ."), decided(approve)},
    {"POST /api/v1/certificates/{id}/withdraw/confirm",
                                                     reaches(".... .. ..aa ."), decided(approve)},
    {"POST /api/v1/certificates/{id}/reinstate",     reaches(".... .. ..aa ."), decided(approve)},
    {"POST /api/v1/certificates/{id}/reinstate/confirm",
                                                     reaches(".... .. ..aa ."), decided(approve)},
    {"POST /api/v1/lots",                            reaches("oo.. .. .a.a ."), by(lots)},
    {"GET /api/v1/lots",                             reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/lots/{gtin}/{lot}",                reaches("oo.. a. caaa a"), by(read)},

    // Files of lines to register, and what they made; undone as one.
    {"POST /api/v1/imports",                         reaches(".... .. .a.a ."), by(registration)},
    {"GET /api/v1/imports",                          reaches(".... .. .aaa a"), by(read)},
    {"GET /api/v1/imports/{id}",                     reaches(".... .. .aaa a"), by(read)},
    {"POST /api/v1/imports/{id}/undo",               reaches(".... .. .a.a ."), stepped_up},

    // Photos and test reports. Who works in the field sends them; an original tells where and when.
    {"POST /api/v1/blobs",                           reaches("oooo a. .a.a ."), by(lots)},
    {"GET /api/v1/blobs/{sha256}",                   reaches("oooo a. caaa a"), by(read)},
    {"GET /api/v1/blobs/{sha256}/original",          reaches("oooo a. .... ."), sensitive_by(read)},
    {"GET /api/v1/findings",                         reaches(".... a. .aaa a"), by(read)},

    // How much of a product may carry stamps. Who declares, who attests and who raises are three.
    {"POST /api/v1/quotas",                          reaches("o... .. .a.a ."), by(orders)},
    {"GET /api/v1/quotas",                           reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/quotas/{id}",                      reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/quotas/{id}/attest",              reaches(".... .. c... ."), stepped_up},
    {"POST /api/v1/quotas/{id}/raise",               reaches(".... .. caaa ."), decided(approve)},
    {"POST /api/v1/quotas/{id}/raise/confirm",       reaches(".... .. ..aa ."), decided(approve)},

    // Stamps.
    {"POST /api/v1/stamp-orders",                    reaches("oo.. .. .a.a ."), by(orders)},
    {"GET /api/v1/stamp-orders",                     reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/stamp-orders/{id}",                reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/stamp-orders/{id}/approve",       reaches(".... .. ..aa ."), decided(approve)},
    {"POST /api/v1/stamp-orders/approve",            reaches(".... .. ..aa ."), decided(approve)},
    {"POST /api/v1/stamp-orders/{id}/issue",         reaches(".... .. ..aa ."), decided(approve)},
    {"POST /api/v1/stamp-orders/{id}/cancel",        reaches("oo.. .. .aaa ."), by(orders)},
    {"POST /api/v1/stamp-orders/{id}/activate",      reaches("oo.. .. ...a ."), by(activate)},
    {"POST /api/v1/stamp-orders/{id}/moves",         reaches("oo.. .. ...a ."), by(activate)},
    {"POST /api/v1/stamp-orders/{id}/void",          reaches(".... .. ..aa ."), decided(approve)},
    {"GET /api/v1/stamp-orders/{id}/moves",          reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/stamp-orders/{id}/segments",       reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/stamp-orders/{id}/stocktakes",    reaches("oo.. a. caaa ."), by(activate)},
    {"GET /api/v1/stamp-orders/{id}/reconciliation", reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/lots/{gtin}/{lot}/close",         reaches("oo.. .. .a.a ."), by(lots)},
    {"GET /api/v1/lots/{gtin}/{lot}/reconciliation", reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/producers/{id}/reconciliation",    reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/quotas/{id}/reconciliation",       reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/destructions",                    reaches("o... .. caaa ."), decided(approve)},
    {"GET /api/v1/destructions",                     reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/destructions/{id}",                reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/destructions/{id}/confirm",       reaches(".... a. caaa ."), decided(approve)},

    // Print runs. Who gets the file could print copies: officials who only look see the run alone.
    {"POST /api/v1/print-runs",                      reaches("oo.. .. ...a ."), by(print)},
    {"POST /api/v1/print-runs/reprint",              reaches("oo.. .. .aaa ."), stepped_up},
    {"GET /api/v1/print-runs",                       reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/print-runs/{id}",                  reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/print-runs/{id}/confirm",         reaches("o... .. c.aa ."), stepped_up},
    {"POST /api/v1/print-runs/{id}/cancel",          reaches("oo.. .. .aaa ."), by(print)},
    {"POST /api/v1/print-runs/{id}/link",            reaches("oo.. .. ...a ."), by(print)},
    {"GET /api/v1/jobs/{id}",                        reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/jobs/{id}/events",                 reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/sheets/presets",                   reaches("aaaa aa aaaa a"), by(read)},
    {"GET /api/v1/sheets/calibration.pdf",           reaches("oo.. .. ...a ."), by(print)},

    // Inspections, holds, recalls. Who proposed an act does not confirm it: two_persons.hpp.
    {"POST /api/v1/inspections",                     reaches(".... a. .... ."), for_people},
    {"GET /api/v1/inspections",                      reaches(".... a. .aaa a"), for_people},
    {"GET /api/v1/inspections/{id}",                 reaches(".... a. .aaa a"), for_people},
    {"GET /api/v1/inspections/{id}/minutes",         reaches(".... a. .aaa a"), for_people},
    {"GET /api/v1/inspections/{id}/photos/{sha256}", reaches(".... a. .aaa a"), for_people},
    {"POST /api/v1/inspections/{id}/lift",           reaches(".... .. .aaa ."), stepped_up},
    {"POST /api/v1/inspections/{id}/lift/confirm",   reaches(".... .. .aaa ."), stepped_up},
    {"GET /api/v1/holds",                            reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/holds/{id}",                       reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/holds/{id}/confirm",              reaches(".... .. .aaa ."), stepped_up},
    {"POST /api/v1/holds/{id}/lift",                 reaches(".... .. .aaa ."), stepped_up},
    {"POST /api/v1/lots/{gtin}/{lot}/recall",        reaches("o... .. .aaa ."), stepped_up},
    {"GET /api/v1/lots/{gtin}/{lot}/recall",         reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/lots/{gtin}/{lot}/recall/confirm",
                                                     reaches(".... .. .aaa ."), stepped_up},
    {"POST /api/v1/lots/{gtin}/{lot}/recall/drop",   reaches(".... a. .aaa ."), stepped_up},
    {"POST /api/v1/lots/{gtin}/{lot}/recall/lift",   reaches(".... .. .aaa ."), stepped_up},
    {"POST /api/v1/lots/{gtin}/{lot}/recall/lift/confirm",
                                                     reaches(".... .. .aaa ."), stepped_up},
    {"POST /api/v1/lots/{gtin}/{lot}/recall/reply",  reaches("o... .. .... ."), for_people},

    // What an inspector's device works with when there is no network: it tells covert features.
    {"GET /api/v1/bundle",                           reaches(".... a. .a.a ."), by(inspect)},
    {"GET /api/v1/bundle/lots/{hash}",               reaches(".... a. .a.a ."), by(inspect)},
    {"POST /api/v1/devices",                         reaches(".... a. .a.a ."), by(inspect)},
    {"GET /api/v1/devices",                          reaches(".... o. .a.a ."), by(inspect)},
    {"POST /api/v1/devices/{id}/revoke",             reaches(".... o. .a.a ."), for_people},

    // Alerts: what inspectors should look at. A producer sees those about its own stamps.
    {"GET /api/v1/alerts",                           reaches("oo.. a. caaa a"), by(read)},
    {"GET /api/v1/alerts/{id}",                      reaches("oo.. a. caaa a"), by(read)},
    {"POST /api/v1/alerts/{id}/close",               reaches(".... a. .aaa ."), for_people},
    {"GET /api/v1/lots/{gtin}/{lot}/checks",         reaches("oo.. a. caaa a"), by(read)},

    // The province as a whole, and the ledger.
    {"GET /api/v1/dashboards/overview",              reaches(".... .. .aaa a"), by(read)},
    {"GET /api/v1/dashboards/overview.pdf",          reaches(".... .. .aaa a"), by(read)},
    {"GET /api/v1/ledger/health",                    reaches(".... .. ...a a"), by(read)},

    // What buyers report. One report may say how to reach its buyer.
    {"GET /api/v1/reports",                          reaches(".... a. caaa a"), by(read)},
    {"GET /api/v1/reports/{id}",                     reaches(".... a. caaa ."), sensitive},
    {"GET /api/v1/reports/{id}/photos/{sha256}",     reaches(".... a. caaa ."), sensitive},
    {"POST /api/v1/reports/{id}/close",              reaches(".... a. .aaa ."), for_people},
    {"POST /api/v1/reports/{id}/erase-contact",      reaches(".... a. .aaa ."), for_people},

    // Events (EPCIS). What an event may name: events/ownership.hpp; what is seen: its parties.
    {"POST /epcis/v2/capture",                       reaches("ooo. .. ...a ."), by(events)},
    {"GET /epcis/v2/capture",                        reaches("ooo. a. caaa a"), by(read)},
    {"GET /epcis/v2/capture/{captureID}",            reaches("ooo. a. caaa a"), by(read)},
    {"POST /epcis/v2/events",                        reaches("ooo. .. ...a ."), by(events)},
    {"GET /epcis/v2/events",                         reaches("oooo a. caaa a"), by(read)},
    {"GET /epcis/v2/events/{eventID}",               reaches("oooo a. caaa a"), by(read)},
    {"DELETE /epcis/v2/nextPageToken/{token}",       reaches("oooo a. caaa a"), by(read)},
    {"GET /epcis/v2/{resource}",                     reaches("oooo a. caaa a"), by(read)},
    {"GET /epcis/v2/{resource}/{value}",             reaches("oooo a. caaa a"), by(read)},
    {"GET /epcis/v2/{resource}/{value}/events",      reaches("oooo a. caaa a"), by(read)},
    {"GET /api/v1/step-templates",                   reaches("aaaa aa aaaa a"), by(read)},
    {"POST /api/v1/lots/{gtin}/{lot}/events",        reaches("ooo. .. ...a ."), by(events)},
    {"POST /api/v1/lots/{gtin}/{lot}/events/csv",    reaches("ooo. .. ...a ."), by(events)},
    {"GET /api/v1/lots/{gtin}/{lot}/events",         reaches("oooo a. caaa a"), by(read)},
    {"GET /api/v1/lots/{gtin}/{lot}/epcis",          reaches("oooo a. caaa a"), by(read)},
    {"GET /api/v1/lots/{gtin}/{lot}/tt02",           reaches("oooo a. caaa a"), by(read)},
    // Named queries are for colleagues: what one's producer, commune or authority made.
    {"POST /epcis/v2/queries",                       reaches("oo.. a. caaa ."), by(events)},
    {"GET /epcis/v2/queries",                        reaches("oooo a. caaa a"), by(read)},
    {"GET /epcis/v2/queries/{queryName}",            reaches("oooo a. caaa a"), by(read)},
    {"DELETE /epcis/v2/queries/{queryName}",         reaches("oo.. a. caaa ."), by(events)},
    {"GET /epcis/v2/queries/{queryName}/events",     reaches("oooo a. caaa a"), by(read)},
    {"POST /epcis/v2/queries/{queryName}/subscriptions",
                                                     reaches("oo.. a. caaa ."), by(events)},
    {"GET /epcis/v2/queries/{queryName}/subscriptions",
                                                     reaches("oo.. a. caaa ."), by(read)},
    {"GET /epcis/v2/queries/{queryName}/subscriptions/{subscriptionID}",
                                                     reaches("oo.. a. caaa ."), by(read)},
    {"DELETE /epcis/v2/queries/{queryName}/subscriptions/{subscriptionID}",
                                                     reaches("oo.. a. caaa ."), by(events)},
    {"GET /api/v1/dead-letters",                     reaches("oo.. a. caaa ."), by(read)},
    {"POST /api/v1/dead-letters/{id}/retry",         reaches("oo.. a. caaa ."), by(events)},

    // Issuing keys.
    {"GET /api/v1/keys",                             reaches("aaaa aa aaaa a"), by(read)},
    {"GET /api/v1/keys/{kid}",                       reaches("aaaa aa aaaa a"), by(read)},
    {"POST /api/v1/keys/{kid}/revoke",               reaches(".... .. ...a ."), decided(approve)},

    // One's own account.
    {"GET /api/v1/account",                          reaches("oooo oo oooo o"), to_enrol},
    {"POST /api/v1/account/password",                reaches("oooo oo oooo o"), to_enrol},
    {"POST /api/v1/account/totp",                    reaches("oooo oo oooo o"), to_enrol},
    {"POST /api/v1/account/totp/confirm",            reaches("oooo oo oooo o"), to_enrol},
    {"GET /api/v1/account/notices",                  reaches("oooo oo oooo o"), for_people},
    {"GET /api/v1/account/personal-data",            reaches("oooo oo oooo o"), sensitive},
    {"POST /api/v1/account/leave",                   reaches("oooo oo oooo o"), stepped_up},
    {"POST /api/v1/account/erase",                   reaches("oooo oo oooo o"), stepped_up},
    {"GET /api/v1/sessions",                         reaches("oooo oo oooo o"), for_people},
    {"DELETE /api/v1/sessions/current",              reaches("oooo oo oooo o"), to_enrol},
    {"DELETE /api/v1/sessions",                      reaches("oooo oo oooo o"), to_enrol},
    {"POST /api/v1/sessions/current/step-up",        reaches("oooo oo oooo o"), to_enrol},
    {"POST /api/v1/api-keys",                        reaches("oo.. .. ...a ."), stepped_up},
    {"GET /api/v1/api-keys",                         reaches("oo.. .. ...a ."), for_people},
    {"DELETE /api/v1/api-keys/{id}",                 reaches("oo.. .. ...a ."), for_people},

    // Other people's. Whose: the second table.
    {"POST /api/v1/invitations",                     reaches("o... .. ca.a ."), stepped_up},
    {"GET /api/v1/accounts",                         reaches("o... .. ca.a a"), sensitive},
    {"GET /api/v1/accounts/{id}",                    reaches("o... .. ca.a a"), sensitive},
    {"POST /api/v1/accounts/{id}/disable",           reaches("o... .. ca.a ."), stepped_up},
    {"POST /api/v1/accounts/{id}/enable",            reaches("o... .. ca.a ."), stepped_up},
    {"POST /api/v1/accounts/{id}/role",              reaches("o... .. ...a ."), stepped_up},
    {"POST /api/v1/accounts/{id}/recover",           reaches(".... .. c..a ."), stepped_up},
    {"POST /api/v1/accounts/{id}/erase",             reaches(".... .. ...a ."), stepped_up},
    {"GET /api/v1/audit",                            reaches(".... .. ...a a"), sensitive},
};

struct ManagesRow {
    Role who;
    std::array<Reach, role_count> whose;
};

constexpr ManagesRow manages_rows[] = {
    {Role::producer_owner,  reaches("oooo .. .... .")},
    {Role::commune_officer, reaches("cccc .. .... .")},
    {Role::officer,         reaches("aaaa .. a... .")},
    {Role::administrator,   reaches("aaaa aa aaaa a")},
};
// clang-format on

}  // namespace

std::span<AccessRow const> access_table() {
    return rows;
}

AccessRow const* find_access(std::string_view route) {
    auto const* const found = std::find_if(
        std::begin(rows), std::end(rows), [&](AccessRow const& row) { return row.route == route; }
    );
    return found == std::end(rows) ? nullptr : found;
}

Reach manages(Role who, Role role) {
    for (auto const& row : manages_rows) {
        if (row.who == who) {
            return row.whose[static_cast<std::size_t>(role)];
        }
    }
    return Reach::none;
}

}  // namespace ocop::accounts
