/// A way to a cluster that is not reachable from this computer.
public enum TunnelRoute: Sendable, Equatable, CustomStringConvertible {
    /// OpenSSH over these hosts, each `[user@]host[:port]`; the last one connects to the cluster.
    case ssh([String])
    /// A program that carries one connection on its standard input and output. `%h` and `%p` stand for the endpoint's
    /// host and port, `%%` for a percent sign.
    case command(String)

    /// Parses the value of `tunnel`; nil for an invalid one.
    init?(_ text: String) {
        guard text.hasPrefix("ssh:") else { return nil }
        let hops = text.dropFirst(4).split(separator: ",", omittingEmptySubsequences: false).map { hop in
            String(hop.drop { $0 == " " })
        }
        guard hops.allSatisfy(Self.isHop) else { return nil }
        self = .ssh(hops)
    }

    /// The route for a list.
    public var description: String {
        switch self {
        case .ssh(let hops): "ssh:" + hops.joined(separator: ",")
        case .command(let command): command
        }
    }

    /// Whether ssh accepts a word only as a host.
    private static func isHop(_ hop: String) -> Bool {
        !hop.isEmpty && !hop.hasPrefix("-")
            && hop.utf8.allSatisfy { byte in
                let letter = Unicode.Scalar(byte)
                return ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) || ("0"..."9").contains(letter)
                    || "@._-:[]%+".unicodeScalars.contains(letter)
            }
    }
}
