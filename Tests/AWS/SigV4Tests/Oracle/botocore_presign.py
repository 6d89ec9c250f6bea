"""Reads a JSON array of HTTP requests and writes botocore's canonical request and presigned signature for each."""
import datetime
import json
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from urllib.parse import parse_qs, quote, urlsplit


def presign(case):
    now = datetime.datetime.fromtimestamp(case["time"], datetime.timezone.utc).replace(tzinfo=None)
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: now
    query = "&".join(f"{quote(n, safe='-_.~')}={quote(v, safe='-_.~')}" for n, v in case["query"])
    request = AWSRequest(method=case["method"], url=f"https://{case['host']}{case['path']}" + (f"?{query}" if query else ""))
    for name, value in case["headers"]:
        request.headers.add_header(name, value)
    if case["body"]:
        request.data = case["body"].encode()
    credentials = Credentials(case["accessKeyID"], case["secretAccessKey"], case.get("sessionToken"))
    signer = botocore.auth.SigV4QueryAuth(credentials, case["service"], case["region"], expires=case["lifetime"])
    seen = []
    canonical = signer.canonical_request
    signer.canonical_request = lambda request: seen.append(canonical(request)) or seen[-1]
    signer.add_auth(request)
    return {"canonical": seen[0], "signature": parse_qs(urlsplit(request.url).query)["X-Amz-Signature"][0]}


json.dump([presign(case) for case in json.load(sys.stdin)], sys.stdout)
