#pragma once

#include "prints/options.hpp"
#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

// What a print house does with a package, by programs that are not ours.
namespace ocop::test {

// Members by name.
inline std::map<std::string, std::string> unzip(std::string const& zip) {
    TemporaryDirectory const directory;
    auto const path = directory.path() / "run.zip";
    auto const folder = directory.path() / "unzipped";
    std::ofstream(path, std::ios::binary) << zip;
    sheets::testing::output_of("python3 -m zipfile -e " + path.string() + " " + folder.string());
    std::map<std::string, std::string> out;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        out[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in), {}};
    }
    return out;
}

// What the first `count` labels of default sheets say when they are scanned at 300 dpi; "" of one
// that does not read.
inline std::vector<std::string> scan_labels(std::string const& pdf, int count) {
    auto const sheet = *prints::sheet_of({});
    auto const pages = sheets::testing::Paper(pdf).pages();
    std::vector<std::string> out;
    for (int at = 0; at < count; ++at) {
        auto const page = static_cast<std::size_t>(at / sheet.layout.labels());
        auto const box = sheets::testing::label_dots(sheet, at % sheet.layout.labels() + 1);
        out.push_back(qr::testing::scan(sheets::testing::part(pages.at(page), box)).text);
    }
    return out;
}

}  // namespace ocop::test
