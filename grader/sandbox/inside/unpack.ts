/** Unpacks the tar file at its standard input, which the grader has made, into the working folder. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';

for await (const entry of process.stdin.pipe(extract())) {
  const { name, type, mode } = entry.header;
  await mkdir(type === 'directory' ? name : dirname(name), { recursive: true });
  if (type === 'file')
    await pipeline(entry, createWriteStream(name, mode === undefined ? {} : { mode }));
  else entry.resume();
}
