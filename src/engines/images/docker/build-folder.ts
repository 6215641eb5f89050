import type Docker from 'dockerode';

/** One message of Docker's answer to a build or a pull. */
export interface ProgressMessage {
  readonly stream?: string;
  readonly status?: string;
  readonly error?: string;
}

/** `docker build -t NAME FOLDER`. Throws with the last lines of the build when it fails. */
export const buildFolder = async (
  docker: Docker,
  folder: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> => {
  const output: string[] = [];
  const stream = await docker.buildImage({ context: folder, src: ['.'] }, { t: name, labels });
  await followProgress(docker, stream, (message) => {
    if (message.stream !== undefined) output.push(message.stream);
    if (message.error !== undefined) {
      const before = output.slice(-5).join('');
      throw new Error(`Docker could not build ${name} from ${folder}: ${message.error}\n${before}`);
    }
  });
};

/** Hands on each message; resolves at the end, rejects with what the stream or `onMessage` throws. */
export const followProgress = (
  docker: Docker,
  stream: NodeJS.ReadableStream,
  onMessage: (message: ProgressMessage) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const attempt = (message: ProgressMessage) => {
      try {
        onMessage(message);
      } catch (error) {
        reject(error);
      }
    };
    docker.modem.followProgress(
      stream,
      (error) => (error === null || error === undefined ? resolve() : reject(error)),
      attempt,
    );
  });
