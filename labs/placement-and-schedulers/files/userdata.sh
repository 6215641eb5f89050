#!/bin/bash
# Runs when the instance starts for the first time, and tells its ECS agent where to sign on.
echo ECS_CLUSTER=cattery >> /etc/ecs/ecs.config
