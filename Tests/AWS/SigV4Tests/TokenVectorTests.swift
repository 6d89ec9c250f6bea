import Secrets
import SigV4
import Testing
import Timestamps

@Suite struct TokenVectorTests {
    private struct Vector: CustomTestStringConvertible, Sendable {
        let keys: (String, String, String?)
        let host: String
        let service: TokenRequest.Service
        let time: String
        let signature: String
        var testDescription: String { "\(host) at \(time)" }
    }

    // Vectors published in the AWS SDKs' unit tests, and two generated with botocore.
    private static let vectors = [
        Vector(
            keys: ("akid", "skid", nil), host: "prod-instance.us-east-1.rds.amazonaws.com",
            service: .rds(port: 3306, user: "someusername"), time: "20161107T173933Z",
            signature: "d1138cdbc0ca63eec012ec0fc6c2267e03642168f5884a7795320d4c18374c61"),
        Vector(
            keys: ("access_key", "secret_key", nil), host: "host.us-east-1.amazonaws.com",
            service: .rds(port: 3306, user: "mySQLUser"), time: "20161107T173933Z",
            signature: "87ab58107ef49f1c311a412f98b7f976b0b5152ffb559f0d36c6c9a0c5e0e362"),
        Vector(
            keys: ("akid", "secret", nil), host: "prod-instance.us-east-1.rds.amazonaws.com",
            service: .rds(port: 3306, user: "peccy"), time: "20240826T220000Z",
            signature: "dd0cba843009474347af724090233265628ace491ea17ce3eb3da098b983ad89"),
        Vector(
            keys: ("akid", "skid", "FwoG/+=token=="), host: "prod.cluster-abc.us-east-1.rds.amazonaws.com",
            service: .rds(port: 5432, user: "jane doe+x@é"), time: "20161107T173933Z",
            signature: "f12b92e8b1de1e2cb1afad931f48d8c23838df2533a4b1ba860c7e25b462fb93"),
        Vector(
            keys: ("ACCESS_KEY", "SECRET_KEY", "SESSION_TOKEN"), host: "test.dsql.us-east-1.on.aws",
            service: .dsql(admin: false), time: "20241107T173933Z",
            signature: "57fe03e060348aaa21405c239bf02572bbc911076e94dcd65c12ae569dd8fcf4"),
    ]

    @Test(arguments: vectors)
    private func `published vectors match`(vector: Vector) throws {
        let request = try #require(TokenRequest(host: vector.host, region: "us-east-1", service: vector.service))
        let credentials = Credentials(
            accessKeyID: vector.keys.0, secretAccessKey: Secret(vector.keys.1),
            sessionToken: vector.keys.2.map { Secret($0) },
            expiration: nil)
        var signer = TokenSigner()
        let token = signer.sign(request, with: credentials, at: try #require(Timestamp(amzDate: vector.time)))
            .revealText()
        #expect(token.hasSuffix("&X-Amz-Signature=" + vector.signature))
    }

    @Test func `each part of the whole token is right`() throws {
        let request = try #require(
            TokenRequest(
                host: "Orders.Cluster-X1.eu-west-1.rds.amazonaws.com.", region: "eu-west-1",
                service: .rds(port: 5432, user: "jane_doe")))
        let credentials = Credentials(
            accessKeyID: "ASIAX", secretAccessKey: Secret("s"), sessionToken: Secret("a/b=="), expiration: nil)
        var signer = TokenSigner()
        let token = signer.sign(request, with: credentials, at: Timestamp(secondsSince1970: 1_795_270_111)).revealText()
        #expect(
            token.hasPrefix(
                "orders.cluster-x1.eu-west-1.rds.amazonaws.com:5432/?Action=connect&DBUser=jane_doe"
                    + "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAX%2F20261121%2Feu-west-1%2Frds-db%2Faws4_request"
                    + "&X-Amz-Date=20261121T140831Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
                    + "&X-Amz-Security-Token=a%2Fb%3D%3D&X-Amz-Signature="))
    }

    @Test func `an empty session token counts as none`() throws {
        let request = try #require(TokenRequest(host: "h", region: "r", service: .rds(port: 1, user: "u")))
        var signer = TokenSigner()
        let now = Timestamp(secondsSince1970: 0)
        let texts = [nil, Secret("")].map { sessionToken in
            signer.sign(
                request,
                with: Credentials(
                    accessKeyID: "a", secretAccessKey: Secret("s"), sessionToken: sessionToken, expiration: nil),
                at: now
            ).revealText()
        }
        #expect(texts[0] == texts[1])
        #expect(!texts[1].contains("Security-Token"))
    }

    @Test(arguments: [
        (901, TokenRequest.Service.rds(port: 1, user: "u")), (0, .rds(port: 1, user: "u")),
        (604_801, .dsql(admin: true)),
    ])
    func `a lifetime beyond the service's limit is refused`(lifetime: Int, service: TokenRequest.Service) {
        #expect(TokenRequest(host: "h", region: "r", service: service, lifetime: lifetime) == nil)
    }

    @Test func `another day, region, service or secret gives another key`() throws {
        var signer = TokenSigner()
        var signatures: Set<String> = []
        func sign(_ region: String, _ service: TokenRequest.Service, _ secret: String, _ time: Int64) throws {
            let request = try #require(TokenRequest(host: "h", region: region, service: service))
            let credentials = Credentials(
                accessKeyID: "a", secretAccessKey: Secret(secret), sessionToken: nil, expiration: nil)
            let token = signer.sign(request, with: credentials, at: Timestamp(secondsSince1970: time)).revealText()
            signatures.insert(String(token.suffix(64)))
        }
        let user = TokenRequest.Service.rds(port: 1, user: "u")
        for _ in 0..<3 {
            try sign("r", user, "s", 0)
            try sign("q", user, "s", 0)
            try sign("r", .dsql(admin: false), "s", 0)
            try sign("r", user, "t", 0)
            try sign("r", user, "s", 86_400)
        }
        #expect(signatures.count == 5)
    }
}
