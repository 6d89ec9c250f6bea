import AWSCredentials
import CPlatform
package import ClusterAccess
import Console
import Curses
import Deck
import DeckRuntime
package import Failures
import Glibc
import TerminalUI
import Threads
import TokenDelivery

/// Runs the deck.
package struct DeckCommand {
    let session: Session
    let noColor: Bool
    /// The first message.
    let greeting: String?
    /// The request of `top`, which replaces the table of clusters.
    let top: TopRequest?

    package init(session: Session, noColor: Bool, greeting: String? = nil, top: TopRequest? = nil) {
        self.session = session
        self.noColor = noColor
        self.greeting = greeting
        self.top = top
    }

    /// Runs until the user quits. Returns the exit code.
    package func run() throws(Failure) -> Int32 {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Failure(
                .usage, "the deck needs a terminal", why: "standard input or output is not one",
                next: "quarterdeck list, or quarterdeck token CLUSTER")
        }
        let isUTF8 = qd_locale_is_utf8() != 0
        let endings = qd_endings_open()
        let signals = qd_signals_open()
        let type = session.environment["TERM"]
        let settings = Self.settings(session)
        let allowsColor = !noColor && (session.environment["NO_COLOR"] ?? "").isEmpty
        let errors = StandardError()
        qd_terminal_remember(STDIN_FILENO)
        let terminal: CursesTerminal
        do throws(TerminalError) {
            terminal = try CursesTerminal(
                type: type == "dumb" ? nil : type, isUTF8: isUTF8, allowsColor: allowsColor,
                hasMouse: settings.hasMouse, waits: KeyWaits(session.environment.variables))
        } catch {
            throw failure(error, type)
        }
        qd_terminal_guard(terminal.restoring, errors.original, errors.log)
        errors.divert()
        let looks = DeckLook(session, colors: terminal.colors, allowsColor: allowsColor, isUTF8: isUTF8)
        let loop = DeckLoop(session, terminal, looks, signals: signals, endings: endings, errors: errors)
        let code = loop.run(settings, greeting: greeting, top: top)
        terminal.end()
        qd_terminal_release()
        errors.restore()
        errors.show()
        loop.audit.flush()
        session.endTunnels()
        if !loop.unanswered.isEmpty {
            ErrorReport.warn(
                "\(loop.unanswered.joined(separator: ", ")) has not confirmed the cancellation; the statement may still run there"
            )
        }
        return code
    }

    /// The settings; if a file server does not answer, the deck starts without them.
    private static func settings(_ session: Session) -> DeckSettings {
        if let settings = PromptWork.value(within: 2_000, { DeckServices.settings(session) }) { return settings }
        var settings = DeckSettings()
        settings.problems = ["\(session.settingsPath) was not read within 2 s; its settings are left out"]
        return settings
    }

    private func failure(_ error: TerminalError, _ type: String?) -> Failure {
        let why =
            switch error {
            case .notATerminal: "standard input or output is not one"
            case .unknown(nil): type.map { "TERM is \($0)" } ?? "TERM is not set"
            case .unknown(let name?): "this machine has no description of TERM=\(name)"
            case .incapable(let name): "TERM=\(name) cannot place its cursor"
            }
        return Failure(
            .usage, "the deck cannot be shown on this terminal", why: why,
            next: "TERM=xterm-256color quarterdeck; or quarterdeck list, quarterdeck token CLUSTER")
    }
}
