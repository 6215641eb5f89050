import { globalOptions } from '../command-line/global-options.ts';
import { members, type Operation } from '../model/service.ts';
import type { ServiceEntry } from '../model/services.ts';
import {
  type MemberOption,
  memberOptions,
  negativeOption,
} from '../parameters/operation-options.ts';
import { pageMembers, pageOptionNames } from '../parameters/page-options.ts';
import { type Documentation, readDocumentation } from './documentation.ts';
import { jsonOutline, shorthandOutline, typeWord } from './outline.ts';
import { type HelpSection, indented, page, wrapped } from './page.ts';

/** `aws ecs create-cluster help` */
export function operationHelp(entry: ServiceEntry, operation: Operation): string {
  const documentation = readDocumentation(entry.sdk, operation.name, operation.input.getName());
  const hidden = pageMembers(operation);
  const options = memberOptions(operation.input).filter(({ member }) => !hidden.includes(member));
  const pages = pageOptionNames(operation);
  const output = members(operation.output).map(
    ([name, schema]) => `${name} -> (${typeWord(schema)})`,
  );
  const sections: HelpSection[] = [
    ['NAME', [operation.cliName]],
    ['DESCRIPTION', wrapped(documentation.description, 1)],
    ['SYNOPSIS', [`  ${operation.cliName}`, ...synopsis(options, pages)]],
    ['OPTIONS', options.flatMap((option) => optionLines(option, documentation))],
    ['PAGES', pages.length === 0 ? [] : PAGES],
    ['OUTPUT', output.length === 0 ? ['None'] : output],
    ['GLOBAL OPTIONS', globalOptions.map(({ specification }) => specification.option)],
  ];
  return page(sections.filter(([, lines]) => lines.length > 0));
}

function synopsis(options: readonly MemberOption[], pages: readonly string[]): string[] {
  const own = options.map((each) => {
    const { option, required, schema } = each;
    const usage = schema.isBooleanSchema()
      ? `${option} | ${negativeOption(each)}`
      : `${option} <value>`;
    return required ? usage : `[${usage}]`;
  });
  const others = ['--cli-input-json', ...pages, '--generate-cli-skeleton'];
  return [...own, ...others.map((option) => `[${option} <value>]`)];
}

function optionLines(each: MemberOption, documentation: Documentation): string[] {
  const { member, option, required, schema } = each;
  const names = schema.isBooleanSchema() ? `${option} | ${negativeOption(each)}` : option;
  const { text = [], values = [] } = documentation.members.get(member) ?? {};
  return [
    `${names} (${typeWord(schema)})${required ? '  required' : ''}`,
    ...indented(wrapped(text, 2)),
    ...indented(values.length === 0 ? [] : [`One of: ${values.join(', ')}`, '']),
    ...indented(shorthandOutline(schema)),
    ...indented(jsonOutline(schema)),
    '',
  ];
}

const PAGES = [
  'All pages are read and shown as one. --page-size: items a call; --max-items:',
  'items in all; --starting-token: the NextToken of before.',
];
