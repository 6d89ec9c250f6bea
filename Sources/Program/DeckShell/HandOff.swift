import CPlatform
import ClusterAccess
import Console
import Deck
import Failures
import Glibc
import Profiles
import ScreenKit
import TokenDelivery

/// A prepared program for a cluster: its command, its environment, and the services behind it.
struct HandOff: Sendable {
    let command: [String]
    let environment: [String: String]
    /// The name for messages.
    let program: String
    /// Its login.
    let login: Login
    /// Whether it is an interactive client, whose output need not be read before the deck returns.
    let isClient: Bool
    /// Ends the services.
    let finish: @Sendable () -> Void

    /// Prepares a program for a login without starting it. Blocks.
    ///
    /// - Parameter report: Called with the reason of a rejected login, if known.
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
            login: tokenSource.login,
            isClient: line.isClient, finish: running.finish)
    }

    /// The installed client of the engine.
    static func client(_ engine: Engine, _ variables: [String: String]) -> String {
        let names = engine == .mysql ? ["mysql", "mariadb"] : ["psql"]
        let folders = (variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return names.first { name in folders.contains { access("\($0)/\(name)", X_OK) == 0 } } ?? names[0]
    }
}
