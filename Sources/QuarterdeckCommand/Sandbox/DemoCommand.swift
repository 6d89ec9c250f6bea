import ArgumentParser
import CPlatform
import Failures
import Glibc
import LocalFiles
import Sandbox

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "See tokens open real servers, without an AWS account.",
        discussion: """
            Starts a sandbox of its own, shows what can be done with it, each step with the command that does it, and \
            removes it. It takes a few seconds and changes nothing else.
            """)

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        removeRemains(session)
        let state = "\(session.stateDirectory)/demo-\(getpid())"
        let sandbox = try SandboxLauncher(state: state, fault: nil, endsWithParent: true).start()
        do {
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

    /// Sandboxes of demos that were killed together with their supervisors.
    private func removeRemains(_ session: Session) {
        for name in DirectoryListing.names(session.stateDirectory) where name.hasPrefix("demo-") {
            let state = session.stateDirectory + "/" + name
            if !RunningSandbox.isBusy(state: state) { _ = try? RunningSandbox.end(state: state) }
        }
    }
}
