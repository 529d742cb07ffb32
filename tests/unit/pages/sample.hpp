#pragma once

#include "pages/frame.hpp"
#include "pages/site.hpp"
#include "pages/verdict_page.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <variant>

// Made-up answers to render, without a store.
namespace ocop::pages::test {

inline Day day(std::string_view text) {
    return parse_day(text).value();
}

inline Instant instant(std::string_view text) {
    return parse_instant(text).value();
}

inline pages::Frame make_frame(pages::Language language) {
    static pages::SiteSource const source;
    pages::Frame frame;
    frame.site = source.site();
    frame.language = language;
    frame.host = "tem.example";
    return frame;
}

inline verdicts::CertificateAnswer make_certificate() {
    verdicts::CertificateAnswer out;
    out.id = "25-08620-01-2026.01";
    out.stars = 3;
    out.decision = "1234/QĐ-UBND";
    out.decided_on = day("2026-01-10");
    out.issued_on = day("2026-01-15");
    out.last_day = day("2029-01-15");
    out.authority = {"UBND tỉnh Hòa Bình", "People's Committee of Hoa Binh"};
    return out;
}

inline verdicts::Answer make_answer() {
    verdicts::Answer out;
    out.at = instant("2026-11-22T03:04:05Z");
    out.demo = true;
    out.stamp = verdicts::StampAnswer{
        "09521234000017",
        "L240901",
        "4F2KX7M0QP",
        "4F2K-X7M0-QP9Z",
        "0001",
        "order1",
        40,
        17,
        1000,
        stamps::StampState::activated,
        std::nullopt,
        3,
        instant("2026-10-02T00:00:00Z"),
        instant("2026-10-03T00:00:00Z")};
    out.product = verdicts::ProductAnswer{
        "25-08620-01-2026",
        {"Chè xanh Long Cốc", "Long Coc green tea"},
        "09521234000017",
        {"Chè xanh hộp giấy 100 g", {}},
        {100, registry::Unit::g},
        1,
        1,
        "Chè hái tay lúc sáng sớm."};
    out.producer = verdicts::ProducerAnswer{
        "p1",
        {"Hợp tác xã chè Mẫu Long Cốc", "Long Coc Sample Tea Cooperative"},
        registry::LegalForm::cooperative,
        "Xóm Mẫu, xã Long Cốc, tỉnh Phú Thọ",
        "08620",
        "https://che-mau.example/"};
    out.certificate = make_certificate();
    out.lot = verdicts::LotAnswer{
        "09521234000017",
        "L240901",
        day("2026-10-01"),
        day("2027-10-01"),
        {3000, registry::Unit::piece},
        registry::Name{"Xưởng chè Mẫu", {}}};
    out.checks =
        checks::Summary{3, instant("2026-11-01T01:00:00Z"), instant("2026-11-21T08:30:00Z")};
    return out;
}

// A judgement of the verdict as the service would give it: with a stamp where one is found.
inline verdicts::Judgement make_judgement(stamp::Verdict verdict) {
    using stamp::Verdict;
    verdicts::Judgement out;
    out.answer = make_answer();
    out.position = stamp::Position{0, 16};
    stamp::Facts facts;
    if (verdict == Verdict::foreign_link) {
        facts.host = stamp::HostClass::look_alike;
        out.decision.reason = "look_alike";
    }
    if (verdict == Verdict::malformed) out.decision.reason = "serial_check_wrong";
    if (verdict == Verdict::void_stamp) out.decision.reason = "returned";
    if (verdict <= Verdict::malformed) {
        auto const at = out.answer.at;
        out.answer = {};
        out.answer.at = at;
        out.position.reset();
    }
    bool const by_link = verdict == Verdict::unsigned_link || verdict == Verdict::not_issued;
    if (by_link) {
        out.answer.stamp.reset();
        out.answer.checks.reset();
        out.position.reset();
    }
    bool const withdrawn = verdict == Verdict::certificate_withdrawn_red ||
                           verdict == Verdict::certificate_withdrawn_amber;
    if (withdrawn) {
        auto& certificate = *out.answer.certificate;
        certificate.state = stamp::CertificateState::withdrawn;
        certificate.ground = verdict == Verdict::certificate_withdrawn_red ? 3 : 5;
        certificate.withdrawal_decision = "99/QĐ-UBND";
        certificate.withdrawn_on = day("2026-11-01");
    }
    if (verdict == Verdict::certificate_lapsed) {
        out.answer.certificate->last_day = day("2026-11-20");
        out.answer.certificate->state = stamp::CertificateState::lapsed;
    }
    out.decision.headline = verdict;
    out.decision.colour = stamp::colour_of(verdict, facts);
    out.answer.verdict = stamp::code_of(verdict);
    out.answer.colour = stamp::to_text(out.decision.colour);
    return out;
}

inline events::Journey make_journey(std::string const& text) {
    events::Journey out;
    auto& step = out.steps.emplace_back();
    step.name = {text, {}};
    step.happened = instant("2026-10-01T02:00:00Z");
    step.place = registry::Name{"Đồi chè " + text, {}};
    return out;
}

inline pages::Enquiry make_enquiry() {
    pages::Enquiry out;
    out.question = {
        verdicts::Question::Kind::uri, "https://tem-example.com/01/09521234000017?s=1", {}, {}};
    out.path = "/v/01/09521234000017/10/L240901/21/4F2KX7M0QP";
    out.query = "utm_source=a%20b&s=" + std::string(159, '7');
    return out;
}

inline std::string const& body_of(http::Response const& response) {
    return std::get<std::string>(response.body);
}

inline std::string render(verdicts::Judgement const& judgement, pages::Language language) {
    return body_of(pages::verdict_page(make_frame(language), make_enquiry(), judgement));
}

// OCOP_PAGES_DIR=folder keeps the pages to be looked at.
inline void keep(std::string const& name, std::string html) {
    auto const* const directory = std::getenv("OCOP_PAGES_DIR");
    if (directory == nullptr) return;
    auto const from = html.find("/style.css");
    html.replace(from, html.find('"', from) - from, "style.css");
    std::ofstream(std::filesystem::path(directory) / name) << html;
    std::ofstream(std::filesystem::path(directory) / "style.css")
        << make_frame(pages::Language::vi).site->style();
}

}  // namespace ocop::pages::test
