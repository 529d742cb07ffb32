#include "sheets/sheets.hpp"

#include "api/request.hpp"
#include "api/routes.hpp"
#include "prints/options.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::api {

namespace {

http::Answer list_presets(http::Request const& request) {
    if (auto const query = read_query(request, {}); !query) {
        return problem(query.error(), request);
    }
    json::array items;
    for (auto const& preset : sheets::presets()) {
        auto const& layout = preset.layout;
        items.push_back(json::object{
            {"name", std::string(preset.name)},
            {"columns", layout.columns},
            {"rows", layout.rows},
            {"label_width", layout.label_width},
            {"label_height", layout.label_height},
            {"margin_left", layout.margin_left},
            {"margin_top", layout.margin_top},
            {"gap_x", layout.gap_x},
            {"gap_y", layout.gap_y},
            {"inset_x", layout.inset_x},
            {"inset_y", layout.inset_y},
            {"module_dots", layout.module_dots}});
    }
    return http::json_response(200, json::serialize(json::object{{"items", std::move(items)}}));
}

// Tenths of a millimetre, either way.
Result<std::int64_t> read_offset(http::Parameters const& query, std::string_view name) {
    auto text = http::find_parameter(query, name).value_or("0");
    bool const negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    auto const size = parse_decimal(text, sheets::offset_tenths_max);
    if (!size) {
        return query_invalid(name, "must be tenths of a millimetre, -100 to 100");
    }
    auto const tenths = static_cast<std::int64_t>(*size);
    return negative ? -tenths : tenths;
}

Result<std::string> draw_calibration(Services const& services, http::Request const& request) {
    if (services.desk == nullptr) {
        return Error(Errc::unavailable, "prints_unavailable");
    }
    auto const query = read_query(request, {"preset", "offset_x", "offset_y"});
    if (!query) {
        return query.error();
    }
    prints::Options options;
    if (auto const preset = http::find_parameter(*query, "preset")) {
        options.preset = std::string(*preset);
    }
    auto const x = read_offset(*query, "offset_x");
    auto const y = read_offset(*query, "offset_y");
    if (!x || !y) {
        return x ? y.error() : x.error();
    }
    options.offset_x = *x;
    options.offset_y = *y;
    auto const sheet = prints::sheet_of(options);
    if (!sheet) {
        return sheet.error();
    }
    std::string out;
    auto const written = sheets::write_calibration(
        sheet->layout,
        sheet->offset,
        services.desk->font,
        [&](std::string_view bytes) {
            out += bytes;
            return Result<void>();
        }
    );
    return written ? Result<std::string>(std::move(out)) : written.error();
}

http::Handler calibration(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto pdf = draw_calibration(services, request);
        return pdf ? http::text_response(200, "application/pdf", std::move(*pdf))
                   : problem(pdf.error(), request);
    };
}

}  // namespace

std::vector<http::Route> sheet_routes(Services& s) {
    return {
        get("/api/v1/sheets/presets", list_presets),
        get("/api/v1/sheets/calibration.pdf", calibration(s)),
    };
}

}  // namespace ocop::api
