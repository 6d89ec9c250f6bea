// Fields have the names of the JSON that is written.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Console
import Discovery
import Failures
import FoundationEssentials
import Profiles
import TerminalUI

/// Prints databases as they are found, one line each.
struct DiscoveryPrinter: Sendable {
    let isJSON: Bool
    let showsProfile: Bool

    func write(_ database: FoundDatabase, profile: String) throws(Failure) {
        try StandardOutput.write((isJSON ? try json(database, profile) : line(database, profile)) + "\n")
    }

    private func line(_ database: FoundDatabase, _ profile: String) -> String {
        let engine = [database.engine?.displayName ?? "other", database.version ?? ""].joined(separator: " ")
        let columns = [
            (database.name, 28), (engine, 34), (database.kind.rawValue, 11), (database.region, 14),
            ("IAM \(database.authentication?.rawValue ?? "?")", 11),
        ]
        let text = columns.map { DisplayWidth.padding($0, to: $1) }.joined(separator: "  ")
        let usable = database.reason.map { "no: \($0)" } ?? "yes"
        let names = [database.endpoint, database.readerEndpoint].compactMap(\.self) + database.customEndpoints
        let tunnel = database.tunnel.map { "tunnel \($0)" } ?? ""
        let places = [names.joined(separator: " "), database.resourceID ?? "", tunnel].filter { !$0.isEmpty }
        return HarmlessText.of(
            ([text, usable] + places + (showsProfile ? ["(\(profile))"] : [])).joined(separator: "  "))
    }

    private func json(_ database: FoundDatabase, _ profile: String) throws(Failure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Item(found: database, profile: profile)) else {
            throw Failure(.internalError, "a cluster cannot be written as JSON")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Every line has every key; unknown values are null.
    private struct Item: Encodable {
        let found: FoundDatabase
        let profile: String

        private enum Key: String, CodingKey {
            case name, engine, version, kind, region, account, status, endpoint, reader_endpoint, endpoints, port
            case resource_id, iam, usable, reason, `public`, regions, database, master_user, aws_profile
            case tunnel
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(found.name, forKey: .name)
            try container.encode(found.engine?.rawValue, forKey: .engine)
            try container.encode(found.version, forKey: .version)
            try container.encode(found.kind.rawValue, forKey: .kind)
            try container.encode(found.region, forKey: .region)
            try container.encode(found.account, forKey: .account)
            try container.encode(found.status, forKey: .status)
            try container.encode(found.endpoint, forKey: .endpoint)
            try container.encode(found.readerEndpoint, forKey: .reader_endpoint)
            let names = [found.endpoint, found.readerEndpoint].compactMap(\.self) + found.customEndpoints
            try container.encode(names, forKey: .endpoints)
            try container.encode(found.port, forKey: .port)
            try container.encode(found.resourceID, forKey: .resource_id)
            try container.encode(found.authentication?.rawValue, forKey: .iam)
            try container.encode(found.isUsable, forKey: .usable)
            try container.encode(found.reason, forKey: .reason)
            try container.encode(found.isPublic, forKey: .public)
            try container.encode(found.memberRegions.isEmpty ? nil : found.memberRegions, forKey: .regions)
            try container.encode(found.database, forKey: .database)
            try container.encode(found.tunnel, forKey: .tunnel)
            try container.encode(found.masterUser, forKey: .master_user)
            try container.encode(profile.isEmpty ? nil : profile, forKey: .aws_profile)
        }
    }
}
