// Files on their way to the service, which names each by its SHA-256.
import { taken } from '../../../shared/api.ts';
import { api } from './session.svelte.ts';

// `producer`: whose it becomes, where that is not the sender's own. Throws Problem.
export async function upload(file: Blob, key: string, producer?: string): Promise<string> {
  const blob = await taken(
    api.POST('/api/v1/blobs', {
      params: { query: producer ? { producer } : {}, header: { 'Idempotency-Key': key } },
      body: file as never,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': file.type },
    }),
  );
  return blob.sha256;
}

export async function sha256(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
