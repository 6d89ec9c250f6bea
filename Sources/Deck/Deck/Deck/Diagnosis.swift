public import Doctor

/// The checks of a cluster's login and their progress.
public struct Diagnosis: Sendable, Equatable {
    /// The findings so far.
    public var report: DoctorReport
    /// Whether checks are still running.
    public var isRunning: Bool

    /// A diagnosis without findings that is running.
    public init(cluster: String) {
        report = DoctorReport(cluster: cluster)
        isRunning = true
    }

    public init(report: DoctorReport, isRunning: Bool) {
        self.report = report
        self.isRunning = isRunning
    }
}
