import { join } from 'node:path';
import type { LabImage } from '../images/lab-images.ts';
import type { HostedContainer, HostedProgram } from '../simulated/hosting.ts';
import { readCommandLine, UnknownSyntax } from './command-line.ts';
import { NodeProgram, type ProgramPlace } from './node-program.ts';
import { asWork, outsideWork, pause } from './pace.ts';
import type { Source } from './source.ts';

const NOT_FOUND = 127;
const USAGE = 2;
const CURL = 'curl';

/** What a container's programs run with. */
export interface Container {
  readonly image: LabImage;
  /** Programs by their file; `curl` by its name. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly place: Omit<ProgramPlace, 'print'>;
  readonly hosted: HostedContainer;
}

/** Runs what a container of a lab image is to run, and the commands of its health check. */
export class ContainerProgram implements HostedProgram {
  readonly #container: Container;
  readonly #isOver = new AbortController();
  #main: NodeProgram | undefined;
  #isPaused = false;
  /** The last line that is printed, as far as it has come. */
  #line = '';

  constructor(container: Container) {
    this.#container = container;
    const { image, hosted } = container;
    const { entryPoint, command } = hosted.spec;
    const ofImage = entryPoint?.length ? [] : (image.dockerfile.command ?? []);
    const words = [
      ...(entryPoint?.length ? entryPoint : (image.dockerfile.entryPoint ?? [])),
      ...(command?.length ? command : ofImage),
    ];
    void this.#execute(words, (text) => this.#print(text), true).then((code) => {
      if (this.#isOver.signal.aborted) return;
      this.kill();
      hosted.ended(code);
    });
  }

  kill(): void {
    this.#isOver.abort();
    this.#main?.kill();
  }

  stop(): void {
    this.#main?.signal(this.#container.image.dockerfile.stopSignal);
  }

  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#main?.pause(isPaused);
  }

  makeSick(isSick: boolean): void {
    const signal =
      this.#container.image.dockerfile.labels[`ecs-workbook.${isSick ? 'sick' : 'well'}`];
    if (signal !== undefined) this.#main?.signal(signal);
  }

  async check([kind, ...command]: readonly string[], timeout: number): Promise<boolean> {
    const { pace } = this.#container.place;
    const late = outsideWork(() => pause(pace, timeout)).then(() => false);
    // A command in a container that is paused does not begin.
    if (this.#isPaused) return late;
    const words = kind === 'CMD-SHELL' ? ['sh', '-c', ...command] : command;
    return asWork(pace, () => {
      const run = this.#execute(words, () => {}, false);
      return Promise.race([run.then((code) => code === 0), late]);
    });
  }

  /** Resolves with the exit status. */
  async #execute(
    [program = '', ...args]: readonly string[],
    print: (text: string) => void,
    isMain: boolean,
  ): Promise<number> {
    const { pace } = this.#container.place;
    switch (program) {
      case 'sh':
      case '/bin/sh':
      case 'bash':
        return this.#runLine(args[0] === '-c' ? (args[1] ?? '') : '', print, isMain);
      case 'exec':
        return this.#execute(args, print, isMain);
      case 'true':
      case ':':
        return 0;
      case 'false':
        return 1;
      case 'echo':
        print(`${args.join(' ')}\n`);
        return 0;
      case 'sleep':
        await pause(pace, Number(args[0]) * 1000);
        return 0;
      case CURL:
        return this.#runNode(CURL, args, print, false);
      case 'node':
        return this.#runNode(args[0] ?? '', args, print, isMain);
      default:
        print(`${program}: not found\n`);
        return NOT_FOUND;
    }
  }

  async #runLine(line: string, print: (text: string) => void, isMain: boolean): Promise<number> {
    let status = 0;
    try {
      for (const { after, words } of readCommandLine(line, this.#container.place.environment)) {
        if (after === '&&' ? status !== 0 : after === '||' && status === 0) continue;
        if (words[0] === 'exit') return Number(words[1] ?? status) & 0xff;
        status = await this.#execute(words, print, isMain);
      }
      return status;
    } catch (error) {
      if (!(error instanceof UnknownSyntax)) throw error;
      print(`sh: a simulated container does not know this syntax: ${error.message}\n`);
      return USAGE;
    }
  }

  #runNode(
    file: string,
    args: readonly string[],
    print: (text: string) => void,
    isMain: boolean,
  ): Promise<number> {
    const { sources, image, place } = this.#container;
    const source = sources.get(file === CURL ? CURL : join(image.folder, file));
    if (source === undefined) {
      print(`Error: Cannot find module '${file}'\n`);
      return Promise.resolve(1);
    }
    if (this.#isOver.signal.aborted) return Promise.resolve(1);
    return new Promise((resolve) => {
      const argv = file === CURL ? [CURL, ...args] : args;
      const program = new NodeProgram(source, argv, { ...place, print }, resolve);
      if (isMain) this.#main = program;
    });
  }

  #print(text: string): void {
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#container.hosted.log(line);
  }
}
