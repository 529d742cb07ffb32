// Between page and decoding worker. A reply answers one picture; `keep` is about the picture that was
// answered last, which the worker still has.

export type Code = { text: string; x: number; y: number }; // centre, of the picture's width and height

export type ToWorker =
  | { kind: 'decode'; id: number; picture: ImageBitmap; thorough: boolean; many: boolean }
  | { kind: 'keep'; id: number; frame: string };

export type FromWorker =
  | { kind: 'codes'; id: number; codes: Code[]; ms: number }
  | { kind: 'frame'; frame: string; picture: Blob }
  | { kind: 'broken'; problem: string };
