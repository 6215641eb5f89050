import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../../../src/engines/images/dockerfile.ts';

const read = (...lines: string[]) =>
  readDockerfile(['FROM base', ...lines].join('\n'), 'Dockerfile');

describe('reading a Dockerfile', () => {
  it('resolves paths against the working directory in force', () => {
    const file = read('WORKDIR /app', 'COPY a.mjs b.mjs ./', 'WORKDIR data', 'COPY c.json /etc/');
    expect(file.copies).toEqual([
      { sources: ['a.mjs', 'b.mjs'], target: '/app' },
      { sources: ['c.json'], target: '/etc' },
    ]);
    expect(file.workingDirectory).toBe('/app/data');
  });

  it.each([
    ['ENV A=1 B="two words" C=', { A: '1', B: 'two words', C: '' }],
    ['ENV A one two', { A: 'one two' }],
    ["ENV A='x=y' \\\n    B=2", { A: 'x=y', B: '2' }],
  ])('reads %j', (line, environment) => {
    expect(read(line).environment).toEqual(environment);
  });

  it('reads commands in both forms', () => {
    const file = read('ENTRYPOINT ["node", "a b.mjs"]', 'CMD echo $HOME');
    expect(file.entryPoint).toEqual(['node', 'a b.mjs']);
    expect(file.command).toEqual(['/bin/sh', '-c', 'echo $HOME']);
  });

  it('passes over comments, lower case and what is for Docker alone', () => {
    const file = read('# CMD nothing', 'run make', 'expose 80 443/tcp', 'STOPSIGNAL SIGINT');
    expect(file).toMatchObject({ exposedPorts: [80, 443], stopSignal: 'SIGINT' });
    expect(file.command).toBeUndefined();
  });

  it('says what it does not understand', () => {
    expect(() => read('VOLUME /data')).toThrow(/Dockerfile has the instruction "VOLUME"/);
    expect(() => read('FROM other')).toThrow(/several stages/);
    expect(() => readDockerfile('', 'Dockerfile')).toThrow(/does not start with FROM/);
  });
});
