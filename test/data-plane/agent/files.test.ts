import { describe, expect, it, vi } from 'vitest';
import { readEcsConfig, readList, readPairs } from '../../../src/data-plane/agent/ecs-config.ts';
import { scriptsIn } from '../../../src/data-plane/agent/scripts-in.ts';

describe('user data', () => {
  it.each([
    ['#!/bin/bash\necho hello\n', ['#!/bin/bash\necho hello\n']],
    ['\r\n#!/bin/sh\r\nexit\r\n', ['#!/bin/sh\nexit\n']],
    ['echo hello\n', []],
    ['', []],
    [
      [
        'Content-Type: multipart/mixed; boundary="==BOUNDARY=="',
        'MIME-Version: 1.0',
        '',
        '--==BOUNDARY==',
        'Content-Type: text/cloud-config; charset="us-ascii"',
        '',
        'packages: []',
        '--==BOUNDARY==',
        'Content-Type: text/x-shellscript; charset="us-ascii"',
        '',
        '#!/bin/bash',
        '',
        'echo one',
        '--==BOUNDARY==',
        'Content-Type: text/x-shellscript',
        '',
        'echo two',
        '--==BOUNDARY==--',
      ].join('\n'),
      ['#!/bin/bash\n\necho one', 'echo two'],
    ],
  ])('%j', (userData, scripts) => {
    expect(scriptsIn(userData)).toEqual(scripts);
  });
});

describe('ecs.config', () => {
  it('is lines, of which the last with a name counts', () => {
    const text = '# comment\nECS_CLUSTER=one\nECS_CLUSTER="two"\n\nexport A=b=c \nnonsense\n';
    expect(readEcsConfig(text)).toEqual({ ECS_CLUSTER: 'two', A: 'b=c' });
  });

  it('has values that are JSON', () => {
    expect(readPairs('{"stack":"dev","n":1}')).toEqual([
      ['stack', 'dev'],
      ['n', '1'],
    ]);
    expect(readList('[22, "80"]')).toEqual(['22', '80']);
    expect([readPairs(undefined), readPairs('[]'), readList('{}')]).toEqual([[], [], undefined]);
  });

  it('says of what is not', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(readPairs('{stack:dev}')).toEqual([]);
    expect(said.mock.lastCall?.[0]).toContain('Expected JSON, found: {stack:dev}');
    said.mockRestore();
  });
});
