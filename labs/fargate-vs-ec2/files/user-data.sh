#!/bin/bash
# Runs once, when the instance starts for the first time: tells the ECS agent where it belongs.
echo ECS_CLUSTER=catbills >> /etc/ecs/ecs.config
