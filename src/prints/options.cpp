#include "prints/options.hpp"

#include <algorithm>
#include <limits>

namespace ocop::prints {

namespace {

constexpr int pos_module_dots = 5;  // 0.423 mm; GS1 asks for 0.396

Error invalid(std::string pointer, std::string reason) {
    return {Errc::malformed, "request_invalid", std::move(pointer), std::move(reason)};
}

// What the sheets say, below "/options".
Error below_options(Error error, std::string_view member) {
    for (auto& fault : error.faults) {
        fault.pointer = "/options" + std::string(member) + fault.pointer;
    }
    return error;
}

// Out of an int's range is out of every range there is here; the check after it says so.
int narrow(std::int64_t value) {
    constexpr std::int64_t most = 1'000'000;
    return static_cast<int>(std::clamp(value, -most, most));
}

int narrow(std::optional<std::int64_t> value, int fallback) {
    return value ? narrow(*value) : fallback;
}

Result<sheets::Layout> layout_of(Options const& options) {
    if (options.preset && options.layout)
        return invalid("/options/preset", "give a preset or a layout, not both");
    if (!options.layout) {
        auto const* const preset =
            options.preset ? sheets::find_preset(*options.preset) : &sheets::presets().front();
        if (preset == nullptr) return invalid("/options/preset", "there is no such preset");
        return preset->layout;
    }
    auto const& free = *options.layout;
    sheets::Layout out;
    out.columns = narrow(free.columns);
    out.rows = narrow(free.rows);
    out.label_width = narrow(free.label_width);
    out.label_height = narrow(free.label_height);
    out.margin_left = narrow(free.margin_left);
    out.margin_top = narrow(free.margin_top);
    out.gap_x = narrow(free.gap_x, 0);
    out.gap_y = narrow(free.gap_y, 0);
    out.inset_x = narrow(free.inset_x, out.inset_x);
    out.inset_y = narrow(free.inset_y, out.inset_y);
    out.module_dots = narrow(free.module_dots, out.module_dots);
    return out;
}

}  // namespace

Result<sheets::Sheet> sheet_of(Options const& options) {
    auto layout = layout_of(options);
    if (!layout) return layout.error();
    if (options.profile == Profile::pos) {
        layout->module_dots = std::max(layout->module_dots, pos_module_dots);
    }
    sheets::Sheet out;
    out.layout = *layout;
    out.first_position = narrow(options.start_position, 1);
    out.offset = {narrow(options.offset_x, 0), narrow(options.offset_y, 0)};
    out.cut_guides = options.cut_guides.value_or(false);
    if (auto const checked = sheets::check_layout(out.layout); !checked)
        return below_options(checked.error(), "/layout");
    if (auto const checked = sheets::check_offset(out.layout, out.offset); !checked)
        return below_options(checked.error(), "");
    if (out.first_position < 1 || out.first_position > out.layout.labels()) {
        return invalid(
            "/options/start_position", "must be 1 to " + std::to_string(out.layout.labels())
        );
    }
    return out;
}

Result<sheets::Roll> roll_of(Options const& options) {
    sheets::Roll out;
    out.dpi = narrow(options.dpi, out.dpi);
    out.label_width = narrow(options.label_width, out.label_width);
    out.label_height = narrow(options.label_height, out.label_height);
    out.profile = options.profile == Profile::pos ? qr::Profile::pos : qr::Profile::phone;
    if (auto const checked = sheets::check_roll(out); !checked)
        return below_options(checked.error(), "");
    return out;
}

std::int64_t part_labels(sheets::Sheet const& sheet, bool first_part, std::int64_t left) {
    std::int64_t const on_sheet = sheet.layout.labels();
    auto const sheets_max = std::max<std::int64_t>(1, part_labels_max / on_sheet);
    auto const used = first_part ? sheet.first_position - 1 : 0;
    return std::min({left, sheets_max * on_sheet - used, part_labels_max});
}

}  // namespace ocop::prints
