// Whether a link leads to us, to somebody who wants to be taken for us, or elsewhere:
// include/ocop/stamp/host.hpp says by which rules. Where Unicode's tables are needed this app has less
// of them than the service (skeleton.ts; NFKC for UTS 46).
import { decodeName } from './punycode.ts';
import { skeleton } from './skeleton.ts';
import { publicSuffixLabels } from './suffix.ts';

export type HostClass = 'ours' | 'look_alike' | 'foreign';

const nameCharsMax = 512;
const labelCharsMax = 66;

// What stands between "//" and the path, as a browser would find it; empty when the text has none.
export function authorityOf(uri: string): string {
  const colon = uri.indexOf(':');
  const first = uri.search(/[/\\?#]/);
  const scheme = colon >= 0 && (first < 0 || colon < first);
  const rest = scheme ? uri.slice(colon + 1) : uri;
  const start = rest.search(/[^/\\]/);
  const slashes = start < 0 ? rest.length : start;
  if (slashes < (scheme ? 1 : 2)) return '';
  return rest.slice(slashes).split(/[/\\?#]/, 1)[0]!;
}

type Authority = { user: string; name: string; port: string; plain: boolean };

function unescape(text: string): string {
  const bytes = text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const values = run
      .split('%')
      .slice(1)
      .map((hex) => parseInt(hex, 16));
    return new TextDecoder().decode(Uint8Array.from(values));
  });
  return bytes;
}

function takeApart(text: string): Authority {
  const at = text.lastIndexOf('@');
  const user = at < 0 ? '' : unescape(text.slice(0, at)).toLowerCase();
  let rest = text.slice(at + 1);
  const colon = rest.lastIndexOf(':');
  let port = '443';
  if (colon >= 0 && !rest.slice(colon).includes(']')) {
    port = rest.slice(colon + 1) || '443';
    rest = rest.slice(0, colon);
  }
  const ascii = /^[\x00-\x24\x26-\x7f]*$/.test(rest);
  return {
    user,
    name: unescape(rest).toLowerCase().replace(/\.+$/, ''),
    port,
    plain: at < 0 && ascii && !rest.endsWith('.'),
  };
}

function isAddress(name: string): boolean {
  return name.startsWith('[') || /^[0-9][0-9abcdefx]*$/.test(name.split('.').at(-1)!);
}

function containsLabels(name: string, part: string): boolean {
  return `.${name}.`.includes(`.${part}.`);
}

function registered(name: string): { label: string; domain: string } {
  const labels = name.split('.');
  const at = labels.length - publicSuffixLabels(labels) - 1;
  return { label: labels[at]!, domain: labels.slice(at).join('.') };
}

// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
function edits(a: string[], b: string[]): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, replaced);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

function areClose(ours: string, theirs: string): boolean {
  const a = [...ours];
  const b = [...theirs];
  if (a.length > labelCharsMax || b.length > labelCharsMax) return false;
  const allowed = a.length >= 4 ? 2 : a.length === 3 ? 1 : 0;
  return edits(a, b) <= allowed;
}

function imitatesName(theirs: string, ours: string): boolean {
  const dotted = ours.includes('.');
  if (skeleton(theirs) === skeleton(ours)) return true;
  const a = registered(ours);
  const b = registered(theirs);
  if (dotted && a.domain === b.domain) return false;
  const holds =
    dotted && (containsLabels(theirs, ours) || theirs.includes(ours.replaceAll('.', '-')));
  return holds || areClose(a.label, b.label) || areClose(skeleton(a.label), skeleton(b.label));
}

function imitates(theirs: Authority, shown: string, ours: string): boolean {
  if (theirs.user.includes(ours) || theirs.name === ours || shown === ours) return true;
  if (isAddress(theirs.name) || isAddress(ours)) return false;
  if (shown.length > nameCharsMax) return containsLabels(shown, ours);
  return imitatesName(shown, ours);
}

// As a browser shows it: letters folded, punycode decoded.
function toShown(name: string): string {
  if (name.length > nameCharsMax) return name;
  const folded = name.normalize('NFKC').replaceAll('\u3002', '.').toLowerCase();
  return decodeName(folded).normalize('NFC');
}

// `authority` is "[userinfo@]host[:port]" as it stands in a link; `ourHosts` as in the trust list.
export function classifyHost(authority: string, ourHosts: readonly string[]): HostClass {
  const theirs = takeApart(authority);
  const shown = toShown(theirs.name);
  let imitation = false;
  for (const host of ourHosts) {
    const ours = takeApart(host);
    if (theirs.plain && theirs.name === ours.name && theirs.port === ours.port) return 'ours';
    imitation ||= imitates(theirs, shown, ours.name);
  }
  return imitation ? 'look_alike' : 'foreign';
}
