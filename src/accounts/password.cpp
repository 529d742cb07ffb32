#include "accounts/password.hpp"

#include "accounts/guessing.hpp"
#include "accounts/wipe.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>

namespace ocop::accounts {

namespace {

constexpr std::size_t salt_bytes = crypto_pwhash_SALTBYTES;
constexpr std::size_t hash_bytes = 32;
// Of a stored hash: what a damaged or planted record may make us spend.
constexpr std::uint32_t memory_kib_max = 16 * argon_memory_kib;
constexpr std::uint32_t passes_max = 16 * argon_passes;

Error weak(std::string reason) {
    return {Errc::malformed, "password_weak", "/password", std::move(reason)};
}

std::string_view reason_of(Pattern pattern) {
    switch (pattern) {
        case Pattern::none:
            return "it has few characters besides spaces and accents";
        case Pattern::word:
            return "it is made of words that are tried first";
        case Pattern::login:
            return "it is made of your sign-in name";
        case Pattern::service:
            return "it is made of the name of this service";
        case Pattern::sequence:
            return "it is made of letters, digits or keys in a row";
        case Pattern::repeat:
            return "it repeats itself";
        case Pattern::number:
            return "it is made of numbers and signs, as dates and phone numbers are";
    }
    return {};
}

bool is_readable(char32_t c) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_CC_MASK | U_GC_CN_MASK)) == 0;
}

Result<void> check_form(std::string const& nfc) {
    auto chars = code_points(nfc);
    WipeAtEnd const wipe(chars);
    if (chars.size() < password_chars_min) {
        return weak(
            "must have at least " + std::to_string(password_chars_min) +
            " characters; a short sentence is easy to remember"
        );
    }
    if (chars.size() > password_chars_max) {
        return weak("must have at most " + std::to_string(password_chars_max) + " characters");
    }
    if (!std::all_of(chars.begin(), chars.end(), is_readable)) {
        return weak("must not hold control characters or unknown ones");
    }
    return {};
}

struct Parameters {
    std::uint32_t memory_kib;
    std::uint32_t passes;

    friend bool operator==(Parameters const&, Parameters const&) = default;
};

constexpr std::string_view form_start = "$argon2id$v=19$m=";

// Reads "$argon2id$v=19$m=19456,t=2,p=1$…".
std::optional<Parameters> parameters_of(std::string_view hash) {
    if (!hash.starts_with(form_start)) {
        return std::nullopt;
    }
    hash.remove_prefix(form_start.size());
    auto const passes_at = hash.find(",t=");
    auto const lanes_at = hash.find(",p=1$");
    if (passes_at > hash.size() || lanes_at > hash.size() || lanes_at < passes_at + 3) {
        return std::nullopt;
    }
    auto const memory = parse_decimal(hash.substr(0, passes_at), memory_kib_max);
    auto const passes =
        parse_decimal(hash.substr(passes_at + 3, lanes_at - passes_at - 3), passes_max);
    if (!memory || !passes) {
        return std::nullopt;
    }
    return Parameters{static_cast<std::uint32_t>(*memory), static_cast<std::uint32_t>(*passes)};
}

std::string without_padding(std::string base64) {
    base64.resize(base64.find_last_not_of('=') + 1);
    return base64;
}

}  // namespace

Result<void> check_password(std::string_view password, std::string_view login) {
    auto nfc = to_nfc(password);
    if (!nfc) {
        return weak("is not UTF-8");
    }
    WipeAtEnd const wipe(*nfc);
    if (auto formed = check_form(*nfc); !formed) {
        return formed;
    }
    auto const guess = fewest_choices(*nfc, login);
    if (guess.choices < password_choices_min) {
        return weak(
            "is easy to guess: " + std::string(reason_of(guess.most)) +
            "; take four or five words that only you would put together"
        );
    }
    return {};
}

std::string hash_password(std::string_view password, Random& random) {
    OCOP_ASSERT(sodium_init() >= 0);
    auto nfc = to_nfc(password);
    OCOP_ASSERT(nfc.has_value());
    WipeAtEnd const wipe(*nfc);
    std::array<std::uint8_t, salt_bytes> salt{};
    std::array<std::uint8_t, hash_bytes> hash{};
    random.fill(salt);
    auto const failed = crypto_pwhash(
        hash.data(),
        hash.size(),
        nfc->data(),
        nfc->size(),
        salt.data(),
        argon_passes,
        std::size_t{argon_memory_kib} * 1024,
        crypto_pwhash_ALG_ARGON2ID13
    );
    if (failed != 0) {
        throw std::bad_alloc();
    }
    return std::string(form_start) + std::to_string(argon_memory_kib) +
           ",t=" + std::to_string(argon_passes) + ",p=1$" + without_padding(to_base64(salt)) + "$" +
           without_padding(to_base64(hash));
}

bool verify_password(std::string_view hash, std::string_view password) {
    OCOP_ASSERT(sodium_init() >= 0);
    std::array<char, crypto_pwhash_STRBYTES> form{};  // ends with NUL
    auto nfc = to_nfc(password);
    if (!nfc || hash.size() >= form.size() || !parameters_of(hash)) {
        return false;
    }
    WipeAtEnd const wipe(*nfc);
    if (nfc->size() > password_bytes_max) {
        return false;
    }
    std::copy(hash.begin(), hash.end(), form.begin());
    return crypto_pwhash_str_verify(form.data(), nfc->data(), nfc->size()) == 0;
}

bool needs_rehash(std::string_view hash) {
    return parameters_of(hash) != Parameters{argon_memory_kib, argon_passes};
}

std::string dummy_hash(Random& random) {
    std::array<std::uint8_t, 32> password{};
    random.fill(password);
    return hash_password(to_base64url(password), random);
}

}  // namespace ocop::accounts
