import ArgumentParser
import ClusterAccess
import Console
import Doctor
import DoctorRunner
import Failures
import FoundationEssentials
import Glibc
import Profiles
import TerminalUI

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find out why a login works or does not, check by check.",
        discussion: """
            Checks in order: \(CheckName.allCases.map(\.rawValue).joined(separator: ", ")). The first one that fails \
            decides. Without a cluster, each cluster of the profile file is checked as far as that needs no network.

            --json prints one object: cluster, checks (name, status, evidence, seconds), cause, try. The exit code is 0 \
            when the login works, else the one that the login itself ends with. See: quarterdeck help doctor
            """)

    @OptionGroup(title: "Which cluster") var target: ClusterOptions

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        let context = try CredentialContext(session)
        let status =
            target.cluster == nil && target.endpoint == nil
            ? try checkAll(session, context) : try checkOne(session, context)
        session.endTunnels()
        if status != .done { Glibc.exit(status.rawValue) }
    }

    private func checkOne(_ session: Session, _ context: CredentialContext) throws -> Failures.ExitStatus {
        let target = target.choice
        // Read once, because reading warns of the file's other mistakes.
        let chosen = Result { () throws(Failure) in
            let selection = try LoginSelection(session, target)
            return (selection, try selection.cluster(target))
        }
        // An unknown cluster name is an error in the command line, not a finding about a cluster.
        if case .failure(let error) = chosen, error.status == .usage, error.cause == nil { throw error }
        let run = DoctorRun(
            session, context, name: target.cluster ?? target.endpoint ?? "",
            choose: { () throws(Failure) in try chosen.get() },
            told: { [json] report in if !json, let check = report.checks.last { DoctorText.write(check) } })
        let report = run.run()
        try finish(report)
        return report.exit
    }

    private func checkAll(_ session: Session, _ context: CredentialContext) throws -> Failures.ExitStatus {
        let profiles = try session.loadProfiles()
        profiles.issues.forEach(ErrorReport.warn)
        guard !profiles.entries.isEmpty else {
            throw Failure(
                .badConfiguration, "there is no cluster to check", why: "\(session.profilePath) has no clusters",
                next: "quarterdeck init")
        }
        var worst = Failures.ExitStatus.done
        for entry in profiles.entries {
            let selection = LoginSelection(session, profiles: profiles)
            var options = target.choice
            options.cluster = entry.name
            let chosen = options
            if !json { try StandardOutput.write("\(HarmlessText.of(entry.name))\n") }
            let report = DoctorRun(
                session, context, name: entry.name, isOffline: true,
                choose: { () throws(Failure) in (selection, try selection.cluster(chosen)) },
                told: { [json] report in if !json, let check = report.checks.last { DoctorText.write(check) } }
            ).run()
            try finish(report)
            if worst.rawValue < report.exit.rawValue { worst = report.exit }
        }
        return worst
    }

    private func finish(_ report: DoctorReport) throws(Failure) {
        if json {
            try StandardOutput.write(try DoctorText.json(report) + "\n")
        } else {
            try StandardOutput.write(DoctorText.end(report))
        }
    }
}
