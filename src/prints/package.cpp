#include "prints/package.hpp"

#include <ocop/stamp/serial.hpp>

#include <array>
#include <cstdio>

namespace ocop::prints {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr double mm_an_inch = 25.4;

// A text of a CSV field (RFC 4180 §2.6). One that a spreadsheet would take for a formula gets an
// apostrophe before it (OWASP, CSV injection).
std::string field(std::string_view text) {
    bool const formula =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    std::string out = "\"";
    out += formula ? "'" : "";
    for (char const c : text) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    return out + '"';
}

std::string in_mm(double mm) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3f mm", mm);
    return text.data();
}

json::value manifest_of(Job const& job, std::span<ZipMember const> members) {
    json::array list;
    for (auto const& member : members) {
        list.push_back(json::object{
            {"name", member.name}, {"bytes", member.bytes}, {"sha256", member.sha256}});
    }
    auto const& run = job.run;
    return json::object{
        {"v", 1},
        {"run", run.id},
        {"order", run.order},
        {"gtin", run.gtin},
        {"lot", run.lot},
        {"label", run.label},
        {"first", run.first},
        {"last", run.last},
        {"copy", run.copy},
        {"recipient", run.recipient.name},
        {"members", std::move(list)},
    };
}

}  // namespace

std::string rows_head() {
    return std::string(byte_order_mark) + "position,run,serial,typed,url,copy\r\n";
}

std::string row_of(Words const& words, std::int64_t position, std::uint64_t serial) {
    return std::to_string(position) + ',' + field(words.position) + ',' +
           stamp::format_serial(serial) + ',' + words.serial + ',' + field(words.url) + ',' +
           field(words.copy) + "\r\n";
}

std::string with_pin(std::string_view row, std::string_view pin) {
    row = row.substr(0, row.find_last_not_of("\r\n") + 1);
    return std::string(row) + ',' + std::string(pin) + "\r\n";
}

std::string part_name(std::int64_t first, std::int64_t last) {
    std::array<char, 64> text{};
    std::snprintf(
        text.data(),
        text.size(),
        "tem-%07lld-%07lld.pdf",
        static_cast<long long>(first),
        static_cast<long long>(last)
    );
    return text.data();
}

std::string spec_sheet(Job const& job, sheets::Sheet const& sheet, int modules) {
    auto const& run = job.run;
    double const module = sheet.layout.module_dots * mm_an_inch / sheets::dots_per_inch;
    auto const size = in_mm(module);
    auto const side = in_mm(module * modules);
    auto const quiet = in_mm(module * qr::quiet_zone_modules);
    auto const count = std::to_string(run.count());
    auto const range = position_text(run, run.first, job.order.count()) + " – " +
                       position_text(run, run.last, job.order.count());
    auto const copy = copy_mark(run);
    auto const dots = std::to_string(sheet.layout.module_dots);
    std::string out(byte_order_mark);
    out += "THÔNG SỐ IN TEM\r\n";
    out += "Sản phẩm: " + job.product + "\r\nGTIN: " + run.gtin + "\r\nLô: " + run.lot + "\r\n";
    out += "Số tem: " + count + "\r\nTừ – đến: " + range + "\r\nDấu bản in: " + copy + "\r\n";
    out += "Ô mã (module): " + size + " (" + dots +
           " chấm ở 300 dpi); in ở 300, 600, 1200 hoặc "
           "2400 dpi, không co giãn.\r\n";
    out += "Mã QR: " + std::to_string(modules) + " ô mỗi cạnh, " + side + ".\r\n";
    out += "Vùng trắng quanh mã: 4 ô, " + quiet + " mỗi phía; không in gì vào đó.\r\n";
    out += "Mực: chỉ bản đen (K 100 %), nền trắng, không phủ bóng lên mã.\r\n";
    out += "Tệp này dùng một lần. In lại phải có lệnh in lại. Tem thừa phải trả lại cơ sở.\r\n";
    out += "\r\nPRINT SPECIFICATION\r\n";
    out += "Product: " + job.product + "\r\nGTIN: " + run.gtin + "\r\nLot: " + run.lot + "\r\n";
    out += "Stamps: " + count + "\r\nFirst – last: " + range + "\r\nCopy mark: " + copy + "\r\n";
    out += "Module: " + size + " (" + dots +
           " dots at 300 dpi); print at 300, 600, 1200 or 2400 "
           "dpi, unscaled.\r\n";
    out += "Symbol: " + std::to_string(modules) + " modules a side, " + side + ".\r\n";
    out += "Quiet zone: 4 modules, " + quiet + " on every side; nothing is printed in it.\r\n";
    out += "Ink: black plate only (K 100 %), on white, no gloss over the symbol.\r\n";
    out += "This file is for one printing. A reprint takes an order. Return what is left over.\r\n";
    return out;
}

Result<Manifest> make_manifest(
    Job const& job,
    std::span<ZipMember const> members,
    std::string_view certificate,
    crypto::SignBytes const& sign
) {
    Error const none(Errc::malformed, "trust_malformed", "", "no certificate of a list key");
    auto const parsed = crypto::parse_jws(certificate, certificate.size());
    auto const envelope = json::parse(certificate);
    if (!parsed || !envelope) {
        return none;
    }
    auto const* const key = parsed->payload.if_object();
    auto const* const kid = key != nullptr ? key->if_contains("kid") : nullptr;
    if (kid == nullptr || !kid->is_string()) {
        return none;
    }
    auto const payload = manifest_of(job, members);
    auto const text =
        crypto::sign_jws(payload, manifest_type, std::string_view(kid->get_string()), sign);
    if (!text) {
        return text.error();
    }
    auto out = json::parse(*text, {.bytes_max = text->size(), .depth_max = 16});
    if (!out) {
        return out.error();
    }
    out->as_object()["header"] = json::object{{"certificate", *envelope}};
    return Manifest{json::canonical(payload), json::serialize(*out)};
}

}  // namespace ocop::prints
