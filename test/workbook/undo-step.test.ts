import { expect, test } from 'vitest';
import { undoOf } from '../../src/workbook/undo-step.ts';

test.each([
  ['aws ecs create-cluster --cluster-name cats', ['aws ecs delete-cluster --cluster cats']],
  [
    'aws ecs create-service --cluster cats \\\n  --service-name web --desired-count 2',
    ['aws ecs delete-service --cluster cats --service web --force'],
  ],
  [
    "aws ecs create-cluster --cluster-name 'a'\nDOOR=$(aws elbv2 create-target-group --name doors --port 80)",
    [
      "aws elbv2 delete-target-group --target-group-arn $(aws elbv2 describe-target-groups --names doors --query 'TargetGroups[0].TargetGroupArn' --output text)",
      'aws ecs delete-cluster --cluster a',
    ],
  ],
  ['docker run --detach --name cat -p 8080:80 cats && docker ps', ['docker rm --force cat']],
  [
    'aws logs create-log-group --log-group-name /ecs/cats',
    ['aws logs delete-log-group --log-group-name /ecs/cats'],
  ],
  [
    'aws iam create-role --role-name feeder --assume-role-policy-document file://trust.json\naws iam attach-role-policy --role-name feeder --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess',
    [
      'aws iam detach-role-policy --role-name feeder --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess',
      'aws iam delete-role --role-name feeder',
    ],
  ],
  ['aws ecs create-cluster --cluster-name "$NAME"', []],
  ['aws ecs create-cluster --cluster-name $NAME-cats', []],
  ['aws ecs describe-clusters --clusters cats', []],
  ['echo aws ecs create-cluster --cluster-name cats', []],
])('%s is undone by %j', (script, commands) => {
  expect(undoOf(script)).toEqual(commands);
});
