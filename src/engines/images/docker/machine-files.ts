import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { LayerEntry } from './image-archive.ts';
import { fileEntry } from './image-archive.ts';

const run = promisify(execFile);

/** The small tools that a base image offers, where this machine has them. */
const TOOLS =
  'sh bash ls cat sleep env ps kill pkill pgrep which echo printf grep sed awk head tail cut tr sort uniq wc seq date id ' +
  'whoami hostname uname mkdir rmdir rm cp mv ln touch chmod chown find basename dirname test true ' +
  'false tee xargs free df du stat readlink realpath mktemp tty yes dd nproc timeout ip getent chroot';

const LINK_FOLDERS = ['bin', 'sbin', 'lib', 'lib64'];

/**
 * This machine's shell and small tools, with the libraries and the loader that they and Node.js
 * need. `/bin`, `/lib` and their kin are links into `/usr`, whatever they are here.
 */
export const systemFiles = async (): Promise<LayerEntry[]> => {
  const busybox = findProgram('busybox');
  const programs = new Map<string, string>();
  for (const tool of TOOLS.split(' ')) {
    const path = findProgram(tool) ?? busybox;
    if (path !== undefined) programs.set(tool, realpathSync(path));
  }
  const binaries = [...new Set(programs.values())].filter(isElf);
  const libraries = await librariesOf([process.execPath, ...binaries]);
  const entries = new Map<string, LayerEntry>();
  const add = (entry: LayerEntry) => entries.set(entry.path, entry);

  for (const path of [...binaries, ...libraries, ...nameServiceLibraries(libraries)]) {
    add(fileEntry(inUsr(path), readFileSync(path), 0o755));
  }
  for (const [tool, path] of programs) {
    const link = `usr/bin/${tool}`;
    if (!isElf(path)) add(fileEntry(link, readFileSync(path), 0o755));
    else if (link !== inUsr(path)) add({ type: 'symlink', path: link, target: `/${inUsr(path)}` });
  }
  for (const entry of [...linkFolders(), ...accountFiles(), ...libraryCache()]) add(entry);
  return [...entries.values()];
};

/**
 * Programs of this machine under `/usr/sbin`, with the libraries and the loader that they and those
 * plug-ins need, all where they are here.
 */
export const programFiles = async (
  /** Paths, by the name that the program is called by. */
  programs: ReadonlyMap<string, string>,
  plugins: readonly string[],
): Promise<LayerEntry[]> => {
  const binaries = [...programs.values(), ...plugins].map((path) => realpathSync(path));
  const files = new Set([...binaries, ...plugins, ...(await librariesOf(binaries))]);
  const links = [...programs]
    .map(([name, path]) => [`usr/sbin/${name}`, inUsr(realpathSync(path))] as const)
    .filter(([link, target]) => link !== target);
  return [
    ...linkFolders(),
    ...libraryCache(),
    ...[...files].map((path) => fileEntry(inUsr(path), readFileSync(path), 0o755)),
    ...links.map(([path, target]): LayerEntry => ({ type: 'symlink', path, target: `/${target}` })),
  ];
};

const linkFolders = (): LayerEntry[] =>
  LINK_FOLDERS.flatMap((folder): LayerEntry[] => [
    { type: 'directory', path: `usr/${folder}`, mode: 0o755 },
    { type: 'symlink', path: folder, target: `usr/${folder}` },
  ]);

/** The Node.js that runs this, as `/usr/local/bin/node`. */
export const nodeFiles = (): LayerEntry[] => [
  fileEntry('usr/local/bin/node', readFileSync(process.execPath), 0o755),
];

const accountFiles = (): LayerEntry[] => [
  fileEntry(
    'etc/passwd',
    'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000:node:/home/node:/bin/sh\n' +
      'nobody:x:65534:65534:nobody:/:/bin/false\n',
  ),
  fileEntry('etc/group', 'root:x:0:\nnode:x:1000:\nnogroup:x:65534:\n'),
  fileEntry('etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n'),
  fileEntry('etc/os-release', 'ID=ecs-workbook\nPRETTY_NAME="ECS Workbook base image"\n'),
  { type: 'directory', path: 'tmp', mode: 0o1777 },
  { type: 'directory', path: 'var/tmp', mode: 0o1777 },
  { type: 'directory', path: 'root', mode: 0o700 },
  { type: 'directory', path: 'home/node', mode: 0o755 },
];

/** Says where libraries are on machines that keep them in unusual folders. */
const libraryCache = (): LayerEntry[] =>
  existsSync('/etc/ld.so.cache')
    ? [fileEntry('etc/ld.so.cache', readFileSync('/etc/ld.so.cache'))]
    : [];

/** `/lib/x` → `usr/lib/x`: where a file ends up, without the leading slash. */
const inUsr = (path: string): string => {
  const [, top = '', ...rest] = path.split('/');
  return LINK_FOLDERS.includes(top) ? join('usr', top, ...rest) : path.slice(1);
};

/** The libraries that those files load, as the loader finds them here. */
export const librariesOf = async (programs: readonly string[]): Promise<string[]> => {
  // `ldd` answers with an error for a static program, and goes on with the others.
  const { stdout } = await run('ldd', [...programs]).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? '',
  }));
  const paths = [...stdout.matchAll(/(?:=>|^)\s+(\/\S+)\s+\(0x/gm)].map(([, path = '']) => path);
  return [...new Set(paths)];
};

/** The C library loads these by name when it looks up hosts and users, so `ldd` does not list them. */
const nameServiceLibraries = (libraries: readonly string[]): string[] => {
  const libc = libraries.find((path) => basename(path) === 'libc.so.6');
  if (libc === undefined) return [];
  const folder = libc.slice(0, libc.lastIndexOf('/'));
  return ['libnss_files.so.2', 'libnss_dns.so.2', 'libresolv.so.2']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path));
};

/** Where a program of this machine is; undefined: it has none of that name. */
export const findProgram = (name: string): string | undefined => {
  const folders = (process.env.PATH ?? '').split(':');
  return [...folders, '/usr/bin', '/bin', '/usr/sbin', '/sbin']
    .filter((folder) => folder.startsWith('/') && !folder.includes('node_modules'))
    .map((folder) => join(folder, name))
    .find(isExecutable);
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const isElf = (path: string): boolean => readFileSync(path).subarray(0, 4).equals(ELF_MAGIC);
const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
