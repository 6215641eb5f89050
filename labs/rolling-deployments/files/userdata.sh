#!/bin/bash
echo ECS_CLUSTER=rollingcats >> /etc/ecs/ecs.config
