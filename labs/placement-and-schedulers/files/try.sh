#!/bin/sh
# Places four cats by the strategies given, says where they went, and sends them home again.
# Usage: sh try.sh STRATEGY..., such as: sh try.sh type=binpack,field=memory
set -e
tasks=$(aws ecs run-task --cluster cattery --task-definition cat --launch-type EC2 --count 4 \
  --started-by trial --placement-strategy "$@" --query 'tasks[].taskArn' --output text)
echo "$@:"
sh where.sh --started-by trial
for task in $tasks; do
  aws ecs stop-task --cluster cattery --task "$task" > /dev/null
done
# One word for each task, so without quotes.
aws ecs wait tasks-stopped --cluster cattery --tasks $tasks
