#include "events/templates.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ocop::events {

namespace {

// Every business step of CBV 2.0, in the order of the alphabet.
constexpr std::array<std::pair<std::string_view, Words>, 41> biz_steps{{
    {"accepting", {"Tiếp nhận", "Accepting"}},
    {"arriving", {"Hàng đến", "Arriving"}},
    {"assembling", {"Lắp ráp, ghép bộ", "Assembling"}},
    {"collecting", {"Thu gom", "Collecting"}},
    {"commissioning", {"Gắn mã", "Commissioning"}},
    {"consigning", {"Gửi hàng", "Consigning"}},
    {"creating_class_instance", {"Tạo lô", "Creating the lot"}},
    {"cycle_counting", {"Kiểm đếm định kỳ", "Cycle counting"}},
    {"decommissioning", {"Gỡ mã", "Decommissioning"}},
    {"departing", {"Hàng rời đi", "Departing"}},
    {"destroying", {"Tiêu hủy", "Destroying"}},
    {"disassembling", {"Tháo rời", "Disassembling"}},
    {"dispensing", {"Chia, cấp phát", "Dispensing"}},
    {"encoding", {"Ghi mã", "Encoding"}},
    {"entering_exiting", {"Vào, ra", "Entering or exiting"}},
    {"holding", {"Tạm giữ", "Holding"}},
    {"inspecting", {"Kiểm tra", "Inspecting"}},
    {"installing", {"Lắp đặt", "Installing"}},
    {"killing", {"Hủy thẻ", "Killing a tag"}},
    {"loading", {"Xếp hàng lên xe", "Loading"}},
    {"other", {"Công đoạn khác", "Other step"}},
    {"packing", {"Đóng gói", "Packing"}},
    {"picking", {"Soạn hàng", "Picking"}},
    {"receiving", {"Nhận hàng", "Receiving"}},
    {"removing", {"Lấy ra", "Removing"}},
    {"repackaging", {"Đóng gói lại", "Repackaging"}},
    {"repairing", {"Sửa chữa", "Repairing"}},
    {"replacing", {"Thay thế", "Replacing"}},
    {"reserving", {"Giữ trước", "Reserving"}},
    {"retail_selling", {"Bán lẻ", "Retail selling"}},
    {"sampling", {"Lấy mẫu", "Sampling"}},
    {"sensor_reporting", {"Ghi cảm biến", "Sensor reporting"}},
    {"shipping", {"Giao hàng", "Shipping"}},
    {"staging_outbound", {"Chờ xuất kho", "Staging outbound"}},
    {"stock_taking", {"Kiểm kê", "Stock taking"}},
    {"stocking", {"Lên kệ", "Stocking"}},
    {"storing", {"Lưu kho", "Storing"}},
    {"transporting", {"Vận chuyển", "Transporting"}},
    {"unloading", {"Dỡ hàng", "Unloading"}},
    {"unpacking", {"Mở gói", "Unpacking"}},
    {"void_shipping", {"Hủy giao hàng", "Void shipping"}},
}};

}  // namespace

Words biz_step_name(std::string_view word) {
    auto const* const found = std::find_if(
        biz_steps.begin(), biz_steps.end(), [&](auto const& step) { return step.first == word; }
    );
    return found == biz_steps.end() ? Words{word, word} : found->second;
}

}  // namespace ocop::events
