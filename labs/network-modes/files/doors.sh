#!/bin/sh
# Says of each running task that the options of list-tasks choose on which container instance it is,
# and where its door is:
#
#   task 4f0c2b9a RUNNING on 6e550fe1 | host port 32768 -> container port 8080
#   task 81d3c0aa RUNNING on 6e550fe1 | own address 172.31.4.17
#
# Usage: sh doors.sh OPTIONS, such as: sh doors.sh --service-name host
tasks=$(aws ecs list-tasks --cluster catdoors "$@" --query 'taskArns[]' --output text)
if [ -z "$tasks" ] || [ "$tasks" = None ]; then
  echo "no task" >&2
  exit
fi
# ARNs have no spaces: each is a word of its own, so they stand here without quotes.
aws ecs describe-tasks --cluster catdoors --tasks $tasks --output text --query "tasks[].[
  taskArn,lastStatus,containerInstanceArn,
  containers[0].networkBindings[0].hostPort,containers[0].networkBindings[0].containerPort,
  attachments[].details[]|[?name=='privateIPv4Address']|[0].value]" |
  awk '{
    gsub(/[^ \t]*\//, "")
    door = $4 == "None" ? "no door" : "host port " $4 " -> container port " $5
    if ($6 != "None") door = "own address " $6
    print "task", substr($1, 1, 8), $2, "on", substr($3, 1, 8), "|", door
  }'
