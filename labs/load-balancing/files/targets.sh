#!/bin/sh
# Says of each target of a target group where it is, and how it is:
#
#   sh targets.sh NAME             i-0123456789abcdef0 32768 healthy
#   sh targets.sh NAME NUMBER      as soon as there are so many, all of them healthy
while :; do
  arn=$(aws elbv2 describe-target-groups --names "$1" --output text \
    --query 'TargetGroups[0].TargetGroupArn') || exit
  targets=$(aws elbv2 describe-target-health --target-group-arn "$arn" --output text \
    --query 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth.State]') || exit
  healthy=$(echo "$targets" | grep -c 'healthy$')
  [ -z "$2" ] && break
  case $targets in *unhealthy* | *initial* | *draining* | *unused*) ;; *) [ "$healthy" -ne "$2" ] || break ;; esac
  sleep 1
done
echo "$targets" | sort
