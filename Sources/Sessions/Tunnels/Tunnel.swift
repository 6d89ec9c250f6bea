public import SessionSetup
import Threads

/// The far end of a tunnel, and what messages call it.
public struct TunnelTarget: Sendable, Hashable {
    /// The cluster's name.
    public let cluster: String
    /// The endpoint's host, letters, digits, hyphens and dots only.
    public let host: String
    /// The endpoint's port.
    public let port: Int

    public init(cluster: String, host: String, port: Int) {
        self.cluster = cluster
        self.host = host
        self.port = port
    }

    /// Whether the host can stand in a command and mean nothing but itself.
    var isPlain: Bool {
        !host.isEmpty && !host.hasPrefix("-")
            && host.utf8.allSatisfy { byte in
                let letter = Unicode.Scalar(byte)
                return ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) || ("0"..."9").contains(letter)
                    || letter == "-" || letter == "."
            }
    }
}

/// A tunnel of one cluster.
protocol Tunnel: SessionTunnel {
    /// Ends the tunnel's programs; the next `open` starts them again.
    func close()
}

/// The tunnels of this process, one for each cluster, shared by everything that dials it.
public final class ClusterTunnels: Sendable {
    private struct Key: Hashable {
        let target: TunnelTarget
        let route: Route
    }

    /// How a tunnel is made.
    public enum Route: Sendable, Hashable {
        /// By OpenSSH over these hosts; the last one connects to the cluster.
        case ssh([String])
        /// By a program that carries one connection on its standard input and output.
        case command(String)
    }

    private let all = Locked<[Key: any Tunnel]>([:])
    private let environment: @Sendable () -> [String: String]
    private let idle = Locked(600)

    /// No tunnel yet.
    ///
    /// - Parameter environment: The variables of the tunnels' programs.
    public init(environment: @escaping @Sendable () -> [String: String]) {
        self.environment = environment
    }

    /// Sets how many seconds after its last connection a tunnel is closed; 600 otherwise.
    public func closeIdle(after seconds: Int) {
        idle.withLock { $0 = seconds }
    }

    deinit {
        closeAll()
    }

    /// The tunnel to a cluster, which is opened when it is first used.
    public func tunnel(to target: TunnelTarget, by route: Route) -> any SessionTunnel {
        all.withLock { all in
            let key = Key(target: target, route: route)
            if let known = all[key] { return known }
            let tunnel: any Tunnel =
                switch route {
                case .ssh(let hops):
                    SSHTunnel(target: target, hops: hops, environment: environment, idleSeconds: idle.withLock { $0 })
                case .command(let command):
                    CommandTunnel(target: target, command: command, environment: environment)
                }
            all[key] = tunnel
            return tunnel
        }
    }

    /// Ends all tunnels.
    public func closeAll() {
        for tunnel in all.withLock({ Array($0.values) }) { tunnel.close() }
    }
}
