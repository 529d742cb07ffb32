#pragma once

#include "events/capture.hpp"
#include "events/names.hpp"
#include "orders.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/ledger/entry.hpp>

#include <string>
#include <vector>

// Three producers, of whom the first has a product of which stamps may be ordered, and places of
// two of them. Events are documents as clients write them, read by the reader of documents.
namespace ocop::test {

using accounts::Principal;
using events::Behaviour;
using events::Captured;
using Texts = std::vector<std::string>;

inline std::string const gtin_link = "https://id.gs1.org/01/" + item_gtin;
inline std::string const lot_l1 = gtin_link + "/10/L1";

// An object that was observed, with `members` besides.
inline std::string observed(std::string const& members, std::string const& action = "OBSERVE") {
    return R"({"type":"ObjectEvent","action":")" + action +
           R"(","eventTime":"2026-11-20T08:00:00Z","eventTimeZoneOffset":"+07:00",)" + members +
           "}";
}

inline std::string epcs(std::string const& id) {
    return R"("epcList":[")" + id + "\"]";
}

inline std::string quantity(std::string const& id) {
    return R"("quantityList":[{"epcClass":")" + id + R"(","quantity":3,"uom":"KGM"}])";
}

inline std::string to_producer(std::string const& id) {
    return R"(,"destinationList":[{"type":"owning_party","destination":")" +
           events::producer_uri(id) + "\"}]";
}

inline std::string at_place(std::string const& id, std::string const& member = "readPoint") {
    return ",\"" + member + R"(":{"id":")" + events::place_uri(id) + "\"}";
}

// Declared an error; `time` tells declarations apart.
inline std::string declared(std::string const& time) {
    return R"(,"errorDeclaration":{"declarationTime":")" + time + "\"}";
}

inline std::string document_of(Texts const& list) {
    std::string out =
        R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",)"
        R"({"ocop":"https://ocoptrace.vn/ns/"}],"type":"EPCISDocument","schemaVersion":"2.0",)"
        R"("creationDate":"2026-11-20T08:00:00Z","epcisBody":{"eventList":[)";
    for (std::size_t i = 0; i < list.size(); ++i) {
        out += (i == 0 ? "" : ",") + list[i];
    }
    return out + "]}}";
}

struct CaptureFixture : OrderFixture {
    CaptureFixture() {
        a = producer;
        b = add_producer("HTX Miến Dong Mẫu");
        c = add_producer("Cơ sở Mật Ong Thử");
        plot_a = add_place(a);
        other_plot_a = add_place(a);
        plot_b = add_place(b);
    }

    std::string add_producer(std::string const& name) {
        auto request = new_producer();
        request.name = {name, {}};
        request.tax_code = {};
        return must([&](store::Transaction& tx) {
                   return register_producer(tx, who, random, request);
               }
        ).id;
    }

    std::string add_place(std::string const& of) {
        registry::NewPlace request;
        request.name = {"Đồi", {}};
        request.producer = of;
        request.commune_code = "08620";
        return must([&](store::Transaction& tx) { return register_place(tx, who, random, request); }
        ).id;
    }

    static Principal person_of(std::string id) {
        Principal out;
        out.account = "a1";
        out.role = accounts::Role::producer_owner;
        out.reach = accounts::Reach::own;
        out.producer = std::move(id);
        out.unit = "producer:" + out.producer;
        return out;
    }

    static Principal grower_of(std::string id, std::vector<std::string> plots) {
        auto out = person_of(std::move(id));
        out.role = accounts::Role::grower;
        out.places = std::move(plots);
        return out;
    }

    epcis::Document document(Texts const& list) {
        auto parsed = json::parse(document_of(list), {1 << 21, epcis::depth_max});
        BOOST_TEST_REQUIRE(reason_of(parsed) == "");
        epcis::Reading reading;
        reading.now = clock().now();
        auto read = epcis::read_document(std::move(*parsed), reading);
        BOOST_TEST_REQUIRE(reason_of(read) == "", document_of(list));
        return std::move(*read);
    }

    events::Candidates candidates(Texts const& list) {
        auto out = events::prepare(document(list));
        BOOST_TEST_REQUIRE(reason_of(out) == "");
        return std::move(*out);
    }

    Captured capture(
        Principal const& by, Texts const& list, Behaviour behaviour = Behaviour::rollback
    ) {
        auto prepared = candidates(list);
        return must([&](store::Transaction& tx) {
            return events::capture(tx, by, prepared, behaviour);
        });
    }

    // "pointer slug" of each event that was refused.
    Texts refusals(
        Principal const& by, Texts const& list, Behaviour behaviour = Behaviour::rollback
    ) {
        return told(capture(by, list, behaviour));
    }

    static Texts told(Captured const& captured) {
        Texts out;
        for (auto const& refusal : captured.refusals) {
            auto const& faults = refusal.error.faults;
            out.push_back(
                std::to_string(http_like(refusal.error.code)) + " " +
                std::string(refusal.error.slug) + " " + refusal.pointer.substr(21) +
                (faults.empty() ? "" : faults[0].pointer)
            );
        }
        return out;
    }

    // Captures one event that must be taken, and gives what was stored.
    events::EventRecord taken(Principal const& by, std::string const& event) {
        auto const captured = capture(by, {event});
        BOOST_TEST_REQUIRE(told(captured).empty(), told(captured).front() << " of " << event);
        BOOST_TEST_REQUIRE(captured.numbers.size() == 1U);
        return event_numbered(captured.numbers.front());
    }

    // "" or what one event was refused with.
    std::string refused(Principal const& by, std::string const& event) {
        auto const before = contents();
        auto const captured = capture(by, {event});
        if (captured.refusals.empty()) {
            return "";
        }
        BOOST_TEST((contents() == before), "something was stored");
        return told(captured).front();
    }

    events::EventRecord event_numbered(events::EventNumber number) {
        auto const found = events::find_event(*store().snapshot(), number);
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        BOOST_TEST_REQUIRE(found->has_value());
        return **found;
    }

    std::vector<ledger::Entry> entries_of(std::string_view kind) {
        std::vector<ledger::Entry> out;
        auto const visit = [&](std::string_view, std::string_view bytes) {
            auto entry = ledger::parse_entry(bytes);
            if (entry && entry->kind == kind) {
                out.push_back(std::move(*entry));
            }
            return true;
        };
        auto const done = store().snapshot()->scan(store::Space::ledger, {}, {}, visit);
        BOOST_TEST_REQUIRE(reason_of(done) == "");
        return out;
    }

    static int http_like(Errc code) {
        return code == Errc::forbidden ? 403 : code == Errc::conflict ? 409 : 404;
    }

    std::string a;
    std::string b;
    std::string c;
    std::string plot_a;
    std::string other_plot_a;
    std::string plot_b;
    Principal const authority = accounts::system_principal("officer");
};

}  // namespace ocop::test
