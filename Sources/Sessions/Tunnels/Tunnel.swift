public import AWSCalls
public import Failures
public import SessionSetup
public import Threads

/// The remote end of a tunnel, and its name in messages.
public struct TunnelTarget: Sendable, Hashable {
    /// The cluster's name.
    public let cluster: String
    /// The endpoint's host: only letters, digits, hyphens and dots.
    public let host: String
    /// The endpoint's port.
    public let port: Int

    public init(cluster: String, host: String, port: Int) {
        self.cluster = cluster
        self.host = host
        self.port = port
    }

    /// Whether the host needs no quoting in a command.
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

    /// Waits until they have ended.
    func waitUntilClosed(milliseconds: Int)
}

/// The tunnels of this process, one for each cluster, shared by all its connections.
public final class ClusterTunnels: Sendable {
    private struct Key: Hashable {
        let target: TunnelTarget
        let route: Route
    }

    /// The kind of a tunnel.
    public enum Route: Sendable, Hashable {
        /// OpenSSH over these hosts; the last one connects to the cluster.
        case ssh([String])
        /// AWS Systems Manager through an instance, with an AWS profile in a region.
        case systemsManager(Bastion, profile: String, region: String)
        /// A program that carries one connection on its standard input and output.
        case command(String)
    }

    private let all = Locked<[Key: any Tunnel]>([:])
    private let environment: @Sendable () -> [String: String]
    private let idle = Locked(600)

    /// No tunnel yet.
    ///
    /// - Parameter environment: Returns the variables of the tunnels' programs.
    public init(environment: @escaping @Sendable () -> [String: String]) {
        self.environment = environment
    }

    /// Sets the number of seconds after its last connection when a tunnel is closed; 600 by default.
    public func closeIdle(after seconds: Int) {
        idle.withLock { $0 = seconds }
    }

    deinit {
        closeAll()
    }

    /// The tunnel to a cluster, opened at its first use.
    ///
    /// - Parameter manager: Returns AWS Systems Manager for a route through it. It may block until the signal is raised.
    public func tunnel(
        to target: TunnelTarget, by route: Route,
        manager: @escaping @Sendable (WakeSignal) throws(Failure) -> SystemsManager
    ) -> any SessionTunnel {
        all.withLock { all in
            let key = Key(target: target, route: route)
            if let known = all[key] { return known }
            let tunnel: any Tunnel =
                switch route {
                case .ssh(let hops): forwarding(target, SSHForwarder(target: target, hops: hops))
                case .systemsManager(let bastion, let profile, _):
                    forwarding(
                        target,
                        SystemsManagerForwarder(target: target, bastion: bastion, profile: profile, manager: manager))
                case .command(let command):
                    CommandTunnel(target: target, command: command, environment: environment)
                }
            all[key] = tunnel
            return tunnel
        }
    }

    private func forwarding(_ target: TunnelTarget, _ forwarder: any Forwarder) -> ForwardingTunnel {
        ForwardingTunnel(target, forwarder, environment: environment, idleSeconds: idle.withLock { $0 })
    }

    /// Ends all tunnels.
    public func closeAll() {
        for tunnel in all.withLock({ Array($0.values) }) { tunnel.close() }
    }

    /// Ends all tunnels before the program ends, and waits up to five seconds until AWS knows it.
    public func end() {
        closeAll()
        for tunnel in all.withLock({ Array($0.values) }) { tunnel.waitUntilClosed(milliseconds: 5_000) }
    }
}
