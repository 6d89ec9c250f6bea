/// The checks in the order of their execution.
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

    /// Whether the check uses only local files.
    public var isOffline: Bool { self < .identity }
}

extension CheckName: Comparable {
    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Compares by order of execution.
    public static func < (left: CheckName, right: CheckName) -> Bool { left.place < right.place }
}
