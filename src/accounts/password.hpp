#pragma once

#include <ocop/base/random.hpp>
#include <ocop/base/result.hpp>

#include <string>
#include <string_view>

// Passwords: which are taken, and how they are kept. Any thread; hashing takes 20 MiB and some 50
// ms of one core, so it runs on a bounded pool and never on the commit thread.
//
// A password is UTF-8 and counts as its NFC form (NIST SP 800-63B §5.1.1.2), so that two keyboards
// that compose letters in different ways open the same account. Nothing else of it is changed:
// case, spaces and every letter of every script matter.
namespace ocop::accounts {

inline constexpr std::size_t password_chars_min = 12;  // code points; ASVS 6.2.1 asks for 8
inline constexpr std::size_t password_chars_max = 128;
inline constexpr std::size_t password_bytes_max = 4 * password_chars_max;  // 512
// The fewest choices (guessing.hpp) a password may be made of. Twelve characters at random are
// twelve; two common words with digits behind are at most seven.
inline constexpr int password_choices_min = 8;

// Whether `password` may be chosen by the owner of `login`. Malformed "password_weak" at /password,
// with a reason for people that holds nothing of the password, when it
//   - is not UTF-8, shorter or longer than the limits above, or holds control characters or such
//     as this version of Unicode does not know (whose NFC form may yet change);
//   - is made of fewer than `password_choices_min` choices: of common words in English or
//     Vietnamese, the login, the service's name, sequences of keys, repetitions, numbers, and
//     digits and signs hung on at its ends.
// There are no rules of composition: a sentence in small letters is as good as any.
Result<void> check_password(std::string_view password, std::string_view login);

// Argon2id (RFC 9106), version 1.3: OWASP's floor (m = 19 MiB, t = 2, p = 1; reliability §4, 33).
inline constexpr std::uint32_t argon_memory_kib = 19'456;
inline constexpr std::uint32_t argon_passes = 2;

// "$argon2id$v=19$m=19456,t=2,p=1$salt$hash", the text form that libsodium and others read. The
// 16 bytes of salt are drawn from `random`. `password` is UTF-8 (OCOP_ASSERT): check_password()
// said yes. Throws std::bad_alloc when there is no memory for it.
std::string hash_password(std::string_view password, Random& random);

// Whether `hash` was made from this password, whatever its parameters. False, too, for what is no
// such hash, for one that would cost more than sixteen times ours, for a password that is not UTF-8
// or longer than 512 bytes, and when memory is out. Takes as long for a wrong password as for the
// right one.
bool verify_password(std::string_view hash, std::string_view password);

// Whether `hash` has other parameters than ours: then hash anew at the next sign-in, when the
// password is known.
bool needs_rehash(std::string_view hash);

// A hash that no password opens and that costs what others cost. Made once at start by whoever
// signs people in, and verified when the account does not exist: then that answer takes as long.
std::string dummy_hash(Random& random);

}  // namespace ocop::accounts
