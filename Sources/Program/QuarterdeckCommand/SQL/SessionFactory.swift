import Endpoints
import Failures
import LocalFiles
import MariaDB
import Postgres
import Profiles
import SQLCore
import ScreenKit
import Secrets
import SessionSetup
import TokenDelivery

/// How a session for a login is made.
struct SessionFactory {
    let tokenSource: TokenSource

    /// The plan for the cluster, with what the command's flags `change`.
    func plan(_ change: (inout SessionPlan) -> Void = { _ in }) throws(Failure) -> SessionPlan {
        let (login, cluster, session) = (tokenSource.login, tokenSource.cluster, tokenSource.session)
        let tokenSource = tokenSource
        let live = LiveToken(isCurrent: tokenSource.isCurrent) { () throws(Failure) in try tokenSource.sign() }
        var plan = SessionPlan(
            host: login.endpoint.host, port: login.port, user: login.user, authorities: try authorities()
        ) { () throws(Failure) -> Secret in
            try live.current(now: session.now).secret
        }
        if let dial = login.connectTo { (plan.dialHost, plan.dialPort) = (dial.host, dial.port) }
        plan.database = login.database ?? (login.engine == .dsql ? "postgres" : nil)
        plan.isReadOnly = cluster.isReadOnly
        plan.statementTimeout = cluster.statementTimeout
        change(&plan)
        return plan
    }

    static func dialect(_ engine: Engine) -> Dialect {
        switch engine {
        case .postgresql, .dsql: .postgresql
        case .mysql: .mysql
        }
    }

    /// Begins to open the engine's library while there is still other work.
    static func prepare(_ engine: Engine) {
        switch dialect(engine) {
        case .postgresql: PostgreSQLSession.prepare()
        case .mysql: MySQLSession.prepare()
        }
    }

    /// A session that is yet to be opened.
    static func session(_ plan: SessionPlan, _ dialect: Dialect) throws(Failure) -> any SQLSession {
        let session: (any SQLSession)? =
            switch dialect {
            case .postgresql: PostgreSQLSession(plan)
            case .mysql: MySQLSession(plan)
            }
        guard let session else {
            throw Failure(
                .temporary, "there is no thread to be had for a session",
                why: "this machine's limit of threads or memory is reached", next: "ulimit -u")
        }
        return session
    }

    /// Who may vouch for the server: the file that is configured, else AWS's own, else everybody's.
    func authorities() throws(Failure) -> Authorities {
        let cache = tokenSource.session.cacheDirectory + "/authorities"
        if let file = tokenSource.login.caFile {
            guard FileIdentity.of(file) != nil else {
                throw Failure(
                    .noInput, "there is no file \(file)", why: "ca_file names it for \(tokenSource.login.cluster)",
                    next: "download it, or correct ca_file in the profile file")
            }
            return Authorities(file: file, isChosen: true, cacheDirectory: cache)
        }
        guard let file = Authorities.systemFiles.first(where: { FileIdentity.of($0) != nil }) else {
            throw Failure(
                .badConfiguration, "there are no certificate authorities on this machine",
                why: "neither AWS's, at ~/.aws/rds/global-bundle.pem, nor the system's",
                next: "curl --create-dirs -o ~/.aws/rds/global-bundle.pem "
                    + "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem")
        }
        return Authorities(file: file, isChosen: false, cacheDirectory: cache)
    }
}
