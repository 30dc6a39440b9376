import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundle, bundles, digest } from '../build.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(root + path, 'utf8');
const gzipped = (path) => gzipSync(read(path), { level: 9 }).length;

describe('the package', () => {
  it('is small: 5000 bytes gzipped, 7000 with the part for tabs', () => {
    const client = gzipped('dist/hermes-client.js');

    assert.ok(client <= 5_000, `${client} bytes`);
    assert.ok(client + gzipped('dist/hermes-tabs.js') <= 7_000, `${client + gzipped('dist/hermes-tabs.js')} bytes`);
  });

  it('is in step with its source (else: npm run build)', () => {
    for (const file of Object.values(bundles)) assert.match(read(file).split('\n')[0], new RegExp(` ${digest()}$`));
  });

  it('is what the bundler makes of its source', { skip: existsSync(`${root}node_modules/terser`) ? false : 'npm ci first' }, async () => {
    for (const [entry, file] of Object.entries(bundles)) assert.equal(read(file), await bundle(entry));
  });

  it('can be imported as it is published', async () => {
    const { connect } = await import('../dist/hermes-client.js');
    const { oneSocket } = await import('../dist/hermes-tabs.js');

    assert.equal(typeof connect, 'function');
    assert.equal(typeof oneSocket, 'function');
  });

  it('holds what it needs and nothing else', { skip: npm() ? false : 'npm is not here' }, () => {
    const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] }));
    const paths = files.map((file) => file.path).sort();

    assert.deepEqual(paths.filter((path) => !path.startsWith('src/')), [
      'LICENSE',
      'README.md',
      'dist/hermes-client.js',
      'dist/hermes-tabs.js',
      'hermes-client.d.ts',
      'package.json',
      'tabs.d.ts',
    ]);
    const { exports } = JSON.parse(read('package.json'));
    for (const entry of Object.values(exports).flatMap(Object.values)) assert.ok(paths.includes(entry.slice(2)), entry);
  });
});

function npm() {
  try {
    return execFileSync('npm', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}
