import AWSCalls
import AWSCredentials
import Endpoints
package import Failures
package import Profiles
package import SessionSetup
import Threads
package import TokenDelivery
import Tunnels

extension Session {
    /// The tunnel of a cluster, opened at its first use and shared by all connections to the cluster; nil for a cluster
    /// without one.
    package func tunnel(of cluster: Cluster) -> (any SessionTunnel)? {
        guard let route = cluster.tunnel else { return nil }
        if let seconds = (try? loadSettings(quietly: true))?.tunnelIdle { tunnels.closeIdle(after: seconds) }
        let target = TunnelTarget(cluster: cluster.name, host: cluster.endpoint.host, port: cluster.port)
        return tunnels.tunnel(to: target, by: way(route, to: cluster)) { cancel throws(Failure) in
            try systemsManager(for: cluster, cancel)
        }
    }

    private func way(_ route: TunnelRoute, to cluster: Cluster) -> ClusterTunnels.Route {
        func managed(_ bastion: Bastion) -> ClusterTunnels.Route {
            .systemsManager(
                bastion, profile: options.awsProfile ?? cluster.awsProfile ?? "", region: bastionRegion(cluster) ?? "")
        }
        return switch route {
        case .ssh(let hops): .ssh(hops)
        case .instance(let identifier): managed(.instance(identifier))
        case .taggedInstance(let tag, let value): managed(.tag(tag, value: value))
        case .command(let command): .command(command)
        }
    }

    /// The region of the instance: the cluster's.
    private func bastionRegion(_ cluster: Cluster) -> String? {
        options.region ?? cluster.endpoint.region ?? cluster.region
    }

    /// AWS Systems Manager with the identity that signs for a cluster. Blocks while credentials are looked up.
    private func systemsManager(for cluster: Cluster, _ cancel: WakeSignal) throws(Failure) -> SystemsManager {
        let choice = LoginSelection(self, profiles: .empty).profileChoice(cluster)
        let files = try AWSFiles(reading: environment)
        let services = CredentialServices(cancel: cancel)
        let lookup = CredentialLookup(
            choice: choice, environment: environment, files: files, now: now, region: bastionRegion(cluster),
            services: services)
        let store =
            credentials.withLock { $0 } ?? CredentialStore(environment, services: services, files: files)
        let found = try store.credentials(for: CredentialIdentity(choice, region: bastionRegion(cluster)))
        let region =
            bastionRegion(cluster) ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]
            ?? files.region(of: lookup.profile)
        guard let region else {
            throw Failure(
                .badConfiguration, "the region of the bastion of \(cluster.name) is not known", next: "--region NAME")
        }
        return SystemsManager(
            AWSClient(lookup, credentials: found.credentials, attempts: 4), region: region,
            endpoint: try lookup.address(of: .systemsManager, region: region))
    }

    /// Ends the tunnels before the program ends. Waits up to five seconds for AWS.
    package func endTunnels() { tunnels.end() }

    /// The address of a connection to a cluster: the local end of its tunnel, `connect_to`, or the endpoint. Blocks.
    package func dialled(_ cluster: Cluster, _ login: Login) throws(Failure) -> (addresses: [String], port: Int) {
        if let tunnel = tunnel(of: cluster) {
            let near = try tunnel.open(wake: nil, milliseconds: 30_000)
            return ([near.host], near.port)
        }
        if let dial = login.connectTo { return (try HostAddresses.of(dial.host), dial.port) }
        return (try HostAddresses.of(login.endpoint.host), login.port)
    }
}
