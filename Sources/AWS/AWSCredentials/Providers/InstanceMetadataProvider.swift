public import Failures
import HTTP
import JSON
import Secrets

/// The role of the EC2 instance on which the program runs.
///
/// Source: `botocore.utils.InstanceMetadataFetcher`; Amazon EC2 User Guide, "Use the Instance Metadata Service".
public struct InstanceMetadataProvider: CredentialProvider {
    public let name = "instance metadata"

    public init() {}

    /// Queries the metadata service, with one second for each query unless the settings say otherwise.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        if lookup.environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" {
            return .absent("not asked, because AWS_EC2_METADATA_DISABLED is set")
        }
        let service = try MetadataService(lookup)
        switch try service.session() {
        case .absent(let reason): return .absent(reason)
        case .opened(let token): return try read(service, token)
        case .refused(let reason):
            if lookup.isOn("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled") {
                throw Failure(
                    .unavailable, "the instance metadata service gives no session token",
                    why: "\(reason), and version 1 of the service is disabled",
                    next: "allow version 2: aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2")
            }
            return try read(service, nil)
        }
    }

    private func read(_ service: MetadataService, _ token: Secret?) throws(Failure) -> CredentialAnswer {
        let role: String
        switch try service.get("", token) {
        case .nothing(let reason): return .absent(reason)
        case .text(let text): role = text.revealText()
        }
        guard (1...64).contains(role.count), role.allSatisfy(Self.isRoleCharacter) else {
            return .absent("what answers at \(service.place) is not the metadata service")
        }
        let json: JSONValue
        switch try service.get(role, token) {
        case .nothing(let reason): return .absent(reason)
        case .text(let text):
            guard let value = JSONValue(text) else { return .absent("the role \(role): the reply is not JSON") }
            json = value
        }
        let keys = ReplyKeys(json, token: "Token")
        if let flaw = keys.flaw() {
            let code = json["Code"]?.text.map { "\($0.prefix(100)): " } ?? ""
            let message = json["Message"]?.text.map { String($0.prefix(200)) } ?? flaw
            return .absent("the role \(role): \(code)\(message)")
        }
        let credentials = try keys.credentials { Failure(.unavailable, $0) }
        return .found(
            FoundCredentials(credentials: credentials, source: "instance role \(role)", isRenewable: true))
    }

    /// Source: IAM API Reference, `RoleName`.
    private static func isRoleCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "+=,.@_-".contains(character))
    }
}
