import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../project-root.ts';

/** What `--version` prints: it must not be taken for Amazon's own. */
export function versionLine(): string {
  return `ecs-workbook-aws/${packageVersion()} Node/${process.versions.node} (not the AWS CLI: its command line for the services of the ECS Workbook)`;
}

function packageVersion(): string {
  const content: unknown = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const hasVersion = typeof content === 'object' && content !== null && 'version' in content;
  return hasVersion ? String(content.version) : 'unknown';
}
