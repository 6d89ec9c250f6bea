import Endpoints
import Failures
import Profiles
import SessionSetup
import TokenDelivery
import Tunnels

extension Session {
    /// The tunnel of a cluster, opened at its first use and shared by all connections to the cluster; nil for a cluster
    /// without one.
    func tunnel(of cluster: Cluster) -> (any SessionTunnel)? {
        guard let route = cluster.tunnel else { return nil }
        if let seconds = (try? loadSettings(quietly: true))?.tunnelIdle { tunnels.closeIdle(after: seconds) }
        let target = TunnelTarget(cluster: cluster.name, host: cluster.endpoint.host, port: cluster.port)
        switch route {
        case .ssh(let hops): return tunnels.tunnel(to: target, by: .ssh(hops))
        case .command(let command): return tunnels.tunnel(to: target, by: .command(command))
        }
    }

    /// The address of a connection to a cluster: the local end of its tunnel, `connect_to`, or the endpoint. Blocks.
    func dialled(_ cluster: Cluster, _ login: Login) throws(Failure) -> (addresses: [String], port: Int) {
        if let tunnel = tunnel(of: cluster) {
            let near = try tunnel.open(wake: nil, milliseconds: 30_000)
            return ([near.host], near.port)
        }
        if let dial = login.connectTo { return (try HostAddresses.of(dial.host), dial.port) }
        return (try HostAddresses.of(login.endpoint.host), login.port)
    }
}
