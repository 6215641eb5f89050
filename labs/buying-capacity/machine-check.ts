import {
  check,
  describeContainerInstances,
  describeInstances,
  expectService,
  expectTasks,
  serviceHistory,
  Unmet,
} from '../../grader/library.ts';
import { cluster, machineCats } from './names.ts';
import { short, type Task } from './strategy.ts';

/** Ended with their machine, rather than moved before. */
const wentDown = ({ stopCode }: Task): boolean =>
  stopCode === 'SpotInterruption' || stopCode === 'TerminationNotice';

export const machineCheck = check({
  id: 'warned',
  title: 'A Spot Instance was taken away, and its cats had moved before',
  points: 15,
  dependsOn: ['cluster'],
  run: async (context) => {
    const { createdAt } = await expectService(context, cluster, machineCats, {
      desiredCount: 2,
      launchType: 'EC2',
    });
    const gone = await describeInstances(context, { name: cluster, gone: true });
    const taken = gone.find(({ endedBy }) => endedBy === 'Server.SpotInstanceTermination');
    const { tasks } = await serviceHistory(context, {
      cluster,
      service: machineCats,
      since: createdAt,
    });
    const members = await describeContainerInstances(context, cluster);
    const stayed = new Set(members.map(({ containerInstanceArn }) => containerInstanceArn));
    const left = tasks.filter(({ containerInstanceArn: arn }) => arn && !stayed.has(arn));
    if (taken === undefined || left.length === 0) {
      throw new Unmet({
        expected: `a Spot Instance that was taken away, with cats of ${machineCats} on it before`,
        observed: taken === undefined ? 'none' : `${taken.instanceId}, without any`,
        symptom: 'missing',
      });
    }
    const lost = left.filter(wentDown);
    if (lost.length > 0) {
      throw new Unmet({
        expected: 'cats that had moved before their machine was taken away',
        observed: lost.map((task) => `task ${short(task)}: ${task.stoppedReason}`).join('; '),
        symptom: 'lost',
      });
    }
    await expectTasks(
      context,
      { cluster, serviceName: machineCats },
      {
        count: 2,
        expected: `two running tasks of ${machineCats}`,
        where: ({ lastStatus }) => lastStatus === 'RUNNING',
        within: 3_000,
      },
    );
    return `${taken.instanceId} was taken away; ${left.map(short).join(', ')} had gone before`;
  },
  hint: ({ symptom, members }) => {
    if (symptom === 'lost') {
      return `Two minutes are long enough to move, if somebody listens. The agent does with ECS_ENABLE_SPOT_INSTANCE_DRAINING=true in its configuration. Delete the service ${machineCats}, start another Spot Instance with user-data.sh, and do section 4 once more.`;
    }
    if (members.includes('desiredCount')) {
      return `Set the number: aws ecs update-service --cluster ${cluster} --service ${machineCats} --desired-count 2`;
    }
    return 'Do section 4: two machines, one of them from Spot, two cats, and then the interruption of the Spot Instance. EC2 forgets terminated instances after about an hour: if it was longer ago, do it once more.';
  },
});
