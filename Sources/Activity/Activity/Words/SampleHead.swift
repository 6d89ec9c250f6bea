/// Texts about a server, one line each.
public enum SampleHead {
    /// `PostgreSQL 15.18`, `Aurora MySQL 8.0.28`.
    public static func server(_ engine: String, _ server: ServerOverview) -> String {
        "\(server.isAurora ? "Aurora " : "")\(engine) \(server.version)"
    }

    /// The counts of a sample with their names.
    ///
    /// - Parameter rate: The number of transactions or statements per second with its name, after two samples.
    public static func counts(_ sample: ServerSample, rate: String? = nil) -> [String] {
        let server = sample.server
        var parts = [server.role]
        if let uptime = server.uptime { parts.append("up \(AgeText.uptime(uptime))") }
        parts.append("connections \(server.connections)/\(server.maxConnections)")
        parts.append("active \(sample.active)")
        parts.append("waiting \(sample.waiting)")
        parts.append("idle in transaction \(sample.idleInTransaction)")
        if let rate { parts.append(rate) }
        if let oldest = sample.oldestTransaction { parts.append("oldest transaction \(AgeText.of(oldest))") }
        if let lag = server.lag { parts.append("lag \(AgeText.lag(lag))") }
        if let deadlocks = server.deadlocks, deadlocks > 0 { parts.append("deadlocks \(deadlocks)") }
        return parts
    }
}
