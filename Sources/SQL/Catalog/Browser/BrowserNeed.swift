/// A query that the schema browser needs.
public struct BrowserNeed: Sendable, Hashable {
    enum Purpose: Sendable, Hashable {
        /// A node's children, or the next page of them.
        case children
        /// The children whose names contain a text, of a node that is not completely loaded.
        case matches
        /// The sizes of these nodes.
        case sizes([Int])
    }

    /// The statement to run.
    public let sql: [UInt8]
    let node: Int
    /// The node's load count at the time of the query; the answer to an earlier load is ignored.
    let generation: Int
    let purpose: Purpose
}
