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
        let usable = found.filter(\.isUsable)
        for database in found where !database.isUsable {
            ErrorReport.plain("   -  \(database.name): \(database.reason ?? "")")
        }
        guard !usable.isEmpty else {
            ErrorReport.note("no cluster that a token opens was found")
            return []
        }
        for (index, database) in usable.enumerated() {
            let number = DisplayWidth.padding("\(index + 1)", to: 4)
            ErrorReport.plain("  \(number)\(database.name)  \(database.kind.rawValue)  \(database.region)")
        }
        while true {
            let answer = try question("Which ones? Numbers or names by blanks, or all", default: "all")
            if answer == "all" { return usable }
            let chosen = answer.split { $0 == " " || $0 == "," }.map { word in
                usable.first { $0.name == word }
                    ?? Int(word).flatMap { usable.indices.contains($0 - 1) ? usable[$0 - 1] : nil }
            }
            if !chosen.isEmpty, !chosen.contains(where: { $0 == nil }) { return chosen.compactMap(\.self) }
            ErrorReport.plain("choose from the list, by number (1 to \(usable.count)) or by name")
        }
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

    /// Asks until there is an answer; an empty answer selects the default.
    private func question(_ text: String, default offered: String?) throws(Failure) -> String {
        while true {
            var prompt = text + (offered.map { " [\($0)]" } ?? "") + ": "
            prompt.withUTF8 { _ = WholeWrite.write(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
            guard let line = readLine(strippingNewline: true) else {
                throw Failure(.interrupted, "no profile file was written")
            }
            let answer = line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
            if !answer.isEmpty { return answer }
            if let offered { return offered }
        }
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
