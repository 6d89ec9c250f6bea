public import Failures

extension Failure {
    /// The system has no thread left.
    public static var noThread: Failure {
        Failure(
            .temporary, "there is no thread to be had", why: "this machine's limit of threads or memory is reached",
            next: "ulimit -u")
    }
}
