import { type OptionSpecification, type OptionValue, parseOptions } from './options.ts';

/** The formats that `--output` takes. */
export const outputFormats = ['json', 'text', 'table', 'yaml'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** The options that every command takes, wherever they stand. */
export interface GlobalOptions {
  readonly debug: boolean;
  readonly paginate: boolean;
  readonly endpointUrl?: string | undefined;
  readonly output?: OutputFormat | undefined;
  readonly query?: string | undefined;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly version: boolean;
}

interface GlobalOption {
  readonly specification: OptionSpecification;
  readonly help: string;
}

/** The global options, with their help. Some are read for the AWS CLI's sake and change nothing. */
export const globalOptions: readonly GlobalOption[] = [
  flag('debug', true, 'Print each request and response on standard error.'),
  value('endpoint-url', "Override the command's default URL (http://localhost:4566)."),
  flag('no-verify-ssl', false, 'Taken for compatibility; has no effect.'),
  flag('no-paginate', false, 'Make one call only: the first page of results.'),
  value('output', 'The formatting style of the output.', outputFormats),
  value('query', 'A JMESPath query to use in filtering the response data.'),
  value('profile', 'Use a specific profile from your configuration files.'),
  value('region', 'The region to use. Overrides the configuration and the environment.'),
  value('color', 'Taken for compatibility; output has no colours.', ['on', 'off', 'auto']),
  flag('no-sign-request', false, 'Taken for compatibility; has no effect.'),
  value('ca-bundle', 'Taken for compatibility; has no effect.'),
  value('cli-read-timeout', 'Taken for compatibility; has no effect.'),
  value('cli-connect-timeout', 'Taken for compatibility; has no effect.'),
  value('cli-binary-format', 'Taken for compatibility; binary values are base64.'),
  flag('no-cli-pager', false, 'Taken for compatibility; output is never paged.'),
  flag('cli-auto-prompt', true, 'Taken for compatibility; has no effect.'),
  flag('no-cli-auto-prompt', false, 'Taken for compatibility; has no effect.'),
  flag('version', true, 'Display the version of this tool.'),
];

/** Takes the global options out of the arguments; `rest` is the command and its own arguments. */
export function parseGlobalOptions(args: readonly string[]): {
  options: GlobalOptions;
  rest: readonly string[];
} {
  const specifications = globalOptions.map(({ specification }) => specification);
  const { values, rest } = parseOptions(specifications, args, { abbreviations: false });
  return {
    options: {
      debug: values.get('debug') === true,
      paginate: values.get('no-paginate') !== false,
      endpointUrl: text(values.get('endpoint-url')),
      output: outputFormats.find((each) => each === values.get('output')),
      query: text(values.get('query')),
      profile: text(values.get('profile')),
      region: text(values.get('region')),
      version: values.get('version') === true,
    },
    rest,
  };
}

function flag(name: string, value: boolean, help: string): GlobalOption {
  return {
    specification: { option: `--${name}`, destination: name, takes: 'nothing', value },
    help,
  };
}

function value(name: string, help: string, choices?: readonly string[]): GlobalOption {
  const specification = { option: `--${name}`, destination: name, takes: 'value' } as const;
  return {
    specification: choices === undefined ? specification : { ...specification, choices },
    help,
  };
}

function text(value: OptionValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
