#!/bin/sh
# Says of each running task that the options of list-tasks choose where its door is:
#
#   task 4f0c2b9a RUNNING on i-0123456789abcdef0 | host port 32768 -> container port 8080
#   task 81d3c0aa RUNNING on i-0123456789abcdef0 | own address 172.31.4.17
#
# Usage: sh doors.sh OPTIONS, such as: sh doors.sh --service-name host
tasks=$(aws ecs list-tasks --cluster catdoors "$@" --query 'taskArns[]' --output text)
if [ -z "$tasks" ] || [ "$tasks" = None ]; then
  echo "no task" >&2
  exit
fi
machines=$(aws ecs list-container-instances --cluster catdoors --query 'containerInstanceArns[]' \
  --output text)
# ARNs have no spaces: each is a word of its own, so they stand here without quotes.
aws ecs describe-container-instances --cluster catdoors --container-instances $machines \
  --query 'containerInstances[].[containerInstanceArn,ec2InstanceId]' --output text > machines.txt
aws ecs describe-tasks --cluster catdoors --tasks $tasks --output text > tasks.txt --query "tasks[].[
  containerInstanceArn,taskArn,lastStatus,
  attachments[].details[]|[?name=='privateIPv4Address']|[0].value,
  containers[0].networkBindings[0].hostPort,containers[0].networkBindings[0].containerPort]"
awk '
  NR == FNR { instance[$1] = $2; next }
  { sub(/.*\//, "", $2)
    door = $5 == "None" ? "no door" : "host port " $5 " -> container port " $6
    if ($4 != "None") door = "own address " $4
    print "task", substr($2, 1, 8), $3, "on", instance[$1], "|", door }
' machines.txt tasks.txt
