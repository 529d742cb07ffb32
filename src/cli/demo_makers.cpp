#include "cli/demo_data.hpp"

namespace ocop::cli::demo {

namespace {

using registry::LegalForm;
using registry::Level;
using registry::PlaceKind;

constexpr AuthorityRow authority_rows[] = {
    {"mae",
     {"Bộ Nông nghiệp và Môi trường", "Ministry of Agriculture and Environment"},
     Level::ministry,
     "",
     ""},
    {"phu-tho",
     {"UBND tỉnh Phú Thọ", "People's Committee of Phú Thọ Province"},
     Level::province,
     "25",
     "9520000"},
    {"hoa-binh",
     {"UBND tỉnh Hòa Bình", "People's Committee of Hòa Bình Province"},
     Level::province,
     "17",
     "9520017"},
    {"cao-bang",
     {"UBND tỉnh Cao Bằng", "People's Committee of Cao Bằng Province"},
     Level::province,
     "04",
     "9520004"},
};

constexpr SuccessionRow succession_rows[] = {{"hoa-binh", "phu-tho", {0, 510}}};

constexpr KeyRow key_rows[] = {
    {"phu-tho", {}, {1}},
    {"phu-tho", Ago{0, 420}, {2}},
    {"hoa-binh", {}, {3}},
    {"cao-bang", {}, {4}},
};

constexpr RevocationRow revocation_rows[] = {
    {{2}, "Khóa bị lộ khi sao lưu (tình huống mẫu)", {0, 380}, {0, 340}},
};

constexpr ProducerRow producer_rows[] = {
    {"tea",
     {"HTX Chè an toàn Đồi Sương (mẫu)", "Đồi Sương Safe Tea Cooperative (sample)"},
     LegalForm::cooperative,
     "08620",
     "Khu 4, xã Long Cốc, tỉnh Phú Thọ",
     "0900 000 001",
     "https://che-doi-suong.example"},
    {"noodles",
     {"Công ty TNHH Mì gạo Bến Gót Mới (mẫu)", "Bến Gót Mới Rice Noodles Co. Ltd (sample)"},
     LegalForm::enterprise,
     "07918",
     "Khu 2, phường Vân Phú, tỉnh Phú Thọ",
     "0900 000 002",
     "https://mi-gao-ben-got.example"},
    {"pork",
     {"Hộ kinh doanh Thịt chua Bà Mây (mẫu)", "Bà Mây Sour Pork (sample)"},
     LegalForm::household,
     "08542",
     "Phố Hạ Sơn, xã Thanh Sơn, tỉnh Phú Thọ",
     "0900 000 003",
     ""},
    {"pomelo",
     {"Tổ hợp tác Bưởi Bãi Lô (mẫu)", "Bãi Lô Pomelo Cooperative Group (sample)"},
     LegalForm::cooperative_group,
     "07999",
     "Khu Bãi Lô, xã Chí Đám, tỉnh Phú Thọ",
     "0900 000 004",
     ""},
    {"persimmon",
     {"HTX Hồng Đồi Giang (mẫu)", "Đồi Giang Persimmon Cooperative (sample)"},
     LegalForm::cooperative,
     "08230",
     "Khu Gia Thanh, xã Phù Ninh, tỉnh Phú Thọ",
     "0900 000 005",
     ""},
    {"honey",
     {"Trang trại Ong Đồi Cọ (mẫu)", "Đồi Cọ Bee Farm (sample)"},
     LegalForm::farm,
     "08674",
     "Khu 7, xã Thanh Thủy, tỉnh Phú Thọ",
     "0900 000 006",
     ""},
    {"herbs",
     {"Hộ kinh doanh Trà thảo mộc Cây Gạo (mẫu)", "Cây Gạo Herbal Tea (sample)"},
     LegalForm::household,
     "08443",
     "Khu 5, xã Hiền Quan, tỉnh Phú Thọ",
     "0900 000 007",
     ""},
    {"mushrooms",
     {"Công ty TNHH Nấm Mây Núi (mẫu)", "Mây Núi Mushrooms Co. Ltd (sample)"},
     LegalForm::enterprise,
     "08911",
     "Thôn 2, xã Tam Đảo, tỉnh Phú Thọ",
     "0900 000 008",
     ""},
    {"hats",
     {"Làng nghề Nón lá Bến Đò (mẫu)", "Bến Đò Leaf Hat Village (sample)"},
     LegalForm::craft_village,
     "08341",
     "Khu Sai Nga, xã Cẩm Khê, tỉnh Phú Thọ",
     "0900 000 009",
     ""},
    {"oranges",
     {"HTX Cam Đồi Vàng (mẫu)", "Đồi Vàng Orange Cooperative (sample)"},
     LegalForm::cooperative,
     "05089",
     "Khu 3, xã Cao Phong, tỉnh Phú Thọ",
     "0900 000 010",
     ""},
    {"spirit",
     {"Công ty TNHH Rượu ngô Men Lá Bạc (mẫu)", "Men Lá Bạc Maize Spirit Co. Ltd (sample)"},
     LegalForm::enterprise,
     "01321",
     "Xóm Nà Sơn, xã Bảo Lạc, tỉnh Cao Bằng",
     "0900 000 011",
     ""},
    {"vermicelli",
     {"HTX Miến dong Suối Bạc (mẫu)", "Suối Bạc Canna Vermicelli Cooperative (sample)"},
     LegalForm::cooperative,
     "01747",
     "Xóm Nà Roác, xã Minh Tâm, tỉnh Cao Bằng",
     "0900 000 012",
     ""},
};

constexpr PlaceRow place_rows[] = {
    {"tea-hill",
     "tea",
     PlaceKind::plot,
     {"Đồi chè số 3", "Tea hill no. 3"},
     "08620",
     "",
     "MAU-PTO-CHE-03",
     120'000},
    {"tea-house",
     "tea",
     PlaceKind::workshop,
     {"Xưởng chè Đồi Sương", "Đồi Sương tea workshop"},
     "08620",
     "9520001900013",
     "",
     0},
    {"noodle-mill",
     "noodles",
     PlaceKind::workshop,
     {"Xưởng mì Bến Gót", "Bến Gót noodle mill"},
     "07918",
     "9520001900020",
     "",
     0},
    {"pork-kitchen",
     "pork",
     PlaceKind::workshop,
     {"Bếp thịt chua và kho lên men", "Kitchen and fermenting room"},
     "08542",
     "",
     "",
     0},
    {"pomelo-grove",
     "pomelo",
     PlaceKind::plot,
     {"Vườn bưởi Bãi Lô", "Bãi Lô pomelo grove"},
     "07999",
     "",
     "MAU-PTO-BUOI-01",
     65'000},
    {"persimmon-grove",
     "persimmon",
     PlaceKind::plot,
     {"Vườn hồng Gia Thanh", "Gia Thanh persimmon grove"},
     "08230",
     "",
     "MAU-PTO-HONG-02",
     40'000},
    {"bee-hills",
     "honey",
     PlaceKind::plot,
     {"Điểm đặt đàn ong Đồi Cọ", "Đồi Cọ apiary"},
     "08686",
     "",
     "",
     8'000},
    {"herb-house",
     "herbs",
     PlaceKind::workshop,
     {"Xưởng sấy trà Cây Gạo", "Cây Gạo drying house"},
     "08443",
     "",
     "",
     0},
    {"mushroom-house",
     "mushrooms",
     PlaceKind::workshop,
     {"Nhà nấm Mây Núi", "Mây Núi mushroom house"},
     "08911",
     "",
     "",
     2'500},
    {"hat-shop",
     "hats",
     PlaceKind::shop,
     {"Điểm bán nón Bến Đò", "Bến Đò hat shop"},
     "08341",
     "",
     "",
     0},
    {"orange-grove",
     "oranges",
     PlaceKind::plot,
     {"Vườn cam Đồi Vàng", "Đồi Vàng orange grove"},
     "05089",
     "",
     "MAU-PTO-CAM-05",
     90'000},
    {"still",
     "spirit",
     PlaceKind::workshop,
     {"Lò rượu Nà Sơn", "Nà Sơn distillery"},
     "01321",
     "9520001900037",
     "",
     0},
    {"vermicelli-mill",
     "vermicelli",
     PlaceKind::workshop,
     {"Xưởng miến Suối Bạc", "Suối Bạc vermicelli mill"},
     "01747",
     "",
     "",
     0},
};

}  // namespace

std::span<AuthorityRow const> authorities() {
    return authority_rows;
}

std::span<SuccessionRow const> successions() {
    return succession_rows;
}

std::span<KeyRow const> keys() {
    return key_rows;
}

std::span<RevocationRow const> revocations() {
    return revocation_rows;
}

std::span<ProducerRow const> producers() {
    return producer_rows;
}

std::span<PlaceRow const> places() {
    return place_rows;
}

}  // namespace ocop::cli::demo
