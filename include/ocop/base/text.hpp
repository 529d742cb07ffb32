#pragma once

#include <ocop/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ocop {

bool is_utf8(std::string_view text);

// One element a code point. Bytes that are not UTF-8 become U+FFFD.
std::u32string code_points(std::string_view text);

// Unicode normal form C, in which names are stored and compared. Malformed if not UTF-8.
Result<std::string> to_nfc(std::string_view text);

// What a person may type as one line of text: NFC, trimmed, 1 to `chars_max` code points, without
// controls, bidirectional overrides, zero-width characters and line breaks. The error's reason
// says which rule; its pointer is empty.
Result<std::string> clean_line(std::string_view text, std::size_t chars_max);

// Whether a name is written with what Vietnamese names are written with, so that it cannot borrow a
// letter that looks like another's. `text` is as clean_line() gives it. Refused, malformed
// "text_malformed", with a reason that names the first bad character by its code point:
//   - letters of another script than Latin, and Latin ones outside the blocks Basic Latin, Latin-1
//     Supplement, Latin Extended-A and the Vietnamese part of Latin Extended Additional (which hold
//     Vietnamese and the languages of Europe), but for ơ and ư, and ƀ of the Central Highlands.
//     What is left out is phonetic, medieval or transliteration: small capitals, clicks;
//   - compatibility forms (what NFKC would change: fullwidth, mathematical, ligatures), except
//     ™ № … ¹ ² ³ ¼ ½ ¾;
//   - digits and numerals other than 0 to 9 and those;
//   - a third combining mark on one character, which would cover the lines beside it.
// Also refused: a text with neither letter nor digit.
Result<void> check_name_letters(std::string_view text);

// Folds case (Unicode default case folding) in NFC: two spellings of one name that differ in
// nothing but capitals are equal. Bytes that are not UTF-8 become U+FFFD, here and below.
std::string fold_case(std::string_view text);

// A text as it is typed by somebody who leaves out whatever is hard to type: lower case, without
// spaces, invisible characters and accents (ế is e, đ is d), compatibility forms as the plain ones.
std::u32string bare_letters(std::string_view text);

// The words of a text as a search compares them: runs of letters and digits, as bare_letters() has
// them ("Chè Đồi-Sương" is che, doi, suong). Whatever else stands between parts them.
std::vector<std::u32string> bare_words(std::string_view text);

// Texts in the byte order of these keys are in the order of a Vietnamese dictionary (CLDR "vi": d
// before đ, a before ă before â). An index made from them is made again after an upgrade of ICU.
std::string dictionary_key(std::string_view text);

// The skeleton of UTS #39 §4 as it stands: texts that the tables of the Unicode Consortium take for
// each other have the same one. Not case-folded; not for showing to anybody.
std::string unicode_skeleton(std::string_view text);

// What a hurried Vietnamese reader sees of a name: equal for two names that look alike. It is the
// skeleton of UTS #39, in any mix of capitals (names are printed in capitals too, where I is l),
// with what that leaves folded further for a register of Vietnamese names:
//   - Marks that Vietnamese does not write on a letter are taken off: UTS #39 keeps ł apart from l,
//     ø from o and ñ from n, since Poles, Danes and Spaniards read them as letters of their own.
//     A reader of Vietnamese takes them for a smudge.
//   - Marks that Vietnamese does write stay, and so does the stroke of đ: these a reader of
//     Vietnamese does see. Chè, che and chẻ are three words, as đá is not dá; folding them would
//     refuse honest names by the thousand. The Icelandic ð, of the same shape, is đ.
//   - A tone may stand on either vowel of a pair: hoà and hòa are one word in two spellings.
//   - l is i, since I is l by UTS #39; vv is w.
//   - Spaces, punctuation and ™ ® are left out; '+' stays, since A+ is another product than A.
// Not for showing to anybody. Depends on the version of ICU's tables: an index made from it is made
// again after an upgrade that changes them.
std::string confusable_skeleton(std::string_view text);

}  // namespace ocop
