// Photos for inspections: as the camera made them where the service takes that, named by their hash.
import { sha256, toHex } from '../stamp/bytes.ts';
import type { Table } from '../storage/table.ts';
import type { Photo } from './sync.ts';

const taken = ['image/jpeg', 'image/png', 'image/webp'];
const bytesMax = 8 * 1024 * 1024; // the service takes 10 MiB
const sideMax = 2560;
const orphanMs = 86_400_000;

// HEIC, and what is too large, as a JPEG that a browser of this device can make of it.
async function smaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, sideMax / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(
    Math.round(picture.width * scale),
    Math.round(picture.height * scale),
  );
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
}

// Its SHA-256. Throws when the file is no picture.
export async function keepPhoto(photos: Table<string, Photo>, file: Blob): Promise<string> {
  const asIs = taken.includes(file.type) && file.size <= bytesMax;
  const kept = asIs ? file : await smaller(file);
  const bytes = await kept.arrayBuffer();
  const hash = toHex(await sha256(new Uint8Array(bytes)));
  await photos.put(hash, { bytes, type: kept.type, kept_at: Date.now() });
  return hash;
}

// Photos that a crash left behind: nothing names them, and they are not of a form that is open now.
export async function orphansOf(
  photos: Table<string, Photo>,
  needed: Set<string>,
  now: number,
): Promise<string[]> {
  const out: string[] = [];
  for (const hash of await photos.keys()) {
    if (needed.has(hash)) continue;
    const photo = await photos.get(hash);
    if (photo && now - (photo.kept_at ?? 0) > orphanMs) out.push(hash);
  }
  return out;
}
