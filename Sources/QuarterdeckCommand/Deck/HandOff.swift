import CPlatform
import Failures
import Glibc
import Handover
import Profiles

/// A program that is about to get a cluster: its words and its environment, and what serves it meanwhile.
struct HandOff: Sendable {
    let command: [String]
    let environment: [String: String]
    /// Ends what serves it.
    let finish: @Sendable () -> Void

    /// Prepares a program for a login. Blocks; nothing is started.
    static func prepare(_ mint: TokenMint, words: String) throws(Failure) -> HandOff {
        let command = split(words)
        let variables = ProcessEnvironment.variables()
        switch mint.login.engine {
        case .postgresql, .dsql:
            let environment = try PostgreSQLExec(mint: mint, variables: variables).environment()
            return HandOff(command: command, environment: environment) {}
        case .mysql:
            let running = try MySQLExec(mint: mint, variables: variables, program: command.first ?? "").start()
            return HandOff(
                command: OptionFile.leading(command, to: running.place.path), environment: running.environment,
                finish: running.finish)
        }
    }

    /// The engine's own client that is installed here.
    static func client(_ engine: Engine, _ variables: [String: String]) -> String {
        let names = engine == .mysql ? ["mysql", "mariadb"] : ["psql"]
        let folders = (variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return names.first { name in folders.contains { access("\($0)/\(name)", X_OK) == 0 } } ?? names[0]
    }

    /// Words as a person types them: a shell's where it takes a shell to understand them.
    static func split(_ text: String) -> [String] {
        guard !text.contains(where: { "|&;<>()$`*?[]#~=%\\\"'{}!\n".contains($0) }) else {
            return ["/bin/sh", "-c", text]
        }
        return text.split(separator: " ").map(String.init)
    }
}
