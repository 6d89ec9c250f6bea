/// A request to show activity on a terminal.
struct TopRequest {
    /// The default number of seconds between two samples.
    static let standardInterval = 2.0

    /// The clusters.
    var names: [String]
    /// The number of seconds between two samples.
    var interval = standardInterval
}
