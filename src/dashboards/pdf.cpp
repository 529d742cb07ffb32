#include "dashboards/pdf.hpp"

#include "sheets/report.hpp"

#include <array>
#include <utility>

namespace ocop::dashboards {

namespace {

using stamps::Reconciliation;

constexpr std::int64_t hour_ms = 3'600'000;

std::string day_words(Day day) {
    auto const iso = to_text(day);
    return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}

std::string two(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string time_words(Instant at) {
    auto const day = legal_day(at);
    auto const since = at.ms - start_of(day).ms;
    return two(since / hour_ms) + " giờ " + two(since % hour_ms / 60'000) + " ngày " +
           day_words(day);
}

// "1.234.567", as Vietnamese groups digits.
std::string number_words(std::int64_t number) {
    auto const digits = std::to_string(number);
    std::string out;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at > 0 && (digits.size() - at) % 3 == 0) {
            out.push_back('.');
        }
        out.push_back(digits[at]);
    }
    return out;
}

constexpr std::array<std::pair<std::string_view, std::int64_t Reconciliation::*>, 14> states{{
    {"Đã cấp", &Reconciliation::issued},
    {"Chưa in", &Reconciliation::not_printed},
    {"Đã in, chưa nhận", &Reconciliation::in_stock},
    {"Còn trong tay theo sổ", &Reconciliation::on_hand},
    {"Đã kích hoạt", &Reconciliation::activated},
    {"Trong đó người mua đã mở", &Reconciliation::opened},
    {"Bỏ trước khi in", &Reconciliation::cancelled},
    {"Hỏng khi in", &Reconciliation::spoiled},
    {"Trả lại", &Reconciliation::returned},
    {"Hỏng khi dùng", &Reconciliation::damaged},
    {"Mất", &Reconciliation::lost},
    {"Đã hủy", &Reconciliation::destroyed},
    {"Bị thu giữ", &Reconciliation::seized},
    {"Vô hiệu", &Reconciliation::voided},
}};

std::string_view rule_words(alerts::Rule rule) {
    switch (rule) {
        case alerts::Rule::many_phones:
            return "Một tem được nhiều máy quét";
        case alerts::Rule::serial_run:
            return "Tem liền số được quét hàng loạt";
        case alerts::Rule::before_activation:
            return "Tem chưa kích hoạt đã bị quét";
        case alerts::Rule::after_void:
            return "Tem đã vô hiệu vẫn được quét";
        case alerts::Rule::lot_share:
            return "Nhiều tem của lô được quét bất thường";
        case alerts::Rule::pin_guesses:
            return "Có người đoán mã cào";
        case alerts::Rule::first_opening:
            return "Gói mới đã có người báo mở";
        case alerts::Rule::stock_missing:
            return "Kiểm kê thiếu tem";
        case alerts::Rule::stock_uncounted:
            return "Lô đã đóng chưa kiểm kê";
        case alerts::Rule::key_compromise:
            return "Khóa ký có thể bị lộ";
        case alerts::Rule::log_stopped:
            break;
    }
    return "Sổ công khai đã dừng";
}

void write_checks(sheets::Report& report, Overview const& overview) {
    report.heading("2. Lượt kiểm tra theo tỉnh, " + std::to_string(overview.days) + " ngày");
    report.paragraph("Tỉnh do người mua tự chọn khi kiểm tra; không chọn thì không biết.");
    for (auto const& each : overview.provinces) {
        if (each.checks > 0) {
            report.row(each.name, number_words(each.checks));
        }
    }
    report.row("Không chọn tỉnh", number_words(overview.checks_unplaced));
    report.heading("3. Lượt kiểm tra theo ngày");
    for (auto const& each : overview.checks) {
        report.row(day_words(each.day), number_words(each.checks));
    }
}

}  // namespace

Result<std::string> draw_overview(Overview const& overview, sheets::Font const& font) {
    std::string out;
    auto const sink = [&out](std::string_view bytes) {
        out.append(bytes);
        return Result<void>();
    };
    sheets::Report report(font, sink, "Tổng quan tem OCOP");
    report.centred("TỔNG QUAN TEM OCOP", 1'500);
    report.centred("Tính lúc " + time_words(overview.as_of), 1'000);
    if (!overview.whole) {
        report.paragraph("Dữ liệu nhiều hơn mức một lần tính: các số dưới đây chưa đủ.");
    }
    report.heading("1. Tem theo trạng thái");
    for (auto const& [label, term] : states) {
        report.row(label, number_words(overview.stamps.*term));
    }
    report.row("Hết hiệu lực", number_words(overview.stamps.lapsed));
    write_checks(report, overview);
    report.heading("4. Giấy chứng nhận sắp hết hạn");
    report.row("Đang còn hiệu lực", number_words(overview.certificates_in_force));
    for (auto const& each : overview.expiring) {
        report.row(
            "Hết hạn trong " + std::to_string(each.days) + " ngày", number_words(each.certificates)
        );
    }
    report.heading("5. Cảnh báo đang mở");
    for (auto const& each : overview.alerts) {
        report.row(rule_words(each.rule), number_words(each.open));
    }
    if (auto const ended = report.finish(); !ended) {
        return ended.error();
    }
    return out;
}

}  // namespace ocop::dashboards
