"""Reads a JSON array of cases and writes the access key that botocore finds through the variables for its files.

`@` in variables and files stands for the directory of the case.
"""
import json
import os
import sys
import tempfile

import botocore.exceptions
import botocore.session


def find(case):
    with tempfile.TemporaryDirectory() as folder:
        os.environ.clear()
        os.environ.update({name: value.replace("@", folder) for name, value in case["environment"].items()})
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        for path, text in case["files"].items():
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
        try:
            session = botocore.session.Session(profile=case.get("profile"))
            session.get_config_variable("region")
            found = session.get_credentials()
            return found.get_frozen_credentials().access_key if found else "none"
        except botocore.exceptions.ProfileNotFound:
            return "no profile"


json.dump([find(case) for case in json.load(sys.stdin)], sys.stdout)
