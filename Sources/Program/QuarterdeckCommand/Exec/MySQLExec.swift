import CPlatform
import Endpoints
import Failures
import Glibc
import LocalFiles
import Profiles
import Relay
import ScreenKit
import SessionSetup
import Threads
import TokenDelivery

/// Runs a program that reaches a MySQL cluster through a private socket.
///
/// MySQL's own clients verify the name they dial, which behind a tunnel is not the cluster's; and an option file of
/// somebody's can talk them out of it. So the token is not given to them at all.
struct MySQLExec {
    let tokenSource: TokenSource
    let variables: [String: String]
    let program: String

    /// Runs it to its end and leaves with its exit code.
    func run(_ command: [String]) throws(Failure) -> Never {
        try tokenSource.askNow()
        // The program decides what Ctrl-C means; what ends this process is passed on.
        qd_block_supervision_signals()
        signal(SIGPIPE, SIG_IGN)
        let running = try start()
        defer { running.place.remove() }
        let leading = OptionFile.leading(command, to: running.place.path)
        let status = try ForegroundChild.run(leading, running.environment)
        running.finish()
        exit(status)
    }

    /// What serves a program: its environment, and the private socket that the environment leads to.
    struct Running: Sendable {
        let environment: [String: String]
        let place: PrivatePlace
        fileprivate let relay: MySQLRelay

        /// Ends it, with all connections.
        func finish() {
            relay.stop()
            place.remove()
        }
    }

    /// Begins to serve.
    ///
    /// - Parameter report: Told why a connection failed, on another thread; the program has been told in its own way.
    func start(
        report: @escaping @Sendable (Failure) -> Void = { failure in ErrorReport.write(failure) }
    ) throws(Failure) -> Running {
        let place = try PrivatePlace(tokenSource.session)
        do throws(Failure) {
            let relay = try relay(at: place, report: report)
            try place.write(optionFile(place), to: OptionFile.name)
            var environment = variables
            environment["MYSQL_HOME"] = place.path
            environment["MYSQL_UNIX_PORT"] = place.socket
            return Running(environment: environment, place: place, relay: relay)
        } catch {
            place.remove()
            throw error
        }
    }

    private func relay(
        at place: PrivatePlace, report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) -> MySQLRelay {
        let login = tokenSource.login
        let tokenSource = tokenSource
        let live = LiveToken(isCurrent: tokenSource.isCurrent) { () throws(Failure) in try tokenSource.sign() }
        let dial = login.connectTo.map { ($0.host, $0.port) } ?? (login.endpoint.host, login.port)
        let server = MySQLRelay.Server(
            endpoint: login.endpoint.host, addresses: try HostAddresses.of(dial.0), port: dial.1,
            authorityFile: try SessionFactory(tokenSource: tokenSource).authorities().file, user: login.user,
            database: login.database)
        return try MySQLRelay(
            server: server, path: place.socket, token: { try live.current(now: tokenSource.session.now).secret },
            report: report)
    }

    private func optionFile(_ place: PrivatePlace) -> String {
        OptionFile(
            socket: place.socket, user: tokenSource.login.user, database: tokenSource.login.database,
            isReadOnly: tokenSource.cluster.isReadOnly
        ).text
    }
}
