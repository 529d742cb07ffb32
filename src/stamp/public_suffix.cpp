#include "stamp/public_suffix.hpp"

#include <algorithm>
#include <array>

namespace ocop::stamp {

namespace {

// Used at the second level by most countries' registries.
constexpr std::array<std::string_view, 9> usual_words{
    "ac", "co", "com", "edu", "gov", "mil", "net", "or", "org"};

// VNNIC's second level: kinds, then provinces as they were before 2025 (still registered).
constexpr std::array<std::string_view, 9> vn_kinds{
    "ai", "biz", "health", "id", "info", "int", "io", "name", "pro"};
constexpr std::array<std::string_view, 63> vn_provinces{
    "angiang",  "bacgiang",  "backan",       "baclieu",   "bacninh",   "baria-vungtau",
    "bentre",   "binhdinh",  "binhduong",    "binhphuoc", "binhthuan", "camau",
    "cantho",   "caobang",   "daklak",       "daknong",   "danang",    "dienbien",
    "dongnai",  "dongthap",  "gialai",       "hagiang",   "haiduong",  "haiphong",
    "hanam",    "hanoi",     "hatinh",       "haugiang",  "hoabinh",   "hungyen",
    "khanhhoa", "kiengiang", "kontum",       "laichau",   "lamdong",   "langson",
    "laocai",   "longan",    "namdinh",      "nghean",    "ninhbinh",  "ninhthuan",
    "phutho",   "phuyen",    "quangbinh",    "quangnam",  "quangngai", "quangninh",
    "quangtri", "soctrang",  "sonla",        "tayninh",   "thaibinh",  "thainguyen",
    "thanhhoa", "hochiminh", "thuathienhue", "tiengiang", "travinh",   "tuyenquang",
    "vinhlong", "vinhphuc",  "yenbai"};

template <std::size_t N>
bool contains(std::array<std::string_view, N> const& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_second_level_suffix(std::string_view second, std::string_view top) {
    if (contains(usual_words, second)) {
        return top.size() == 2;
    }
    return top == "vn" && (contains(vn_kinds, second) || contains(vn_provinces, second));
}

}  // namespace

std::vector<std::string_view> split_labels(std::string_view name) {
    std::vector<std::string_view> out;
    for (;;) {
        auto const dot = name.find('.');
        out.push_back(name.substr(0, dot));
        if (dot == std::string_view::npos) {
            return out;
        }
        name.remove_prefix(dot + 1);
    }
}

std::size_t public_suffix_labels(std::vector<std::string_view> const& labels) {
    auto const count = labels.size();
    if (count < 2) {
        return 0;
    }
    bool const second = count > 2 && is_second_level_suffix(labels[count - 2], labels[count - 1]);
    return second ? 2 : 1;
}

}  // namespace ocop::stamp
