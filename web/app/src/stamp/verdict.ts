// The verdict on a scan: src/stamp/verdict.cpp row by row, held to it by tests/vectors/verdicts.json.
// Nothing else in this app decides one.
import { lastDay, stateOn, type CertificateTerm } from './certificate.ts';
import type { Day } from './days.ts';
import type { HostClass } from './host.ts';

export type Colour = 'red' | 'amber' | 'grey' | 'blue' | 'indigo' | 'green_outline' | 'green';

export type Verdict =
  | 'unavailable'
  | 'foreign_link'
  | 'malformed'
  | 'signature_invalid'
  | 'key_revoked'
  | 'recalled'
  | 'not_issued'
  | 'copied'
  | 'void'
  | 'pin_wrong'
  | 'certificate_withdrawn'
  | 'held'
  | 'certificate_expired'
  | 'not_activated'
  | 'past_best_before'
  | 'certificate_lapsed'
  | 'pin_used_before'
  | 'unsigned'
  | 'listed'
  | 'pin_pending'
  | 'pin_confirmed'
  | 'valid';

export type VoidReason =
  'damaged' | 'lost' | 'returned' | 'destroyed' | 'seized' | 'lapsed' | 'cancelled';

// What a member left out means: see `noFacts`, and absent.
export type Facts = {
  today: Day;
  asked: 'link' | 'typed_serial';
  host: HostClass;
  stamp_shaped: boolean;
  malformed_slug: string;
  register_unreadable: boolean;
  signature: 'none' | 'good' | 'bad';
  key_revoked_at_size?: number;
  order_entry_index?: number;
  product_missing: boolean;
  lot_recalled: boolean;
  lot_held: boolean;
  lot_made?: Day;
  lot_best_before?: Day;
  certificate?: CertificateTerm;
  issue: 'unknown' | 'issued' | 'no_order' | 'other_order';
  activated?: Day;
  stamp_copied: boolean;
  stamp_held: boolean;
  voided?: VoidReason;
  order_has_pins: boolean;
  pin: 'none' | 'wrong' | 'first_use' | 'used_before';
};

export function noFacts(today: Day): Facts {
  return {
    today,
    asked: 'link',
    host: 'ours',
    stamp_shaped: false,
    malformed_slug: '',
    register_unreadable: false,
    signature: 'none',
    product_missing: false,
    lot_recalled: false,
    lot_held: false,
    issue: 'unknown',
    stamp_copied: false,
    stamp_held: false,
    order_has_pins: false,
    pin: 'none',
  };
}

export type Decision = { headline: Verdict; also: Verdict[]; colour: Colour; reason: string };

const gravestGroundLast = 4;

const isFound = (f: Facts) => f.issue === 'issued';
const isSerialAsked = (f: Facts) => f.asked === 'typed_serial' || f.signature !== 'none';
const isStamp = (f: Facts) => isSerialAsked(f) && isFound(f);
const isAfter = (day: Day | undefined, limit: Day) => day !== undefined && day > limit;
const isPin = (f: Facts, pin: Facts['pin']) => isStamp(f) && f.order_has_pins && f.pin === pin;

function isWithdrawn(f: Facts): boolean {
  return f.certificate !== undefined && stateOn(f.certificate, f.today) === 'withdrawn';
}

function isGravelyWithdrawn(f: Facts): boolean {
  const withdrawal = f.certificate!.withdrawal!;
  return (
    withdrawal.ground <= gravestGroundLast ||
    (isStamp(f) && isAfter(f.activated, withdrawal.effective))
  );
}

// What promise 1 asks of a green answer before it looks at PINs.
function isPositive(f: Facts): boolean {
  return (
    f.asked === 'link' &&
    f.signature === 'good' &&
    isFound(f) &&
    f.activated !== undefined &&
    f.certificate !== undefined &&
    stateOn(f.certificate, f.today) !== 'not_yet'
  );
}

function isKeyRevoked(f: Facts): boolean {
  if (f.signature !== 'good' || f.key_revoked_at_size === undefined) return false;
  return !(f.order_entry_index !== undefined && f.order_entry_index < f.key_revoked_at_size);
}

function isExpired(f: Facts): boolean {
  if (!f.certificate) return false;
  const last = lastDay(f.certificate);
  return isAfter(f.lot_made, last) || (isStamp(f) && isAfter(f.activated, last));
}

function isLapsed(f: Facts): boolean {
  return (
    f.certificate !== undefined &&
    f.today > lastDay(f.certificate) &&
    isStamp(f) &&
    f.activated !== undefined &&
    !isExpired(f)
  );
}

function isNotIssued(f: Facts): boolean {
  const elsewhere = f.issue === 'no_order' || f.issue === 'other_order';
  return f.product_missing || (isSerialAsked(f) && elsewhere);
}

type Row = { code: Verdict; colour: Colour; applies: (f: Facts) => boolean; alone?: boolean };

const rows: Row[] = [
  { code: 'unavailable', colour: 'grey', applies: (f) => f.register_unreadable, alone: true },
  { code: 'foreign_link', colour: 'grey', applies: (f) => f.host !== 'ours', alone: true },
  { code: 'malformed', colour: 'grey', applies: (f) => f.malformed_slug !== '', alone: true },
  { code: 'signature_invalid', colour: 'red', applies: (f) => f.signature === 'bad' },
  { code: 'key_revoked', colour: 'red', applies: isKeyRevoked },
  { code: 'recalled', colour: 'red', applies: (f) => f.lot_recalled },
  { code: 'not_issued', colour: 'red', applies: isNotIssued },
  { code: 'copied', colour: 'red', applies: (f) => isStamp(f) && f.stamp_copied },
  { code: 'void', colour: 'red', applies: (f) => isStamp(f) && f.voided !== undefined },
  { code: 'pin_wrong', colour: 'red', applies: (f) => isPin(f, 'wrong') },
  {
    code: 'certificate_withdrawn',
    colour: 'red',
    applies: (f) => isWithdrawn(f) && isGravelyWithdrawn(f),
  },
  { code: 'held', colour: 'amber', applies: (f) => f.lot_held || (isStamp(f) && f.stamp_held) },
  {
    code: 'certificate_withdrawn',
    colour: 'amber',
    applies: (f) => isWithdrawn(f) && !isGravelyWithdrawn(f),
  },
  { code: 'certificate_expired', colour: 'amber', applies: isExpired },
  {
    code: 'not_activated',
    colour: 'amber',
    applies: (f) => isStamp(f) && f.activated === undefined,
  },
  {
    code: 'past_best_before',
    colour: 'amber',
    applies: (f) => f.lot_best_before !== undefined && f.today > f.lot_best_before,
  },
  { code: 'certificate_lapsed', colour: 'indigo', applies: isLapsed },
  { code: 'pin_used_before', colour: 'amber', applies: (f) => isPin(f, 'used_before') },
  { code: 'unsigned', colour: 'grey', applies: (f) => !isSerialAsked(f) },
  { code: 'listed', colour: 'blue', applies: (f) => f.asked === 'typed_serial' && isFound(f) },
  {
    code: 'pin_pending',
    colour: 'blue',
    applies: (f) => f.signature === 'good' && isPin(f, 'none'),
  },
  {
    code: 'pin_confirmed',
    colour: 'green',
    applies: (f) => isPositive(f) && isPin(f, 'first_use'),
  },
  { code: 'valid', colour: 'green_outline', applies: (f) => isPositive(f) && !f.order_has_pins },
];

export const verdicts: readonly Verdict[] = [...new Set(rows.map((row) => row.code))];

const isGreen = (colour: Colour) => colour === 'green' || colour === 'green_outline';
const isWarning = (colour: Colour) => ['red', 'amber', 'grey'].includes(colour);

// All rows that apply, in order; of the green ones none beside a warning.
function applying(facts: Facts): Row[] {
  const out: Row[] = [];
  let warned = false;
  for (const row of rows) {
    if ((warned && isGreen(row.colour)) || !row.applies(facts)) continue;
    out.push(row);
    warned ||= isWarning(row.colour);
    if (row.alone) break;
  }
  return out;
}

function reasonOf(code: Verdict, f: Facts): string {
  switch (code) {
    case 'foreign_link':
      return f.host === 'look_alike' ? 'look_alike' : f.stamp_shaped ? 'stamp_shaped' : '';
    case 'malformed':
      return f.malformed_slug;
    case 'not_issued':
      if (f.product_missing) return 'product_missing';
      return f.issue === 'other_order' ? 'other_order' : 'no_order';
    case 'void':
      return f.voided!;
    default:
      return '';
  }
}

export function decide(facts: Facts): Decision {
  const [first, ...rest] = applying(facts);
  if (!first) return { headline: 'unavailable', also: [], colour: 'grey', reason: '' };
  const imitates = facts.host === 'look_alike' || facts.stamp_shaped;
  return {
    headline: first.code,
    also: rest.map((row) => row.code),
    colour: first.code === 'foreign_link' && imitates ? 'red' : first.colour,
    reason: reasonOf(first.code, facts),
  };
}
