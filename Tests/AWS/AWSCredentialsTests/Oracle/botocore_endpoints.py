"""Reads a JSON array of services and regions and writes botocore's endpoints for them."""
import json
import sys

import botocore.endpoint_provider
import botocore.loaders

loader = botocore.loaders.create_loader()
partitions = loader.load_data("partitions")
providers = {
    name: botocore.endpoint_provider.EndpointProvider(
        loader.load_service_model(name, "endpoint-rule-set-1"), partitions
    )
    for name in ("sts", "sso", "sso-oidc")
}


def resolve(case):
    parameters = {"Region": case["region"], "UseFIPS": case["fips"], "UseDualStack": case["dualStack"]}
    if case["service"] == "sts":
        parameters["UseGlobalEndpoint"] = case["legacy"]
    endpoint = providers[case["service"]].resolve_endpoint(**parameters)
    schemes = endpoint.properties.get("authSchemes", [{}])
    return {"url": endpoint.url, "region": schemes[0].get("signingRegion", case["region"])}


json.dump([resolve(case) for case in json.load(sys.stdin)], sys.stdout)
