/// Something that a schema browser would like to know.
public struct BrowserNeed: Sendable, Hashable {
    enum Purpose: Sendable, Hashable {
        /// A node's children, or their next page.
        case children
        /// Names of children with a text in them, of a node that has more than were loaded.
        case matches
        /// Sizes of these nodes.
        case sizes([Int])
    }

    /// The statement to run.
    public let sql: [UInt8]
    let node: Int
    /// The node's count of loadings when this was asked; an answer to an earlier one is nobody's.
    let generation: Int
    let purpose: Purpose
}
