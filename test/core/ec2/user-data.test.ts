import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agentConfigurationIn } from '../../../src/core/ec2/user-data.ts';

const FILE = '/etc/ecs/ecs.config';
const demo = { ECS_CLUSTER: 'demo' };
const script = (...lines: string[]) => ['#!/bin/bash', ...lines].join('\n');

test.each<[string, string, Record<string, string>]>([
  ['echo', script(`echo ECS_CLUSTER=demo >> ${FILE}`), demo],
  ['echo in quotes, no blank', script(`echo "ECS_CLUSTER=demo">>${FILE}`), demo],
  ['echo in single quotes', script(`echo 'ECS_CLUSTER=demo' >> '${FILE}'`), demo],
  ['the target first', script(`>> ${FILE} echo ECS_CLUSTER=demo`), demo],
  ['sudo tee', script(`echo ECS_CLUSTER=demo | sudo tee -a ${FILE} > /dev/null`), demo],
  ['sh -c', script(`sudo sh -c 'echo ECS_CLUSTER=demo >> ${FILE}'`), demo],
  [
    'after &&',
    script(`mkdir -p /etc/ecs && echo ECS_CLUSTER=demo >> ${FILE}; yum -y update`),
    demo,
  ],
  ['errors elsewhere', script(`echo ECS_CLUSTER=demo 2>/dev/null 1>> ${FILE} 2>&1`), demo],
  ['a line that goes on', script('echo \\', `  ECS_CLUSTER=demo \\`, `  >> ${FILE}`), demo],
  ['Windows line ends', `#!/bin/bash\r\necho ECS_CLUSTER=demo >> ${FILE}\r\n`, demo],
  ['comments', script('# echo no', `echo ECS_CLUSTER=demo >> ${FILE} # echo yes`), demo],
  ['variables', script('NAME=demo', `export F=${FILE}`, 'echo "ECS_CLUSTER=$NAME" >> $F'), demo],
  ['a here-document', script(`cat <<EOF >> ${FILE}`, 'ECS_CLUSTER=demo', 'EOF', 'echo b'), demo],
  [
    'a quoted here-document',
    script(
      `cat <<'END' >> ${FILE}`,
      '# a comment',
      '',
      'ECS_CLUSTER=demo',
      'ECS_ENABLE_SPOT_INSTANCE_DRAINING=true',
      'ECS_INSTANCE_ATTRIBUTES={"stack":"prod","price":"$5"}',
      'END',
    ),
    {
      ...demo,
      ECS_ENABLE_SPOT_INSTANCE_DRAINING: 'true',
      ECS_INSTANCE_ATTRIBUTES: '{"stack":"prod","price":"$5"}',
    },
  ],
  [
    'attributes in quotes of the file',
    script(`echo "ECS_INSTANCE_ATTRIBUTES='{\\"stack\\":\\"prod\\"}'" >> ${FILE}`),
    { ECS_INSTANCE_ATTRIBUTES: '{"stack":"prod"}' },
  ],
  [
    'a here-document of tee, with tabs and a variable',
    script(
      'C=demo',
      `tee ${FILE} <<-E >/dev/null && systemctl restart ecs`,
      '\tECS_CLUSTER=$C',
      '\tE',
    ),
    demo,
  ],
  [
    'a here-document for another file',
    script('cat > /x <<E', `echo ECS_CLUSTER=x >> ${FILE}`, 'E'),
    {},
  ],
  [
    'printf',
    script(`printf 'ECS_CLUSTER=%s\\nECS_RESERVED_MEMORY=%d\\n' demo 64 >> ${FILE}`),
    { ...demo, ECS_RESERVED_MEMORY: '64' },
  ],
  [
    'echo -e',
    script(`echo -e "ECS_CLUSTER=demo\\nECS_RESERVED_MEMORY=64" >> ${FILE}`),
    { ...demo, ECS_RESERVED_MEMORY: '64' },
  ],
  [
    'the later line wins',
    script(`echo ECS_CLUSTER=a >> ${FILE}`, `echo ECS_CLUSTER=demo >> ${FILE}`),
    demo,
  ],
  [
    '> begins anew',
    script(`echo ECS_RESERVED_MEMORY=1 >> ${FILE}`, `echo ECS_CLUSTER=demo > ${FILE}`),
    demo,
  ],
  [
    'a group',
    script('{', '  echo ECS_CLUSTER=demo', '  echo ECS_RESERVED_MEMORY=64', `} >> ${FILE}`),
    { ...demo, ECS_RESERVED_MEMORY: '64' },
  ],
  ['in an if', script('if true; then', `  echo ECS_CLUSTER=demo >> ${FILE}`, 'fi'), demo],
  [
    'substitutions come to nothing',
    script('T=$(curl -s "http://a/$(b)")', `echo ECS_CLUSTER=demo$T >> ${FILE}`),
    demo,
  ],
  ['another file', script('echo ECS_CLUSTER=demo >> /etc/other.config'), {}],
  ['nothing', '', {}],
  ['no script: cloud-init runs none', `echo ECS_CLUSTER=demo >> ${FILE}`, {}],
  [
    'cloud-config',
    `#cloud-config\nruncmd:\n  - echo "ECS_CLUSTER=demo" >> ${FILE}\n  - 'echo ECS_RESERVED_MEMORY=64 >> ${FILE}'\n`,
    { ...demo, ECS_RESERVED_MEMORY: '64' },
  ],
  [
    'MIME multi-part',
    [
      'Content-Type: multipart/mixed; boundary="==B=="',
      'MIME-Version: 1.0',
      '',
      '--==B==',
      'Content-Type: text/cloud-config; charset="us-ascii"',
      '',
      'packages: [ nfs-utils ]',
      '--==B==',
      'Content-Type: text/x-shellscript; charset="us-ascii"',
      '',
      '#!/bin/bash',
      `echo ECS_CLUSTER=demo >> ${FILE}`,
      '--==B==--',
    ].join('\n'),
    demo,
  ],
])('%s', (_, userData, configuration) => {
  expect(agentConfigurationIn(userData)).toEqual(configuration);
});

const piece = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...[
      'echo ',
      'cat <<E',
      'E',
      '\n',
      '\\',
      "'",
      '"',
      '$',
      '${',
      '$(',
      '`',
      '|',
      '&&',
      ';',
      '{',
      '}',
    ],
    ...[`>> ${FILE}`, '> ', '<<', '<<<', '2>&1', 'A=', '$A$A', 'sh -c ', 'printf %s ', '\f', '#'],
    ...['Content-Type: multipart/mixed; boundary=b\n', '\n--b\n', 'tee -a ', '__proto__=1'],
  ),
);
test('any text is read to an end, into a flat record of texts', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(piece, { maxLength: 40 }), (isScript, pieces) => {
      const found = agentConfigurationIn((isScript ? '#!/bin/sh\n' : '') + pieces.join(''));
      for (const value of Object.values(found)) expect(typeof value).toBe('string');
    }),
    { numRuns: 500 },
  );
});

test('variables that double do not fill the memory', () => {
  const doubling = script('A=ECS_CLUSTER=x', ...Array(500).fill('A=$A$A'), `echo $A >> ${FILE}`);
  expect((agentConfigurationIn(doubling).ECS_CLUSTER ?? '').length).toBeLessThan(17_000);
});
