#include "stamps/reconciliation.hpp"

#include "api/read.hpp"
#include "api/routes.hpp"
#include "registry/producer.hpp"
#include "sheets/report.hpp"
#include "stamps/quota.hpp"

namespace ocop::api {

namespace {

using namespace ocop::stamps;

using Reconcile = Result<Reconciliation> (*)(store::Reader const&, http::Request const&);

Result<Reconciliation> of_order(store::Reader const& reader, http::Request const& request) {
    auto const order = load_order_for(reader, who_of(request), request.capture("id"));
    return order ? reconcile(reader, *order) : order.error();
}

Result<Reconciliation> of_lot(store::Reader const& reader, http::Request const& request) {
    auto const key = registry::lot_key(request.capture("gtin"), request.capture("lot"));
    auto const lot = registry::load_for<registry::Lot>(reader, who_of(request), key);
    return lot ? reconcile_lot(reader, key) : lot.error();
}

Result<Reconciliation> of_producer(store::Reader const& reader, http::Request const& request) {
    auto const producer =
        registry::load_for<registry::Producer>(reader, who_of(request), request.capture("id"));
    return producer ? reconcile_producer(reader, producer->id) : producer.error();
}

Result<Reconciliation> of_quota(store::Reader const& reader, http::Request const& request) {
    auto const quota = load_quota_for(reader, who_of(request), request.capture("id"));
    return quota ? reconcile_producer(reader, quota->producer, quota->id) : quota.error();
}

struct TermWords {
    std::string_view name;  // the member's
    std::string_view words;
    bool sum = false;  // of what stands below it
};

// In the order of the equations; names and words of reference/domain.md.
constexpr TermWords term_words[] = {
    {"issued", "Đã cấp", true},
    {"printed", "Đã in", true},
    {"received", "Đã nhận", true},
    {"activated", "Đã dán (kích hoạt)"},
    {"opened", "trong đó người mua đã mở"},
    {"returned", "Hoàn trả"},
    {"damaged", "Hư hỏng"},
    {"lost", "Mất"},
    {"destroyed", "Tiêu hủy"},
    {"seized", "Thu giữ"},
    {"voided", "Vô hiệu"},
    {"lapsed", "Hết hiệu lực do không dán"},
    {"on_hand", "Còn tồn theo sổ"},
    {"in_stock", "Đã in, chưa nhận"},
    {"spoiled", "In hỏng"},
    {"not_printed", "Chưa in"},
    {"cancelled", "Hủy trước khi in"},
    {"counted", "Kiểm kê thực tế", true},
    {"uncounted", "Số đợt tem chưa kiểm kê"},
    {"missing", "Thiếu so với sổ"},
    {"surplus", "Thừa so với sổ"},
    {"unaccounted", "Chênh lệch chưa giải trình", true},
};

// For people to sign and file.
Result<std::string> draw(Reconciliation const& terms, std::string const& what, Day today) {
    auto const font = sheets::Font::load(sheets::font_path);
    if (!font) {
        return Error(Errc::unavailable, "font_missing");
    }
    std::string out;
    auto const sink = [&out](std::string_view bytes) {
        out.append(bytes);
        return Result<void>();
    };
    sheets::Report report(*font, sink, "Đối soát tem");
    report.heading("BẢNG ĐỐI SOÁT TEM");
    report.row("Phạm vi", what);
    report.row("Ngày lập", to_text(today));
    auto const values = json::write(terms);
    for (auto const& term : term_words) {
        auto const label = (term.sum ? "" : "   ") + std::string(term.words);
        report.row(label, std::to_string(values.at(term.name).as_int64()));
    }
    report.paragraph(
        "Đã cấp = đã in + chưa in + hủy trước khi in; đã in = đã nhận + chưa nhận + in hỏng; đã "
        "nhận là tổng các mục từ đã dán đến còn tồn theo sổ; chênh lệch = thiếu − thừa."
    );
    report.signatures("Đại diện cơ sở", "Cán bộ đối soát");
    if (auto const ended = report.finish(); !ended) {
        return ended.error();
    }
    return out;
}

// JSON, a table of the same for a spreadsheet (?format=csv), or a page to sign (?format=pdf).
http::Answer show(
    Reconciliation const& terms, std::string_view format, http::Request const& request, Day today
) {
    if (format == "json") {
        return http::json_response(200, json::serialize(json::write(terms)));
    }
    if (format == "csv") {
        return http::text_response(200, "text/csv; charset=utf-8; header=present", to_csv(terms))
            .with("Content-Disposition", "attachment; filename=\"reconciliation.csv\"");
    }
    std::string what;
    for (auto const& [name, value] : request.captures) {
        what += (what.empty() ? "" : " · ") + value;
    }
    auto pdf = draw(terms, what, today);
    return pdf ? http::text_response(200, "application/pdf", std::move(*pdf))
               : problem(pdf.error(), request);
}

http::Handler reconciles(Services& services, Reconcile load) {
    return [&services, load](http::Request const& request) -> http::Answer {
        auto const query = read_query(request, {"format"});
        if (!query) {
            return problem(query.error(), request);
        }
        auto const format = http::find_parameter(*query, "format").value_or("json");
        if (format != "json" && format != "csv" && format != "pdf") {
            return problem(query_invalid("format", "must be json, csv or pdf"), request);
        }
        auto const terms = load(*services.store.snapshot(), request);
        return terms ? show(*terms, format, request, legal_day(services.clock.now()))
                     : problem(terms.error(), request);
    };
}

}  // namespace

std::vector<http::Route> reconciliation_routes(Services& s) {
    return {
        get("/api/v1/stamp-orders/{id}/reconciliation", reconciles(s, of_order)),
        get("/api/v1/lots/{gtin}/{lot}/reconciliation", reconciles(s, of_lot)),
        get("/api/v1/producers/{id}/reconciliation", reconciles(s, of_producer)),
        get("/api/v1/quotas/{id}/reconciliation", reconciles(s, of_quota)),
    };
}

}  // namespace ocop::api
