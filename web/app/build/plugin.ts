// What the inspector app adds to its Vite build: icons, words it shares with page and console, and
// a service worker that knows every file of the build by name and content.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { drawIcon } from './icons.ts';

const web = join(import.meta.dirname, '../..');
const wordsId = 'virtual:shared-words/';
const sharedWords = /^(heading|advice|reason|state|ground|unit)_/;
// Of the service's refusals, those that an inspector's device can meet.
const metProblems =
  /^(already_|blob|body_too|bundle_|code_|copied_|cross_|device_|hold_|idempotency_|image_|internal$|log_|login_|lot_not|media_|offline|order_|over|photo_|positions_|rate_|recall_|register_unr|request_|role_|same_|second_|sequence_|session_|sign_|stamp|storage_|store_|unavailable|unknown|uploads_)/;
const iconSizes = [180, 192, 512];

function chosen(path: string, wanted: RegExp, prefix = ''): Record<string, string> {
  const all = JSON.parse(readFileSync(join(web, path), 'utf8')) as Record<string, string>;
  const rows = Object.entries(all).filter(([key]) => wanted.test(key));
  return Object.fromEntries(rows.map(([key, text]) => [prefix + key, text]));
}

// Of the consumer page: texts of verdicts. Of the console: problems, as "problem_…".
export function pageWords(language: string): Record<string, string> {
  return {
    ...chosen(`pages/${language}.json`, sharedWords),
    ...chosen(`console/problems.${language}.json`, metProblems, 'problem_'),
  };
}

function sharesWords(): Plugin {
  return {
    name: 'ocop-shared-words',
    resolveId: (id) => (id.startsWith(wordsId) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${wordsId}`)) return undefined;
      const language = id.slice(wordsId.length + 1);
      return `export default ${JSON.stringify(pageWords(language))};`;
    },
  };
}

function drawsIcons(): Plugin {
  return {
    name: 'ocop-icons',
    generateBundle() {
      for (const size of iconSizes) {
        this.emitFile({ type: 'asset', fileName: `icon-${size}.png`, source: drawIcon(size) });
      }
    },
  };
}

function listsFiles(): Plugin {
  return {
    name: 'ocop-service-worker',
    enforce: 'post',
    config: () => ({
      build: {
        rollupOptions: {
          input: { main: join(web, 'app/index.html'), sw: join(web, 'app/src/sw.ts') },
          output: {
            entryFileNames: (chunk: { name: string }) =>
              chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js',
          },
        },
      },
    }),
    generateBundle: {
      order: 'post',
      handler(_, files) {
        const worker = files['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('no service worker');
        const hash = createHash('sha256').update(worker.code);
        hash.update(readFileSync(join(web, 'app/public/manifest.webmanifest')));
        const names = Object.keys(files).filter(
          (name) => name !== 'sw.js' && !name.endsWith('manifest.json'),
        );
        for (const name of names.sort()) {
          const file = files[name]!;
          hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
        }
        const list = [...names, 'manifest.webmanifest'].map((name) => `/app/${name}`);
        const made = worker.code
          .replace(/["'`]__FILES__["'`]/, JSON.stringify(list))
          .replace('__VERSION__', hash.digest('hex').slice(0, 16));
        if (/__FILES__|__VERSION__/.test(made)) throw new Error('sw.js: a placeholder is left');
        worker.code = made;
      },
    },
  };
}

export function inspectorApp(): Plugin[] {
  return [sharesWords(), drawsIcons(), listsFiles()];
}
