import { globalOptions } from '../command-line/global-options.ts';
import { tailSpecifications } from '../commands/logs-tail.ts';
import { waitersOf } from '../commands/waiters.ts';
import { localEndpoint } from '../invoke/configuration.ts';
import type { Service } from '../model/service.ts';
import { type ServiceEntry, services } from '../model/services.ts';
import { page } from './page.ts';

/** `aws help` */
export function mainHelp(): string {
  return page([
    ['NAME', ['aws - the command line of AWS for the services of this runtime']],
    ['SYNOPSIS', ['aws [options] <command> <subcommand> [parameters]']],
    [
      'DESCRIPTION',
      [
        `Talks to ${localEndpoint} unless an endpoint is configured (--endpoint-url,`,
        'AWS_ENDPOINT_URL, or endpoint_url in a profile). Without credentials it uses test/test;',
        'an access key id of 12 digits is the account.',
        '"aws <command> help" and "aws <command> <subcommand> help" say more.',
      ],
    ],
    ['COMMANDS', Object.entries(services).map(([name, { title }]) => `${name.padEnd(8)}${title}`)],
    ['GLOBAL OPTIONS', globalOptionLines()],
    ['VALUES', VALUES],
  ]);
}

/** `aws ecs help` */
export function serviceHelp(
  entry: ServiceEntry,
  service: Service,
  custom: readonly string[],
): string {
  const names = [...service.operations.keys(), ...custom].sort();
  return page([
    ['NAME', [`${service.name} - ${entry.title}`]],
    ['SYNOPSIS', [`aws ${service.name} <subcommand> [parameters]`]],
    ['AVAILABLE COMMANDS', names.map((name) => `o ${name}`)],
  ]);
}

/** `aws ecs wait help`, `aws logs tail help` */
export function customHelp(serviceName: string, name: string): string {
  if (name === 'wait') {
    const lines = Object.entries(waitersOf(serviceName)).flatMap(([waiter, each]) => [
      `o ${waiter}`,
      `    polls ${each.operation}, whose options it takes; gives up, with status 255, after ${(each.delaySeconds * each.maxAttempts) / 60} minutes`,
    ]);
    return page([
      ['NAME', ['wait - wait until a condition holds']],
      ['SYNOPSIS', [`aws ${serviceName} wait <condition> [parameters]`]],
      ['AVAILABLE COMMANDS', lines],
    ]);
  }
  const options = tailSpecifications.map(({ option, takes }) =>
    takes === 'nothing' ? `[${option}]` : `[${option} <value>]`,
  );
  return page([
    ['NAME', ['tail - the events of a log group']],
    ['SYNOPSIS', ['  tail', '<group name>', ...options]],
    ['OPTIONS', TAIL],
  ]);
}

const TAIL = [
  '--since: from when; 30s, 10m (the default), 2h, 1d, 1w, or a date in ISO 8601',
  '--follow: go on with new events until Ctrl-C',
  '--format: detailed (the default), short or json',
];

const VALUES = [
  'A value may be text, JSON, shorthand (key=value,list=[a,b],structure={key=value}), or a file:',
  'file://PATH for text and JSON, fileb://PATH for bytes.',
];

function globalOptionLines(): string[] {
  return globalOptions.map(({ specification, help }) => {
    const choices =
      specification.takes === 'value' && specification.choices !== undefined
        ? ` One of: ${specification.choices.join(', ')}.`
        : '';
    return `${specification.option.padEnd(24)}${help}${choices}`;
  });
}
