#pragma once

#include <ocop/base/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

// Values that several records of the register share.
namespace ocop::registry {

// What every record carries at rest: the version of its form, and how often it was written.
struct Stored {
    std::int64_t v = 1;
    std::int64_t revision = 1;  // 1 when created, +1 with each change; the entity tag
};
BOOST_DESCRIBE_STRUCT(Stored, (), (v, revision))

// Vietnamese is always there, English may be.
struct Name {
    std::string vi;
    std::optional<std::string> en;
};
BOOST_DESCRIBE_STRUCT(Name, (), (vi, en))

BOOST_DEFINE_ENUM_CLASS(Unit, g, kg, ml, l, piece)

struct Quantity {
    std::int64_t value = 0;
    Unit unit = Unit::piece;
};
BOOST_DESCRIBE_STRUCT(Quantity, (), (value, unit))

inline constexpr std::size_t name_chars_max = 200;
inline constexpr std::size_t text_chars_max = 500;
inline constexpr std::size_t decision_chars_max = 100;  // an act's number
inline constexpr std::int64_t quantity_max = 1'000'000'000'000;

// Collects faults of a request whose form was read; pointers are those of its JSON.
class Checks {
  public:
    void fault(std::string pointer, std::string reason) {
        faults_.push_back({std::move(pointer), std::move(reason)});
    }

    // Cleans a line of text in place (NFC, trimmed) or notes its fault.
    void line(std::string pointer, std::string& text, std::size_t chars_max);
    void line(std::string pointer, std::optional<std::string>& text, std::size_t chars_max);
    // Lines that are also written with letters of names (check_name_letters).
    void name(std::string const& pointer, Name& name);
    void quantity(std::string const& pointer, Quantity const& quantity);
    void sha256(std::string pointer, std::optional<std::string> const& hash);

    // malformed `slug` with all faults, or success.
    Result<void> result(std::string_view slug = "request_invalid");

  private:
    void name_line(std::string pointer, std::string& text);

    std::vector<Fault> faults_;
};

bool is_digits(std::string_view text, std::size_t count);
bool is_sha256_hex(std::string_view text);  // 64 lower-case hex digits

}  // namespace ocop::registry
