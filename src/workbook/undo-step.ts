/** An option's value in the same command, or undefined. */
type Find = (option: string) => string | undefined;

/** What makes a thing, and what takes it away again. */
const UNDO: Readonly<Record<string, (find: Find) => string | undefined>> = {
  'ecs create-cluster': (find) =>
    with1(find('cluster-name'), (name) => `aws ecs delete-cluster --cluster ${name}`),
  'ecs create-service': (find) =>
    with1(
      find('service-name'),
      (name) =>
        `aws ecs delete-service --cluster ${find('cluster') ?? 'default'} --service ${name} --force`,
    ),
  'logs create-log-group': (find) =>
    with1(find('log-group-name'), (name) => `aws logs delete-log-group --log-group-name ${name}`),
  'cloudwatch put-metric-alarm': (find) =>
    with1(find('alarm-name'), (name) => `aws cloudwatch delete-alarms --alarm-names ${name}`),
  'iam attach-role-policy': (find) => {
    const [role, policy] = [find('role-name'), find('policy-arn')];
    return (
      role && policy && `aws iam detach-role-policy --role-name ${role} --policy-arn ${policy}`
    );
  },
  'iam put-role-policy': (find) => {
    const [role, policy] = [find('role-name'), find('policy-name')];
    return (
      role && policy && `aws iam delete-role-policy --role-name ${role} --policy-name ${policy}`
    );
  },
  'iam create-role': (find) =>
    with1(find('role-name'), (name) => `aws iam delete-role --role-name ${name}`),
  'elbv2 create-load-balancer': (find) =>
    with1(
      find('name'),
      (name) =>
        `aws elbv2 delete-load-balancer --load-balancer-arn ${arnOf('load-balancer', name)}`,
    ),
  'elbv2 create-target-group': (find) =>
    with1(
      find('name'),
      (name) => `aws elbv2 delete-target-group --target-group-arn ${arnOf('target-group', name)}`,
    ),
};

const with1 = (name: string | undefined, words: (name: string) => string) =>
  name === undefined ? undefined : words(name);

const arnOf = (kind: 'load-balancer' | 'target-group', name: string): string => {
  const member =
    kind === 'load-balancer'
      ? 'LoadBalancers[0].LoadBalancerArn'
      : 'TargetGroups[0].TargetGroupArn';
  return `$(aws elbv2 describe-${kind}s --names ${name} --query '${member}' --output text)`;
};

/**
 * Commands that take away what a step's script has made, last made first, as far as the script
 * itself names it: values that the shell works out are not known here.
 */
export const undoOf = (script: string): string[] => {
  const commands = script.replaceAll(/\\\n/g, ' ').split(/\n|;|&&|\|\|?|\$\(/);
  return commands.flatMap(undoOfCommand).reverse();
};

const undoOfCommand = (command: string): string[] => {
  const docker = /^\s*docker run\b.*?\s--name[ =]([\w.-]+)/.exec(command);
  if (docker !== null) return [`docker rm --force ${docker[1]}`];
  const [, called = '', options = ''] = /^\s*\(?aws ([a-z0-9]+ [a-z-]+)(.*)$/s.exec(command) ?? [];
  const undo = UNDO[called]?.((option) => {
    const [, value] =
      new RegExp(`\\s--${option}[ =]+['"]?([\\w./:-]+)['"]?(?=[\\s)]|$)`).exec(options) ?? [];
    return value;
  });
  return undo === undefined ? [] : [undo];
};
