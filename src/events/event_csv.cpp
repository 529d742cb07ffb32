#include "events/event_csv.hpp"

#include "events/csv_values.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace ocop::events {

namespace {

using enum CsvColumn;

constexpr std::array<CsvColumnName, 21> columns{{
    {step, {"công đoạn", "step"}},
    {chain, {"chuỗi", "chain"}},
    {date, {"ngày", "date"}},
    {time, {"giờ", "time"}},
    {place, {"địa điểm", "place"}},
    {quantity, {"số lượng", "quantity"}},
    {unit, {"đơn vị", "unit"}},
    {input_gtin, {"gtin nguyên liệu", "input gtin"}},
    {input_lot, {"lô nguyên liệu", "input lot"}},
    {input_id, {"mã nguyên liệu", "input id"}},
    {input_quantity, {"lượng nguyên liệu", "input quantity"}},
    {input_unit, {"đơn vị nguyên liệu", "input unit"}},
    {to, {"bên nhận", "to"}},
    {from, {"bên giao", "from"}},
    {temperature, {"nhiệt độ", "temperature"}},
    {humidity, {"độ ẩm", "humidity"}},
    {material, {"vật tư", "material"}},
    {phi_days, {"cách ly", "phi days"}},
    {notes, {"ghi chú", "notes"}},
    {photos, {"ảnh", "photos"}},
    {documents, {"chứng từ", "documents"}},
}};

constexpr Words empty_file{"Tệp không có dòng nào", "the file has no lines"};
constexpr Words no_events{"Tệp chỉ có dòng tiêu đề", "the file has a header alone"};
constexpr Words column_unknown{"Không có cột này", "no such column"};
constexpr Words column_twice{"Cột này có hai lần", "the column is there twice"};
constexpr Words column_missing{
    "Thiếu cột \"công đoạn\" hoặc \"ngày\"", "the column \"step\" or \"date\" is missing"};
constexpr Words cells_more{
    "Dòng có nhiều ô hơn dòng tiêu đề", "the line has more fields than the header"};
constexpr Words cell_required{"Ô này không được để trống", "must not be empty"};
constexpr Words number_required{"Có đơn vị nhưng thiếu số lượng", "a unit without a number"};
constexpr Words step_first{
    "Dòng nguyên liệu thêm phải đứng sau một công đoạn",
    "a line of further inputs must follow an event"};
constexpr Words whole_days{"Phải là số ngày nguyên", "must be a whole number of days"};

bool is_input(CsvColumn column) {
    return column >= input_gtin && column <= input_unit;
}

std::vector<std::string> words_of(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    std::vector<std::string> out;
    for (;;) {
        auto const start = text.find_first_not_of(blank);
        if (start == std::string_view::npos) {
            return out;
        }
        auto const end = std::min(text.find_first_of(blank, start), text.size());
        out.emplace_back(text.substr(start, end - start));
        text.remove_prefix(end);
    }
}

class EventReader {
  public:
    CsvReading read(Csv const& csv) {
        if (csv.fault) {
            out_.faults.push_back(*csv.fault);
        }
        if (csv.rows.empty()) {
            if (out_.faults.empty()) {
                out_.faults.push_back(line_fault(1, {}, empty_file));
            }
            return std::move(out_);
        }
        header(csv.rows.front());
        if (header_is_good_) {
            for (std::size_t i = 1; i < csv.rows.size(); ++i) {
                row(csv.rows[i]);
            }
            if (csv.rows.size() == 1 && out_.faults.empty()) {
                out_.faults.push_back(line_fault(csv.rows.front().line, {}, no_events));
            }
        }
        std::stable_sort(
            out_.faults.begin(),
            out_.faults.end(),
            [](LineFault const& a, LineFault const& b) { return a.line < b.line; }
        );
        return std::move(out_);
    }

  private:
    void fault(CsvColumn column, Words const& reason) {
        out_.faults.push_back(line_fault(line_, title(column), reason));
    }

    std::string title(CsvColumn column) const {
        auto const found = at_.find(column);
        return found == at_.end() ? std::string() : titles_[found->second];
    }

    void header(CsvRow const& row) {
        for (auto const& cell : row.cells) {
            titles_.emplace_back(trimmed(cell));
            auto const name = header_name(cell);
            auto const* const found =
                std::find_if(columns.begin(), columns.end(), [&](CsvColumnName const& column) {
                    return column.name.vi == name || column.name.en == name;
                });
            if (found == columns.end()) {
                // A column without a name has nothing to say, as long as it is empty.
                if (!name.empty()) {
                    bad_header(row, titles_.back(), column_unknown);
                }
            } else if (!at_.emplace(found->column, titles_.size() - 1).second) {
                bad_header(row, titles_.back(), column_twice);
            }
        }
        if (at_.count(step) == 0 || at_.count(date) == 0) {
            bad_header(row, {}, column_missing);
        }
    }

    void bad_header(CsvRow const& row, std::string_view column, Words const& reason) {
        header_is_good_ = false;
        out_.faults.push_back(line_fault(row.line, column, reason));
    }

    std::string_view cell(CsvColumn column) const {
        auto const found = at_.find(column);
        bool const there = found != at_.end() && found->second < cells_->size();
        return there ? trimmed((*cells_)[found->second]) : std::string_view();
    }

    bool is_filled(CsvColumn column) const { return !cell(column).empty(); }

    void row(CsvRow const& row) {
        line_ = row.line;
        cells_ = &row.cells;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            bool const named = i < titles_.size() && !titles_[i].empty();
            if (!named && !trimmed(row.cells[i]).empty()) {
                out_.faults.push_back(line_fault(line_, {}, cells_more));
                return;
            }
        }
        if (is_further_input()) {
            if (out_.forms.empty()) {
                fault(step, step_first);
                return;
            }
            input(out_.forms.back());
            return;
        }
        out_.forms.push_back({{}, line_, {}});
        event(out_.forms.back());
    }

    bool is_further_input() const {
        return std::all_of(columns.begin(), columns.end(), [&](CsvColumnName const& each) {
            return is_input(each.column) || !is_filled(each.column);
        });
    }

    void came_from(CsvForm& form, std::string pointer, CsvColumn column) {
        form.origins.push_back({std::move(pointer), line_, title(column)});
    }

    void event(CsvForm& out) {
        auto& form = out.form;
        form.step = cell(step);
        came_from(out, "/step", step);
        if (form.step.empty()) {
            fault(step, cell_required);
        }
        when(out);
        if (auto const amount = amount_of(quantity, unit)) {
            form.quantity = amount;
        }
        came_from(out, "/quantity", quantity);
        came_from(out, "/quantity/unit", unit);
        text(out, form.chain, "/chain", chain);
        text(out, form.place, "/place", place);
        text(out, form.to, "/to", to);
        text(out, form.from, "/from", from);
        text(out, form.material, "/material", material);
        text(out, form.notes, "/notes", notes);
        days(out);
        measure(out, temperature, "temperature");
        measure(out, humidity, "humidity");
        came_from(out, "/measurements", temperature);
        hashes(out, form.photos, "/photos", photos);
        hashes(out, form.documents, "/documents", documents);
        came_from(out, "/inputs", input_gtin);
        input(out);
    }

    void when(CsvForm& out) {
        came_from(out, "/time", date);
        auto const read = read_csv_time(cell(date), cell(time));
        if (!is_filled(date)) {
            fault(date, cell_required);
        } else if (auto const* const why = std::get_if<Words>(&read)) {
            fault(date, *why);
        } else {
            out.form.time = std::get<std::string>(read);
        }
    }

    void text(
        CsvForm& out, std::optional<std::string>& member, char const* pointer, CsvColumn column
    ) {
        came_from(out, pointer, column);
        if (is_filled(column)) {
            member = cell(column);
        }
    }

    std::optional<Number> number(CsvColumn column) {
        auto const read = read_csv_number(cell(column));
        if (auto const* const why = std::get_if<Words>(&read)) {
            fault(column, *why);
            return std::nullopt;
        }
        return std::get<Number>(read);
    }

    std::optional<Amount> amount_of(CsvColumn value, CsvColumn its_unit) {
        if (!is_filled(value)) {
            if (is_filled(its_unit)) {
                fault(value, number_required);
            }
            return std::nullopt;
        }
        if (!is_filled(its_unit)) {
            fault(at_.count(its_unit) != 0 ? its_unit : value, cell_required);
        }
        auto const read = number(value);
        return read ? std::optional(Amount{*read, csv_unit(cell(its_unit))}) : std::nullopt;
    }

    void days(CsvForm& out) {
        came_from(out, "/phi_days", phi_days);
        if (!is_filled(phi_days)) {
            return;
        }
        auto const value = parse_decimal(cell(phi_days), INT32_MAX);
        if (value) {
            out.form.phi_days = static_cast<std::int64_t>(*value);
        } else {
            fault(phi_days, whole_days);
        }
    }

    void measure(CsvForm& out, CsvColumn column, char const* type) {
        if (!is_filled(column)) {
            return;
        }
        if (auto const value = number(column)) {
            auto& list = out.form.measurements;
            if (!list) {
                list.emplace();
            }
            came_from(out, "/measurements/" + std::to_string(list->size()), column);
            list->push_back({type, *value, std::nullopt});
        }
    }

    void hashes(
        CsvForm& out,
        std::optional<std::vector<std::string>>& member,
        char const* pointer,
        CsvColumn column
    ) {
        came_from(out, pointer, column);
        if (is_filled(column)) {
            member = words_of(cell(column));
        }
    }

    // The input that this row tells of, if it does.
    void input(CsvForm& out) {
        constexpr std::array all{input_gtin, input_lot, input_id, input_quantity, input_unit};
        if (std::none_of(all.begin(), all.end(), [&](CsvColumn each) { return is_filled(each); })) {
            return;
        }
        auto& list = out.form.inputs;
        if (!list) {
            list.emplace();
        }
        auto const at = "/inputs/" + std::to_string(list->size());
        came_from(out, at, is_filled(input_id) ? input_id : input_gtin);
        ShortItem item;
        text(out, item.gtin, (at + "/gtin").c_str(), input_gtin);
        text(out, item.lot, (at + "/lot").c_str(), input_lot);
        text(out, item.id, (at + "/id").c_str(), input_id);
        came_from(out, at + "/quantity", input_quantity);
        came_from(out, at + "/quantity/unit", input_unit);
        item.quantity = amount_of(input_quantity, input_unit);
        list->push_back(std::move(item));
    }

    CsvReading out_;
    std::vector<std::string> titles_;
    std::map<CsvColumn, std::size_t> at_;  // column → its place in a row
    bool header_is_good_ = true;
    // Of the row being read.
    std::size_t line_ = 1;
    std::vector<std::string> const* cells_ = nullptr;
};

}  // namespace

std::span<CsvColumnName const> csv_columns() {
    return columns;
}

CsvReading read_event_csv(std::string_view text) {
    return EventReader().read(read_csv(text, {csv_events_max + 1, columns.size() + 3}));
}

LineFault at_line(CsvForm const& form, FormFault const& fault) {
    LineFault out{form.line, {}, fault.vi, fault.en};
    std::size_t best = 0;
    for (auto const& origin : form.origins) {
        auto const& place = origin.pointer;
        bool const holds =
            fault.pointer.compare(0, place.size(), place) == 0 &&
            (fault.pointer.size() == place.size() || fault.pointer[place.size()] == '/');
        if (holds && place.size() >= best) {
            best = place.size();
            out.line = origin.line;
            out.column = origin.column;
        }
    }
    return out;
}

}  // namespace ocop::events
