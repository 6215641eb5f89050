import { accessSync, constants, mkdirSync } from 'node:fs';

/** The data folder cannot be used; `message` says why and what to do. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';
}

/** Makes the folder if need be. Throws `DataFolderUnusable` where nothing can be kept in it. */
export const prepareDataFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'EEXIST' || code === 'ENOTDIR'
        ? 'it is a file, or lies in one'
        : code === 'ENOSPC'
          ? 'the disk is full'
          : `it cannot be written (${String(code ?? error)})`;
    throw new DataFolderUnusable(
      `Expected a folder to keep everything in at ${folder}; ${why}. Choose another one: --data DIR`,
      { cause: error },
    );
  }
};
