#include "accounts/api_keys.hpp"
#include "accounts/audit.hpp"
#include "accounts/idempotency.hpp"
#include "accounts/notices.hpp"
#include "alerts/alert.hpp"
#include "api/jobs.hpp"
#include "api/orders.hpp"
#include "api/people.hpp"
#include "blobs/findings.hpp"
#include "catalogue/listing.hpp"
#include "dashboards/overview.hpp"
#include "events/dead_letter.hpp"
#include "events/named_query.hpp"
#include "events/short_form.hpp"
#include "events/story.hpp"
#include "events/tt02.hpp"
#include "http/limits.hpp"
#include "imports/import.hpp"
#include "inspections/inspections.hpp"
#include "inspections/recalls.hpp"
#include "openapi.hpp"
#include "prints/links.hpp"
#include "registry/admission.hpp"
#include "registry/authority.hpp"
#include "registry/certificate_acts.hpp"
#include "registry/membership.hpp"
#include "reports/report.hpp"
#include "service.hpp"
#include "stamps/destruction.hpp"
#include "stamps/own_moves.hpp"
#include "stamps/quota.hpp"
#include "stamps/recipients.hpp"
#include "stamps/reconciliation.hpp"
#include "tlog/health.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

namespace ocop::test {

namespace {

bool is_of_the_api(std::string const& operation) {
    for (auto const* start : {" /api/", " /.well-known/", " /healthz", " /log/", " /readyz"}) {
        if (operation.find(start) != std::string::npos) {
            return true;
        }
    }
    return false;
}

// A described struct and its schema have the same members; those that may be absent are the
// optional ones.
template <class T>
void check_schema(std::string const& name) {
    std::vector<std::string> members;
    std::vector<std::string> required;
    boost::mp11::mp_for_each<json::Members<T>>([&](auto d) {
        using Member = std::remove_cvref_t<decltype(std::declval<T&>().*d.pointer)>;
        members.emplace_back(d.name);
        if (!json::is_optional<Member>) {
            required.emplace_back(d.name);
        }
    });
    BOOST_TEST_CONTEXT(name) {
        BOOST_TEST_REQUIRE(document().members.count(name) == 1U);
        auto documented = document().members.at(name);
        std::sort(documented.begin(), documented.end());
        std::sort(members.begin(), members.end());
        BOOST_TEST(documented == members, boost::test_tools::per_element());
        auto const found = document().required.find(name);
        auto needed =
            found == document().required.end() ? std::vector<std::string>() : found->second;
        std::sort(needed.begin(), needed.end());
        std::sort(required.begin(), required.end());
        BOOST_TEST(needed == required, boost::test_tools::per_element());
    }
}

// The words after an Errc in a source, on the same line or the next: `Errc::refused,
// "lot_unknown"`.
std::vector<std::string> slugs_of(std::string const& file) {
    std::ifstream in(OCOP_TESTS_DIR "/../src/" + file);
    BOOST_TEST_REQUIRE(in.good(), file);
    std::string const source(std::istreambuf_iterator<char>(in), {});
    constexpr std::string_view mark = "Errc::";
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
    std::vector<std::string> out;
    for (auto at = source.find(mark); at != std::string::npos; at = source.find(mark, at + 1)) {
        auto const comma = source.find_first_not_of(letters, at + mark.size());
        auto const quote = source.find_first_not_of(" \n", comma + 1);
        if (source[comma] == ',' && source[quote] == '"') {
            auto const end = source.find('"', quote + 1);
            out.push_back(source.substr(quote + 1, end - quote - 1));
        }
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(document_of_the_api)

BOOST_AUTO_TEST_CASE(the_document_and_the_router_list_the_same_operations) {
    Service service;
    std::set<std::string> served;
    for (auto const& route : service.router->routes()) {
        auto operation =
            std::string(http::method_name(route.method)) + ' ' + std::string(route.pattern);
        // OpenAPI has no word for a parameter of several segments.
        if (auto const rest = operation.find("...}"); rest != std::string::npos) {
            operation.erase(rest, 3);
        }
        served.insert(std::move(operation));
    }
    for (auto const& operation : served) {
        BOOST_TEST(document().operations.count(operation) == 1U, operation << " undocumented");
    }
    for (auto const& operation : document().operations) {
        if (is_of_the_api(operation)) {
            BOOST_TEST(served.count(operation) == 1U, operation << " is not served");
        }
    }
    BOOST_TEST(served.size() > 40U);
}

BOOST_AUTO_TEST_CASE(the_document_says_429_of_just_the_operations_that_are_limited) {
    Service service;
    http::Limits limits({}, service.disk.random);
    for (auto const& route : service.router->routes()) {
        auto const operation =
            std::string(http::method_name(route.method)) + ' ' + std::string(route.pattern);
        auto const now = std::chrono::steady_clock::now();
        auto const counted = route.access == http::Access::gated ||
                             limits.count_anonymous(route, "192.0.2.7", now).has_value();
        BOOST_TEST((document().limited.count(operation) == 1U) == counted, operation);
    }
}

BOOST_AUTO_TEST_CASE(each_schema_has_the_members_of_its_struct) {
    check_schema<registry::Name>("Name");
    check_schema<registry::Quantity>("Quantity");
    check_schema<registry::Act>("Act");
    check_schema<registry::Photo>("Photo");
    check_schema<catalogue::Item>("CatalogueItem");
    check_schema<registry::Authority>("Authority");
    check_schema<registry::NewAuthority>("NewAuthority");
    check_schema<registry::Producer>("Producer");
    check_schema<registry::NewProducer>("NewProducer");
    check_schema<registry::Place>("Place");
    check_schema<registry::NewPlace>("NewPlace");
    check_schema<registry::Product>("Product");
    check_schema<registry::NewProduct>("NewProduct");
    check_schema<registry::Member>("Member");
    check_schema<registry::TradeItem>("TradeItem");
    check_schema<registry::NewTradeItem>("NewTradeItem");
    check_schema<stamp::Withdrawal>("Withdrawal");
    check_schema<stamp::CertificateTerm>("CertificateTerm");
    check_schema<registry::Certificate>("Certificate");
    check_schema<registry::NewCertificate>("NewCertificate");
    check_schema<registry::Extension>("Extension");
    check_schema<registry::WithdrawalRequest>("WithdrawalRequest");
    check_schema<registry::Reinstatement>("Reinstatement");
    check_schema<registry::PendingAct>("PendingAct");
    check_schema<registry::ActConfirmation>("ActConfirmation");
    check_schema<inspections::StampSpan>("StampSpan");
    check_schema<inspections::Action>("Action");
    check_schema<inspections::DeviceSignature>("DeviceSignature");
    check_schema<inspections::DeviceEnd>("DeviceEnd");
    check_schema<inspections::NamedDevice>("Device");
    check_schema<inspections::NewDevice>("NewDevice");
    check_schema<inspections::Seen>("Seen");
    check_schema<inspections::Inspection>("Inspection");
    check_schema<inspections::Hold>("Hold");
    check_schema<inspections::ReasonGiven>("ReasonGiven");
    check_schema<inspections::CopiedLift>("CopiedLift");
    check_schema<reports::Photo>("ReportPhoto");
    check_schema<inspections::RecallDrop>("RecallDrop");
    check_schema<inspections::RecallLift>("RecallLift");
    check_schema<inspections::RecallReply>("RecallReply");
    check_schema<inspections::Recall>("Recall");
    check_schema<inspections::NewRecall>("NewRecall");
    check_schema<inspections::RecallConfirmation>("RecallConfirmation");
    check_schema<inspections::LiftRequest>("LiftRequest");
    check_schema<inspections::NewReply>("NewReply");
    check_schema<verdicts::RecallAnswer>("RecallAnswer");
    check_schema<verdicts::HoldAnswer>("HoldAnswer");
    check_schema<imports::ImportHead>("ImportHead");
    check_schema<imports::Import>("Import");
    check_schema<imports::LineError>("ImportError");
    check_schema<registry::Lot>("Lot");
    check_schema<registry::NewLot>("NewLot");
    check_schema<events::Amount>("Amount");
    check_schema<events::ShortItem>("ShortItem");
    check_schema<events::Measurement>("Measurement");
    check_schema<events::ShortEvent>("ShortEvent");
    check_schema<events::NamedRef>("NamedRef");
    check_schema<events::StoryItem>("StoryItem");
    check_schema<events::StoryMeasurement>("StoryMeasurement");
    check_schema<events::StoryStep>("StoryStep");
    check_schema<events::Correction>("Correction");
    check_schema<events::StoryFile>("StoryFile");
    check_schema<events::StoryEvent>("StoryEvent");
    check_schema<events::Tt02Item>("Tt02Item");
    check_schema<events::Tt02>("Tt02");
    check_schema<stamps::Range>("Range");
    check_schema<stamps::StampOrder>("StampOrder");
    check_schema<stamps::NewOrder>("NewOrder");
    check_schema<accounts::Confirmation>("Confirmation");
    check_schema<registry::Admission>("Admission");
    check_schema<stamps::Positions>("Positions");
    check_schema<stamps::StampMove>("StampMove");
    check_schema<stamps::MoveRequest>("MoveRequest");
    check_schema<stamps::VoidRequest>("VoidRequest");
    check_schema<stamps::Quota>("Quota");
    check_schema<stamps::Reconciliation>("Reconciliation");
    check_schema<stamps::Stocktake>("Stocktake");
    check_schema<stamps::StampRecipient>("StampRecipient");
    check_schema<stamps::NewStocktake>("NewStocktake");
    check_schema<stamps::Destruction>("Destruction");
    check_schema<stamps::NewDestruction>("NewDestruction");
    check_schema<stamps::QuotaView>("QuotaView");
    check_schema<stamps::Attestation>("Attestation");
    check_schema<stamps::Raise>("Raise");
    check_schema<stamps::NewQuota>("NewQuota");
    check_schema<stamps::NewAttestation>("NewAttestation");
    check_schema<stamps::NewRaise>("NewRaise");
    check_schema<stamps::ActivationRequest>("ActivationRequest");
    check_schema<api::JobView>("Job");
    check_schema<api::OrderToApprove>("OrderToApprove");
    check_schema<api::Approvals>("Approvals");
    check_schema<dashboards::DayChecks>("DayChecks");
    check_schema<dashboards::ProvinceChecks>("ProvinceChecks");
    check_schema<dashboards::Expiring>("Expiring");
    check_schema<dashboards::RuleAlerts>("RuleAlerts");
    check_schema<dashboards::Overview>("Overview");
    check_schema<tlog::WitnessHealth>("WitnessHealth");
    check_schema<api::DiskRoom>("DiskRoom");
    check_schema<prints::Recipient>("Recipient");
    check_schema<prints::OvertFeature>("OvertFeature");
    check_schema<prints::NewRun>("NewRun");
    check_schema<prints::RunFile>("RunFile");
    check_schema<stamps::IssuingKey>("IssuingKey");
    check_schema<stamps::Revocation>("Revocation");
    check_schema<checks::Receipt>("Receipt");
    check_schema<checks::Summary>("Summary");
    check_schema<checks::SaidPlace>("SaidPlace");
    check_schema<verdicts::LotLine>("LotLine");
    check_schema<alerts::Figure>("Figure");
    check_schema<alerts::Alert>("Alert");
    check_schema<alerts::Closing>("Closing");
    check_schema<reports::Closing>("Closing");
    check_schema<reports::NewReport>("NewReport");
    check_schema<reports::Report>("Report");
    check_schema<verdicts::StampAnswer>("StampAnswer");
    check_schema<verdicts::ProductAnswer>("ProductAnswer");
    check_schema<verdicts::ProducerAnswer>("ProducerAnswer");
    check_schema<verdicts::CertificateAnswer>("CertificateAnswer");
    check_schema<verdicts::LotAnswer>("LotAnswer");
    check_schema<verdicts::Answer>("Answer");
    check_schema<accounts::Account>("Account");
    check_schema<accounts::NewAccount>("NewAccount");
    check_schema<accounts::NewApiKey>("NewApiKey");
    check_schema<accounts::AuditEntry>("AuditEntry");
    check_schema<accounts::Notice>("Notice");
    check_schema<registry::Recovery>("Recovery");
    check_schema<registry::RoleChange>("RoleChange");
    check_schema<api::OwnSession>("OwnSession");
    check_schema<blobs::Finding>("Finding");
    check_schema<events::NewQuery>("NewQuery");
    check_schema<events::ScheduleText>("ScheduleText");
    check_schema<events::DeliveryError>("DeliveryError");
    check_schema<events::DeadLetter>("DeadLetter");
}

BOOST_AUTO_TEST_CASE(every_request_example_has_the_form_that_is_read) {
    Service service;
    BOOST_TEST(document().examples.size() > 15U);
    for (auto const& [operation, example] : document().examples) {
        auto path = operation.substr(operation.find(' ') + 1);
        for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
            path.replace(at, path.find('}') - at + 1, "0001");
        }
        bool const put = operation.substr(0, 3) == "PUT";
        auto const reply = put ? service.put(path, example) : service.post(path, example);
        auto const problem = reply.problem();
        BOOST_TEST((problem != "request_invalid"), operation << reply.text());
        BOOST_TEST((problem.substr(0, 5) != "json_"), operation << reply.text());
        BOOST_TEST((reply.status() != 400 && reply.status() < 500), operation << reply.text());
    }
}

BOOST_AUTO_TEST_CASE(every_verdict_is_in_the_document_in_its_order) {
    std::string list = "enum: [";
    std::set<std::string> seen;
    for (std::size_t i = 0; i < stamp::verdict_count; ++i) {
        std::string const code(stamp::code_of(static_cast<stamp::Verdict>(i)));
        if (seen.insert(code).second) {
            list += (seen.size() == 1 ? "" : ", ") + code;
        }
    }
    BOOST_TEST(document().text.find(list + "]") != std::string::npos, list);
}

// Those of folders whose errors no client can meet are left out by name.
BOOST_AUTO_TEST_CASE(every_problem_that_a_request_can_meet_is_in_the_table) {
    for (auto const* file :
         {"api/request.cpp",
          "api/write.cpp",
          "api/prints.cpp",
          "api/boards.cpp",
          "api/jobs.cpp",
          "api/orders.cpp",
          "api/sheets.cpp",
          "prints/links.cpp",
          "prints/options.cpp",
          "prints/print_run.cpp",
          "prints/requests.cpp",
          "accounts/two_persons.cpp",
          "sheets/layout.cpp",
          "sheets/placing.cpp",
          "sheets/zpl.cpp",
          "api/keys.cpp",
          "api/open.cpp",
          "api/lot_events.cpp",
          "api/lot_event_csv.cpp",
          "api/lot_story.cpp",
          "events/short_form.cpp",
          "events/story.cpp",
          "accounts/idempotency.cpp",
          "registry/values.cpp",
          "imports/import.cpp",
          "imports/undo.cpp",
          "api/imports.cpp",
          "registry/names.cpp",
          "accounts/password.cpp",
          "registry/authority.cpp",
          "registry/certificate.cpp",
          "registry/certificate_acts.cpp",
          "accounts/two_persons.cpp",
          "inspections/actions.cpp",
          "inspections/copied.cpp",
          "inspections/holds.cpp",
          "inspections/inspections.cpp",
          "inspections/recalls.cpp",
          "api/inspections.cpp",
          "pins/pins.cpp",
          "stamp/pin.cpp",
          "verdicts/pin_check.cpp",
          "registry/lot.cpp",
          "registry/producer.cpp",
          "registry/product.cpp",
          "stamps/orders.cpp",
          "stamps/moves.cpp",
          "stamps/selection.cpp",
          "stamps/own_moves.cpp",
          "stamps/keys.cpp",
          "checks/checks.cpp",
          "http/parameters.cpp",
          "http/router.cpp",
          "http/connection.cpp",
          "http/admission.cpp",
          "http/limits.cpp",
          "api/moves.cpp",
          "stamps/destruction.cpp",
          "stamps/lapse.cpp",
          "stamps/reconciliation.cpp",
          "accounts/two_persons.cpp",
          "registry/admission.cpp",
          "stamps/approval.cpp",
          "stamps/order_record.cpp",
          "stamps/quota.cpp",
          "api/gate.cpp",
          "api/caller.cpp",
          "api/sign_in.cpp",
          "api/account.cpp",
          "api/people.cpp",
          "api/oidc.cpp",
          "accounts/id_token.cpp",
          "accounts/oidc.cpp",
          "accounts/oidc_link.cpp",
          "accounts/account.cpp",
          "accounts/api_keys.cpp",
          "accounts/credentials.cpp",
          "accounts/invitations.cpp",
          "accounts/notices.cpp",
          "registry/membership.cpp",
          "api/blobs.cpp",
          "api/catalogue.cpp",
          "api/register.cpp",
          "catalogue/listing.cpp",
          "catalogue/sheets.cpp",
          "api/digest.cpp",
          "blobs/files.cpp",
          "blobs/findings.cpp",
          "blobs/jpeg.cpp",
          "blobs/png.cpp",
          "blobs/record.cpp",
          "blobs/upload.cpp",
          "api/epcis_queries.cpp",
          "events/named_query.cpp",
          "events/schedule.cpp",
          "events/subscription.cpp",
          "events/subscription_body.cpp",
          "events/dead_letter.cpp",
          "alerts/alert.cpp",
          "api/alerts.cpp",
          "api/reports.cpp",
          "reports/photos.cpp",
          "reports/report.cpp",
          "webhooks/destination.cpp",
          "base/json.cpp"}) {
        for (auto const& slug : slugs_of(file)) {
            bool const ours = slug == "store_corrupt" || slug == "kid_taken" ||
                              slug == "vault_key_wrong" || slug == "blob_hash_malformed" ||
                              slug == "image_unwritable" ||
                              slug == "oidc_issuer_malformed";  // never a client's
            BOOST_TEST(
                (ours || document().text.find("| `" + slug + "` |") != std::string::npos),
                slug << " of " << file << " is not documented"
            );
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
