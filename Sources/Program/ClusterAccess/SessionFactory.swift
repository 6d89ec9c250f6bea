import Endpoints
package import Failures
import MariaDB
import Passwords
import Postgres
package import Profiles
package import SQLWire
import ScreenKit
import Secrets
package import SessionSetup
import TokenDelivery

/// Creates sessions for a login.
package struct SessionFactory {
    let tokenSource: TokenSource

    package init(tokenSource: TokenSource) {
        self.tokenSource = tokenSource
    }

    /// The plan for the cluster, changed by the command's flags in `change`.
    package func plan(_ change: (inout SessionPlan) -> Void = { _ in }) throws(Failure) -> SessionPlan {
        let (login, cluster, session) = (tokenSource.login, tokenSource.cluster, tokenSource.session)
        let tokenSource = tokenSource
        var plan: SessionPlan
        if let live = tokenSource.livePassword {
            plan = SessionPlan(
                host: login.endpoint.host, port: login.port, user: login.user, authorities: try authorities()
            ) { () throws(Failure) -> Secret in
                try live.current()
            }
            plan.proof = .password
            plan.renew = live.renew
            plan.stopFetching = live.stop
        } else {
            let live = LiveToken(isCurrent: tokenSource.isCurrent) { () throws(Failure) in try tokenSource.sign() }
            plan = SessionPlan(
                host: login.endpoint.host, port: login.port, user: login.user, authorities: try authorities()
            ) { () throws(Failure) -> Secret in
                try live.current(now: session.now).secret
            }
        }
        if let dial = login.connectTo { (plan.dialHost, plan.dialPort) = (dial.host, dial.port) }
        plan.tunnel = session.tunnel(of: cluster)
        plan.database = login.database ?? (login.engine == .dsql ? "postgres" : nil)
        plan.isReadOnly = cluster.isReadOnly
        plan.identity = session.identity(on: cluster)
        plan.statementTimeout = cluster.statementTimeout
        change(&plan)
        return plan
    }

    package static func dialect(_ engine: Engine) -> Dialect {
        switch engine {
        case .postgresql, .dsql: .postgresql
        case .mysql: .mysql
        }
    }

    /// Starts loading the engine's library in the background.
    package static func prepare(_ engine: Engine) {
        switch dialect(engine) {
        case .postgresql: PostgreSQLSession.prepare()
        case .mysql: MySQLSession.prepare()
        }
    }

    /// A session that is not open yet.
    package static func session(_ plan: SessionPlan, _ dialect: Dialect) throws(Failure) -> any SQLSession {
        let session: (any SQLSession)? =
            switch dialect {
            case .postgresql: PostgreSQLSession(plan)
            case .mysql: MySQLSession(plan)
            }
        guard let session else {
            throw Failure(
                .temporary, "no thread could be started for a session",
                why: "this machine's limit of threads or memory is reached", next: "ulimit -u")
        }
        return session
    }

    /// The accepted certificate authorities.
    package func authorities() throws(Failure) -> Authorities {
        try TrustChoice(session: tokenSource.session, cluster: tokenSource.cluster).authorities()
    }
}
