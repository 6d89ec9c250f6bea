/// A fault with its parameter.
public struct FaultPlan: Sendable {
    public let fault: Fault
    /// For `dies`: the number of bytes of a server's answers after which the connection ends.
    public let byteCount: Int

    private static let defaultByteCount = 4_096

    /// Parses `NAME` or `dies=BYTES`; nil for anything else.
    public init?(_ text: String) {
        let halves = text.split(separator: "=", maxSplits: 1)
        guard let first = halves.first, let fault = Fault(rawValue: String(first)) else { return nil }
        self.fault = fault
        guard halves.count == 2 else {
            byteCount = Self.defaultByteCount
            return
        }
        guard fault == .dies, let count = Int(halves[1]), count >= 0 else { return nil }
        byteCount = count
    }

    /// The text as given.
    public var text: String { fault == .dies ? "dies=\(byteCount)" : fault.rawValue }

    /// The notation of all faults, for the help.
    public static var names: [String] { Fault.allCases.map { $0 == .dies ? "dies[=BYTES]" : $0.rawValue } }
}
