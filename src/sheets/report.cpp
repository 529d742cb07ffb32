#include "sheets/report.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>

namespace ocop::sheets {

namespace {

constexpr int point = 100;     // units
constexpr int margin = 5'670;  // 20 mm
constexpr int text_width = page_units_width - 2 * margin;
constexpr int foot = page_units_height - margin;
constexpr int body_em = 11 * point;
constexpr int heading_em = 12 * point;
constexpr int page_number_em = 9 * point;
constexpr int label_width = 15'000;
constexpr int room_to_sign = 80 * point;

constexpr int leading_of(int em) {
    return em * 14 / 10;
}

}  // namespace

Report::Report(Font const& font, Sink sink, std::string_view title)
    : font_(font), document_(font, std::move(sink), title) {}

std::u32string Report::letters_of(std::string_view text) const {
    auto letters = code_points(text);
    char32_t const missing = font_.find(U'\uFFFD') ? U'\uFFFD' : U'?';
    std::replace_if(
        letters.begin(),
        letters.end(),
        [&](char32_t letter) { return !font_.find(letter); },
        missing
    );
    return letters;
}

int Report::width_of(std::u32string_view text, int em) const {
    std::int64_t advance = 0;
    for (char32_t const letter : text) {
        advance += font_.find(letter)->advance;
    }
    return static_cast<int>(advance * em / font_.metrics().units_per_em);
}

std::vector<std::u32string> Report::lines_of(std::string_view text, int em, int width) const {
    std::vector<std::u32string> out(1);
    auto const letters = letters_of(text);
    for (std::size_t at = 0; at < letters.size();) {
        auto const end = std::min(letters.find(U' ', at), letters.size());
        auto const word = letters.substr(at, end - at);
        at = end + 1;
        auto const gap = out.back().empty() ? std::u32string() : std::u32string(U" ");
        if (width_of(out.back() + gap + word, em) <= width) {
            out.back() += gap + word;
            continue;
        }
        if (!out.back().empty()) {
            out.emplace_back();
        }
        for (char32_t const letter : word) {
            if (!out.back().empty() && width_of(out.back() + letter, em) > width) {
                out.emplace_back();
            }
            out.back() += letter;
        }
    }
    return out;
}

void Report::make_room(int height) {
    if (open_ && y_ + height > foot) {
        end_page();
    }
    if (!open_) {
        document_.begin_page();
        open_ = true;
        y_ = margin;
    }
}

void Report::line(int x, int em, std::u32string_view text) {
    document_.text(x, y_ + em, em, text);
}

void Report::end_page() {
    auto const number = letters_of("– " + std::to_string(document_.pages()) + " –");
    auto const x = (page_units_width - width_of(number, page_number_em)) / 2;
    document_.text(x, foot + leading_of(page_number_em), page_number_em, number);
    document_.end_page();
    open_ = false;
}

void Report::centred(std::string_view text, int em) {
    for (auto const& one : lines_of(text, em, text_width)) {
        make_room(leading_of(em));
        line((page_units_width - width_of(one, em)) / 2, em, one);
        y_ += leading_of(em);
    }
}

void Report::heading(std::string_view text) {
    // Never the last line of a page.
    make_room(3 * leading_of(heading_em));
    y_ += leading_of(heading_em) / 2;
    for (auto const& one : lines_of(text, heading_em, text_width)) {
        make_room(leading_of(heading_em));
        line(margin, heading_em, one);
        y_ += leading_of(heading_em);
    }
}

void Report::paragraph(std::string_view text) {
    for (auto const& one : lines_of(text, body_em, text_width)) {
        make_room(leading_of(body_em));
        line(margin, body_em, one);
        y_ += leading_of(body_em);
    }
}

void Report::row(std::string_view label, std::string_view value) {
    auto const names = lines_of(label, body_em, label_width - body_em);
    auto const values = lines_of(value, body_em, text_width - label_width);
    for (std::size_t i = 0; i < std::max(names.size(), values.size()); ++i) {
        make_room(leading_of(body_em));
        if (i < names.size()) {
            line(margin, body_em, names[i]);
        }
        if (i < values.size()) {
            line(margin + label_width, body_em, values[i]);
        }
        y_ += leading_of(body_em);
    }
}

void Report::signatures(std::string_view left, std::string_view right) {
    make_room(3 * leading_of(body_em) + room_to_sign);
    y_ += 2 * leading_of(body_em);
    auto const column = text_width / 2;
    int at = margin;
    for (auto const& text : {left, right}) {
        auto const one = lines_of(text, body_em, column).front();
        line(at + (column - width_of(one, body_em)) / 2, body_em, one);
        at += column;
    }
    y_ += leading_of(body_em) + room_to_sign;
}

Result<void> Report::finish() {
    make_room(0);
    end_page();
    return document_.finish();
}

}  // namespace ocop::sheets
