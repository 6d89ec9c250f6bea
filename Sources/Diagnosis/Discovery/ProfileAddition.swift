import Endpoints
public import Failures
public import Profiles
import TOML

/// A profile file's text with clusters appended. The existing bytes do not change.
public struct ProfileAddition: Sendable {
    public let text: [UInt8]
    /// The names of the clusters that were added, in order.
    public let added: [String]
    /// The number of databases that the file already had.
    public let known: Int

    /// Appends the usable databases whose endpoint no cluster of the file has.
    ///
    /// - Parameters:
    ///   - old: The file's bytes; empty where there is no file.
    ///   - user: The database user of the new clusters, where one was given.
    /// - Throws: A `Failure` with status `badConfiguration` when the old or the new text is not TOML.
    public init(
        _ databases: [FoundDatabase], to old: [UInt8], file: String, user: String?, awsProfile: String?
    ) throws(Failure) {
        do throws(TOMLError) {
            _ = try TOMLDocument(parsing: old)
        } catch {
            let issue = SourceIssue(file: file, position: error.position, message: error.reason)
            throw Failure(
                .badConfiguration, "\(file) was not changed", why: "\(issue.place): \(issue.message)",
                repeatAfter: "correct the file")
        }
        let before = ProfileFile(reading: old, file: file)
        var names = Set(before.entries.map(\.name))
        var hosts = Self.hosts(of: before)
        var (tables, added, known) = ("", [String](), 0)
        for database in databases where database.isUsable {
            guard let host = database.endpoint, let endpoint = try? Endpoint(host), let engine = database.engine else {
                continue
            }
            guard hosts.insert(endpoint.host).inserted else {
                known += 1
                continue
            }
            let name = Self.free(database, &names)
            tables += Self.table(database, name: name, endpoint: endpoint, engine, user: user, awsProfile: awsProfile)
            added.append(name)
        }
        var text = old
        if let last = text.last, last != 0x0A, !tables.isEmpty { text.append(0x0A) }
        if text.isEmpty { tables = String(tables.drop { $0 == "\n" }) }
        text += Array(tables.utf8)
        let after = ProfileFile(reading: text, file: file)
        let isWhole =
            (try? TOMLDocument(parsing: text)) != nil
            && Set(after.entries.map(\.name)).isSuperset(of: names) && after.issues.count == before.issues.count
        // Nothing of a reply may become a program to run or another address to connect to. The file's own defaults may.
        let alone = ProfileFile(reading: Array(tables.utf8), file: file)
        func isAsMeant(_ name: String) -> Bool {
            guard case .cluster? = after[name], case .cluster(let cluster)? = alone[name] else { return false }
            return cluster.tunnel == nil && cluster.connectTo == nil && cluster.caFile == nil
        }
        guard isWhole, added.allSatisfy(isAsMeant) else {
            throw Failure(
                .badConfiguration, "\(file) was not changed",
                why: "with the new clusters at its end it could not be read any more",
                next: "write `clusters` as tables, [clusters.NAME], or add the clusters by hand")
        }
        self.text = text
        self.added = added
        self.known = known
    }

    /// The databases whose endpoint no cluster of the profile file has.
    public static func unknown(_ databases: [FoundDatabase], in file: ProfileFile) -> [FoundDatabase] {
        let hosts = hosts(of: file)
        return databases.filter { database in
            guard let host = database.endpoint, let endpoint = try? Endpoint(host) else { return true }
            return !hosts.contains(endpoint.host)
        }
    }

    private static func hosts(of file: ProfileFile) -> Set<String> {
        var hosts: Set<String> = []
        for case .cluster(let cluster) in file.entries {
            hosts.insert(cluster.endpoint.host)
            if let reader = cluster.readerEndpoint { hosts.insert(reader.host) }
        }
        return hosts
    }

    private static func free(_ database: FoundDatabase, _ names: inout Set<String>) -> String {
        var candidates = [
            database.name, "\(database.name)-\(database.kind.rawValue)", "\(database.name)-\(database.region)",
        ]
        candidates += (2..<10_000).map { "\(database.name)-\($0)" }
        let name = candidates.first { !names.contains($0) } ?? database.name
        names.insert(name)
        return name
    }

    private static func table(
        _ database: FoundDatabase, name: String, endpoint: Endpoint, _ engine: Engine, user: String?,
        awsProfile: String?
    ) -> String {
        var lines = [
            "", "[clusters.\(key(name))]", "engine = \"\(engine.rawValue)\"", "endpoint = \"\(endpoint.host)\"",
        ]
        if let reader = database.readerEndpoint, let host = (try? Endpoint(reader))?.host {
            lines.append("reader_endpoint = \"\(host)\"")
        }
        if let port = database.port, port != engine.defaultPort { lines.append("port = \(port)") }
        if endpoint.region == nil, RegionName.isWellFormed(database.region) {
            lines.append("region = \(quoted(database.region))")
        }
        // Whether to go through the instance is for the user to decide.
        if let tunnel = database.tunnel { lines.append("# tunnel = \(quoted(tunnel))   # an instance in the same VPC") }
        if let name = database.database { lines.append("database = \(quoted(name))") }
        if let user {
            lines.append("user = \(quoted(user))")
        } else if database.kind == .express || database.kind == .dsql, let master = database.masterUser {
            lines.append("user = \(quoted(master))")
        }
        if let awsProfile { lines.append("aws_profile = \(quoted(awsProfile))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func key(_ name: String) -> String {
        let isBare =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
        return isBare ? name : quoted(name)
    }

    /// A TOML basic string. Source: toml.io, version 1.0.0.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
