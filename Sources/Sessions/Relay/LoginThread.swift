import Threads

/// Runs a login on a thread of its own, which ends with it.
///
/// A login dirties 50 kB of a stack and leaves as much in the allocator's cache of its thread. The thread of the
/// connection, which may wait for hours, keeps none of it.
enum LoginThread {
    /// Returns the login's result on the calling thread, which waits for it.
    static func run(_ login: () throws(RelayEnd) -> TLSChannel) throws(RelayEnd) -> TLSChannel {
        var outcome: Result<TLSChannel, RelayEnd>?
        BorrowedThread.run {
            do throws(RelayEnd) {
                outcome = .success(try login())
            } catch {
                outcome = .failure(error)
            }
        }
        guard let outcome else { throw .unspoken }
        return try outcome.get()
    }
}
