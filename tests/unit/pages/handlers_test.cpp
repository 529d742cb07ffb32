#include "pages/handlers.hpp"

#include "service.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::pages::test;
using ocop::test::reason_of;

namespace {

constexpr auto wanted_valid = "Tem do hệ thống cấp – hãy so tên, lô, số tem với gói hàng";

// The link with one digit of the signature changed.
std::string forged(std::string link) {
    auto& digit = link.back();
    digit = digit == '9' ? '0' : static_cast<char>(digit + 1);
    return link;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(handlers)

BOOST_AUTO_TEST_CASE(a_stamp_goes_from_its_link_to_the_page_with_every_byte_of_its_query) {
    PagesService service;
    auto const link = service.link(0) + "&utm=a%2fb+c;d&&x=%C3%A9&lang=en";
    auto const moved = service.get(link);
    BOOST_TEST(moved.status == 307);
    BOOST_TEST(moved.header("Location") == "/v" + link);
    BOOST_TEST(moved.header("Cache-Control") == "no-store");
    auto const bare = service.get("/01/" + service.gtin + "/");
    BOOST_TEST(bare.header("Location") == "/v/01/" + service.gtin + "/");
    auto const page = service.get("/v" + service.link(0));
    BOOST_TEST(page.status == 200);
    BOOST_TEST(contains(body_of(page), wanted_valid));
    BOOST_TEST(contains(body_of(page), "verdict green_outline"));
    BOOST_TEST(contains(body_of(page), "Chè xanh Mẫu"));
    BOOST_TEST(contains(body_of(page), "DỮ LIỆU MẪU"));
    BOOST_TEST(fault_of(body_of(page)) == "");
}

BOOST_AUTO_TEST_CASE(one_changed_digit_turns_the_page_red) {
    PagesService service;
    auto const page = body_of(service.get("/v" + forged(service.link(0))));
    BOOST_TEST(contains(page, "verdict red"));
    BOOST_TEST(contains(page, "Chữ ký không khớp"));
    BOOST_TEST(!contains(page, "green"));
}

BOOST_AUTO_TEST_CASE(a_link_without_form_is_a_page_of_its_own_with_400) {
    PagesService service;
    auto const valid = service.link(0);
    auto const query = valid.find('?');
    for (auto const& target :
         {std::string("/01/09521234000018"),
          std::string("/01/x"),
          std::string("/01/%zz"),
          "/01/" + service.gtin + "/21/U",
          valid.substr(0, valid.size() - 1),
          valid + "0",
          valid + "&" + valid.substr(query + 1),
          "/01/" + service.gtin + valid.substr(query)}) {
        for (auto const& prefix : {"", "/v"}) {
            auto const page = service.get(prefix + target);
            BOOST_TEST(page.status == 400, prefix << target);
            BOOST_TEST(contains(body_of(page), "Mã sai định dạng"));
            BOOST_TEST(contains(body_of(page), "name=\"serial\""));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_unsigned_link_is_an_information_page) {
    PagesService service;
    for (auto const* rest : {"", "/", "/10/L1", "/10/L1/"}) {
        auto const page = service.get("/v/01/" + service.gtin + rest);
        BOOST_TEST(page.status == 200);
        BOOST_TEST(contains(body_of(page), "Trang thông tin; không xác nhận"));
        BOOST_TEST(contains(body_of(page), "4 sao OCOP"));
        BOOST_TEST(!contains(body_of(page), "green"));
    }
}

BOOST_AUTO_TEST_CASE(other_keys_are_known_but_have_nothing_here) {
    PagesService service;
    for (auto const* target :
         {"/00/106141412345678908",
          "/414/9521321000018",
          "/414/9521321000018/254/1",
          "/417/9521321000018",
          "/8004/9521321A"}) {
        auto const page = service.get(target);
        BOOST_TEST(page.status == 404, target);
        BOOST_TEST(contains(body_of(page), "không có thông tin ở đây"));
        BOOST_TEST(fault_of(body_of(page)) == "");
        keep("notice.vi.html", body_of(page));
    }
    for (auto const* target : {"/00/1", "/414/9521321000019", "/8018/x", "/8017/1/1/1/1"}) {
        BOOST_TEST(service.get(target).status == 400, target);
    }
}

BOOST_AUTO_TEST_CASE(a_typed_serial_is_listed_and_a_wrong_character_is_malformed) {
    PagesService service;
    auto const serial = service.typed_serial(3);
    auto const page = body_of(service.get("/v?serial=" + serial));
    BOOST_TEST(contains(page, "Số này có trong sổ tem"));
    BOOST_TEST(contains(page, "verdict blue"));
    for (std::size_t i = 0; i < serial.size(); ++i) {
        if (serial[i] == '-') continue;
        auto wrong = serial;
        wrong[i] = serial[i] == '7' ? '8' : '7';
        auto const answer = service.get("/v?serial=" + wrong);
        BOOST_TEST(answer.status == 400, wrong);
        BOOST_TEST(contains(body_of(answer), "value=\"" + wrong + "\""));
    }
    auto const other = service.typed_serial(PagesService::order_count);
    BOOST_TEST(contains(body_of(service.get("/v?serial=" + other)), "Không có trong sổ tem"));
}

BOOST_AUTO_TEST_CASE(a_pasted_link_is_judged_with_its_host) {
    PagesService service;
    auto const escaped = [](std::string text) {
        for (auto at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
            text.replace(at, 1, "%26");
        }
        return text;
    };
    auto const link = escaped(service.link(1));
    BOOST_TEST(contains(body_of(service.get("/v?uri=https://tem.example" + link)), wanted_valid));
    BOOST_TEST(contains(body_of(service.get("/v?serial=tem.example" + link)), wanted_valid));
    BOOST_TEST(contains(body_of(service.get("/v?uri=https://tem.example/v" + link)), wanted_valid));
    auto const look_alike = body_of(service.get("/v?uri=https://tem.example.evil.com" + link));
    BOOST_TEST(contains(look_alike, "verdict red"));
    BOOST_TEST(contains(look_alike, "Địa chỉ này không phải của cơ quan cấp tem"));
    BOOST_TEST(contains(look_alike, "tem.example.evil.com"));
    auto const elsewhere = body_of(service.get("/v?uri=https://other.example.org/x"));
    BOOST_TEST(contains(elsewhere, "verdict grey"));
}

BOOST_AUTO_TEST_CASE(nothing_asked_leads_to_the_front_page) {
    PagesService service;
    auto const moved = service.get("/v", {{"Accept-Language", "en"}});
    BOOST_TEST(moved.status == 303);
    BOOST_TEST(moved.header("Location") == "/?lang=en");
    auto const home = service.get("/");
    BOOST_TEST(home.status == 200);
    BOOST_TEST(contains(body_of(home), "<p class=\"ours\">tem.example</p>"));
    BOOST_TEST(contains(body_of(home), "action=\"/v\""));
    BOOST_TEST(contains(body_of(home), "DỮ LIỆU MẪU"));
    BOOST_TEST(!contains(body_of(home), "noindex"));
    BOOST_TEST(fault_of(body_of(home)) == "");
    BOOST_TEST(contains(body_of(service.get("/?lang=en")), "Look up"));
    keep("home.vi.html", body_of(home));
    keep("home.en.html", body_of(service.get("/?lang=en")));
}

BOOST_AUTO_TEST_CASE(a_check_is_counted_once_and_its_holder_sees_it) {
    PagesService service;
    auto const link = service.link(2);
    auto const path = link.substr(0, link.find('?'));
    auto const query = link.substr(link.find('?'));
    BOOST_TEST(service.get("/v" + link).status == 200);
    BOOST_TEST(service.checks_of(2) == 0u);
    auto const counted = service.post("/v" + link, {{"Sec-Fetch-Site", "same-origin"}});
    BOOST_TEST(counted.status == 303);
    BOOST_TEST(service.checks_of(2) == 1u);
    BOOST_TEST(service.post("/v" + path + "/check" + query).status == 303);
    BOOST_TEST(service.post("/v?serial=" + service.typed_serial(2)).status == 303);
    BOOST_TEST(service.checks_of(2) == 3u);
    BOOST_TEST(service.checks_of(1) == 0u);
    std::string const receipt(counted.header("Location"));
    BOOST_TEST(receipt.starts_with("/v/receipts/"));
    auto const page = service.get(receipt);
    BOOST_TEST(page.status == 200);
    BOOST_TEST(contains(body_of(page), "Bạn đã ghi nhận kiểm tra"));
    BOOST_TEST(contains(body_of(page), "Lần thứ 1"));
    BOOST_TEST(contains(body_of(page), wanted_valid));
    BOOST_TEST(contains(body_of(page), "không ghi thay đổi nào"));
    BOOST_TEST(contains(body_of(service.get("/v" + link)), "3 lần; lần đầu"));
    BOOST_TEST(!contains(body_of(service.get("/v" + link)), "Bạn đã ghi nhận"));
}

BOOST_AUTO_TEST_CASE(a_receipt_shows_what_became_of_the_stamp) {
    PagesService service;
    std::string const receipt(service.post("/v" + service.link(2)).header("Location"));
    service.write([&](store::Transaction& tx) {
        registry::WithdrawalRequest const request{
            "99/QĐ-UBND", day("2026-11-20"), 3, day("2026-11-20")};
        auto const done =
            registry::withdraw_certificate(tx, service.who, service.certificate, request);
        return done ? Result<void>() : Result<void>(done.error());
    });
    auto const page = body_of(service.get(receipt + "&lang=vi"));
    BOOST_TEST(contains(page, "Đã thay đổi"));
    BOOST_TEST(contains(page, "Giấy chứng nhận bị thu hồi theo QĐ 99/QĐ-UBND"));
    BOOST_TEST(contains(page, wanted_valid));
}

BOOST_AUTO_TEST_CASE(a_receipt_that_is_not_there_is_a_page_with_404) {
    PagesService service;
    for (auto const* token : {"x", "%00", "00000000000000000000000000000000"}) {
        auto const page = service.get(std::string("/v/receipts/") + token);
        BOOST_TEST((page.status == 404 || page.status == 400), token);
    }
    BOOST_TEST(contains(body_of(service.get("/v/receipts/x")), "Không có biên nhận này"));
}

BOOST_AUTO_TEST_CASE(what_is_in_no_issued_order_is_not_counted) {
    PagesService service;
    auto const beyond = service.post("/v" + service.link(PagesService::order_count));
    BOOST_TEST(beyond.status == 200);
    BOOST_TEST(contains(body_of(beyond), "Chưa ghi nhận"));
    BOOST_TEST(contains(body_of(beyond), "Không có trong sổ tem"));
    BOOST_TEST(service.checks_of(PagesService::order_count) == 0u);
    BOOST_TEST(service.post("/v/01/" + service.gtin).status == 200);
    BOOST_TEST(service.post("/v/01/x/check").status == 400);
    BOOST_TEST(service.post("/v").status == 303);
}

BOOST_AUTO_TEST_CASE(asvs_3_5_1_a_check_from_another_site_is_refused) {
    PagesService service;
    auto const target = "/v" + service.link(4);
    std::vector<http::Header> const refused[] = {
        {{"Sec-Fetch-Site", "cross-site"}},
        {{"Sec-Fetch-Site", "same-site"}},
        {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://tem.example"}},
        {{"Origin", "https://evil.example"}},
        {{"Origin", "http://tem.example"}},
        {{"Origin", "null"}},
    };
    for (auto const& headers : refused) {
        auto const page = service.post(target, headers);
        BOOST_TEST(page.status == 403);
        BOOST_TEST(contains(body_of(page), "Không nhận yêu cầu từ trang khác"));
        BOOST_TEST(service.post("/v?serial=" + service.typed_serial(4), headers).status == 403);
    }
    BOOST_TEST(service.checks_of(4) == 0u);
    BOOST_TEST(service.post(target, {{"Origin", "https://tem.example"}}).status == 303);
    BOOST_TEST(service.checks_of(4) == 1u);
    // Without our Origin in it the check button would refuse its own page.
    BOOST_TEST(service.get(target).header("Referrer-Policy") == "same-origin");
}

BOOST_AUTO_TEST_CASE(a_check_that_could_not_be_written_says_so) {
    PagesService service;
    auto const target = "/v" + service.link(5);
    service.disk.store->close();
    auto answer = service.post(target);
    BOOST_TEST(answer.status == 503);
    auto& source = std::get<http::BodySource>(answer.body);
    auto const page = source();
    BOOST_TEST_REQUIRE(reason_of(page) == "");
    BOOST_TEST(contains(**page, "Chưa chắc lần kiểm tra đã được ghi nhận"));
    BOOST_TEST(fault_of(**page) == "");
    auto const end = source();
    BOOST_TEST_REQUIRE(reason_of(end) == "");
    BOOST_TEST(!end->has_value());
}

BOOST_AUTO_TEST_CASE(a_verdict_that_cannot_be_found_is_503_and_never_green) {
    PagesService service;
    service.write([&](store::Transaction& tx) {
        tx.put(
            store::Space::registry, registry::record_key<registry::TradeItem>(service.gtin), "x"
        );
        return Result<void>();
    });
    auto const page = service.get("/v" + service.link(0));
    BOOST_TEST(page.status == 503);
    BOOST_TEST(page.header("Retry-After") == "30");
    BOOST_TEST(contains(body_of(page), "Chưa kiểm tra được"));
    BOOST_TEST(!contains(body_of(page), "green"));
}

BOOST_AUTO_TEST_CASE(the_style_sheet_is_kept_by_browsers) {
    PagesService service;
    auto const first = service.get("/style.css");
    BOOST_TEST(first.status == 200);
    BOOST_TEST(first.header("Content-Type") == "text/css; charset=utf-8");
    BOOST_TEST(contains(first.header("Cache-Control"), "immutable"));
    BOOST_TEST(!contains(body_of(first), "url("));
    BOOST_TEST(!contains(body_of(first), "@import"));
    auto const again =
        service.get("/style.css", {{"If-None-Match", std::string(first.header("ETag"))}});
    BOOST_TEST(again.status == 304);
    BOOST_TEST(contains(body_of(service.get("/")), "/style.css?"));
    BOOST_TEST(contains(body_of(service.get("/robots.txt")), "Disallow: /v\nDisallow: /p/\n"));
    BOOST_TEST(service.get("/favicon.ico").status == 204);
}

BOOST_AUTO_TEST_CASE(head_finds_the_pages_too) {
    PagesService service;
    for (auto const& target : {std::string("/"), service.link(0), "/v" + service.link(0)}) {
        auto const get = service.get(target);
        auto const head = service.send(http::Method::head, target);
        BOOST_TEST(head.status == get.status);
    }
}

BOOST_AUTO_TEST_SUITE_END()
