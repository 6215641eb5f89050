import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { labImage, labImagesFolder } from '../images/lab-images.ts';
import { sha256 } from '../process/folders.ts';
import type { Door, HostedContainer, HostedProgram, Hosting } from '../simulated/hosting.ts';
import { ContainerProgram } from './container-program.ts';
import { Network } from './network.ts';
import type { Pace } from './pace.ts';
import { readSource, type Source } from './source.ts';

export interface HostingOptions {
  readonly pace: Pace;
  /** For the files of containers. */
  readonly folder: string;
  readonly openLoadBalancer: Hosting['openLoadBalancer'];
}

/** Runs the programs of the labs' images in this process. */
export const openHosting = async (options: HostingOptions): Promise<Hosting> => {
  const sources = new Map<string, Source>();
  const programs = [
    ['curl', join(labImagesFolder, 'base', 'lib', 'curl.mjs')],
    ...readdirSync(labImagesFolder)
      .map((image) => join(labImagesFolder, image, 'server.mjs'))
      .filter(existsSync)
      .map((file) => [file, file]),
  ] as const;
  await Promise.all(
    programs.map(async ([name = '', file = '']) => sources.set(name, await readSource(file))),
  );
  return new LabImageHosting(options, sources);
};

/** Why an image cannot be had here; undefined: it is one of the labs'. */
export const whyNotPulled = (image: string): string | undefined =>
  labImage(image) === undefined
    ? `The image ${image} is none of the labs' (${labImagesFolder}), and a simulation has no others.`
    : undefined;

class LabImageHosting implements Hosting {
  readonly openLoadBalancer: Hosting['openLoadBalancer'];
  readonly #options: HostingOptions;
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #networks = new Map<string, Network>();
  readonly #networkOf = new WeakMap<HostedProgram, Network>();

  constructor(options: HostingOptions, sources: ReadonlyMap<string, Source>) {
    this.#options = options;
    this.#sources = sources;
    this.openLoadBalancer = options.openLoadBalancer;
  }

  run(hosted: HostedContainer): HostedProgram | undefined {
    const { spec, runtimeId } = hosted;
    const image = labImage(spec.image);
    if (image === undefined) return undefined;
    const hostname = runtimeId.slice(0, 12);
    const network = this.#networkFor(hosted);
    const program = new ContainerProgram({
      image,
      sources: this.#sources,
      hosted,
      place: {
        pace: this.#options.pace,
        network,
        hostname,
        environment: { ...image.dockerfile.environment, ...spec.environment, HOSTNAME: hostname },
        file: (path) =>
          this.#file(
            hosted,
            resolve(spec.workingDirectory ?? image.dockerfile.workingDirectory, path),
          ),
      },
    });
    this.#networkOf.set(program, network);
    return program;
  }

  openDoor(find: () => HostedProgram | undefined, containerPort: number): Promise<Door> {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      const program = find();
      const network = program && this.#networkOf.get(program);
      const listener = network?.at(containerPort);
      if (listener === undefined) socket.resetAndDestroy();
      else listener.emit('connection', socket);
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        resolve({ port, close: () => void server.close() });
      });
    });
  }

  #networkFor({ spec, taskArn, runtimeId }: HostedContainer): Network {
    const { networkMode, instanceArn } = spec;
    const name =
      networkMode === 'awsvpc' ? taskArn : networkMode === 'host' ? instanceArn : undefined;
    const key = name ?? runtimeId;
    const network = this.#networks.get(key) ?? new Network();
    this.#networks.set(key, network);
    return network;
  }

  /** In a folder of the container, or of the volume that is mounted there. */
  #file({ spec, taskArn, runtimeId }: HostedContainer, path: string): string {
    const { folder } = this.#options;
    if (path.startsWith('/dev/')) return path;
    const mount = spec.mounts?.find(
      ({ containerPath }) => path === containerPath || path.startsWith(`${containerPath}/`),
    );
    if (mount === undefined) return within(join(folder, runtimeId), path);
    const { volume, containerPath } = mount;
    const owner = { task: taskArn, instance: spec.instanceArn ?? taskArn, account: '' }[volume.of];
    const place = join(folder, sha256(`${owner} ${volume.name}`));
    return within(place, path.slice(containerPath.length));
  }
}

const within = (folder: string, path: string): string => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  return file;
};
