public import Failures
import LocalFiles

/// What is typed in the tabs of one process, in private files, so that it is still there after a crash.
public final class Drafts: Sendable {
    /// Drafts of this process in a directory, which is made when the first one is written.
    public init(directory: String) {}

    /// Which tab a draft is of.
    public struct Key: Sendable, Hashable {
        /// The name of the cluster.
        public var cluster: String
        /// The number of the tab.
        public var tab: Int
        /// A tab of a cluster.
        public init(cluster: String, tab: Int) {
            self.cluster = cluster
            self.tab = tab
        }
    }

    /// What was left by a process that is no more.
    public struct Orphan: Sendable, Equatable {
        /// The tab it was typed in.
        public let key: Key
        /// The text.
        public let text: String
        let name: String
    }

    /// What became of a draft.
    public enum Outcome: Sendable, Equatable {
        /// It is in its file.
        case kept
        /// It is empty, and its file is gone.
        case removed
        /// It may carry a password or a token: its file is gone, and what it holds now is kept nowhere.
        case secret
        /// It is too long; the file has what was kept last.
        case unfit
    }

    /// Keeps a draft in the place of the last one of that tab.
    @discardableResult
    public func keep(_ text: String, for key: Key) throws(Failure) -> Outcome { .kept }

    /// Removes the drafts of this process: it ends as it should.
    public func removeOwn() {}

    /// Drafts of processes that are no more.
    public func orphans() -> [Orphan] { [] }

    /// Makes an orphan this process's own draft of a tab; answers whether it was still there to be taken.
    public func adopt(_ orphan: Orphan, as key: Key) throws(Failure) -> Bool { false }

    /// Throws an orphan away.
    public func discard(_ orphan: Orphan) {}
}
