// Bundles the programs into dist/. The compiler only checks types; see `npm run check`.
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const outdir = 'dist';
// A lab whose checks do not compile must not keep the linter from saying so.
const withoutLabs = process.argv.includes('--without-labs');
const labs = (withoutLabs ? [] : readdirSync('labs'))
  .flatMap((lab) => ['checks', 'mutants'].map((part) => `labs/${lab}/${part}`))
  .filter((part) => existsSync(`${part}.ts`));

// What runs in the containers that stand for EC2 instances: each a file by itself.
await build({
  entryPoints: ['machine', 'agent'].map((name) => `src/data-plane/agent/${name}.ts`),
  outdir: join(outdir, 'instance'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});

// What runs in the sandbox of a submission.
await build({
  entryPoints: ['relay', 'unpack'].map((name) => `grader/sandbox/inside/${name}.ts`),
  outdir: join(outdir, 'sandbox'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  banner: {
    js: `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`,
  },
  logLevel: 'warning',
});

// What runs as a load balancer, in a container or beside the runtime: with undici in it.
await build({
  entryPoints: ['src/data-plane/load-balancer/load-balancer.ts'],
  outdir: join(outdir, 'load-balancer'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  banner: {
    js: `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`,
  },
  logLevel: 'warning',
});

const programs = {
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
  metafile: true,
};
const builds = await Promise.all([
  build({
    ...programs,
    entryPoints: {
      cli: 'src/cli/main.ts',
      'submission-runtime': 'src/cli/submissions/runtime-process.ts',
      'grade-worker': 'grader/class/run/worker.ts',
      ...Object.fromEntries(labs.map((part) => [part, `${part}.ts`])),
    },
    packages: 'external',
    banner: { js: '#!/usr/bin/env node' },
  }),
  // With the SDK in it: a lab calls it a hundred times, and reading the SDK's own files takes longer
  // than all the rest.
  build({
    ...programs,
    entryPoints: { aws: 'src/cli/aws/main.ts' },
    mainFields: ['module', 'main'],
    chunkNames: 'aws/[name]-[hash]',
    minify: true,
    banner: {
      js: `#!/usr/bin/env node
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`,
    },
  }),
]);

// `npx aws` links to this file as it is.
chmodSync(join(outdir, 'aws.js'), 0o755);

// Only afterwards, so that a build does not pull the programs away under those that run.
const built = new Set(builds.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
for (const name of readdirSync(outdir, { recursive: true })) {
  // The pages have scripts of their own, which a runtime may be serving just now.
  if (name.startsWith('site') || withoutLabs) continue;
  const file = join(outdir, name);
  if (statSync(file).isFile() && file.endsWith('.js') && !built.has(relative('.', file))) {
    rmSync(file);
  }
}
