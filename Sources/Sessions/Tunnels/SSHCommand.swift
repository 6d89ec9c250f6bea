/// The command line of OpenSSH for a tunnel. Source: ssh(1), ssh_config(5).
struct SSHCommand {
    let target: TunnelTarget
    let hops: [String]

    /// What ssh must not do on the way to any host: it has no terminal to ask on.
    private static let options = [
        "BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=4", "ServerAliveCountMax=2", "ControlMaster=no",
        "ForwardAgent=no", "ForwardX11=no",
    ]

    /// The arguments for a tunnel whose local end is a loopback port.
    func arguments(program: String, port: Int) -> [String] {
        let earlier = hops.dropLast()
        // `-J` would start an ssh without BatchMode, which sends empty passwords when it has no terminal.
        let way = earlier.isEmpty ? [] : ["ProxyCommand=" + Self.carrier(program, over: earlier)]
        let options = Self.options + ["ExitOnForwardFailure=yes", "ControlPath=none"] + way
        return [program, "-N", "-T"] + options.flatMap { ["-o", $0] }
            + ["-L", "127.0.0.1:\(port):\(target.host):\(target.port)", "--", Self.destination(hops.last ?? "")]
    }

    /// The command that carries a connection to the next host over the last of these. The user's own shell runs it, and
    /// ssh expands percent signs in it first. A connection that the user shares (`ControlPath`) may carry it.
    private static func carrier(_ program: String, over hops: ArraySlice<String>) -> String {
        let earlier = hops.dropLast()
        let way = earlier.isEmpty ? [] : ["ProxyCommand=" + carrier(program, over: earlier)]
        let words = [program] + (options + way).flatMap { ["-o", $0] }
        let target = destination(hops.last ?? "")
        return escaped(words.map(quoted).joined(separator: " ")) + " -W '[%h]:%p' -- " + escaped(quoted(target))
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    private static func escaped(_ text: String) -> String {
        text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
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
