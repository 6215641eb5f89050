# Says how far the newest deployment of a service has come, whenever that changes.
#
#   sh watch.sh CLUSTER SERVICE          until it has ended
#   sh watch.sh CLUSTER SERVICE STAGE    until it has reached that lifecycle stage, or has ended
deployment=$(aws ecs list-service-deployments --cluster "$1" --service "$2" --output text \
  --query 'serviceDeployments[0].serviceDeploymentArn') || exit
revision='runningTaskCount,requestedProductionTrafficWeight,requestedTestTrafficWeight'
before=
while :; do
  now=$(aws ecs describe-service-deployments --service-deployment-arns "$deployment" --output text \
    --query "serviceDeployments[0].[[status,lifecycleStage],
      sourceServiceRevisions[0].[$revision] || [\`0\`,\`0\`,\`0\`],
      targetServiceRevision.[$revision]][]") || exit
  if [ "$now" != "$before" ]; then
    echo "$now" | awk -v time="$(date +%T)" '{
      what = $1 == "IN_PROGRESS" ? $2 : $1
      printf "%s  %-29s", time, what
      if ($3 + $4 > 0) printf "  old: %d tasks, %3d %%, test %3d %%", $3, $4, $5
      printf "  new: %d tasks, %3d %%, test %3d %%\n", $6, $7, $8
    }'
    before=$now
  fi
  set -- "$1" "$2" "$3" $now
  [ -z "$3" ] || [ "$3" != "$5" ] || break
  case $4 in PENDING | *REQUESTED | *IN_PROGRESS) sleep 1 ;; *) break ;; esac
done
