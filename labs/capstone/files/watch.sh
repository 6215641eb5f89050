# Says how the tasks of a service are, whenever that changes.
#
#   sh watch.sh CLUSTER SERVICE         until all that it wants are HEALTHY, and no others are there,
#                                       or its deployment has FAILED
#   sh watch.sh CLUSTER SERVICE TASK    until that task is told to go
before=
while :; do
  tasks=$(aws ecs list-tasks --cluster "$1" --service-name "$2" --output text \
    --query 'taskArns[]') || exit
  # ARNs have no spaces: each is a word of its own, so they stand here without quotes.
  now=$([ -z "$tasks" ] || [ "$tasks" = None ] ||
    aws ecs describe-tasks --cluster "$1" --tasks $tasks --output text \
      --query 'tasks[].[taskArn,lastStatus,healthStatus]' |
    awk '{ sub(/.*\//, "", $1); print substr($1, 1, 8), $2, $3 }' | sort)
  if [ "$now" != "$before" ]; then
    echo "$now" | awk -v time="$(date +%T)" '{ line = line "   " $0 } END { print time line }'
    before=$now
  fi
  if [ -n "$3" ]; then
    case $tasks in *"$3"*) ;; *) break ;; esac
  elif ! echo "$now" | grep -q UNKNOWN; then
    healthy=$(echo "$now" | grep -c ' RUNNING HEALTHY')
    all=$(echo "$now" | grep -c .)
    case $(aws ecs describe-services --cluster "$1" --services "$2" --output text \
      --query 'services[0].[desiredCount,deployments[].rolloutState]') in
      *IN_PROGRESS*) ;;
      *FAILED*) break ;;
      "$all"[!0-9]*) [ "$healthy" != "$all" ] || break ;;
      [0-9]*) ;;
      *) exit 1 ;;
    esac
  fi
  sleep 1
done
