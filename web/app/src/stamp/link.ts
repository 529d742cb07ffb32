// A stamp's link, as include/ocop/stamp/link.hpp reads it. Of application identifiers this app knows
// those that a stamp has: another one in the path is no link of ours, one in the query is skipped
// (the service judges it, and no stamp has any).
import { parseSerial } from './serial.ts';

export type StampLink = {
  host: string; // lower case, ":port" unless none or 443
  gtin: string;
  lot?: string;
  serial?: number;
  digits?: string; // of `s`: kid and signature; then lot and serial are there
};

export type LinkFault =
  | 'digital_link_malformed'
  | 'ai_value_malformed'
  | 'ai_misplaced'
  | 'ai_duplicated'
  | 'check_digit_wrong'
  | 'qualifier_order_wrong'
  | 'stamp_key_wrong'
  | 'stamp_path_wrong'
  | 'stamp_lot_malformed'
  | 'stamp_serial_malformed'
  | 'stamp_digits_malformed'
  | 'stamp_digits_duplicated'
  | 'stamp_incomplete';

export type LinkRead = { link: StampLink } | { fault: LinkFault };

const linkCharsMax = 2048;
const stampDigits = /^[0-9]{159}$/;
const uriText = /^[A-Za-z0-9\-._~%:/?#[\]@!$&'()*+,;=]*$/;
const cset82 = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;
const qualifiersOfGtin = ['22', '10', '21'];
const otherKeys = new Set([
  '00',
  '253',
  '255',
  '401',
  '402',
  '414',
  '415',
  '417',
  '8003',
  '8004',
  '8006',
  '8010',
  '8013',
  '8017',
  '8018',
]);

class Refused extends Error {
  readonly fault: LinkFault;

  constructor(fault: LinkFault) {
    super(fault);
    this.fault = fault;
  }
}

// To bytes as characters; absent on a '%' that is no escape, and on %00.
function unescape(text: string, plusIsSpace: boolean): string | undefined {
  let good = true;
  const out = text.replaceAll(/%(.{0,2})|\+/gs, (all, hex: string | undefined) => {
    if (all === '+') return plusIsSpace ? ' ' : '+';
    if (!/^[0-9A-Fa-f]{2}$/.test(hex ?? '') || hex === '00') good = false;
    return String.fromCharCode(parseInt(hex ?? '', 16));
  });
  return good ? out : undefined;
}

export function hasGoodCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

function valueOf(ai: string, raw: string): string {
  const value = unescape(raw, false);
  if (value === undefined) throw new Refused('digital_link_malformed');
  if (ai === '01') {
    if (!/^[0-9]{14}$/.test(value)) throw new Refused('ai_value_malformed');
    if (!hasGoodCheckDigit(value)) throw new Refused('check_digit_wrong');
  } else if (!cset82.test(value) || value.length > (ai === '235' ? 28 : 20)) {
    throw new Refused('ai_value_malformed');
  }
  return value;
}

type Pair = { ai: string; value: string };

// The pairs from the last key on, walking backwards, and what stands before it.
function splitPath(path: string): { stem: string; pairs: Pair[] } {
  const parts = (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path).split('/');
  const pairs: Pair[] = [];
  for (let at = parts.length - 2; at >= 1; at -= 2) {
    const ai = parts[at]!;
    if (otherKeys.has(ai)) throw new Refused('stamp_key_wrong');
    if (ai !== '01' && ai !== '235' && !qualifiersOfGtin.includes(ai)) break;
    pairs.unshift({ ai, value: parts[at + 1]! });
    if (ai === '01') return { stem: parts.slice(0, at).join('/'), pairs };
  }
  throw new Refused('digital_link_malformed');
}

function checkOrder(ais: string[]) {
  if (ais.length === 0 || (ais.length === 1 && ais[0] === '235')) return;
  const places = ais.map((ai) => qualifiersOfGtin.indexOf(ai));
  const rising = places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1]!));
  if (!rising) throw new Refused('qualifier_order_wrong');
}

// All values of the parameter `s`.
function signaturesOf(query: string): string[] {
  const out: string[] = [];
  for (const item of query.split(/[&;]/)) {
    if (item === '') continue;
    const equals = item.indexOf('=');
    const name = unescape(equals < 0 ? item : item.slice(0, equals), true);
    const value = unescape(equals < 0 ? '' : item.slice(equals + 1), true);
    if (name === undefined || value === undefined) throw new Refused('digital_link_malformed');
    if (name === '01') throw new Refused('ai_duplicated');
    if (name === '235' || qualifiersOfGtin.includes(name)) throw new Refused('ai_misplaced');
    if (name === 's') out.push(value);
  }
  return out;
}

function hostOf(authority: string): string {
  const found = /^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]{2,}\])(?::([0-9]*))?$/.exec(authority);
  if (!found) throw new Refused('digital_link_malformed');
  const [, name = '', port = ''] = found;
  if (port !== '' && (port.startsWith('0') || Number(port) > 65535)) {
    throw new Refused('digital_link_malformed');
  }
  return name.toLowerCase() + (port === '' || port === '443' ? '' : `:${port}`);
}

function readPath(path: string): { link: StampLink; qualifiers: number } {
  const { stem, pairs } = splitPath(path);
  const values = pairs.map(({ ai, value }) => ({ ai, value: valueOf(ai, value) }));
  const qualifiers = values.slice(1);
  checkOrder(qualifiers.map((q) => q.ai));
  if (stem !== '') throw new Refused('stamp_path_wrong');
  const link: StampLink = { host: '', gtin: values[0]!.value };
  const lot = qualifiers.find((q) => q.ai === '10')?.value.toUpperCase();
  if (lot !== undefined) {
    if (!/^[0-9A-Z-]{1,20}$/.test(lot)) throw new Refused('stamp_lot_malformed');
    link.lot = lot;
  }
  const serial = qualifiers.find((q) => q.ai === '21')?.value;
  if (serial !== undefined) {
    const number = parseSerial(serial);
    if (number === undefined) throw new Refused('stamp_serial_malformed');
    link.serial = number;
  }
  return { link, qualifiers: qualifiers.length };
}

function read(uri: string): StampLink {
  if (uri.length > linkCharsMax || !uriText.test(uri)) throw new Refused('digital_link_malformed');
  const found = /^https?:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(uri);
  if (!found) throw new Refused('digital_link_malformed');
  const [, authority = '', path = '', query = ''] = found;
  const host = hostOf(authority);
  // The query's form is judged before what the path means, as the service does.
  const parsed = tryPath(path);
  const signatures = signaturesOf(query);
  if ('fault' in parsed) throw new Refused(parsed.fault);
  const { link, qualifiers } = parsed;
  link.host = host;
  const [digits, ...more] = signatures;
  if (digits === undefined) return link;
  if (more.length > 0) throw new Refused('stamp_digits_duplicated');
  if (!stampDigits.test(digits)) throw new Refused('stamp_digits_malformed');
  if (link.lot === undefined || link.serial === undefined) throw new Refused('stamp_incomplete');
  if (qualifiers !== 2) throw new Refused('stamp_path_wrong');
  link.digits = digits;
  return link;
}

const formFaults = new Set<LinkFault>([
  'digital_link_malformed',
  'ai_value_malformed',
  'check_digit_wrong',
]);

// Faults of form come at once, those of meaning are kept until the query was read.
function tryPath(path: string): { link: StampLink; qualifiers: number } | { fault: LinkFault } {
  try {
    return readPath(path);
  } catch (error) {
    if (error instanceof Refused && !formFaults.has(error.fault)) return { fault: error.fault };
    throw error;
  }
}

export function readLink(uri: string): LinkRead {
  try {
    return { link: read(uri) };
  } catch (error) {
    if (error instanceof Refused) return { fault: error.fault };
    throw error;
  }
}

const byteOf = (hex: string) => String.fromCharCode(parseInt(hex, 16));

// Whether a query holds an `s` of 159 digits: the mark of a stamp, also in a URI that is no link of
// ours or no link at all.
export function isStampShaped(uri: string): boolean {
  const plain = uri.split('#', 1)[0]!;
  const mark = plain.indexOf('?');
  if (mark < 0) return false;
  return plain
    .slice(mark + 1)
    .split(/[&;]/)
    .filter((item) => item.length <= 3 * 161)
    .map((item) => item.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => byteOf(hex)))
    .some((item) => item.startsWith('s=') && stampDigits.test(item.slice(2)));
}
