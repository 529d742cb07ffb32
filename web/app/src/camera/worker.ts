// Decodes QR codes off the page's thread: the browser's own BarcodeDetector first where there is one,
// zxing-wasm (in this build, never from elsewhere) for what it misses.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { Code, FromWorker, ToWorker } from './messages.ts';

type Detected = { rawValue: string; boundingBox: DOMRectReadOnly };
type Detector = { detect(picture: ImageBitmap | OffscreenCanvas): Promise<Detected[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

const page = self as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  BarcodeDetector?: DetectorClass;
};

const evidenceSideMax = 1024;
const codesMax = 8;

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

let canvas = new OffscreenCanvas(1, 1);
let detector: Detector | undefined;
const ready = findDetector();

async function findDetector() {
  const made = page.BarcodeDetector;
  if (made && (await made.getSupportedFormats()).includes('qr_code')) {
    detector = new made({ formats: ['qr_code'] });
  }
}

function draw(picture: ImageBitmap): ImageData {
  const { width, height } = picture;
  if (canvas.width !== width || canvas.height !== height)
    canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(picture, 0, 0);
  picture.close();
  return context.getImageData(0, 0, width, height);
}

async function detect(): Promise<Code[]> {
  if (!detector) return [];
  try {
    const found = await detector.detect(canvas);
    return found.map(({ rawValue, boundingBox: box }) => ({
      text: rawValue,
      x: (box.x + box.width / 2) / canvas.width,
      y: (box.y + box.height / 2) / canvas.height,
    }));
  } catch {
    detector = undefined; // says that it is there, and is not (seen on some Chromium builds)
    return [];
  }
}

async function read(data: ImageData, thorough: boolean, many: boolean): Promise<Code[]> {
  const found = await readBarcodes(data, {
    formats: ['QRCode'],
    tryHarder: true,
    tryRotate: thorough,
    tryInvert: thorough,
    maxNumberOfSymbols: many ? codesMax : 1,
  });
  return found
    .filter((code) => code.isValid)
    .map(({ text, position }) => {
      const corners = [
        position.topLeft,
        position.topRight,
        position.bottomLeft,
        position.bottomRight,
      ];
      const middle = (axis: 'x' | 'y') =>
        corners.reduce((sum, corner) => sum + corner[axis], 0) / 4;
      return { text, x: middle('x') / data.width, y: middle('y') / data.height };
    });
}

async function decode({ id, picture, thorough, many }: Extract<ToWorker, { kind: 'decode' }>) {
  const begun = performance.now();
  await ready;
  const data = draw(picture);
  const quick = await detect();
  // The detector gives one of several equal codes at times: with many wanted, zxing looks as well.
  const codes = quick.length > 0 && !many ? quick : await read(data, thorough, many);
  page.postMessage({ kind: 'codes', id, codes, ms: performance.now() - begun });
}

async function keep(frame: string) {
  const scale = Math.min(1, evidenceSideMax / Math.max(canvas.width, canvas.height));
  const small = new OffscreenCanvas(
    Math.round(canvas.width * scale),
    Math.round(canvas.height * scale),
  );
  small.getContext('2d')!.drawImage(canvas, 0, 0, small.width, small.height);
  const picture = await small.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  page.postMessage({ kind: 'frame', frame, picture });
}

page.onmessage = ({ data }) => {
  const work = data.kind === 'decode' ? decode(data) : keep(data.frame);
  work.catch((error: unknown) => page.postMessage({ kind: 'broken', problem: String(error) }));
};
