import CTLS
public import Timestamps

/// When a server's certificate and the root authority that signed it expire.
public struct CertificateEnds: Sendable, Equatable {
    /// The expiry of the server's certificate; nil when unknown.
    public let server: Timestamp?
    /// The expiry of the root's certificate; nil when unknown.
    public let root: Timestamp?
    /// The root's name.
    public let rootName: String

    public init(server: Timestamp?, root: Timestamp?, rootName: String) {
        self.server = server
        self.root = root
        self.rootName = rootName
    }

    init(_ facts: qd_tls_facts) {
        func moment(_ seconds: Int64) -> Timestamp? { seconds == 0 ? nil : Timestamp(secondsSince1970: seconds) }
        self.init(
            server: moment(facts.expires), root: moment(facts.authority_expires),
            rootName: withUnsafeBytes(of: facts.authority) { CText.text(of: $0) })
    }

    /// The number of days before the expiry from which the user is warned.
    public static let warningDays: Int64 = 60

    /// A warning for each certificate that expires within `warningDays`, with what helps.
    public func warnings(at now: Timestamp) -> [(text: String, advice: String)] {
        let server = Self.left(server, now).map { left in
            (
                "the server's certificate expires \(left)",
                "see whether AWS renews it: aws rds describe-db-instances --query "
                    + "'DBInstances[].[DBInstanceIdentifier,CertificateDetails]'"
            )
        }
        let root = Self.left(root, now).map { left in
            (
                "the root certificate \(rootName) expires \(left)",
                "quarterdeck ca fetch; and renew ca_file if the root stands there"
            )
        }
        return [server, root].compactMap(\.self)
    }

    /// `in 12 days, on 2027-03-01`; nil if there is more time.
    private static func left(_ end: Timestamp?, _ now: Timestamp) -> String? {
        guard let end, end.seconds(since: now) <= warningDays * 86_400 else { return nil }
        let days = max(0, end.seconds(since: now)) / 86_400
        return "in \(days == 1 ? "1 day" : "\(days) days"), on \(end.rfc3339.prefix(10))"
    }
}
