#include "inspections/minutes.hpp"

#include "accounts/account.hpp"
#include "registry/authority.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"
#include "sheets/report.hpp"

namespace ocop::inspections {

namespace {

constexpr std::int64_t hour_ms = 3'600'000;

std::string two(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string day_words(Day day) {
    auto const iso = to_text(day);
    return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}

std::string time_words(Instant at) {
    auto const day = legal_day(at);
    auto const since = at.ms - start_of(day).ms;
    return two(since / hour_ms) + " giờ " + two(since % hour_ms / 60'000) + " ngày " +
           day_words(day);
}

std::string action_words(Inspection const& inspection) {
    bool const some = !inspection.action.stamps.empty();
    switch (inspection.action.kind) {
        case ActionKind::warn:
            return "Nhắc nhở";
        case ActionKind::hold:
            return some ? "Tạm giữ các tem ghi dưới đây trong 72 giờ"
                        : "Tạm giữ cả lô hàng trong 72 giờ";
        case ActionKind::copied:
            return "Kết luận: các số tem ghi dưới đây đã bị sao chép";
        case ActionKind::seize:
            return "Thu giữ các tem ghi dưới đây";
        case ActionKind::void_stamps:
            return "Vô hiệu các tem ghi dưới đây";
        case ActionKind::propose_recall:
            break;
    }
    return "Đề nghị thu hồi lô hàng";
}

std::string flags_words(Inspection const& inspection) {
    std::string out;
    auto const add = [&](bool flag, std::string_view text) {
        if (flag) {
            out += (out.empty() ? "" : "; ") + std::string(text);
        }
    };
    add(inspection.late, "gửi về sau 72 giờ");
    add(inspection.clock_wrong, "đồng hồ của máy không khớp");
    add(inspection.gap, "thiếu bản ghi liền trước của máy");
    return out;
}

void write_head(sheets::Report& report, Inspection const& inspection, MinutesNames const& names) {
    report.centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1'200);
    report.centred("Độc lập – Tự do – Hạnh phúc", 1'100);
    report.centred(" ", 1'100);
    report.centred("BIÊN BẢN KIỂM TRA TEM OCOP", 1'500);
    report.centred("Số: " + inspection.id, 1'000);
    report.heading("1. Cuộc kiểm tra");
    report.row("Thời gian", time_words(inspection.at));
    report.row("Địa điểm", inspection.place);
    report.row("Cơ quan", names.authority);
    report.row("Người kiểm tra", names.inspector);
    report.row("Máy, bản ghi số", inspection.device + ", " + std::to_string(inspection.sequence));
    report.row("Nhận về hệ thống", time_words(inspection.received_at));
    if (auto const flags = flags_words(inspection); !flags.empty()) {
        report.row("Lưu ý", flags);
    }
}

void write_action(sheets::Report& report, Inspection const& inspection) {
    report.heading("5. Biện pháp");
    report.row("Biện pháp", action_words(inspection));
    report.row("Lý do", inspection.action.reason);
    for (auto const& span : inspection.action.stamps) {
        report.row(
            "Tem của đợt " + span.order,
            "số thứ tự " + std::to_string(span.first) + " đến " + std::to_string(span.last)
        );
    }
    report.row(
        "Kết quả",
        inspection.done ? std::string("đã ghi vào sổ")
                        : "không thực hiện được (" + inspection.problem.value_or("") + ")"
    );
    if (inspection.hold) {
        report.row("Số lệnh tạm giữ", *inspection.hold);
    }
}

}  // namespace

Result<MinutesNames> names_of(store::Reader const& reader, Inspection const& inspection) {
    MinutesNames out;
    auto const authority = registry::load<registry::Authority>(reader, inspection.authority);
    auto const inspector = accounts::find_account(reader, inspection.inspector);
    auto const producer = registry::load<registry::Producer>(reader, inspection.producer);
    auto const item = registry::load<registry::TradeItem>(reader, inspection.gtin);
    if (!authority) {
        return authority.error();
    }
    if (!inspector) {
        return inspector.error();
    }
    if (!producer) {
        return producer.error();
    }
    if (!item) {
        return item.error();
    }
    out.authority = authority->name.vi;
    // An account that was erased has no name any more.
    out.inspector =
        *inspector && !(*inspector)->name.empty() ? (*inspector)->name : inspection.inspector;
    out.producer = producer->name.vi;
    out.product = item->name.vi;
    return out;
}

Result<std::string> draw_minutes(
    Inspection const& inspection, MinutesNames const& names, sheets::Font const& font
) {
    std::string out;
    auto const sink = [&out](std::string_view bytes) {
        out.append(bytes);
        return Result<void>();
    };
    sheets::Report report(font, sink, "Biên bản kiểm tra " + inspection.id);
    write_head(report, inspection, names);
    report.heading("2. Cơ sở và lô hàng được kiểm tra");
    report.row("Cơ sở", names.producer);
    report.row("Sản phẩm", names.product);
    report.row("GTIN", inspection.gtin);
    report.row("Số lô", inspection.lot);
    report.heading("3. Tem đã kiểm");
    if (inspection.seen.empty()) {
        report.paragraph("Không kiểm tem nào.");
    }
    for (auto const& seen : inspection.seen) {
        report.row(
            seen.serial.empty() ? "(không đọc được số)" : seen.serial,
            "lúc kiểm: " + seen.then + "; khi nhận về: " + seen.now
        );
    }
    report.heading("4. Nhận xét");
    report.paragraph(inspection.findings);
    for (auto const& photo : inspection.photos) {
        report.row("Ảnh kèm theo (SHA-256)", photo);
    }
    write_action(report, inspection);
    report.signatures("Đại diện cơ sở", "Người kiểm tra");
    if (auto const ended = report.finish(); !ended) {
        return ended.error();
    }
    return out;
}

}  // namespace ocop::inspections
