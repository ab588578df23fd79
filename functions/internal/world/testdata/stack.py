"""Translates template.yaml as SAM does, and creates the stack in moto's CloudFormation.

    python3 stack.py TEMPLATE 'Parameter=value' ...

Prints the kinds and the outputs of what was created, as JSON. The region is that of AWS_DEFAULT_REGION, eu-central-1 by
default. With BESIDE=1, the stack is created next to another of the same template, with which it may share nothing.

Resources that moto does not know are made of air: their references resolve, and nothing else about them is checked.
"""
import io
import json
import logging
import os
import sys
import warnings
import zipfile

REGION = os.environ.get("AWS_DEFAULT_REGION", "eu-central-1")
os.environ.update(AWS_DEFAULT_REGION=REGION, AWS_ACCESS_KEY_ID="moto", AWS_SECRET_ACCESS_KEY="moto")
warnings.simplefilter("ignore")

import boto3
from moto import mock_aws
from moto.cloudformation import models as stacks
from moto.cloudformation import parsing
from moto.core.common_models import CloudFormationModel
from moto.events.models import EventBus, Rule
from moto.utilities.utils import get_partition
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

logging.disable(logging.WARNING)


class NoManagedPolicies:
    """The template names none, and the translator wants to be told of them."""

    def load(self):
        return {}


def with_code(path):
    """Returns the template of a file, with the code where `sam package` would put it."""
    with open(path, encoding="utf-8") as f:
        template = yaml_parse(f.read())
    template.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://code/function.zip"
    return template


def translate(template):
    """Returns the template as CloudFormation's transform AWS::Serverless leaves it."""
    translated = transform(template, {}, NoManagedPolicies())
    # A number becomes a string when it is used elsewhere in the template, says CloudFormation's page on parameters.
    # With moto it stays a number, and is equal to none of the strings that conditions compare it with.
    for parameter in translated["Parameters"].values():
        if parameter["Type"] == "Number":
            parameter.update(Type="String", Default=str(parameter["Default"]))
    make_of_air({resource["Type"] for resource in translated["Resources"].values()})
    return translated


class Air(CloudFormationModel):
    """A resource of a kind that moto does not know."""

    __module__ = "moto.air.models"  # moto wants to know which service a model belongs to

    def __init__(self, name):
        self.name = self.physical_resource_id = name

    @staticmethod
    def cloudformation_name_type():
        return ""

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        return cls(resource_name)

    @classmethod
    def has_cfn_attr(cls, attr):
        return True

    def get_cfn_attribute(self, attribute_name):
        return f"{attribute_name}-of-{self.name}"


def make_of_air(kinds):
    """Has moto take all of these kinds that it does not know."""
    for kind in kinds - set(parsing.get_model_map()):
        parsing.get_model_map()[kind] = Air
        parsing.get_name_type_map()[kind] = ""


def without_nothing(value, resources, clean=parsing.clean_json):
    """AWS::NoValue removes an element from a list; moto leaves a null in its place."""
    cleaned = clean(value, resources)
    return [v for v in cleaned if v is not None] if isinstance(cleaned, list) else cleaned


class ResourceMap(parsing.ResourceMap):
    """Knows the partition of the region; to moto, all are aws."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self._parsed_resources["AWS::Partition"] = get_partition(REGION)


parsing.clean_json = without_nothing
stacks.ResourceMap = ResourceMap
# A reference to an event bus is its name; moto has no such thing, and gives the object.
EventBus.physical_resource_id = property(lambda bus: bus.name)
# Rules are those of their bus, and so are their names; to moto's CloudFormation, the name is all.
Rule.physical_resource_id = property(lambda rule: f"{rule.event_bus_name}|{rule.name}")


def create_beside(cloudformation, template, parameters):
    """Creates another stack of the template, and returns the physical ids of what it has."""
    cloudformation.create_stack(
        StackName="crewmojo-beside", TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
    )
    return physical_ids(cloudformation, "crewmojo-beside")


def physical_ids(cloudformation, stack):
    resources = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack).build_full_result()
    return {r["PhysicalResourceId"] for r in resources["StackResourceSummaries"]} - {""}  # which permissions have


@mock_aws
def create(template, parameters):
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as z:
        z.writestr("bootstrap", "")
    s3.put_object(Bucket="code", Key="function.zip", Body=code.getvalue())

    cloudformation = boto3.client("cloudformation")
    others = create_beside(cloudformation, template, parameters) if os.environ.get("BESIDE") else set()
    cloudformation.create_stack(
        StackName="crewmojo",
        TemplateBody=json.dumps(template),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
    )
    if shared := others & physical_ids(cloudformation, "crewmojo"):
        sys.exit(f"both stacks have {sorted(shared)}")
    return describe()


def describe():
    """Returns what there is of the stack."""
    cloudformation = boto3.client("cloudformation")
    stack = cloudformation.describe_stacks(StackName="crewmojo")["Stacks"][0]
    resources = cloudformation.get_paginator("list_stack_resources").paginate(StackName="crewmojo").build_full_result()
    functions = boto3.client("lambda").list_functions()["Functions"]
    return {
        "status": stack["StackStatus"],
        "outputs": {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])},
        "resources": {r["LogicalResourceId"]: r["ResourceType"] for r in resources["StackResourceSummaries"]},
        "environments": {f["FunctionName"]: f["Environment"]["Variables"] for f in functions},
        "programs": {f["FunctionName"]: f["CodeSha256"] for f in functions},
    }


def main():
    template = translate(with_code(sys.argv[1]))
    parameters = dict(argument.split("=", 1) for argument in sys.argv[2:])
    if unknown := parameters.keys() - template["Parameters"].keys():
        sys.exit(f"the template has no parameters {sorted(unknown)}")  # moto takes them
    json.dump(create(template, parameters), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
