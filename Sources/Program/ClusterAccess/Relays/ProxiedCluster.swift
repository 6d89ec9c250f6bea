package import Failures
import Profiles
package import Relay
import Secrets
import TokenDelivery

/// A cluster that programs reach through this process.
package struct ProxiedCluster: Sendable {
    package let name: String
    package let line: ProxyLine
    private let relay: DatabaseRelay
    /// Nil where systemd created the socket.
    private let place: ProxyPlace?

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - inherited: A listening Unix socket that systemd created.
    ///   - port: A loopback port; 0 lets the system choose one.
    ///   - password: The password of the port.
    ///   - report: Receives the reason of a failed connection, on another thread, in addition to the program.
    package init(
        _ tokenSource: TokenSource, inherited: Int32? = nil, port: Int? = nil, password: DoorPassword? = nil,
        report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) {
        let login = tokenSource.login
        let socketName = login.engine == .mysql ? "mysql.sock" : ".s.PGSQL.\(login.port)"
        let place: ProxyPlace?
        var doors: [RelayDoor]
        if let inherited {
            (place, doors) = (nil, [.inherited(inherited)])
        } else {
            let own = try ProxyPlace(tokenSource.session, cluster: login.cluster, socketName: socketName)
            (place, doors) = (own, [.socket(own.socket)])
        }
        if let port, let password { doors.append(.port(port, password)) }
        let name = login.cluster
        do throws(Failure) {
            relay = try ClusterRelay(tokenSource: tokenSource).start(at: doors, report: report)
        } catch {
            place?.remove()
            throw error
        }
        self.place = place
        self.name = name
        line = ProxyLine(
            login, socket: relay.sockets.first ?? "", port: relay.ports.first,
            password: password?.secret.revealText())
    }

    /// The number of seconds without a connection; nil while a program is connected.
    package var idleSeconds: Int? { relay.idleSeconds }

    /// The number of connections that have signed in.
    package var connectionCount: Int { relay.connections.count }

    /// One line for each connection: user, age and bytes.
    package var listing: [String] {
        relay.connections.map { connection in
            "\(name)  user \(connection.user)  connected \(ProxyDuration.text(connection.age))  "
                + "sent \(connection.sentBytes) bytes  received \(connection.receivedBytes) bytes"
        }
    }

    /// Ends all connections and removes the socket.
    package func stop() {
        relay.stop()
        place?.remove()
    }
}
