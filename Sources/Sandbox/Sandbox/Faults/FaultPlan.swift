/// A fault with its measure.
public struct FaultPlan: Sendable {
    /// What is wrong.
    public let fault: Fault
    /// For `dies`: the bytes of a server's answers after which the connection ends.
    public let byteCount: Int

    private static let defaultByteCount = 4_096

    /// Reads `NAME`, or `dies=BYTES`; nil for anything else.
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

    /// As it was written.
    public var text: String { fault == .dies ? "dies=\(byteCount)" : fault.rawValue }

    /// How faults are written, for help.
    public static var names: [String] { Fault.allCases.map { $0 == .dies ? "dies[=BYTES]" : $0.rawValue } }
}
