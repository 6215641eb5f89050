/** The lines of a stream, without their ends. Rejects when the stream breaks. */
export async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/**
 * The messages in Docker's log stream of a container without a terminal: each has a header of eight
 * bytes (1 stdout or 2 stderr, three zeros, length in big endian).
 */
export async function* framesOf(
  stream: AsyncIterable<Buffer | string>,
): AsyncGenerator<{ readonly source: number; readonly payload: Buffer }> {
  let pending = Buffer.alloc(0);
  for await (const chunk of stream) {
    pending =
      pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, Buffer.from(chunk)]);
    let at = 0;
    while (pending.length - at >= 8) {
      const end = at + 8 + pending.readUInt32BE(at + 4);
      if (pending.length < end) break;
      yield { source: pending[at] ?? 1, payload: pending.subarray(at + 8, end) };
      at = end;
    }
    pending = pending.subarray(at);
  }
}
