#include "checks/place.hpp"

#include <algorithm>
#include <array>

namespace ocop::checks {

namespace {

constexpr std::array<Province, 34> all{{
    {1, "Hà Nội"},     {4, "Cao Bằng"},    {8, "Tuyên Quang"}, {11, "Điện Biên"},
    {12, "Lai Châu"},  {14, "Sơn La"},     {15, "Lào Cai"},    {19, "Thái Nguyên"},
    {20, "Lạng Sơn"},  {22, "Quảng Ninh"}, {24, "Bắc Ninh"},   {25, "Phú Thọ"},
    {31, "Hải Phòng"}, {33, "Hưng Yên"},   {37, "Ninh Bình"},  {38, "Thanh Hóa"},
    {40, "Nghệ An"},   {42, "Hà Tĩnh"},    {44, "Quảng Trị"},  {46, "Huế"},
    {48, "Đà Nẵng"},   {51, "Quảng Ngãi"}, {52, "Gia Lai"},    {56, "Khánh Hòa"},
    {66, "Đắk Lắk"},   {68, "Lâm Đồng"},   {75, "Đồng Nai"},   {79, "Hồ Chí Minh"},
    {80, "Tây Ninh"},  {82, "Đồng Tháp"},  {86, "Vĩnh Long"},  {91, "An Giang"},
    {92, "Cần Thơ"},   {96, "Cà Mau"},
}};

constexpr std::int64_t latitude_max = 9'000;
constexpr std::int64_t longitude_max = 18'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_within(std::int64_t value, std::int64_t max) {
    return value >= -max && value <= max;
}

}  // namespace

std::span<Province const> provinces() {
    return all;
}

std::optional<std::uint8_t> parse_province(std::string_view code) {
    if (code.size() != 2 || !is_digit(code[0]) || !is_digit(code[1])) {
        return std::nullopt;
    }
    auto const number = static_cast<std::uint8_t>((code[0] - '0') * 10 + (code[1] - '0'));
    auto const is_it = [number](Province const& province) { return province.code == number; };
    return std::any_of(all.begin(), all.end(), is_it) ? std::optional(number) : std::nullopt;
}

std::string province_text(std::uint8_t code) {
    return {static_cast<char>('0' + code / 10), static_cast<char>('0' + code % 10)};
}

std::optional<PlaceKind> parse_place_kind(std::string_view word) {
    std::optional<PlaceKind> out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<PlaceKind>>([&](auto d) {
        if (word == d.name && d.value != PlaceKind::unsaid) {
            out = d.value;
        }
    });
    return out;
}

Result<Place> read_place(SaidPlace const& said, std::string const& pointer) {
    std::vector<Fault> faults;
    Place out;
    if (said.province) {
        auto const code = parse_province(*said.province);
        if (code) {
            out.province = *code;
        } else {
            faults.push_back({pointer + "/province", "must be a province's two digits"});
        }
    }
    if (said.kind) {
        auto const kind = parse_place_kind(*said.kind);
        if (kind) {
            out.kind = *kind;
        } else {
            faults.push_back({pointer + "/kind", "must be shop, market, online or home"});
        }
    }
    if (said.latitude.has_value() != said.longitude.has_value()) {
        faults.push_back({pointer, "must have both latitude and longitude, or neither"});
    } else if (said.latitude) {
        if (is_within(*said.latitude, latitude_max) && is_within(*said.longitude, longitude_max)) {
            out.spot = Spot{
                static_cast<std::int16_t>(*said.latitude),
                static_cast<std::int16_t>(*said.longitude)};
        } else {
            faults.push_back({pointer + "/latitude", "must be a place in hundredths of a degree"});
        }
    }
    if (!faults.empty()) {
        return Error(Errc::malformed, "request_invalid", std::move(faults));
    }
    return out;
}

}  // namespace ocop::checks
