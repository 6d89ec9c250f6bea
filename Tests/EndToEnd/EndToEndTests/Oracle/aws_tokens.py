"""Gets temporary keys from a sandbox's local AWS with botocore and signs tokens with them.

Reads a JSON array of requests: source (profile name, "imds", or "role" with a policy of `policy` bytes), host, port,
user. Writes the tokens."""
import json
import os
import sys

import botocore.session


def credentials_of(wish):
    if wish["source"] == "imds":
        os.environ["AWS_EC2_METADATA_DISABLED"] = "false"
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.environ["AWS_CONFIG_FILE"] = "/dev/null"
        assert os.environ["AWS_EC2_METADATA_SERVICE_ENDPOINT"].startswith("http://127.0.0.1:")
        return botocore.session.Session()
    if wish["source"] != "role":
        return botocore.session.Session(profile=wish["source"])
    sts = botocore.session.Session(profile="default").create_client("sts", region_name="eu-west-1")
    keys = sts.assume_role(
        RoleArn="arn:aws:iam::123456789012:role/dba", RoleSessionName="test", Policy="x" * max(1, wish["policy"])
    )["Credentials"]
    session = botocore.session.Session()
    session.set_credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    return session


def token(wish):
    before = dict(os.environ)
    try:
        client = credentials_of(wish).create_client("rds", region_name="eu-west-1")
        return client.generate_db_auth_token(wish["host"], wish["port"], wish["user"], "eu-west-1")
    finally:
        os.environ.clear()
        os.environ.update(before)


json.dump([token(wish) for wish in json.load(sys.stdin)], sys.stdout)
