#include "gs1/checks.hpp"

#include <algorithm>
#include <cstddef>

// North American Coupon Application Guideline Using GS1 DataBar Expanded Symbols (AI 8110) and GS1
// AI (8112) Coupon Data Specification: digits in fields whose lengths are told by digits before
// them.
namespace ocop::gs1 {

namespace {

// Takes fields off the front. A failure sticks, as with ByteReader.
class Fields {
  public:
    explicit Fields(std::string_view in) : in_(in) {
        failed_ = !std::all_of(in.begin(), in.end(), [](char c) { return c >= '0' && c <= '9'; });
    }

    std::string_view take(std::size_t count) {
        if (failed_ || in_.size() < count) {
            failed_ = true;
            return {};
        }
        auto const out = in_.substr(0, count);
        in_.remove_prefix(count);
        return out;
    }

    // One digit out of `allowed`; '0' once failed.
    char one_of(std::string_view allowed) {
        auto const digit = take(1);
        if (digit.empty() || allowed.find(digit) == std::string_view::npos) {
            failed_ = true;
            return '0';
        }
        return digit.front();
    }

    // A field after its length digit, to which `more` is added.
    std::string_view sized(std::string_view lengths, std::size_t more) {
        auto const length = static_cast<std::size_t>(one_of(lengths) - '0');
        return take(length + more);
    }

    // Takes the digit that opens an optional field, if it is next.
    bool opens(char digit) {
        if (failed_ || in_.empty() || in_.front() != digit) {
            return false;
        }
        in_.remove_prefix(1);
        return true;
    }

    void require(bool good) { failed_ = failed_ || !good; }

    bool done() const { return !failed_ && in_.empty(); }

  private:
    std::string_view in_;
    bool failed_ = false;
};

constexpr std::string_view any_length = "0123456789";
constexpr std::string_view prefix_lengths = "0123456";
constexpr std::string_view value_lengths = "12345";
constexpr std::string_view requirement_codes = "012349";

void requirement(Fields& in) {
    in.sized(value_lengths, 0);
    in.one_of(requirement_codes);
    in.take(3);  // family code
}

// A company prefix, or a single 9 for "the first one again".
void further_prefix(Fields& in) {
    if (!in.opens('9')) {
        in.sized(prefix_lengths, 6);
    }
}

std::string_view date(Fields& in) {
    auto const out = in.take(6);
    in.require(fault_of(Check::yymmdd, out) == nullptr);
    return out;
}

void dates(Fields& in) {
    std::string_view expires;
    if (in.opens('3')) {
        expires = date(in);
    }
    if (in.opens('4')) {
        auto const starts = date(in);
        in.require(expires.empty() || starts <= expires);
    }
}

}  // namespace

char const* coupon_code_fault(std::string_view text) {
    Fields in(text);
    in.sized(prefix_lengths, 6);
    in.take(6);  // offer code
    in.sized(value_lengths, 0);
    requirement(in);
    if (in.opens('1')) {
        in.one_of("0123");
        requirement(in);
        further_prefix(in);
    }
    if (in.opens('2')) {
        requirement(in);
        further_prefix(in);
    }
    dates(in);
    if (in.opens('5')) {
        in.sized(any_length, 6);  // serial number
    }
    if (in.opens('6')) {
        in.sized("1234567", 6);  // retailer
    }
    if (in.opens('9')) {
        in.one_of("01256");  // save value code
        in.one_of("012");    // item it applies to
        in.take(1);          // store coupon
        in.one_of("01");     // do not multiply
    }
    return in.done() ? nullptr : "is not a coupon code";
}

char const* coupon_offer_fault(std::string_view text) {
    Fields in(text);
    in.one_of("01");
    in.sized(prefix_lengths, 6);
    in.take(6);  // offer code
    in.sized(any_length, 6);
    return in.done() ? nullptr : "is not a coupon offer";
}

}  // namespace ocop::gs1
