// Where strangers register names: a small extract of publicsuffix.org, as src/stamp/public_suffix.cpp.

const usualWords = new Set(['ac', 'co', 'com', 'edu', 'gov', 'mil', 'net', 'or', 'org']);
const vnKinds = new Set(['ai', 'biz', 'health', 'id', 'info', 'int', 'io', 'name', 'pro']);
const vnProvinces = new Set(
  (
    'angiang bacgiang backan baclieu bacninh baria-vungtau bentre binhdinh binhduong binhphuoc ' +
    'binhthuan camau cantho caobang daklak daknong danang dienbien dongnai dongthap gialai ' +
    'hagiang haiduong haiphong hanam hanoi hatinh haugiang hoabinh hungyen khanhhoa kiengiang ' +
    'kontum laichau lamdong langson laocai longan namdinh nghean ninhbinh ninhthuan phutho ' +
    'phuyen quangbinh quangnam quangngai quangninh quangtri soctrang sonla tayninh thaibinh ' +
    'thainguyen thanhhoa hochiminh thuathienhue tiengiang travinh tuyenquang vinhlong vinhphuc ' +
    'yenbai'
  ).split(' '),
);

function isSecondLevelSuffix(second: string, top: string): boolean {
  if (usualWords.has(second)) return top.length === 2;
  return top === 'vn' && (vnKinds.has(second) || vnProvinces.has(second));
}

// How many of the last labels are a public suffix; 0 for a single name.
export function publicSuffixLabels(labels: readonly string[]): number {
  if (labels.length < 2) return 0;
  const [top = '', second = ''] = [...labels].reverse();
  return labels.length > 2 && isSecondLevelSuffix(second, top) ? 2 : 1;
}
