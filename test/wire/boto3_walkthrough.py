"""The walk-through with boto3; asserts as it goes and prints `done` at the end."""

import time

import boto3
from botocore.exceptions import ClientError

ecs = boto3.client("ecs")
logs = boto3.client("logs")
network = {"awsvpcConfiguration": {"subnets": ["subnet-0ca7000000000000a"]}}
quickly = {"Delay": 1, "MaxAttempts": 120}


def code_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


identity = boto3.client("sts").get_caller_identity()
assert identity["Account"] == "111122223333", identity
assert identity["ResponseMetadata"]["RequestId"], identity

cluster = ecs.create_cluster(clusterName="allthecats")["cluster"]
assert cluster["status"] == "ACTIVE", cluster
for _ in range(3):
    definition = ecs.register_task_definition(
        family="containerofcats",
        requiresCompatibilities=["FARGATE"],
        networkMode="awsvpc",
        cpu="512",
        memory="1024",
        executionRoleArn="arn:aws:iam::111122223333:role/ecsTaskExecutionRole",
        containerDefinitions=[
            {
                "name": "containerofcatsweb",
                "image": "containerofcats",
                "portMappings": [{"containerPort": 80, "protocol": "tcp"}],
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {
                        "awslogs-group": "/ecs/containerofcats",
                        "awslogs-region": "us-east-1",
                        "awslogs-stream-prefix": "cats",
                        "awslogs-create-group": "true",
                    },
                },
            }
        ],
    )["taskDefinition"]
assert definition["revision"] == 3, definition

pages = ecs.get_paginator("list_task_definitions").paginate(PaginationConfig={"PageSize": 2})
listed = [arn for page in pages for arn in page["taskDefinitionArns"]]
assert [arn.rsplit(":", 1)[1] for arn in listed] == ["1", "2", "3"], listed

run = ecs.run_task(
    cluster="allthecats",
    taskDefinition="containerofcats",
    launchType="FARGATE",
    networkConfiguration=network,
    count=2,
)
assert run["failures"] == [], run
tasks = [task["taskArn"] for task in run["tasks"]]
assert len(tasks) == 2, run
ecs.get_waiter("tasks_running").wait(cluster="allthecats", tasks=tasks, WaiterConfig=quickly)
described = ecs.describe_tasks(cluster="allthecats", tasks=tasks)["tasks"]
assert {task["lastStatus"] for task in described} == {"RUNNING"}, described
age = time.time() - described[0]["createdAt"].timestamp()
assert -1 < age < 60, described[0]["createdAt"]

# Until a program listens it does not hear SIGTERM either, as on AWS.
for task in tasks:
    stream = "cats/containerofcatsweb/" + task.split("/")[-1]
    deadline = time.time() + 10
    messages = []
    while not messages and time.time() < deadline:
        answer = logs.get_log_events(logGroupName="/ecs/containerofcats", logStreamName=stream)
        messages = [event["message"] for event in answer["events"]]
    assert messages[:1] == ["Listening and serving HTTP on :80"], messages

for task in tasks:
    ecs.stop_task(cluster="allthecats", task=task, reason="enough cats")
ecs.get_waiter("tasks_stopped").wait(cluster="allthecats", tasks=tasks, WaiterConfig=quickly)

ecs.create_service(
    cluster="allthecats",
    serviceName="cats",
    taskDefinition="containerofcats",
    desiredCount=2,
    launchType="FARGATE",
    networkConfiguration=network,
)
ecs.get_waiter("services_stable").wait(
    cluster="allthecats", services=["cats"], WaiterConfig=quickly
)
ecs.delete_service(cluster="allthecats", service="cats", force=True)
ecs.get_waiter("services_inactive").wait(
    cluster="allthecats", services=["cats"], WaiterConfig=quickly
)

assert code_of(ecs.list_tasks, cluster="none") == "ClusterNotFoundException"
assert code_of(ecs.describe_task_definition, taskDefinition="dogs") == "ClientException"
assert code_of(logs.describe_log_streams, logGroupName="none") == "ResourceNotFoundException"
assert ecs.delete_cluster(cluster="allthecats")["cluster"]["status"] == "INACTIVE"
print("done", end="")
