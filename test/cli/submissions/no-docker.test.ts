import { afterEach, expect, test, vi } from 'vitest';
import { openSandbox } from '../../../src/cli/submissions/replay-submission.ts';

afterEach(() => vi.unstubAllEnvs());

test('without Docker nothing is run, and it is said what it takes', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
  await expect(openSandbox()).rejects.toMatchObject({
    name: 'NoSandbox',
    message: expect.stringMatching(
      /^Submissions run in a container.*Docker.*\/nowhere\/docker\.sock/,
    ),
  });
});
