# Says what each deployment of a service has, whenever that changes, until none is IN_PROGRESS.
#
#   sh watch.sh CLUSTER SERVICE
before=
while :; do
  now=$(aws ecs describe-services --cluster "$1" --services "$2" --output text \
    --query 'services[0].deployments[].[taskDefinition,rolloutState,runningCount,pendingCount]') || exit
  if [ "$now" != "$before" ]; then
    echo "$now" | awk -v time="$(date +%T)" '{
      revision = $1
      sub(/.*:/, "", revision)
      line = line sprintf("   revision %s: %d running, %d pending, %s", revision, $3, $4, $2)
    } END { print time line }'
    before=$now
  fi
  case $now in
    *IN_PROGRESS*) sleep 1 ;;
    *) break ;;
  esac
done
