#!/bin/sh
# Runs four cats that leave by themselves in a moment, placed by the strategies given, and says
# where they went.
# Usage: sh try.sh STRATEGY..., such as: sh try.sh type=binpack,field=memory
set -e
placed=$(aws ecs run-task --cluster cattery --task-definition cat --launch-type EC2 --count 4 \
  --overrides '{"containerOverrides":[{"name":"cat","command":["sleep","2"]}]}' \
  --placement-strategy "$@" --output text \
  --query 'tasks[].[taskArn,availabilityZone,containerInstanceArn]')
echo "$@:"
echo "$placed" | awk '{ sub(/.*\//, "", $3); print $2, $3 }' | sort | uniq -c
# The next four shall find what these have found. One word for each task, so without quotes.
aws ecs wait tasks-stopped --cluster cattery --tasks $(echo "$placed" | awk '{ print $1 }')
