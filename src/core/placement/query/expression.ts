/** A cluster query as a tree. */
export type Expression =
  | { readonly type: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'not'; readonly operand: Expression }
  | { readonly type: 'comparison'; readonly subject: Subject; readonly test: Test };

export type Subject =
  | { readonly type: 'attribute'; readonly name: string }
  | { [F in FieldName]: { readonly type: F } }[FieldName];

export type FieldName =
  | 'agentConnected'
  | 'agentVersion'
  | 'ec2InstanceId'
  | 'registeredAt'
  | 'runningTasksCount'
  | 'task:group';

/** What is asked of the subject. Negative operators are read as `not` around the positive one. */
export type Test =
  | { readonly type: 'exists' }
  | { readonly type: 'equals'; readonly value: string }
  | { readonly type: Ordering; readonly value: string }
  | { readonly type: 'in'; readonly values: readonly string[] }
  | { readonly type: 'matches'; readonly matches: (text: string) => boolean };

export type Ordering = 'greater_than' | 'greater_than_equal' | 'less_than' | 'less_than_equal';
