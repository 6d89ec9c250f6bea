public import Failures

extension Failure {
    /// The system has no thread left.
    public static var noThread: Failure {
        Failure(
            .temporary, "no thread could be started", why: "this machine's limit of threads or memory is reached",
            next: "ulimit -u")
    }
}
