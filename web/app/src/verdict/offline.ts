// The verdict on a scan without a network: facts from link, trust list and bundle to stamp/verdict.ts,
// and what include/ocop/bundle/FORMAT.md ("What a reader concludes") adds: what may have been issued
// since, and age.
import type { Bundle, Certificate, Lot } from '../bundle/bundle.ts';
import type { Fate, LotFilters } from '../bundle/lot_filters.ts';
import { lastDay, stateOn } from '../stamp/certificate.ts';
import { type Day, legalDay } from '../stamp/days.ts';
import { authorityOf, classifyHost } from '../stamp/host.ts';
import { isStampShaped, readLink, type StampLink } from '../stamp/link.ts';
import { formatSerial, formatTypedSerial, parseTypedSerial } from '../stamp/serial.ts';
import { decodeSignature, importKey, isSignedBy, signedBytes } from '../stamp/signature.ts';
import { findKey, isStale, type TrustList } from '../stamp/trust.ts';
import { decide, type Decision, type Facts, noFacts } from '../stamp/verdict.ts';
import type { Age, Answer, Note, Question } from './answer.ts';

// The filters of a lot of the bundle; absent when they are not on this device.
export type FindFilters = (lot: Lot) => Promise<LotFilters | undefined>;

export type Clock = {
  now: number;
  latest: number; // the latest time that this device ever saw
};

const skewMsMax = 300_000;

// What is asked about, once its text was read.
type Asked = { gtin: string; lot?: string; serial?: number; kid?: string };

export function ageOf(bundle: Bundle, clock: Clock): Age {
  const ms = clock.now - Date.parse(bundle.head.issued_at);
  const back = clock.now < clock.latest - skewMsMax || ms < -skewMsMax;
  if (back) return { state: 'clock_wrong', ms };
  if (ms <= bundle.head.fresh_s * 1000) return { state: 'fresh', ms };
  return { state: ms <= bundle.head.max_age_s * 1000 ? 'aging' : 'old', ms };
}

// The latest time seen, once the service told its own: a clock that agrees with it is right, whatever
// the device took for the time before.
export function latestAfter(clock: Clock, told: number): number {
  return Math.abs(clock.now - told) <= skewMsMax ? clock.now : Math.max(clock.latest, clock.now);
}

export async function judgeSignature(
  trust: TrustList,
  link: StampLink,
): Promise<Pick<Facts, 'signature' | 'key_revoked_at_size'>> {
  const { gtin, lot, serial, digits } = link;
  if (digits === undefined || lot === undefined || serial === undefined)
    return { signature: 'none' };
  const kid = digits.slice(0, 4);
  const key = findKey(trust, kid);
  const signature = decodeSignature(digits.slice(4));
  const verifier = key && signature ? await importKey(key.public_key) : undefined;
  const revoked =
    key?.revoked_at_size === undefined ? {} : { key_revoked_at_size: key.revoked_at_size };
  if (!verifier || !signature) return { signature: 'bad', ...revoked };
  const good = await isSignedBy(verifier, signedBytes(kid, { gtin, lot, serial }), signature);
  return { signature: good ? 'good' : 'bad', ...revoked };
}

// From the text alone, and the trust list.
async function factsOfText(
  question: Question,
  trust: TrustList,
  today: Day,
): Promise<{ facts: Facts; asked?: Asked; host?: string }> {
  const facts = noFacts(today);
  if ('typed' in question) {
    facts.asked = 'typed_serial';
    const serial = parseTypedSerial(question.typed);
    if (typeof serial === 'string') {
      facts.malformed_slug = serial;
      return { facts };
    }
    return { facts, asked: { gtin: question.gtin, lot: question.lot, serial } };
  }
  const authority = authorityOf(question.uri);
  facts.host = classifyHost(authority, trust.hosts);
  facts.stamp_shaped = isStampShaped(question.uri);
  const read = readLink(question.uri);
  if ('fault' in read) {
    facts.malformed_slug = read.fault;
    return { facts, host: authority };
  }
  Object.assign(facts, await judgeSignature(trust, read.link));
  return { facts, host: authority, asked: askedOf(read.link) };
}

function askedOf({ gtin, lot, serial, digits }: StampLink): Asked {
  return {
    gtin,
    ...(lot !== undefined && { lot }),
    ...(serial !== undefined && { serial }),
    ...(digits !== undefined && { kid: digits.slice(0, 4) }),
  };
}

function addLot(facts: Facts, lot: Lot) {
  facts.lot_recalled = lot.recall !== undefined;
  facts.lot_held = lot.hold !== undefined;
  facts.lot_made = lot.made_on;
  if (lot.best_before !== undefined) facts.lot_best_before = lot.best_before;
}

function addFate(facts: Facts, fate: Fate) {
  facts.issue = 'issued';
  facts.order_entry_index = fate.order.entry;
  facts.order_has_pins = fate.order.pins ?? false;
  if (fate.activated !== undefined) facts.activated = fate.activated;
  if (fate.voided !== undefined) facts.voided = fate.voided;
}

// In which order the serial lies. Without a good signature a link's serial is only text.
function addIssue(facts: Facts, asked: Asked, lot: Lot, filters: LotFilters): Fate | undefined {
  const { serial, kid } = asked;
  if (serial === undefined || (facts.asked === 'link' && facts.signature !== 'good'))
    return undefined;
  const text = formatSerial(serial);
  const fate = filters.find(serial, kid);
  if (fate) {
    addFate(facts, fate);
    facts.stamp_copied = lot.copied?.includes(text) ?? false;
    facts.stamp_held = lot.held?.includes(text) ?? false;
    return fate;
  }
  const other = kid === undefined ? undefined : filters.find(serial);
  facts.issue = other ? 'other_order' : 'no_order';
  if (other) facts.order_entry_index = other.order.entry;
  return undefined;
}

type Known = { lot?: Lot; fate?: Fate; certificate?: Certificate };

async function gather(
  bundle: Bundle,
  asked: Asked,
  facts: Facts,
  findFilters: FindFilters,
): Promise<Known> {
  const lot = asked.lot === undefined ? undefined : bundle.lot(asked.gtin, asked.lot);
  if (lot) addLot(facts, lot);
  const filters = lot && asked.serial !== undefined ? await findFilters(lot) : undefined;
  const fate = lot && filters ? addIssue(facts, asked, lot, filters) : undefined;
  const item = bundle.item(asked.gtin);
  const certificate = fate
    ? bundle.certificate(fate.order.certificate)
    : item && bundle.certificateOn(item.product, facts.today);
  if (certificate) facts.certificate = certificate;
  return { ...(lot && { lot }), ...(fate && { fate }), ...(certificate && { certificate }) };
}

// Whether an order that the bundle does not know can have been issued since it was made.
function mayHaveBeenIssuedSince(bundle: Bundle, facts: Facts, asked: Asked, lot?: Lot): boolean {
  if (facts.issue !== 'no_order' || lot?.closed_on !== undefined) return false;
  const key = asked.kid === undefined ? undefined : findKey(bundle.trust, asked.kid);
  return !key || Date.parse(key.logged_until) >= Date.parse(bundle.head.issued_at);
}

type Shown = Decision & { note?: Note };

// Without the row `not_issued`, which is only a maybe: what else is red is the verdict.
function withoutMaybe(made: Decision, facts: Facts): Decision | undefined {
  const rest = decide({ ...facts, issue: 'unknown' });
  return rest.colour === 'red' ? { ...rest, also: [made.headline, ...rest.also] } : undefined;
}

function withLimits(made: Decision, known: { since: boolean; age: Age; unknown: boolean }): Shown {
  const isGreen = made.colour === 'green_outline' || made.colour === 'green';
  const isOld = known.age.state === 'old' || known.age.state === 'clock_wrong';
  const also = isOld ? made.also.filter((v) => v !== 'valid' && v !== 'pin_confirmed') : made.also;
  const decision = { ...made, also };
  if (decision.headline === 'not_issued' && known.since) {
    return { ...decision, colour: 'amber', note: 'issued_since' };
  }
  if (isGreen && isOld) return { ...decision, colour: 'grey', note: 'old' };
  if (decision.headline === 'unavailable' && known.unknown) {
    return { ...decision, note: 'not_in_bundle' };
  }
  return decision;
}

function stampOf({ gtin, lot = '', serial, kid }: Asked): Pick<Answer, 'stamp'> {
  if (serial === undefined) return {};
  const typed = formatTypedSerial(serial);
  return {
    stamp: { gtin, lot, serial: formatSerial(serial), typed, ...(kid !== undefined && { kid }) },
  };
}

function described(bundle: Bundle, asked: Asked, known: Known, today: Day): Partial<Answer> {
  const item = bundle.item(asked.gtin);
  const product = item && bundle.product(item.product);
  const producer = product && bundle.producer(product.producer);
  const { lot, fate, certificate } = known;
  const out: Partial<Answer> = {
    ...(item && { item }),
    ...(product && { product, demo: product.demo ?? false }),
    ...(producer && { producer }),
    ...(lot && { lot }),
    ...(lot?.recall && { recall: lot.recall }),
    ...(lot?.hold && { hold: lot.hold }),
    ...stampOf(asked),
  };
  if (certificate) {
    const state = stateOn(certificate, today);
    out.certificate = { ...certificate, last_day: lastDay(certificate), state };
  }
  if (fate) {
    const { id, entry, stars, count, features } = fate.order;
    out.order = { id, entry, stars, count };
    if (features) out.features = features;
    if (fate.activated !== undefined) out.activated = fate.activated;
  }
  return out;
}

export async function judgeOffline(
  bundle: Bundle,
  findFilters: FindFilters,
  question: Question,
  clock: Clock,
): Promise<Answer> {
  const today = legalDay(clock.now);
  const { facts, asked, host } = await factsOfText(question, bundle.trust, today);
  const isOurs = facts.host === 'ours' && facts.malformed_slug === '';
  const known = asked && isOurs ? await gather(bundle, asked, facts, findFilters) : {};
  const age = ageOf(bundle, clock);
  const since = asked ? mayHaveBeenIssuedSince(bundle, facts, asked, known.lot) : false;
  const told = decide(facts);
  const graver = since && told.headline === 'not_issued' ? withoutMaybe(told, facts) : undefined;
  const shown = withLimits(graver ?? told, { since, age, unknown: facts.issue === 'unknown' });
  return {
    source: 'bundle',
    verdict: shown.headline,
    colour: shown.colour,
    also: shown.also,
    reason: shown.reason,
    ...(shown.note && { note: shown.note }),
    at: new Date(clock.now).toISOString(),
    data_at: bundle.head.issued_at,
    age,
    ...(isStale(bundle.trust, clock.now) && { keys_old: true }),
    ...('uri' in question && { uri: question.uri }),
    ...(host !== undefined && { host }),
    // Nothing of ours is shown for a link that leads elsewhere or is not signed as it says.
    ...(asked && isOurs && described(bundle, asked, known, today)),
  };
}

// Without any bundle: what stands in the text, and no verdict on it.
export function judgeBlind(question: Question, now: number): Answer {
  const read = 'uri' in question ? readLink(question.uri) : undefined;
  return {
    source: 'bundle',
    verdict: 'unavailable',
    colour: 'grey',
    also: [],
    reason: '',
    note: 'no_bundle',
    at: new Date(now).toISOString(),
    ...('uri' in question && { uri: question.uri }),
    ...(read && 'link' in read && stampOf(askedOf(read.link))),
  };
}
