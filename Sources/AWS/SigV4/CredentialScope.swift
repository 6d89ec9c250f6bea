public import Timestamps

/// The scope of a signature: one day, one region, one service.
public struct CredentialScope: Sendable, Hashable {
    /// `YYYYMMDD`.
    public let date: String
    /// For instance `eu-west-1`.
    public let region: String
    /// The service's signing name, for instance `rds-db`.
    public let service: String

    /// The scope for signing at `moment`.
    public init(at moment: Timestamp, region: String, service: String) {
        self.init(date: String(moment.amzDate.prefix(8)), region: region, service: service)
    }

    /// The scope of a given day.
    public init(date: String, region: String, service: String) {
        self.date = date
        self.region = region
        self.service = service
    }

    /// `date/region/service/aws4_request`.
    public var text: String { "\(date)/\(region)/\(service)/aws4_request" }
}
