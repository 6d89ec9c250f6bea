public import Failures
public import ScreenKit

/// A cluster on the activity screen.
public struct ClusterActivity: Sendable {
    /// The cluster's row in the deck.
    public let row: RowID
    /// The engine as a person says it.
    public let engine: String
    /// The environment in the profile file.
    public let environment: String?
    /// The samples.
    public internal(set) var history = LoadHistory()
    /// The error of the last sample; nil if it succeeded.
    public internal(set) var failure: Failure?
    /// The time when the last sample was requested or arrived.
    public internal(set) var heardAt: Moment?

    /// A cluster without samples.
    ///
    /// - Parameter mostBytes: The maximum size of its samples in bytes.
    public init(row: RowID, engine: String, environment: String?, mostBytes: Int = 24 << 20) {
        self.row = row
        self.engine = engine
        self.environment = environment
        history = LoadHistory(mostBytes: mostBytes)
    }

    /// Whether the user must type the cluster's name to confirm an action.
    var isProduction: Bool { environment.map { Environment($0) == .production } ?? false }
}
