/** What the checks of a lab are written with. */
export type {
  PlacementConstraint,
  PlacementStrategy,
  Service,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
export { estimateOf } from '../src/core/cost/estimate.ts';
export { sumOfCents, toCents } from '../src/core/cost/money.ts';
export { FARGATE_PRICES } from '../src/core/cost/prices.ts';
export { type Check, type CheckContext, check, defineChecks } from './check.ts';
export type { Wanted } from './differences.ts';
export { accountSetting } from './expect/account-setting.ts';
export { expectAlarm } from './expect/alarms.ts';
export { type Answer, type Choice, expectAnswers, type Figure } from './expect/answers.ts';
export { expectCluster } from './expect/cluster.ts';
export { clusterCheck } from './expect/cluster-check.ts';
export {
  attributeOf,
  describeContainerInstances,
  expectContainerInstances,
  isReady,
  nameInWords,
  zoneOf,
} from './expect/container-instances.ts';
export {
  type Amount,
  type ContainerBill,
  cost,
  expectCost,
} from './expect/cost.ts';
export { askedBy, mistakeIn, type Question } from './expect/health-command.ts';
export { expectHealthy } from './expect/healthy.ts';
export { describeInstances, type Ec2Instance } from './expect/instances.ts';
export {
  actionsInWords,
  describeListener,
  expectLoadBalancer,
  type Rule,
  rulesOf,
  weightsOf,
} from './expect/load-balancers.ts';
export { expectLog } from './expect/log.ts';
export { describeNetworkInterfaces } from './expect/network-interfaces.ts';
export {
  countPlaced,
  describePlacedTasks,
  type PlacedTask,
  placedInWords,
} from './expect/placement.ts';
export { expectRole } from './expect/role.ts';
export { expectService } from './expect/service.ts';
export { expectServiceEvent } from './expect/service-events.ts';
export {
  describeTargetGroup,
  describeTargets,
  expectTargets,
  isHealthyTarget,
  targetGroupAttributes,
} from './expect/targets.ts';
export { describeTaskDefinition, expectTaskDefinition } from './expect/task-definition.ts';
export {
  describeTasks,
  expectTask,
  expectTasks,
  networkInterfaceOf,
  privateAddressOf,
  subnetOf,
  taskId,
  timeOf,
} from './expect/tasks.ts';
export type { Tolerance } from './expect/tolerance.ts';
export type { Extreme, Extremes, Window } from './history/extremes.ts';
export {
  type DeploymentStory,
  serviceDeployments,
  windowOf,
} from './history/service-deployments.ts';
export { ServiceHistory, serviceHistory } from './history/service-history.ts';
export { expectSurvived, type SurvivableFault } from './history/survived.ts';
export type { CountedAs } from './history/task-times.ts';
export { http } from './http/http.ts';
export {
  type ChangedFile,
  changedFile,
  defineMutants,
  doneOtherwise,
  type Mutant,
  type Mutation,
  mistake,
  mutant,
} from './mutant.ts';
export { Unmet } from './unmet.ts';
