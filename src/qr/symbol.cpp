#include "qr/symbol.hpp"

#include "qr/codewords.hpp"
#include "qr/mask.hpp"
#include "qr/matrix.hpp"
#include "qr/segments.hpp"

#include <ocop/base/assert.hpp>

#include <array>
#include <string>
#include <utility>

namespace ocop::qr {

namespace {

// ISO/IEC 18004:2015 table 7: data codewords of versions 1..40, by Level.
constexpr std::array<std::array<std::uint16_t, version_max>, 4> data_codewords = {{
    {19,   34,   55,   80,   108,  136,  156,  194,  232,  274,  324,  370,  428,  461,
     523,  589,  647,  721,  795,  861,  932,  1006, 1094, 1174, 1276, 1370, 1468, 1531,
     1631, 1735, 1843, 1955, 2071, 2191, 2306, 2434, 2566, 2702, 2812, 2956},
    {16,   28,   44,   64,   86,   108,  124,  154,  182,  216,  254,  290,  334,  365,
     415,  453,  507,  563,  627,  669,  714,  782,  860,  914,  1000, 1062, 1128, 1193,
     1267, 1373, 1455, 1541, 1631, 1725, 1812, 1914, 1992, 2102, 2216, 2334},
    {13,  22,  34,   48,   62,   76,   88,   110,  132,  154,  180,  206, 244, 261,
     295, 325, 367,  397,  445,  485,  512,  568,  614,  664,  718,  754, 808, 871,
     911, 985, 1033, 1115, 1171, 1231, 1286, 1354, 1426, 1502, 1582, 1666},
    {9,   16,  26,  36,  46,  60,  66,  86,   100,  122,  140,  158, 180, 197,
     223, 253, 283, 313, 341, 385, 406, 442,  464,  514,  538,  596, 628, 661,
     701, 745, 793, 845, 901, 961, 986, 1054, 1096, 1142, 1222, 1276},
}};

// A text, split for the version that will hold it.
struct Plan {
    int version = 0;
    Split split;
};

Error too_long(std::string_view text) {
    return {
        Errc::too_large,
        "qr_text_too_long",
        "",
        std::to_string(text.size()) + " bytes fit no QR symbol of this level"};
}

Result<void> check_length(std::string_view text) {
    if (text.empty()) {
        return Error(Errc::malformed, "qr_text_empty", "", "a QR symbol needs a text");
    }
    if (text.size() > text_bytes_max) {
        return too_long(text);
    }
    return {};
}

Result<Plan> plan_smallest(std::string_view text, Level level) {
    if (auto checked = check_length(text); !checked) {
        return checked.error();
    }
    int version = 1;
    for (int last : {9, 26, version_max}) {
        auto split = qr::split(text, range_of(last));
        while (version <= last && capacity_bits(version, level) < split.bits) {
            ++version;
        }
        if (version <= last) {
            return Plan{version, std::move(split)};
        }
    }
    return too_long(text);
}

Result<Plan> plan_pinned(std::string_view text, Level level, int version) {
    if (version < 1 || version > version_max) {
        return Error(
            Errc::malformed, "qr_version_out_of_range", "", "a QR version is a number from 1 to 40"
        );
    }
    if (auto checked = check_length(text); !checked) {
        return checked.error();
    }
    auto split = qr::split(text, range_of(version));
    if (split.bits <= capacity_bits(version, level)) {
        return Plan{version, std::move(split)};
    }
    auto smallest = smallest_version(text, level);
    if (!smallest) {
        return smallest.error();
    }
    return Error(
        Errc::refused,
        "qr_version_too_small",
        "",
        "the text needs version " + std::to_string(*smallest) + ", the pinned one is " +
            std::to_string(version)
    );
}

}  // namespace

Symbol::Symbol(int version, Level level, ByteView modules) : version_(version), level_(level) {
    OCOP_ASSERT(version >= 1 && version <= version_max);
    modules_ = Square(size());
    auto const width = static_cast<std::size_t>(size());
    OCOP_ASSERT(modules.size() == width * width);
    for (int row = 0; row < size(); ++row) {
        for (int column = 0; column < size(); ++column) {
            auto const at =
                static_cast<std::size_t>(row) * width + static_cast<std::size_t>(column);
            modules_.darken(row, column, (modules[at] & 1) != 0);
        }
    }
}

Symbol::Symbol(int version, Level level, Square modules)
    : version_(version), level_(level), modules_(std::move(modules)) {
    OCOP_ASSERT(version >= 1 && version <= version_max);
    OCOP_ASSERT(modules_.size == size());
}

bool Symbol::dark(int row, int col) const {
    OCOP_ASSERT(row >= 0 && row < size() && col >= 0 && col < size());
    return modules_.dark(row, col);
}

Result<Symbol> encode(std::string_view text, Options const& options) {
    auto plan = options.version ? plan_pinned(text, options.level, *options.version)
                                : plan_smallest(text, options.level);
    if (!plan) {
        return plan.error();
    }
    auto const codewords = make_codewords(plan->split.segments, plan->version, options.level);
    auto const matrix = place(plan->version, codewords);
    auto const mask = best_mask(matrix, options.level);
    return Symbol(plan->version, options.level, apply_mask(matrix, options.level, mask));
}

Result<int> smallest_version(std::string_view text, Level level) {
    auto plan = plan_smallest(text, level);
    if (!plan) {
        return plan.error();
    }
    return plan->version;
}

std::size_t capacity_bits(int version, Level level) {
    OCOP_ASSERT(version >= 1 && version <= version_max);
    auto const& versions = data_codewords[static_cast<std::size_t>(level)];
    return std::size_t{8} * versions[static_cast<std::size_t>(version) - 1];
}

}  // namespace ocop::qr
