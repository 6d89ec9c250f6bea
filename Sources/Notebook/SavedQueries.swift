public import Failures
import LocalFiles

/// A folder of `.sql` files.
public struct SavedQueries: Sendable {
    /// The folder.
    public let directory: String

    /// The files of a folder, which is made when the first one is saved.
    public init(directory: String) { self.directory = directory }

    /// One of the files.
    public struct Query: Sendable, Equatable {
        /// Its name without `.sql`.
        public let name: String
        /// What its first comment says, one line; empty when it does not begin with one.
        public let description: String
        /// Its size in bytes.
        public let bytes: Int
    }

    /// The files by name; 2,000 at most.
    public func list() throws(Failure) -> [Query] { [] }

    /// What is in the file of a name.
    public func read(_ name: String) throws(Failure) -> String { "" }

    /// Writes a file of mode 0600. A file that is there is replaced only when `replacing` is true.
    ///
    /// - Returns: The name it was given: what cannot stand in a file's name is `-`.
    public func save(_ text: String, as name: String, replacing: Bool = false) throws(Failure) -> String { "" }
}
