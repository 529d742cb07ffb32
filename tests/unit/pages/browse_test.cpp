#include "pages/handlers.hpp"
#include "service.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::pages::test;

namespace {

constexpr auto product_code = "25-08620-01-2026";

// What pages of no pack say first.
constexpr auto confirms_nothing = "Trang thông tin; không xác nhận gói hàng trên tay bạn";

// The page service with more products, so that there is something to look through.
struct Shop : PagesService {
    Shop() {
        write([this](store::Transaction& tx) {
            producer = registry::load<registry::Product>(tx, product_code).value().producer;
            for (int ordinal = 10; ordinal < 55; ++ordinal) {
                add(tx, "25-08620-" + std::to_string(ordinal) + "-2026", ordinal);
            }
            return Result<void>();
        });
        later();
    }

    void add(store::Transaction& tx, std::string const& code, int ordinal) {
        using namespace registry;
        NewProduct product;
        product.code = code;
        product.producer = producer;
        product.authority = "phu-tho";
        product.name = {"Rượu men lá số " + std::to_string(ordinal), {}};
        product.group = 2;
        product.criteria_set = 14;
        product.story = "Nấu bằng men lá <b>tự làm</b>.";
        register_product(tx, who, product).value();
        NewCertificate const stars{
            code, "phu-tho", 3, "13/QĐ-UBND", day("2026-01-10"), day("2026-01-15")};
        auto const id = register_certificate(tx, who, stars).value().id;
        for (auto const* person : {"officer", "approver"}) {
            auto const by = accounts::system_principal(person);
            confirm_certificate(tx, by, id, {std::string(64, 'd')}).value();
        }
    }

    void later() { disk.clock.advance_ms(catalogue::listing_age_ms_max); }

    std::string page(std::string const& target) const {
        auto const response = get(target);
        BOOST_TEST(response.status == 200, target);
        auto html = body_of(response);
        BOOST_TEST(fault_of(html) == "", target);
        return html;
    }

    std::string producer;
};

// Neither tick nor green, and the sentence before the heading.
void check_confirms_nothing(std::string const& html) {
    BOOST_TEST(contains(html, "verdict grey"));
    BOOST_TEST(!contains(html, "green"));
    BOOST_TEST(!contains(html, "i-circle-check"));
    BOOST_TEST(html.find(confirms_nothing) < html.find("<h1"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(browse)

BOOST_AUTO_TEST_CASE(the_catalogue_lists_what_bears_stars_today_and_confirms_no_pack) {
    Shop shop;
    auto const html = shop.page("/catalogue");
    check_confirms_nothing(html);
    BOOST_TEST(contains(html, "còn hiệu lực ngày 22/11/2026"));
    BOOST_TEST(contains(html, "46 sản phẩm, trang 1 / 3"));
    BOOST_TEST(count_of(html, "<li>") == 20U);
    BOOST_TEST(html.find("Chè xanh Mẫu") < html.find("Rượu men lá số 10"));
    BOOST_TEST(contains(html, "4 sao OCOP · còn hiệu lực đến hết 15/01/2029"));
    BOOST_TEST(contains(html, "href=\"/products/25-08620-01-2026?lang=vi\""));
    keep("catalogue.vi.html", html);
    keep("catalogue.en.html", shop.page("/catalogue?lang=en"));
}

BOOST_AUTO_TEST_CASE(a_search_without_accents_keeps_what_was_asked) {
    Shop shop;
    auto const html = shop.page("/catalogue?q=ruou+men+la+so+1&group=2&stars=3&commune=08620");
    BOOST_TEST(contains(html, "10 sản phẩm"));
    BOOST_TEST(contains(html, "<details open>"));
    BOOST_TEST(!contains(shop.page("/catalogue?q=ruou"), "<details open>"));
    BOOST_TEST(contains(html, "value=\"ruou men la so 1\""));
    BOOST_TEST(contains(html, "<option value=\"2\" selected>Đồ uống</option>"));
    BOOST_TEST(contains(html, "<option value=\"3\" selected>3 sao OCOP</option>"));
    BOOST_TEST(contains(html, "<option value=\"08620\" selected>08620</option>"));
    BOOST_TEST(contains(shop.page("/catalogue?q=Xo%CC%81m"), "Không có sản phẩm nào khớp"));
    BOOST_TEST(contains(shop.page("/catalogue?stars=4"), "1 sản phẩm"));
}

BOOST_AUTO_TEST_CASE(pages_of_results_lead_to_each_other_with_the_whole_search) {
    Shop shop;
    auto const second = shop.page("/catalogue?q=r%C6%B0%E1%BB%A3u&page=2&lang=vi");
    auto const links = attributes_of(second, "href");
    auto const has = [&](std::string const& url) {
        return std::find(links.begin(), links.end(), url) != links.end();
    };
    BOOST_TEST(has("/catalogue?q=r%C6%B0%E1%BB%A3u&amp;lang=vi"));
    BOOST_TEST(has("/catalogue?q=r%C6%B0%E1%BB%A3u&amp;page=3&amp;lang=vi"));
    BOOST_TEST(contains(second, "trang 2 / 3"));
    auto const last = shop.page("/catalogue?page=3");
    BOOST_TEST(!contains(last, "rel=\"next\""));
    // Past the end: back to the last page that there is.
    auto const beyond = shop.page("/catalogue?page=99&lang=vi");
    BOOST_TEST(contains(beyond, "/catalogue?page=3&amp;lang=vi"));
}

BOOST_AUTO_TEST_CASE(whatever_a_query_says_there_is_a_page) {
    Shop shop;
    for (auto const* query :
         {"group=9",
          "stars=x&page=0",
          "page=-1",
          "page=99999999999999999999",
          "commune=%27",
          "q=%FF",
          "q=a&q=b",
          "q=%00",
          "after=x",
          "&&=&"}) {
        shop.page(std::string("/catalogue?") + query);
    }
    auto const html = shop.page("/catalogue?q=%22%3E%3Cscript%3E");
    BOOST_TEST(!contains(html, "<script"));
    BOOST_TEST(contains(html, "&lt;script&gt;"));
}

BOOST_AUTO_TEST_CASE(what_is_withdrawn_leaves_the_catalogue_and_its_page_says_so) {
    Shop shop;
    BOOST_TEST(contains(shop.page("/catalogue?q=mau"), "Chè xanh Mẫu"));
    shop.write([&](store::Transaction& tx) {
        registry::WithdrawalRequest const request{
            "99/QĐ-UBND", day("2026-11-20"), 3, day("2026-11-20")};
        auto const done = registry::withdraw_certificate(tx, shop.who, shop.certificate, request);
        return done ? Result<void>() : Result<void>(done.error());
    });
    shop.later();
    BOOST_TEST(!contains(shop.page("/catalogue?q=che+xanh"), "Chè xanh Mẫu"));
    auto const html = shop.page(std::string("/products/") + product_code);
    BOOST_TEST(contains(html, "Nay: không còn hạng sao"));
    BOOST_TEST(contains(html, "Đã bị thu hồi"));
    BOOST_TEST(!contains(html, "4 sao OCOP</dd></div>\n<div><dt>Nhóm"));
}

BOOST_AUTO_TEST_CASE(a_product_page_tells_stars_certificate_packs_and_producer) {
    Shop shop;
    auto const html = shop.page(std::string("/products/") + product_code);
    check_confirms_nothing(html);
    for (auto const& piece :
         {std::string("<h1>Chè xanh Mẫu</h1>"),
          std::string("4 sao OCOP"),
          std::string("Thực phẩm"),
          std::string("12/QĐ-UBND ngày 10/01/2026"),
          std::string("Chè xanh hộp"),
          "GTIN " + shop.gtin,
          std::string("HTX Chè Mẫu"),
          "/producers/" + shop.producer + "?lang=vi",
          std::string("name=\"serial\"")}) {
        BOOST_TEST(contains(html, piece), piece);
    }
    auto const other = shop.page("/products/25-08620-10-2026");
    BOOST_TEST(contains(other, "Giới thiệu (cơ sở tự khai)"));
    BOOST_TEST(contains(other, "&lt;b&gt;tự làm"));
    keep("product.vi.html", html);
    keep("product.en.html", shop.page(std::string("/products/") + product_code + "?lang=en"));
}

BOOST_AUTO_TEST_CASE(a_producer_page_lists_its_products_in_pages) {
    Shop shop;
    auto const html = shop.page("/producers/" + shop.producer);
    check_confirms_nothing(html);
    BOOST_TEST(contains(html, "<h1>HTX Chè Mẫu</h1>"));
    BOOST_TEST(contains(html, "Hợp tác xã"));
    BOOST_TEST(count_of(html, "<li>") == 20U);
    BOOST_TEST(contains(html, "?after=25-08620-28-2026&amp;lang=vi"));
    auto const last = shop.page("/producers/" + shop.producer + "?after=25-08620-48-2026&lang=vi");
    BOOST_TEST(count_of(last, "<li>") == 6U);
    BOOST_TEST(!contains(last, "rel=\"next\""));
    keep("producer.vi.html", html);
    keep("producer.en.html", shop.page("/producers/" + shop.producer + "?lang=en"));
}

BOOST_AUTO_TEST_CASE(a_product_link_without_lot_and_serial_shows_the_products_page) {
    Shop shop;
    auto const html = shop.page("/v/01/" + shop.gtin + "?utm=x");
    check_confirms_nothing(html);
    BOOST_TEST(contains(html, "<h1>Chè xanh Mẫu</h1>"));
    BOOST_TEST(contains(html, "utm=x&amp;lang=en"));
    // A lot or a serial is more than the product.
    for (auto const* rest : {"/10/L1", "/10/UNKNOWN", "/21/0123456789"}) {
        auto const page = shop.page("/v/01/" + shop.gtin + rest);
        BOOST_TEST(contains(page, "<h1>Trang thông tin"), rest);
    }
}

BOOST_AUTO_TEST_CASE(what_the_register_does_not_have_is_a_page_with_404) {
    Shop shop;
    for (auto const* target :
         {"/products/25-08620-99-2026", "/products/%3Cx%3E", "/producers/none"}) {
        auto const page = shop.get(target);
        BOOST_TEST(page.status == 404, target);
        BOOST_TEST(contains(body_of(page), "Sổ đăng ký không có"), target);
        BOOST_TEST(fault_of(body_of(page)) == "");
    }
}

BOOST_AUTO_TEST_CASE(a_register_that_cannot_be_read_is_503) {
    PagesService service;
    service.write([&](store::Transaction& tx) {
        auto const key = registry::record_key<registry::Product>(product_code);
        tx.put(store::Space::registry, key, "x");
        return Result<void>();
    });
    for (auto const& target : {std::string("/catalogue"), std::string("/products/") + product_code})
        BOOST_TEST(service.get(target).status == 503, target);
}

BOOST_AUTO_TEST_CASE(an_address_is_read_and_never_followed) {
    PagesService service;

    struct Case {
        std::string pasted;  // percent-encoded
        std::string colour;
        std::string says;
        std::string leads_to;
    };

    for (auto const& c : std::vector<Case>{
             {"https://tem.example/01/x?s=1", "blue", "Đúng là địa chỉ", "tem.example"},
             {"TEM.example", "blue", "Đúng là địa chỉ", "TEM.example"},
             {"https://tem.example@evil.test/01", "red", "gần giống để gây nhầm", "evil.test"},
             {"https://tem.example.evil.test/", "red", "gần giống", "tem.example.evil.test"},
             {"http://tem-example.com/", "red", "gần giống", "tem-example.com"},
             {"xn--tm-bja.example", "red", "chữ cái lạ", "xn--tm-bja.example"},
             {"https://shop.test/a%3Fb", "grey", "không phải của cơ quan cấp tem", "shop.test"},
             {"tem", "grey", "Không thấy địa chỉ", ""},
             {"mua+ch%C3%A8+.+ngon", "grey", "Không thấy địa chỉ", ""}}) {
        auto const response = service.get("/address?address=" + c.pasted);
        auto const& html = body_of(response);
        BOOST_TEST(response.status == 200);
        BOOST_TEST(fault_of(html) == "", c.pasted);
        BOOST_TEST(contains(html, "verdict " + c.colour), c.pasted);
        BOOST_TEST(contains(html, c.says), c.pasted);
        if (!c.leads_to.empty()) BOOST_TEST(contains(html, "<bdi>" + c.leads_to + "</bdi>"));
        BOOST_TEST(!contains(html, "green"), c.pasted);
        for (auto const& link : attributes_of(html, "href"))
            BOOST_TEST((link.starts_with('/') && !link.starts_with("//")), link);
        bool const ours = c.colour == "blue";
        BOOST_TEST(contains(html, "/v?uri=") == ours, c.pasted);
        keep("address-" + c.colour + ".vi.html", html);
    }
    auto const form = body_of(service.get("/address?lang=en"));
    BOOST_TEST(contains(form, "name=\"address\""));
    BOOST_TEST(!contains(form, "class=\"verdict"));
    auto const poison = body_of(service.get("/address?address=%22%3E%3Cscript%3Ea.b"));
    BOOST_TEST(!contains(poison, "<script"));
    keep("address.en.html", form);
    keep("address.vi.html", body_of(service.get("/address")));
}

BOOST_AUTO_TEST_CASE(a_mistyped_serial_is_shown_with_its_suspects_and_stays_in_the_form) {
    PagesService service;
    auto wrong = service.typed_serial(3);
    wrong[6] = wrong[6] == '7' ? '8' : '7';  // the sixth character
    auto const page = service.get("/v?serial=" + wrong);
    auto const& html = body_of(page);
    BOOST_TEST(page.status == 400);
    BOOST_TEST(contains(html, "value=\"" + wrong + "\""));
    BOOST_TEST(contains(html, "aria-invalid=\"true\""));
    BOOST_TEST(contains(html, "<mark>" + wrong.substr(6, 1) + "</mark>"));
    BOOST_TEST(contains(html, "đó là ký tự thứ "));
    BOOST_TEST(fault_of(html) == "");
    keep("slip.vi.html", html);
    keep("slip.en.html", body_of(service.get("/v?lang=en&serial=" + wrong)));
    auto const says = [&](std::string const& typed) {
        return body_of(service.get("/v?serial=" + typed));
    };
    BOOST_TEST(contains(says("4F2K-X7M0"), "Bạn gõ 8 ký tự"));
    BOOST_TEST(contains(says("4F2KX7U0QP9Z"), "Ký tự thứ 7 không có trong số tem nào"));
    BOOST_TEST(contains(says("%E1%BA%BFF2K-X7M0-QP9Z"), "<mark>ế</mark>F2K-X7M0-QP9Z"));
    // A right number, and none, have no slip.
    BOOST_TEST(!contains(says(service.typed_serial(3)), "serial-slip"));
    BOOST_TEST(!contains(says(""), "serial-slip"));
    BOOST_TEST(!contains(body_of(service.get("/")), "aria-invalid"));
}

BOOST_AUTO_TEST_SUITE_END()
