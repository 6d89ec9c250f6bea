"""Reads a JSON array of machines and writes what botocore finds on each: an access key, or the kind of error.

The caches are those of the AWS CLI. Every MFA code is `CODE`.
"""
import getpass
import json
import os
import sys
import tempfile

CODE = "123456"
# botocore keeps this function as a default argument when it is imported, so it is replaced before.
getpass.getpass = lambda prompt="": CODE

import botocore.credentials
import botocore.exceptions
import botocore.loaders
import botocore.session
import botocore.tokens
import botocore.utils

KINDS = {
    "ProfileNotFound": "no profile",
    "PartialCredentialsError": "partial",
    "ConfigParseError": "unreadable",
    "InvalidConfigError": "config",
    "InfiniteLoopConfigError": "config",
    "ParamValidationError": "config",
    "NoRegionError": "config",
    "EndpointResolutionError": "config",
    "InvalidIMDSEndpointModeError": "config",
    "FileNotFoundError": "config",
    "ValueError": "config",
    "CredentialRetrievalError": "retrieval",
    "MetadataRetrievalError": "retrieval",
    "ResponseParserError": "retrieval",
    "JSONDecodeError": "retrieval",
    "ClientError": "refused",
    "SSOTokenLoadError": "login",
    "UnauthorizedSSOTokenError": "login",
    "TokenRetrievalError": "login",
    "RuntimeError": "expiry",
}

botocore.utils.ContainerMetadataFetcher.SLEEP_TIME = 0
loader = botocore.loaders.create_loader()


def find(case):
    with tempfile.TemporaryDirectory() as folder:
        os.environ.clear()
        os.environ.update({k: v.replace("~", folder) for k, v in case["environment"].items()})
        os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
        # Only loopback addresses are allowed.
        endpoint = os.environ.get("AWS_EC2_METADATA_SERVICE_ENDPOINT", "")
        if os.environ["AWS_EC2_METADATA_DISABLED"] != "true" and not endpoint.startswith("http://127.0.0.1:"):
            raise SystemExit("a case would ask the real metadata service")
        os.environ["HOME"] = folder
        for path, text in case["files"].items():
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
        for variable, name in (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")):
            path = os.path.join(folder, name)
            with open(path, "w") as file:
                file.write(case[name].replace("~", folder))
            os.environ[variable] = path
        logins = os.path.join(folder, ".aws/sso/cache")
        botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = logins
        botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = logins
        try:
            session = botocore.session.Session(profile=case.get("profile"))
            session.register_component("data_loader", loader)
            session.get_config_variable("region")
            resolver = session.get_component("credential_provider")
            cache = botocore.utils.JSONFileCache(os.path.join(folder, ".aws/cli/cache"))
            for method in ("assume-role", "assume-role-with-web-identity", "sso"):
                resolver.get_provider(method).cache = cache
            found = session.get_credentials()
            if found is None:
                return {"outcome": "none"}
            keys = found.get_frozen_credentials()
            return {"outcome": "found", "accessKeyID": keys.access_key, "sessionToken": keys.token or ""}
        except Exception as error:
            name = type(error).__name__
            for kind in type(error).__mro__:
                if kind.__name__ in KINDS:
                    return {"outcome": KINDS[kind.__name__], "detail": f"{name}: {error}"}
            return {"outcome": name, "detail": str(error)}


json.dump([find(case) for case in json.load(sys.stdin)], sys.stdout)
