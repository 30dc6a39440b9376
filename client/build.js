// Makes the files of dist/ from src/: npm run build. Each begins with a digest of its sources, so that a test can tell,
// without a bundler, whether they are in step.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const bundles = { 'src/client.js': 'dist/hermes-client.js', 'src/tabs.js': 'dist/hermes-tabs.js' };

export function digest() {
  const hash = createHash('sha256');
  for (const name of readdirSync(here('src')).sort()) hash.update(`${name}\n${readFileSync(here(`src/${name}`), 'utf8')}`);
  return hash.digest('hex').slice(0, 12);
}

export async function bundle(entry) {
  const [{ build }, { minify }] = await Promise.all([import('esbuild'), import('terser')]);
  const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8'));
  const options = { entryPoints: [here(entry)], bundle: true, format: 'esm', target: 'es2022', write: false };
  const { outputFiles } = await build(options);
  const { code } = await minify(outputFiles[0].text, { module: true, ecma: 2020, compress: { passes: 3 } });
  return `// hermes-client ${version}, Apache-2.0, from client/${entry} ${digest()}\n${code}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [entry, file] of Object.entries(bundles)) writeFileSync(here(file), await bundle(entry));
}
