#pragma once

#include "events/templates.hpp"

// What is said of a short form that is no event: of short_build.cpp alone.
namespace ocop::events::said {

constexpr Words required{"Mục này bắt buộc với công đoạn đã chọn", "is required by this step"};
constexpr Words step_unknown{
    "Không có công đoạn này, hoặc nhiều chuỗi cùng có: hãy ghi rõ chuỗi",
    "no such step, or several chains have it: name the chain"};
constexpr Words chain_unknown{"Không có chuỗi giá trị này", "no such value chain"};
constexpr Words place_unknown{
    "Không có địa điểm này trong sổ của bạn", "no such place in your register"};
constexpr Words party_unknown{
    "Không có địa điểm hoặc chủ thể này trong sổ", "no such place or producer in the register"};
constexpr Words time_wrong{
    "Thời gian phải theo RFC 3339, ví dụ 2026-11-22T08:30:00+07:00",
    "must be an RFC 3339 date-time, such as 2026-11-22T08:30:00+07:00"};
constexpr Words zone_wrong{
    "Múi giờ phải có dạng +07:00", "must be an offset such as +07:00, up to 14 hours"};
constexpr Words amount_wrong{
    "Số lượng phải lớn hơn 0 và không quá 1.000.000.000.000",
    "must be greater than 0 and at most 1,000,000,000,000"};
constexpr Words unit_wrong{
    "Đơn vị phải là g, kg, ml, l hoặc piece", "must be one of: g, kg, ml, l, piece"};
constexpr Words no_sides{
    "Công đoạn này không có nguyên liệu vào hay sản phẩm ra",
    "this step has no inputs and no outputs"};
constexpr Words lot_absent{
    "Lô này phải có trong nguyên liệu hoặc sản phẩm",
    "the lot of the path must be among inputs or outputs"};
constexpr Words too_many{"Danh sách trống hoặc quá dài", "the list is empty or too long"};
constexpr Words item_form{
    "Ghi gtin và lot, hoặc chỉ ghi id", "must have gtin and lot, or id alone"};
constexpr Words item_twice{"Trùng với một dòng trước", "is there already"};
constexpr Words one_thing{
    "Mã của một vật riêng lẻ không có số lượng", "the id names one thing, which has no quantity"};
constexpr Words measure_unknown{
    "Không có loại phép đo này", "must be temperature, humidity or a measurement type of the CBV"};
constexpr Words measure_unit{
    "Thiếu hoặc sai đơn vị đo", "must be °C, K, %, g, kg, ml, l, or a code of UN/ECE Rec. 20"};
constexpr Words temperature_missing{
    "Công đoạn này phải ghi nhiệt độ", "a temperature is required by this step"};
constexpr Words hash_wrong{
    "Phải là mã SHA-256 gồm 64 chữ số thập lục phân", "must be a SHA-256 of 64 hex digits"};
constexpr Words text_wrong{
    "Chữ không hợp lệ, trống hoặc quá dài", "has characters that may not be, is empty or too long"};
constexpr Words phi_wrong{"Thời gian cách ly từ 0 đến 365 ngày", "must be from 0 to 365 days"};

}  // namespace ocop::events::said
