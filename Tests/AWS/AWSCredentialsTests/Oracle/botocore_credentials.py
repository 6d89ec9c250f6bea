"""Reads a JSON array of situations and writes what botocore finds in each: keys, or the kind of error."""
import json
import os
import sys
import tempfile

import botocore.exceptions
import botocore.session


def find(case):
    with tempfile.TemporaryDirectory() as folder:
        for name in ("PATH",):
            os.environ.pop(name, None)
        os.environ.clear()
        os.environ.update(case["environment"])
        os.environ["HOME"] = folder
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        for variable, name in (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(case[name].encode())
            os.environ[variable] = path
        try:
            session = botocore.session.Session(profile=case.get("profile"))
            session.get_config_variable("region")
            found = session.get_credentials()
            if found is None:
                return {"outcome": "none"}
            keys = found.get_frozen_credentials()
            return {
                "outcome": "found",
                "accessKeyID": keys.access_key,
                "secretAccessKey": keys.secret_key,
                "sessionToken": keys.token or "",
            }
        except botocore.exceptions.ProfileNotFound:
            return {"outcome": "no profile"}
        except botocore.exceptions.PartialCredentialsError:
            return {"outcome": "partial"}
        except botocore.exceptions.ConfigParseError:
            return {"outcome": "unreadable"}
        except (ValueError, RuntimeError) as error:
            return {"outcome": "expiry"}


json.dump([find(case) for case in json.load(sys.stdin)], sys.stdout)
