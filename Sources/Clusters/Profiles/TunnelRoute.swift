/// A way to a cluster that is not reachable from this computer.
public enum TunnelRoute: Sendable, Equatable, CustomStringConvertible {
    /// OpenSSH over these hosts, each `[user@]host[:port]`; the last one connects to the cluster.
    case ssh([String])
    /// AWS Systems Manager through the instance with this id.
    case instance(String)
    /// AWS Systems Manager through the instance with this tag.
    case taggedInstance(tag: String, value: String)
    /// A program that carries one connection on its standard input and output. `%h` and `%p` stand for the endpoint's
    /// host and port, `%%` for a percent sign.
    case command(String)

    /// Parses the value of `tunnel`; nil for an invalid one.
    init?(_ text: String) {
        if text.hasPrefix("ssm:") {
            self.init(instance: text.dropFirst(4))
            return
        }
        guard text.hasPrefix("ssh:") else { return nil }
        let hops = text.dropFirst(4).split(separator: ",", omittingEmptySubsequences: false).map { hop in
            String(hop.drop { $0 == " " })
        }
        guard hops.allSatisfy(Self.isHop) else { return nil }
        self = .ssh(hops)
    }

    /// An instance by its id, `i-…` or `mi-…`, or by a tag, `tag:KEY=VALUE`.
    private init?(instance text: Substring) {
        if text.hasPrefix("tag:") {
            let parts = text.dropFirst(4).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 256 }) else { return nil }
            self = .taggedInstance(tag: String(parts[0]), value: String(parts[1]))
            return
        }
        let digits = text.drop { $0 != "-" }.dropFirst()
        guard text.hasPrefix("i-") || text.hasPrefix("mi-"), (8...20).contains(digits.utf8.count),
            digits.utf8.allSatisfy({
                ("0"..."9").contains(Unicode.Scalar($0)) || ("a"..."f").contains(Unicode.Scalar($0))
            })
        else { return nil }
        self = .instance(String(text))
    }

    /// The route for a list.
    public var description: String {
        switch self {
        case .ssh(let hops): "ssh:" + hops.joined(separator: ",")
        case .instance(let identifier): "ssm:" + identifier
        case .taggedInstance(let tag, let value): "ssm:tag:\(tag)=\(value)"
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
