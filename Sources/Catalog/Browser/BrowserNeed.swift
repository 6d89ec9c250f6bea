/// Something that a schema browser would like to know.
public struct BrowserNeed: Sendable, Hashable {
    /// The statement to run.
    public let sql: [UInt8]
    /// Where the answer belongs.
    let place: Int
    /// Which page of names, or which sizes.
    let serial: Int
}
