import AWSCredentials
import ClusterAccess
import Console
import Discovery
import Endpoints
import Failures
import Glibc
import LocalFiles
import Profiles
import TerminalUI
import Threads

/// The questions for a first profile file.
struct FirstProfile {
    /// The user's answers.
    struct Choice {
        var databases: [FoundDatabase]
        var user: String?
        var awsProfile: String?
    }

    let session: Session
    private let terminal = TerminalQuestion(abandoned: "no profile file was written")

    init(session: Session) { self.session = session }

    private static let header = """
        # The clusters of Quarterdeck. There are no secrets in this file: a team can keep it in git.
        # Every key: quarterdeck help configuration

        """

    /// Prompts on the terminal.
    ///
    /// - Throws: A `Failure`: there is no terminal, or the user cancelled.
    func ask() throws(Failure) -> Choice {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw Failure(
                .usage, "init asks its questions on a terminal",
                next: "quarterdeck init --endpoint HOST --engine postgresql --user NAME")
        }
        var choice = Choice(databases: [], user: session.options.user, awsProfile: session.options.awsProfile)
        if try confirm("Search your AWS account for Aurora clusters?") { choice.databases = try search() }
        if choice.databases.isEmpty { choice.databases = [try enterEndpoint()] }
        if choice.user == nil {
            let express = choice.databases.allSatisfy { $0.kind == .express || $0.kind == .dsql }
            let offered = express ? choice.databases.first?.masterUser : session.environment["USER"]
            choice.user = try question("Database user", default: offered)
        }
        return choice
    }

    /// Writes the file.
    func write(_ choice: Choice, to path: String) throws(Failure) {
        let addition = try ProfileAddition(
            choice.databases, to: Array(Self.header.utf8), file: path, user: choice.user,
            awsProfile: choice.awsProfile)
        guard !addition.added.isEmpty else {
            throw Failure(
                .badData, "no profile file was written", why: "a token opens none of the clusters",
                next: "quarterdeck discover shows why")
        }
        let folder = FilePath.parent(of: path).directory
        if FileIdentity.of(folder) == nil { _ = try PrivateDirectory(creating: folder) }
        let target = try FileTarget(path, mode: 0o644, stop: WakeSignal())
        try target.write(addition.text)
        _ = try target.finish(isWhole: true)
        ErrorReport.note("wrote \(path): \(addition.added.joined(separator: ", "))")
    }

    // MARK: - Questions

    private func search() throws(Failure) -> [FoundDatabase] {
        let known =
            session.options.region ?? session.environment["AWS_REGION"] ?? session.environment["AWS_DEFAULT_REGION"]
        let regions = try question("Regions, by blanks", default: known)
        let found: [FoundDatabase]
        do throws(Failure) {
            let outcome = try DiscoveryRun(
                try DiscoveryPlan(
                    session, regions: regions.split { $0 == " " || $0 == "," }.map(String.init),
                    awsProfiles: session.options.awsProfile.map { [$0] } ?? [], writes: true), nil
            ).run()
            outcome.failure.map(ErrorReport.write)
            found = outcome.found
        } catch {
            if error.status == .interrupted { throw error }
            ErrorReport.write(error)
            return []
        }
        if !found.contains(where: \.isUsable) { ErrorReport.note("no cluster that a token opens was found") }
        return try ClusterPick(question: terminal, offered: "all").choose(from: found)
    }

    private func enterEndpoint() throws(Failure) -> FoundDatabase {
        while true {
            let host = try question("Endpoint (…rds.amazonaws.com)", default: nil)
            do throws(EndpointError) {
                let endpoint = try Endpoint(host)
                if endpoint.kind == .dsql { return Self.database(endpoint, .dsql, name: nil) }
                let word = try? question("Engine, postgresql or mysql", default: "postgresql")
                guard let word else { throw EndpointError.empty }
                if let engine = Engine(rawValue: word), engine != .dsql {
                    return Self.database(endpoint, engine, name: nil)
                }
                ErrorReport.plain("the engine is postgresql or mysql")
            } catch {
                if error == .empty { throw Failure(.interrupted, "no profile file was written") }
                ErrorReport.plain("\(error.reason); \(error.advice)")
            }
        }
    }

    private func confirm(_ text: String) throws(Failure) -> Bool {
        !(try question(text + " (y/n)", default: "y")).lowercased().hasPrefix("n")
    }

    private func question(_ text: String, default offered: String?) throws(Failure) -> String {
        try terminal.ask(text, default: offered)
    }

    static func database(_ endpoint: Endpoint, _ engine: Engine, name: String?) -> FoundDatabase {
        let kind: FoundDatabase.Kind =
            switch endpoint.kind {
            case .dsql: .dsql
            case .proxy: .proxy
            case .globalWriter: .global
            case .shardGroup: .limitless
            case .writer, .reader, .custom, .instance: .provisioned
            }
        var database = FoundDatabase(
            name: name ?? String(endpoint.host.prefix { $0 != "." }), engine: engine, kind: kind,
            region: endpoint.region ?? "")
        database.endpoint = endpoint.host
        if kind == .dsql { (database.database, database.masterUser) = ("postgres", "admin") }
        return database
    }
}

extension FirstProfile.Choice {
    /// Takes the answers from flags.
    init(given options: ClusterOptions, _ common: InvocationOptions) throws(Failure) {
        let text = options.endpoint ?? ""
        let endpoint: Endpoint
        do throws(EndpointError) {
            endpoint = try Endpoint(text)
        } catch {
            throw Failure(.usage, "no token can be signed for --endpoint", why: error.reason, next: error.advice)
        }
        guard let engine = options.engine ?? (endpoint.kind == .dsql ? .dsql : nil) else {
            throw Failure(.usage, "--endpoint needs an engine", next: "--engine postgresql or --engine mysql")
        }
        var database = FirstProfile.database(endpoint, engine, name: options.cluster)
        database.port = options.port
        database.database = options.database ?? database.database
        if let region = common.region, endpoint.region == nil { database.region = region }
        self.init(databases: [database], user: common.user, awsProfile: common.awsProfile)
    }
}
