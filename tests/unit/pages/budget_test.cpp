#include "http/encode.hpp"
#include "service.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace ocop;
using namespace ocop::pages::test;
using pages::Language;

namespace {

constexpr std::size_t page_bytes_max = 30 * 1024;  // with its style, without a photo
constexpr std::size_t requests_max = 3;

// A province at its largest: every commune has products, and the names are long.
struct Province : PagesService {
    static constexpr int communes = 150;

    Province() {
        for (int from = 0; from < communes; from += 25) {
            write([&](store::Transaction& tx) {
                for (int n = from; n < from + 25; ++n)
                    add(tx, n);
                return Result<void>();
            });
        }
        disk.clock.advance_ms(catalogue::listing_age_ms_max);
    }

    void add(store::Transaction& tx, int n) {
        using namespace registry;
        auto const number = std::to_string(n);
        NewProducer producer;
        producer.name = {"Hợp tác xã dịch vụ nông nghiệp và du lịch Suối Nắng " + number, {}};
        producer.legal_form = LegalForm::cooperative;
        producer.commune_code = std::to_string(10000 + n);
        producer.address = "Khu 4, xã Suối Nắng Thượng " + number + ", tỉnh Phú Thọ";
        auto const made = register_producer(tx, who, disk.random, producer).value();
        NewProduct product;
        product.code = "25-" + producer.commune_code + "-01-2026";
        product.producer = made.id;
        product.authority = "phu-tho";
        product.name = {"Chè xanh đặc sản hữu cơ hái tay Suối Nắng số " + number, {}};
        product.group = product.criteria_set = 1;
        register_product(tx, who, product).value();
        NewCertificate const stars{
            product.code, "phu-tho", 3, "13/QĐ-UBND", day("2026-01-10"), day("2026-01-15")};
        auto const id = register_certificate(tx, who, stars).value().id;
        for (auto const* person : {"officer", "approver"}) {
            auto const by = accounts::system_principal(person);
            confirm_certificate(tx, by, id, {std::string(64, 'd')}).value();
        }
        producer_id = made.id;
    }

    // One of each kind of page that a buyer meets, and of each state of those with several.
    std::vector<std::string> targets() {
        auto const valid = link(0);
        auto forged = valid;
        forged.back() = forged.back() == '9' ? '0' : static_cast<char>(forged.back() + 1);
        auto wrong = typed_serial(0);
        wrong[0] = wrong[0] == '7' ? '8' : '7';
        std::string const receipt(post("/v" + link(1)).header("Location"));
        return {
            "/",
            "/v" + valid,
            "/v" + forged,
            "/v" + valid.substr(0, valid.find("/21/")),
            "/v/01/" + gtin,
            "/v?serial=" + typed_serial(0),
            "/v?serial=" + wrong,
            "/v?uri=https://tem-example.com/01/x",
            "/catalogue",
            "/catalogue?q=che&stars=3&page=2",
            "/catalogue?q=khong-co",
            "/products/25-08620-01-2026",
            "/products/none",
            "/producers/" + producer_id,
            "/address",
            "/address?address=https://tem.example/01/x",
            "/address?address=https://tem-example.com/",
            "/report",
            receipt.substr(0, receipt.find('?')),
            "/00/106141412345678908",
        };
    }

    std::string producer_id;
};

std::string in_language(std::string const& target, Language language) {
    auto const mark = target.find('?') == std::string::npos ? '?' : '&';
    return target + mark + "lang=" + std::string(pages::code_of(language));
}

// What a browser fetches for the page: itself and what its tags load.
std::set<std::string> loads_of(std::string const& html) {
    std::set<std::string> out{"page"};
    for (auto const& source : attributes_of(html, "src"))
        out.insert(source);
    for (auto const& tag : tags_of(html)) {
        if (tag.name != "link") continue;
        for (auto const& href : attributes_of("<" + tag.text + ">", "href"))
            out.insert(href);
    }
    return out;
}

void check_page(Province& province, std::string const& target) {
    BOOST_TEST_CONTEXT(target) {
        auto const response = province.get(target);
        auto const& html = body_of(response);
        BOOST_TEST(response.header("Content-Type") == "text/html; charset=utf-8");
        BOOST_TEST(fault_of(html) == "");
        auto const style = make_frame(Language::vi).site->style().size();
        BOOST_TEST(html.size() + style <= page_bytes_max);
        auto const loads = loads_of(html);
        BOOST_TEST(loads.size() <= requests_max);
        for (auto const& url : loads)
            BOOST_TEST((url == "page" || (url.starts_with('/') && !url.starts_with("//"))), url);
        for (auto const* refused : {"<script", " style=", " on", "<iframe", "{{", "javascript:"}) {
            bool const attribute = std::string_view(refused) == " on";
            auto const found = attribute ? contains(html, " onload") || contains(html, " onclick")
                                         : contains(html, refused);
            BOOST_TEST(!found, refused);
        }
        BOOST_TEST(response.header("Set-Cookie") == "");
        BOOST_TEST(count_of(html, "<h1") == 1U);
    }
}

// As it goes out: the strict policy of pages, and no cookie from anywhere.
void check_head(Province& province, std::string const& target) {
    auto const response = province.get(target);
    http::Framing framing;
    framing.security = http::Security::page;
    auto const head = http::encode_head(response, framing);
    BOOST_TEST(contains(
        head, "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'"
    ));
    BOOST_TEST(contains(head, "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"));
    BOOST_TEST(!contains(head, "Set-Cookie"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(budget)

BOOST_AUTO_TEST_CASE(every_page_is_small_loads_little_runs_nothing_and_asks_nobody_else) {
    Province province;
    for (auto const& target : province.targets()) {
        for (auto const language : pages::languages) {
            check_page(province, in_language(target, language));
        }
        check_head(province, target);
    }
}

BOOST_AUTO_TEST_CASE(the_other_language_of_every_page_is_one_link_away) {
    Province province;
    for (auto const& target : province.targets()) {
        auto const vi = body_of(province.get(in_language(target, Language::vi)));
        auto const en = body_of(province.get(in_language(target, Language::en)));
        BOOST_TEST(contains(vi, "<html lang=\"vi\">"), target);
        BOOST_TEST(contains(en, "<html lang=\"en\">"), target);
        auto const offers = [](std::string const& html, std::string const& code) {
            return contains(html, "lang=" + code + "\" lang=\"" + code + "\" hreflang");
        };
        BOOST_TEST(offers(vi, "en"), target);
        BOOST_TEST(offers(en, "vi"), target);
    }
}

BOOST_AUTO_TEST_SUITE_END()
