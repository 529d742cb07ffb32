// node test.ts check|unit|e2e [ARGUMENT…]: what CTest runs. check: format, and types of the sources
// against openapi.yaml. unit: texts, tables and sizes. e2e: the browser, against OCOP_PROGRAM.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const modules = `${import.meta.dirname}/node_modules`;

function run(...command: string[]) {
  const done = spawnSync(process.execPath, command, { cwd: import.meta.dirname, stdio: 'inherit' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const [part, ...more] = process.argv.slice(2);
switch (part) {
  case 'check':
    run(`${modules}/prettier/bin/prettier.cjs`, '--check', '--log-level', 'warn', '.');
    run(`${modules}/openapi-typescript/bin/cli.js`, 'openapi.yaml', '-o', 'generated/api.d.ts');
    run(`${modules}/typescript/bin/tsc`, '--noEmit', '-p', '.');
    run(
      `${modules}/svelte-check/bin/svelte-check`,
      '--tsconfig',
      './tsconfig.json',
      '--fail-on-warnings',
    );
    break;
  case 'unit':
    run('--test', ...more, ...globSync('{tests,app}/**/*.test.ts', { cwd: import.meta.dirname }));
    break;
  case 'e2e':
    run(`${modules}/@playwright/test/cli.js`, 'test', '-c', 'e2e/playwright.config.ts', ...more);
    break;
  default:
    throw new Error('test.ts check|unit|e2e');
}
