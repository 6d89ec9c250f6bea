import AWSCredentials
import ArgumentParser
import CPlatform
import ClusterAccess
import Console
import DeckShell
import Failures
import Glibc
import LocalFiles
import Sandbox
import ScreenKit

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Try everything on private servers, without an AWS account.",
        discussion: """
            Starts a sandbox and opens the deck on it; when you leave the deck, the sandbox is removed. Off a terminal, or \
            with --tour, it runs each command once and shows the output. It takes a few seconds and changes nothing else.
            """)

    @Flag(help: "Show the commands and their output instead of the deck.")
    var tour = false

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        removeRemains(session)
        let state = "\(session.stateDirectory)/demo-\(getpid())"
        let showsDeck = !tour && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        let sandbox = try SandboxLauncher(state: state, fault: nil, isBusy: showsDeck, endsWithParent: true).start()
        do {
            if showsDeck {
                try runDeck(sandbox, session)
            }
            try DemoTour(sandbox: sandbox, session: session).run()
        } catch {
            _ = try RunningSandbox.end(state: state)
            throw error
        }
        _ = try RunningSandbox.end(state: state)
        try StandardOutput.write(
            "\nThat was a private PostgreSQL and a private MariaDB; both are gone now. To keep them:\n\n"
                + "  $ quarterdeck sandbox up\n")
    }

    /// Runs the deck on the sandbox, whose environment this process has from now on.
    private func runDeck(_ sandbox: SandboxDescription, _ session: Session) throws -> Never {
        for name in session.environment.variables.keys where name.hasPrefix("AWS_") || name.hasPrefix("PG") {
            unsetenv(name)
        }
        for (name, value) in sandbox.env { setenv(name, value, 1) }
        for name: String in ["XDG_RUNTIME_DIR", "XDG_STATE_HOME"] { setenv(name, sandbox.state + "/scratch", 1) }
        if session.environment.variables.keys.allSatisfy({ !["LC_ALL", "LC_CTYPE", "LANG"].contains($0) }) {
            setenv("LC_ALL", "C.UTF-8", 1)
        }
        var values = common.values
        values.config = nil
        let deck = DeckCommand(
            session: Session(values), noColor: common.noColor,
            greeting:
                "A private sandbox: Enter opens an SQL session, x runs psql, A shows what runs, ? lists all keys, q ends it"
        )
        let code: Int32
        do {
            code = try deck.run()
        } catch {
            _ = try RunningSandbox.end(state: sandbox.state)
            throw error
        }
        ErrorReport.note("removing the sandbox")
        _ = try RunningSandbox.end(state: sandbox.state)
        Glibc.exit(code)
    }

    /// Removes the sandboxes of demos that were killed together with their supervisors.
    private func removeRemains(_ session: Session) {
        for name in DirectoryListing.names(session.stateDirectory) where name.hasPrefix("demo-") {
            let state = session.stateDirectory + "/" + name
            if !RunningSandbox.isBusy(state: state) { _ = try? RunningSandbox.end(state: state) }
        }
    }
}
