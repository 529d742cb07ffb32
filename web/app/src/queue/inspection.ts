// An inspection as POST /api/v1/inspections takes it (web/openapi.yaml, NewInspection).

export type ActionKind = 'warn' | 'hold' | 'copied' | 'propose_recall' | 'seize' | 'void_stamps';

export const actionKinds: readonly ActionKind[] = [
  'warn',
  'hold',
  'copied',
  'propose_recall',
  'seize',
  'void_stamps',
];

// Of stamps, which must be named: by order and position where the service told them, else by serial
// (`action.serials`: bundle/FORMAT.md, Routes).
export const stampActions: readonly ActionKind[] = ['copied', 'seize', 'void_stamps'];

export type Met = { verdict: string } & ({ uri: string } | { serial: string });

export type Span = { order: string; first: number; last: number };

export type Draft = {
  gtin: string;
  lot: string;
  place: string;
  findings: string;
  verified: Met[];
  photos: string[]; // SHA-256
  action: { kind: ActionKind; reason: string; serials?: string[]; stamps?: Span[] };
};

export type Sent = Draft & { device: string; sequence: number; at: string };

export const verifiedMax = 200;
export const photosMax = 20;
export const findingsCharsMax = 2000;
