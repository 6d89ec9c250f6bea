import CPlatform
import ClusterAccess
import Doctor
import Endpoints
import Failures
import Profiles
import SessionSetup
import Threads
import TokenDelivery

/// Tests whether a tunnel leads to a database server.
struct TunnelJudgement {
    let tunnel: any SessionTunnel
    /// The route in the profile file.
    let route: TunnelRoute?
    let login: Login
    /// The PEM file of the accepted authorities; nil when it is unknown, and then only the local end is tested.
    let authorityFile: String?
    let wake: WakeSignal

    /// The time limit of each step in milliseconds: every hop needs time.
    static let patience: Int32 = 15_000

    /// The local end of the tunnel, if it works. Blocks.
    func run() -> (near: (host: String, port: Int)?, Finding) {
        let near: (host: String, port: Int)
        do throws(Failure) {
            near = try tunnel.open(wake: wake, milliseconds: 30_000)
        } catch {
            return (nil, .failed(error, cause: .tunnelDown))
        }
        let start = qd_monotonic_nanoseconds()
        guard let authorityFile else { return (near, .ok(opened(near))) }
        let probe = LoginProbe(
            .init(
                host: login.endpoint.host, address: near.host, port: near.port, authorityFile: authorityFile,
                dialect: SessionFactory.dialect(login.engine), user: login.user, database: nil), wake: wake,
            milliseconds: Self.patience)
        do throws(LoginProbe.Obstacle) {
            _ = try probe.secure()
        } catch {
            switch error {
            case .noConnection, .lost:
                if let trouble = tunnel.trouble(since: start) { return (nil, .failed(trouble, cause: .tunnelDown)) }
                return (
                    nil,
                    .failed(
                        "the tunnel is open, but no server answers through it", .tunnelDown,
                        advice: [
                            "check whether the last host of the tunnel reaches \(login.endpoint.host):\(login.port)"
                        ], exit: .unavailable)
                )
            // The next checks judge the server.
            case .noTLS, .foreign, .untrusted, .noHandshake, .unusable: break
            }
        }
        return (near, .ok("\(opened(near)); a server answers through it"))
    }

    private func opened(_ near: (host: String, port: Int)) -> String {
        let place = "open at \(near.host):\(near.port)"
        guard let route else { return place }
        guard case .command(let command) = route else { return "\(route) is \(place)" }
        return "tunnel_command runs \(command), \(place)"
    }
}
