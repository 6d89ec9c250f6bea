import Endpoints
import TOML

extension Cluster {
    /// Builds a cluster from its table and the defaults. Reports missing and contradicting values to `reader`.
    init?(
        name: String, own: ClusterFields, defaults: ClusterFields?, at position: SourcePosition,
        _ reader: inout TableReader
    ) {
        guard let (endpoint, endpointPosition) = own.endpoint else {
            if reader.table[ClusterKey.endpoint.rawValue] == nil {
                reader.report(
                    "cluster `\(name)` has no `endpoint`", at: position,
                    suggestion: "endpoint = \"NAME.cluster-ID.REGION.rds.amazonaws.com\"")
            }
            return nil
        }
        let isDSQL = endpoint.kind == .dsql
        guard let engine = own.engine ?? (isDSQL ? .dsql : defaults?.engine) else {
            if reader.table[ClusterKey.engine.rawValue] == nil {
                reader.report(
                    "cluster `\(name)` has no `engine`", at: position,
                    suggestion: "engine = \"postgresql\" or engine = \"mysql\"")
            }
            return nil
        }
        guard (engine == .dsql) == isDSQL else {
            reader.report(
                isDSQL
                    ? "a DSQL endpoint with the engine \(engine.rawValue)" : "not a DSQL endpoint, but the engine dsql",
                at: endpointPosition, suggestion: isDSQL ? "engine = \"dsql\"" : "engine = \"postgresql\"")
            return nil
        }
        self.init(name: name, engine: engine, endpoint: endpoint)
        readerEndpoint = own.readerEndpoint
        port = own.port ?? defaults?.port ?? engine.defaultPort
        database = own.database ?? defaults?.database
        user = own.user ?? defaults?.user
        users = own.users ?? defaults?.users ?? []
        readPasswords(own, defaults, at: position, &reader)
        environment = own.environment ?? defaults?.environment
        tags = own.tags ?? defaults?.tags ?? []
        isReadOnly = own.isReadOnly ?? defaults?.isReadOnly ?? false
        // The cluster's own connection settings take precedence over those of the defaults.
        connectTo = own.connectTo ?? (own.tunnel == nil ? defaults?.connectTo : nil)
        tunnel = own.tunnel ?? (own.connectTo == nil ? defaults?.tunnel : nil)
        if connectTo != nil, tunnel != nil {
            let key = reader.table[ClusterKey.tunnel.rawValue] ?? reader.table[ClusterKey.tunnelCommand.rawValue]
            reader.report(
                "`connect_to` and a tunnel exclude each other", at: key?.value.position ?? position,
                suggestion: "leave one of them out: connect_to is for a tunnel that you open yourself")
        }
        caFile = own.caFile ?? defaults?.caFile
        isCAOnly = own.isCAOnly ?? defaults?.isCAOnly ?? false
        if own.isCAOnly == true, caFile == nil {
            reader.report(
                "`ca_only` is set, but there is no `ca_file`",
                at: reader.table[ClusterKey.caOnly.rawValue]?.value.position ?? position,
                suggestion: "ca_file = \"/path/to/authorities.pem\"")
        }
        statementTimeout = own.statementTimeout ?? defaults?.statementTimeout
        awsProfile = own.awsProfile ?? defaults?.awsProfile
        note = own.note ?? defaults?.note
        // A default region applies only to endpoints without one; only a cluster's own region can contradict its
        // endpoint.
        region = endpoint.region ?? own.region?.value ?? defaults?.region?.value
        if let (stated, statedAt) = own.region, let named = endpoint.region, stated != named {
            reader.report(
                "`region` is \"\(stated)\", the endpoint is in \(named)", at: statedAt,
                suggestion: "leave `region` out: the endpoint says it", isRegionConflict: true)
        }
        if let readerRegion = own.readerEndpoint?.region, let region, readerRegion != region {
            reader.report(
                "`reader_endpoint` is in \(readerRegion), `endpoint` in \(region)",
                at: reader.table[ClusterKey.readerEndpoint.rawValue]?.value.position ?? position)
        }
    }

    /// A cluster's own passwords take precedence over those of the defaults.
    private mutating func readPasswords(
        _ own: ClusterFields, _ defaults: ClusterFields?, at position: SourcePosition, _ reader: inout TableReader
    ) {
        let all = (defaults?.passwords ?? [:]).merging(own.passwords) { $1 }
        passwords = all.mapValues(\.origin)
        for name in all.keys.sorted() where users.contains(name) {
            reader.report(
                "`\(name)` stands in `users`, who log in with a token, and in `passwords`",
                at: own.passwords[name]?.position ?? position, suggestion: "remove the user from one of them")
        }
        if engine == .dsql, let first = own.passwords.values.map(\.position).min() {
            reader.report(
                "DSQL has no passwords", at: first, suggestion: "leave `passwords` out: every user logs in with a token"
            )
        }
    }
}
