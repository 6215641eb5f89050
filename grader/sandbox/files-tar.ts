import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Pack, pack } from 'tar-stream';

/** `commands.sh`, and as `files/` the files of all folders, a later one's in place of an earlier one's. */
export const filesTar = (commands: string, folders: readonly string[]): Pack => {
  const tar = pack();
  const add = async () => {
    tar.entry({ name: 'commands.sh' }, commands);
    tar.entry({ name: 'files', type: 'directory' });
    for (const folder of folders) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((each) => each.isFile())) {
        const path = join(entry.parentPath, entry.name);
        const name = `files${path.slice(folder.length)}`;
        const { mode } = await lstat(path);
        tar.entry({ name, mode: mode & 0o777 }, await readFile(path));
      }
    }
    tar.finalize();
  };
  add().catch((error: unknown) =>
    tar.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return tar;
};
