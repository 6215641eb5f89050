#!/bin/sh
# Says how many tasks of which group are in which zone, on which container instance.
# Usage: sh where.sh OPTIONS-OF-LIST-TASKS, such as: sh where.sh --service-name lodgers
tasks=$(aws ecs list-tasks --cluster cattery "$@" --query 'taskArns[]' --output text)
if [ -z "$tasks" ] || [ "$tasks" = None ]; then
  echo "no task"
  exit
fi
# One word for each task, so without quotes.
aws ecs describe-tasks --cluster cattery --tasks $tasks --output text \
  --query 'tasks[].[group,availabilityZone,containerInstanceArn]' |
  sed 's|arn:.*/||' | sort | uniq -c
