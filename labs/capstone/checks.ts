// What the capstone asks for: all that the screenshots of the assignment once showed.
import { check, defineChecks, expectCluster, expectRole, Unmet } from '../../grader/library.ts';
import { questionOf } from './health-question.ts';
import { runningChecks } from './running-checks.ts';
import {
  cpu,
  expectAll,
  family,
  image,
  imageOf,
  newest,
  ownOf,
  policy,
  port,
  register,
  revisionOf,
  role,
  withCredit,
} from './wanted.ts';

export default defineChecks(
  check({
    id: 'cluster',
    title: 'Your cluster is ACTIVE',
    points: 5,
    run: async (context) => {
      const { cluster } = ownOf(context);
      const { status, clusterArn } = await expectCluster(context, cluster);
      return `the cluster ${cluster} is ${status} (${clusterArn})`;
    },
    hint: 'Create the cluster by the name of your own values: aws ecs create-cluster --cluster-name "$CLUSTER"',
  }),

  check({
    id: 'role',
    title: `ECS tasks may assume the role ${role}, which has the policy they need`,
    points: 10,
    run: async (context) => {
      const trusted = { assumedBy: 'ecs-tasks.amazonaws.com' };
      // A third for the role, one for whom it trusts, one for what it may do.
      await expectRole(context, role, {});
      await withCredit(1 / 3, () => expectRole(context, role, trusted));
      const found = await withCredit(2 / 3, () =>
        expectRole(context, role, { ...trusted, policies: [policy] }),
      );
      return `${found.Arn}, for ${trusted.assumedBy}, with ${policy}`;
    },
    hint: ({ symptom }) => {
      switch (symptom) {
        case 'missing':
          return `Create it: aws iam create-role --role-name ${role} --assume-role-policy-document file://trust.json`;
        case 'trust':
          return 'The trust policy names somebody else. Tasks are ecs-tasks.amazonaws.com; ecs.amazonaws.com is the service scheduler. Put it right: aws iam update-assume-role-policy';
        default:
          return `Nobody may do anything without a policy: aws iam attach-role-policy --role-name ${role} --policy-arn arn:aws:iam::aws:policy/service-role/${policy}`;
      }
    },
  }),

  check({
    id: 'definition',
    title: `The family ${family} has a revision`,
    points: 5,
    run: async (context) => {
      const { definition } = await newest(context);
      return `${revisionOf(definition)} is ACTIVE (${definition.taskDefinitionArn})`;
    },
    hint: 'Fill in skeleton.json, and register it: aws ecs register-task-definition --cli-input-json file://task.json',
  }),

  check({
    id: 'fargate',
    title: 'The task definition is for Fargate, of your own size, with the app on port 8080',
    points: 15,
    dependsOn: ['definition'],
    run: async (context) => {
      const { memory } = ownOf(context);
      const { definition, app } = await newest(context);
      const { requiresCompatibilities: needs = [], networkMode = 'none' } = definition;
      const ports = (app?.portMappings ?? []).map(({ containerPort }) => containerPort);
      const of = (member: string, wanted: string, found = 'none') => ({
        ...{ member, met: found === wanted },
        ...{ wanted: `${member} ${wanted}`, found: `${member} ${found}` },
      });
      expectAll(revisionOf(definition), [
        of('requiresCompatibilities', 'FARGATE', needs.includes('FARGATE') ? 'FARGATE' : undefined),
        of('networkMode', 'awsvpc', networkMode),
        of('cpu', String(cpu), definition.cpu),
        of('memory', memory, definition.memory),
        of('image', image, app && imageOf(app)),
        {
          ...of('containerPort', String(port), ports.join(' and ') || undefined),
          met: ports.includes(port),
        },
      ]);
      return `${revisionOf(definition)}: FARGATE, awsvpc, cpu ${cpu}, memory ${memory}, ${image} on port ${port}`;
    },
    hint: ({ members: [member] }) => {
      switch (member) {
        case 'memory':
          return `Your own values say how much memory the task gets: echo "$MEMORY". Then ${register}.`;
        case 'cpu':
          return `One vCPU is 1024 CPU units: "cpu": "1024". Then ${register}.`;
        case 'image':
          return `The app that is to run is ${image}. Then ${register}.`;
        case 'containerPort':
          return `The app listens on 8080: "portMappings": [{ "containerPort": 8080 }]. Then ${register}.`;
        default:
          return `Fargate needs "requiresCompatibilities": ["FARGATE"] and "networkMode": "awsvpc". Then ${register}.`;
      }
    },
  }),

  check({
    id: 'execution-role',
    title: 'The task definition names the role as its execution role',
    points: 5,
    dependsOn: ['role', 'definition'],
    run: async (context) => {
      const { Arn } = await expectRole(context, role);
      const { definition } = await newest(context);
      const { executionRoleArn: found = 'none' } = definition;
      if (found === Arn || found === role)
        return `${revisionOf(definition)} has the execution role ${found}`;
      throw new Unmet({ expected: `the execution role ${Arn}`, observed: found });
    },
    hint: 'Put the ARN of the role into executionRoleArn. (taskRoleArn is for what the app itself may do.) To see it: aws iam get-role --role-name ecsTaskExecutionRole --query Role.Arn',
  }),

  check({
    id: 'health-check',
    title: 'The health check hands in the form, as the assignment says',
    points: 20,
    dependsOn: ['definition'],
    run: async (context) => {
      const { definition, app } = await newest(context);
      const { visitor } = ownOf(context);
      expectAll(`the health check of ${revisionOf(definition)}`, questionOf(app ?? {}, visitor));
      return `${revisionOf(definition)}: ${app?.healthCheck?.command?.join(' ')}`;
    },
    hint: ({ members: [member] }) => {
      switch (member) {
        case 'kind':
          return 'Begin the command with "CMD-SHELL": what follows is a line for the shell in the container.';
        case 'fails':
          return 'Without -f, curl ends with 0 whatever the app answers, and the check lies.';
        case 'port':
          return 'The check runs inside the container: ask http://localhost:8080/, where the app listens.';
        case 'method':
          return 'A form is handed in by POST: curl -X POST -d …';
        case 'type':
          return "Say what you send: -H 'Content-Type: application/x-www-form-urlencoded'. The app takes no JSON.";
        case 'fields':
          return "A form is 'username=…&email=…&address=…', with all three filled in.";
        case 'visitor':
          return 'The username is one of your own values: echo "$VISITOR"';
        default:
          return 'End the command with || exit 1, so that whatever goes wrong is one and the same no.';
      }
    },
  }),

  ...runningChecks,
);
