#!/bin/bash
# The same, written late in the evening.
echo ECS_CLUSTER=ECSDmeo >> /etc/ecs/ecs.config
