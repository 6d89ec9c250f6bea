/// A database endpoint for which IAM tokens can be signed.
public struct Endpoint: Sendable, Hashable {
    /// The kind of endpoint.
    public enum Kind: Sendable, Hashable {
        /// `name.cluster-x`, always the writer.
        case writer
        /// `name.cluster-ro-x`, one of the readers.
        case reader
        /// `name.cluster-custom-x`, a chosen set of instances.
        case custom
        /// `name.x`, one instance.
        case instance
        /// `name.shardgrp-x`, an Aurora limitless shard group.
        case shardGroup
        /// `name.proxy-x` or `name.endpoint.proxy-x`, an RDS Proxy.
        case proxy
        /// `name.global-x.global`, the writer of a global database in any region.
        case globalWriter
        /// `id.dsql`, Aurora DSQL.
        case dsql
    }

    /// In lower case, without a trailing dot: the form for signing, verification and DNS.
    public let host: String
    /// The kind of endpoint.
    public let kind: Kind
    /// The region in the name; nil for a global database, whose name has none.
    public let region: String?
    /// The AWS partition of the name.
    public let partition: Partition

    /// Parses an endpoint's name.
    ///
    /// - Throws: `EndpointError`, for a name that no token can be signed for.
    public init(_ text: String) throws(EndpointError) {
        let host = try Self.normalised(text)
        if let dsql = Self.dsqlRegion(host) {
            self.init(host: host, kind: .dsql, region: dsql, partition: Partition(region: dsql))
            return
        }
        guard let (labels, domain) = Self.labelsBeforeDomain(host) else {
            throw host == "localhost" || host.hasSuffix(".localhost") ? .localhost : .customName(host)
        }
        guard let (name, region) = Self.nameAndRegion(labels) else { throw .customName(host) }
        if region == "global" {
            guard let cluster = name.last, cluster.hasPrefix("global-"), name.count == 2 else {
                throw .customName(host)
            }
            self.init(host: host, kind: .globalWriter, region: nil, partition: domain)
            return
        }
        guard let kind = Self.kind(of: name) else { throw .customName(host) }
        let partition = Partition(region: region)
        guard partition.domain == domain.domain else { throw .wrongPartition(host, region: region) }
        self.init(host: host, kind: kind, region: region, partition: partition)
    }

    private init(host: String, kind: Kind, region: String?, partition: Partition) {
        self.host = host
        self.kind = kind
        self.region = region
        self.partition = partition
    }
}
