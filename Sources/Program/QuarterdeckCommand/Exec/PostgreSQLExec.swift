import CPlatform
import ClusterAccess
import Console
import Endpoints
import Failures
import Glibc
import LocalFiles
import Passwords
import Profiles
import Secrets
import SessionSetup
import SigV4
import Timestamps
import TokenDelivery

/// Replaces this process by a program whose environment contains a PostgreSQL cluster's own address and a token.
struct PostgreSQLExec {
    let tokenSource: TokenSource
    let variables: [String: String]

    /// Replaces this process, so that signals, job control and the exit status are the program's own.
    func run(_ command: [String]) throws(Failure) -> Never {
        let environment = try environment()
        let code = CStringArray.withPointers(command) { words in
            CStringArray.withPointers(environment.map { "\($0.key)=\($0.value)" }) { settings in
                qd_become(words, settings)
            }
        }
        throw ChildCommand.cannotRun(command[0], code)
    }

    /// The program's environment with a token.
    private func environment() throws(Failure) -> [String: String] {
        let login = tokenSource.login
        let authorities = try SessionFactory(tokenSource: tokenSource).authorities()
        let secret: Secret
        if let password = tokenSource.livePassword {
            secret = try password.current()
        } else {
            let token = try tokenSource.sign()
            ErrorReport.note("the program's token works for new logins until \(token.expiry.expiresAt.clock) UTC")
            secret = token.secret
        }
        guard secret.count < 131_000 else {
            throw Failure(
                .badData, "the token is too long for an environment variable",
                why: "it has \(secret.count) bytes; Linux passes on 131,071 of a variable with its name",
                next: "quarterdeck sql \(login.cluster)")
        }
        var result = variables
        result["PGHOST"] = login.endpoint.host
        // The variable requires an IP address.
        result["PGHOSTADDR"] = try login.connectTo.map { dial throws(Failure) in try HostAddresses.of(dial.host)[0] }
        result["PGPORT"] = String(login.connectTo?.port ?? login.port)
        result["PGUSER"] = login.user
        result["PGDATABASE"] = login.database ?? "postgres"
        result["PGPASSWORD"] = secret.revealText()
        result["PGSSLMODE"] = "verify-full"
        result["PGSSLROOTCERT"] = authorities.file
        result["PGGSSENCMODE"] = "disable"
        result["PGAPPNAME"] = tokenSource.applicationName
        // RDS Proxy rejects such options.
        if tokenSource.cluster.isReadOnly, login.endpoint.kind != .proxy {
            let others = result["PGOPTIONS"].map { $0 + " " } ?? ""
            result["PGOPTIONS"] = others + "-c default_transaction_read_only=on"
        }
        return result
    }
}
