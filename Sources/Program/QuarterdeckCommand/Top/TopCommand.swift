import ArgumentParser
import CPlatform
import ClusterAccess
import DeckShell
import Failures
import Glibc
import ScriptRunner

struct TopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Show what runs on the servers: sessions, waits, locks, load.",
        discussion: """
            top shows the sessions of the clusters live, and who waits for whom; ? lists its keys. With --once, and when standard output is not a terminal, top takes one sample of each cluster and prints it: \
            the server, its sessions but for the idle ones, and who waits for whom. --json prints one JSON object a line \
            for each cluster, with all sessions; ages are in seconds, and blocked_by lists the pids that hold the lock (0 \
            is a prepared transaction).

              quarterdeck top orders --once
              quarterdeck top --tag payments --once --json | jq 'select(.sessions[].blocked_by != [])'

            top looks through a read-only session of its own, with a short statement time-out, and waits for no lock. To \
            see other users' statements, the database user needs pg_read_all_stats on PostgreSQL and PROCESS on MySQL.

            Exit codes: 0 done, 1 the server refused the query, 69 unreachable or no answer, 77 not allowed, 130 \
            interrupted; of several clusters' the highest.
            """)

    @Argument(
        help: ArgumentHelp("Clusters of the profile file.", valueName: "cluster"),
        completion: .custom { words, _, prefix in ClusterCompletion.names(words: words, prefix: prefix) })
    var clusters: [String] = []

    @OptionGroup(title: "Several clusters") var several: ClusterSetOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Take a sample every so many seconds; 2 by default.", valueName: "seconds"))
    var interval: Double?

    @Flag(help: "Print one sample and end.")
    var once = false

    @Flag(help: "Print JSON, one object a line for each cluster; implies --once.")
    var json = false

    @OptionGroup(title: "Common options") var common: CommonOptions

    func validate() throws {
        if let interval, !(0.5...3_600).contains(interval) {
            throw ValidationError("--interval is \(interval); it is a number of seconds from 0.5 to 3600")
        }
    }

    func run() throws {
        ForeignEnvironment.leave()
        let session = Session(common.values)
        qd_block_supervision_signals()
        let (selection, names) = try Foreground.beforehand { () throws(Failure) in try chosen(session) }
        if !once, !json, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
            qd_unblock_supervision_signals()
            let request = TopRequest(names: names, interval: interval ?? TopRequest.standardInterval)
            Glibc.exit(try DeckCommand(session: session, noColor: common.noColor, top: request).run())
        }
        let context = try CredentialContext(session)
        let run = TopOnce(names, asJSON: json) { index throws(Failure) in
            let cluster = try selection.cluster(named: names[index], ClusterChoice())
            return ActivityTarget(try TokenSource(selection, cluster, context))
        }
        let status = run.run()
        session.endTunnels()
        context.audit?.flush()
        _exit(status.rawValue)
    }

    /// The chosen clusters without duplicates, in the order of the command line.
    private func chosen(_ session: Session) throws(Failure) -> (LoginSelection, [String]) {
        let list = clusters.joined(separator: ",")
        let one = ClusterChoice(cluster: list.isEmpty ? nil : list)
        let selection = try LoginSelection(session, one)
        if let names = try several.names(one, in: selection.profiles) { return (selection, names) }
        guard !list.isEmpty else {
            throw Failure(.usage, "top needs a cluster", next: "quarterdeck top CLUSTER, or --tag TAG, or --all")
        }
        _ = try selection.cluster(named: list, ClusterChoice())
        return (selection, [list])
    }
}
