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
            the keys of the profile file, null where a key is not set. A broken cluster has `name`, `error` (`file`, \
            `line`, `column`, `message`, `suggestion`) and `errors`, all of its mistakes. The exit code is 78 when a \
            cluster is broken.

            --user, --region and --aws-profile change the list as they change a login: --region counts only for \
            endpoints that do not contain a region.
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        let profiles = try LoginSelection(session, profiles: try session.loadProfiles()).profilesAsUsed()
        profiles.issues.forEach(ErrorReport.warn)
        try StandardOutput.write(json ? ClusterJSON.text(profiles) : ClusterTable.text(profiles))
        let isBroken = profiles.entries.contains { if case .broken = $0 { true } else { false } }
        if isBroken { Glibc.exit(Failures.ExitStatus.badConfiguration.rawValue) }
    }
}
