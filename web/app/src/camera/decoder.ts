// The page's side of the decoding worker: one picture at a time.
import type { Code, FromWorker, ToWorker } from './messages.ts';

export type Decoded = { codes: Code[]; ms: number };

export class Decoder {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  readonly #frames = new Map<string, (picture: Blob) => void>();
  #id = 0;
  #resolve: ((decoded: Decoded) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    this.#worker.onerror = (event) => this.#reject?.(new Error(event.message || 'worker'));
  }

  // Takes the picture. The caller waits for one before it gives the next.
  decode(picture: ImageBitmap, thorough: boolean, many: boolean): Promise<Decoded> {
    this.#id += 1;
    const message: ToWorker = { kind: 'decode', id: this.#id, picture, thorough, many };
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#worker.postMessage(message, [picture]);
    });
  }

  // The picture that was decoded last, as evidence: to be called before the next is given.
  keep(frame: string): Promise<Blob> {
    return new Promise((resolve) => {
      this.#frames.set(frame, resolve);
      this.#worker.postMessage({ kind: 'keep', id: this.#id, frame } satisfies ToWorker);
    });
  }

  close() {
    this.#worker.terminate();
  }

  #hear(message: FromWorker) {
    switch (message.kind) {
      case 'codes':
        if (message.id === this.#id) this.#resolve?.(message);
        break;
      case 'frame':
        this.#frames.get(message.frame)?.(message.picture);
        this.#frames.delete(message.frame);
        break;
      case 'broken':
        this.#reject?.(new Error(message.problem));
    }
  }
}
