// Between browser and service: where the network is cut, and where a bundle of the test can take the
// place of the service's.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as ask, type Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Maker } from './bundle.ts';

export type Cut = 'none' | 'before' | 'after'; // of a request: unheard, or its answer lost

export class Front {
  cut: (method: string, path: string) => Cut = () => 'none';
  bundle: () => Buffer;
  own = false; // the bundle is the test's: of stamps that no service issued
  newerWorker = false; // the service worker as of another release
  readonly seen: { method: string; path: string; status: number; signed: boolean }[] = [];
  readonly #upstream: string;
  readonly #maker: Maker;
  readonly #tls: { key: Buffer; cert: Buffer };
  readonly #sockets = new Set<Socket>();
  #server: HttpsServer | undefined;
  #port = 0;

  constructor(upstream: string, maker: Maker) {
    this.#upstream = upstream;
    this.#maker = maker;
    this.bundle = () => maker.file();
    this.#tls = makeCertificate();
  }

  get url(): string {
    return `https://localhost:${this.#port}`;
  }

  async start() {
    const server = createServer(
      this.#tls,
      (request, response) => void this.#serve(request, response),
    );
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  // As a service that is gone: connections break, new ones are refused.
  async stop() {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse) {
    const { method = '', url = '' } = request;
    const cut = this.cut(method, url);
    const body = await bodyOf(request);
    if (cut === 'before') return request.socket.destroy();
    const answer = this.#own(method, url) ?? (await this.#pass(request, body));
    if (this.own && method === 'POST' && url === '/api/v1/devices') this.#replaceRoot(answer);
    if (this.newerWorker && url === '/app/sw.js') asNewer(answer);
    const signed = request.headers['device-signature'] !== undefined;
    this.seen.push({ method, path: url, status: answer.status, signed });
    if (cut === 'after') return request.socket.destroy();
    response.writeHead(answer.status, answer.headers);
    return response.end(answer.body);
  }

  // An enrolled device is told the root's key: here that of the test's bundle.
  #replaceRoot(answer: Answer) {
    const made = JSON.parse(answer.body.toString()) as object;
    answer.body = Buffer.from(JSON.stringify({ ...made, root_key: this.#maker.rootKey }));
    delete answer.headers['content-length'];
  }

  #own(method: string, path: string): Answer | undefined {
    if (!this.own || method !== 'GET') return undefined;
    const bytes = { 'content-type': 'application/octet-stream' };
    if (path === '/api/v1/bundle') {
      return { status: 200, headers: { ...bytes, etag: `"${randomUUID()}"` }, body: this.bundle() };
    }
    if (path.startsWith('/api/v1/bundle/lots/')) {
      const file = this.#maker.filters.get(path.split('/').at(-1)!);
      return { status: file ? 200 : 404, headers: bytes, body: Buffer.from(file ?? []) };
    }
    return undefined;
  }

  #pass(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const upstream = new URL(this.#upstream);
    const headers: Record<string, string | string[] | undefined> = {
      ...request.headers,
      host: upstream.host,
    };
    delete headers['connection'];
    if (headers['origin']) headers['origin'] = upstream.origin;
    return new Promise((resolve, reject) => {
      const passed = ask(
        `${this.#upstream}${request.url}`,
        { method: request.method, headers, rejectUnauthorized: false },
        (answer) => {
          const { connection: _connection, ...kept } = answer.headers;
          bodyOf(answer).then(
            (given) => resolve({ status: answer.statusCode!, headers: kept, body: given }),
            reject,
          );
        },
      );
      passed.on('error', () => resolve({ status: 502, headers: {}, body: Buffer.alloc(0) }));
      passed.end(body);
    });
  }
}

// Another text is another version to the browser; so is another cache.
function asNewer(answer: Answer) {
  const packed = answer.headers['content-encoding'] === 'br';
  const text = (packed ? brotliDecompressSync(answer.body) : answer.body).toString();
  const {
    'content-encoding': _encoding,
    'content-length': _length,
    etag: _tag,
    ...kept
  } = answer.headers;
  answer.headers = kept;
  answer.status = 200;
  answer.body = Buffer.from(text.replaceAll(/`\$\{n\}([0-9a-f]{16})`/g, '`${n}newer-$1`') + '\n');
}

type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
};

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), 'ocop-front-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  );
  const made = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return made;
}
