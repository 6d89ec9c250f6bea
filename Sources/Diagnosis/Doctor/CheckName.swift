/// The checks in their order.
public enum CheckName: String, Sendable, CaseIterable {
    case profile
    case endpoint
    case region
    case credentials
    case identity
    case clock
    case tunnel
    case network
    case tls
    case login
    case serverLog = "server-log"
    case metrics

    /// Whether the check asks nobody but files of this machine.
    public var isOffline: Bool { self < .identity }
}

extension CheckName: Comparable {
    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// By their order.
    public static func < (left: CheckName, right: CheckName) -> Bool { left.place < right.place }
}
