/// A request to show activity on a terminal.
package struct TopRequest {
    /// The default number of seconds between two samples.
    package static let standardInterval = 2.0

    /// The clusters.
    let names: [String]
    /// The number of seconds between two samples.
    let interval: Double

    package init(names: [String], interval: Double = standardInterval) {
        self.names = names
        self.interval = interval
    }
}
