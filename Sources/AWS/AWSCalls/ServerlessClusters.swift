import AWSCredentials
import JSON
import SigV4

/// The calls to Amazon Aurora DSQL that describe clusters.
///
/// Source: Amazon Aurora DSQL API Reference, version 2018-05-10.
public struct ServerlessClusters: Sendable {
    /// A DSQL cluster.
    public struct Cluster: Sendable, Equatable {
        /// 26 lower-case letters and digits.
        public let identifier: String
        /// `arn:aws:dsql:REGION:ACCOUNT:cluster/ID`.
        public let arn: String
        /// The status, for instance `ACTIVE`; nil where the identity may not read it.
        public let status: String?
        /// The DNS name.
        public let endpoint: String

        /// The account in the ARN.
        public var account: String? { ResourceARN(arn)?.account }
    }

    private let client: AWSClient
    private let region: String

    public init(_ client: AWSClient, region: String) {
        self.client = client
        self.region = region
    }

    /// Reads the clusters of the region.
    ///
    /// - Parameter found: Receives each cluster; returns whether to continue.
    public func clusters(_ found: (Cluster) -> Bool) throws(AWSRefusal) {
        var token: String?
        repeat {
            let query: [CanonicalRequest.Field] =
                [.init("max-results", "100")] + (token.map { [.init("next-token", $0)] } ?? [])
            let page = try JSONCall(.dsql, region: region, path: "/cluster", query: query).result(client)
            for value in page["clusters"]?.values ?? [] {
                guard let identifier = value["identifier"]?.text, let arn = value["arn"]?.text else { continue }
                guard found(try described(identifier, arn)) else { return }
            }
            let next = page["nextToken"]?.text
            guard next != token else { return }
            token = next
        } while token != nil
    }

    /// The cluster with that identifier; nil where there is none.
    public func cluster(_ identifier: String) throws(AWSRefusal) -> Cluster? {
        // The identifier becomes part of a URL path and must not change that path.
        guard identifier.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 }) else { return nil }
        do throws(AWSRefusal) {
            let value = try JSONCall(.dsql, region: region, path: "/cluster/\(identifier)").result(client)
            guard let arn = value["arn"]?.text else { return nil }
            return Cluster(
                identifier: identifier, arn: arn, status: value["status"]?.text,
                endpoint: value["endpoint"]?.text ?? "\(identifier).dsql.\(region).on.aws")
        } catch {
            if error.kind == .notFound { return nil }
            throw error
        }
    }

    /// The cluster as `GetCluster` describes it, or as the list describes it where the identity may not call
    /// `GetCluster`.
    private func described(_ identifier: String, _ arn: String) throws(AWSRefusal) -> Cluster {
        let listed = Cluster(
            identifier: identifier, arn: arn, status: nil, endpoint: "\(identifier).dsql.\(region).on.aws")
        do throws(AWSRefusal) {
            return try cluster(identifier) ?? listed
        } catch {
            guard error.kind == .denied else { throw error }
            return listed
        }
    }
}
