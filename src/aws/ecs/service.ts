import {
  ContinueServiceDeploymentCommand,
  CreateCapacityProviderCommand,
  CreateClusterCommand,
  CreateServiceCommand,
  CreateTaskSetCommand,
  DeleteAccountSettingCommand,
  DeleteAttributesCommand,
  DeleteCapacityProviderCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeleteTaskDefinitionsCommand,
  DeleteTaskSetCommand,
  DeregisterContainerInstanceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTaskSetsCommand,
  DescribeTasksCommand,
  GetTaskProtectionCommand,
  ListAccountSettingsCommand,
  ListAttributesCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  PutAccountSettingCommand,
  PutAccountSettingDefaultCommand,
  PutAttributesCommand,
  PutClusterCapacityProvidersCommand,
  RegisterContainerInstanceCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StartTaskCommand,
  StopServiceDeploymentCommand,
  StopTaskCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateCapacityProviderCommand,
  UpdateClusterCommand,
  UpdateContainerAgentCommand,
  UpdateContainerInstancesStateCommand,
  UpdateServiceCommand,
  UpdateServicePrimaryTaskSetCommand,
  UpdateTaskProtectionCommand,
  UpdateTaskSetCommand,
} from '@aws-sdk/client-ecs';
import { operation } from '../operation.ts';
import { jsonProtocol } from '../protocols/json.ts';
import { service } from '../service.ts';
import * as accountSettings from './account-settings.ts';
import * as attributes from './attributes.ts';
import * as capacityProviders from './capacity-providers.ts';
import * as clusters from './clusters.ts';
import * as containerInstances from './container-instances.ts';
import { withoutForeignArns } from './foreign.ts';
import * as listTaskDefinitions from './list-task-definitions.ts';
import * as serviceDeployments from './service-deployments.ts';
import * as services from './services.ts';
import * as tags from './tags.ts';
import * as taskDefinitions from './task-definitions.ts';
import * as taskProtection from './task-protection.ts';
import * as taskSets from './task-sets.ts';
import * as tasks from './tasks.ts';
import { vocabulary } from './vocabulary.ts';

/** Amazon ECS. */
export const ecs = service({
  title: 'Amazon ECS',
  protocol: jsonProtocol(),
  operations: withoutForeignArns({
    CreateCluster: operation(CreateClusterCommand, clusters.createCluster),
    DescribeClusters: operation(DescribeClustersCommand, clusters.describeClusters),
    ListClusters: operation(ListClustersCommand, clusters.listClusters),
    UpdateCluster: operation(UpdateClusterCommand, clusters.updateCluster),
    DeleteCluster: operation(DeleteClusterCommand, clusters.deleteCluster),

    RegisterTaskDefinition: operation(
      RegisterTaskDefinitionCommand,
      taskDefinitions.registerTaskDefinition,
    ),
    DescribeTaskDefinition: operation(
      DescribeTaskDefinitionCommand,
      taskDefinitions.describeTaskDefinition,
    ),
    DeregisterTaskDefinition: operation(
      DeregisterTaskDefinitionCommand,
      taskDefinitions.deregisterTaskDefinition,
    ),
    DeleteTaskDefinitions: operation(
      DeleteTaskDefinitionsCommand,
      taskDefinitions.deleteTaskDefinitions,
    ),
    ListTaskDefinitions: operation(
      ListTaskDefinitionsCommand,
      listTaskDefinitions.listTaskDefinitions,
    ),
    ListTaskDefinitionFamilies: operation(
      ListTaskDefinitionFamiliesCommand,
      listTaskDefinitions.listTaskDefinitionFamilies,
    ),

    RunTask: operation(RunTaskCommand, tasks.runTask),
    StartTask: operation(StartTaskCommand, tasks.startTask),
    StopTask: operation(StopTaskCommand, tasks.stopTask),
    DescribeTasks: operation(DescribeTasksCommand, tasks.describeTasks),
    ListTasks: operation(ListTasksCommand, tasks.listTasks),

    CreateService: operation(CreateServiceCommand, services.createService),
    UpdateService: operation(UpdateServiceCommand, services.updateService),
    DescribeServices: operation(DescribeServicesCommand, services.describeServices),
    ListServices: operation(ListServicesCommand, services.listServices),
    DeleteService: operation(DeleteServiceCommand, services.deleteService),

    CreateTaskSet: operation(CreateTaskSetCommand, taskSets.createTaskSet),
    DescribeTaskSets: operation(DescribeTaskSetsCommand, taskSets.describeTaskSets),
    UpdateTaskSet: operation(UpdateTaskSetCommand, taskSets.updateTaskSet),
    UpdateServicePrimaryTaskSet: operation(
      UpdateServicePrimaryTaskSetCommand,
      taskSets.updateServicePrimaryTaskSet,
    ),
    DeleteTaskSet: operation(DeleteTaskSetCommand, taskSets.deleteTaskSet),

    RegisterContainerInstance: operation(
      RegisterContainerInstanceCommand,
      containerInstances.registerContainerInstance,
    ),
    DeregisterContainerInstance: operation(
      DeregisterContainerInstanceCommand,
      containerInstances.deregisterContainerInstance,
    ),
    DescribeContainerInstances: operation(
      DescribeContainerInstancesCommand,
      containerInstances.describeContainerInstances,
    ),
    ListContainerInstances: operation(
      ListContainerInstancesCommand,
      containerInstances.listContainerInstances,
    ),
    UpdateContainerInstancesState: operation(
      UpdateContainerInstancesStateCommand,
      containerInstances.updateContainerInstancesState,
    ),
    UpdateContainerAgent: operation(
      UpdateContainerAgentCommand,
      containerInstances.updateContainerAgent,
    ),
    PutAttributes: operation(PutAttributesCommand, attributes.putAttributes),
    DeleteAttributes: operation(DeleteAttributesCommand, attributes.deleteAttributes),
    ListAttributes: operation(ListAttributesCommand, attributes.listAttributes),

    CreateCapacityProvider: operation(
      CreateCapacityProviderCommand,
      capacityProviders.createCapacityProvider,
    ),
    DescribeCapacityProviders: operation(
      DescribeCapacityProvidersCommand,
      capacityProviders.describeCapacityProviders,
    ),
    UpdateCapacityProvider: operation(
      UpdateCapacityProviderCommand,
      capacityProviders.updateCapacityProvider,
    ),
    DeleteCapacityProvider: operation(
      DeleteCapacityProviderCommand,
      capacityProviders.deleteCapacityProvider,
    ),
    PutClusterCapacityProviders: operation(
      PutClusterCapacityProvidersCommand,
      capacityProviders.putClusterCapacityProviders,
    ),

    UpdateTaskProtection: operation(
      UpdateTaskProtectionCommand,
      taskProtection.updateTaskProtection,
    ),
    GetTaskProtection: operation(GetTaskProtectionCommand, taskProtection.getTaskProtection),
    ListServiceDeployments: operation(
      ListServiceDeploymentsCommand,
      serviceDeployments.listServiceDeployments,
    ),
    DescribeServiceDeployments: operation(
      DescribeServiceDeploymentsCommand,
      serviceDeployments.describeServiceDeployments,
    ),
    DescribeServiceRevisions: operation(
      DescribeServiceRevisionsCommand,
      serviceDeployments.describeServiceRevisions,
    ),
    ContinueServiceDeployment: operation(
      ContinueServiceDeploymentCommand,
      serviceDeployments.continueServiceDeployment,
    ),
    StopServiceDeployment: operation(
      StopServiceDeploymentCommand,
      serviceDeployments.stopServiceDeployment,
    ),

    PutAccountSetting: operation(PutAccountSettingCommand, accountSettings.putAccountSetting),
    PutAccountSettingDefault: operation(
      PutAccountSettingDefaultCommand,
      accountSettings.putAccountSettingDefault,
    ),
    DeleteAccountSetting: operation(
      DeleteAccountSettingCommand,
      accountSettings.deleteAccountSetting,
    ),
    ListAccountSettings: operation(ListAccountSettingsCommand, accountSettings.listAccountSettings),

    TagResource: operation(TagResourceCommand, tags.tagResource),
    UntagResource: operation(UntagResourceCommand, tags.untagResource),
    ListTagsForResource: operation(ListTagsForResourceCommand, tags.listTagsForResource),
  }),
  vocabulary,
  faults: {
    unavailable: 'ServerException',
    internal: 'InternalFailure',
    unknownOperation: 'UnknownOperationException',
    // Real ECS answers ClientException to a bad task definition and this to everything else.
    validation: (name) =>
      name === 'RegisterTaskDefinition' ? 'ClientException' : 'InvalidParameterException',
    unsupported: (name) =>
      name === 'RegisterTaskDefinition' ? 'ClientException' : 'UnsupportedFeatureException',
  },
});
