public import Failures
public import ScreenKit

/// A cluster on the screen of activity.
public struct ClusterActivity: Sendable {
    /// The cluster's row in the deck.
    public let row: RowID
    /// The engine as a person says it.
    public let engine: String
    /// The environment's word of the profile file.
    public let environment: String?
    /// What has been seen.
    public internal(set) var history = LoadHistory()
    /// Why the last sample failed; nil after one that did not.
    public internal(set) var failure: Failure?
    /// When the last sample was asked for or came.
    public internal(set) var heardAt: Moment?

    /// A cluster that has not been looked at.
    ///
    /// - Parameter mostBytes: Bytes that its samples may take.
    public init(row: RowID, engine: String, environment: String?, mostBytes: Int = 24 << 20) {
        self.row = row
        self.engine = engine
        self.environment = environment
        history = LoadHistory(mostBytes: mostBytes)
    }

    /// Whether actions need the cluster's name typed.
    var isProduction: Bool { environment.map { Environment($0) == .production } ?? false }
}
