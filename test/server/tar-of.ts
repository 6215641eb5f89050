import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** An archive with these files. */
export const tarOf = (files: Record<string, Buffer>): Promise<Buffer> => {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive);
};
