// What the fake camera films: QR codes as YUV4MPEG2, which Chromium plays in a loop.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

const shade = { paper: 235, ink: 16, grey: 128 };

type Matrix = { side: number; isDark: (x: number, y: number) => boolean };

async function matrixOf(text: string): Promise<Matrix> {
  const { symbol } = await writeBarcode(text, { format: 'QRCode', scale: 1, addQuietZones: false });
  const { data, width } = symbol as unknown as { data: Uint8Array; width: number };
  return { side: width, isDark: (x, y) => data[y * width + x] === 0 };
}

// One picture: the codes side by side; none is an empty shelf.
async function picture(texts: string[], width: number, height: number): Promise<Buffer> {
  const out = Buffer.alloc((width * height * 3) / 2, shade.grey);
  const part = Math.floor(width / Math.max(texts.length, 1));
  for (const [index, text] of texts.entries()) {
    const { side, isDark } = await matrixOf(text);
    const scale = Math.floor(Math.min(part, height) / (side + 8));
    const size = scale * (side + 8);
    const [left, top] = [index * part + ((part - size) >> 1), (height - size) >> 1];
    for (let y = 0; y < size; y += 1) {
      for (let x = 0; x < size; x += 1) {
        const [mx, my] = [Math.floor(x / scale) - 4, Math.floor(y / scale) - 4];
        const inside = mx >= 0 && my >= 0 && mx < side && my < side;
        out[(top + y) * width + left + x] = inside && isDark(mx, my) ? shade.ink : shade.paper;
      }
    }
  }
  return out;
}

export type Film = { texts: string[]; frames: number }[];

// Sizes are even. At `rate` pictures a second.
export async function film(path: string, scenes: Film, rate = 10, width = 480, height = 480) {
  const parts: Buffer[] = [
    Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`),
  ];
  for (const { texts, frames } of scenes) {
    const shown = await picture(texts, width, height);
    for (let i = 0; i < frames; i += 1) parts.push(Buffer.from('FRAME\n'), shown);
  }
  writeFileSync(path, Buffer.concat(parts));
}
