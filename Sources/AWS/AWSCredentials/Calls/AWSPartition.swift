/// The domain names of an AWS partition. Source: botocore's `partitions.json`.
struct AWSPartition {
    let domain: String
    let dualStackDomain: String
    /// GovCloud's plain endpoints are FIPS endpoints.
    var isGovernment = false

    /// The partition that a region belongs to.
    static func of(region: String) -> AWSPartition {
        byPrefix.first { region.hasPrefix($0.0) }?.1
            ?? AWSPartition(domain: "amazonaws.com", dualStackDomain: "api.aws")
    }

    private static let byPrefix: [(String, AWSPartition)] = [
        ("cn-", .init(domain: "amazonaws.com.cn", dualStackDomain: "api.amazonwebservices.com.cn")),
        ("us-gov-", .init(domain: "amazonaws.com", dualStackDomain: "api.aws", isGovernment: true)),
        ("eusc-", .init(domain: "amazonaws.eu", dualStackDomain: "api.amazonwebservices.eu")),
        ("us-iso-", .init(domain: "c2s.ic.gov", dualStackDomain: "api.aws.ic.gov")),
        ("us-isob-", .init(domain: "sc2s.sgov.gov", dualStackDomain: "api.aws.scloud")),
        ("eu-isoe-", .init(domain: "cloud.adc-e.uk", dualStackDomain: "api.cloud-aws.adc-e.uk")),
        ("us-isof-", .init(domain: "csp.hci.ic.gov", dualStackDomain: "api.aws.hci.ic.gov")),
    ]
}
