import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** One entry of a layer; `path` without a leading slash. */
export type LayerEntry =
  | {
      readonly type: 'file';
      readonly path: string;
      readonly mode: number;
      readonly content: Buffer;
    }
  | { readonly type: 'directory'; readonly path: string; readonly mode: number }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string };

export interface Layer {
  /** Shown by `docker history` for this layer. */
  readonly createdBy: string;
  readonly entries: readonly LayerEntry[];
}

export interface ImageRecipe {
  /** `repository:tag` */
  readonly name: string;
  /** As Docker names it: `amd64`, `arm64`. */
  readonly architecture: string;
  readonly layers: readonly Layer[];
  readonly env?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * An image as `docker load` takes it, put together here: one request instead of a build, the right
 * architecture, and a history that says what each layer is.
 */
export const imageArchive = async (recipe: ImageRecipe): Promise<Buffer> => {
  const created = new Date().toISOString();
  const layers = await Promise.all(recipe.layers.map(({ entries }) => layerTar(entries)));
  const config = {
    architecture: recipe.architecture,
    os: 'linux',
    created,
    config: {
      Env: recipe.env,
      Entrypoint: recipe.entrypoint,
      Cmd: recipe.cmd,
      Labels: recipe.labels,
      WorkingDir: '/',
    },
    rootfs: {
      type: 'layers',
      diff_ids: layers.map((tar) => `sha256:${createHash('sha256').update(tar).digest('hex')}`),
    },
    history: [
      ...recipe.layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
      { created, created_by: `CMD ${JSON.stringify(recipe.cmd ?? [])}`, empty_layer: true },
    ],
  };
  const files = layers.map((_, index) => `layer-${index + 1}.tar`);
  const manifest = [{ Config: 'config.json', RepoTags: [recipe.name], Layers: files }];
  return layerTar([
    ...layers.map((content, index) => fileEntry(files[index] ?? '', content)),
    fileEntry('config.json', Buffer.from(JSON.stringify(config))),
    fileEntry('manifest.json', Buffer.from(JSON.stringify(manifest))),
  ]);
};

/** A plain file of a layer. */
export const fileEntry = (path: string, content: Buffer | string, mode = 0o644): LayerEntry => ({
  type: 'file',
  path,
  mode,
  content: Buffer.from(content),
});

/** The entries as a tar file, with the folders above them and without times, so that equal entries give equal bytes. */
const layerTar = async (entries: readonly LayerEntry[]): Promise<Buffer> => {
  const tar = pack();
  const whole = buffer(tar);
  const epoch = new Date(0);
  for (const entry of withFolders(entries)) {
    if (entry.type === 'file') {
      tar.entry({ name: entry.path, mode: entry.mode, mtime: epoch }, entry.content);
    } else if (entry.type === 'symlink') {
      tar.entry({ name: entry.path, type: 'symlink', linkname: entry.target, mtime: epoch });
    } else {
      tar.entry({ name: `${entry.path}/`, type: 'directory', mode: entry.mode, mtime: epoch });
    }
  }
  tar.finalize();
  return whole;
};

const withFolders = (entries: readonly LayerEntry[]): LayerEntry[] => {
  const known = new Map(entries.map((entry) => [entry.path, entry]));
  for (const { path } of entries) {
    const parts = path.split('/').slice(0, -1);
    parts.forEach((_, index) => {
      const folder = parts.slice(0, index + 1).join('/');
      if (!known.has(folder)) known.set(folder, { type: 'directory', path: folder, mode: 0o755 });
    });
  }
  return [...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
};
