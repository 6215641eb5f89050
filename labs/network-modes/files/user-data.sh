#!/bin/bash
# Runs once, when the instance starts for the first time: tells the ECS agent where it belongs.
echo ECS_CLUSTER=catdoors >> /etc/ecs/ecs.config
