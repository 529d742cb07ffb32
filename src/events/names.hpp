#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// How what is in our register is named in EPCIS events, and back. Pure; any thread.
//
//   a place with a GLN    https://id.gs1.org/414/{GLN}         (CBV 2.0 §8.3; canonical)
//   any other place       urn:ocop:place:{id}
//   a producer            urn:ocop:producer:{id}
//   an authority          urn:ocop:authority:{id}
//
// Those of ours are private URIs in the sense of CBV 2.0 §8: opaque to anybody else, and one name
// a thing. A place's own `uri` in the register is what its owner calls it elsewhere: the register
// cannot be searched by it, so that no event names a place so.
namespace ocop::events {

// Extensions of ours: "ocop:step", "ocop:notes", … under "@context" {"ocop": this}.
inline constexpr std::string_view extension_namespace = "https://ocoptrace.vn/ns/";
inline constexpr std::string_view extension_prefix = "ocop";

enum class NameKind : std::uint8_t { place, producer, authority };

// What a URI names in the register: `id` is the record's key there (a place's GLN, or its id).
struct RegisterName {
    NameKind kind = NameKind::place;
    std::string id;

    friend bool operator==(RegisterName const&, RegisterName const&) = default;
};

// `id` is a place's key in the register: 13 digits are a GLN, since no other id of ours has that
// form.
std::string place_uri(std::string_view id);
std::string producer_uri(std::string_view id);

// Nullopt for what is not a name of ours: somebody else's URI, and a urn:ocop: of another form
// than those above. A GLN with an extension (254) is the place of the GLN; one that is nobody's
// here is still a name: whether there is such a record is the register's to say.
std::optional<RegisterName> parse_name(std::string_view canonical);

}  // namespace ocop::events
