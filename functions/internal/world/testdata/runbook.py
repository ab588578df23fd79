"""Runs the commands of RUNBOOK.md as they are printed, with the AWS CLI, against moto's servers.

    python3 runbook.py RUNBOOK.md

Prints nothing if each command succeeds and does what the text around it says.
"""
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import warnings

warnings.simplefilter("ignore")
os.environ.update(AWS_DEFAULT_REGION="eu-central-1", AWS_ACCESS_KEY_ID="moto", AWS_SECRET_ACCESS_KEY="moto")

import boto3
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
ACCOUNT = "123456789012"
FUNCTION = "import"
EVENT = {"Records": [{"s3": {"object": {"key": "incoming/employees.csv"}}}]}


def sections(path):
    """Returns the indented blocks of each section of the runbook, by its heading."""
    found, heading = {}, ""
    with open(path, encoding="utf-8") as f:
        for block in re.split(r"\n\n+", f.read()):
            if title := re.search(r"^#+ (.*)", block):
                heading = title[1]
            elif block.startswith("    "):
                found.setdefault(heading, []).append(re.sub(r"(?m)^ +", "", block))
    return found


def run(commands, **names):
    """Runs commands in a shell that stops at the first that fails, with names in the place of words in capitals."""
    for word, value in names.items():
        commands = re.sub(rf"\b{word.replace('_', '-')}\b", value, commands)
    aws = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n'  # version 1 has a host of its own for SQS
    shell = subprocess.run(["bash", "-euo", "pipefail", "-c", aws + commands], capture_output=True, text=True)
    assert shell.returncode == 0, f"{commands}\n{shell.stdout}{shell.stderr}"
    return shell.stdout


def put(bucket, *keys):
    for key in keys:
        boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=key.encode(), Metadata={"sha": "1"})


def keys(bucket):
    return {o["Key"] for o in boto3.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])}


def text(bucket, key):
    return boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()


def set_up(url):
    """Makes what the commands name, and returns the names."""
    configuration = json.dumps({"lambda": {"use_docker": False}}).encode()
    urllib.request.urlopen(urllib.request.Request(url + "/moto-api/config", configuration, method="POST"))
    s3 = boto3.client("s3")
    for bucket in ("bucket", "old", "new"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    role = boto3.client("iam").create_role(RoleName="run", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    boto3.client("lambda").create_function(
        FunctionName=FUNCTION, Runtime="provided.al2023", Role=role, Handler="bootstrap", Code={"ZipFile": b"none"})
    for name, content in {"employees.csv": "a,b\n", "secret.json": '{"client_id":"x"}', "event.json": json.dumps(EVENT)}.items():
        with open(name, "w", encoding="utf-8") as f:
            f.write(content)
    return {
        "QUEUE": boto3.client("sqs").create_queue(QueueName="failed")["QueueUrl"],
        "TOPIC": boto3.client("sns").create_topic(Name="people")["TopicArn"],
        "SECRET": boto3.client("secretsmanager").create_secret(Name="crewmojo", SecretString="{}")["ARN"],
        "NEW_KEY": boto3.client("kms").create_key()["KeyMetadata"]["Arn"],
        "BUCKET": "bucket", "OLD": "old", "NEW": "new", "FUNCTION": FUNCTION, "ID": "20261123T210501Z-3f2a9c81d04b",
    }


def replays(commands, names, body):
    """The message is taken from the queue, its event is handed to the function, and the message is deleted."""
    sqs = boto3.client("sqs")
    sqs.send_message(QueueUrl=names["QUEUE"], MessageBody=json.dumps(body))
    run(commands, **names)
    left = sqs.get_queue_attributes(QueueUrl=names["QUEUE"], AttributeNames=["All"])["Attributes"]
    assert left["ApproximateNumberOfMessages"] == left["ApproximateNumberOfMessagesNotVisible"] == "0", left
    for name in ("event.json", "outcome.json"):
        if name in commands:
            with open(name, encoding="utf-8") as f:
                assert json.load(f) == EVENT, name


def files(runbook, names):
    put("bucket", "imports/" + names["ID"] + "/result.json", "imports/" + names["ID"] + "/source.csv", "incoming/employees.csv")
    result = run("\n".join(runbook["Read a result"]), **names)
    assert names["ID"] in result and "result.json" in result, result
    run(runbook["Approve a held file"][0], **names)
    assert text("bucket", "approved/source.csv") == "imports/" + names["ID"] + "/source.csv"
    run(runbook["Seed the baseline"][0], **names)
    assert "seed/employees.csv" in keys("bucket")
    record = {"requestContext": {"functionArn": "f", "condition": "RetriesExhausted"}, "requestPayload": EVENT}
    replays(runbook["Replay what failed"][0], names, record)
    replays(runbook["Replay what failed"][0], names, {"detail": record})
    run(runbook["Replay what failed"][1], **names)
    replays(runbook["Tell people again"][0], names, EVENT)
    replays(runbook["Tell people again"][0], names, {"requestPayload": EVENT})


def stop_and_go_on(runbook, names):
    s3 = boto3.client("s3")
    s3.put_bucket_notification_configuration(Bucket="bucket", NotificationConfiguration={"LambdaFunctionConfigurations": [
        {"LambdaFunctionArn": f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:{FUNCTION}", "Events": ["s3:ObjectCreated:*"],
         "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "incoming/"}]}}}]})
    remove, restore, limit, unlimit = runbook["Stop everything"]
    before = s3.get_bucket_notification_configuration(Bucket="bucket")["LambdaFunctionConfigurations"]
    run(remove, **names)
    assert "LambdaFunctionConfigurations" not in s3.get_bucket_notification_configuration(Bucket="bucket")
    run(restore, **names)
    assert s3.get_bucket_notification_configuration(Bucket="bucket")["LambdaFunctionConfigurations"] == before
    client = boto3.client("lambda")
    run(limit, **names)
    assert client.get_function_concurrency(FunctionName=FUNCTION)["ReservedConcurrentExecutions"] == 0
    run(unlimit, **names)
    assert "ReservedConcurrentExecutions" not in client.get_function_concurrency(FunctionName=FUNCTION)


def keys_and_buckets(runbook, names):
    put("bucket", "state/baseline.csv", "reports/r/r.csv")
    run(runbook["Change the bucket's key"][0], **names)
    for key in ("state/baseline.csv", "reports/r/r.csv"):
        head = boto3.client("s3").head_object(Bucket="bucket", Key=key)
        assert head["SSEKMSKeyId"] == names["NEW_KEY"] and head["Metadata"] == {"sha": "1"}, head
    put("old", "state/baseline.csv", "imports/held/0.json", "reports/r/r.csv", "incoming/employees.csv")
    run(runbook["Delete the stack, and create it again"][2], **names)
    assert keys("new") == {"state/baseline.csv", "imports/held/0.json", "reports/r/r.csv"}, keys("new")
    versions, delete = runbook["Delete a person's data"][2].split("aws s3api delete-object")
    for key, version in re.findall(r"(\S+)\t(\S+)\n", run(versions, **names)):
        run("aws s3api delete-object" + delete, KEY=key, VERSION=version, **names)
    assert run(versions, **names).strip() in ("", "None")


def forget(runbook, names):
    """A line is taken out of the baseline between the two commands; the import's folder goes."""
    put("bucket", "state/baseline.csv", "imports/" + names["ID"] + "/source.csv")
    down, up = runbook["Delete a person's data"][0].strip().split("\n")
    run(down + "\necho edited > baseline.csv\n" + up, **names)
    assert text("bucket", "state/baseline.csv") == "edited\n" and not os.path.exists("baseline.csv")
    run(runbook["Delete a person's data"][1], **names)
    assert not [key for key in keys("bucket") if names["ID"] in key], keys("bucket")


def delete_stack(runbook, names):
    """Whoever has a policy is listed, and then has it no more: IAM would not delete it, though moto does."""
    iam = boto3.client("iam")
    allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
    policy = iam.create_policy(PolicyName="put", PolicyDocument=json.dumps(allow))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="run", PolicyArn=policy)
    detach, delete = runbook["Delete the stack, and create it again"][:2]
    assert '"RoleName": "run"' in run(detach, POLICY=policy, ROLE="run", **names)
    assert not iam.list_entities_for_policy(PolicyArn=policy)["PolicyRoles"]
    boto3.client("cloudformation").create_stack(StackName="crewmojo", TemplateBody=json.dumps(
        {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}))
    run(delete, **names)
    assert not boto3.client("cloudformation").describe_stacks()["Stacks"]


def people(runbook, names):
    run(runbook["Have an address confirmed"][0], **names)
    assert boto3.client("sns").list_subscriptions_by_topic(TopicArn=names["TOPIC"])["Subscriptions"]
    run(runbook["Rotate the secret"][0], **names)
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=names["SECRET"])["SecretString"]
    assert secret == '{"client_id":"x"}' and not os.path.exists("secret.json"), secret


def presigned_upload(runbook):
    """The address is of the region's own host and the bucket's name is in it, and the signature is of version 4."""
    lines = runbook["Point an HR system at the bucket"][0]
    for region, suffix in {
        "us-east-1": "s3.amazonaws.com", "eu-central-1": "s3.eu-central-1.amazonaws.com", "us-gov-west-1": "s3.us-gov-west-1.amazonaws.com",
        "ap-southeast-4": "s3.ap-southeast-4.amazonaws.com", "cn-north-1": "s3.cn-north-1.amazonaws.com.cn",
    }.items():
        python = lines.replace("REGION", region).replace("BUCKET", "crewmojo-bucket")
        out = subprocess.run([sys.executable, "-c", python], capture_output=True, text=True, check=True).stdout
        url = urllib.parse.urlparse(out.strip())
        assert (url.hostname, url.path) == (f"crewmojo-bucket.{suffix}", "/incoming/employees.csv"), out
        assert urllib.parse.parse_qs(url.query)["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"], out


def main():
    runbook = sections(sys.argv[1])
    presigned_upload(runbook)
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ["AWS_ENDPOINT_URL"] = url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        names = set_up(url)
        files(runbook, names)
        run(runbook["An alarm rang"][0], **names)
        run(runbook["Back-fill reports"][1], **names)
        stop_and_go_on(runbook, names)
        keys_and_buckets(runbook, names)
        forget(runbook, names)
        delete_stack(runbook, names)
        people(runbook, names)
        os.chdir("/")
    server.stop()


main()
