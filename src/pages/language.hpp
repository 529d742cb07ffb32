#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The language of a page. Pure functions; any thread.
namespace ocop::pages {

enum class Language : std::uint8_t { vi, en };

inline constexpr std::array<Language, 2> languages{Language::vi, Language::en};

std::string_view code_of(Language language);  // BCP 47: "vi", "en"

// What the raw query asks for with lang=vi or lang=en; of several the first. The rest of the query
// may be of any form: a stamp whose query is malformed still gets its page in the right language.
std::optional<Language> asked_language(std::string_view query);

// asked_language(), else the one of ours that Accept-Language (RFC 9110 §12.5.4) likes best, else
// Vietnamese.
Language choose_language(std::string_view query, std::string_view accept_language);

// The query with lang=`language` at its end instead of any it had; every other byte stays.
std::string with_language(std::string_view query, Language language);

}  // namespace ocop::pages
