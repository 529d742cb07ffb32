import type { BrowserContext } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
export type Account = { login: string; password: string; secret: string };

// The program itself on a free port, over TLS, with a data folder and sample data of its own.
export class Server {
  readonly lines = new Map<string, string>();
  readonly accounts = new Map<string, Account>();
  // Cookies of who signed in before, by login.
  readonly sessions = new Map<string, Cookies>();
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #data: string;
  readonly #steps = new Map<string, number>();

  private constructor(child: ChildProcess, data: string, url: string) {
    this.#child = child;
    this.#data = data;
    this.url = url;
  }

  static async start(): Promise<Server> {
    const program = process.env['OCOP_PROGRAM'];
    if (!program) throw new Error('OCOP_PROGRAM: path of ocoptrace');
    const port = await freePort();
    const data = mkdtempSync(join(tmpdir(), 'ocop-e2e-'));
    const child = spawn(
      program,
      ['serve', '--development', '--data', join(data, 'data'), '--port', String(port)],
      { stdio: ['ignore', 'pipe', openSync(logFile(port), 'w')] },
    );
    const server = new Server(child, data, `https://localhost:${port}`);
    for await (const line of createInterface({ input: child.stdout! })) {
      server.#note(line);
      if (line.startsWith('ready: ')) return server;
    }
    throw new Error('ocoptrace ended before it was ready');
  }

  #note(line: string) {
    const colon = line.indexOf(': ');
    const key = line.slice(0, colon);
    const value = line.slice(colon + 2);
    this.lines.set(key, value);
    if (!key.startsWith('account ')) return;
    const [login = '', password = '', secret = ''] = value.split(' ');
    this.accounts.set(key.slice('account '.length), { login, password, secret });
  }

  account(role: string): Account {
    const found = this.accounts.get(role);
    if (!found) throw new Error(`no sample account of role ${role}`);
    return found;
  }

  // A code works once, and the service takes those of the step before, the present and the next. Each
  // call gives the present one or, when that was given, the next, and waits when both were.
  async code(secret: string): Promise<string> {
    const step = () => Math.floor(Date.now() / 30_000);
    const next = Math.max((this.#steps.get(secret) ?? 0) + 1, step());
    this.#steps.set(secret, next);
    while (next > step() + 1) await new Promise((resolve) => setTimeout(resolve, 250));
    return hotp(secret, next);
  }

  // Ends the service as an operator does, and waits until it is gone.
  async stop() {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#data, { recursive: true, force: true });
  }
}

function logFile(port: number): string {
  const folder = process.env['OCOP_E2E_OUT'] ?? 'test-results';
  mkdirSync(folder, { recursive: true });
  return join(folder, `server-${port}.log`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

// RFC 4226 of a base32 secret, six digits.
export function hotp(secret: string, counter: number): string {
  const bits = [...secret.replace(/=+$/, '')]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', key).update(message).digest();
  const at = mac[19]! & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
