#include "events/csv.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>

namespace ocop::events {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr Words not_utf8{
    "Tệp không phải mã UTF-8: hãy lưu dạng \"CSV UTF-8\"",
    "the file is not UTF-8: save it as \"CSV UTF-8\""};
constexpr Words stray_quote{
    "Dấu ngoặc kép sai chỗ: ô có dấu ngoặc kép phải nằm trọn trong ngoặc kép",
    "a quote out of place: a field with quotes must be quoted as a whole"};
constexpr Words open_quote{"Ô bắt đầu bằng ngoặc kép nhưng không đóng", "a quote is never closed"};
constexpr Words too_many_rows{"Tệp có quá nhiều dòng", "the file has too many lines"};
constexpr Words too_many_cells{"Dòng có quá nhiều ô", "the line has too many fields"};

// What parts the fields: of the first line, outside quotes.
char separator_of(std::string_view text) {
    bool quoted = false;
    std::size_t commas = 0;
    std::size_t semicolons = 0;
    std::size_t tabs = 0;
    for (char const c : text) {
        if (!quoted && (c == '\n' || c == '\r')) {
            break;
        }
        quoted = quoted != (c == '"');
        commas += !quoted && c == ',' ? 1U : 0U;
        semicolons += !quoted && c == ';' ? 1U : 0U;
        tabs += !quoted && c == '\t' ? 1U : 0U;
    }
    if (tabs > commas && tabs > semicolons) {
        return '\t';
    }
    return semicolons > commas ? ';' : ',';
}

class CsvReader {
  public:
    CsvReader(std::string_view text, CsvLimits limits)
        : text_(text), limits_(limits), separator_(separator_of(text)) {}

    Csv read() {
        while (at_ < text_.size() && !out_.fault) {
            row();
        }
        return std::move(out_);
    }

  private:
    void fault(std::size_t line, Words const& reason, CsvTrouble trouble = CsvTrouble::not_csv) {
        out_.fault = line_fault(line, {}, reason);
        out_.trouble = trouble;
    }

    bool at_break() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

    // Steps over one line break of any kind.
    void take_break() {
        bool const both = text_.substr(at_, 2) == "\r\n";
        at_ += both ? 2 : 1;
        ++line_;
    }

    // What stands between quotes, with the opening one next. False after a fault.
    bool quoted(std::string& cell) {
        auto const start = line_;
        ++at_;
        while (at_ < text_.size()) {
            if (text_[at_] != '"') {
                bool const crlf = text_.substr(at_, 2) == "\r\n";
                line_ += (at_break() && !crlf) ? 1U : 0U;
                cell += text_[at_++];
            } else if (text_.substr(at_, 2) == "\"\"") {
                cell += '"';
                at_ += 2;
            } else {
                ++at_;
                bool const ends = at_ == text_.size() || text_[at_] == separator_ || at_break();
                if (!ends) {
                    fault(line_, stray_quote);
                }
                return ends;
            }
        }
        fault(start, open_quote);
        return false;
    }

    bool bare(std::string& cell) {
        while (at_ < text_.size() && text_[at_] != separator_ && !at_break()) {
            if (text_[at_] == '"') {
                fault(line_, stray_quote);
                return false;
            }
            cell += text_[at_++];
        }
        return true;
    }

    void row() {
        CsvRow row{line_, {}};
        for (bool more = true; more;) {
            std::string cell;
            bool const is_quoted = at_ < text_.size() && text_[at_] == '"';
            if (!(is_quoted ? quoted(cell) : bare(cell))) {
                return;
            }
            row.cells.push_back(std::move(cell));
            if (row.cells.size() > limits_.cells_max) {
                fault(row.line, too_many_cells);
                return;
            }
            more = at_ < text_.size() && text_[at_] == separator_;
            at_ += more ? 1U : 0U;
        }
        if (at_ < text_.size()) {
            take_break();
        }
        keep(std::move(row));
    }

    void keep(CsvRow row) {
        bool const blank = std::all_of(row.cells.begin(), row.cells.end(), [](auto const& cell) {
            return cell.find_first_not_of(" \t\r\n") == std::string::npos;
        });
        if (blank) {
            return;
        }
        if (out_.rows.size() == limits_.rows_max) {
            fault(row.line, too_many_rows, CsvTrouble::too_many_rows);
            return;
        }
        out_.rows.push_back(std::move(row));
    }

    std::string_view text_;
    CsvLimits limits_;
    char separator_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    Csv out_;
};

}  // namespace

LineFault line_fault(std::size_t line, std::string_view column, Words const& reason) {
    return {line, std::string(column), std::string(reason.vi), std::string(reason.en)};
}

Csv read_csv(std::string_view text, CsvLimits limits) {
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
        text.remove_prefix(byte_order_mark.size());
    }
    if (!is_utf8(text) || text.find('\0') != std::string_view::npos) {
        Csv out;
        out.fault = line_fault(1, {}, not_utf8);
        out.trouble = CsvTrouble::not_utf8;
        return out;
    }
    return CsvReader(text, limits).read();
}

}  // namespace ocop::events
