#!/bin/bash
echo ECS_CLUSTER=catbook >> /etc/ecs/ecs.config
