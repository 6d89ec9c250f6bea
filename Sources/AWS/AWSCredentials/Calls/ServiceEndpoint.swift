import Failures
import HTTP

/// The address of a service, and the region that requests to it are signed for.
struct ServiceEndpoint: Equatable {
    /// Without a slash at the end.
    let url: String
    let region: String

    /// Regions whose STS first used the global address. Source: botocore's endpoint rules for STS.
    private static let legacy: Set<String> = [
        "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global", "ca-central-1",
        "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2",
        "us-west-1", "us-west-2",
    ]

    /// The endpoint of a service in a region, by the service's endpoint rules.
    init(_ service: AWSService, region: String, isFIPS: Bool, isDualStack: Bool, isLegacy: Bool = false) {
        let isGlobal = service == .securityToken && (region == "aws-global" || isLegacy && Self.legacy.contains(region))
        if isGlobal, !isFIPS, !isDualStack {
            (url, self.region) = ("https://sts.amazonaws.com", "us-east-1")
            return
        }
        let partition = AWSPartition.of(region: region)
        let isMarked = isFIPS && !(partition.isGovernment && !isDualStack)
        let domain = isDualStack || service.hasNewDomain ? partition.dualStackDomain : partition.domain
        url = "https://\(service.prefix)\(isMarked ? "-fips" : "").\(region).\(domain)"
        self.region = region
    }

    /// An endpoint from the settings.
    init(url: String, region: String) {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        self.url = url
        self.region = region
    }
}

extension CredentialLookup {
    /// The region for calls to AWS; nil when none is configured.
    var region: String? {
        environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? setting("region") ?? fallbackRegion
    }

    /// The endpoint of a service according to environment and profile.
    ///
    /// - Throws: A `Failure` with status `badConfiguration`: no region, or settings that contradict each other.
    func endpoint(_ service: AWSService, region stated: String? = nil) throws(Failure) -> ServiceEndpoint {
        guard let named = stated ?? region else {
            throw Failure(
                .badConfiguration, "the region for calls to AWS is not known",
                why: "neither AWS_REGION nor the profile \(settingsProfile) says one",
                next: "export AWS_REGION=eu-west-1, for instance")
        }
        // `fips-us-east-1`, `eu-west-1-fips`. Source: `botocore.client.ClientCreator._normalize_fips_region`.
        let region = named.replacing("fips-", with: "").replacing("-fips", with: "")
        let isName =
            region.utf8.count <= 63
            && region.utf8.allSatisfy {
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                    || $0 == UInt8(ascii: "-")
            }
        guard isName, !region.isEmpty else {
            throw Failure(
                .badConfiguration, "\"\(region)\" is not a region", why: "AWS_REGION or the AWS config file says so",
                next: "write it as eu-west-1, for instance")
        }
        let isFIPS = region != named || isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        let isDualStack = isOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        guard let own = try ownEndpoint(service) else {
            return ServiceEndpoint(
                service, region: region, isFIPS: isFIPS, isDualStack: isDualStack,
                isLegacy: setting("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints")?.lowercased() == "legacy")
        }
        guard !isFIPS, !isDualStack else {
            throw Failure(
                .badConfiguration, "an endpoint of your own is neither a FIPS nor a dual-stack endpoint",
                why: "\(own.place) names one, and \(isFIPS ? "use_fips_endpoint" : "use_dualstack_endpoint") as well",
                next: "leave one of the two out")
        }
        if let flaw = HTTPAddress.flaw(own.text) {
            throw Failure(
                .badConfiguration, "\(own.place) is not an endpoint", why: flaw,
                next: "write it as https://HOST, or https://HOST:PORT")
        }
        return ServiceEndpoint(url: own.text, region: region)
    }

    /// Source: `botocore.configprovider.ConfiguredEndpointProvider`.
    private func ownEndpoint(_ service: AWSService) throws(Failure) -> (text: String, place: String)? {
        if isOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") { return nil }
        for name in ["AWS_ENDPOINT_URL_" + service.settingName, "AWS_ENDPOINT_URL"] {
            if let own = environment[name] { return (own, name) }
        }
        if let name = files.merged("services", of: settingsProfile) {
            guard let section = files.services[name.text] else {
                throw Failure(
                    .badConfiguration, "there is no section [services \(name.text)]",
                    why: "`services` in \(name.place)",
                    next: "add the section, or take the line out")
            }
            if let own = section.nested("endpoint_url", in: service.settingName.lowercased()), !own.isEmpty {
                return (own, "endpoint_url in \(section.place(of: service.settingName.lowercased()))")
            }
        }
        return files.value("endpoint_url", of: settingsProfile).map { ($0.text, "endpoint_url in \($0.place)") }
    }
}
