public import Doctor

/// The checks of a cluster's login, as far as they have been made.
public struct Diagnosis: Sendable, Equatable {
    /// What was found so far.
    public var report: DoctorReport
    /// Whether checks are still being made.
    public var isRunning: Bool

    /// A diagnosis that has just begun.
    public init(cluster: String) {
        report = DoctorReport(cluster: cluster)
        isRunning = true
    }

    /// A diagnosis with what was found.
    public init(report: DoctorReport, isRunning: Bool) {
        self.report = report
        self.isRunning = isRunning
    }
}
