// How many stamps a quota still bears. The service decides; this shows it before one asks.
import type { Schemas } from '../../../shared/api.ts';

type Quota = Schemas['QuotaView'];

// An amount in the unit that quotas are kept in; none when the two cannot be compared.
export function contentIn(unit: Quota['unit'], amount: Schemas['Quantity']): number | undefined {
  if (amount.unit === unit) return amount.value;
  if ((amount.unit === 'kg' && unit === 'g') || (amount.unit === 'l' && unit === 'ml'))
    return amount.value * 1000;
  return undefined;
}

// The season of a product that a lot made that day takes from.
export function quotaFor(quotas: Quota[], product: string, day: string): Quota | undefined {
  return quotas.find((one) => one.product === product && one.from <= day && day <= one.to);
}

export function stampsLeft(quota: Quota, netContent: Schemas['Quantity']): number | undefined {
  const each = contentIn(quota.unit, netContent);
  return each === undefined ? undefined : Math.max(0, Math.floor(quota.left / each));
}
