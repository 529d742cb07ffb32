#include "qr/draw.hpp"
#include "qr/symbol.hpp"
#include "service.hpp"

#include <set>

namespace ocop::test {

namespace {

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> out;
    for (;;) {
        auto const end = std::min(text.find(separator), text.size());
        out.emplace_back(text.substr(0, end));
        if (end == text.size()) {
            return out;
        }
        text.remove_prefix(end + separator.size());
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stamp_links)

BOOST_AUTO_TEST_CASE(both_formats_list_the_same_2500_stamps_slice_by_slice) {
    RegisteredService service;
    auto const id = service.issued_order(2500);
    auto const path = "/api/v1/stamp-orders/" + id + "/stamps";
    auto csv = service.get(path + "?format=csv");
    BOOST_TEST(csv.status() == 200);
    BOOST_TEST(csv.header("Content-Type") == "text/csv; charset=utf-8; header=present");
    BOOST_TEST(
        csv.header("Content-Disposition") == "attachment; filename=\"stamps-" + id + ".csv\""
    );
    std::size_t pieces = 0;
    auto const rows = split(csv.read_all(&pieces), "\r\n");
    BOOST_TEST(pieces == 5U);
    BOOST_TEST_REQUIRE(rows.size() == 2502U);
    BOOST_TEST(rows.front() == "position,serial,typed,url");
    BOOST_TEST(rows.back() == "");

    auto const lines = service.stamps_of(id);
    BOOST_TEST_REQUIRE(lines.size() == 2500U);
    std::set<std::string> serials;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const row = split(rows[i + 1], ",");
        auto const& line = lines[i];
        auto const url = text_of(line, "url");
        bool const same = row.size() == 4 && row[0] == std::to_string(i + 1) &&
                          line.at("position").as_int64() == static_cast<std::int64_t>(i) + 1 &&
                          row[1] == text_of(line, "serial") && row[2] == text_of(line, "typed") &&
                          row[3].substr(0, row[3].find('?')) == url.substr(0, url.find('?'));
        BOOST_TEST_REQUIRE(same, rows[i + 1] << " " << json::serialize(line));
        serials.insert(row[1]);
    }
    BOOST_TEST(serials.size() == 2500U);
}

BOOST_AUTO_TEST_CASE(any_part_of_an_order_can_be_asked_for) {
    RegisteredService service;
    auto const first = service.issued_order(10);
    auto const id = service.issued_order(7);
    BOOST_TEST(service.stamps_of(first).size() == 10U);
    auto const all = service.stamps_of(id);
    BOOST_TEST_REQUIRE(all.size() == 7U);
    for (std::int64_t from = 1; from <= 7; ++from) {
        for (std::int64_t to = from; to <= 7; ++to) {
            auto const query = "?first=" + std::to_string(from) + "&last=" + std::to_string(to);
            auto const part = service.stamps_of(id, query);
            BOOST_TEST_REQUIRE(part.size() == static_cast<std::size_t>(to - from) + 1);
            for (std::size_t i = 0; i < part.size(); ++i) {
                auto const& whole = all[static_cast<std::size_t>(from) - 1 + i];
                BOOST_TEST(part[i].at("position") == whole.at("position"));
                BOOST_TEST(part[i].at("serial") == whole.at("serial"));
            }
        }
    }
    auto const path = "/api/v1/stamp-orders/" + id + "/stamps";
    for (auto const* query : {"first=0", "first=8", "last=8", "first=4&last=3", "first=x"}) {
        auto const reply = service.get(path + "?" + query);
        BOOST_TEST(reply.status() == 400, query);
        BOOST_TEST(reply.problem() == "query_invalid");
    }
    BOOST_TEST(service.get(path + "?format=xml").problem() == "query_invalid");
    BOOST_TEST(service.get(path + "?colour=red").problem() == "query_unknown");
}

BOOST_AUTO_TEST_CASE(accept_chooses_the_format_when_the_query_does_not) {
    RegisteredService service;
    auto const path = "/api/v1/stamp-orders/" + service.issued_order(1) + "/stamps";
    auto const type = [&](std::string const& query, std::string accept) {
        Headers headers;
        if (!accept.empty()) {
            headers.push_back({"Accept", std::move(accept)});
        }
        return std::string(service.get(path + query, headers).header("Content-Type"));
    };
    auto const lines = std::string("application/jsonl");
    auto const csv = std::string("text/csv; charset=utf-8; header=present");
    BOOST_TEST(type("", "") == lines);
    BOOST_TEST(type("", "*/*") == lines);
    BOOST_TEST(type("", "application/x-ndjson") == lines);
    BOOST_TEST(type("", "text/csv") == csv);
    BOOST_TEST(type("", "text/csv, application/jsonl") == csv);
    BOOST_TEST(type("", "application/jsonl, text/csv") == lines);
    BOOST_TEST(type("?format=jsonl", "text/csv") == lines);
    BOOST_TEST(type("?format=csv", "application/jsonl") == csv);
}

BOOST_AUTO_TEST_CASE(a_signer_that_refuses_is_told_before_the_status_is_out) {
    RegisteredService service;
    auto const path = "/api/v1/stamp-orders/" + service.issued_order(1) + "/stamps";
    // The signer's own memory disagrees with the register: a rewritten database.
    auto const id = service.issued_order(3);
    BOOST_TEST(service.stamps_of(id).size() == 3U);
    auto const done = transact_now(*service.disk.store, [&](store::Transaction& tx) {
        auto order = stamps::load_order(tx, id);
        order->lot = "L2";
        auto const key = "o" + id;
        auto const put = store::put_logged(
            tx,
            store::Space::stamps,
            key,
            {.kind = "test", .actor = "x", .subject = "x", .clear = {}},
            json::write(*order)
        );
        return put ? Result<void>() : Result<void>(put.error());
    });
    BOOST_TEST_REQUIRE(reason_of(done) == "");
    auto const reply = service.get("/api/v1/stamp-orders/" + id + "/stamps");
    BOOST_TEST(reply.status() == 422);
    BOOST_TEST(reply.problem() == "range_not_approved");
    BOOST_TEST(service.get(path).status() == 200);
}

BOOST_AUTO_TEST_CASE(a_stamp_is_drawn_at_the_size_of_its_print_run) {
    RegisteredService service;
    auto const id = service.issued_order(20);
    std::set<std::string> widths;
    for (auto const& stamp : service.stamps_of(id)) {
        auto const path =
            "/api/v1/stamp-orders/" + id + "/stamps/" + text_of(stamp, "serial") + "/qr.svg";
        auto const svg = service.get(path);
        BOOST_TEST_REQUIRE(svg.status() == 200);
        BOOST_TEST(svg.header("Content-Type") == "image/svg+xml");
        BOOST_TEST(svg.text().substr(0, 4) == "<svg");
        auto const at = svg.text().find("viewBox");
        BOOST_TEST_REQUIRE(at != std::string::npos);
        widths.insert(svg.text().substr(at, 30));
        // The run's version holds this stamp too.
        auto const version = qr::smallest_version(text_of(stamp, "url"));
        BOOST_TEST_REQUIRE(reason_of(version) == "");
        BOOST_TEST(*version <= 7);
    }
    BOOST_TEST(widths.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_png_is_as_large_as_profile_and_printer_ask) {
    RegisteredService service;
    auto const id = service.issued_order(1);
    auto const serial = text_of(service.stamps_of(id).at(0), "serial");
    auto const path = "/api/v1/stamp-orders/" + id + "/stamps/" + serial + "/qr.png";
    auto const width = [&](std::string const& query) {
        auto const png = service.get(path + query);
        BOOST_TEST_REQUIRE(png.status() == 200, query);
        BOOST_TEST(png.header("Content-Type") == "image/png");
        BOOST_TEST(png.text().substr(1, 3) == "PNG");
        ByteReader ihdr(std::string_view(png.text()).substr(16));
        return ihdr.u32();
    };
    // 45 modules and 8 of quiet zone; 4 dots of 1/300 inch are 0.339 mm, 5 are 0.423 mm.
    BOOST_TEST(width("") == 53U * 4);
    BOOST_TEST(width("?profile=phone&dpi=300") == 53U * 4);
    BOOST_TEST(width("?profile=pos") == 53U * 5);
    BOOST_TEST(width("?dpi=600") == 53U * 8);
    for (auto const* query : {"dpi=149", "dpi=2401", "dpi=big", "profile=poster"}) {
        BOOST_TEST(service.get(path + "?" + query).problem() == "query_invalid", query);
    }
    BOOST_TEST(service.get(path + "?size=9").problem() == "query_unknown");
}

BOOST_AUTO_TEST_CASE(only_a_stamp_of_the_order_is_drawn) {
    RegisteredService service;
    auto const other = service.issued_order(1);
    auto const id = service.issued_order(1);
    auto const strange = text_of(service.stamps_of(other).at(0), "serial");
    auto const own = text_of(service.stamps_of(id).at(0), "serial");
    auto const draw = [&](std::string const& serial, std::string const& file) {
        return service.get("/api/v1/stamp-orders/" + id + "/stamps/" + serial + "/" + file);
    };
    BOOST_TEST(draw(own, "qr.svg").status() == 200);
    for (auto const& serial : {strange, std::string("ZZZZZZZZZZ"), own + "0", std::string("U")}) {
        for (auto const* file : {"qr.svg", "qr.png"}) {
            BOOST_TEST(draw(serial, file).status() == 404, serial);
            BOOST_TEST(draw(serial, file).problem() == "stamp_not_found");
        }
    }
    // A later order's stamp in an earlier order.
    auto const later = service.get("/api/v1/stamp-orders/" + other + "/stamps/" + own + "/qr.svg");
    BOOST_TEST(later.problem() == "stamp_not_found");
    auto const waiting = service.approved_order(1);
    auto const early =
        service.get("/api/v1/stamp-orders/" + waiting + "/stamps/" + own + "/qr.svg");
    BOOST_TEST(early.problem() == "order_state");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
