import Endpoints
import TOML

/// The values of a cluster's table or of `[defaults]`; nil means not set.
struct ClusterFields {
    var engine: Engine?
    var endpoint: (value: Endpoint, position: SourcePosition)?
    var readerEndpoint: Endpoint?
    var port: Int?
    var database: String?
    var user: String?
    var users: [String]?
    var environment: String?
    var tags: [String]?
    var isReadOnly: Bool?
    var region: (value: String, position: SourcePosition)?
    var regions: [String]?
    var connectTo: DialAddress?
    var caFile: String?
    var isCAOnly: Bool?
    var statementTimeout: Int?
    var awsProfile: String?
    var note: String?
    var tunnel: TunnelRoute?
    var passwords: [String: (origin: PasswordOrigin, position: SourcePosition)]

    init(_ reader: inout TableReader) {
        engine = reader.word(ClusterKey.engine.rawValue, as: Engine.self)
        endpoint = Self.endpoint(.endpoint, &reader)
        readerEndpoint = Self.endpoint(.readerEndpoint, &reader)?.value
        port = reader.integer(ClusterKey.port.rawValue, in: 1...65_535)
        database = reader.filledString(ClusterKey.database.rawValue)
        user = reader.filledString(ClusterKey.user.rawValue)
        users = reader.strings(ClusterKey.users.rawValue)
        environment = reader.filledString(ClusterKey.environment.rawValue)
        tags = reader.strings(ClusterKey.tags.rawValue)
        isReadOnly = reader.boolean(ClusterKey.readOnly.rawValue)
        region = Self.region(&reader)
        regions = reader.strings(ClusterKey.regions.rawValue)
        if let wrong = regions?.first(where: { !RegionName.isWellFormed($0) }),
            let position = reader.table[ClusterKey.regions.rawValue]?.value.position
        {
            reader.report(
                "`regions` names \"\(wrong)\", which is not a region", at: position,
                suggestion: "regions = [\"eu-west-1\", \"eu-central-1\"], for instance")
        }
        connectTo = Self.dialAddress(&reader)
        caFile = reader.filledString(ClusterKey.caFile.rawValue)
        isCAOnly = reader.boolean(ClusterKey.caOnly.rawValue)
        statementTimeout = reader.integer(ClusterKey.statementTimeout.rawValue, in: 1...86_400)
        awsProfile = reader.filledString(ClusterKey.awsProfile.rawValue)
        note = reader.string(ClusterKey.note.rawValue)?.text
        tunnel = Self.tunnel(&reader)
        passwords = Self.passwords(&reader)
    }

    private static func passwords(
        _ reader: inout TableReader
    ) -> [String: (origin: PasswordOrigin, position: SourcePosition)] {
        guard let table = reader.table(named: ClusterKey.passwords.rawValue) else { return [:] }
        var result: [String: (origin: PasswordOrigin, position: SourcePosition)] = [:]
        var inner = TableReader(file: reader.file, table: table)
        for entry in table.entries {
            guard !entry.key.isEmpty else {
                inner.report("`passwords` has a user without a name", at: entry.position)
                continue
            }
            guard let (text, position) = inner.string(entry.key) else { continue }
            do throws(PasswordOrigin.Flaw) {
                result[entry.key] = (try PasswordOrigin(text), entry.position)
            } catch {
                inner.report(
                    "the password of `\(entry.key)` \(error.reason)", at: position, suggestion: error.advice)
            }
        }
        reader.report(inner.issues)
        return result
    }

    private static func tunnel(_ reader: inout TableReader) -> TunnelRoute? {
        let command = reader.filledString(ClusterKey.tunnelCommand.rawValue)
        guard let (text, position) = reader.string(ClusterKey.tunnel.rawValue) else {
            return command.map { .command($0) }
        }
        guard command == nil else {
            reader.report(
                "`tunnel` and `tunnel_command` exclude each other", at: position, suggestion: "leave one of them out")
            return nil
        }
        guard let route = TunnelRoute(text) else {
            reader.report(
                "`tunnel` names no way that Quarterdeck knows", at: position,
                suggestion:
                    "tunnel = \"ssh:user@bastion\", \"ssm:i-0123456789abcdef0\", \"ssm:tag:Name=bastion\", or "
                    + "tunnel_command")
            return nil
        }
        return route
    }

    private static func endpoint(
        _ key: ClusterKey, _ reader: inout TableReader
    ) -> (value: Endpoint, position: SourcePosition)? {
        guard let (text, position) = reader.string(key.rawValue) else { return nil }
        do {
            return (try Endpoint(text), position)
        } catch {
            let advice = error.advice.replacing("endpoint =", with: "\(key.rawValue) =")
            reader.report(error.reason, at: position, suggestion: advice, customName: error.customName)
            return nil
        }
    }

    private static func region(_ reader: inout TableReader) -> (value: String, position: SourcePosition)? {
        guard let (text, position) = reader.string(ClusterKey.region.rawValue) else { return nil }
        guard RegionName.isWellFormed(text) else {
            reader.report(
                "\"\(text)\" is not a region", at: position, suggestion: "region = \"eu-west-1\", for instance")
            return nil
        }
        return (text, position)
    }

    private static func dialAddress(_ reader: inout TableReader) -> DialAddress? {
        guard let (text, position) = reader.string(ClusterKey.connectTo.rawValue) else { return nil }
        if let address = DialAddress(text) { return address }
        // A pasted value may contain a password.
        let shown = PastedAddress.isHarmless(text) ? "is \"\(text)\", it has to be host:port" : "has to be host:port"
        let pasted = PastedAddress(text)
        let place = pasted.host.flatMap { host in pasted.port.flatMap { DialAddress("\(host):\($0)") } }
        reader.report(
            "`connect_to` \(shown)", at: position,
            suggestion: "connect_to = \"\(place?.description ?? "127.0.0.1:15432")\"")
        return nil
    }
}
