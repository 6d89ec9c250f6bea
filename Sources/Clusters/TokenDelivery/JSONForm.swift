// Fields have the names of the JSON that is written.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Endpoints
import Failures
import FoundationEssentials
import Secrets
import SigV4
import Timestamps

/// A token as one JSON object.
enum JSONForm {
    private struct Object: Encodable {
        let token: String
        let cluster: String
        let host: String
        let port: Int
        let user: String
        let region: String
        let issued_at: String
        let expires_at: String
        let expires_in: Int64
        let limited_by: String
    }

    static func render(_ token: SignedToken, now: Timestamp) throws(Failure) -> Secret {
        let login = token.login
        let object = Object(
            token: token.secret.revealText(), cluster: login.cluster, host: login.endpoint.host, port: login.port,
            user: login.user, region: login.region, issued_at: token.expiry.issuedAt.rfc3339,
            expires_at: token.expiry.expiresAt.rfc3339, expires_in: token.expiry.secondsLeft(at: now),
            limited_by: token.expiry.limitedBy.rawValue)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            var data = try encoder.encode(object)
            data.append(UInt8(ascii: "\n"))
            defer { data.resetBytes(in: data.startIndex..<data.endIndex) }
            return Secret(copying: data)
        } catch {
            throw Failure(.internalError, "the token cannot be written as JSON")
        }
    }
}
