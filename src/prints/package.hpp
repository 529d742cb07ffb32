#pragma once

#include "prints/words.hpp"
#include "prints/zip.hpp"

#include <ocop/crypto/jws.hpp>

#include <span>
#include <string>
#include <string_view>

// What a print house gets beside the sheets: FORMAT.md says it for those who read it.
namespace ocop::prints {

inline constexpr std::string_view rows_name = "tem.csv";
inline constexpr std::string_view spec_name = "thong-so-in.txt";
inline constexpr std::string_view manifest_name = "manifest.json";
inline constexpr std::string_view signature_name = "manifest.jws.json";
inline constexpr std::string_view manifest_type = "ocop-print-manifest+json";

// The first line of the CSV, after its byte order mark, by which spreadsheets know UTF-8.
std::string rows_head();
std::string row_of(Words const& words, std::int64_t position, std::uint64_t serial);
// A line of either with one column more, for orders with PINs: what goes under the scratch layer,
// and nowhere else ("pin" in the first line).
std::string with_pin(std::string_view row, std::string_view pin);

// "tem-00001-01000.pdf".
std::string part_name(std::int64_t first, std::int64_t last);

// How the run is to be printed, in Vietnamese and then in English. `modules` is a symbol's size.
std::string spec_sheet(Job const& job, sheets::Sheet const& sheet, int modules);

struct Manifest {
    std::string plain;    // RFC 8785
    std::string signed_;  // flattened JWS of the same, ES256, with the list key's certificate
};

// Errors of `sign`; malformed "trust_malformed" when `certificate` (Keyring::list_certificate) is
// none.
Result<Manifest> make_manifest(
    Job const& job,
    std::span<ZipMember const> members,
    std::string_view certificate,
    crypto::SignBytes const& sign
);

}  // namespace ocop::prints
