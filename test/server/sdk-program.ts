import { build } from 'esbuild';
import { projectRoot } from '../../src/project-root.ts';

const SOURCE = `
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
new STSClient({}).send(new GetCallerIdentityCommand({})).then(
  ({ Arn }) => console.log(Arn),
  (error) => console.log(String(error)),
);
`;

/** A program, as one CommonJS file, that asks STS with an SDK left to itself who it is. */
export const sdkProgram = async (): Promise<Buffer> => {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, resolveDir: projectRoot },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The SDK warns of old versions of Node.js.
    banner: { js: "process.removeAllListeners('warning');" },
    write: false,
    logLevel: 'error',
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
};
