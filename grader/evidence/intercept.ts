import type { MiddlewareStack } from '@smithy/types';
import type { Clients } from '../clients.ts';
import type { Question } from './evidence.ts';
import { plainMembers } from './plain.ts';

/** Sees what a client asks; answers it, or passes it on to AWS. */
export type Ask = <Output extends object>(
  question: Question,
  passOn: () => Promise<Output>,
) => Promise<Output>;

/** Clients that ask `ask` first. Those that are given are changed by that. */
export const intercepted = (clients: Clients, ask: Ask): Clients => {
  intercept(clients.ecs, ask);
  intercept(clients.logs, ask);
  return {
    ecs: clients.ecs,
    logs: clients.logs,
    ec2: async () => intercept(await clients.ec2(), ask),
    elbv2: async () => intercept(await clients.elbv2(), ask),
    cloudwatch: async () => intercept(await clients.cloudwatch(), ask),
    iam: async () => intercept(await clients.iam(), ask),
    costExplorer: async () => intercept(await clients.costExplorer(), ask),
  };
};

const intercept = <Input extends object, Output extends object, Client>(
  client: Client & { readonly middlewareStack: MiddlewareStack<Input, Output> },
  ask: Ask,
): Client => {
  client.middlewareStack.add(
    (next, { clientName = '', commandName = '' }) =>
      async (args) => {
        const question = {
          service: clientName.replace(/Client$/, ''),
          operation: commandName.replace(/Command$/, ''),
          input: plainMembers(args.input, true),
        };
        const passOn = async () => (await next(args)).output;
        return { output: await ask(question, passOn), response: undefined };
      },
    // Before all else the SDK does. A client that is asked for twice has it once.
    { step: 'initialize', priority: 'high', name: 'evidence', override: true },
  );
  return client;
};
