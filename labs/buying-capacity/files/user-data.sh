#!/bin/bash
# Runs once, when the instance starts for the first time: tells the ECS agent where it belongs, and
# to have the instance emptied when Spot is about to take it away.
echo ECS_CLUSTER=bargaincats >> /etc/ecs/ecs.config
echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config
