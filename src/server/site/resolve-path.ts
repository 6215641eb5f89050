import { join, sep } from 'node:path';

/**
 * The file under `folder` that a request's path names; a path that ends in a slash names the
 * folder's `index.html`. Undefined for what could lead out of the folder or to a hidden file.
 */
export const resolvePath = (folder: string, path: string): string | undefined => {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (!decoded.startsWith('/') || /[\0\\]/.test(decoded)) return undefined;
  const segments = decoded.split('/').slice(1);
  if (segments.some((segment) => segment.startsWith('.'))) return undefined;
  const last = segments.pop();
  if (segments.includes('')) return undefined;
  const file = join(folder, ...segments, last === '' || last === undefined ? 'index.html' : last);
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined;
};
