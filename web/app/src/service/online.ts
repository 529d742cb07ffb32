// The verdict of the service, in the form that the screens show.
import type { Certificate, Name, Quantity } from '../bundle/bundle.ts';
import { legalDay } from '../stamp/days.ts';
import { authorityOf } from '../stamp/host.ts';
import type { Colour, Verdict } from '../stamp/verdict.ts';
import type { Answer, Question } from '../verdict/answer.ts';
import type { Service } from './client.ts';
import { Problem } from './problem.ts';

// What of schema Answer (web/openapi.yaml) is shown.
type Told = {
  verdict: Verdict;
  also: Verdict[];
  colour: Colour;
  reason: string;
  at: string;
  demo: boolean;
  stamp?: {
    gtin: string;
    lot: string;
    serial: string;
    serial_typed: string;
    kid?: string;
    order?: string;
    entry?: number;
    position?: number;
    count?: number;
    overt?: { text: string };
    stars_printed?: number;
    activated_at?: string;
  };
  product?: { code: string; name: Name; gtin: string; trade_item: Name; net_content: Quantity };
  producer?: { id: string; name: Name; commune_code: string };
  certificate?: {
    id: string;
    stars: number;
    decision: string;
    issued_on: string;
    last_day: string;
    state: string;
    ground?: number;
    withdrawal_decision?: string;
    withdrawn_on?: string;
  };
  lot?: {
    made_on: string;
    best_before?: string;
    quantity: Quantity;
    place?: Name;
    recall?: {
      since: string;
      ordered_by: Name;
      reason: string;
      decision?: string;
      voluntary: boolean;
    };
    hold?: { since: string; ordered_by: Name; until?: string };
  };
};

const timeoutMs = 5_000;

function certificateOf(
  told: NonNullable<Told['certificate']>,
  product: string,
): Answer['certificate'] {
  const {
    id,
    stars,
    decision,
    issued_on,
    last_day,
    state,
    ground,
    withdrawn_on,
    withdrawal_decision,
  } = told;
  const certificate: Certificate & { last_day: string; state: string } = {
    id,
    product,
    stars,
    decision,
    issued: issued_on,
    last_day,
    state,
  };
  if (ground !== undefined && withdrawn_on !== undefined) {
    certificate.withdrawal = {
      ground,
      effective: withdrawn_on,
      ...(withdrawal_decision !== undefined && { decision: withdrawal_decision }),
    };
  }
  return certificate;
}

function stampOf({ stamp }: Told): Partial<Answer> {
  if (!stamp) return {};
  const { gtin, lot, serial, serial_typed, kid, order, entry, position, count, stars_printed } =
    stamp;
  const out: Partial<Answer> = {
    stamp: { gtin, lot, serial, typed: serial_typed, ...(kid !== undefined && { kid }) },
  };
  if (order !== undefined) {
    out.order = {
      id: order,
      entry: entry ?? 0,
      count: count ?? 0,
      stars: stars_printed ?? 0,
      ...(position !== undefined && { position }),
    };
  }
  if (stamp.activated_at !== undefined) out.activated = legalDay(Date.parse(stamp.activated_at));
  if (stamp.overt) out.features = [{ run: '', first: 0, last: 0, overt: stamp.overt.text }];
  return out;
}

// The service finds a typed number wherever it is.
function otherLotOf({ stamp }: Told, question: Question): Pick<Answer, 'asked_lot'> {
  if (!stamp || !('typed' in question) || question.lot === '') return {};
  const isOther = stamp.lot !== question.lot || stamp.gtin !== question.gtin;
  return isOther ? { asked_lot: question.lot } : {};
}

export function answerOf(told: Told, question: Question, now: number): Answer {
  const { verdict, also, colour, reason, demo, product, producer, certificate, lot } = told;
  return {
    source: 'service',
    verdict,
    also,
    colour,
    reason,
    demo,
    at: new Date(now).toISOString(),
    ...('uri' in question && { uri: question.uri, host: authorityOf(question.uri) }),
    ...stampOf(told),
    ...otherLotOf(told, question),
    ...(product && {
      product: { code: product.code, name: product.name, producer: producer?.id ?? '' },
      item: {
        gtin: product.gtin,
        product: product.code,
        name: product.trade_item,
        net_content: product.net_content,
      },
    }),
    ...(producer && {
      producer: { id: producer.id, name: producer.name, commune: producer.commune_code },
    }),
    ...(certificate && { certificate: certificateOf(certificate, product?.code ?? '')! }),
    ...(lot && { lot }),
    ...(lot?.recall && { recall: lot.recall }),
    ...(lot?.hold && { hold: lot.hold }),
  };
}

// Throws Problem when the service cannot say: no network, busy, or its register not readable.
export async function judgeOnline(
  service: Service,
  question: Question,
  now: number,
): Promise<Answer> {
  const asked = 'uri' in question ? { uri: question.uri } : { serial: question.typed };
  const told = await service.json<Told>('/api/v1/verify', {
    method: 'POST',
    body: JSON.stringify(asked),
    accept: [400],
    timeoutMs,
  });
  if (told.verdict === undefined) throw new Problem(400, 'request_invalid');
  return answerOf(told, question, now);
}
