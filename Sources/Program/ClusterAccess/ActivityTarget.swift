import Activity
package import ActivityRuntime
import Failures
package import Profiles
import SQLWire
import SessionSetup

/// A cluster to sample, and its login.
package struct ActivityTarget: Sendable {
    /// The cluster from the profile file or the flags.
    package let cluster: Cluster
    /// The cluster's sampler.
    package let sampler: ActivitySampler

    /// The number of seconds after which the server ends a sample's query.
    package static let statementTimeout = 5

    /// A cluster with a known login.
    package init(_ tokens: TokenSource) {
        self.init(tokens.cluster) { () throws(Failure) in tokens }
    }

    /// A cluster whose login is looked up with the first sample, which may block.
    package init(_ cluster: Cluster, tokens: @escaping TokenSource.Lookup) {
        self.cluster = cluster
        let dialect = SessionFactory.dialect(cluster.engine)
        sampler = ActivitySampler {
            switch dialect {
            case .postgresql: PostgreSQLReading()
            case .mysql: MySQLReading()
            }
        } session: { () throws(Failure) in
            let tokenSource = try tokens()
            let plan = try SessionFactory(tokenSource: tokenSource).plan { plan in
                plan.application = "quarterdeck top"
                plan.isReadOnly = true
                plan.asksForItself = true
                plan.statementTimeout = Self.statementTimeout
            }
            return tokenSource.audited(try SessionFactory.session(plan, dialect), reportsEndings: false)
        }
    }
}
