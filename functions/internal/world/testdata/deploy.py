"""Runs the AWS CLI's commands on standard input in a folder, against moto's S3 and CloudFormation.

    python3 deploy.py FOLDER BUCKET < commands

The bucket is there already. What is deployed is translated as the transform AWS::Serverless does it. Prints what
stack.py prints.
"""
import json
import os
import subprocess
import sys

import stack
import boto3
from moto.cloudformation import models
from moto.server import ThreadedMotoServer


def transformed(parse):
    """Has moto do what it does not: apply the transform that a template asks for."""

    def parse_and_translate(text):
        template = parse(text)
        return stack.translate(template) if "Transform" in template else template

    return parse_and_translate


def apply_with_outputs(change_set, apply=models.ChangeSet.apply):
    """A change set gives a stack its outputs, too; with moto it does not."""
    apply(change_set)
    change_set.stack.template_dict = change_set.template_dict
    change_set.stack.output_map = change_set.stack._create_output_map()


def main():
    folder, bucket = sys.argv[1:]
    parse = transformed(models.Stack.parse_template)
    models.Stack.parse_template = staticmethod(parse)
    models.ChangeSet._parse_template = lambda self: setattr(self, "template_dict", parse(self.template))
    models.ChangeSet.apply = apply_with_outputs
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    os.environ["AWS_ENDPOINT_URL"] = "http://localhost:%d" % server.get_host_and_port()[1]
    boto3.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": stack.REGION})
    done = subprocess.run(["sh", "-e"], input=sys.stdin.read(), text=True, cwd=folder, stdout=sys.stderr)
    if done.returncode == 0:
        json.dump(stack.describe(), sys.stdout, indent=1)
    server.stop()
    sys.exit(done.returncode)


main()
