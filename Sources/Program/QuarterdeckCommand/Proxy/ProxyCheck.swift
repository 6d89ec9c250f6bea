import ClusterAccess
import Failures
import Profiles
import SQLWire
import SessionSetup
import Threads
import TokenDelivery

/// Logs in to a cluster once, to check whether a proxy would work.
enum ProxyCheck {
    /// Returns when the login has succeeded. Blocks until the login's time limit.
    static func run(_ tokenSource: TokenSource) throws(Failure) {
        let plan = try SessionFactory(tokenSource: tokenSource).plan { $0.asksForItself = true }
        let session = try SessionFactory.session(plan, SessionFactory.dialect(tokenSource.login.engine))
        let outcome = Locked<Failure?>(nil)
        let done = WakeSignal()
        Task.detached(executorPreference: ElasticThreads()) {
            do throws(SessionError) {
                try await session.open()
                await session.close()
            } catch {
                outcome.withLock { $0 = error.failure }
            }
            done.raise()
        }
        while !done.wait(milliseconds: -1) {}
        if let failure = outcome.withLock({ $0 }) { throw failure }
    }
}
