/// The command line of OpenSSH for a tunnel. Source: ssh(1), ssh_config(5).
struct SSHCommand {
    let target: TunnelTarget
    let hops: [String]

    /// The arguments for a tunnel whose local end is a loopback port. ssh must not prompt, because it has no terminal.
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

    /// The command for a user who wants to see and answer ssh's prompts.
    var byHand: String {
        (["ssh"] + jumps + [hops.last.map(Self.destination) ?? "", "true"]).joined(separator: " ")
    }

    private var jumps: [String] {
        let earlier = hops.dropLast()
        return earlier.isEmpty ? [] : ["-J", earlier.joined(separator: ",")]
    }

    /// A host with a port needs the form of a URI; `-J` accepts it unchanged.
    private static func destination(_ hop: String) -> String {
        let host = hop.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let hasPort = host.hasPrefix("[") ? host.contains("]:") : host.contains(":")
        return hasPort ? "ssh://" + hop : hop
    }
}
