/// An AWS partition: accounts, regions and domain names of its own.
///
/// Source: botocore's `partitions.json` and `endpoints.json`.
public enum Partition: String, Sendable, CaseIterable {
    case aws
    case awsChina = "aws-cn"
    case awsGovernment = "aws-us-gov"
    case awsEuropeanSovereign = "aws-eusc"
    case awsISO = "aws-iso"
    case awsISOB = "aws-iso-b"
    case awsISOE = "aws-iso-e"
    case awsISOF = "aws-iso-f"

    /// The domain of the partition's RDS endpoints, without the leading dot. GovCloud shares its domain with the
    /// commercial partition; the region distinguishes them.
    var domain: String {
        switch self {
        case .aws, .awsGovernment: "amazonaws.com"
        case .awsChina: "amazonaws.com.cn"
        case .awsEuropeanSovereign: "amazonaws.eu"
        case .awsISO: "c2s.ic.gov"
        case .awsISOB: "sc2s.sgov.gov"
        case .awsISOE: "cloud.adc-e.uk"
        case .awsISOF: "csp.hci.ic.gov"
        }
    }

    /// The partition of a region, by the form of its name.
    public init(region: String) {
        self = Self.byPrefix.first { region.utf8.starts(with: $0.0.utf8) }?.1 ?? .aws
    }

    private static let byPrefix: [(String, Partition)] = [
        ("cn-", .awsChina), ("us-gov-", .awsGovernment), ("eusc-", .awsEuropeanSovereign), ("us-iso-", .awsISO),
        ("us-isob-", .awsISOB), ("eu-isoe-", .awsISOE), ("us-isof-", .awsISOF), ("eu-isof-", .awsISOF),
    ]
}
