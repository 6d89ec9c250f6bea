import AWSCredentials
import ArgumentParser
import ClusterAccess
import Console
import Discovery
import Doctor
import DoctorRunner
import Endpoints
import Failures
import Glibc
import LocalFiles
import Profiles
import TerminalUI
import Threads

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first profile file: asks, or takes what discover finds.",
        discussion: """
            On a terminal, init searches your AWS account for Aurora clusters, lets you pick some, asks for the database \
            user, writes the profile file and checks the login at once. With --endpoint it asks nothing:

              quarterdeck init orders --endpoint NAME.cluster-ID.REGION.rds.amazonaws.com --engine postgresql --user jane_doe

            A profile file that is there already is never changed: quarterdeck discover --write adds clusters to it.
            """)

    @OptionGroup(title: "The first cluster") var target: ClusterOptions

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        let path = session.environment.path(session.profilePath)
        guard FileIdentity.of(path) == nil else {
            throw Failure(
                .cannotCreate, "\(path) exists already", why: "init writes a first profile file",
                next: "quarterdeck discover --write adds clusters to it")
        }
        let interview = FirstProfile(session: session)
        let chosen = try target.endpoint == nil ? interview.ask() : FirstProfile.Choice(given: target, common.values)
        try interview.write(chosen, to: path)
        try check(chosen, session)
    }

    /// Runs the doctor's checks for the first cluster; the file stays whatever the result.
    private func check(_ chosen: FirstProfile.Choice, _ session: Session) throws(Failure) {
        let profiles = try session.loadProfiles()
        guard let name = profiles.entries.first?.name else { return }
        var options = target.choice
        (options.cluster, options.endpoint, options.port, options.engine) = (name, nil, nil, nil)
        let fixed = options
        let selection = LoginSelection(session, profiles: profiles)
        let report = DoctorRun(
            session, try CredentialContext(session), name: name,
            choose: { () throws(Failure) in (selection, try selection.cluster(fixed)) },
            told: { report in report.checks.last.map { ErrorReport.plain(DoctorText.line($0)) } }
        ).run()
        for line in DoctorText.end(report).split(separator: "\n") { ErrorReport.plain(String(line)) }
        ErrorReport.note(report.isHealthy ? "next: quarterdeck" : "next: quarterdeck doctor \(name)")
    }
}
