import CPlatform
import Console
import Endpoints
package import Failures
import Glibc
import Profiles
import Relay
import Secrets
import TokenDelivery

/// Runs a program that reaches a cluster through a private socket.
///
/// Quarterdeck verifies the server and logs in with a live token for every connection of the program. The engines' own
/// clients would verify less: psql accepts a certificate with only a common name, and MySQL's clients verify the name
/// that they connect to, which behind a tunnel is not the cluster's.
package struct RelayedExec {
    let tokenSource: TokenSource
    let variables: [String: String]
    /// Whether the program connects to a loopback port with a password instead of to a Unix socket.
    let usesTCP: Bool

    package init(tokenSource: TokenSource, variables: [String: String], usesTCP: Bool = false) {
        self.tokenSource = tokenSource
        self.variables = variables
        self.usesTCP = usesTCP
    }

    /// Runs a program to its end and exits with its exit code.
    package func run(_ command: [String]) throws(Failure) -> Never {
        try tokenSource.askNow()
        // The program handles Ctrl-C itself; signals that end this process are forwarded.
        qd_block_supervision_signals()
        signal(SIGPIPE, SIG_IGN)
        let running = try start(command)
        defer { running.finish() }
        let status = try ForegroundChild.run(running.command, running.environment)
        running.finish()
        tokenSource.session.endTunnels()
        exit(status)
    }

    /// A served program: its command, its environment, and the private socket in that environment.
    package struct Running: Sendable {
        package let command: [String]
        package let environment: [String: String]
        fileprivate let place: PrivatePlace
        fileprivate let relay: DatabaseRelay

        /// Ends the service with all connections.
        package func finish() {
            relay.stop()
            place.remove()
        }
    }

    /// Starts the service of a program.
    ///
    /// - Parameter report: Called with the reason of a failed connection, on another thread; the program gets the error
    ///   in its own protocol.
    package func start(
        _ command: [String], report: @escaping @Sendable (Failure) -> Void = { failure in ErrorReport.write(failure) }
    ) throws(Failure) -> Running {
        switch tokenSource.login.engine {
        case .mysql: try startMySQL(command, report)
        case .postgresql, .dsql: try startPostgreSQL(command, report)
        }
    }

    private func startMySQL(
        _ command: [String], _ report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) -> Running {
        let place = try PrivatePlace(tokenSource.session, socketName: "mysql.sock")
        return try serve(place, report) { way throws(Failure) in
            let file = OptionFile(
                way: way, user: tokenSource.login.user, database: tokenSource.login.database)
            try place.write(file.text, to: OptionFile.name)
            var environment = variables
            environment["MYSQL_HOME"] = place.path
            switch way {
            case .socket(let path): environment["MYSQL_UNIX_PORT"] = path
            case .port(let port, let password):
                environment["MYSQL_HOST"] = "127.0.0.1"
                environment["MYSQL_TCP_PORT"] = String(port)
                environment["MYSQL_PWD"] = password
            }
            return (OptionFile.leading(command, to: place.path), environment)
        }
    }

    private func startPostgreSQL(
        _ command: [String], _ report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) -> Running {
        let login = tokenSource.login
        let place = try PrivatePlace(tokenSource.session, socketName: ".s.PGSQL.\(login.port)")
        return try serve(place, report) { way throws(Failure) in
            var environment = variables
            switch way {
            case .socket:
                environment["PGHOST"] = place.path
                environment["PGPORT"] = String(login.port)
            case .port(let port, let password):
                environment["PGHOST"] = "127.0.0.1"
                environment["PGPORT"] = String(port)
                environment["PGPASSWORD"] = password
                environment["PGSSLMODE"] = "disable"
                environment["PGGSSENCMODE"] = "disable"
            }
            environment["PGUSER"] = login.user
            environment["PGDATABASE"] = login.database ?? "postgres"
            environment["PGAPPNAME"] = tokenSource.applicationName
            return (command, environment)
        }
    }

    private func serve(
        _ place: PrivatePlace, _ report: @escaping @Sendable (Failure) -> Void,
        _ prepare: (ProgramWay) throws(Failure) -> (command: [String], environment: [String: String])
    ) throws(Failure) -> Running {
        do throws(Failure) {
            let password = usesTCP ? DoorPassword() : nil
            let door = password.map { RelayDoor.port(0, $0) } ?? .socket(place.socket)
            let relay = try ClusterRelay(tokenSource: tokenSource).start(at: [door], report: report)
            let way =
                if let password, let port = relay.ports.first {
                    ProgramWay.port(port, password: password.secret.revealText())
                } else {
                    ProgramWay.socket(place.socket)
                }
            let (command, environment) = try prepare(way)
            return Running(command: command, environment: environment, place: place, relay: relay)
        } catch {
            place.remove()
            throw error
        }
    }
}

/// How a program connects to the relay.
enum ProgramWay {
    case socket(String)
    case port(Int, password: String)
}
