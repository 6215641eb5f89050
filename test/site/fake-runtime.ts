import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GradeReport } from '../../grader/result.ts';
import { FAULTS } from '../../src/core/faults/faults.ts';
import type {
  ClusterPicture,
  CostReport,
  FaultList,
  Flow,
  Observation,
  Progress,
  RuntimeStatus,
  StepOutput,
  StepRun,
  StuckReport,
} from '../../src/server/api.ts';
import { mergeProgress } from '../../src/workbook/merge-progress.ts';
import { serveFile } from './static-host.ts';

export const TOKEN = 'a-token-for-tests-only';

/** What the runtime says of itself, unless a test says otherwise. */
const usual: RuntimeStatus = {
  version: '0.1.0',
  engine: 'process',
  engineDescription: 'plain processes on this machine',
  available: true,
  timeScale: 1,
  account: '000000000000',
  region: 'us-east-1',
  docker: false,
};

/** Stands in for the runtime where a test must say exactly what a page hears. */
export interface FakeRuntime {
  readonly url: string;
  status: RuntimeStatus;
  /** What a step prints and how it ends, by its id. */
  readonly steps: Map<string, readonly StepOutput[]>;
  /** What operations of the AWS API answer, by their names; others are refused. */
  readonly aws: Map<string, object>;
  progress: Progress;
  /** What ran and what it cost; undefined: the runtime does not say. */
  cost: CostReport | undefined;
  /** What is in the way of whoever asks. */
  observations: readonly Observation[];
  /** What the steps last printed. */
  outputs: Record<string, string>;
  /** Requests that changed something: "POST labs/x/reset". */
  readonly calls: string[];
  /** Bodies of what was asked of faults. */
  readonly faultsCaused: string[];
  /** Answered to each fault, if there is one. */
  faultRefusal: string | undefined;
  /** How many streams of events pages hold open. */
  openStreams(): number;
  show(picture: ClusterPicture): void;
  /** Tells the pages that are open what flows through load balancers. */
  flow(flow: Flow): void;
  grade(report: GradeReport): void;
  /** Stops answering, on the same port; `start` goes on. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Serves `folder` and the runtime's interface, as `npm start` does. */
export const fakeRuntime = async (folder: string): Promise<FakeRuntime> => {
  const streams = new Map<string, Set<ServerResponse>>();
  const last = new Map<string, string>([['cluster', JSON.stringify(noPicture())]]);

  const flow = (value: Flow) => {
    for (const response of streams.get('cluster') ?? [])
      response.write(`event: flow\ndata: ${JSON.stringify(value)}\n\n`);
  };

  const publish = (stream: string, value: object) => {
    const json = JSON.stringify(value);
    last.set(stream, json);
    for (const response of streams.get(stream) ?? []) response.write(`data: ${json}\n\n`);
  };

  const openStream = (stream: string, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    const readers = streams.get(stream) ?? new Set();
    streams.set(stream, readers.add(response));
    response.on('close', () => readers.delete(response));
    const json = last.get(stream);
    if (json !== undefined) response.write(`data: ${json}\n\n`);
  };

  const json = (response: ServerResponse, value: object) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };

  const answerAws = (operation: string, response: ServerResponse) => {
    const output = runtime.aws.get(operation);
    response.writeHead(output === undefined ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(output ?? { message: `${operation} is refused.` }));
  };

  const post = async (path: string, request: IncomingMessage, response: ServerResponse) => {
    runtime.calls.push(`POST ${path}`);
    const [, quiz] = /\/quiz\/([^/]+)$/.exec(path) ?? [];
    if (quiz !== undefined) {
      const { choice }: { choice: number } = JSON.parse(await read(request));
      runtime.progress = {
        ...runtime.progress,
        quiz: { ...runtime.progress.quiz, [quiz]: choice },
      };
      return json(response, runtime.progress);
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      response.writeHead(401).end('{"message":"The token is missing or wrong."}');
      return;
    }
    if (path.startsWith('faults')) {
      runtime.faultsCaused.push(await read(request));
      if (runtime.faultRefusal === undefined) return json(response, {});
      response.writeHead(409, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ message: runtime.faultRefusal }));
    }
    if (path.endsWith('/progress')) {
      const theirs: Progress = JSON.parse(await read(request));
      const merged = mergeProgress({ ...theirs, importedAt: Date.now() }, runtime.progress);
      runtime.progress = { ...runtime.progress, ...merged };
      return json(response, runtime.progress);
    }
    const [, step, what] = /\/steps\/([^/]+)\/(run|reset)$/.exec(path) ?? [];
    if (step === undefined || what === undefined) {
      runtime.progress = {
        lab: runtime.progress.lab,
        steps: {},
        quiz: {},
        resetAt: Date.now(),
      };
      return json(response, runtime.progress);
    }
    if (what === 'reset') {
      const { [step]: _, ...steps } = runtime.progress.steps;
      runtime.progress = { ...runtime.progress, steps, forgotten: { [step]: Date.now() } };
      return json(response, runtime.progress);
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    writeRun(step, response);
    response.end();
  };

  const writeRun = (step: string, response: ServerResponse) => {
    let printed = '';
    for (const output of runtime.steps.get(step) ?? [{ type: 'exit', code: 0 }]) {
      response.write(`${JSON.stringify(output)}\n`);
      if (output.type === 'output') {
        printed += output.text;
        continue;
      }
      const { type, ...how } = output;
      const passed = type === 'exit' && output.code === 0 ? 'done' : 'failed';
      const status = type === 'passedOver' ? 'passedOver' : passed;
      const run: StepRun = { status, endedAt: Date.now(), ...how };
      runtime.outputs = { ...runtime.outputs, [step]: printed };
      runtime.progress = {
        ...runtime.progress,
        steps: { ...runtime.progress.steps, [step]: run },
        running: undefined,
      };
    }
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, operation] = /\.(\w+)$/.exec(String(request.headers['x-amz-target'])) ?? [];
    if (operation !== undefined) return answerAws(operation, response);
    const [, path] = /^\/_workbook\/(.*)$/.exec(pathname) ?? [];
    if (path === undefined) return void serveFile(folder, pathname, response);
    if (request.method === 'POST') return void post(path, request, response);
    if (path === 'faults') {
      const none = { now: Date.now(), timeScale: 1, vocabulary: FAULTS, faults: [] };
      return json(response, none satisfies FaultList);
    }
    if (path === 'cost' && runtime.cost !== undefined) return json(response, runtime.cost);
    if (path === 'cost') return void response.writeHead(500).end();
    if (path === 'status') return json(response, runtime.status);
    if (path.endsWith('/progress')) return json(response, runtime.progress);
    const [, followed] = /\/steps\/([^/]+)\/follow$/.exec(path) ?? [];
    if (followed !== undefined) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      writeRun(followed, response);
      return void response.end();
    }
    if (path.endsWith('/stuck')) {
      const { lab } = runtime.progress;
      const { observations } = runtime;
      const stuck = { lab, account: '000000000000', now: Date.now(), observations };
      return json(response, stuck satisfies StuckReport);
    }
    if (path.endsWith('/outputs')) return json(response, runtime.outputs);
    return openStream(path, response);
  });

  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = addressOf(server.address());

  const runtime: FakeRuntime = {
    url: `http://localhost:${port}`,
    status: usual,
    steps: new Map(),
    aws: new Map(),
    progress: { lab: 'container-of-cats', steps: {}, quiz: {} },
    outputs: {},
    cost: undefined,
    observations: [],
    calls: [],
    faultsCaused: [],
    faultRefusal: undefined,
    openStreams: () => [...streams.values()].reduce((sum, { size }) => sum + size, 0),
    flow,
    show: (picture) => publish('cluster', picture),
    grade: (report) => publish(`labs/${report.lab}/checks`, report),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    start: () => listen(port),
  };
  return runtime;
};

const noPicture = (): ClusterPicture => ({
  now: Date.now(),
  faults: [],
  loadBalancers: [],
  clusters: [],
});

const addressOf = (address: string | AddressInfo | null): AddressInfo => {
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  return address;
};

const read = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};
