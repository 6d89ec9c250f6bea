package import Failures
import JSON
import Profiles
import SQLWire
import SessionSetup
import Threads
import TokenDelivery

/// Logs in to a cluster once, to check whether a proxy would work.
package enum ProxyCheck {
    /// Returns when the login has succeeded. Blocks until the login's time limit.
    package static func run(_ tokenSource: TokenSource) throws(Failure) {
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

    /// The result of a check as one line of JSON: cluster, engine, user, ok, and the error if there is one.
    package static func json(_ tokenSource: TokenSource, _ failure: Failure?) -> String {
        let login = tokenSource.login
        return "{\"cluster\":\(JSONText.quoted(login.cluster)),\"engine\":\"\(login.engine.rawValue)\","
            + "\"user\":\(JSONText.quoted(login.user)),\"ok\":\(failure == nil),"
            + "\"error\":\(failure.map { JSONText.quoted($0.what) } ?? "null")}\n"
    }
}
