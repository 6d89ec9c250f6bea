import Console
import Failures

/// Messages about a run on standard error, with the cluster's name if there are several.
package struct RunReport: Sendable {
    /// The cluster of a run on several clusters; nil for a run on one.
    let cluster: String?

    package init(cluster: String?) {
        self.cluster = cluster
    }

    func write(_ failure: Failure) {
        ErrorReport.write(Failure(failure.status, prefix + failure.what, why: failure.why, next: failure.next))
    }

    func warn(_ text: String) { ErrorReport.warn(prefix + text) }

    func plain(_ text: String) { ErrorReport.plain(prefix + text) }

    private var prefix: String { cluster.map { "\($0): " } ?? "" }
}
