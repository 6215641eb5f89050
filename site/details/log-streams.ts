import { type Json, listAt, member, textAt } from './json.ts';

/** Where a container's lines are kept. */
export interface LogStream {
  readonly container: string;
  readonly group: string;
  readonly stream: string;
  readonly region: string;
}

/** The streams of a task's containers, by its definition; none of those that have no `awslogs`. */
export const streamsOf = (definition: Json | undefined, task: string): LogStream[] =>
  listAt(definition, 'containerDefinitions').flatMap((container) => {
    const options = member(container, 'logConfiguration', 'options');
    const group = textAt(options, 'awslogs-group');
    if (textAt(container, 'logConfiguration', 'logDriver') !== 'awslogs' || group === '') return [];
    const name = textAt(container, 'name');
    return [
      {
        container: name,
        group,
        stream: `${textAt(options, 'awslogs-stream-prefix')}/${name}/${task}`,
        region: textAt(options, 'awslogs-region'),
      },
    ];
  });
