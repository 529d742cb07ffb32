#include "pages/verdict_page.hpp"

#include "html.hpp"
#include "pages/receipt_page.hpp"
#include "pages/verdict_box.hpp"
#include "sample.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

using namespace ocop;
using namespace ocop::pages::test;
using pages::Language;
using stamp::Verdict;

namespace {

// The headings of architecture.md §6, by hand.
std::map<Verdict, std::string> const headings_vi{
    {Verdict::unavailable, "Chưa kiểm tra được"},
    {Verdict::foreign_link, "Địa chỉ này không phải của cơ quan cấp tem"},
    {Verdict::malformed, "Mã sai định dạng – có thể gõ nhầm"},
    {Verdict::signature_invalid, "Chữ ký không khớp"},
    {Verdict::key_revoked, "Khóa ký đã bị thu hồi"},
    {Verdict::recalled, "Lô hàng đang thu hồi – không sử dụng"},
    {Verdict::not_issued, "Không có trong sổ tem"},
    {Verdict::copied, "Số tem này đã bị sao chép"},
    {Verdict::void_stamp, "Tem đã báo hỏng / hoàn trả / tiêu hủy"},
    {Verdict::pin_wrong, "Mã cào không phải của tem này"},
    {Verdict::certificate_withdrawn_red, "Giấy chứng nhận bị thu hồi theo QĐ 99/QĐ-UBND"},
    {Verdict::held, "Đang kiểm tra – tạm chưa sử dụng"},
    {Verdict::certificate_withdrawn_amber, "Giấy chứng nhận bị thu hồi theo QĐ 99/QĐ-UBND"},
    {Verdict::certificate_expired, "Giấy chứng nhận đã hết hạn khi dán tem"},
    {Verdict::not_activated, "Cơ sở chưa báo dán tem này"},
    {Verdict::past_best_before, "Đã quá hạn sử dụng ghi trên lô"},
    {Verdict::certificate_lapsed, "Dán khi còn hạn; giấy chứng nhận hết hạn ngày 20/11/2026"},
    {Verdict::pin_used_before, "Mã cào đã được dùng ngày …"},
    {Verdict::unsigned_link, "Trang thông tin; không xác nhận gói hàng trên tay bạn"},
    {Verdict::listed, "Số này có trong sổ tem; hãy quét mã để kiểm chữ ký"},
    {Verdict::pin_pending, "Tem có trong hệ thống – cào và nhập mã để xác thực"},
    {Verdict::pin_confirmed, "Đã xác thực bằng mã cào"},
    {Verdict::valid,
     "Tem do hệ thống cấp – hãy so tên, lô, số tem với gói hàng; bản sao chụp cũng cho kết quả "
     "này"},
};

std::vector<Verdict> all_verdicts() {
    std::vector<Verdict> out;
    for (std::size_t i = 0; i < stamp::verdict_count; ++i)
        out.push_back(static_cast<Verdict>(i));
    return out;
}

// The box of the headline alone: to its closing tag.
std::string status_of(std::string const& html) {
    auto const begin = html.find("role=\"status\"");
    auto const end = html.find("<section", begin);
    return html.substr(begin, end - begin);
}

std::string decode(std::string text) {
    auto const replace = [&](std::string_view from, std::string_view to) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from)) {
            text.replace(at, from.size(), to);
        }
    };
    replace("&quot;", "\"");
    replace("&apos;", "'");
    replace("&lt;", "<");
    replace("&gt;", ">");
    replace("&amp;", "&");
    return text;
}

// Everything a stranger may have typed, into every text of the answer.
verdicts::Judgement poison(verdicts::Judgement judgement, std::string const& text) {
    auto& a = judgement.answer;
    registry::Name const name{text, text};
    a.stamp->gtin = a.stamp->lot = a.stamp->serial = a.stamp->serial_typed = text;
    a.product->code = a.product->gtin = text;
    a.product->story = text;
    a.product->name = a.product->trade_item = name;
    a.producer->name = name;
    a.producer->address = text;
    a.producer->website = "https://" + text;
    a.certificate->id = a.certificate->decision = text;
    a.certificate->withdrawal_decision = text;
    a.certificate->withdrawn_on = day("2026-11-01");
    a.certificate->authority = name;
    a.certificate->authority_now = name;
    a.certificate_now = a.certificate;
    a.lot->lot = text;
    a.lot->place = name;
    return judgement;
}

std::string shape_of(Verdict verdict, stamp::Colour colour) {
    std::map<stamp::Colour, std::string> const shapes{
        {stamp::Colour::red, "i-octagon"},
        {stamp::Colour::amber, "i-triangle"},
        {stamp::Colour::indigo, "i-circle-i"},
        {stamp::Colour::blue, "i-circle-i"},
        {stamp::Colour::green, "i-circle-check"},
        {stamp::Colour::green_outline, "i-circle-check"},
        {stamp::Colour::grey, verdict == Verdict::unsigned_link ? "i-circle-i" : "i-question"},
    };
    return shapes.at(colour);
}

void check_box(Verdict verdict, Language language) {
    auto const code = std::string(stamp::code_of(verdict));
    auto const judgement = make_judgement(verdict);
    auto const colour = judgement.decision.colour;
    auto const frame = make_frame(language);
    auto const response = pages::verdict_page(frame, make_enquiry(), judgement);
    auto const& html = body_of(response);
    auto const box = status_of(html);
    auto const heading = pages::heading_of(frame.words(), verdict, judgement.answer);
    if (language == Language::vi) BOOST_TEST(heading == headings_vi.at(verdict));
    BOOST_TEST(contains(decode(box), "<h1>" + heading + "</h1>"), code);
    BOOST_TEST(count_of(html, "<h1>") == 1, code);
    auto const look = "class=\"verdict " + std::string(stamp::to_text(colour)) + "\"";
    BOOST_TEST(contains(box, look), code);
    BOOST_TEST(contains(box, shape_of(verdict, colour)), code);
    BOOST_TEST(count_of(box, "class=\"i-") == 1, code);
    BOOST_TEST(response.status == stamp::http_status(verdict), code);
    BOOST_TEST(response.header("Content-Language") == pages::code_of(language), code);
    auto const number = std::to_string(static_cast<int>(verdict));
    keep(number + "-" + code + "." + std::string(pages::code_of(language)) + ".html", html);
}

void check_form(std::string const& html) {
    BOOST_TEST(fault_of(html) == "");
    BOOST_TEST(html.size() + make_frame(Language::vi).site->style().size() <= 30u * 1024);
    for (auto const* refused : {"<script", "style=", "<img", "<iframe", "{{", "hàng thật"}) {
        BOOST_TEST(!contains(html, refused), refused);
    }
    BOOST_TEST(attributes_of(html, "src").empty());
    for (auto const& url : attributes_of(html, "href")) {
        bool const ours = (url.starts_with('/') && !url.starts_with("//")) || url == "#compare";
        BOOST_TEST((ours || url == "https://che-mau.example/"), url);
    }
    for (auto const& url : attributes_of(html, "action"))
        BOOST_TEST(url.starts_with("/v"), url);
    BOOST_TEST(contains(html, "name=\"robots\" content=\"noindex\""));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdict_page)

BOOST_AUTO_TEST_CASE(every_verdict_says_its_heading_colour_shape_and_status) {
    for (auto const verdict : all_verdicts()) {
        for (auto const language : pages::languages)
            check_box(verdict, language);
    }
}

BOOST_AUTO_TEST_CASE(every_page_is_small_well_formed_and_asks_nobody_else) {
    for (auto const verdict : all_verdicts()) {
        for (auto const language : pages::languages) {
            check_form(render(make_judgement(verdict), language));
        }
    }
}

BOOST_AUTO_TEST_CASE(previews_and_titles_carry_no_verdict) {
    for (auto const verdict : all_verdicts()) {
        auto const judgement = make_judgement(verdict);
        for (auto const language : pages::languages) {
            auto const html = render(judgement, language);
            auto const head = decode(html.substr(0, html.find("</head>")));
            auto const& words = make_frame(language).words();
            BOOST_TEST(!contains(head, pages::heading_of(words, verdict, judgement.answer)));
            BOOST_TEST(!contains(head, stamp::code_of(verdict).substr(0, 9)));
            BOOST_TEST(contains(head, "og:title"));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_verdict_comes_before_everything_that_a_producer_wrote) {
    auto const html = body_of(pages::verdict_page(
        make_frame(Language::vi),
        make_enquiry(),
        make_judgement(Verdict::valid),
        {"", make_journey("Hái chè")}
    ));
    std::vector<std::string> const order{
        "Tem do hệ thống cấp",
        "10:04 ngày 22/11/2026",
        "kết thúc bằng QP9Z",
        "Chè xanh Long Cốc</p>",
        "hộp giấy 100 g",
        "100 g",
        "Tem in: 3 sao",
        "25-08620-01-2026.01",
        "1234/QĐ-UBND ngày 10/01/2026",
        "15/01/2026 đến hết 15/01/2029",
        "Hợp tác xã chè Mẫu Long Cốc",
        "cơ sở tự khai",
        "L240901",
        "01/10/2026",
        "01/10/2027",
        "4F2K-X7M0-QP9Z",
        "Hành trình của lô",
        "Hái chè",
        "Ai đã kiểm điều gì",
        "Trang này đã kiểm",
        "Cơ sở tự khai",
        "3 lần; lần đầu 08:00 ngày 01/11/2026",
        "So với gói hàng",
        "Báo điều nghi ngờ",
        "cho biết gì",
        "tem.example",
        "English",
    };
    std::size_t at = html.find("<main>");
    for (auto const& piece : order) {
        auto const found = html.find(piece, at);
        BOOST_TEST_REQUIRE(found != std::string::npos, piece << " is missing or too early");
        at = found;
    }
}

BOOST_AUTO_TEST_CASE(asvs_1_2_1_what_strangers_wrote_is_escaped_wherever_it_stands) {
    std::string const text = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&";
    auto const judgement = poison(make_judgement(Verdict::valid), text);
    auto enquiry = make_enquiry();
    enquiry.query = text;
    enquiry.typed = text;
    enquiry.question.text = "https://" + text + "/01";
    for (auto const language : pages::languages) {
        for (auto const verdict : {Verdict::valid, Verdict::foreign_link, Verdict::malformed}) {
            auto other = judgement;
            other.decision.headline = verdict;
            auto const response = pages::verdict_page(
                make_frame(language), enquiry, other, {text, make_journey(text)}
            );
            auto const& html = body_of(response);
            BOOST_TEST(fault_of(html) == "");
            BOOST_TEST(!contains(html, "<script"));
            BOOST_TEST(!contains(html, "<img"));
            BOOST_TEST(count_of(html, "&lt;script&gt;") > 10);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_journey_says_step_day_place_and_what_is_to_be_said_against_a_step) {
    auto journey = make_journey("Hái chè");
    journey.steps.front().after_order = true;
    journey.steps.front().declared_wrong = true;
    journey.steps.front().by = registry::Name{"Hộ bà Lan", {}};
    journey.more = 1'200;
    auto const page = [&](Language language) {
        return body_of(pages::verdict_page(
            make_frame(language), make_enquiry(), make_judgement(Verdict::valid), {"", journey}
        ));
    };
    auto const vi = page(Language::vi);
    for (auto const* piece :
         {"Hái chè",
          "01/10/2026 · ",
          "Đồi chè",
          "Hộ bà Lan",
          "bổ sung sau",
          "ghi sai",
          "Và 1.200 bước trước đó"}) {
        BOOST_TEST(contains(vi, piece), piece);
    }
    BOOST_TEST(contains(page(Language::en), "<b lang=\"vi\">Hái chè</b>"));
    BOOST_TEST(fault_of(vi) == "");
    BOOST_TEST(contains(render(make_judgement(Verdict::valid), Language::vi), "Chưa đọc được"));
}

BOOST_AUTO_TEST_CASE(who_checked_what_says_of_the_signature_what_was_found) {
    auto judgement = make_judgement(Verdict::valid);
    judgement.facts.signature = stamp::SignatureFact::good;
    judgement.facts.issue = stamp::IssueFact::issued;
    auto const good = render(judgement, Language::vi);
    BOOST_TEST(contains(good, "khớp với khóa của cơ quan"));
    BOOST_TEST(contains(good, "trong một đợt cấp đã được duyệt"));
    BOOST_TEST(contains(good, "Công nhận hạng sao (QĐ 1234/QĐ-UBND)"));
    judgement.facts.signature = stamp::SignatureFact::bad;
    judgement.facts.issue = stamp::IssueFact::unknown;
    auto const bad = render(judgement, Language::vi);
    BOOST_TEST(contains(bad, "không khớp với khóa nào"));
    BOOST_TEST(!contains(bad, "đợt cấp đã được duyệt"));
    judgement.facts.signature = stamp::SignatureFact::none;
    BOOST_TEST(contains(render(judgement, Language::vi), "không mang chữ ký"));
}

BOOST_AUTO_TEST_CASE(a_photo_is_the_only_thing_that_a_page_loads_besides_its_style) {
    auto judgement = make_judgement(Verdict::valid);
    judgement.answer.product->photo = registry::Photo{std::string(64, 'a'), 480, 320};
    auto const html = render(judgement, Language::vi);
    auto const sources = attributes_of(html, "src");
    BOOST_TEST_REQUIRE(sources.size() == 1U);
    BOOST_TEST(sources.front() == "/api/v1/photos/" + std::string(64, 'a') + "/thumbnail");
    // Its room is kept, so that nothing moves when it comes.
    BOOST_TEST(attributes_of(html, "width").back() == "480");
    BOOST_TEST(contains(html, "alt=\"Ảnh Chè xanh Long Cốc\" loading=\"lazy\""));
    BOOST_TEST(contains(html, "Ảnh của cơ sở (cơ sở tự khai)"));
    BOOST_TEST(fault_of(html) == "");
}

BOOST_AUTO_TEST_CASE(asvs_1_2_2_only_https_addresses_become_links) {
    auto judgement = make_judgement(Verdict::valid);
    for (auto const* url :
         {"javascript:alert(1)", "http://a.example/", "data:text/html,x", "//a"}) {
        judgement.answer.producer->website = url;
        auto const html = render(judgement, Language::vi);
        BOOST_TEST(contains(html, url));
        for (auto const& link : attributes_of(html, "href"))
            BOOST_TEST(link != url);
    }
}

BOOST_AUTO_TEST_CASE(sample_data_is_striped_and_real_data_is_not) {
    auto judgement = make_judgement(Verdict::valid);
    BOOST_TEST(count_of(render(judgement, Language::vi), "DỮ LIỆU MẪU") == 2);
    BOOST_TEST(contains(render(judgement, Language::en), "class=\"demo\""));
    judgement.answer.demo = false;
    BOOST_TEST(!contains(render(judgement, Language::vi), "DỮ LIỆU MẪU"));
    BOOST_TEST(!contains(render(judgement, Language::en), "class=\"demo\""));
}

BOOST_AUTO_TEST_CASE(stars_printed_and_stars_of_today_are_both_said) {
    auto judgement = make_judgement(Verdict::valid);
    BOOST_TEST(!contains(render(judgement, Language::vi), "Nay:"));
    auto now = make_certificate();
    now.id = "25-08620-01-2026.02";
    now.stars = 4;
    now.decision = "77/QĐ-UBND";
    judgement.answer.certificate_now = now;
    auto const html = render(judgement, Language::vi);
    BOOST_TEST(contains(html, "Tem in: 3 sao"));
    BOOST_TEST(contains(html, "Nay: 4 sao theo QĐ 77/QĐ-UBND"));
    BOOST_TEST(contains(html, "Giấy chứng nhận hiện nay"));
    judgement.answer.certificate_now->state = stamp::CertificateState::lapsed;
    BOOST_TEST(contains(render(judgement, Language::vi), "Nay: không còn hạng sao"));
}

BOOST_AUTO_TEST_CASE(an_authority_and_its_successor_are_both_named) {
    auto judgement = make_judgement(Verdict::valid);
    judgement.answer.certificate->authority_now =
        registry::Name{"UBND tỉnh Phú Thọ", "People's Committee of Phu Tho"};
    BOOST_TEST(
        contains(render(judgement, Language::vi), "UBND tỉnh Hòa Bình (nay là UBND tỉnh Phú Thọ)")
    );
    BOOST_TEST(contains(
        decode(render(judgement, Language::en)),
        "People's Committee of Hoa Binh (now People's Committee of Phu Tho)"
    ));
}

BOOST_AUTO_TEST_CASE(other_rows_that_apply_are_listed_below) {
    auto judgement = make_judgement(Verdict::recalled);
    judgement.decision.also = {Verdict::held, Verdict::past_best_before};
    auto const box = status_of(render(judgement, Language::vi));
    BOOST_TEST(contains(box, "<li>" + headings_vi.at(Verdict::held) + "</li>"));
    BOOST_TEST(contains(box, "<li>" + headings_vi.at(Verdict::past_best_before) + "</li>"));
}

BOOST_AUTO_TEST_CASE(the_other_language_keeps_the_whole_query) {
    auto const enquiry = make_enquiry();
    auto const html = render(make_judgement(Verdict::valid), Language::vi);
    auto const links = attributes_of(html, "href");
    auto const wanted = enquiry.path + "?" + enquiry.query + "&lang=en";
    BOOST_TEST(std::any_of(links.begin(), links.end(), [&](auto const& link) {
        return decode(link) == wanted;
    }));
}

BOOST_AUTO_TEST_CASE(a_page_without_a_stamp_has_no_tick_no_green_and_no_check_button) {
    for (auto const verdict : {Verdict::unsigned_link, Verdict::not_issued, Verdict::malformed}) {
        auto const html = render(make_judgement(verdict), Language::vi);
        BOOST_TEST(!contains(html, "i-circle-check"));
        BOOST_TEST(!contains(html, "verdict green"));
        BOOST_TEST(!contains(html, "method=\"post\""));
        BOOST_TEST(!contains(html, "So với gói hàng trên tay"));
    }
}

BOOST_AUTO_TEST_CASE(vietnamese_words_on_an_english_page_are_marked) {
    auto const html = render(make_judgement(Verdict::valid), Language::en);
    BOOST_TEST(contains(html, "<html lang=\"en\">"));
    BOOST_TEST(contains(html, "lang=\"vi\">Chè xanh hộp giấy 100 g"));
    BOOST_TEST(contains(html, "lang=\"vi\">Xóm Mẫu"));
    BOOST_TEST(contains(html, "Long Coc green tea"));
}

BOOST_AUTO_TEST_CASE(a_link_elsewhere_shows_both_addresses) {
    auto const html = render(make_judgement(Verdict::foreign_link), Language::vi);
    BOOST_TEST(contains(html, "<bdi>tem-example.com</bdi>"));
    BOOST_TEST(contains(html, "<dd class=\"code\">tem.example</dd>"));
}

BOOST_AUTO_TEST_CASE(a_receipt_says_what_was_told_then_and_what_changed) {
    checks::Receipt receipt{1, "09521234000017", "L240901", "4F2KX7M0QP", "valid", 3, {}};
    receipt.at = instant("2026-11-20T01:00:00Z");
    auto const page = [&](std::string const& then, Verdict now, Language language) {
        receipt.verdict = then;
        return body_of(pages::receipt_page(make_frame(language), receipt, make_judgement(now)));
    };
    auto const same = page("valid", Verdict::listed, Language::vi);
    BOOST_TEST(contains(same, "Bạn đã ghi nhận kiểm tra"));
    BOOST_TEST(contains(same, "Lần thứ 3, lúc 08:00 ngày 20/11/2026"));
    BOOST_TEST(contains(same, "không ghi thay đổi nào"));
    BOOST_TEST(contains(same, headings_vi.at(Verdict::valid)));
    BOOST_TEST(contains(same, headings_vi.at(Verdict::listed)));
    BOOST_TEST(fault_of(same) == "");
    keep("receipt.vi.html", same);
    auto const recalled = page("valid", Verdict::recalled, Language::vi);
    BOOST_TEST(contains(recalled, "Đã thay đổi"));
    BOOST_TEST(contains(recalled, "Khi đó trang này trả lời: " + headings_vi.at(Verdict::valid)));
    BOOST_TEST(contains(recalled, "verdict red"));
    BOOST_TEST(!contains(recalled, "verdict green"));
    keep("receipt-recalled.vi.html", recalled);
    BOOST_TEST(contains(page("held", Verdict::listed, Language::vi), "Đã thay đổi"));
    BOOST_TEST(contains(page("held", Verdict::held, Language::vi), "không ghi thay đổi nào"));
    BOOST_TEST(contains(page("valid", Verdict::unavailable, Language::vi), "chưa đọc được"));
    BOOST_TEST(contains(page("valid", Verdict::held, Language::en), "This has changed"));
    BOOST_TEST(contains(page("no such", Verdict::listed, Language::vi), "Chưa kiểm tra được"));
}

BOOST_AUTO_TEST_SUITE_END()
