import Endpoints
import TOML

extension Cluster {
    /// Builds a cluster from its table and the defaults. Reports missing and contradicting values to `reader`.
    init?(
        name: String, own: ClusterFields, defaults: ClusterFields?, at position: SourcePosition,
        _ reader: inout TableReader
    ) {
        // Every mistake is reported, whichever other ones there are.
        let isDSQL = own.endpoint?.value.kind == .dsql
        let found = own.engine ?? (isDSQL ? .dsql : defaults?.engine)
        Self.reportMissing(name, hasEngine: found != nil, at: position, &reader)
        let passwords = (defaults?.passwords ?? [:]).merging(own.passwords) { $1 }
        let users = own.users ?? defaults?.users ?? []
        Self.reportPasswords(passwords.keys.sorted(), users, own, isDSQL: found == .dsql, at: position, &reader)
        // The cluster's own connection settings take precedence over those of the defaults.
        let connectTo = own.connectTo ?? (own.tunnel == nil ? defaults?.connectTo : nil)
        let tunnel = own.tunnel ?? (own.connectTo == nil ? defaults?.tunnel : nil)
        if connectTo != nil, tunnel != nil {
            let key = reader.table[ClusterKey.tunnel.rawValue] ?? reader.table[ClusterKey.tunnelCommand.rawValue]
            reader.report(
                "`connect_to` and a tunnel exclude each other", at: key?.value.position ?? position,
                suggestion: "leave one of them out: connect_to is for a tunnel that you open yourself")
        }
        let caFile = own.caFile ?? defaults?.caFile
        if own.isCAOnly == true, caFile == nil {
            reader.report(
                "`ca_only` is set, but there is no `ca_file`", at: reader.position(of: .caOnly) ?? position,
                suggestion: "ca_file = \"/path/to/authorities.pem\"")
        }
        guard let (endpoint, endpointPosition) = own.endpoint, let engine = found else { return nil }
        if (engine == .dsql) != isDSQL {
            reader.report(
                isDSQL
                    ? "a DSQL endpoint with the engine \(engine.rawValue)" : "not a DSQL endpoint, but the engine dsql",
                at: endpointPosition, suggestion: isDSQL ? "engine = \"dsql\"" : "engine = \"postgresql\"")
        }
        self.init(name: name, engine: engine, endpoint: endpoint)
        readerEndpoint = own.readerEndpoint ?? defaults?.readerEndpoint
        port = own.port ?? defaults?.port ?? engine.defaultPort
        database = own.database ?? defaults?.database
        user = own.user ?? defaults?.user
        self.users = users
        self.passwords = passwords.mapValues(\.origin)
        environment = own.environment ?? defaults?.environment
        tags = own.tags ?? defaults?.tags ?? []
        isReadOnly = own.isReadOnly ?? defaults?.isReadOnly ?? false
        self.connectTo = connectTo
        self.tunnel = tunnel
        self.caFile = caFile
        isCAOnly = own.isCAOnly ?? defaults?.isCAOnly ?? false
        statementTimeout = own.statementTimeout ?? defaults?.statementTimeout
        awsProfile = own.awsProfile ?? defaults?.awsProfile
        note = own.note ?? defaults?.note
        // A default region applies only to endpoints without one; only a cluster's own region can contradict its
        // endpoint.
        region = endpoint.region ?? own.region?.value ?? defaults?.region?.value
        regions = endpoint.kind == .globalWriter ? own.regions ?? defaults?.regions ?? [] : []
        reportRegions(own, at: position, &reader)
    }

    private func reportRegions(_ own: ClusterFields, at position: SourcePosition, _ reader: inout TableReader) {
        if own.regions != nil, endpoint.kind != .globalWriter {
            reader.report(
                "`regions` is for the endpoint of a global database", at: reader.position(of: .regions) ?? position,
                suggestion: "leave `regions` out")
        }
        if let (stated, statedAt) = own.region, let named = endpoint.region, stated != named {
            reader.report(
                "`region` is \"\(stated)\", the endpoint is in \(named)", at: statedAt,
                suggestion: "leave `region` out: the endpoint says it", isRegionConflict: true)
        }
        if let readerRegion = readerEndpoint?.region, let region, readerRegion != region {
            reader.report(
                "`reader_endpoint` is in \(readerRegion), `endpoint` in \(region)",
                at: reader.position(of: .readerEndpoint) ?? position)
        }
    }

    private static func reportMissing(
        _ name: String, hasEngine: Bool, at position: SourcePosition, _ reader: inout TableReader
    ) {
        if reader.position(of: .endpoint) == nil {
            reader.report(
                "cluster `\(name)` has no `endpoint`", at: position,
                suggestion: "endpoint = \"NAME.cluster-ID.REGION.rds.amazonaws.com\"")
        }
        if !hasEngine, reader.position(of: .engine) == nil {
            reader.report(
                "cluster `\(name)` has no `engine`", at: position,
                suggestion: "engine = \"postgresql\" or engine = \"mysql\"")
        }
    }

    /// A cluster's own passwords take precedence over those of the defaults.
    private static func reportPasswords(
        _ names: [String], _ users: [String], _ own: ClusterFields, isDSQL: Bool, at position: SourcePosition,
        _ reader: inout TableReader
    ) {
        for name in names where users.contains(name) {
            reader.report(
                "`\(name)` stands in `users`, who log in with a token, and in `passwords`",
                at: own.passwords[name]?.position ?? position, suggestion: "remove the user from one of them")
        }
        if isDSQL, let first = own.passwords.values.map(\.position).min() {
            reader.report(
                "DSQL has no passwords", at: first, suggestion: "leave `passwords` out: every user logs in with a token"
            )
        }
    }
}

extension TableReader {
    fileprivate func position(of key: ClusterKey) -> SourcePosition? { table[key.rawValue]?.value.position }
}
