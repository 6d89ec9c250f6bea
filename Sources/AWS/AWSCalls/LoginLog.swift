import AWSCredentials
import Failures
import JSON
public import Timestamps

/// The log `iam-db-auth-error` of a cluster and its metrics of IAM logins.
///
/// Source: Aurora User Guide, "Troubleshooting IAM database authentication"; Amazon CloudWatch Logs API Reference,
/// FilterLogEvents; Amazon CloudWatch API Reference, GetMetricData.
public struct LoginLog: Sendable {
    /// A line of the log.
    public struct Line: Sendable, Equatable {
        /// The time of the log entry.
        public let at: Timestamp
        /// The unchanged text.
        public let text: String

        /// The AWS error code in the text; nil where it contains none.
        public var code: Code? { Code.allCases.first { text.contains($0.rawValue) } }
    }

    /// The error codes that occur in the log.
    public enum Code: String, Sendable, CaseIterable {
        case invalidToken = "InvalidToken"
        case expiredToken = "ExpiredToken"
        case notAuthorized = "NotAuthorized"
        case throttling = "ThrottlingException"
        case internalError = "InternalError"
    }

    /// The number of logins by result.
    public struct Counts: Sendable, Equatable {
        /// The sums, named by the part of the metric's name after `IamDbAuthConnection`.
        public let sums: [(name: String, sum: Int)]

        /// Compares all sums.
        public static func == (left: Counts, right: Counts) -> Bool {
            left.sums.elementsEqual(right.sums) { $0.name == $1.name && $0.sum == $1.sum }
        }

        /// The sum of one metric; 0 where it is missing.
        public subscript(name: String) -> Int { sums.first { $0.name == name }?.sum ?? 0 }
    }

    /// The name of the log export.
    public static let export = "iam-db-auth-error"

    private static let metrics = [
        "Requests", "Success", "Failure", "FailureInvalidToken", "FailureInsufficientPermissions",
        "FailureThrottling", "FailureServerError",
    ]

    private let client: AWSClient
    private let region: String
    private let cluster: String

    public init(_ client: AWSClient, region: String, cluster: String) {
        self.client = client
        self.region = region
        self.cluster = cluster
    }

    /// The lines since `start`, the oldest first, at most a hundred. Blocks.
    public func lines(since start: Timestamp) throws(AWSRefusal) -> [Line] {
        let group = "/aws/rds/cluster/\(cluster)/\(Self.export)"
        let body = "{\"logGroupName\":\"\(group)\",\"startTime\":\(start.secondsSince1970 * 1_000),\"limit\":100}"
        let value = try JSONCall(.logs, region: region, target: "Logs_20140328.FilterLogEvents", body: body)
            .result(client)
        return (value["events"]?.values ?? []).compactMap { event in
            guard let text = event["message"]?.text, let time = event["timestamp"]?.integer else { return nil }
            return Line(at: Timestamp(secondsSince1970: time / 1_000), text: String(text.prefix(2_000)))
        }
    }

    /// The sums of the metrics between `start` and `end`. Blocks.
    public func counts(since start: Timestamp, until end: Timestamp) throws(AWSRefusal) -> Counts {
        var fields = [("StartTime", start.rfc3339), ("EndTime", end.rfc3339)]
        for (index, name) in Self.metrics.enumerated() {
            let query = "MetricDataQueries.member.\(index + 1)."
            let metric = query + "MetricStat.Metric."
            fields += [
                (query + "Id", "m\(index)"), (metric + "Namespace", "AWS/RDS"),
                (metric + "MetricName", "IamDbAuthConnection" + name),
                (metric + "Dimensions.member.1.Name", "DBClusterIdentifier"),
                (metric + "Dimensions.member.1.Value", cluster), (query + "MetricStat.Period", "60"),
                (query + "MetricStat.Stat", "Sum"),
            ]
        }
        let result = try QueryCall(
            .metrics, region: region, version: "2010-08-01", action: "GetMetricData",
            fields: fields.map { (name: $0.0, value: $0.1) }
        ).result(client)
        var sums: [(name: String, sum: Int)] = []
        for element in result.list("MetricDataResults") {
            guard let id = element.text("Id"), let index = Int(id.dropFirst()), Self.metrics.indices.contains(index)
            else { continue }
            let values = element.list("Values").compactMap { Double($0.text) }.filter(\.isFinite)
            sums.append((Self.metrics[index], Int(saturating: max(0, min(values.reduce(0, +), 1e12)))))
        }
        return Counts(sums: sums)
    }
}
