import type { ServerResponse } from 'node:http';
import type { RoleSessions } from '../../aws/role-sessions.ts';
import { nameOf, scopeOf } from '../../core/arn.ts';
import type { Task } from '../../core/model/task.ts';
import type { State } from '../../core/state.ts';
import { json } from '../answer.ts';
import { seal } from '../safety/token.ts';

/** `/v2/credentials/PORT-TASK-SEAL`: one word behind `/v2/credentials/`, as on AWS. */
const PATH = /^\/v2\/credentials\/\d{1,5}-(([0-9a-f]{32})-[0-9a-f]{32})$/;

export const isCredentialsPath = (url: string): boolean => PATH.test(url);

/**
 * Path of a task's credentials, without the endpoint. It ends in a seal, so that one task cannot
 * guess another's, and names the port of this runtime, by which the relay at 169.254.170.2 tells
 * the runtimes of a machine apart.
 */
export const credentialsPath = (token: string, port: number, taskArn: string): string =>
  `/v2/credentials/${port}-${idOf(token, taskArn)}`;

const idOf = (token: string, taskArn: string): string =>
  `${nameOf(taskArn)}-${seal(token, `credentials of ${taskArn}`)}`;

/** The role that a task's programs act as; undefined: none. */
export const taskRoleOf = (state: State, task: Task): string | undefined => {
  const role =
    task.overrides.taskRoleArn ??
    state.taskDefinitions.get(task.taskDefinitionArn)?.taskRoleArn ??
    '';
  if (role === '') return undefined;
  // AWS: the short name or the full ARN (RegisterTaskDefinition.taskRoleArn).
  return role.startsWith('arn:')
    ? role
    : `arn:aws:iam::${scopeOf(task.taskArn).account}:role/${role}`;
};

/** Answers a task that asks for its role's credentials; refuses whoever guesses. */
export const serveCredentials = (
  state: State,
  token: string,
  sessions: RoleSessions,
  url: string,
  response: ServerResponse,
): void => {
  const [, id, taskId = ''] = PATH.exec(url) ?? [];
  const task = state.tasks.get(state.taskArnById.get(taskId) ?? '');
  const isTheirs =
    task !== undefined && task.lastStatus !== 'STOPPED' && idOf(token, task.taskArn) === id;
  const roleArn = isTheirs ? taskRoleOf(state, task) : undefined;
  if (!isTheirs || roleArn === undefined)
    json(response, 400, {
      code: 'InvalidIdInRequest',
      message: 'CredentialsV2Request: Credentials not found',
      HTTPErrorCode: 400,
    });
  else {
    const { account } = scopeOf(task.taskArn);
    json(response, 200, sessions.credentialsFor({ roleArn, account, sessionName: taskId }));
  }
};
