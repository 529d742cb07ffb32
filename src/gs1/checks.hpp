#pragma once

#include <ocop/gs1/ai.hpp>

#include <string_view>

namespace ocop::gs1 {

// Why `text` does not satisfy `check`, for people, or nullptr when it does. The text is one
// component of a value; its characters need not have been looked at before. Static text; never
// fails.
char const* fault_of(Check check, std::string_view text);

// Likewise for the two North American coupon formats: AI (8110) and AI (8112).
char const* coupon_code_fault(std::string_view text);
char const* coupon_offer_fault(std::string_view text);

// ISO 3166-1 numeric ("704") and alpha-2 ("VN"), ISO 4217 numeric ("704").
bool is_country_number(std::string_view text);
bool is_country_letters(std::string_view text);
bool is_currency_number(std::string_view text);

}  // namespace ocop::gs1
