/// What `top` shows on a terminal.
struct TopRequest {
    /// Seconds between two samples unless told otherwise.
    static let standardInterval = 2.0

    /// The clusters.
    var names: [String]
    /// Seconds between two samples.
    var interval = standardInterval
}
