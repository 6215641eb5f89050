#!/bin/sh
# Says of each running task of the cluster ECSDemo on which EC2 instance it is, and at which port:
#
#   i-0123456789abcdef0 port 32768 task 4f0c2b9a RUNNING
tasks=$(aws ecs list-tasks --cluster ECSDemo --query 'taskArns[]' --output text)
if [ -z "$tasks" ] || [ "$tasks" = None ]; then
  echo "no task" >&2
  exit
fi
# ARNs have no spaces: each is a word of its own, so they stand here without quotes.
aws ecs describe-tasks --cluster ECSDemo --tasks $tasks --output text > tasks.txt \
  --query 'tasks[].[containerInstanceArn,taskArn,containers[0].networkBindings[0].hostPort,lastStatus]'
# A container instance is one EC2 instance for good, so those we know need not be asked for again.
touch machines.txt
for machine in $(cut -f 1 tasks.txt | sort -u); do
  grep -q "$machine" machines.txt ||
    aws ecs describe-container-instances --cluster ECSDemo --container-instances "$machine" \
      --output text --query 'containerInstances[].[containerInstanceArn,ec2InstanceId]' >> machines.txt
done
awk '
  NR == FNR { instance[$1] = $2; next }
  { sub(/.*\//, "", $2); print instance[$1], "port", $3, "task", substr($2, 1, 8), $4 }
' machines.txt tasks.txt | sort
