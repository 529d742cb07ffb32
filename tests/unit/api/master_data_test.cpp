#include "two_producers.hpp"

// Master data in the header of a captured document, through the service.
namespace ocop::test {

namespace {

std::string const capture = "/epcis/v2/capture";
std::string const list_pointer =
    "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/";

std::string place_of(Things const& things) {
    return "urn:ocop:place:" + things.place;
}

std::string event_at(Things const& things, std::string const& where, std::string const& serial) {
    return R"({"type":"ObjectEvent","eventTime":"2026-11-01T03:00:00Z",)"
           R"("eventTimeZoneOffset":"+07:00","action":"OBSERVE","eventID":"urn:x:event:)" +
           serial + R"(","epcList":["https://id.gs1.org/01/)" + things.gtin + "/21/" + serial +
           R"("],"readPoint":{"id":")" + where + R"("}})";
}

std::string document_of(std::string const& elements, std::string const& events) {
    return R"({"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",)"
           R"("type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-11-01T00:00:00Z",)"
           R"("epcisHeader":{"epcisMasterData":{"vocabularyList":[{)"
           R"("type":"urn:epcglobal:epcis:vtype:BusinessLocation","vocabularyElementList":[)" +
           elements + R"(]}]}},"epcisBody":{"eventList":[)" + events + "]}}";
}

struct World : TwoProducers {
    SignedIn const& owner = people.at("owner_a");
    SignedIn const& rival = people.at("owner_b");

    std::string plot_elements() const {
        return R"({"id":")" + place_of(a) +
               R"(","attributes":[{"id":"cbvmda:site","attribute":"Đồi chè"}],)"
               R"("children":["urn:x:hall"]},{"id":"urn:x:hall","children":["urn:x:bench"]})";
    }

    std::vector<std::string> found(SignedIn const& who, std::string const& parameters) {
        auto const reply = get_as(*this, who, "/epcis/v2/events?" + parameters);
        BOOST_TEST_REQUIRE(reply.status() == 200, reply.text());
        std::vector<std::string> out;
        auto const body = reply.body();
        auto const& list =
            body.at("epcisBody").at("queryResults").at("resultsBody").at("eventList").as_array();
        for (auto const& event : list) {
            out.emplace_back(event.at("eventID").as_string());
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    Reply proceed(SignedIn const& who, std::string const& body) {
        auto request = ask_as(who, http::Method::post, capture, body);
        request.headers.push_back({"GS1-Capture-Error-Behaviour", "proceed"});
        return send(std::move(request));
    }
};

using Texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(master_data)

BOOST_FIXTURE_TEST_CASE(a_registered_place_finds_what_happens_two_levels_below, World) {
    auto const sent = post_as(
        *this,
        owner,
        capture,
        document_of(
            plot_elements(), event_at(a, "urn:x:bench", "1") + "," + event_at(a, "urn:x:far", "2")
        )
    );
    BOOST_TEST_REQUIRE(sent.status() == 202, sent.text());
    BOOST_TEST(
        get_as(*this, owner, std::string(sent.header("Location"))).body().at("success") == true
    );
    auto const below = "&GE_eventTime=2026-11-01T00:00:00Z";
    BOOST_TEST((found(owner, "WD_readPoint=" + place_of(a) + below) == Texts{"urn:x:event:1"}));
    BOOST_TEST(
        (found(owner, "WD_readPoint=urn:x:far" + std::string(below)) == Texts{"urn:x:event:2"})
    );
    // Those of its own plot, told before.
    BOOST_TEST(found(owner, "HASATTR_readPoint=cbvmda:site").size() == 2U);
    BOOST_TEST(
        found(owner, "EQATTR_readPoint_cbvmda:site=%C4%90%E1%BB%93i%20ch%C3%A8").size() == 2U
    );
    BOOST_TEST(found(owner, "EQATTR_readPoint_cbvmda:site=x").empty());
    BOOST_TEST(found(rival, "WD_readPoint=" + place_of(a)).empty());
}

BOOST_FIXTURE_TEST_CASE(anothers_place_is_a_403_or_an_error_of_the_job, World) {
    auto const body = document_of(plot_elements(), event_at(b, "urn:x:far", "1"));
    auto const refused = post_as(*this, rival, capture, body);
    BOOST_TEST(refused.status() == 403);
    BOOST_TEST(refused.text().find("thing_of_another") != std::string::npos, refused.text());
    BOOST_TEST(refused.text().find(list_pointer + "0/id") != std::string::npos, refused.text());
    auto const taken = proceed(rival, body);
    BOOST_TEST_REQUIRE(taken.status() == 202, taken.text());
    auto const job = get_as(*this, rival, std::string(taken.header("Location"))).body();
    BOOST_TEST(job.at("success") == false);
    auto const& errors = job.at("errors").as_array();
    BOOST_TEST_REQUIRE(errors.size() == 1U);
    BOOST_TEST(std::string(errors[0].at("pointer").as_string()) == list_pointer + "0/id");
    BOOST_TEST(errors[0].at("status") == 403);
    BOOST_TEST((found(rival, "WD_readPoint=urn:x:far") == Texts{"urn:x:event:1"}));
}

BOOST_FIXTURE_TEST_CASE(a_grower_describes_the_own_plot_alone, World) {
    auto const& grower = people.at("grower_a");
    auto const own = R"({"id":")" + place_of(a) + R"("})";
    BOOST_TEST(post_as(*this, grower, capture, document_of(own, "")).status() == 202);
    auto const other = post_as(*this, grower, capture, document_of(R"({"id":"urn:x:free"})", ""));
    BOOST_TEST(other.status() == 403);
    BOOST_TEST(other.text().find(list_pointer + "0/id") != std::string::npos, other.text());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
