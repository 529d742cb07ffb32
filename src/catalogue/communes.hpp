#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

// What communes are called. The register knows them by code (QĐ 19/2025/QĐ-TTg) and has no table of
// their 3,321 names; their producers write them in their addresses. Pure; one thread a Communes.
namespace ocop::catalogue {

// "xã Long Cốc" of "Khu 4, xã Long Cốc, tỉnh Phú Thọ": the first part between commas that begins
// with the word for a commune, ward or special zone, in any capitals; nullopt when none does.
std::optional<std::string_view> commune_in(std::string_view address);

// Names by code, each the one that most of its producers write; of equals the first in byte order.
class Communes {
  public:
    void add(std::string const& code, std::string_view address);

    // The code itself when no address of that commune names one.
    std::string name_of(std::string const& code) const;

  private:
    std::map<std::string, std::map<std::string, int>> names_;
};

}  // namespace ocop::catalogue
