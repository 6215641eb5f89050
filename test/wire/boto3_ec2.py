"""EC2 with boto3, client and resource; asserts as it goes and prints `done` at the end."""

import boto3
from botocore.exceptions import ClientError

ec2 = boto3.client("ec2")
resource = boto3.resource("ec2")
quickly = {"Delay": 1, "MaxAttempts": 120}


def code_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


assert ec2.describe_instances()["Reservations"] == []
images = ec2.describe_images(
    Owners=["amazon"],
    Filters=[
        {"Name": "name", "Values": ["al2023-ami-ecs-hvm-*"]},
        {"Name": "architecture", "Values": ["x86_64"]},
    ],
)["Images"]
assert len(images) == 1, images
[subnet] = ec2.describe_subnets(
    Filters=[{"Name": "availability-zone", "Values": ["us-east-1c"]}]
)["Subnets"]

[instance] = resource.create_instances(
    ImageId=images[0]["ImageId"],
    InstanceType="t3.micro",
    MinCount=1,
    MaxCount=1,
    SubnetId=subnet["SubnetId"],
    UserData="#!/bin/bash\necho ECS_CLUSTER=ECSDemo >> /etc/ecs/ecs.config\n",
)
ec2.get_waiter("instance_running").wait(InstanceIds=[instance.id], WaiterConfig=quickly)
instance.reload()
assert instance.state == {"Code": 16, "Name": "running"}, instance.state
assert instance.public_dns_name.startswith(f"{instance.id}.ec2.localhost:"), instance.public_dns_name
assert instance.placement["AvailabilityZone"] == "us-east-1c", instance.placement
assert instance.subnet_id == subnet["SubnetId"]
assert instance.private_ip_address, instance.private_ip_address

instance.create_tags(Tags=[{"Key": "stack", "Value": "prod"}])
found = list(resource.instances.filter(Filters=[{"Name": "tag:stack", "Values": ["pr?d"]}]))
assert [each.id for each in found] == [instance.id], found
instance.delete_tags(Tags=[{"Key": "stack"}])
instance.reload()
assert not instance.tags, instance.tags

[change] = instance.stop()["StoppingInstances"]
assert change["CurrentState"]["Name"] == "stopping", change
ec2.get_waiter("instance_stopped").wait(InstanceIds=[instance.id], WaiterConfig=quickly)
instance.start()
ec2.get_waiter("instance_running").wait(InstanceIds=[instance.id], WaiterConfig=quickly)
statuses = ec2.describe_instance_status()["InstanceStatuses"]
assert statuses[0]["InstanceStatus"]["Status"] == "ok", statuses
instance.terminate()
ec2.get_waiter("instance_terminated").wait(InstanceIds=[instance.id], WaiterConfig=quickly)

pages = list(
    ec2.get_paginator("describe_instance_types").paginate(PaginationConfig={"PageSize": 20})
)
assert [len(page["InstanceTypes"]) for page in pages] == [20, 20, 11], pages
assert code_of(ec2.terminate_instances, InstanceIds=["i-0123456789abcdef0"]) == (
    "InvalidInstanceID.NotFound"
)
assert code_of(ec2.start_instances, InstanceIds=[instance.id]) == "IncorrectInstanceState"
assert code_of(ec2.describe_regions, DryRun=True) == "DryRunOperation"
assert code_of(ec2.create_vpc, CidrBlock="10.0.0.0/16") == "InvalidAction"
print("done")
