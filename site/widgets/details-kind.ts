/** What one can ask for the details of. */
export type DetailsKind =
  | 'cluster'
  | 'zone'
  | 'instance'
  | 'service'
  | 'deployment'
  | 'task'
  | 'load-balancer'
  | 'target-group';
