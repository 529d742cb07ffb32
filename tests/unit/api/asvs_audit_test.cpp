#include "accounts/audit.hpp"
#include "two_producers.hpp"

// The audit (OWASP ASVS 5.0, 16.3 and 16.4): what was decided is in it once, and nothing of it can
// be changed unseen.
namespace ocop::test {

namespace {

std::size_t audited(Service const& service, std::string const& act, std::string const& subject) {
    std::size_t out = 0;
    accounts::AuditQuery query;
    query.act = act;
    query.subject = subject;
    auto const done = accounts::search_audit(
        *service.disk.store->snapshot(),
        query,
        [&](accounts::AuditEntry const& entry) {
            BOOST_TEST(entry.actor.size() == 16U);
            BOOST_TEST(entry.role != "");
            BOOST_TEST(entry.request == "r1");
            ++out;
            return true;
        }
    );
    BOOST_TEST_REQUIRE(reason_of(done) == "");
    return out;
}

std::vector<std::pair<std::string, std::string>> audit_records(Service const& service) {
    std::vector<std::pair<std::string, std::string>> out;
    auto const done = service.disk.store->snapshot()
                          ->scan(store::Space::audit, "e", {}, [&](auto key, auto value) {
                              out.emplace_back(key, value);
                              return true;
                          });
    BOOST_TEST_REQUIRE(reason_of(done) == "");
    return out;
}

std::string audit_fault(Service const& service) {
    return slug_of(accounts::check_audit(*service.disk.store->snapshot()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(asvs_audit)

BOOST_AUTO_TEST_CASE(asvs_16_3_1_every_decision_leaves_one_entry_that_says_who_and_on_what) {
    TwoProducers world;

    struct Act {
        std::string who;
        std::string route;
        std::string subject;
        std::string body;
    };

    std::string const decision = R"({"decision":"9/QĐ","decided_on":"2026-11-01")";
    for (auto const& act : std::vector<Act>{
             {"approver", "/api/v1/stamp-orders/{id}/approve", world.a.requested, ""},
             {"approver", "/api/v1/stamp-orders/{id}/issue", world.a.requested, ""},
             {"owner_a",
              "/api/v1/stamp-orders/{id}/activate",
              world.a.requested,
              R"({"first":1,"last":2})"},
             {"approver",
              "/api/v1/certificates/{id}/withdraw",
              world.b.certificate,
              decision + R"(,"ground":1,"effective_on":"2026-11-20"})"},
             {"admin",
              "/api/v1/certificates/{id}/withdraw/confirm",
              world.b.certificate,
              R"({"decision":"9/QĐ"})"},
             {"approver",
              "/api/v1/certificates/{id}/reinstate",
              world.b.certificate,
              decision + "}"},
             {"owner_a", "/api/v1/accounts/{id}/disable", world.a.staff, ""},
             {"owner_a", "/api/v1/accounts/{id}/enable", world.a.staff, ""},
             {"owner_a", "/api/v1/accounts/{id}/role", world.a.staff, R"({"role":"partner"})"},
             {"admin", "/api/v1/accounts/{id}/recover", world.b.staff, R"({"evidence":"CCCD"})"},
             {"admin", "/api/v1/keys/{kid}/revoke", "0001", R"({"reason":"drill"})"}}) {
        auto path = act.route;
        auto const open = path.find('{');
        path.replace(open, path.find('}') - open + 1, act.subject);
        if (path.ends_with("/activate")) {
            world.print(act.subject);
        }
        auto const before = audited(world, "POST " + act.route, act.subject);
        auto const record = path.substr(0, path.find('/', path.find(act.subject)));
        auto const& who = world.people.at(act.who);
        auto const reply = path.ends_with("/confirm")
                               ? confirm_read_as(world, who, record, path, act.body)
                               : post_as(world, who, path, act.body);
        BOOST_TEST_REQUIRE(reply.status() == 200, act.route << reply.text());
        BOOST_TEST(audited(world, "POST " + act.route, act.subject) == before + 1, act.route);
        // What was not done is not in it.
        auto const size = audit_records(world).size();
        auto const refused = post_as(world, world.people.at("owner_b"), path, act.body);
        BOOST_TEST(refused.status() >= 400, act.route);
        BOOST_TEST(audit_records(world).size() == size, act.route);
    }
    // And so does a read of what is sensitive.
    auto const read = "/api/v1/accounts/" + world.a.staff;
    BOOST_TEST(get_as(world, world.people.at("auditor"), read).status() == 200);
    BOOST_TEST(audited(world, "GET /api/v1/accounts/{id}", world.a.staff) == 1U);
    BOOST_TEST(audit_fault(world) == "");
}

BOOST_AUTO_TEST_CASE(asvs_16_4_2_a_changed_moved_or_missing_audit_entry_is_found) {
    TwoProducers world;
    auto const records = audit_records(world);
    BOOST_TEST_REQUIRE(records.size() > 10U);
    BOOST_TEST(audit_fault(world) == "");
    auto const put = [&](std::string const& key, std::optional<std::string> const& value) {
        auto const done = transact_now(*world.disk.store, [&](store::Transaction& tx) {
            if (value) {
                tx.put(store::Space::audit, key, *value);
            } else {
                tx.erase(store::Space::audit, key);
            }
            return Result<void>();
        });
        BOOST_TEST_REQUIRE(reason_of(done) == "");
    };
    for (auto const at : {std::size_t{0}, records.size() / 2, records.size() - 1}) {
        auto const& [key, value] = records[at];
        auto forged = value;
        auto const actor = forged.find("\"actor\":\"") + 9;
        forged[actor] = forged[actor] == 'A' ? 'B' : 'A';
        put(key, forged);
        BOOST_TEST(audit_fault(world) == "audit_broken", at);
        put(key, records[(at + 1) % records.size()].second);
        BOOST_TEST(audit_fault(world) == "audit_broken", at);
        put(key, std::nullopt);
        BOOST_TEST(audit_fault(world) == "audit_broken", at);
        put(key, value);
        BOOST_TEST(audit_fault(world) == "", at);
    }
    // One more than the head says.
    auto const& [last, value] = records.back();
    auto next = last;
    ++next.back();
    put(next, value);
    BOOST_TEST(audit_fault(world) == "audit_broken");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
