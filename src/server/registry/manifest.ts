import { createHash } from 'node:crypto';
import { z } from 'zod';
import { digestInvalid, RegistryError } from './errors.ts';
import { isDigest } from './route.ts';
import type { ManifestLink, RegistryStorage } from './storage.ts';

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const Descriptor = z.object({
  digest: z.string().refine(isDigest),
  urls: z.array(z.string()).optional(),
});
/** What kinds of manifest there are; a page is none. */
const MediaType = z.string().regex(/^application\/vnd\.[\w.+-]+$/);
const Manifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: MediaType.optional(),
  config: Descriptor.optional(),
  layers: z.array(Descriptor).optional(),
  manifests: z.array(Descriptor).optional(),
});

/**
 * Takes a pushed manifest: it must be what its digest says, and all that it names must be here.
 *
 * @param reference the tag or digest it is pushed under.
 */
export const putManifest = async (
  storage: RegistryStorage,
  repository: string,
  reference: string,
  content: Buffer,
  contentType: string | undefined,
): Promise<ManifestLink> => {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  if (isDigest(reference) && reference !== digest)
    throw digestInvalid(`The manifest's digest should be ${reference}; it is ${digest}.`);
  const manifest = parse(content);
  for (const { digest: blob, urls } of [manifest.config ?? [], manifest.layers ?? []].flat())
    if (urls === undefined && (await storage.blobSize(blob)) === undefined)
      throw new RegistryError(
        400,
        'MANIFEST_BLOB_UNKNOWN',
        `The manifest names ${blob}, which has not been pushed.`,
      );
  for (const { digest: part } of manifest.manifests ?? [])
    if ((await storage.manifest(repository, part)) === undefined)
      throw new RegistryError(
        400,
        'MANIFEST_UNKNOWN',
        `The index names the manifest ${part}, which has not been pushed to ${repository}.`,
      );
  const said = MediaType.safeParse(contentType);
  const mediaType = manifest.mediaType ?? (said.success ? said.data : OCI_MANIFEST);
  const link = { digest, mediaType };
  await storage.putManifest(repository, content, link, isDigest(reference) ? undefined : reference);
  return link;
};

const parse = (content: Buffer): z.infer<typeof Manifest> => {
  try {
    return Manifest.parse(JSON.parse(content.toString('utf8')));
  } catch (error) {
    const found = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new RegistryError(
      400,
      'MANIFEST_INVALID',
      `Expected an image manifest (schema version 2) or index as JSON; found: ${found}`,
    );
  }
};
