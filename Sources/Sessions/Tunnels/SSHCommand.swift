import Failures
import Glibc

/// The command line of OpenSSH for a tunnel. Source: ssh(1), ssh_config(5).
struct SSHCommand {
    let target: TunnelTarget
    let hops: [String]

    /// The words for a tunnel whose near end is a port on loopback. ssh asks nothing: it has no terminal.
    func arguments(program: String, port: Int) -> [String] {
        let options = [
            "BatchMode=yes", "ExitOnForwardFailure=yes", "ConnectTimeout=10", "ServerAliveInterval=4",
            "ServerAliveCountMax=2", "ControlMaster=no", "ControlPath=none", "ForwardAgent=no", "ForwardX11=no",
        ]
        return [program, "-N", "-T"] + options.flatMap { ["-o", $0] }
            + ["-L", "127.0.0.1:\(port):\(target.host):\(target.port)"] + jumps + [
                "--", Self.destination(hops.last ?? ""),
            ]
    }

    /// What a person types to see what ssh asks, and to answer it.
    var byHand: String {
        (["ssh"] + jumps + [hops.last.map(Self.destination) ?? "", "true"]).joined(separator: " ")
    }

    private var jumps: [String] {
        let earlier = hops.dropLast()
        return earlier.isEmpty ? [] : ["-J", earlier.joined(separator: ",")]
    }

    /// A host with a port takes the form of a URI; `-J` takes it as it is.
    private static func destination(_ hop: String) -> String {
        let host = hop.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let hasPort = host.hasPrefix("[") ? host.contains("]:") : host.contains(":")
        return hasPort ? "ssh://" + hop : hop
    }

    /// Where ssh is; nil when it is not installed.
    static func program(path: String) -> String? {
        path.split(separator: ":").map { "\($0)/ssh" }.first { access($0, X_OK) == 0 }
    }
}
