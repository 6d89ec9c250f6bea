import ArgumentParser
import CPlatform
import ClusterAccess
import Console
import Failures
import Glibc
import Profiles
import Relay
import Secrets
import TokenDelivery

struct ProxyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy",
        abstract: "Open local sockets on which any program reaches the clusters without a password.",
        discussion: """
            Quarterdeck verifies the servers and logs in with a live token for every connection. One command line for each \
            cluster is printed, or one JSON object with --json. The process runs until it is interrupted; kill -USR1 \
            lists its connections.

              quarterdeck proxy orders billing
              quarterdeck proxy --tag payments --port 15432
              quarterdeck proxy orders --check

            quarterdeck help proxy explains the sockets and shows a systemd unit.
            """)

    @Argument(
        help: ArgumentHelp("Clusters of the profile file.", valueName: "cluster"),
        completion: .custom { words, _, prefix in ClusterCompletion.names(words: words, prefix: prefix) })
    var clusters: [String] = []

    @OptionGroup(title: "Several clusters") var several: ClusterSetOptions

    @Option(
        help: ArgumentHelp(
            "Listen at this port of 127.0.0.1, too, and at the next ones for further clusters; a password for this run "
                + "is printed once.", valueName: "number"))
    var port: Int?

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    @Flag(help: "Log in once on each cluster and exit.")
    var check = false

    @Option(help: ArgumentHelp("Exit when no program has been connected for so long: 90s, 30m, 8h.", valueName: "time"))
    var idleExit: String?

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let idleLimit = try idleExit.map { text throws(Failure) in try ProxyDuration.seconds(text) }
        let session = Session(common.values)
        let profiles = try session.loadProfiles()
        profiles.issues.forEach(ErrorReport.warn)
        let names = try names(in: profiles)
        try checkPort(names.count)
        ForeignEnvironment.leave()
        let selection = LoginSelection(session, profiles: profiles)
        let context = try CredentialContext(session)
        let sources = try names.map { name throws(Failure) in
            try TokenSource(selection, try selection.cluster(named: name, ClusterChoice()), context)
        }
        for source in sources { try session.requireTicket(for: source.cluster) }
        if check {
            let status = try checked(sources)
            session.endTunnels()
            Glibc.exit(status.rawValue)
        }
        for source in sources { try source.askNow() }
        ProxySignals.block()
        let signal = try serve(sources, idleLimit)
        session.endTunnels()
        if signal == SIGINT { Glibc.exit(ExitStatus.interrupted.rawValue) }
    }

    private func names(in profiles: ProfileFile) throws(Failure) -> [String] {
        var one = ClusterChoice()
        one.cluster = clusters.isEmpty ? nil : clusters.joined(separator: ",")
        if let names = try several.names(one, in: profiles) { return names }
        guard let name = clusters.first else {
            throw Failure(.usage, "no cluster was named", next: "quarterdeck proxy CLUSTER, or --tag TAG, or --all")
        }
        return [name]
    }

    private func checkPort(_ count: Int) throws(Failure) {
        guard let port, port != 0, !(1...65_536 - count).contains(port) else { return }
        throw Failure(
            .usage,
            "--port \(port) leaves no port for \(count == 1 ? "a cluster" : "\(count) clusters"); ports end at 65535",
            next: "--port 15432")
    }

    /// The worst exit status of the logins.
    private func checked(_ sources: [TokenSource]) throws(Failure) -> ExitStatus {
        var worst = ExitStatus.done
        for source in sources {
            func write(_ failure: Failure?) throws(Failure) {
                if json { try StandardOutput.write(ProxyCheck.json(source, failure)) }
            }
            do throws(Failure) {
                try ProxyCheck.run(source)
                try write(nil)
                ErrorReport.note("\(source.login.cluster): a login as \(source.login.user) works")
            } catch {
                try write(error)
                ErrorReport.write(
                    Failure(error.status, "\(source.login.cluster): \(error.what)", why: error.why, next: error.next))
                if error.status.rawValue > worst.rawValue { worst = error.status }
            }
        }
        return worst
    }

    /// Serves until a signal ends it, which is returned, or until the clusters have been idle for too long.
    private func serve(_ sources: [TokenSource], _ idleLimit: Int?) throws -> Int32? {
        qd_share_heaps()
        let password = port.map { _ in DoorPassword() }
        let inherited = InheritedSockets.take()
        var running: [ProxiedCluster] = []
        defer { for cluster in running { cluster.stop() } }
        for (index, source) in sources.enumerated() {
            let port = port.map { $0 == 0 ? 0 : $0 + index }
            let name = source.login.cluster
            let inherited = inherited.descriptor(for: name, among: sources.count)
            running.append(
                try ProxiedCluster(source, inherited: inherited, port: port, password: password) { failure in
                    ErrorReport.write(
                        Failure(
                            failure.status, "\(name): \(failure.what)", why: failure.why, next: failure.next))
                })
        }
        for cluster in running {
            try StandardOutput.write((json ? try cluster.line.json() : cluster.line.command) + "\n")
        }
        if let password, !json {
            ErrorReport.note("the password of the ports for this run is \(password.secret.revealText())")
        }
        while true {
            switch ProxySignals.next() {
            case SIGUSR1?: list(running)
            case let signal?: return signal
            case nil:
                let idle = running.map(\.idleSeconds)
                if let idleLimit, idle.allSatisfy({ $0 ?? 0 >= idleLimit }) { return nil }
            }
        }
    }

    private func list(_ running: [ProxiedCluster]) {
        let lines = running.flatMap(\.listing)
        if lines.isEmpty { ErrorReport.note("no program is connected") }
        lines.forEach(ErrorReport.plain)
    }
}
