#include "cli/demo_data.hpp"

namespace ocop::cli::demo {

namespace {

using registry::LegalVersion;
using registry::Quantity;
using registry::Unit;
using stamps::OrderState;

constexpr ProductRow product_rows[] = {
    {"tea",
     "tea",
     "phu-tho",
     "25-08620",
     "01",
     {"Chè Bát Tiên Long Cốc", "Long Cốc Bát Tiên green tea"},
     LegalVersion::qd148,
     11,
     {0, 530},
     "Hái tay từ sáng sớm trên những đồi chè bát úp; héo, diệt men, vò, sao và lấy hương tại xưởng "
     "của hợp tác xã."},
    {"noodles",
     "noodles",
     "phu-tho",
     "25-07918",
     "01",
     {"Mì gạo Hùng Lô", "Hùng Lô rice noodles"},
     LegalVersion::qd148,
     6,
     {0, 480},
     "Gạo ngâm, xay, tráng, ủ, phơi rồi cắt gói, theo nghề cũ bên bờ sông Lô."},
    {"pork",
     "pork",
     "phu-tho",
     "25-08542",
     "02",
     {"Thịt chua Thanh Sơn", "Thanh Sơn sour pork"},
     LegalVersion::qd148,
     8,
     {0, 640},
     "Thịt lợn thái mỏng trộn thính, lên men trong kho nóng rồi chuyển kho lạnh."},
    {"pomelo",
     "pomelo",
     "phu-tho",
     "25-07999",
     "01",
     {"Bưởi Sửu Chí Đám", "Chí Đám Sửu pomelo"},
     LegalVersion::qd148,
     1,
     {36, 10},
     "Bao quả trên cây, kiểm dư lượng trước khi hái, dán tem từng quả."},
    {"persimmon",
     "persimmon",
     "phu-tho",
     "25-08230",
     "01",
     {"Hồng không hạt Gia Thanh", "Gia Thanh seedless persimmon"},
     LegalVersion::qd148,
     1,
     {36, 70},
     ""},
    {"honey",
     "honey",
     "phu-tho",
     "25-08674",
     "03",
     {"Mật ong Thanh Thủy", "Thanh Thủy honey"},
     LegalVersion::qd148,
     4,
     {36, 95},
     ""},
    {"herbs",
     "herbs",
     "phu-tho",
     "25-08443",
     "01",
     {"Trà tầm gửi cây gạo Hiền Quan", "Hiền Quan kapok mistletoe tea"},
     LegalVersion::qd148,
     12,
     {21, 0},
     ""},
    {"mushrooms",
     "mushrooms",
     "phu-tho",
     "25-08911",
     "02",
     {"Nấm sò Tam Đảo", "Tam Đảo oyster mushrooms"},
     LegalVersion::qd148,
     1,
     {19, 0},
     ""},
    {"hats",
     "hats",
     "phu-tho",
     "25-08341",
     "01",
     {"Nón lá Sai Nga", "Sai Nga leaf hat"},
     LegalVersion::qd26,
     21,
     {0, 30},
     ""},
    {"oranges",
     "oranges",
     "hoa-binh",
     "17-05089",
     "01",
     {"Cam Cao Phong", "Cao Phong oranges"},
     LegalVersion::qd148,
     1,
     {27, 0},
     ""},
    {"spirit",
     "spirit",
     "cao-bang",
     "04-01321",
     "01",
     {"Rượu ngô men lá Bảo Lạc", "Bảo Lạc maize spirit"},
     LegalVersion::qd1489,
     14,
     {13, 0},
     ""},
    {"vermicelli",
     "vermicelli",
     "cao-bang",
     "04-01747",
     "01",
     {"Miến dong Minh Tâm", "Minh Tâm canna vermicelli"},
     LegalVersion::qd148,
     6,
     {31, 0},
     "Củ dong nghiền lấy bột, hồ hóa, tráng, phơi rồi cắt gói trong ngày."},
};

constexpr MemberRow none{};

constexpr ItemRow item_rows[] = {
    {"tea-100", "tea", "9520001100017", {"Gói 100 g", "100 g pack"}, {100, Unit::g}, {none, none}},
    {"tea-200", "tea", "9520001100024", {"Gói 200 g", "200 g pack"}, {200, Unit::g}, {none, none}},
    {"tea-gift",
     "tea",
     "9520001100031",
     {"Hộp quà hai gói 100 g và một gói 200 g", "Gift box: two 100 g packs, one 200 g pack"},
     {400, Unit::g},
     {{"tea-100", 2}, {"tea-200", 1}}},
    {"noodles", "noodles", "", {"Gói 500 g", "500 g pack"}, {500, Unit::g}, {none, none}},
    {"pork", "pork", "", {"Hộp 200 g", "200 g box"}, {200, Unit::g}, {none, none}},
    {"pomelo", "pomelo", "", {"Quả, từ 900 g", "One fruit"}, {1, Unit::piece}, {none, none}},
    {"persimmon", "persimmon", "", {"Hộp 1 kg", "1 kg box"}, {1, Unit::kg}, {none, none}},
    {"honey", "honey", "", {"Chai 500 ml", "500 ml bottle"}, {500, Unit::ml}, {none, none}},
    {"herbs", "herbs", "", {"Gói 150 g", "150 g pack"}, {150, Unit::g}, {none, none}},
    {"mushrooms", "mushrooms", "", {"Khay 250 g", "250 g tray"}, {250, Unit::g}, {none, none}},
    {"hats", "hats", "", {"Một chiếc", "One hat"}, {1, Unit::piece}, {none, none}},
    {"oranges", "oranges", "", {"Túi 2 kg", "2 kg bag"}, {2, Unit::kg}, {none, none}},
    {"spirit", "spirit", "", {"Chai 500 ml", "500 ml bottle"}, {500, Unit::ml}, {none, none}},
    {"vermicelli", "vermicelli", "", {"Gói 500 g", "500 g pack"}, {500, Unit::g}, {none, none}},
};

constexpr CertificateRow certificate_rows[] = {
    {"tea", "tea", "phu-tho", 4, "MẪU-01/QĐ-UBND", {0, 500}},
    {"noodles", "noodles", "mae", 5, "MẪU-02/QĐ-BNNMT", {0, 450}},
    {"pork", "pork", "phu-tho", 3, "MẪU-03/QĐ-UBND", {0, 600}},
    {"pomelo", "pomelo", "phu-tho", 4, "MẪU-04/QĐ-UBND", {36, -20}},
    {"persimmon", "persimmon", "phu-tho", 4, "MẪU-05/QĐ-UBND", {36, 40}},
    {"honey", "honey", "phu-tho", 3, "MẪU-06/QĐ-UBND", {36, 60}},
    {"herbs", "herbs", "phu-tho", 3, "MẪU-07/QĐ-UBND", {20, 0}},
    {"mushrooms", "mushrooms", "phu-tho", 3, "MẪU-08/QĐ-UBND", {18, 0}},
    {"oranges", "oranges", "hoa-binh", 4, "MẪU-09/QĐ-UBND", {26, 0}},
    {"spirit", "spirit", "cao-bang", 4, "MẪU-10/QĐ-UBND", {12, 0}},
    {"vermicelli-3", "vermicelli", "cao-bang", 3, "MẪU-11/QĐ-UBND", {30, 0}},
    {"vermicelli-4", "vermicelli", "cao-bang", 4, "MẪU-12/QĐ-UBND", {8, 0}},
};

constexpr ExtensionRow extension_rows[] = {
    {"persimmon", "MẪU-13/QĐ-UBND", {0, -100}, {0, 50}},
};

constexpr WithdrawalRow withdrawal_rows[] = {
    {"herbs", "MẪU-14/QĐ-UBND", 4, {0, 25}},
    {"mushrooms", "MẪU-15/QĐ-UBND", 5, {0, 35}},
};

// Orders of Phú Thọ stay out of days 420 to 340, the life of key 0002, but for those of its story:
// TRA1 before it leaked, TRA2 after.
constexpr LotRow lot_rows[] = {
    {"tea-100", "CHE1", "tea-hill", {0, 30}, Ago{0, -700}, {120, Unit::kg}},
    {"tea-gift", "QUA1", "tea-house", {0, 22}, Ago{0, -700}, {200, Unit::piece}},
    {"tea-200", "TRA1", "tea-hill", {0, 412}, Ago{0, -320}, {80, Unit::kg}},
    {"tea-200", "TRA2", "tea-hill", {0, 374}, Ago{0, -350}, {80, Unit::kg}},
    {"noodles", "MI1", "noodle-mill", {0, 40}, Ago{0, -320}, {900, Unit::kg}},
    {"pork", "TC1", "pork-kitchen", {0, 120}, Ago{0, 30}, {150, Unit::kg}},
    {"pork", "TC2", "pork-kitchen", {0, 12}, Ago{0, -78}, {150, Unit::kg}},
    {"pomelo", "BUOI1", "pomelo-grove", {0, 14}, Ago{0, -75}, {3000, Unit::piece}},
    {"persimmon", "HONG1", "persimmon-grove", {0, 21}, Ago{0, -25}, {800, Unit::kg}},
    {"honey", "MAT1", "bee-hills", {0, 210}, Ago{0, -520}, {300, Unit::l}},
    {"honey", "MAT2", "bee-hills", {0, 90}, Ago{0, -640}, {300, Unit::l}},
    {"herbs", "TAM1", "herb-house", {0, 300}, Ago{0, -430}, {60, Unit::kg}},
    {"mushrooms", "NAM1", "mushroom-house", {0, 60}, Ago{0, -120}, {100, Unit::kg}},
    {"hats", "NON1", "hat-shop", {0, 20}, {}, {400, Unit::piece}},
    {"oranges", "CAM1", "orange-grove", {0, 20}, Ago{0, -40}, {2000, Unit::kg}},
    {"spirit", "RUOU1", "still", {0, 60}, {}, {1000, Unit::l}},
    {"vermicelli", "MIEN1", "vermicelli-mill", {10, 0}, Ago{-14, 0}, {500, Unit::kg}},
    {"vermicelli", "MIEN2", "vermicelli-mill", {0, 45}, Ago{0, -680}, {500, Unit::kg}},
};

constexpr OrderRow order_rows[] = {
    {"CHE1", 1'200, {0, 28}, true, OrderState::issued},
    {"QUA1", 200, {0, 20}, true, OrderState::issued},
    {"TRA1", 400, {0, 410}, true, OrderState::issued},
    {"TRA2", 400, {0, 370}, true, OrderState::issued},
    {"TC1", 750, {0, 118}, true, OrderState::issued},
    {"TC2", 750, {0, 10}, true, OrderState::issued},
    {"BUOI1", 3'000, {0, 12}, true, OrderState::issued},
    {"HONG1", 800, {0, 19}, true, OrderState::issued},
    {"MAT1", 600, {0, 200}, true, OrderState::issued},
    {"MAT2", 600, {0, 85}, false, OrderState::issued},
    {"TAM1", 400, {0, 290}, true, OrderState::issued},
    {"NAM1", 400, {0, 58}, true, OrderState::issued},
    {"CAM1", 1'000, {0, 18}, true, OrderState::issued},
    {"RUOU1", 2'000, {0, 55}, false, OrderState::issued},
    {"MIEN1", 1'000, {9, 20}, true, OrderState::issued},
    {"MIEN2", 1'000, {0, 43}, true, OrderState::issued},
    {"CHE1", 300, {0, 3}, true, OrderState::approved},
    {"BUOI1", 500, {0, 2}, true, OrderState::requested},
    {"TC2", 900, {0, 8}, true, OrderState::cancelled},
};

// MAT2 is put on goods after its certificate ended; of RUOU1 a part is never reported.
constexpr ActivationRow activation_rows[] = {
    {"MAT2", 1, 300, {0, 30}},
    {"RUOU1", 1, 500, {0, 50}},
};

constexpr Quantity untold{0, Unit::piece};

constexpr EventRow event_rows[] = {
    {"CHE1", "tea/pick", "tea-hill", {0, 30}, {600, Unit::kg}},
    {"CHE1", "tea/wither", "tea-house", {0, 30}, untold},
    {"CHE1", "tea/fix", "tea-house", {0, 29}, untold},
    {"CHE1", "tea/roll", "tea-house", {0, 29}, untold},
    {"CHE1", "tea/sort", "tea-house", {0, 29}, {120, Unit::kg}},
    {"CHE1", "tea/pack", "tea-house", {0, 29}, {1'200, Unit::piece}},
    {"HONG1", "persimmon/harvest", "persimmon-grove", {0, 21}, {800, Unit::kg}},
    {"HONG1", "persimmon/remove_tannin", "persimmon-grove", {0, 20}, untold},
    {"HONG1", "persimmon/box", "persimmon-grove", {0, 20}, {800, Unit::piece}},
    {"MAT1", "honey/place_hives", "bee-hills", {0, 210}, untold},
    {"MAT1", "honey/extract", "bee-hills", {0, 210}, {420, Unit::kg}},
    {"MAT1", "honey/filter", "bee-hills", {0, 208}, untold},
    {"MAT1", "honey/bottle", "bee-hills", {0, 203}, {600, Unit::piece}},
};

constexpr SampleRow sample_rows[] = {
    {"valid", "CHE1", 1},
    {"certificate_lapsed", "MAT1", 1},
    {"certificate_expired", "MAT2", 1},
    {"certificate_withdrawn", "TAM1", 1},
    {"not_activated", "RUOU1", 501},
    {"past_best_before", "TC1", 1},
    {"key_revoked", "TRA2", 1},
};

}  // namespace

std::span<ProductRow const> products() {
    return product_rows;
}

std::span<ItemRow const> items() {
    return item_rows;
}

std::span<CertificateRow const> certificates() {
    return certificate_rows;
}

std::span<ExtensionRow const> extensions() {
    return extension_rows;
}

std::span<WithdrawalRow const> withdrawals() {
    return withdrawal_rows;
}

std::span<LotRow const> lots() {
    return lot_rows;
}

std::span<OrderRow const> orders() {
    return order_rows;
}

std::span<ActivationRow const> activations() {
    return activation_rows;
}

std::span<EventRow const> events() {
    return event_rows;
}

std::span<SampleRow const> samples() {
    return sample_rows;
}

}  // namespace ocop::cli::demo
