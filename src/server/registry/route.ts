/** What a request to the registry is about. */
export type RegistryRoute =
  | { readonly type: 'base' }
  | { readonly type: 'catalog' }
  | { readonly type: 'tags'; readonly repository: string }
  | { readonly type: 'manifest'; readonly repository: string; readonly reference: string }
  | { readonly type: 'blob'; readonly repository: string; readonly digest: string }
  | { readonly type: 'uploads'; readonly repository: string }
  | { readonly type: 'upload'; readonly repository: string; readonly id: string };

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY = `(?<repository>${COMPONENT}(?:/${COMPONENT})*)`;
const TAG = '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}';
const DIGEST = 'sha256:[0-9a-f]{64}';

/** Whether that is a content digest the registry understands. */
export const isDigest = (text: string): boolean => new RegExp(`^${DIGEST}$`).test(text);

const MANIFEST = new RegExp(`^/v2/${REPOSITORY}/manifests/(?<reference>${TAG}|${DIGEST})$`);
const BLOB = new RegExp(`^/v2/${REPOSITORY}/blobs/(?<digest>${DIGEST})$`);
const UPLOADS = new RegExp(`^/v2/${REPOSITORY}/blobs/uploads/?$`);
const UPLOAD = new RegExp(`^/v2/${REPOSITORY}/blobs/uploads/(?<id>[0-9a-f-]{36})$`);
const TAGS = new RegExp(`^/v2/${REPOSITORY}/tags/list$`);

/** Reads a path of the OCI distribution specification; undefined for any other, or a bad name. */
export const registryRoute = (path: string): RegistryRoute | undefined => {
  // No name in a path is longer; keeps hostile ones away from the patterns.
  if (path.length > 1024) return undefined;
  if (path === '/v2/' || path === '/v2') return { type: 'base' };
  if (path === '/v2/_catalog') return { type: 'catalog' };
  const upload = UPLOAD.exec(path)?.groups;
  if (upload) return { type: 'upload', repository: name(upload), id: upload.id ?? '' };
  const uploads = UPLOADS.exec(path)?.groups;
  if (uploads) return { type: 'uploads', repository: name(uploads) };
  const blob = BLOB.exec(path)?.groups;
  if (blob) return { type: 'blob', repository: name(blob), digest: blob.digest ?? '' };
  const manifest = MANIFEST.exec(path)?.groups;
  if (manifest)
    return { type: 'manifest', repository: name(manifest), reference: manifest.reference ?? '' };
  const tags = TAGS.exec(path)?.groups;
  if (tags) return { type: 'tags', repository: name(tags) };
  return undefined;
};

const name = (groups: Record<string, string>): string => groups.repository ?? '';
