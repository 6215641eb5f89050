import type Docker from 'dockerode';
import type { Clock } from '../engine.ts';
import { BASE_IMAGE, ensureBaseImage } from '../images/docker/base-image.ts';
import { buildFolder, followProgress } from '../images/docker/build-folder.ts';
import { inspectImage, removeUnused } from '../images/docker/load-image.ts';
import type { LabImage, LabImages } from '../images/lab-images.ts';
import { dockerText, isConnectionError } from './errors.ts';
import { TimeoutError, within } from './within.ts';

/** An image that containers can be made from. */
export interface Image {
  /** As Docker knows it. */
  readonly name: string;
  readonly digest: string;
  /** As Docker names it: `amd64`, `arm64`. */
  readonly architecture: string;
  /** Brought along by the labs. */
  readonly lab: boolean;
}

/** Says of which state of its folder a lab image was built, and on which base. */
const LAB_LABEL = 'ecs-workbook.lab-image';
/** How long a registry may take to say anything at all. */
const PATIENCE = 5_000;
/** How long a registry that failed is not asked again for an image that we have ourselves. */
const ASK_AGAIN = 60_000;

/**
 * Where images come from: the local store; a registry, if one answers; the labs' own folders. What
 * several containers ask for at the same time is looked for (pulled, built) once.
 */
export class ImageStore {
  readonly #underWay = new Map<string, Promise<Image>>();
  /** When a registry last failed to give an image that we have ourselves. */
  readonly #failedAt = new Map<string, number>();

  constructor(
    readonly docker: Docker,
    readonly labImages: LabImages,
    readonly clock: Clock,
  ) {}

  /** Rejects with `CannotPullContainerError` when there is no such image anywhere. */
  resolve(name: string): Promise<Image> {
    return this.#once(name, () => this.#find(name));
  }

  async #find(name: string): Promise<Image> {
    const local = await this.#local(name);
    const lab = this.labImages(name);
    if (local !== undefined && !(local.lab && lab !== undefined)) return local;
    // A lab image of ours may be older than its folder; one that someone else tagged stays as it is.
    if (local !== undefined && lab !== undefined) return this.#lab(lab);
    if (lab !== undefined && this.#failedLately(name)) return this.#lab(lab);
    if (BASE_IMAGE === withTag(name)) await ensureBaseImage(this.docker);
    else {
      const failure = await this.#pull(name);
      if (failure !== undefined && lab === undefined) throw failure;
      if (failure !== undefined && lab !== undefined) {
        this.#failedAt.set(name, this.clock.now());
        return this.#lab(lab);
      }
    }
    const found = await this.#local(name);
    if (found !== undefined) return found;
    throw new CannotPullContainerError(`No such image: ${name}`);
  }

  #failedLately(name: string): boolean {
    const failedAt = this.#failedAt.get(name);
    return failedAt !== undefined && this.clock.now() - failedAt < ASK_AGAIN;
  }

  async #local(name: string): Promise<Image | undefined> {
    const image = await inspectImage(this.docker, name);
    return image === undefined ? undefined : asImage(name, image);
  }

  /** What went wrong, or undefined when the image is there now. */
  async #pull(name: string): Promise<CannotPullContainerError | undefined> {
    const abort = new AbortController();
    try {
      const options = { abortSignal: abort.signal };
      const pulling = this.docker.pull(withTag(name), options);
      // Rejects too late to be heard when the patience is at its end.
      pulling.catch(() => {});
      const stream = await within(PATIENCE, pulling);
      let failure: string | undefined;
      const done = followProgress(this.docker, stream, ({ error }) => {
        failure ??= error;
      });
      await done.catch((error: unknown) => {
        failure ??= dockerText(error);
      });
      return failure === undefined ? undefined : pullFailure(name, failure);
    } catch (error) {
      if (isConnectionError(error)) throw error;
      if (!(error instanceof TimeoutError)) return pullFailure(name, dockerText(error));
      return pullFailure(name, `the registry gave no answer within ${error.patience} ms (timeout)`);
    } finally {
      abort.abort();
    }
  }

  #lab(lab: LabImage): Promise<Image> {
    return this.#once(`folder ${lab.folder}`, async () => {
      const name = `ecs-workbook/${lab.name}:latest`;
      const built = await inspectImage(this.docker, name);
      try {
        await ensureBaseImage(this.docker);
        const base = await inspectImage(this.docker, BASE_IMAGE);
        const source = `${lab.digest} on ${base?.Id}`;
        if (built !== undefined && labelOf(built) === source) return asImage(name, built);
        await buildFolder(this.docker, lab.folder, name, { [LAB_LABEL]: source });
      } catch (error) {
        if (isConnectionError(error)) throw error;
        throw new CannotPullContainerError(dockerText(error));
      }
      if (built !== undefined) await removeUnused(this.docker, built.Id);
      const image = await this.#local(name);
      if (image === undefined) throw new CannotPullContainerError(`No such image: ${name}`);
      return image;
    });
  }

  #once(key: string, work: () => Promise<Image>): Promise<Image> {
    const running = this.#underWay.get(key);
    if (running !== undefined) return running;
    const started = work().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, started);
    return started;
  }
}

const labelOf = ({ Config }: Docker.ImageInspectInfo): string | undefined =>
  Config.Labels?.[LAB_LABEL];

const asImage = (name: string, image: Docker.ImageInspectInfo): Image => ({
  name,
  digest: image.RepoDigests?.[0]?.split('@')[1] ?? image.Id,
  architecture: image.Architecture,
  lab: labelOf(image) !== undefined,
});

/** The message is the reason as ECS words it. */
export class CannotPullContainerError extends Error {
  override readonly name = 'CannotPullContainerError';
  constructor(text: string) {
    super(`CannotPullContainerError: ${text}`);
  }
}

const pullFailure = (name: string, text: string): CannotPullContainerError => {
  const said = text.startsWith('Error response') ? text : `Error response from daemon: ${text}`;
  const unreachable = /dial tcp|no such host|timeout|refused|unreachable|TLS|EOF/i.test(said);
  if (!unreachable) return new CannotPullContainerError(said);
  return new CannotPullContainerError(
    `The task cannot pull ${name} from the registry ${registryName(name)}. There is a connection issue ` +
      `between the task and the registry. Check your task network configuration. : ${said}`,
  );
};

/** With `:latest` where neither tag nor digest is given, else Docker would pull all tags. */
const withTag = (name: string): string => (/[:@][^/]+$/.test(name) ? name : `${name}:latest`);

/** `nope` → `docker.io/library/nope:latest` */
const registryName = (name: string): string => {
  const tagged = withTag(name);
  const [first = '', ...rest] = tagged.split('/');
  if (rest.length === 0) return `docker.io/library/${tagged}`;
  return /[.:]|^localhost$/.test(first) ? tagged : `docker.io/${tagged}`;
};
