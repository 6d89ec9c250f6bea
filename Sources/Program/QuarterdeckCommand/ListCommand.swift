import ArgumentParser
import ClusterAccess
import Console
import Failures
import Glibc
import Profiles
import ScreenKit
import TokenDelivery

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the clusters of the profile file.",
        discussion: """
            A cluster with a mistake is listed with file, line, column and reason. --json prints an array of objects with \
            the keys of the profile file; a broken cluster has `name` and `error` (`file`, `line`, `column`, `message`, \
            `suggestion`). The exit code is 78 when a cluster is broken.
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        let profiles = try session.loadProfiles()
        profiles.issues.forEach(ErrorReport.warn)
        try StandardOutput.write(try json ? ClusterJSON.text(profiles) : ClusterTable.text(profiles))
        let isBroken = profiles.entries.contains { if case .broken = $0 { true } else { false } }
        if isBroken { Glibc.exit(Failures.ExitStatus.badConfiguration.rawValue) }
    }
}
