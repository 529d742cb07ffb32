// node build.ts --out DIR [--watch]: builds the web applications, each into DIR/<name>, as the server
// serves them: hashed names below assets/, a brotli copy beside what compresses; openapi.yaml, and the
// same as JSON, beside the page that shows it. DIR is emptied.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { bundle, createConfig } from '@redocly/openapi-core';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type InlineConfig, type Plugin } from 'vite';
import { inspectorApp } from './app/build/plugin.ts';

const here = import.meta.dirname;
const compressible = new Set([
  '.css',
  '.html',
  '.js',
  '.json',
  '.svg',
  '.wasm',
  '.webmanifest',
  '.yaml',
]);

// The English texts of the console in the order of the Vietnamese, whose keys its scripts have already.
function listsEnglish(): Plugin {
  const id = 'virtual:english';
  const read = (language: string) =>
    JSON.parse(readFileSync(join(here, 'console', `${language}.json`), 'utf8')) as object;
  return {
    name: 'ocop-english',
    resolveId: (asked) => (asked === id ? `\0${id}` : undefined),
    load(asked) {
      if (asked !== `\0${id}`) return undefined;
      const [vi, en] = [read('vi'), read('en')];
      if (Object.keys(vi).join() !== Object.keys(en).join()) throw new Error('keys of en.json');
      return `export default ${JSON.stringify(Object.values(en))};`;
    },
  };
}

function configOf(name: string, out: string, watch: boolean): InlineConfig {
  return {
    configFile: false,
    root: join(here, name),
    base: `/${name}/`,
    logLevel: 'warn',
    plugins: [svelte(), ...(name === 'app' ? inspectorApp() : [listsEnglish()])],
    build: {
      outDir: join(out, name),
      emptyOutDir: true,
      target: 'es2022',
      // An inlined file would be a data: URI, which the Content-Security-Policy refuses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      manifest: 'manifest.json',
      reportCompressedSize: false,
      // Swagger UI is one.
      chunkSizeWarningLimit: 2000,
      watch: watch ? {} : null,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  };
}

function compress(folder: string) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !compressible.has(extname(entry.name))) continue;
    const path = join(entry.parentPath, entry.name);
    const plain = readFileSync(path);
    const packed = brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    });
    if (packed.length < plain.length) writeFileSync(path + '.br', packed);
  }
}

async function putDocument(folder: string) {
  const source = join(here, 'openapi.yaml');
  copyFileSync(source, join(folder, 'openapi.yaml'));
  const read = await bundle({ ref: source, config: await createConfig({}) });
  writeFileSync(join(folder, 'openapi.json'), JSON.stringify(read.bundle.parsed));
}

const { values } = parseArgs({ options: { out: { type: 'string' }, watch: { type: 'boolean' } } });
if (!values.out) throw new Error('build.ts: --out DIR');
const out = resolve(values.out);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const name of ['console', 'app', 'docs']) {
  if (!existsSync(join(here, name, 'index.html'))) continue;
  await build(configOf(name, out, values.watch ?? false));
  if (name === 'docs') await putDocument(join(out, name));
  if (!values.watch) compress(join(out, name));
}
