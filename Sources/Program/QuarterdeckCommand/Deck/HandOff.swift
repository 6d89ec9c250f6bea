import CPlatform
import Deck
import Failures
import Glibc
import Profiles
import ScreenKit
import TokenDelivery

/// A program that is about to get a cluster: its words and its environment, and what serves it meanwhile.
struct HandOff: Sendable {
    let command: [String]
    let environment: [String: String]
    /// What it is called in messages.
    let program: String
    /// The database user that it logs in as.
    let user: String
    /// Whether it is a client to talk to, which leaves nothing behind that has to be read before the deck comes back.
    let isClient: Bool
    /// Ends what serves it.
    let finish: @Sendable () -> Void

    /// Prepares a program for a login. Blocks; nothing is started.
    ///
    /// - Parameter report: Told why the server refused a login, where that is known.
    static func prepare(
        _ tokenSource: TokenSource, words: String, report: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) -> HandOff {
        let line = ProgramWords(words)
        let variables = ProcessEnvironment.variables()
        let running = try RelayedExec(tokenSource: tokenSource, variables: variables).start(line.command) { failure in
            ErrorReport.write(failure)
            report(failure)
        }
        return HandOff(
            command: running.command, environment: running.environment, program: line.program,
            user: tokenSource.login.user,
            isClient: line.isClient, finish: running.finish)
    }

    /// The engine's own client that is installed here.
    static func client(_ engine: Engine, _ variables: [String: String]) -> String {
        let names = engine == .mysql ? ["mysql", "mariadb"] : ["psql"]
        let folders = (variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return names.first { name in folders.contains { access("\($0)/\(name)", X_OK) == 0 } } ?? names[0]
    }
}
