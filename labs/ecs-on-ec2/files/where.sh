#!/bin/sh
# Says of each running task of the cluster ECSDemo on which EC2 instance it is, and at which port.
#
#   i-0123456789abcdef0 port 32768 task 4f0c2b9a RUNNING
machines=$(aws ecs list-container-instances --cluster ECSDemo \
  --query 'containerInstanceArns[]' --output text)
tasks=$(aws ecs list-tasks --cluster ECSDemo --query 'taskArns[]' --output text)
if [ -z "$tasks" ] || [ "$tasks" = None ]; then
  echo "no task" >&2
  exit
fi
# ARNs have no spaces: each is a word of its own, so they stand here without quotes.
{
  aws ecs describe-container-instances --cluster ECSDemo --container-instances $machines \
    --output text --query "containerInstances[].['machine',containerInstanceArn,ec2InstanceId]"
  aws ecs describe-tasks --cluster ECSDemo --tasks $tasks --output text \
    --query "tasks[].['task',containerInstanceArn,taskArn,containers[0].networkBindings[0].hostPort,lastStatus]"
} | awk '
  $1 == "machine" { instance[$2] = $3; next }
  { sub(/.*\//, "", $3); print instance[$2], "port", $4, "task", substr($3, 1, 8), $5 }
' | sort
