import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { framesOf, linesOf } from '../../../src/engines/docker/streams.ts';

const frame = (source: number, text: string): Buffer => {
  const header = Buffer.alloc(8);
  header[0] = source;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
};

const inPieces = (whole: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
    whole.subarray(index * size, (index + 1) * size),
  );

describe('Docker’s log stream', () => {
  it.each([1, 3, 8, 1000])('is taken apart however it arrives (pieces of %i)', async (size) => {
    const whole = Buffer.concat([frame(1, 'out\n'), frame(2, 'é\n'), frame(1, '')]);
    const found: [number, string][] = [];
    for await (const { source, payload } of framesOf(Readable.from(inPieces(whole, size)))) {
      found.push([source, payload.toString()]);
    }
    expect(found).toEqual([
      [1, 'out\n'],
      [2, 'é\n'],
      [1, ''],
    ]);
  });
});

describe('lines', () => {
  it('come whole, also when characters arrive in parts', async () => {
    const stream = Readable.from(inPieces(Buffer.from('é1\n\n2€\nrest'), 1));
    const found: string[] = [];
    for await (const line of linesOf(stream)) found.push(line);
    expect(found).toEqual(['é1', '', '2€', 'rest']);
  });
});
