import type { TerminalShell } from '../../workbook/run-steps.ts';
import type { TerminalLimits } from './limits.ts';
import { type Size, TerminalSession } from './session.ts';

/** There can be no terminal; `message` says why and what to do. */
export class NoTerminal extends Error {
  override readonly name = 'NoTerminal';
}

/** Starts a shell on a pty. Throws `NoTerminal` where this machine has none. */
export const openSession = async (
  shell: TerminalShell,
  size: Size,
  limits: TerminalLimits,
  onEnd: () => void,
): Promise<TerminalSession> => {
  const { spawn } = await import('@lydell/node-pty').catch((cause: unknown) => {
    throw new NoTerminal(
      `The page has a terminal on Linux, macOS and Windows with x64 or arm64; this is ${process.platform} on ${process.arch}. The Run buttons work here, and so does a terminal of your own.`,
      { cause },
    );
  });
  const { program, args, folder, environment } = shell;
  const pty = spawn(program, [...args], {
    name: 'xterm-256color',
    cols: size.columns,
    rows: size.rows,
    cwd: folder,
    env: environment,
  });
  return new TerminalSession(pty, shell, size, limits, onEnd);
};
