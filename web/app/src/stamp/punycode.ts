// RFC 3492, reading alone: "xn--d-evb" to what a browser would show. Text that is none comes back.

const base = 36;
const tMin = 1;
const tMax = 26;
const charsMax = 63;

function adapt(delta: number, points: number, first: boolean): number {
  delta = first ? Math.floor(delta / 700) : delta >> 1;
  delta += Math.floor(delta / points);
  let k = 0;
  for (; delta > ((base - tMin) * tMax) >> 1; k += base) delta = Math.floor(delta / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * delta) / (delta + 38));
}

function digitOf(c: string | undefined): number {
  if (c === undefined || !/[0-9a-z]/.test(c)) return -1;
  return c >= 'a' ? c.charCodeAt(0) - 97 : c.charCodeAt(0) - 48 + 26;
}

// One generalised integer from `at`; absent when it is cut off or too large.
function readInteger(
  text: string,
  at: number,
  bias: number,
): { value: number; at: number } | undefined {
  let value = 0;
  let weight = 1;
  for (let k = base; ; k += base) {
    const digit = digitOf(text[at]);
    if (digit < 0 || value > 0x7fffffff) return undefined;
    at += 1;
    value += digit * weight;
    const t = Math.min(Math.max(k - bias, tMin), tMax);
    if (digit < t) return { value, at };
    weight *= base - t;
  }
}

function decodeLabel(label: string): string {
  const encoded = label.slice(4);
  if (!label.startsWith('xn--') || encoded === '' || label.length > charsMax) return label;
  const hyphen = encoded.lastIndexOf('-');
  const out = [...encoded.slice(0, Math.max(hyphen, 0))];
  let [n, i, bias] = [128, 0, 72];
  for (let at = hyphen + 1; at < encoded.length;) {
    const read = readInteger(encoded, at, bias);
    if (!read) return label;
    const count = out.length + 1;
    bias = adapt(read.value, count, at === hyphen + 1);
    i += read.value;
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff) return label;
    out.splice(i, 0, String.fromCodePoint(n));
    i += 1;
    at = read.at;
  }
  return out.join('');
}

export function decodeName(name: string): string {
  return name.split('.').map(decodeLabel).join('.');
}
