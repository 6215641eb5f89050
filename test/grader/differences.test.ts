import { expect, test } from 'vitest';
import { differences, inWords } from '../../grader/differences.ts';

const definition = {
  cpu: '512',
  requiresCompatibilities: ['FARGATE'],
  containerDefinitions: [
    { name: 'sidecar', image: 'envoy', portMappings: [] },
    { name: 'web', image: 'repo/cats:2', portMappings: [{ containerPort: 80, hostPort: 80 }] },
  ],
};

test.each([
  [{ cpu: '512' }],
  [{ requiresCompatibilities: ['FARGATE'] }],
  [{ containerDefinitions: [{ name: 'web', image: /cats/ }] }],
  [{ containerDefinitions: [{ name: 'web', portMappings: [{ containerPort: 80 }] }] }],
])('what is wanted is there: %j', (wanted) => {
  expect(differences(wanted, definition)).toEqual([]);
});

test.each([
  [{ cpu: '256' }, 'cpu 256', 'cpu 512'],
  [{ memory: '1024' }, 'memory 1024', 'memory none'],
  [
    { requiresCompatibilities: ['EC2'] },
    'requiresCompatibilities EC2',
    'requiresCompatibilities ["FARGATE"]',
  ],
  [
    { containerDefinitions: [{ name: 'app' }] },
    'containerDefinitions one named app',
    'containerDefinitions only sidecar, web',
  ],
  [
    { containerDefinitions: [{ name: 'web', image: /dogs/ }] },
    'containerDefinitions.image like /dogs/',
    'containerDefinitions.image repo/cats:2',
  ],
  [
    { containerDefinitions: [{ name: 'web', portMappings: [{ containerPort: 8080 }] }] },
    'containerDefinitions.portMappings.containerPort 8080',
    'containerDefinitions.portMappings.containerPort 80',
  ],
  [
    { containerDefinitions: [{ name: 'web', healthCheck: { command: ['CMD'] } }] },
    'containerDefinitions.healthCheck {"command":["CMD"]}',
    'containerDefinitions.healthCheck none',
  ],
])('what is wanted and not there is told: %j', (wanted, expected, observed) => {
  const found = differences(wanted, definition);
  expect(inWords(found, 'expected')).toBe(expected);
  expect(inWords(found, 'observed')).toBe(observed);
});
