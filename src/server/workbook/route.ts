import { HttpError } from './http-error.ts';

/** A request to the runtime's own interface, as `src/server/api.ts` lists them. */
export type WorkbookRoute =
  | { readonly type: 'status' }
  | { readonly type: 'cluster' }
  | { readonly type: 'cost' }
  | { readonly type: 'history' }
  | { readonly type: 'pastPicture' }
  | { readonly type: 'faults' }
  | { readonly type: 'cause' }
  | { readonly type: 'undo'; readonly faultId: string }
  | { readonly type: 'checks'; readonly lab: string }
  | { readonly type: 'progress'; readonly lab: string }
  | { readonly type: 'outputs'; readonly lab: string }
  | { readonly type: 'stuck'; readonly lab: string }
  | { readonly type: 'import'; readonly lab: string }
  | { readonly type: 'run'; readonly lab: string; readonly step: string }
  | { readonly type: 'follow'; readonly lab: string; readonly step: string }
  | { readonly type: 'forget'; readonly lab: string; readonly step: string }
  | { readonly type: 'quiz'; readonly lab: string; readonly quiz: string }
  | { readonly type: 'reset'; readonly lab: string };

const LAB = /^labs\/(?<lab>[a-z0-9-]+)\/(?<rest>.+)$/;
const UNDO = /^faults\/([a-z0-9-]+)\/undo$/;
const STEP = /^steps\/([a-zA-Z0-9_-]+)\/(run|follow|reset)$/;
const QUIZ = /^quiz\/([a-zA-Z0-9_-]+)$/;

/** Reads method and path (behind `/_workbook/`); throws `HttpError` 404 or 405. */
export const workbookRoute = (method: string, path: string): WorkbookRoute => {
  const [route, expected] = find(path, method);
  if (route === undefined) throw new HttpError(404, `There is no /_workbook/${path}.`);
  if (method !== expected)
    throw new HttpError(405, `Expected ${expected} for /_workbook/${path}; found ${method}.`);
  return route;
};

const find = (path: string, method: string): [WorkbookRoute?, ('GET' | 'POST')?] => {
  if (path === 'status' || path === 'cluster' || path === 'cost') return [{ type: path }, 'GET'];
  if (path === 'history') return [{ type: path }, 'GET'];
  if (path === 'history/picture') return [{ type: 'pastPicture' }, 'GET'];
  if (path === 'faults' && method === 'GET') return [{ type: path }, 'GET'];
  if (path === 'faults') return [{ type: 'cause' }, 'POST'];
  const faultId = UNDO.exec(path)?.[1];
  if (faultId !== undefined) return [{ type: 'undo', faultId }, 'POST'];
  const { lab, rest } = LAB.exec(path)?.groups ?? {};
  if (lab === undefined || rest === undefined) return [];
  if (rest === 'progress' && method === 'POST') return [{ type: 'import', lab }, 'POST'];
  if (rest === 'checks' || rest === 'progress' || rest === 'outputs' || rest === 'stuck')
    return [{ type: rest, lab }, 'GET'];
  if (rest === 'reset') return [{ type: 'reset', lab }, 'POST'];
  const [, step, what] = STEP.exec(rest) ?? [];
  if (step !== undefined && what === 'follow') return [{ type: 'follow', lab, step }, 'GET'];
  if (step !== undefined) return [{ type: what === 'run' ? 'run' : 'forget', lab, step }, 'POST'];
  const quiz = QUIZ.exec(rest)?.[1];
  if (quiz !== undefined) return [{ type: 'quiz', lab, quiz }, 'POST'];
  return [];
};
