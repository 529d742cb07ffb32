// Letters that look like others (UTS #39 §4): what of the Unicode Consortium's table may stand in a
// host's label after UTS 46 and looks like plain letters and digits. Written by ICU 72's uspoof; the
// service asks ICU itself (src/stamp/host.cpp), so that this table only has to be near.

// A text, and the characters that are taken for it.
const rows: readonly (readonly [string, string])[] = [
  ['-', '‐–'],
  ['2', 'ᒿ'],
  ['4', 'Ꮞ'],
  ['6', 'бᏮ'],
  ['8', 'ȣ৪੪'],
  ['9', '৭੧୨൭'],
  ['a', 'ɑαаᎪᗅꓮ𐊠𖽀'],
  ['aa', 'ꜳ'],
  ['ae', 'æӕ'],
  ['ao', 'ꜵ'],
  ['au', 'ꜷ'],
  ['av', 'ꜹꜻ'],
  ['ay', 'ꜽ'],
  ['b', 'ᏏᏴᑲᖯᗷꓐ𐊂𐊡𐌁'],
  ['c', 'сᏟᴄⲥꓚ𐊢𐌂𐐽𐔜𑣩𑣲'],
  ['d', 'ԁᎠᏧᑯᗞᗪꓒꓓ'],
  ['dz', 'ʣ'],
  ['e', 'еҽᎬⴹꓰꬲ𐊆'],
  ['f', 'քᖴẝꓝꞙꬵ𐊇𐊥𐔥𑣂'],
  ['g', 'ƍɡցᏀᏳᶃꓖ'],
  ['h', 'һհᎻᏂᕼꓧ𐋏'],
  ['i', 'ıɩɪιіӏᎥꙇ𑣃'],
  ['j', 'ϳјᎫᒍꓙ'],
  ['k', 'Ꮶᛕꓗ𐔘'],
  ['l', '1ǀוןا١۱ߊᏞᒪᛁⵏꓡꓲ𐊊𐌉𐌠𐔦𖼖𖼨𞣇'],
  ['ll', 'ǁװ'],
  ['ls', 'ʪ'],
  ['lz', 'ʫ'],
  ['m', 'Ꮇᗰᛖꓟ𐊰𐌑'],
  ['n', 'ոռꓠ𐔓'],
  ['o', '0οσоօסه٥ھہە۵߀०০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐᴏᴑⲟⵔ〇ꓳꬽ𐊒𐊫𐐬𐓪𐔖𑓐𑣈𑣗𑣠'],
  ['oe', 'œ'],
  ['oo', 'ꚙꝏ'],
  ['p', 'ρрᏢᑭⲣꓑ𐊕'],
  ['q', 'ԛգզⵕ'],
  ['r', 'гᎡᏒᖇᴦⲅꓣꭇꭈ𖼵'],
  ['rn', 'm𑜀𑣣'],
  ['s', 'ƽѕᏕᏚꓢꜱ𐊖𐑈𑣁𖼺'],
  ['t', 'Ꭲꓔ𐊗𐊱𐌕𖼊'],
  ['tf', 'ꝷ'],
  ['ts', 'ʦ'],
  ['u', 'ʋυսሀᑌᴜꓴꞟꭎꭒ𐓶𑣘𖽂'],
  ['ue', 'ᵫ'],
  ['uo', 'ꭣ'],
  ['v', 'νѵט٧۷Ꮩᐯᴠⴸꓦꛟ𐔝𑜆𑣀𖼈'],
  ['w', 'ɯѡԝաᎳᏔᴡꓪ𑜊𑜎𑜏𑣦𑣯'],
  ['x', 'хᕁᕽᚷⵝꓫ𐊐𐊴𐌗𐌢𐔧𑣬'],
  ['y', 'ɣʏγуүყᎩᎽᶌỿꓬꭚ𐊲𑣜𖽃'],
  ['z', 'Ꮓᴢꓜ𐋵𑣄𑣥'],
];

const looksLike = new Map(rows.flatMap(([plain, all]) => [...all].map((c) => [c, plain] as const)));

// Of a lower-case name: names that look alike have the same one.
export function skeleton(name: string): string {
  return [...name.normalize('NFD')].map((c) => looksLike.get(c) ?? c).join('');
}
