import { compileFunction } from 'node:vm';
import { build } from 'esbuild';

/** What a program finds around it, in place of what Node.js has. */
export const GLOBALS = [
  'require',
  'process',
  'console',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'fetch',
  'Date',
] as const;

/** A program, to be started as often as one likes; the arguments are those of `GLOBALS`. */
export type Source = (...globals: readonly unknown[]) => void;

/** Reads a program and the modules that it imports, apart from those of Node.js. */
export const readSource = async (file: string): Promise<Source> => {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    logLevel: 'silent',
  });
  const text = outputFiles[0]?.text ?? '';
  const program = compileFunction(text, [...GLOBALS], { filename: file });
  return (...globals) => {
    Reflect.apply(program, undefined, globals);
  };
};
