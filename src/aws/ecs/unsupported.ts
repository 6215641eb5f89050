const LEAVE_OUT = 'Leave it out.';
const USE_ENVIRONMENT = 'Use environment.';
const USE_VOLUMES = 'Use dockerVolumeConfiguration or efsVolumeConfiguration.';
const USE_PUBLISHED_PORTS = 'Leave it out, and reach the tasks by their own ports.';

/** Input members that AWS acts on and this runtime does not yet, with what to do instead. */
export const unsupported: Readonly<Record<string, string>> = {
  ...forEach(['CreateServiceRequest', 'UpdateServiceRequest'], {
    serviceRegistries: USE_PUBLISHED_PORTS,
    serviceConnectConfiguration: USE_PUBLISHED_PORTS,
    vpcLatticeConfigurations: USE_PUBLISHED_PORTS,
  }),
  ...forEach(['CreateTaskSetRequest'], { serviceRegistries: USE_PUBLISHED_PORTS }),
  ...forEach(
    ['CreateServiceRequest', 'UpdateServiceRequest', 'RunTaskRequest', 'StartTaskRequest'],
    {
      volumeConfigurations: USE_VOLUMES,
    },
  ),
  ...forEach(['CreateCapacityProviderRequest', 'UpdateCapacityProviderRequest'], {
    cluster: LEAVE_OUT,
    managedInstancesProvider: 'Use autoScalingGroupProvider.',
  }),
  ...forEach(['DeploymentConfiguration'], {
    earlySuccessCriteria: LEAVE_OUT,
  }),
  ...forEach(['RegisterTaskDefinitionRequest'], {
    proxyConfiguration: LEAVE_OUT,
    inferenceAccelerators: LEAVE_OUT,
  }),
  ...forEach(['Volume'], {
    configuredAtLaunch: USE_VOLUMES,
    fsxWindowsFileServerVolumeConfiguration: USE_VOLUMES,
    s3filesVolumeConfiguration: USE_VOLUMES,
  }),
  ...forEach(['EFSVolumeConfiguration'], { authorizationConfig: LEAVE_OUT }),
  ...forEach(['ContainerDefinition'], {
    secrets: USE_ENVIRONMENT,
    repositoryCredentials: 'Pull the image into the local store first.',
    restartPolicy: 'Run the task in a service, which replaces tasks that end.',
    firelensConfiguration: 'Use the log driver awslogs.',
    credentialSpecs: LEAVE_OUT,
    disableNetworking: LEAVE_OUT,
    dnsSearchDomains: LEAVE_OUT,
    dnsServers: LEAVE_OUT,
    extraHosts: LEAVE_OUT,
    hostname: LEAVE_OUT,
    systemControls: LEAVE_OUT,
  }),
  ...forEach(['ContainerDefinition', 'ContainerOverride'], {
    environmentFiles: USE_ENVIRONMENT,
    resourceRequirements: LEAVE_OUT,
  }),
};

function forEach(structures: string[], members: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    structures.flatMap((structure) =>
      Object.entries(members).map(([member, instead]) => [`${structure}.${member}`, instead]),
    ),
  );
}
