"""Reads a JSON array of token requests and writes botocore's tokens."""
import datetime
import json
import sys

import botocore.auth
from botocore.credentials import Credentials
from botocore.hooks import HierarchicalEmitter
from botocore.model import ServiceId
from botocore.signers import RequestSigner, dsql_generate_db_connect_admin_auth_token
from botocore.signers import dsql_generate_db_connect_auth_token, generate_db_auth_token


class Client:
    def __init__(self, case):
        credentials = Credentials(case["accessKeyID"], case["secretAccessKey"], case.get("sessionToken"))
        self._emitter = HierarchicalEmitter()  # the signer holds only a weak reference
        self._request_signer = RequestSigner(
            ServiceId("RDS"), case["region"], "rds", "v4", credentials, self._emitter
        )


def token(case):
    now = datetime.datetime.fromtimestamp(case["time"], datetime.timezone.utc).replace(tzinfo=None)
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: now
    client = Client(case)
    if case["kind"] == "rds":
        return generate_db_auth_token(client, case["host"], case["port"], case["user"], case["region"])
    sign = dsql_generate_db_connect_admin_auth_token if case["kind"] == "dsql-admin" else dsql_generate_db_connect_auth_token
    return sign(client, case["host"], case["region"], case["lifetime"])


json.dump([token(case) for case in json.load(sys.stdin)], sys.stdout)
