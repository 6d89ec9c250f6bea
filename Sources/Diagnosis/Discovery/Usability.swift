public import AWSCalls

/// Finds out from AWS's description why a database accepts no token.
public enum Usability {
    /// The states in which a cluster accepts no connections.
    ///
    /// Source: Aurora User Guide, "Viewing DB cluster status".
    private static let closedStates: Set<String> = [
        "creating", "deleting", "failed", "inaccessible-encryption-credentials",
        "inaccessible-encryption-credentials-recoverable", "starting", "stopped", "stopping", "cloning-failed",
        "migration-failed", "preparing-data-migration",
    ]

    /// The instance classes on which Aurora MySQL does not support IAM authentication.
    ///
    /// Source: Aurora User Guide, "IAM database authentication", limitations.
    public static let smallClasses: Set<String> = ["db.t2.small", "db.t3.small"]

    /// Whether the cluster's version supports IAM authentication.
    public static func takesTokens(_ cluster: DatabaseCluster) -> Bool {
        EngineVersion.takesTokens(engine: cluster.engine, version: cluster.version)
    }

    /// The reason that prevents a login to a cluster; nil for none.
    ///
    /// - Parameter writerClass: The instance class of the writer, where it is known.
    public static func reason(_ cluster: DatabaseCluster, writerClass: String?) -> String? {
        if !cluster.isAurora { return "\(cluster.engine) is not Aurora" }
        if closedStates.contains(cluster.status) { return "the cluster is in the state \(cluster.status)" }
        if cluster.endpoint == nil { return "the cluster has no endpoint" }
        if !EngineVersion.takesTokens(engine: cluster.engine, version: cluster.version) {
            return "version \(cluster.version) is too old for IAM authentication"
        }
        if cluster.engine != "aurora-postgresql", let writerClass, smallClasses.contains(writerClass) {
            return "Aurora MySQL on \(writerClass) takes no IAM tokens"
        }
        if !cluster.isIAMOn {
            return cluster.pendingIAM == true
                ? "IAM authentication is being switched on" : "IAM authentication is off"
        }
        return nil
    }

    /// The reason that prevents a login to a proxy; nil for none.
    public static func reason(_ proxy: DatabaseProxy) -> String? {
        if proxy.status != "available" { return "the proxy is in the state \(proxy.status)" }
        if proxy.endpoint == nil { return "the proxy has no endpoint" }
        if !proxy.takesTokens { return "the proxy has IAM authentication disabled for all of its users" }
        return proxy.family == "SQLSERVER" ? "the proxy is for SQL Server" : nil
    }
}
