import Activity
import ActivityRuntime
import Failures
import Profiles
import SQLWire
import SessionSetup

/// A cluster that is looked at, with the way into it.
struct ActivityTarget: Sendable {
    /// The cluster as the profile file or the flags describe it.
    let cluster: Cluster
    /// Takes its samples.
    let sampler: ActivitySampler

    /// Seconds after which the server ends a query that takes samples.
    static let statementTimeout = 5

    /// A cluster whose login is settled already.
    init(_ tokens: TokenSource) {
        self.init(tokens.cluster) { () throws(Failure) in tokens }
    }

    /// A cluster whose login is settled when the first sample is taken, which may take long.
    init(_ cluster: Cluster, tokens: @escaping @Sendable () throws(Failure) -> TokenSource) {
        self.cluster = cluster
        let dialect = SessionFactory.dialect(cluster.engine)
        sampler = ActivitySampler {
            switch dialect {
            case .postgresql: PostgreSQLReading()
            case .mysql: MySQLReading()
            }
        } session: { () throws(Failure) in
            let plan = try SessionFactory(tokenSource: try tokens()).plan { plan in
                plan.isReadOnly = true
                plan.asksForItself = true
                plan.statementTimeout = Self.statementTimeout
            }
            return try SessionFactory.session(plan, dialect)
        }
    }
}
