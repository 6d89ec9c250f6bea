import Endpoints
import JSON
import Secrets

@testable import AWSCalls
@testable import AWSCredentials

extension Harness {
    /// Replies of services and processes, and addresses.
    static let replies = [
        Harness("xml", seeds: ["<?xml version=\"1.0\"?><A x='1'><!-- c --><B>t&amp;&#65;</B><![CDATA[<c>]]></A>"]) {
            bytes in
            _ = bytes.withUnsafeBytes { XMLElement($0) }
            _ = XMLReply(Secret(copying: bytes))
        },
        Harness(
            "keys",
            seeds: [
                #"{"Version":1,"AccessKeyId":"ASIAX","SecretAccessKey":"S","SessionToken":"T","Expiration":"2026-11-21T20:00:00Z"}"#
            ]
        ) { bytes in
            guard let json = JSONValue(bytes) else { return }
            _ = ReplyKeys(json).flaw()
            _ = SSOToken(json)
        },
        Harness("endpoint", seeds: ["a.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com", "x.dsql.us-east-1.on.aws"]) {
            let text = String(decoding: $0, as: UTF8.self)
            guard let endpoint = try? Endpoint(text) else { return }
            require((try? Endpoint(endpoint.host))?.host == endpoint.host, text)
        },
        Harness("address", seeds: ["https://u:p@h.example:99/x", "[::1]:5432", "jdbc:postgresql://h/db", "h:1"]) {
            let text = String(decoding: $0, as: UTF8.self)
            _ = PastedAddress(text)
            _ = DialAddress(text)
        },
    ]
}
